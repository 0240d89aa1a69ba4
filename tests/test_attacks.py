"""Hostile texts in every field and every body: nothing leaves its place, nothing runs, no other host is asked."""

from __future__ import annotations

import functools
import json
import re
import shutil
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import documents
import fuzzing
import hostile
import pypdfium2
import pytest
import sites
from attacks import ATTACKS, DRAWINGS, FAR, GROUPS, TRAP
from conftest import SOAK, RunCli, Write
from hostile import Leaf, Loc, Text
from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Page, Route

from cuecard.core.diagnostics import InvalidValueError
from cuecard.markdown import converter
from cuecard.media import svg_safety
from cuecard.parse.video import Provider, Video

SHARE = 1 if SOAK else 8
"""Of the places that take no free text, and of the ways into a body, one in so many is tried with each attack."""
GROUP = 12 if SOAK else 40
"""Attacks in each file of the site that is made of them."""

FOR_CARDS = tuple(text for name in ("typst", "templates", "data", "tables", "yaml") for text in GROUPS[name])
"""Attacks that a card is made of in any case; a few fill one."""

TRIED = tuple(text for n, text in enumerate(ATTACKS) if SOAK or n % 3 == 0)
"""A third of the attacks, of each group, unless all are asked for."""
_ADDRESSES = frozenset((*GROUPS["addresses"], *GROUPS["paths"]))
PLAYERS = (
    r"asks for https://(player\.vimeo\.com/video/\d+|www\.youtube-nocookie\.com/embed/[\w-]+)\?[\w=&-]*$"
)
"""What a video's button may load."""
_PLAYERS = frozenset(["player.vimeo.com", "www.youtube-nocookie.com"])
BASE = "https://example.org/guide/"
_PRINTED = frozenset(["title", "before", "after", "progress_when", "regress_when", "safety"])
BODY: Loc = ("body",)
_Allowed = Mapping[tuple[str, Loc], frozenset[str]]


def chosen(text: str, *what: object, one_in: int = SHARE) -> bool:
    """Return whether this attack is among those that are tried there; the same each time."""
    return zlib.crc32(repr((text, what)).encode("utf-8", "surrogatepass")) % one_in == 0


# --- every attack at every place ----------------------------------------------------------------------------------


def every_kind(texts: list[str], let: Callable[[str, Loc, str], bool]) -> dict[str, Text]:
    """Return a file of each kind with *texts* at every place that *let* names."""
    files = {}
    for path, model in hostile.MODELS.items():
        facts = hostile.attacked(texts, functools.partial(let, path), model)
        files[path] = Text(facts, is_settings=path == "site.yaml")
    return files


def allowed_in(folder: Path) -> tuple[dict[tuple[str, Loc], frozenset[str]], int]:
    """Return where each attack is let in, after each was tried at every place; and how many places were tried.

    A place that takes free text is tried with every attack, so is one for addresses with every address.
    """
    plain = every_kind(["harmless"], lambda *_: True)
    hostile.let_in(plain, folder)
    free = {(path, loc) for path, text in plain.items() for loc, _ in hostile.allowed_of(text.facts)}
    found: dict[tuple[str, Loc], set[str]] = {}
    tried: set[tuple[str, Loc]] = set()
    for text in TRIED:
        everywhere = text in _ADDRESSES or chosen(text)

        def is_tried(path: str, loc: Loc, _: str, everywhere: bool = everywhere) -> bool:
            tried.add((path, loc))
            return everywhere or (path, loc) in free

        files = every_kind([text], is_tried)
        if not everywhere:  # free text is read alike in all kinds
            files = {path: file for path, file in files.items() if path.startswith("exercises/")}
        files["exercises/hostile.md"].body = [text]
        hostile.let_in(files, folder)
        places = {(path, loc) for path, file in files.items() for loc, _ in hostile.allowed_of(file.facts)}
        if not everywhere and ("exercises/hostile.md", ("title",)) in places:
            places |= {(path, loc) for path, loc in free if path not in files}
        if files["exercises/hostile.md"].body:
            places |= {(path, BODY) for path in hostile.MODELS}
        for place in places:
            found.setdefault(place, set()).add(text)
    return {place: frozenset(texts) for place, texts in found.items()}, len(tried) + 1


