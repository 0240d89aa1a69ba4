"""Templates of an owner: blocks, the built-in ones behind them, files, what nothing uses, and folders in site.yaml."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sites
from conftest import ROOT, RunCli, Write
from test_docs import read

from cuecard.build import recipe
from cuecard.core.build_options import Options
from cuecard.serve.builder import PreviewBuilder
from cuecard.site.views import Frame

BASE = '{% extends "cuecard/base.html" %}\n'
GUIDE = '{% extends "cuecard/guide.html" %}'
SETTINGS = "title: Strong Legs\nsafety: {stop_if: [The pain is sharp.]}\n"


def page(project: Path, url: str = "index.html", site: str = "site") -> str:
    """Return a page of the built site."""
    return (project / site / url).read_text("utf-8")


@pytest.mark.parametrize(
    ("block", "before", "after"),
    [
        ("head", "<link", "</head>"),
        ("header", "</nav>", "</header>"),
        ("before_content", "<main", "<h1>"),
        ("after_content", "</h1>", "</main>"),
        ("footer", "<footer", "</footer>"),
    ],
)
def test_a_block_is_where_it_should_be(  # noqa: PLR0917 - fixtures, and what is tried
    run_cli: RunCli, project: Path, write: Write, block: str, before: str, after: str
) -> None:
    """What a block has is between two marks of each page; the rest is as it was."""
    run_cli("build", "--output", "plain")
    write("mine/base.html", f"{BASE}{{% block {block} %}}<i>{{{{ view.frame.heading }}}}</i>{{% endblock %}}")
    assert run_cli("build", "--strict", "--templates", "mine").code == 0
    for url in ("index.html", "exercises/squat.html", "muscles/quads.html"):
        plain, html = page(project, url, "plain"), page(project, url)
        heading = re.findall("<h1>(.*?)</h1>", html)[0]
        own = f"<i>{heading}</i>"
        assert html.index(before) < html.index(own) < html.index(after, html.index(own))
        assert html.replace(own, "").replace("\n", "") == plain.replace("\n", "")


def test_a_card_has_nothing_that_would_not_fit(run_cli: RunCli, project: Path, write: Write) -> None:
    """What is above and below the content of pages, and the owner's style sheet, is not on cards."""
    write("mine/base.html", BASE + "{% block before_content %}<i>Above</i>{% endblock %}")
    write("mine/assets/own.css", "body { color: red }\n")
    assert run_cli("build", "--strict", "--templates", "mine").code == 0
    assert "Above" not in page(project, "cards/strong-legs.html")
    assert "own." not in page(project, "cards/strong-legs.html")
    assert "Above" in page(project, "routines/strong-legs.html")


def test_files_of_the_owner(run_cli: RunCli, project: Path, write: Write) -> None:
    """A template and the style sheet find them under their published names; a change of one changes the pages."""
    write("mine/assets/own.css", 'main { background: url("img/dot.png") } a { background: url(none.png) }\n')
    write("mine/assets/img/dot.png", sites.PIXEL)
    write("mine/assets/count.js", "// one\n")
    script = '{% block head %}<script src="{{ asset("count.js") }}" defer></script>{% endblock %}'
    write("mine/base.html", BASE + script)
    assert run_cli("build", "--strict", "--templates", "mine").code == 0
    html = page(project, "exercises/squat.html")
    [src] = re.findall(r'<script src="(\.\./assets/count\.[0-9a-f]+\.js)" defer></script>\n?</head>', html)
    assert (project / "site/exercises" / src).read_text("utf-8") == "// one\n"
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)">', html)
    assert re.fullmatch(r"\.\./assets/own\.[0-9a-f]+\.css", sheets[-1])
    css = (project / "site/exercises" / sheets[-1]).read_text("utf-8")
    [dot] = re.findall(r'url\("(dot\.[0-9a-f]+\.png)"\)', css)
    assert (project / "site/assets" / dot).read_bytes() == sites.PIXEL
    assert "url(none.png)" in css
    write("mine/assets/count.js", "// two\n")
    assert run_cli("build", "--strict", "--templates", "mine").code == 0
    assert src not in page(project, "exercises/squat.html")
    run_cli("build", "--no-cache", "--templates", "mine", "--output", "fresh")
    assert sites.tree(project / "site") == sites.tree(project / "fresh")


