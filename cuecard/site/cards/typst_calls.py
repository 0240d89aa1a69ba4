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