# --- a site of them -----------------------------------------------------------------------------------------------

_ON_A_CARD = frozenset(
    [
        "title",
        "before",
        "after",
        "progress_when",
        "regress_when",
        "exercises",
        "safety",
        "dose",
        "reviewed",
        "images",
    ]
)


_FIRST = {text.strip(): n for n, text in reversed(list(enumerate(ATTACKS)))}


def free_keys(allowed: _Allowed) -> frozenset[str]:
    """Return the keys behind which any text may be, and those of a vocabulary."""
    found = {
        str(loc[-1 if isinstance(loc[-1], str) else -2])
        for (_, loc), let in allowed.items()
        if loc != BODY and len(let) > len(TRIED) // 3
    }
    return frozenset([*found, "name", "anatomical", "synonyms", "note"])


def harmless(free: frozenset[str], text: str, key: str) -> str:
    """Another text in the place of an attack: an address for an address, but for that of a video.

    What is let in where not any text may be is a word of the program's own, and stays.
    """
    muscle = " m" if text.endswith(" m") and text.removesuffix(" m") in ATTACKS else ""
    name = f"harmless{_FIRST[text.removesuffix(muscle).strip()]:03d}x{muscle}"
    if key not in {*free, "url"} or key == "redirect_from":
        return text
    if key != "url":
        return name
    return text if Video(url=text).provider in {Provider.VIMEO, Provider.YOUTUBE} else f"https://{FAR}/{name}"


def project(allowed: _Allowed) -> dict[str, Text]:
    """Exercises, guides and routines that hold every attack wherever it is let in, and a vocabulary of attacks."""
    files = {"site.yaml": Text({"base_url": Leaf([], f"{BASE}")}, is_settings=True)}
    files |= {"vocabulary.yaml": hostile.vocabulary_with([text for text in TRIED if chosen(text, "a word")])}
    groups = [TRIED[start : start + GROUP] for start in range(0, len(TRIED), GROUP)]
    for n, group in enumerate(groups):
        on_card = group if SOAK else FOR_CARDS[n :: len(groups)]
        for path, model in hostile.MODELS.items():
            kind = path.partition("/")[0]
            if kind == "site.yaml":
                continue

            def let(
                loc: Loc, text: str, path: str = path, kind: str = kind, on_card: tuple[str, ...] = on_card
            ) -> bool:
                is_let = text in allowed.get((path, loc), ())
                fits = kind != "routines" or (len(text) < 200 and all(ord(char) < 0x100 for char in text))
                if kind != "routines" or loc[0] not in _ON_A_CARD:
                    return is_let and fits
                return (
                    is_let
                    and fits
                    and text in on_card
                    and chosen(text, loc, one_in=24 if loc[0] == "exercises" else 8)
                )

            texts = group if kind != "routines" else tuple(dict.fromkeys([*group, *on_card]))
            facts = hostile.attacked(texts, let, model)
            facts["title"].head = f"{kind} {n:02d} "
            facts.pop("tags", None)  # whose pages have addresses made from them; they are tried by themselves
            if load := facts.get("dose", {}).get("load"):
                del load.texts[5:]  # which may be short together, while their harmless twins are not
            body = [text for text in group if "\n---" not in text] if kind != "routines" else []
            files[f"{kind}/hostile-{n:02d}.md"] = Text(facts, body)
    return files


def settings(allowed: _Allowed) -> dict[str, Text]:
    """Return every attack in every setting of the whole site that lets it in."""
    facts = hostile.attacked(
        TRIED, lambda loc, text: text in allowed.get(("site.yaml", loc), ()), hostile.MODELS["site.yaml"]
    )
    facts.pop("fonts", None)  # each is asked for by its name alone
    return {"site.yaml": Text({**facts, "base_url": Leaf([], BASE)}, is_settings=True)}


def built(files: Mapping[str, Text], folder: Path) -> Path:
    """Return the site made from *files* and those that they refer to, in *folder*."""
    pictures = {f"{kind}/dot.png": sites.PIXEL for kind in ("exercises", "guides", "routines")}
    sites.put(folder / "content", {**hostile.files_of(files), **pictures})
    return sites.build(folder / "content", folder / "site")


