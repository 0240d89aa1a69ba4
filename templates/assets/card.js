/* The buttons of a card: print this page, and the PDFs of the site's paper. A reader whose paper is another, as the
   language tells, is offered both. Without this script the print button is not shown, and all PDFs are. */
(function () {
  "use strict";

  /* Where Letter is the usual paper: Unicode's supplemental data, measurement data, paper size. */
  var letterRegions = ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"];
  var region = (navigator.language || "").split("-").pop().toUpperCase();
  var paper = letterRegions.indexOf(region) >= 0 ? "letter" : "a4";

  Array.prototype.forEach.call(document.querySelectorAll("[data-other]"), function (link) {
    if (link.dataset.paper === paper) link.closest(".card-buttons").classList.add("with-both");
  });

  var print = document.querySelector("[data-print]");
  if (!print) return;
  print.disabled = false;
  print.addEventListener("click", function () {
    window.print();
  });
})();