def test_a_file_that_is_not_there(run_cli: RunCli, project: Path, write: Write) -> None:
    """The message has the place in the template, and the nearest name."""
    write("mine/assets/count.js", "// one\n")
    write("mine/base.html", BASE + '{% block head %}\n{{ asset("cuont.js") }}\n{% endblock %}')
    outcome = run_cli("build", "--templates", "mine")
    assert outcome.code == 2
    assert (
        'mine/base.html:3:1: error[template]: there is no file "cuont.js" in assets/; did you mean "count.js"?'
        in (outcome.err)
    )


def test_templates_run_in_a_sandbox(run_cli: RunCli, project: Path, write: Write) -> None:
    """A template cannot reach the program or the machine."""
    reach = "{{ labels.__class__.__init__.__globals__ }}"
    write("mine/base.html", BASE + "{% block head %}" + reach + "{% endblock %}")
    outcome = run_cli("build", "--templates", "mine")
    assert outcome.code == 2
    assert "error[template]: access to attribute '__init__'" in outcome.err


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("exercice.html", "", 'mine/exercice.html:1:1: warning[unused-template]: nothing uses this file'),
        ("exercice.html", "", 'did you mean "exercise.html"?'),
        ("notes.txt", "", "mine/notes.txt:1:1: warning[unused-template]"),
        ("parts/unused.html", "", "mine/parts/unused.html:1:1: warning[unused-template]"),
        ("assets/styles/hom.css", "", 'did you mean "home.css"?'),
        ("assets/styles/zzzzzzzzz.css", "", "write your own rules into assets/own.css"),
        ("assets/owm.css", "", 'mine/assets/owm.css:1:1: note[unused-template]'),
        ("base.html", BASE + "\n{% block haed %}{% endblock %}", "mine/base.html:3:10: warning[unknown-block]"),
        ("base.html", BASE + "\n{% block haed %}{% endblock %}", 'did you mean "head"?'),
        ("guide.html", GUIDE + "{% block aftertext %}{% endblock %}", 'did you mean "after_text"?'),
    ],
)  # fmt: skip
def test_what_nothing_uses_is_reported(  # noqa: PLR0917 - fixtures, and what is tried
    run_cli: RunCli, project: Path, write: Write, name: str, text: str, expected: str
) -> None:
    """Build and check both say so, with what was probably meant; the site is built."""
    write(f"mine/{name}", text)
    for command in ("build", "check"):
        outcome = run_cli(command, "--templates", "mine")
        assert outcome.code == 0
        assert expected in outcome.err


