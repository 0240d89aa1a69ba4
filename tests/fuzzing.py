"""What the fuzzers call and what they feed it: any text must give a value or problems, soon, and nothing else.

Each function of `TARGETS` takes one text and returns how the program judged it. An exception is a finding.
`tests/test_fuzz.py` feeds them texts by Hypothesis; `tests/fuzz/guided.py` by a fuzzer that follows the coverage.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import yaml
from attacks import DRAWINGS
from pydantic import ValidationError

from cuecard import dose as doses
from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.core.urls import RESERVED_IDS, slugify
from cuecard.dose import Dose
from cuecard.library import linker, links
from cuecard.markdown import source_places, time_limit
from cuecard.markdown.blocks.builder import NestingError
from cuecard.media import svg_safety
from cuecard.parse import content_folder, figure_spec, front_matter, schema, text_parser
from cuecard.parse.figure_spec import Figure
from cuecard.parse.site_settings import Site, parse_site
from cuecard.parse.sources import Kind, SourceFile, Sources
from cuecard.parse.video import Video
from cuecard.vocabulary import additions, term

ROOT = Path(__file__).resolve().parent.parent
TIME = 2.0
"""Seconds of this process that one text may take."""

_KINDS = (Kind.EXERCISE, Kind.ROUTINE, Kind.GUIDE)
_BREAK = re.compile(r"\r\n|\n|\r")


def source(text: str, kind: Kind = Kind.EXERCISE, name: str = "text") -> SourceFile:
    """Return a file that holds *text*, as the reader of content would hand it on."""
    path = {Kind.SITE: "site.yaml", Kind.VOCABULARY: "vocabulary.yaml"}.get(kind, f"{kind}s/{name}.md")
    return SourceFile.from_text(path, f"content/{path}", kind, text, text)


def check_problems(text: str, found: Sequence[Problem]) -> str:
    """Return every problem is reported in words, at a place inside the text; return whether there were any."""
    lines = _BREAK.split(text)
    assert found, "neither a value nor a problem"
    for problem in found:
        assert isinstance(problem, Problem)
        assert problem.code
        assert problem.message
        assert 1 <= problem.line <= len(lines), problem
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem
    return "refused"


# --- targets: one text in, a judgement out ------------------------------------------------------------------------


def whole_file(text: str) -> str:
    """Return a whole file of each kind, with and without raw HTML."""
    judged = "accepted"
    for kind in _KINDS:
        understood = text_parser.parse_text(source(text, kind), raw_html=kind is Kind.GUIDE)
        if understood.problems:
            judged = check_problems(text, understood.problems)
        else:
            assert understood.content_file
    return judged


def facts(text: str) -> str:
    """Return a block of front matter, in files of each kind and with each line end."""
    judged = "accepted"
    for kind, end in zip(_KINDS, ("\n", "\r\n", "\r"), strict=True):
        made = f"---{end}{text}{end}---{end}Body"
        document = front_matter.split(source(made, kind))
        parsed = document if isinstance(document, list) else schema.parse(document)
        if isinstance(parsed, list):
            judged = check_problems(made, parsed)
    return judged


def settings(text: str) -> str:
    """`site.yaml`, and `vocabulary.yaml`."""
    judged = "accepted"
    document = front_matter.read_settings(source(text, Kind.SITE))
    site = document if isinstance(document, list) else parse_site(document)
    if isinstance(site, list):
        judged = check_problems(text, site)
    document = front_matter.read_settings(source(text, Kind.VOCABULARY))
    if isinstance(document, list):
        return check_problems(text, document)
    builtin = additions.load_builtin()
    faults = additions.check_additions(builtin, document.meta)
    problems = [document.problem(loc, one.code, one.message, one.hint) for loc, one in faults]
    if problems:
        return check_problems(text, problems)
    if document.meta:
        additions.extended(builtin, document.meta)
    return judged


def dose(text: str) -> str:
    """Return each fact of a dose by itself, several at once, and a dose in one line."""
    judged = "refused"
    keys = tuple(Dose.model_fields)
    several = dict(zip(keys, text.split(";"), strict=False))
    for given in (text, several, *({key: text} for key in keys)):
        try:
            read = Dose.model_validate(given)
        except ValidationError:
            continue
        judged = "accepted"
        dose_sentence = doses.sentence(read)
        assert dose_sentence
        assert doses.parts(read)
        assert json.dumps(doses.as_data(read))
        doses.work_seconds(read)
        assert doses.merged(read, read) == read
    return judged


def words(text: str) -> str:
    """Return words for muscles, equipment and videos, and names that become addresses."""
    known = additions.load_builtin()
    judged = "refused"
    for found in (known.muscle(text), known.tool(text)):
        if not isinstance(found, term.Unknown):
            judged = "accepted"
    with suppress(ValidationError):
        video = Video.model_validate({"url": text, "start": text, "title": text})
        assert video.provider
        assert video.readable_url
        assert urlsplit(video.player_url).scheme in {"", "https"}
    with suppress(ValidationError):
        video = Video.model_validate({"url": f"https://youtu.be/{text}"})
        assert video.start_seconds >= 0
        assert video.player_url.startswith("https://") or not video.player_url
    assert re.fullmatch(r"[^\s/<>\"'&]*", slugify(text)), slugify(text)
    return judged


def values(text: str) -> str:
    """Return one text as the value of every key of every kind of file, and of each key inside those."""
    judged = "refused"
    for kind, model in (
        (Kind.EXERCISE, schema.Exercise),
        (Kind.ROUTINE, schema.Routine),
        (Kind.GUIDE, schema.Guide),
    ):
        meta: dict[str, object] = dict.fromkeys(model.model_fields, text)
        for given in (
            meta,
            {key: [text] for key in meta},
            {key: {"text": text, "url": text} for key in meta},
        ):
            block = "".join(f"{key}: {json.dumps(value)}\n" for key, value in given.items())
            made = f"---\n{block}---\n"
            document = front_matter.split(source(made, kind))
            parsed = document if isinstance(document, list) else schema.parse(document)
            if isinstance(parsed, list):
                check_problems(made, parsed)
            else:
                judged = "accepted"
    return judged


def figure(text: str) -> str:
    """Return everything that a figure consists of: view, poses, ways to hold the arms, angles, things and their
    places.
    """
    made = f"---\ntitle: T\nmuscles: {{primary: [quads]}}\nsteps: [Go.]\nfigure:\n  {text}\n---\n"
    document = front_matter.split(source(made))
    exercise = document if isinstance(document, list) else schema.parse(document)
    if isinstance(exercise, list):
        return check_problems(made, exercise)
    if exercise.facts.figure:
        assert figure_spec.drawn(exercise.facts.figure)
        assert json.dumps(figure_spec.as_data(exercise.facts.figure))
    return "accepted"


def figure_words(text: str) -> str:
    """Return one text as each word of a figure."""
    judged = "refused"
    frame: dict[str, object] = {"pose": "standing"}
    for given in (
        {"frames": [text]},
        {"view": text, "frames": ["standing"]},
        {"frames": [{**frame, "arms": text}]},
        {"frames": [{**frame, "left knee": text}]},
        {"frames": [{**frame, text: "10"}]},
        {"frames": ["standing"], "props": [text]},
        {"frames": ["standing"], "props": [{"band": text}]},
        {"frames": ["standing"], "props": [{"arrow": text}]},
        {"frames": ["standing"], "props": [{"box": text}]},
    ):
        with suppress(ValidationError):
            figure_spec.drawn(Figure.model_validate(given))
            judged = "accepted"
    return judged


def body(text: str) -> str:
    """Return a body in Markdown: converted, its links found again in the text, and harmless."""
    try:
        body = time_limit.convert(text, raw_html=False, taken=RESERVED_IDS)
    except (NestingError, time_limit.ConversionTimeoutError):
        return "refused"
    for link in body.links[:20]:
        source_places.place_of_link(text, link)
    assert len(source_places.places_of_tags(text, body.left_out[:20])) == min(20, len(body.left_out))
    resolved = body.html(lambda link: "#" if link.is_local or not link.has_allowed_scheme else link.target)
    check_harmless(resolved)
    return "accepted"


def link(text: str) -> str:
    """Return the target of a link, from a text of the site."""
    for is_image in (False, True):
        with suppress(InvalidValueError):
            found = links.resolve(text, "exercises/text.md", _LINKED, is_image=is_image)
            assert found.url.partition("#")[0] in {"", *_LINKED.pages.values(), *_LINKED.made}
            assert found.asset in {"", *_LINKED.assets}
    return "accepted"


def site(text: str) -> str:
    """Return a whole content folder with one hostile file, put together: references, ladders, links, old addresses."""
    kind = _KINDS[len(text) % 3]
    files = (*_others(), source(text, kind, "hostile"))
    read = content_folder.read(Sources(files, (), (), "content"))
    _, problems = linker.link(read.parsed, read.vocabulary, drafts=True)
    all_problems = [*read.problems, *problems]
    ours = [problem for problem in all_problems if problem.path.endswith("hostile.md")]
    return check_problems(text, ours) if ours else "accepted"


def drawing(text: str) -> str:
    """Return a drawing in SVG that an author brings."""
    try:
        svg_safety.check("drawing.svg", text.encode("utf-8", errors="replace"))
    except InvalidValueError:
        return "refused"
    return "accepted"


TARGETS: Mapping[str, Callable[[str], str]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        whole_file,
        facts,
        settings,
        dose,
        words,
        values,
        figure,
        figure_words,
        body,
        link,
        site,
        drawing,
    )
}


def judge(target: str, text: str) -> str:
    """Return what *target* makes of *text*, which must come soon.

    Raises:
        AssertionError: when it took too long, or the target was not kept to.

    """
    before = time.process_time()
    judged = TARGETS[target](text)
    took = time.process_time() - before
    assert took < TIME, f"{len(text)} characters took {took:.1f} s"
    return judged


_LINKED = links.LinkIndex(
    pages={"exercises/text.md": "exercises/text.html", "guides/a b.md": "guides/a-b.html"},
    ids={"exercises/text.html": frozenset({"steps", "step-1"})},
    made=frozenset({"muscles/glutes.html"}),
    drafts=frozenset({"guides/draft.md"}),
    assets=frozenset({"exercises/dot.png", "exercises/film.mp4"}),
)


@cache
def _others() -> tuple[SourceFile, ...]:
    """Return the good texts that a hostile one is among."""
    exercise = "---\ntitle: {0}\nmuscles: {{primary: [quads]}}\nsteps: [Go.]\nstop_if: [It hurts.]\n---\n"
    return (
        source("base_url: https://example.org/\n", Kind.SITE),
        source(exercise.format("Squat"), name="squat"),
        source(exercise.format("Step-up"), name="step-up"),
    )


# --- what may be in a body ----------------------------------------------------------------------------------------

HARMFUL = frozenset(
    [
        *("script", "style", "template", "noscript", "noembed", "noframes", "xmp", "plaintext", "slot"),
        *("iframe", "frame", "frameset", "object", "embed", "applet", "param", "portal", "svg", "math"),
        *("link", "meta", "base", "html", "head", "body", "title", "dialog", "marquee", "keygen", "isindex"),
        *(
            "form",
            "input",
            "button",
            "select",
            "textarea",
            "video",
            "audio",
            "source",
            "track",
            "bgsound",
            "image",
        ),
    ]
)
"""Elements that no body may make."""
_ADDRESSES = frozenset(
    [
        "href",
        "src",
        "cite",
        "action",
        "formaction",
        "poster",
        "data",
        "background",
        "srcset",
        "ping",
        "xlink:href",
    ]
)
_SCHEMES = frozenset(["http", "https", "mailto", "tel"])


def check_harmless(html: str) -> None:
    """Check that nothing in *html* runs, loads or changes the page, as a browser's parser reads it."""
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for element in root.iter():
        tag = str(element.tag).lower()
        if tag == "input" and element.attrib.keys() <= {"type", "disabled", "checked"}:
            assert element.get("type") == "checkbox", html[:200]
            assert "disabled" in element.attrib, html[:200]  # the box of a task, which nobody can tick
            continue
        if "}" in tag or tag in HARMFUL:
            raise AssertionError(f"<{tag}> in {html[:200]!r}")
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), (tag, name)
            assert name.lower() not in {"srcdoc", "srcset", "ping", "http-equiv", "action"}, (tag, name)
            if name.lower() == "style":
                assert re.fullmatch(r"\s*(text-align:\s*\w+;?\s*)*", value), value
            if name.lower() in _ADDRESSES:
                scheme = re.match(r"([^/?#:]*):", re.sub(r"[\x00-\x20]", "", value))
                assert not scheme or scheme[1].lower() in _SCHEMES, (tag, name, value)