# --- what a browser makes of it -----------------------------------------------------------------------------------

WALK = """
(html) => {
  const tags = [], texts = [];
  const walk = (node, depth) => {
    if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.COMMENT_NODE) {
      if (node.data.trim()) texts.push([node.nodeName + " of " + node.parentNode.localName, node.data]);
      return;
    }
    if (node.nodeType === Node.ELEMENT_NODE) {
      const names = Array.from(node.attributes, one => one.name).sort();
      const named = String(node.getAttribute("class")).replace(/(size|pictures)-\\d+/g, "$1");
      tags.push([depth, node.namespaceURI.slice(-3), node.localName, names.join(" "), named].join(" "));
      for (const name of names)
        if (name !== "class") texts.push([node.localName + " " + name, node.getAttribute(name)]);
      if (node.classList.contains("prose")) return;
    }
    for (const child of node.childNodes) walk(child, depth + 1);
  };
  walk(new DOMParser().parseFromString(html, "text/html"), 0);
  return [tags, texts];
}
"""
"""A page as a browser's parser reads it, but for the prose: its elements with the names of their attributes, and every
text and every attribute's value. How large the type of a card is depends on how long its texts are."""

POKE = """
async () => {
  addEventListener("click", event => event.preventDefault());
  addEventListener("submit", event => event.preventDefault());
  const events = ["click", "focus", "blur", "mouseover", "mouseenter", "pointerenter", "input", "toggle", "error",
                  "load", "animationstart", "begin", "wheel", "close", "start", "beforetoggle", "pageshow"];
  const all = Array.from(Document.prototype.querySelectorAll.call(document, "*"));
  const found = [];
  for (const element of all) {
    for (const name of element.getAttributeNames()) if (/^on/i.test(name)) found.push(element.localName + " " + name);
    for (const name of ["href", "src", "action", "formAction", "data"]) {
      const value = element[name] && (element[name].baseVal || element[name]);
      if (typeof value !== "string" || !value) continue;
      const scheme = new URL(value, document.baseURI).protocol;
      if (!/^(https?|mailto|tel|file):/i.test(scheme))
        found.push(element.localName + " " + name + "=" + value.slice(0, 80));
    }
    const style = getComputedStyle(element);
    for (const name of ["backgroundImage", "listStyleImage", "content", "cursor"])
      if (/url\\(.?https?:/.test(style[name])) found.push(element.localName + " " + name + " " + style[name]);
  }
  for (const element of all)
    for (const name of events) {
      const kind = name === "click" ? MouseEvent : Event;
      if (element.isConnected) element.dispatchEvent(new kind(name, {bubbles: name === "click", cancelable: true}));
    }
  await new Promise(done => setTimeout(done, 20));
  return found.concat(window.__attacked || ["the trap is gone"]);
}
"""
"""Does to every element what a reader could do to it; gives what ran, and what could run or load."""


class Watched:
    """A page in the browser, and what it requested, reported or opened that it should not have."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.events: list[str] = []
        self.players: list[str] = []
        self.home = home
        self.page = context.new_page()
        self.page.route(lambda address: not address.startswith((home, "data:", "blob:")), self._refuse)
        self.page.on("dialog", self._dismiss)
        self.page.on("pageerror", lambda error: self.events.append(f"error {error}"))
        self.page.on("popup", lambda other: self.events.append(f"window {other.url}"))
        self.page.on("download", lambda file: self.events.append(f"download {file.url}"))
        self.page.on(
            "response",
            lambda got: self.events.append(f"{got.status} {got.url}") if got.status >= 400 else None,
        )

    def _dismiss(self, dialog: Dialog) -> None:
        self.events.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _refuse(self, route: Route) -> None:
        host = route.request.url.split("/")[2]
        (self.players if host in _PLAYERS else self.events).append(f"asks for {route.request.url}")
        route.abort()

    def poked(self, address: str) -> list[str]:
        """Return what happened that should not when a reader opened *address* and pressed everything there."""
        self.events.clear()
        self.page.goto(self.home + address)
        try:
            found = self.page.evaluate(POKE)
        except Error as error:
            found = [f"the page is gone: {error.message}"]
        return [*found, *self.events]


_MARKED = re.compile(rf"(https://)?{re.escape(FAR)}/harmless(\d+)x|[Hh]armless(\d+)x")


def is_same(text: str, harmless: str) -> bool:
    """Return whether a text is that of the harmless twin with the attacks in their places again."""
    wanted = expanded(harmless)
    return text == wanted or plain(text) == plain(wanted)


def plain(text: str) -> str:
    """Return a text without what the program may add or leave out: space, stops, helpers that nobody sees, parts of a
    readable address.
    """
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return re.sub(r"www\.|/(?=\)|$)|[\s.,;]+", "", seen)


def expanded(text: str) -> str:
    """Return a text of the harmless twin, with the attacks in their places again."""
    return _MARKED.sub(_attack, text)


def _attack(match: re.Match[str]) -> str:
    text = ATTACKS[int(match[2] or match[3])]
    if match[0].startswith("H"):  # at the beginning of a sentence
        text = text[:1].upper() + text[1:]
    return text if match[1] or match[3] else re.sub(r"^https?://(www\.)?", "", text)


def strings(value: Any) -> list[str]:
    """Return every text in JSON, keys among them, in its order."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() for text in (key, *strings(inner))]
    if isinstance(value, list):
        return [text for inner in value for text in strings(inner)]
    return [str(value)]


