"""The preview as authors use it: the real program, real files, real HTTP, and a real browser."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import random
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT, SMALL, SOAK
from playwright.sync_api import Browser, Page, expect
from previews import PATIENCE, Preview, until
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

SAVES = 100 if SOAK else 10
CHANGES = 200 if SOAK else 14
SQUAT = "/exercises/squat"

PLAIN = """\
---
title: {title}
muscles: {{primary: [quads]}}
steps: [Sit back., Stand up again.]
---
"""

T = TypeVar("T")


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """Provide a preview of the small project, with a style sheet of its own in `looks/`. Tests put back what they
    change.
    """
    folder = tmp_path_factory.mktemp("live")
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    (folder / "looks" / "assets" / "styles").mkdir(parents=True)
    shutil.copy(ROOT / "templates" / "assets" / "styles" / "base.css", folder / "looks" / "assets" / "styles")
    preview = Preview(folder, "--templates", "looks")
    yield preview
    preview.end()


@pytest.fixture
def squat(live: Preview) -> Iterator[Path]:
    """Provide the text of the squat in `live`; it is put back afterwards."""
    file = live.project / "content" / "exercises" / "squat.md"
    before = file.read_text(encoding="utf-8")
    yield file
    file.write_text(before, encoding="utf-8")
    assert live.shows(SQUAT, "As low as the heels stay down")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Provide a page of a browser; a fault of a script fails the test."""
    page = browser.new_page(viewport={"width": 900, "height": 600})
    page.set_default_timeout(PATIENCE * 1000)
    expect.set_options(timeout=PATIENCE * 1000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.close()
    assert faults == []


def edit(file: Path, old: str, new: str) -> None:
    """Save *file* with *new* in place of *old*."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def in_a_loop(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run *work* in a thread of its own, as the browser's has a loop already."""
    got: list[T] = []
    thread = threading.Thread(target=lambda: got.append(asyncio.run(work())))
    thread.start()
    thread.join()
    return got[0]


# --- as a static host would ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/", 200, "text/html; charset=utf-8"),
        ("/index.html", 200, "text/html; charset=utf-8"),
        ("/exercises/squat.html", 200, "text/html; charset=utf-8"),
        ("/exercises/squat", 200, "text/html; charset=utf-8"),
        ("/muscles/?q=1", 200, "text/html; charset=utf-8"),
        ("/exercises.json", 200, "application/json"),
        ("/robots.txt", 200, "text/plain; charset=utf-8"),
        ("/sitemap.xml", 200, "application/xml"),
        ("/cards/strong-legs-a4.pdf", 200, "application/pdf"),
        ("/exercises/nobody", 404, "text/html; charset=utf-8"),
        ("/../content/site.yaml", 404, "text/html; charset=utf-8"),
        ("/%2e%2e/content/site.yaml", 404, "text/html; charset=utf-8"),
        ("/.cuecard.json", 404, "text/html; charset=utf-8"),
    ],
)
def test_an_address_gives_what_a_host_would_give(live: Preview, path: str, status: int, kind: str) -> None:
    """Clean addresses, folders and files are found, nothing else is; types are right and nothing is kept."""
    answer = live.get(path)
    assert (answer.status, answer.headers["Content-Type"]) == (status, kind)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    bare = live.get(path, "HEAD")
    assert (bare.status, bare.body, bare.headers["Content-Length"]) == (status, b"", str(len(answer.body)))


@pytest.mark.parametrize(
    "path", ["/" + "x" * 300, "/" + "x" * 300 + ".png", "/exercises/" + "%C3%A9" * 200, "/" + "a/" * 3_000]
)
def test_a_name_that_no_disk_can_hold(path: str, live: Preview) -> None:
    """It is not there, like any other; the terminal shows nothing, and an open page may request it too."""
    lines = len(live.lines)
    assert live.get(path).status == 404
    assert live.get(f"/-/state?page={path}").status == 200
    assert live.get("/").status == 200
    assert live.lines[lines:] == []