# --- what they are fed --------------------------------------------------------------------------------------------

MARKS = (
    *"#*_`[]()!<>&:-|{}~^\\\"'=.+/;@",
    *("\n", "\n\n", "\n    ", "\t", " ", "  \n", "\r\n", "\r", "- ", "1. ", "> ", "# ", "## ", "---", "***"),
    *(
        "```",
        "~~~",
        "![",
        "](",
        "[^1]",
        "[^1]: ",
        "[a]: ",
        "*[HTML]: ",
        "!!! note",
        "{: #a .b }",
        "{: ",
        " }",
    ),
    *("<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<div>", "</div>", "<b", "<a href=", "</", "/>"),
    *("<script>", "</script>", "<svg>", "<math>", "<style>", "<img src=x onerror=y>", "<p markdown=1>"),
    *(
        "javascript:",
        "JaVa\tScript:",
        "data:text/html,",
        "&#106;avascript:",
        "http://e.example/",
        "//e.example",
    ),
    *("| a | b |\n|---|---|\n", "Term\n: ", "a", "é", "漢", "\u200b", "\u202e", "\u2028", "\ufeff", "\u0085"),
    *(
        "\u0002",
        "\u0003",
        "\u0002klzzwxh:0\u0003",
        "\u0002amp\u0003",
        "wzxhzdk:0",
        "x-refused:",
        "\0",
        "\x1b",
    ),
)
"""Characters that mean something to Markdown, to HTML, or to the programs that read them."""