def differences(page: Page, url: str, attacked: str, twin: str) -> Iterator[str]:
    """Yield where a page differs from its harmless twin by more than the attacks, each as text."""
    tags, texts = page.evaluate(WALK, attacked)
    other_tags, other_texts = page.evaluate(WALK, twin)
    if url.startswith("cards/") and len(tags) != len(other_tags):
        # Longer texts may be laid out in another way. Then it has no other kinds of elements and attributes.
        kinds, known = ({tuple(re.findall(r"[a-z-]+", tag)) for tag in some} for some in (tags, other_tags))
        words = {word for kind in kinds for word in kind} - {word for kind in known for word in kind}
        if strange := {word for word in words if not word.startswith("card-")} - {
            "in-turn",
            "close",
            "close-",
        }:
            yield f"{url}: other elements or attributes: {sorted(strange)}"
        return
    if tags != other_tags:
        first = next(
            (pair for pair in zip(tags, other_tags, strict=False) if pair[0] != pair[1]), "their number"
        )
        yield f"{url}: elements differ: {first}"
        return
    for (where, text), (_, other) in zip(texts, other_texts, strict=True):
        if where == "#text of script":
            found, wanted = (strings(json.loads(one)) for one in (text, other))
        else:
            found, wanted = [text], [other]
        if where in {"path d", "svg viewBox"}:  # of a QR code, whose address is another
            continue
        for one, twin_one in zip(found, wanted, strict=True):
            if not is_same(one, twin_one):
                yield f"{url}: {where}: {one[:150]!r}, not {expanded(twin_one)[:150]!r}"


def pages_of(site: Path) -> dict[str, str]:
    """Return every page by its path."""
    return {path: file.read_text("utf-8") for path, file in documents.html_files(site).items()}


def in_files(site: Path, other: Path) -> Iterator[str]:
    """Yield where data, feed or sitemap of a site is not well-formed, or does not hold the texts as they were
    written.
    """
    data, other_data = (documents.data(one) for one in (site, other))
    pairs = [("exercises.json", strings(data), strings(other_data))]
    for name in ("feed.xml", "sitemap.xml"):
        roots = [ET.fromstring((one / name).read_bytes()) for one in (site, other)]  # noqa: S314 - our own files
        found, wanted = ([f"{one.tag} {one.attrib} {one.text}" for one in root.iter()] for root in roots)
        pairs.append((name, found, wanted))
    for name, found, wanted in pairs:
        if len(found) != len(wanted):
            yield f"{name} has {len(found)} texts, not {len(wanted)}"
        for one, twin_one in zip(found, wanted, strict=False):
            if not is_same(one, twin_one) and FAR not in one.split("/")[:3]:
                yield f"{name}: {one[:150]!r}, not {expanded(twin_one)[:150]!r}"
    for file in site.rglob("*.svg"):
        ET.fromstring(file.read_bytes())  # noqa: S314
    for line in (site / "robots.txt").read_text("utf-8").splitlines():
        if not re.match(r"(User-agent|Allow|Disallow|Sitemap): ?[^<>\s]*$|$", line):
            yield f"robots.txt: {line!r}"