def test_connections_that_are_left_open(live: Preview) -> None:
    """More of them than the process may have descriptors do not use these up: those that came first are closed."""
    before = resource.prlimit(live.process.pid, resource.RLIMIT_NOFILE)
    lines = len(live.lines)
    resource.prlimit(live.process.pid, resource.RLIMIT_NOFILE, (128, before[1]))
    held = []
    try:
        for _ in range(300):
            held.append(socket.create_connection(("127.0.0.1", live.port), timeout=PATIENCE))
        assert live.get("/").status == 200
        assert held[0].recv(1) == b""
        held[-1].sendall(b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert held[-1].recv(12) == b"HTTP/1.1 200"
    finally:
        for connection in held:
            connection.close()
        resource.prlimit(live.process.pid, resource.RLIMIT_NOFILE, before)
    assert live.lines[lines:] == []


def test_what_a_page_loads_is_served_with_its_type(live: Preview) -> None:
    """Style sheet, type, icon and picture of a page come as what they are, byte for byte, and in ranges."""
    names = json.loads(live.get("/-/state?page=/").body)["sheets"]
    sheet = live.get(f"/{names[0]}")
    assert sheet.headers["Content-Type"] == "text/css; charset=utf-8"
    kinds = {}
    for name in {*sheet.text.split('url("')[1:], *live.get(SQUAT).text.split("../assets/")[1:]}:
        file = name.split('"')[0]
        kinds[file.rpartition(".")[2]] = live.get(f"/assets/{file}").headers["Content-Type"]
    assert kinds.items() >= {"woff2": "font/woff2", "svg": "image/svg+xml", "webp": "image/webp"}.items()
    whole = live.get("/cards/strong-legs-a4.pdf").body
    part = live.get("/cards/strong-legs-a4.pdf", Range="bytes=5-9")
    assert (part.status, part.body) == (206, whole[5:10])
    assert part.headers["Content-Range"] == f"bytes 5-9/{len(whole)}"


def test_addresses_that_hosts_redirect_are_redirected(live: Preview) -> None:
    """A folder without its slash and a page with one lead to the right address, for this time only."""
    for path, address in [("/muscles?q=1", "/muscles/?q=1"), ("/exercises/squat/", SQUAT)]:
        answer = live.get(path)
        assert (answer.status, answer.headers["Location"]) == (302, address)


def test_the_page_for_nothing_leads_to_the_preview(live: Preview) -> None:
    """On the page that says that nothing is there, the link home stays in the preview."""
    assert '<a href="/">Go to Strong Legs</a>' in live.get("/muscles/nobody").text


def test_the_script_is_in_served_pages_alone(live: Preview) -> None:
    """Each page, and the one for nothing, ends with our script; the pages made by `build` do not have it."""
    for path in ("/", SQUAT, "/muscles/", "/nobody"):
        assert live.get(path).text.count("/-/preview.js") == 1
        assert live.get(path).text.rstrip().endswith("</script>\n</body>\n</html>")
    done = subprocess.run(
        [sys.executable, ROOT / "build.py", "--quiet"], cwd=live.project, check=False, capture_output=True
    )
    assert done.returncode == 0
    results = [file.read_text(encoding="utf-8") for file in (live.project / "site").rglob("*.html")]
    assert results
    assert not [text for text in results if "preview.js" in text or "livereload" in text]


# --- who may ask --------------------------------------------------------------------------------------------


def test_a_foreign_name_is_refused(live: Preview) -> None:
    """A website that gives its own name our address reads nothing; localhost and addresses in figures do."""
    for path in ("/", "/-/state", "/livereload.js", "/-/preview.js", "/livereload"):
        assert live.get(path, Host=f"evil.example:{live.port}").status == 403
    for host in (f"localhost:{live.port}", f"127.0.0.1:{live.port}", f"[::1]:{live.port}"):
        assert live.get("/", Host=host).status == 200


def test_only_our_own_pages_can_listen(live: Preview) -> None:
    """The line is refused to pages from elsewhere; a page of ours is called as soon as it has said who it is."""
    asking = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    for origin in ("http://evil.example", f"http://localhost:{live.port}", "null"):
        answer = live.get(
            "/livereload", **asking, Sec_WebSocket_Key="MDEyMzQ1Njc4OWFiY2RlZg==", Origin=origin
        )
        assert answer.status == 403

    async def talk() -> list[Any]:
        address = f"ws://127.0.0.1:{live.port}"
        request = HTTPRequest(f"{address}/livereload", headers={"Origin": live.address.rstrip("/")})
        line = await websocket_connect(request)
        for command in ("hello", "info"):
            await line.write_message(json.dumps({"command": command, "protocols": [], "url": "x"}))
        answers = [json.loads(await line.read_message() or "{}")["command"] for _ in range(2)]
        await line.write_message("[")
        answers.append(await line.read_message())
        line.close()
        return answers

    assert in_a_loop(talk) == ["hello", "reload", None]


# --- in a browser -------------------------------------------------------------------------------------------


# A browser keeps what one looked at where it was, so the number changes by what is longer or shorter above it.
STAYS = "() => Math.abs(scrollY - 200) < 100"


def test_a_save_is_shown_and_the_page_stays_where_it_was(live: Preview, squat: Path, page: Page) -> None:
    """After a save the page loads by itself, scrolled as before; a page that it does not change stays."""
    page.goto(live.address + "exercises/squat")
    page.evaluate("scrollTo(0, 200)")
    edit(squat, "As low as", "Only as low as")
    expect(page.get_by_text("Only as low as")).to_be_visible()
    expect(page).to_have_title("Squat – Strong Legs")
    page.wait_for_function(STAYS)
    page.evaluate("document.title = 'mark'")
    before = live.builds
    file = live.project / "content" / "exercises" / "chair-squat.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\nNews of another page.\n", encoding="utf-8")
    assert until(lambda: live.builds > before)
    assert live.shows("/exercises/chair-squat", "News of another page.")
    file.write_text(text, encoding="utf-8")
    edit(squat, "Only as low as", "As low as")
    expect(page.get_by_text("Only as low as")).to_have_count(0)
    page.wait_for_function(STAYS)