def test_what_is_used_is_not_reported(run_cli: RunCli, project: Path, write: Write) -> None:
    """Included templates, blocks inside blocks, a readme, hidden files and editors' files are all right."""
    write(
        "mine/base.html",
        BASE + '{% block head %}{% include "own/head.html" %}{% block mine %}{% endblock %}{% endblock %}',
    )
    write("mine/own/head.html", "<meta name=a>")
    write("mine/README.md", "Ours.\n")
    write("mine/.hidden", "")
    write("mine/base.html~", "")
    write("mine/assets/icon.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    write("mine/assets/styles/home.css", "/* ours */\n")
    outcome = run_cli("build", "--strict", "--templates", "mine")
    assert (outcome.code, outcome.err) == (0, "")


# --- folders in site.yaml ----------------------------------------------------------------------------------


def test_every_command_finds_the_folders(run_cli: RunCli, project: Path, write: Write) -> None:
    """Build writes to the folder of site.yaml with its templates; options of the command line count more."""
    write("content/site.yaml", f"{SETTINGS}templates: mine\noutput: out/public\n")
    write("mine/base.html", BASE + "{% block haed %}{% endblock %}{% block footer %}<i>Own</i>{% endblock %}")
    outcome = run_cli("build")
    assert outcome.code == 0
    assert "in out/public, " in outcome.out
    assert "mine/base.html:2:10: warning[unknown-block]" in outcome.err
    assert "<i>Own</i>" in page(project, site="out/public")
    assert "unknown-block" in run_cli("check").err
    assert "unknown-block" in run_cli("card", "strong-legs").err
    again = run_cli("build")
    assert "0 changed, 0 removed" in again.out
    write("other/base.html", BASE + "{% block footer %}<i>Other</i>{% endblock %}")
    assert run_cli("build", "--templates", "other", "--output", "site").code == 0
    assert "<i>Other</i>" in page(project)
    assert not (project / "mine/index.html").exists()


def test_the_library_call_finds_them_too(project: Path, write: Write) -> None:
    """`cuecard.build` does what the command does."""
    write("content/site.yaml", f"{SETTINGS}templates: mine\noutput: public\n")
    write("mine/base.html", BASE + "{% block footer %}<i>Own</i>{% endblock %}")
    recipe.build(Options())
    assert "<i>Own</i>" in page(project, site="public")
    assert not (project / "site").exists()


def test_from_another_folder(run_cli: RunCli, project: Path, write: Write) -> None:
    """The folders are beside the content folder, wherever the command is typed."""
    write("a/content/site.yaml", f"{SETTINGS}templates: mine\noutput: public\n")
    for file in (project / "content").rglob("*/*.*"):
        write(f"a/{file.relative_to(project)}", file.read_bytes())
    write("a/mine/base.html", BASE + "{% block footer %}<i>Own</i>{% endblock %}")
    assert run_cli("build", "--content", "a/content").code == 0
    assert "<i>Own</i>" in page(project, site="a/public")


def test_a_change_of_the_folder_is_seen(run_cli: RunCli, project: Path, write: Write) -> None:
    """A build after a change of site.yaml, of a template or of prose gives what one from nothing gives."""
    write("content/site.yaml", f"{SETTINGS}templates: mine\n")
    write("mine/base.html", BASE + "{% block footer %}<i>One</i>{% endblock %}")
    run_cli("build")
    write("mine/base.html", BASE + "{% block footer %}<i>Two</i>{% endblock %}")
    run_cli("build")
    guide = (project / "content/guides/start-here.md").read_text("utf-8")
    write("content/guides/start-here.md", guide.rstrip() + " More.\n")
    run_cli("build")
    assert "<i>Two</i>" in page(project, "guides/start-here.html")
    assert "More." in page(project, "guides/start-here.html")
    write("content/site.yaml", SETTINGS)
    run_cli("build")
    assert "<i>Two</i>" not in page(project)
    run_cli("build", "--no-cache", "--output", "fresh")
    assert sites.tree(project / "site") == sites.tree(project / "fresh")


def test_the_preview_uses_them(project: Path, write: Write) -> None:
    """After a save of prose, and after another folder is named, pages are those of a build."""
    write("content/site.yaml", f"{SETTINGS}templates: mine\n")
    write("mine/base.html", BASE + "{% block footer %}<i>One</i>{% endblock %}")
    write("other/base.html", BASE + "{% block footer %}<i>Two</i>{% endblock %}")
    builder = PreviewBuilder(Options(output=Path("preview"), is_output_given=True))
    assert builder.build(None).written is not None
    guide = (project / "content/guides/start-here.md").read_text("utf-8")
    write("content/guides/start-here.md", guide.rstrip() + " More.\n")
    assert builder.build({Path("content/guides/start-here.md")}).written is not None
    html = page(project, "guides/start-here.html", "preview")
    assert "More." in html
    assert "<i>One</i>" in html
    write("content/site.yaml", f"{SETTINGS}templates: other\n")
    assert builder.build({Path("content/site.yaml")}).written is not None
    write("content/guides/start-here.md", guide)
    assert builder.build({Path("content/guides/start-here.md")}).written is not None
    html = page(project, "guides/start-here.html", "preview")
    assert "<i>Two</i>" in html
    assert "More." not in html


BAD = "error[bad-folder]"
UNUSABLE = "error[unusable-folder]"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("output: ../out", BAD), ("output: /tmp/out", BAD), ("output: a/../../b", BAD), ("output: .git", BAD),
        ("output: a//b", BAD), ('output: "C:\\\\out"', BAD), ("output: a\\b", BAD), ("output: [a]", "text-expected"),
        ("output: content", UNUSABLE), ("output: content/site", UNUSABLE), ("output: linked", UNUSABLE),
        ("output: linked/site", UNUSABLE), ("templates: ../mine", BAD), ("templates: a/b", BAD),
        ("templates: content", UNUSABLE), ("templates: none", UNUSABLE), ("templates: linked", UNUSABLE),
        ("templates: old-site", UNUSABLE), ("templates: .cuecard-cache", BAD), ("templates: ~", ""),
    ],
)  # fmt: skip
def test_a_folder_outside_the_project_is_refused(
    run_cli: RunCli, project: Path, write: Write, line: str, expected: str
) -> None:
    """It is an error of site.yaml at its place, and nothing is written, removed or read there."""
    run_cli("build", "--output", "old-site")
    elsewhere = project / "elsewhere"
    write("elsewhere/keep.txt", "Keep.")
    (project / "linked").symlink_to(elsewhere)
    write("content/site.yaml", f"{SETTINGS}{line}\n")
    before = sites.tree(project)
    outcome = run_cli("build", "--no-cache")
    if not expected:
        assert outcome.code == 0
        return
    assert outcome.code == 1
    assert f"content/site.yaml:3:{len(line.partition(':')[0]) + 3}: " in outcome.err
    assert expected in outcome.err
    assert sites.tree(project) == before


