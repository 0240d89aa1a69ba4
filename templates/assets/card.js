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

  /* A browser that is told never to set small type makes the sheet longer than the paper. There the button leads to the
     PDF, whose type is that of the paper. */
  var probe = document.createElement("span");
  probe.style.fontSize = "1px";
  document.body.appendChild(probe);
  var least = parseFloat(getComputedStyle(probe).fontSize);
  probe.remove();

  print.addEventListener("click", function () {
    var pdf = document.querySelector("[data-paper]");
    if (least > 9.4 && pdf) window.location.assign(pdf.href);
    else window.print();
  });
})();