def on_cards(site: Path, files: Mapping[str, Text]) -> Iterator[str]:
    """Yield which attacks on a card are not printed letter for letter."""
    for path, text in files.items():
        if not path.startswith("routines/"):
            continue
        pdf = pypdfium2.PdfDocument(site / "cards" / f"{Path(path).stem}-large-a4.pdf")
        shown = printed("".join(page.get_textpage().get_text_range() for page in pdf))
        for loc, attack in hostile.allowed_of(text.facts):
            if loc[0] in _PRINTED and loc[-1] != "source" and printed(attack) not in shown:
                yield f"{path}: {loc}: {attack!r} is not on the card"


def printed(text: str) -> str:
    """Return what of a text can be found again on a sheet: hyphens at a line's end and fine characters may be read
    otherwise.
    """
    return re.sub(r"[^A-Za-z0-9<>=#$%{}()\[\]\\/*_@|]+", "", plain(text))


def test_tags_made_of_attacks(browser: Browser, tmp_path: Path) -> None:
    """The page of a tag, whose address is made from it, shows an attack as text, and nothing runs in each 16th."""
    exercise: dict[str, Any] = {
        "title": Leaf([], "Squat"),
        "muscles": {"primary": [Leaf([], "quads")]},
        "steps": [Leaf([], "Sit back.")],
        "tags": [Leaf([text], "") for text in TRIED if "\n" not in text],
    }
    files = {
        "site.yaml": Text({"base_url": Leaf([], BASE)}, is_settings=True),
        "exercises/squat.md": Text(exercise),
    }
    hostile.let_in(files, tmp_path)
    site = built(files, tmp_path)
    pages = {path: file for path, file in documents.html_files(site).items() if path.startswith("tags/")}
    assert len(pages) > len(TRIED) // 2
    headings = {
        plain(documents.text_of(documents.document(file).find(".//h1"))).lower() for file in pages.values()
    }
    shown = [one for one in exercise["tags"] if plain(one.text).lower() in headings]
    assert len(shown) > len(TRIED) // 2
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(TRAP)
    found: list[str] = []
    with sites.served(site) as home:
        watched = Watched(context, home)
        for url in list(pages)[:: 1 if SOAK else 16]:
            found += (f"{url}: {event}" for event in watched.poked(quote(url)))
    context.close()
    assert found == []