def test_a_folder_with_other_files_is_not_written_to(run_cli: RunCli, project: Path, write: Write) -> None:
    """The rule of the command line holds: what we did not make is not touched."""
    write("public/index.html", "Mine.")
    write("content/site.yaml", f"{SETTINGS}output: public\n")
    outcome = run_cli("build")
    assert outcome.code == 2
    assert "public is not empty and was not made by cuecard" in outcome.err
    assert (project / "public/index.html").read_text("utf-8") == "Mine."


def test_content_cannot_bring_a_template_by_itself(run_cli: RunCli, project: Path, write: Write) -> None:
    """A site that we made has pages with what authors wrote: it is no folder of templates, whatever their names."""
    write("content/guides/base.md", "---\ntitle: '{{ 7 * 191 }}'\n---\n")
    run_cli("build")
    assert "{{ 7 * 191 }}" in page(project, "guides/base.html")
    write("content/site.yaml", f"{SETTINGS}templates: site/guides\n")
    assert BAD in run_cli("build").err
    write("content/site.yaml", f"{SETTINGS}templates: site\n")
    outcome = run_cli("build")
    assert outcome.code == 1
    assert UNUSABLE in outcome.err
    assert "1337" not in page(project, "exercises/squat.html")


# --- what is documented ------------------------------------------------------------------------------------


def test_blocks_are_those_of_the_handbook() -> None:
    """The table has all blocks of the built-in base, and no others."""
    source = (ROOT / "templates/base.html").read_text("utf-8")
    table = read("handbook/templates.md").table("Block", "Where it is")
    assert sorted(table.codes) == sorted(re.findall(r"{% block (\w+) %}", source))
    empty = {code for code, row in zip(table.codes, table.rows, strict=True) if "empty" in row[1]}
    assert empty == set(re.findall(r"{% block (\w+) %}{% endblock %}", source)) - {"body_class", "main"}


def test_names_are_those_of_the_handbook(run_cli: RunCli, project: Path, write: Write) -> None:
    """Every name of the table can be used on every kind of page."""
    table = read("handbook/templates.md").table("Name", "What it is")
    names = [code.replace("(name)", '("count.js")').replace("key", "safety") for code in table.codes]
    assert {code.rpartition(".")[2] for code in table.codes if "frame" in code} <= set(
        Frame.__struct_fields__
    )
    write("mine/assets/count.js", "//\n")
    uses = "".join(f"{{{{ {name} }}}}" for name in names)
    write("mine/base.html", f"{BASE}{{% block footer %}}{uses}{{% endblock %}}")
    assert run_cli("build", "--strict", "--templates", "mine").code == 0


def test_examples_of_the_handbook_are_templates(run_cli: RunCli, project: Path, write: Write) -> None:
    """Each example can be built, and the second lets pages load scripts of another host."""
    examples = [fence.text for fence in read("handbook/templates.md").fences if fence.language == "html"]
    write("mine/assets/count.js", "//\n")
    for example in examples:
        write("mine/base.html", example)
        assert run_cli("build", "--strict", "--templates", "mine").code == 0
    assert "script-src https://stats.example.org 'self' file:;" in page(project)