KEYS = (*schema.Exercise.model_fields, *schema.Routine.model_fields, *Site.model_fields, "pain", "alt")
YAML_MARKS = (
    *(f"{key}: " for key in KEYS),
    *(
        "\n",
        "\n  ",
        "\n    ",
        "\n- ",
        "\n  - ",
        "- ",
        ": ",
        "? ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        '"',
        "'",
        "|\n  ",
    ),
    *(
        ">-\n  ",
        "&a ",
        "*a",
        "!!python/object:os.system ",
        "!t ",
        "<<: ",
        "%YAML 1.2\n",
        "---\n",
        "...\n",
        "# ",
    ),
    *(
        "~",
        "null",
        "true",
        "3",
        "1:30",
        "-1",
        "1e9",
        "999999999999",
        "2026-11-22",
        "2026-13-99",
        "a",
        "é",
        "漢",
    ),
    *("\t", "\r", "\u0085", "\u2028", "\ufeff", "\\x00", "\\ud800", "\\u202e", "\\", "\0", "@", "`", "squat"),
    *("https://e.example/", "javascript:alert(1)", "../../etc/passwd", "dot.png", "quads", "loop band"),
)
DOSE_MARKS = (
    *"0123456789 .,;:-–—x×*/+%°'\"()~",
    *(
        "s",
        "sec",
        "min",
        "h",
        "reps",
        "sets",
        "each leg",
        "each side",
        "alternating",
        "per side",
        "kg",
        "none",
    ),
    *(
        "3x10",
        "1:30",
        "3-1-1",
        "8-12",
        "99999999999999999999",
        "٣",
        "½",
        "１",
        "²",
        "\u202e",
        "é",
        "\n",
        "to",
    ),
)
FIGURE_MARKS = (
    *(
        "frames: ",
        "view: ",
        "props: ",
        "pose: ",
        "caption: ",
        "arms: ",
        "mirror: ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        ": ",
    ),
    *(
        "\n  ",
        "\n    ",
        "- ",
        "squat",
        "standing",
        "same",
        "lying",
        "side",
        "front",
        "near",
        "far",
        "left",
        "right",
    ),
    *(
        "knee",
        "hip",
        "elbow",
        "ankle",
        "trunk",
        "neck",
        "shoulder",
        "band",
        "mat",
        "box",
        "chair",
        "arrow",
        "wall",
    ),
    *("under", "above knees", "up", "0", "90", "-30", "180", "1e5", "12.5", "°", "true", '"', "'", "(", "é"),
)
SVG_MARKS = (
    *(
        "<svg",
        "<g>",
        "</g>",
        "<style>",
        "</style>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?",
        "?>",
        "<!DOCTYPE svg [",
        "]>",
    ),
    *(
        "<!ENTITY a 'b'>",
        "&a;",
        "&#10;",
        " href='",
        " xlink:href='",
        " style='",
        " xmlns='",
        " xmlns:a='",
        "'",
        '"',
        ">",
        "/>",
    ),
    *(
        "url(",
        "@import",
        "\\",
        "data:image/png,",
        "https://e.example/",
        "javascript:",
        "onload",
        "encoding='gbk'",
        "\0",
        "é",
    ),
)


