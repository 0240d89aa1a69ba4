"""Calls of Typst, in a limited child process (see `cuecard.system.limited_process`), as it gets pictures of others.

Imported by the child alone, and so imports nothing but what it needs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import typst

Result = tuple[Any, ...]
"""The word "done" and what was made; or the word "fault" and a list of Typst's message and its hints."""
Fonts = tuple[tuple[str, str], ...]
"""Each folder of font files, with a digest of those that are used."""


def fit(template: str, fonts: Fonts, inputs: Mapping[str, str]) -> Result:
    """Return the metadata `<fit>` as JSON text."""
    compiler = _compiler(template, fonts)
    try:
        # A query never gives back what Typst remembers, a compilation does: each drops what ten others did not use.
        compiler.compile(format="svg", sys_inputs={"mode": "fit", "drawings": "[]", **inputs})
        return "done", compiler.query("<fit>", field="value", one=True)
    except RuntimeError as error:
        return _fault(error)


def pdfs(template: str, fonts: Fonts, cards: str, drawings: str, jobs: Sequence[str]) -> Result:
    """Return the *cards* as PDF/UA-1 in the way of each of the *jobs*; all of it as JSON."""
    compiler = _compiler(template, fonts)
    made = []
    for job in jobs:
        try:
            made.append(_pdf(compiler, {"mode": "set", "cards": cards, "drawings": drawings, "job": job}))
        except RuntimeError as error:
            return _fault(error)
    return ("done", *made)


def share(fonts: Fonts, families: str, jobs: Sequence[str]) -> Result:
    """Return a PNG for each of the *jobs*, which are JSON: figure and title, 1200 by 630 pixels."""
    compiler = typst.Compiler(_SHARE, font_paths=_fonts(fonts))
    try:
        made = compiler.compile(
            format="png", ppi=144, sys_inputs={"jobs": f"[{','.join(jobs)}]", "fonts": families}
        )
    except RuntimeError as error:
        return _fault(error)
    pages: list[Any] = made if isinstance(made, list) else [made]
    return ("done", *(bytes(page) for page in pages))


_SHARE = b"""#let jobs = json(bytes(sys.inputs.jobs))
#set text(font: json(bytes(sys.inputs.fonts)), fill: rgb("#182123"), hyphenate: false)
#set page(width: 600pt, height: 315pt, margin: 0pt, fill: rgb("#f5f4ef"))
#for (n, job) in jobs.enumerate() {
  if n > 0 { pagebreak() }
  set text(dir: if job.is_rtl { rtl } else { ltr })
  let words = if job.figure != "" { 262pt } else { 544pt }
  let size = if job.title.len() > 80 { 20pt } else if job.title.len() > 40 { 26pt } else { 34pt }
  place(top, rect(width: 100%, height: 44pt, fill: rgb(job.brand), inset: (x: 28pt, y: 0pt), align(horizon + start,
    text(fill: white, weight: 700, size: 17pt, job.site))))
  if job.figure != "" {
    place(top + end, dy: 44pt, rect(width: 290pt, height: 271pt, fill: rgb(job.tint), inset: 14pt, align(
      center + horizon, image(bytes(job.figure), format: "svg", width: 100%, height: 100%, fit: "contain"))))
  }
  place(top + start, dx: if job.is_rtl { -28pt } else { 28pt }, dy: 44pt, block(width: words, height: 271pt, clip: true,
    align(horizon + start, par(leading: 0.55em, text(size: size, weight: 700, job.title)))))
}
"""


def picture(svg: str) -> Result:
    """Set one picture in each size in which cards show it."""
    heights = json.dumps([22, 16, 11])
    try:
        _pdf(typst.Compiler(_PICTURE, font_paths=_fonts(())), {"svg": svg, "heights": heights})
    except RuntimeError as error:
        return _fault(error)
    return ("done",)


_PICTURE = b"""#set document(title: "x")
#for high in json(bytes(sys.inputs.heights)) {
  image(bytes(sys.inputs.svg), format: "svg", width: high * 1.2mm, height: high * 1mm, fit: "contain", alt: "x")
}"""


def _pdf(compiler: Any, inputs: Mapping[str, str]) -> bytes:
    return bytes(compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0, sys_inputs=dict(inputs)))


@lru_cache(maxsize=1)
def _compiler(template: str, fonts: Fonts) -> Any:
    """Return one for all cards: it reads the template again only if that has changed."""
    return typst.Compiler(template, font_paths=_fonts(fonts))


@lru_cache(maxsize=4)
def _fonts(fonts: Fonts) -> Any:
    folders = [folder for folder, _ in fonts]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _fault(error: Any) -> Result:
    message = str(getattr(error, "message", error)).strip().splitlines()[0]
    return "fault", [message, *getattr(error, "hints", ())]