def test_a_style_sheet_is_exchanged_without_loading_the_page(live: Preview, page: Page) -> None:
    """A change of the style sheet alone shows, with the page's scripts, scroll and fields as they were."""
    page.goto(live.address + "exercises/squat")
    page.evaluate("scrollTo(0, 200); window.mark = 1")
    sheet = live.project / "looks" / "assets" / "styles" / "base.css"
    before = sheet.read_text(encoding="utf-8")
    for colour in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
        sheet.write_text(f"{before}\nh1 {{ color: {colour}; }}\n", encoding="utf-8")
        expect(page.locator("main h1")).to_have_css("color", colour)
    page.wait_for_function(STAYS)
    assert page.evaluate("window.mark") == 1
    expect(page.locator("link[rel=stylesheet]")).to_have_count(2)
    sheet.write_text(before, encoding="utf-8")
    expect(page.locator("main h1")).not_to_have_css("color", "rgb(4, 5, 6)")
    assert page.evaluate("window.mark") == 1


def test_problems_cover_the_page_until_they_are_fixed(live: Preview, squat: Path, page: Page) -> None:
    """All problems cover the page as in the terminal; the page stays the last good one; fixed, they go."""
    page.goto(live.address + "exercises/squat")
    after = len(live.lines)
    edit(squat, "position: standing", "position: floating\nlevle: easy")
    dialog = page.get_by_role("dialog", name="2 errors")
    expect(dialog).to_be_visible()
    lines = live.lines[after:][: live.lines[after:].index(live.printed_line("the preview stays", after))]
    assert lines[0].startswith("content/exercises/squat.md:8:11: error[unknown-word]: ")
    assert "content/exercises/squat.md:9:1: error[unknown-key]" in "\n".join(lines)
    assert dialog.get_by_role("list").inner_text().split("\n") == lines
    assert "As low as the heels" in live.get(SQUAT).text
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.reload()
    page.get_by_role("button", name="2 errors").click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Hide").click()
    expect(dialog).to_be_hidden()
    edit(squat, "levle: easy", "lvl: easy")
    expect(page.get_by_role("dialog", name="2 errors")).to_be_visible()
    edit(squat, "position: floating\nlvl: easy", "position: sitting")
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Sitting")).to_be_visible()