@cache
def shipped() -> tuple[str, ...]:
    """Return the texts that come with the program, to begin from."""
    files = sorted((ROOT / "content").rglob("*.md"))
    return tuple(file.read_text("utf-8") for file in files)


@cache
def shipped_settings() -> tuple[str, ...]:
    """Return settings to begin from."""
    added = {
        "muscles": {"test-muscle": {"name": "Test", "anatomical": "Musculus", "synonyms": ["tm"]}},
        "equipment": {"test-tool": {"name": "Tool", "synonyms": ["tt", "tool of tests"]}},
    }
    return (ROOT / "content/site.yaml").read_text("utf-8"), yaml.safe_dump(added)


def mutated(text: str, dice: random.Random, marks: Sequence[str], most: int = 8) -> str:
    """Return *text* with a few stretches cut out, doubled, exchanged or broken by *marks*."""
    for _ in range(dice.randint(1, most)):
        at = dice.randint(0, len(text))
        to = min(len(text), at + dice.choice([0, 1, 1, 2, 5, 20, 100]))
        what = dice.randrange(6)
        if what == 0:
            text = text[:at] + text[to:]
        elif what == 1:
            text = text[:to] + text[at:]
        elif what == 2:
            text = text[:at] + chr(dice.choice([dice.randrange(128), dice.randrange(0xD7FF)])) + text[to:]
        elif what == 3:
            place = dice.randint(0, len(text))
            text = text[:place] + text[at:to] + text[place:]
        else:
            text = text[:at] + dice.choice(marks) * dice.choice([1, 1, 1, 2, 30]) + text[to:]
    return text


