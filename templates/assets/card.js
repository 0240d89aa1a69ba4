/* The buttons of a card: print this page, and only the PDFs in the reader's paper, which the language tells.
   Without this script there is no print button, and the PDFs of both papers are there to choose from. */
(function () {
  "use strict";

  /* Where Letter is the usual paper: Unicode's supplemental data, measurement data, paper size. */
  var letterRegions = ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"];
  var region = (navigator.language || "").split("-").pop().toUpperCase();
  var paper = letterRegions.indexOf(region) >= 0 ? "letter" : "a4";

  Array.prototype.forEach.call(document.querySelectorAll("[data-paper]"), function (link) {
    if (link.dataset.paper !== paper) link.parentNode.hidden = true;
    else link.textContent = link.dataset.name;
  });

  var print = document.querySelector("[data-print]");
  if (!print) return;
  print.hidden = false;
  print.addEventListener("click", function () {
    window.print();
  });
})();
