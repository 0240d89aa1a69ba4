/* The buttons of a card: print this page, and the PDFs of the site's paper. A reader whose paper is another, as the
   language tells, is offered both. Without this script there is no print button, and all PDFs are shown.

   It runs before the page is shown, so that nothing moves. */
(function () {
  "use strict";

  /* Where Letter is the usual paper: Unicode's supplemental data, measurement data, paper size. */
  var letterRegions = ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"];
  var region = (navigator.language || "").split("-").pop().toUpperCase();
  if (letterRegions.indexOf(region) >= 0) document.documentElement.classList.add("prints-letter");

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("[data-print]")) window.print();
  });
})();