SEEDS: Mapping[str, tuple[Callable[[], tuple[str, ...]], Sequence[str]]] = {
    "whole-file": (shipped, (*MARKS, *YAML_MARKS)),
    "site": (shipped, (*MARKS, *YAML_MARKS)),
    "facts": (lambda: tuple(text.split("---\n")[1] for text in shipped()), YAML_MARKS),
    "settings": (shipped_settings, YAML_MARKS),
    "dose": (
        lambda: (
            "3",
            "8-12",
            "30 s",
            "1 min 30 s",
            "1:30",
            "3-1-1",
            "each leg",
            "3x10 each leg",
            "daily",
            "5 kg",
            "as many as you can up to 15",
            "10 or more",
            "lift 2, pause 1, lower x",
            "the operated leg only",
            "run 1 min, walk 400 metres",
            "every 2-3 hours while awake",
            "Mon Wed Fri",
            "body weight + 5 kg",
            "60 min a day",
        ),
        DOSE_MARKS,
    ),
    "words": (lambda: ("glutes", "loop band", "https://vimeo.com/694769509", "dQw4w9WgXcQ?t=1m10s"), MARKS),
    "values": (lambda: ("Squat", "3-1-1", "2026-11-01", "https://example.org/a", "/2019/old.html"), MARKS),
    "figure": (lambda: tuple(_shipped_figures()), (*FIGURE_MARKS, *YAML_MARKS)),
    "figure-words": (lambda: ("squat", "above knees", "left knee up", "under feet", "90"), FIGURE_MARKS),
    "body": (lambda: tuple(text.split("---\n", 2)[2] for text in shipped()), MARKS),
    "drawing": (lambda: tuple(data.decode("utf-8", errors="replace") for data in DRAWINGS), SVG_MARKS),
    "link": (lambda: ("step-up.md#steps", "../guides/a%20b.md", "https://e.example/", "dot.png"), MARKS),
}
"""For each target the texts to begin from, and the characters to break them with."""


def _shipped_figures() -> list[str]:
    found = []
    for text in shipped():
        block = re.search(r"^figure:\n((?:  .*\n)+)", text, re.MULTILINE)
        found += [block[1].removeprefix("  ").rstrip()] if block else []
    return found


def a_text(target: str, dice: random.Random) -> str:
    """Return a text for *target*: characters in any order, or a good text mutated."""
    seeds, marks = SEEDS[target]
    if dice.random() < 0.4:
        return "".join(dice.choice(marks) for _ in range(dice.randint(0, 40)))
    return mutated(dice.choice(seeds()), dice, marks)
