/* A film plays in the page once it is asked for; until then nothing is loaded from its host.
   Without this script the still is a plain link to the film. */
(function () {
  "use strict";

  document.addEventListener("click", function (event) {
    var still = event.target.closest && event.target.closest("a[data-player]");
    if (!still || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    var frame = document.createElement("iframe");
    frame.src = still.dataset.player;
    frame.title = still.querySelector(".film-title").textContent;
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    still.replaceWith(frame);
    frame.focus();
  });
})();
