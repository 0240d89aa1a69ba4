"""What the preview shows and reports at a moment, and where its script goes."""

from pathlib import Path

import pytest

from cuecard.core.diagnostics import Problem, Severity
from cuecard.output.writer import Written
from cuecard.serve.build_thread import Build
from cuecard.serve.builder import Report
from cuecard.serve.preview import Preview, with_script

GOOD = Written(3, 1, 0, 0)
WRONG = Problem("content/a.md", 7, 3, "unknown-key", 'unknown key "musles"', 'did you mean "muscles"?')
STRAY = Problem("content/b.txt", 1, 1, "stray-file", "this file is not used", severity=Severity.WARNING)


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    """Return a preview of a site of two pages, that got no build yet."""
    (tmp_path / "index.html").write_text("<p>home</p>", encoding="utf-8")
    (tmp_path / "404.html").write_text('<a href="https://a.example/">Home</a>', encoding="utf-8")
    return Preview(tmp_path, "127.0.0.1", lambda: False)


def message_after(preview: Preview, report: Report) -> dict[str, object]:
    """Return the message that the home page gets after a build with this report."""
    preview.update(Build(1, None, report, 0.1))
    return preview.state("/")


def test_before_the_first_good_build_there_is_no_page(preview: Preview) -> None:
    """Whatever is asked for gets a page that says so; what is wrong covers it."""
    message = message_after(preview, Report((WRONG, STRAY)))
    assert preview.page(preview.folder / "index.html").status == 503
    assert (message["isGood"], message["title"]) == (False, "1 error, 1 warning")
    assert str(message["lead"]).startswith("There is no page yet.")
    assert preview.state("/nobody")["page"] == message["page"]


def test_after_a_build_that_failed_the_last_good_site_is_shown(preview: Preview) -> None:
    """The page stays, and so does its digest; the problems are the terminal's text, one by one."""
    good = message_after(preview, Report(written=GOOD))
    assert (good["isGood"], good["title"], good["problems"]) == (True, "", ())
    bad = message_after(preview, Report((WRONG,)))
    assert (bad["isGood"], bad["page"]) == (False, good["page"])
    assert bad["problems"] == (
        'content/a.md:7:3: error[unknown-key]: unknown key "musles"\n      = did you mean "muscles"?',
    )
    assert message_after(preview, Report(written=GOOD))["problems"] == ()


def test_a_warning_is_reported_with_a_site_that_is_good(preview: Preview) -> None:
    """It has a title and a text, and the site counts as good."""
    message = message_after(preview, Report((STRAY,), written=GOOD))
    assert (message["isGood"], message["title"], message["lead"]) == (
        True,
        "1 warning",
        "The site was built anyway.",
    )


@pytest.mark.parametrize(
    ("report", "title", "text"),
    [
        (
            Report(refusal="there is no content folder"),
            "The site cannot be built",
            "cuecard: there is no content folder",
        ),
        (
            Report(fault="Traceback ...\nKeyError: 'x'\n"),
            "A bug in Cuecard",
            "cuecard: this is a bug in Cuecard, not your mistake: KeyError: 'x'",
        ),
    ],
)
def test_what_has_no_place_in_a_file_is_reported_too(
    preview: Preview, report: Report, title: str, text: str
) -> None:
    """A folder that is not there, and a bug of Cuecard, cover the page as well."""
    message = message_after(preview, report)
    assert (message["isGood"], message["title"], message["problems"]) == (False, title, (text,))


def test_of_very_many_problems_the_first_are_reported(preview: Preview) -> None:
    """A page is not filled with thousands; how many more there are is said."""
    message = message_after(preview, Report((WRONG,) * 1234))
    assert (len(message["problems"]), message["more"]) == (200, 1034)  # type: ignore[arg-type] # it is a tuple


def test_the_page_for_nothing_leads_home(preview: Preview) -> None:
    """Its link to the published site leads to the preview, where the address of that is known."""
    message_after(preview, Report(written=GOOD, base_url="https://a.example/"))
    assert preview.page(None) == (404, b'<a href="/">Home</a>')
    assert preview.page(preview.folder / "gone.html").status == 404


@pytest.mark.parametrize(
    ("page", "before"),
    [
        (b"<body><p>a</p></body></html>", b"<body><p>a</p>"),
        (b"<body><pre>&lt;/body></pre></BODY >\n", b"<body><pre>&lt;/body></pre>"),
        (b"<body><script>'</body>'</script></body>", b"<body><script>'</body>'</script>"),
        (b"<p>a", b"<p>a"),
        (b"", b""),
    ],
)
def test_the_script_goes_to_the_end_of_the_body(page: bytes, before: bytes) -> None:
    """Before the last closing tag, however it is written; at the end of a page that has none."""
    html_text = with_script(page)
    assert html_text.startswith(before + b'<script src="/-/preview.js" data-page="')
    assert html_text.endswith(b"></script>\n" + page.removeprefix(before))
