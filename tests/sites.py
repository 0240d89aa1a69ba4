"""Projects that tests write by program, how they are built in this process, and a server for the result."""

from __future__ import annotations

import base64
import functools
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cuecard.cli import dispatch

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A PNG of one pixel."""


def text(meta: Mapping[str, Any], body: str = "") -> str:
    """Return a Markdown file with this front matter, each value in JSON, which is YAML too."""
    keys = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items())
    return f"---\n{keys}---\n{body}"


def exercise(title: str, **more: Any) -> dict[str, Any]:
    """Return the front matter of a small exercise, some of it replaced."""
    return {
        "title": title,
        "muscles": {"primary": ["quads"]},
        "steps": ["Sit back.", "Stand up."],
        "stop_if": ["It hurts."],
        **more,
    }


def put(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write *files* below *folder*, in their order, and give the folder."""
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def build(content: Path, output: Path, *words: str) -> Path:
    """Build *content* into *output*, which must succeed, and give the output folder."""
    code = dispatch.run(["build", "--content", str(content), "--output", str(output), "--quiet", *words])
    assert code == 0, "the project does not build; the problems stand above"
    return output


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below *folder* with its bytes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve *folder* on this machine, and give its address with a slash at the end."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


# --- a project with everything in it ---------------------------------------------------------------------

_BODY = """\
## How it feels

See [the routine](../routines/everything.md), [step 2](#step-2) and [another page](https://example.org/a/b?c=d&e=f).
A footnote[^1] and a word that is long: Donaudampfschifffahrtsgesellschaftskapitänsmützenkokarde-donaudampfschiff.

<details><summary>More about bands</summary><p>Hidden until opened: the colour tells the strength.</p></details>

| Band | Strength | Length of the band when it is not under tension | Colour | Price |
|---|:-:|--:|---|---|
| loop | light | 30 cm | yellow | cheap |

!!! note "Mind this"
    A note with `code`.

    ```
    a_very_long_line_of_code_that_does_not_break = "and goes on and on and on, past the edge of any phone"
    ```

Term
: What it means.

> A quotation, with ![a dot](dot.png) in it.

### A third level

1. One
2. Two

[^1]: The text of the footnote.
"""


def everything(folder: Path) -> Path:
    """Return a content folder whose pages use each feature: review, videos of all kinds, pictures, tables,
    redirects.
    """
    reviewed = {"by": "A. Physio", "on": "2025-01-02", "again_by": "2026-01-02"}
    picture = {
        "src": "dot.png",
        "alt": "A dot",
        "caption": "A dot.",
        "credit": "Nobody",
        "licence": "CC0 1.0",
    }
    return put(
        folder,
        {
            "site.yaml": json.dumps(
                {
                    "title": "Everything",
                    "description": "Each feature once.",
                    "base_url": "https://every.example.org/deep/folder/",
                    "language": "en-GB",
                    "author": "The testers",
                    "paper": "letter",
                    "taxonomies": {"sport": {}},
                    "safety": {
                        "stop_if": [{"rule": "The pain is sharp.", "id": "sharp"}],
                        "get_help": {"urgent": ["You cannot stand."], "soon": ["It stays for weeks."]},
                        "pain": {"ok": 3, "caution": 5, "settle_hours": 24, "source": "Ours."},
                    },
                }
            ),
            "exercises/dot.png": PIXEL,
            "exercises/film.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
            "exercises/everything.md": text(
                exercise(
                    "Everything at once",
                    also_called=["all in one"],
                    summary="Each fact that an exercise can have.",
                    muscles={"primary": ["glutes", "quads"], "secondary": ["core"]},
                    equipment=["loop band", "chair"],
                    level="intermediate",
                    position="standing",
                    start="Stand tall.",
                    cues=["Chest up"],
                    mistakes=["Knees in"],
                    breathing="Out on the way up.",
                    feel="The thighs.",
                    dose={"sets": 3, "reps": "8-12", "rest": "1:30", "effort": "5-7"},
                    progressions=["Go lower.", {"exercise": "youtube", "when": "It feels easy."}],
                    regressions=["Hold a chair."],
                    not_if=["Standing hurts."],
                    video={"url": "https://vimeo.com/694769509", "title": "The film"},
                    images=[picture],
                    sources=[{"title": "A book"}, {"title": "A page", "url": "https://example.org/source"}],
                    reviewed=reviewed,
                    redirect_from=["old-name", "/2019/old.html"],
                ),
                _BODY,
            ),
            "exercises/youtube.md": text(
                exercise(
                    "A film from YouTube",
                    level="advanced",
                    video={"url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "start": "1:10"},
                )
            ),
            "exercises/local.md": text(
                exercise("A film of our own", video={"url": "film.mp4", "start": "0:05", "title": "Our film"})
            ),
            "exercises/elsewhere.md": text(
                exercise("A film elsewhere", video="https://films.example.org/watch/1")
            ),
            "exercises/膝 伸ばし.md": text(exercise("膝伸ばし")),
            "exercises/Ärmel hoch.md": text(exercise("Ärmel hoch", also_called=["Größe"])),
            "exercises/draft.md": text(exercise("Not yet ready", draft=True)),
            "routines/everything.md": text(
                {
                    "title": "All of it",
                    "summary": "A routine with each fact.",
                    "exercises": [
                        {"exercise": "everything", "dose": {"sets": 2}, "note": "Slowly."},
                        "youtube",
                        "everything",
                    ],
                    "schedule": {"per_week": 3, "weeks": 6},
                    "before": "Walk.",
                    "after": "Walk again.",
                    "progress_when": "It feels easy.",
                    "regress_when": "It hurts.",
                    "reviewed": reviewed,
                    "video": "https://vimeo.com/694769509",
                    "safety": {"stop_if": ["You feel dizzy."]},
                },
                "Read [the guide](../guides/everything.md#the-second-part).\n",
            ),
            "guides/everything.md": text(
                {
                    "title": "All there is to know",
                    "summary": "A guide with each fact.",
                    "exercises": ["local"],
                    "routines": ["everything"],
                    "sources": [{"title": "A page", "url": "https://example.org/source"}],
                },
                _BODY.replace("](#step-2)", "](../exercises/everything.md#step-2)").replace(
                    "](dot.png)", "](../exercises/dot.png)"
                )
                + "\n## The first part\n\n[Everything at once](../exercises/everything.md)\n\n"
                "## The second part\n\n### Nested\n\n"
                "See [its old name](https://every.example.org/deep/folder/exercises/old-name.html).\n",
            ),
        },
    )