def test_a_site_made_of_attacks(
    browser: Browser, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Every attack, in every place that lets it in, is text there and nothing else: in each page as a browser parses
    it, in the data for machines, in feed, sitemap and drawings, and on the printed card.

    The same site is made of harmless texts, and both are compared: every element, every attribute, every text. Then
    each page is opened without the policy that would hold a script back, and everything in it is pressed: nothing
    runs, no other host is asked but that of a video when its button is pressed.
    """
    sites.put(tmp_path, {"dot.png": sites.PIXEL})
    allowed, places = allowed_in(tmp_path)
    record_property("attack strings", len(TRIED))
    record_property("places attacked", places)
    found: list[str] = []
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(TRAP)
    for name, files in (("texts", project(allowed)), ("settings", settings(allowed))):
        hostile.let_in(files, tmp_path)
        site = built(files, tmp_path / name)
        twins = {
            path: hostile.twin(text, functools.partial(harmless, free_keys(allowed)))
            for path, text in files.items()
        }
        other = built(twins, tmp_path / f"{name}-harmless")
        attacked, harmless_pages = pages_of(site), pages_of(other)
        assert attacked.keys() == harmless_pages.keys()
        found += in_files(site, other)
        found += on_cards(site, files)
        with sites.served(site) as home:
            watched = Watched(context, home)
            for url, page in attacked.items():
                found += differences(watched.page, url, page, harmless_pages[url])
                if 'http-equiv="refresh"' in page:
                    continue
                found += (f"{url}: {event}" for event in watched.poked(url))
            watched.page.goto(home + "index.html")
            for attack in TRIED[:: 1 if SOAK else 20]:
                watched.page.fill("#q", attack.replace("\0", ""))
            found += watched.page.evaluate("window.__attacked") + watched.events
            assert watched.players or name == "settings", (
                "no film was asked for: the buttons were not pressed"
            )
            found += [event for event in watched.players if not re.match(PLAYERS, event)]
        from_disk = Watched(context, f"{site.as_uri()}/")
        for url in (
            "index.html",
            "exercises/squat.html",
            *[path for path in attacked if "hostile-00" in path],
        ):
            found += (f"{url} from a disk: {event}" for event in from_disk.poked(url))
    context.close()
    assert found == []
    held = sum(map(len, allowed.values()))
    assert held > 60 * len(TRIED), "most attacks are refused before they reach a page: what is tested here?"


# --- bodies ---------------------------------------------------------------------------------------------------------

WAYS_IN = (
    "{0}",
    "a {0} b",
    "# {0}",
    "- {0}",
    "> {0}",
    "`{0}`",
    "    {0}",
    "[a]({0})",
    "[a](<{0}>)",
    "![a]({0})",
    "[a](x '{0}')",
    "![{0}](x)",
    "<{0}>",
    "a\n{{: {0} }}",
    "# a {{: title='{0}' }}",
    "[a]\n\n[a]: {0}",
    "[^1]\n\n[^1]: {0}",
    "| {0} | b |\n|---|---|\n| {0} | c |",
    "*[a]: {0}\n\na",
    "a\n: {0}",
    "``` {0}\ncode\n```",
    '!!! note "{0}"\n    {0}',
    '<p title="{0}" class="{0}" id="{0}">a</p>',
    "<p title='{0}'>a</p>",
    '<a href="{0}">a</a>',
    "<a href={0}>a</a>",
    '<img src="{0}" alt="{0}">',
    '<td style="{0}">a</td>',
    "<div>{0}</div>",
    "<!-- {0} -->",
    "<b {0}>a</b>",
    "<table><tr><td>{0}</table>",
    "<details><summary>{0}</summary></details>",
)
"""What may be round an attack in a body."""


def bodies() -> Iterator[tuple[str, str]]:
    """Yield each attack in some of the ways into a body, and the HTML made of it, with links that would be let
    through.
    """
    for n, attack in enumerate(TRIED):
        for way, around in enumerate(WAYS_IN):
            if way == 0 or (n + way) % SHARE == 0:
                text = around.format(attack)
                body = converter.convert(text)
                yield (
                    text,
                    body.html(
                        lambda link: link.target if not link.is_image and link.has_allowed_scheme else "#"
                    ),
                )


def test_bodies_made_of_attacks(
    browser: Browser, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Every attack in a body, bare and inside other marks, gives HTML in which nothing runs or loads, as a parser reads
    it and as a browser shows it, although no policy holds it back there.
    """
    bodies_by_name = dict(bodies())
    found = []
    for text, html in bodies_by_name.items():
        try:
            fuzzing.check_harmless(html)
        except AssertionError as error:
            found.append(f"{text[:100]!r}: {error}")
    record_property("bodies attacked", len(bodies_by_name))
    assert found == []
    page = "<!doctype html><meta charset=utf-8><title>Bodies</title>" + "\n".join(
        f"<div>{html}</div>" for html in bodies_by_name.values()
    )
    sites.put(tmp_path, {"bodies.html": page.replace('src="#"', 'src="data:,"')})
    context = browser.new_context()
    context.add_init_script(TRAP)
    with sites.served(tmp_path) as home:
        events = [line for line in Watched(context, home).poked("bodies.html") if "src=data:," not in line]
    context.close()
    assert events == []


# --- the second wall ------------------------------------------------------------------------------------------------

GOT_IN = f"""
<script>attacked("a script")</script>
<script src="https://{FAR}/x.js"></script>
<img src="none.png" onerror="attacked('a handler')">
<a id="pressed" href="javascript:attacked('an address')">a</a>
<iframe srcdoc="<script>parent.attacked('a frame')</script>"></iframe>
<img src="https://{FAR}/x.png"><link rel="stylesheet" href="https://{FAR}/x.css">
<style>body {{ background: url(https://{FAR}/y.png) }}</style>
<base href="https://{FAR}/"><form action="https://{FAR}/"><button id="sent">a</button></form>
"""
"""What a page might hold if the first wall fell."""


PRESSED = """
async () => {
  for (const name of ["pressed", "sent"]) document.getElementById(name).click();
  await new Promise(done => setTimeout(done, 200));
  document.getElementById("q").value = "squat";
  document.getElementById("q").dispatchEvent(new Event("input", {bubbles: true}));
  return document.getElementById("count").textContent;
}
"""
"""Presses what got in, then narrows the list; by itself, as the browser's driver would wait for what is held back."""


@pytest.mark.parametrize("way", ["http", "file", "http without a policy"])
def test_the_policy_holds_back_what_got_in(
    browser: Browser, built_site: Path, tmp_path: Path, way: str
) -> None:
    """Were there markup of an attacker in a page, its policy would still let nothing of it run, load or send, from a
    server and from a disk; the page itself has its style, and its list can be narrowed. Without it they would run.
    """
    site = tmp_path / "site"
    shutil.copytree(built_site, site)
    index = site / "index.html"
    page = index.read_text("utf-8")
    index.write_text(page.replace("</h1>", "</h1>" + GOT_IN), "utf-8")
    context = browser.new_context(bypass_csp=way.endswith("policy"))
    context.add_init_script(TRAP)
    with sites.served(site) as home:
        watched = Watched(context, site.as_uri() + "/" if way == "file" else home)
        watched.page.goto(watched.home + "index.html")
        if way.endswith("policy"):
            assert len(watched.page.evaluate("window.__attacked")) >= 2
            assert [event for event in watched.events if FAR in event] != []
            context.close()
            return
        count = watched.page.evaluate(PRESSED)
        assert " of " in count
        assert watched.page.evaluate("window.__attacked") == []
        assert [event for event in watched.events if FAR in event] == []
        assert watched.page.url.startswith(watched.home)
        assert watched.page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily") != ""
        assert (
            watched.page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"
        )
    context.close()


# --- drawings -------------------------------------------------------------------------------------------------------


def test_drawings_do_nothing(browser: Browser, tmp_path: Path) -> None:
    """Each hostile drawing is refused; one that is not, opened by itself and pressed, runs and loads nothing."""
    let_in = {}
    for n, data in enumerate(DRAWINGS):
        try:
            svg_safety.check("drawing.svg", data)
        except InvalidValueError:
            continue
        let_in[f"{n}.svg"] = data
    sites.put(tmp_path, let_in)
    context = browser.new_context()
    context.add_init_script(TRAP)
    found = []
    with sites.served(tmp_path) as home:
        for name, data in let_in.items():
            watched = Watched(context, home)
            events = watched.poked(name)
            found += [f"{data!r}: {events}"] if events else []
            watched.page.close()
    context.close()
    assert found == []


# --- what is reported of them -------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_problems_of_attacks_are_reported_in_their_lines(run_cli: RunCli, write: Write, form: str) -> None:
    """What is wrong with an attack is reported without its characters for terminals and for the programs that read the
    lines.
    """
    lines = [f"  - {hostile.quoted(text)}\n" for text in ATTACKS]
    facts = "".join(f"{key}:\n{''.join(lines)}" for key in ("equipment", "redirect_from"))
    muscles = "muscles:\n  primary:\n" + "".join(f"  {line}" for line in lines)
    write("content/exercises/hostile.md", f"---\ntitle: T\nsteps: [Go.]\n{muscles}{facts}---\n")
    raw = "".join(
        f"{text}\n\n"
        for text in ATTACKS
        if not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    )
    write("content/guides/hostile.md", f"---\ntitle: T\n---\n{raw}")
    write("content/guides/control.md", "---\ntitle: \x1b[2J\x07\n---\n")
    outcome = run_cli("check", "--format", form, "--no-cache")
    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    assert (
        re.search(
            r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", outcome.out + outcome.err
        )
        is None
    )
    if form == "json":
        assert len(json.loads(outcome.out)["problems"]) > 100
    if form == "github":
        lines = outcome.out.splitlines()
        assert len(lines) > 100
        wrong = [
            line for line in lines if not re.match(r"::(error|warning|notice) file=[^,]+,line=\d+,", line)
        ]
        assert [line[:150] for line in wrong if line.startswith("::") or "::error::" in line] == []