def test_the_overlay_has_no_accessibility_fault(live: Preview, squat: Path, page: Page) -> None:
    """With many problems on a phone, light and dark, axe finds nothing, and no problem is wider than the screen."""
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(live.address + "exercises/squat")
    edit(squat, "position: standing", "position: floating\nlevle: " + "a long word " * 20)
    expect(page.get_by_role("dialog")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, "cuecard-preview")
        assert [violation["id"] for violation in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.get_by_role("dialog").evaluate("node => node.scrollWidth <= node.clientWidth")


def test_a_warning_does_not_cover_the_page(live: Preview, squat: Path, page: Page) -> None:
    """What does not stop a build waits behind a button, and a draft is shown and says that it is one."""
    edit(squat, "title: Squat", "title: Squat\ndraft: true")
    stray = live.project / "content" / "notes.txt"
    stray.write_text("milk", encoding="utf-8")
    page.goto(live.address + "exercises/squat")
    expect(page.get_by_text("This page is a draft.")).to_be_visible()
    button = page.get_by_role("button", name="1 warning")
    expect(button).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    button.click()
    expect(
        page.get_by_role("dialog", name="1 warning").get_by_text("content/notes.txt:1:1: warning")
    ).to_be_visible()
    stray.unlink()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_have_count(0)


def test_no_save_is_lost(live: Preview, squat: Path, page: Page) -> None:
    """After many saves at random moments, 0 to 500 ms apart, the page shows the last one."""
    page.goto(live.address + "exercises/squat")
    text = squat.read_text(encoding="utf-8")
    chance = random.Random(5)  # noqa: S311 - nothing is kept secret
    for n in range(SAVES):
        squat.write_text(f"{text}\nThis is save {n}.\n", encoding="utf-8")
        time.sleep(chance.uniform(0, 0.5))
    expect(page.get_by_text(f"This is save {SAVES - 1}.")).to_be_visible()


# --- what is seen -------------------------------------------------------------------------------------------


def test_a_burst_is_one_build(live: Preview, squat: Path) -> None:
    """Many files that are saved together are built once, and all of them are in it; so it is when they go."""
    others = [squat.with_name(f"burst-{n}.md") for n in range(100 if SOAK else 20)]

    def beside(file: Path) -> Path:
        return file.with_name(f".{file.name}.tmp")

    marks = itertools.count()

    def settled() -> int:
        """Return how many builds there were once every save up to now is built: one more save is, and it comes last."""
        number, mark = live.builds, f"This is mark {next(marks)}."
        text = squat.read_text(encoding="utf-8")
        squat.write_text(f"{text.partition('This is mark')[0]}{mark}\n", encoding="utf-8")
        assert live.shows(SQUAT, mark)
        assert until(lambda: live.builds > number)
        return live.builds

    def change(each: Callable[[Path], object], status: int) -> int:
        """Return how many builds it takes until a change of all is shown; the preview is held while they are made."""
        before = settled()
        live.process.send_signal(signal.SIGSTOP)
        try:
            for file in others:
                each(file)
        finally:
            live.process.send_signal(signal.SIGCONT)
        assert until(lambda: {live.get(f"/exercises/{file.stem}").status for file in others} == {status})
        assert until(lambda: live.builds > before)
        return settled() - before - 1

    for _ in range(5):  # a busy machine may halt the preview between the first file and the others
        for n, file in enumerate(others):
            beside(file).write_text(PLAIN.format(title=f"Burst {n}"), encoding="utf-8")
        builds = (change(lambda file: beside(file).rename(file), 200), change(Path.unlink, 404))
        if builds == (1, 1):
            break
    assert builds == (1, 1)


def test_each_way_of_saving_is_seen(live: Preview, squat: Path) -> None:
    """Saved by renaming, moved in with an old date, of the same length and date: each shows."""
    text = squat.read_text(encoding="utf-8")
    beside = squat.with_name(".squat.md.tmp")
    beside.write_text(text.replace("As low", "Renamed. As low"), encoding="utf-8")
    beside.replace(squat)
    assert live.shows(SQUAT, "Renamed.")
    elsewhere = live.project / "elsewhere.md"
    elsewhere.write_text(text.replace("As low", "Moved in. As low"), encoding="utf-8")
    os.utime(elsewhere, (1_000_000_000, 1_000_000_000))
    shutil.move(elsewhere, squat)
    assert live.shows(SQUAT, "Moved in.")
    squat.write_text(text.replace("As low", "Moved on. As low"), encoding="utf-8")
    os.utime(squat, (1_000_000_000, 1_000_000_000))
    assert live.shows(SQUAT, "Moved on.")


def test_folders_that_come_and_go_are_seen(live: Preview, squat: Path) -> None:
    """A folder renamed or removed, and all of the content away for a moment; what comes back is watched again."""
    content = live.project / "content"
    inner = content / "exercises" / "inner"
    inner.mkdir()
    (inner / "deep.md").write_text(PLAIN.format(title="Deep squat"), encoding="utf-8")
    assert live.shows("/exercises/deep", "Deep squat")
    inner.rename(inner.with_name("other"))
    edit(inner.with_name("other") / "deep.md", "Deep squat", "Deeper squat")
    assert live.shows("/exercises/deep", "Deeper squat")
    shutil.rmtree(inner.with_name("other"))
    assert until(lambda: live.get("/exercises/deep").status == 404)
    after = len(live.lines)
    content.rename(content.with_name("away"))
    assert live.printed_line('there is no content folder "content"', after)
    assert live.get(SQUAT).status == 200
    content.with_name("away").rename(content)
    assert live.printed_line(r" in [\d.]+ s$", after)
    edit(squat, "As low as", "Once again, as low as")
    assert live.shows(SQUAT, "Once again, as low as")
    edit(squat, "Once again, as low as", "As low as")


def test_words_settings_and_templates_are_watched(live: Preview, squat: Path) -> None:
    """site.yaml, vocabulary.yaml, a picture and a template each show when they are saved."""
    content = live.project / "content"
    edit(content / "site.yaml", "title: Strong Legs", "title: Stronger Legs")
    assert live.shows("/", "Stronger Legs")
    words = content / "vocabulary.yaml"
    words.write_text("equipment:\n  old-chair: {name: Grandmother's chair}\n", encoding="utf-8")
    edit(squat, "position: standing", "position: standing\nequipment: [Grandmother's chair]")
    assert live.shows(SQUAT, "Grandmother&#39;s chair")
    picture = squat.with_suffix(".png")
    data = picture.read_bytes()
    assert "../assets/squat-24." in live.get(SQUAT).text
    picture.write_bytes((ROOT / "docs" / "pictures" / "card.png").read_bytes())
    assert live.shows(SQUAT, "../assets/squat-709.")
    picture.write_bytes(data)
    assert live.shows(SQUAT, "../assets/squat-24.")
    template = live.project / "looks" / "404.html"
    shutil.copy(ROOT / "templates" / "404.html", template)
    edit(template, "<h1>", "<p>Ours</p><h1>")
    assert live.shows("/nobody", "<p>Ours</p>")
    after = len(live.lines)
    edit(template, "<p>Ours</p>", "{{ view.nobody }}")
    assert live.printed_line(r"^looks/404\.html:\d+:1: error\[template\]: ", after)
    assert "<p>Ours</p>" in live.get("/nobody").text
    template.unlink()
    edit(squat, "\nequipment: [Grandmother's chair]", "")
    words.unlink()
    edit(content / "site.yaml", "title: Stronger Legs", "title: Strong Legs")
    assert until(lambda: "<p>Ours</p>" not in live.get("/nobody").text)


def test_another_branch_is_seen(live: Preview, squat: Path) -> None:
    """A checkout of another branch, with files more, fewer and other, shows as a whole."""

    def git(*words: str) -> None:
        names = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *names, *words], cwd=live.project, check=True, capture_output=True)

    git("init", "--quiet", "--initial-branch=first")
    git("add", "content")
    git("commit", "--quiet", "-m", "first")
    git("checkout", "--quiet", "-b", "second")
    edit(squat, "As low as", "On this branch, as low as")
    squat.with_name("branch-squat.md").write_text(PLAIN.format(title="On this branch"), encoding="utf-8")
    git("add", "content")
    git("commit", "--quiet", "-m", "second")
    assert live.shows("/exercises/branch-squat", "On this branch")
    git("checkout", "--quiet", "first")
    assert until(lambda: live.get("/exercises/branch-squat").status == 404)
    # git removes a file and changes another one after that, and a build may come between the two
    assert until(lambda: "On this branch" not in live.get(SQUAT).text)
    git("checkout", "--quiet", "second")
    assert live.shows("/exercises/branch-squat", "On this branch")
    git("checkout", "--quiet", "first")


