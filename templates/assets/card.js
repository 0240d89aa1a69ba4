/* The buttons of a card: print this page, and the PDFs of the site's paper. A reader whose paper is another, as the
   language tells, is offered both. Without this script there is no print button, and all PDFs are shown.

   It runs before the page is shown, so that nothing moves. */
(function () {
  "use strict";

  /* Where Letter is the usual paper: Unicode's supplemental data, measurement data, paper size. */
  var letterRegions = ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"];
  var region = (navigator.language || "").split("-").pop().toUpperCase();
  if (letterRegions.indexOf(region) >= 0) document.documentElement.classList.add("prints-letter");

  /* The card waits a moment for its type, so that its lines are not broken twice. */
  if (document.fonts) {
    var page = document.documentElement.classList;
    var waiting = 1;
    var loaded = function () {
      waiting -= 1;
      if (!waiting) page.remove("waits-for-type");
    };
    page.add("waits-for-type");
    document.fonts.forEach(function (face) {
      if (face.style !== "normal") return;
      waiting += 1;
      face.load().then(loaded, loaded);
    });
    loaded();
    setTimeout(function () {
      page.remove("waits-for-type");
    }, 2000);
  }

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("[data-print]")) window.print();
  });
})();