def test_after_any_changes_the_preview_is_what_a_build_makes(live: Preview, squat: Path) -> None:
    """However files and folders come, go, change and move, all that is served ends as a build from nothing."""
    content, exercises = live.project / "content", squat.parent
    chance = random.Random(7)  # noqa: S311 - nothing is kept secret

    def change(n: int) -> None:
        texts = [file for file in exercises.rglob("random-*.md") if file.is_file()]
        folders = [folder for folder in exercises.iterdir() if folder.is_dir()]
        text, new = PLAIN.format(title=f"Random {n}"), exercises / f"random-{n}.md"
        match chance.choice(
            ["new", "new", "edit", "edit", "rename", "replace", "remove", "folder", "away", "settings"]
        ):
            case "edit" if texts:
                chance.choice(texts).write_text(text, encoding="utf-8")
            case "rename" if texts:
                chance.choice(texts).rename(new)
            case "replace" if texts:
                beside = exercises / ".random.tmp"
                beside.write_text(text, encoding="utf-8")
                beside.replace(chance.choice(texts))
            case "remove" if texts:
                chance.choice(texts).unlink()
            case "folder" if len(folders) > 1:
                shutil.rmtree(folders[0])
                folders[1].rename(exercises / f"other-{n}")
            case "folder":
                (exercises / f"inner-{n}").mkdir()
                (exercises / f"inner-{n}" / new.name).write_text(text, encoding="utf-8")
            case "away":
                content.rename(content.with_name("away"))
                time.sleep(chance.uniform(0, 0.2))
                content.with_name("away").rename(content)
            case "settings":
                site = content / "site.yaml"
                settings = re.sub("(?m)^title: .*", f"title: Legs {n}", site.read_text(encoding="utf-8"))
                site.write_text(settings, encoding="utf-8")
            case _:
                new.write_text(text, encoding="utf-8")

    before = {file: file.read_bytes() for file in content.rglob("*") if file.is_file()}
    for n in range(CHANGES):
        change(n)
        time.sleep(chance.choice([0, 0, 0.01, 0.05, 0.2, 0.5]))
    new_file = live.project / "made"
    words = ["--drafts", "--templates", "looks", "--output", str(new_file), "--quiet"]
    done = subprocess.run([sys.executable, ROOT / "build.py", *words], cwd=live.project, check=False)
    assert done.returncode == 0
    wanted = {
        f"/{file.relative_to(new_file).as_posix()}": file.read_bytes()
        for file in new_file.rglob("*")
        if file.is_file() and file.name not in {".cuecard.json", "404.html"}
    }
    assert any("random-" in path for path in wanted)
    assert until(lambda: [path for path, data in wanted.items() if bare(live.get(path).body) != data] == [])
    shutil.rmtree(content)
    for file, data in before.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def bare(page: bytes) -> bytes:
    """Return the bytes of a page without our script and the leave that it has."""
    page = page.replace(b"connect-src 'self' ws:", b"connect-src 'self'", 1)
    return re.sub(rb'<script src="/-/preview\.js" data-page="\w+"></script>\n', b"", page)


# --- from start to end --------------------------------------------------------------------------------------


def test_an_open_page_follows_a_preview_that_was_away(
    project: Path, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When it ends, the page says so; when it is back with another site, on the same port, the page shows that.

    Nothing is left behind: `site/` is not made, and the folder of the preview is gone.
    """
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    first = Preview(project)
    assert list(temporary.glob("cuecard-preview-*"))
    page.goto(first.address + "exercises/squat")
    expect(page.get_by_role("heading", name="How low")).to_be_visible()
    assert first.end() == 0
    expect(page.get_by_text("The preview has ended.")).to_be_visible()
    edit(project / "content" / "exercises" / "squat.md", "## How low", "## How deep")
    second = Preview(project, "--port", str(first.port))
    expect(page.get_by_role("heading", name="How deep")).to_be_visible()
    expect(page.get_by_text("The preview has ended.")).to_be_hidden()
    assert second.end(signal.SIGTERM) == 0
    assert not [line for preview in (first, second) for line in preview.lines if "Traceback" in line]
    assert not (project / "site").exists()
    assert not list(temporary.iterdir())


def test_it_begins_with_content_that_is_wrong_on_a_port_that_is_taken(
    live: Preview, project: Path, page: Page
) -> None:
    """The next port is taken, a browser is opened; the first page comes as soon as the mistake is fixed."""
    squat = project / "content" / "exercises" / "squat.md"
    edit(squat, "title: Squat", "tittle: Squat")
    opened = project / "opened"
    browser = f"{sys.executable} -c 'import pathlib,sys; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])' {opened} %s"
    preview = Preview(project, "--port", str(live.port), "--open", BROWSER=browser)
    assert preview.port != live.port
    assert preview.lines[0] == f"Port {live.port} is taken."
    assert until(lambda: opened.exists() and opened.read_text(encoding="utf-8") == preview.address)
    assert preview.get("/").status == 503
    page.goto(preview.address)
    expect(page.get_by_role("dialog")).to_contain_text('unknown key "tittle"')
    edit(squat, "tittle: Squat", "title: Squat")
    expect(page).to_have_title("Strong Legs")
    assert preview.end() == 0


def test_a_host_that_is_not_ours_is_reported() -> None:
    """An address that this machine does not have is wrong usage, reported in one line."""
    program = [sys.executable, str(ROOT / "build.py")]
    done = subprocess.run(
        [*program, "serve", "--host", "192.0.2.1"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("cuecard: cannot listen on 192.0.2.1: ")
    assert done.stderr.count("\n") == 1
