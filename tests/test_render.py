"""Templates escape what they print, and lines that were printed before are the same when printed again."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest
from markupsafe import Markup, escape

from cuecard.core.phrase_table import PhraseTable
from cuecard.site import render
from cuecard.site.labels import ENGLISH, Labels


class _Drawn:
    def __html__(self) -> str:
        return "<svg/>"


class _Word(str):
    """Text that is not of the very class."""

    __slots__ = ()


@pytest.mark.parametrize(
    "value",
    [
        "plain",
        """<a href="x">Tom & 'Jo'</a>""",
        "",
        Markup("<b>&amp;</b>"),
        _Word("a < b"),
        _Drawn(),
        3,
        None,
    ],
)
def test_values_are_printed_as_markupsafe_escapes_them(value: object, tmp_path: Path) -> None:
    """Text is escaped, what is marked safe is not, and all else as its text, as by `escape`."""
    (tmp_path / "a.html").write_text("{{ x }}", encoding="utf-8")
    assert render.environment((tmp_path,)).get_template("a.html").render(x=value) == str(escape(value))


def test_macros_escape_once_and_what_is_not_there_is_refused(tmp_path: Path) -> None:
    """Values are escaped inside macros and outside; what templates make of a macro is not escaped again."""
    text = "{% macro m(a) %}<i>{{ a }}</i>{% endmacro %}{{ m(x) }}{{ m(x)|length }}{{ x|safe }}"
    (tmp_path / "a.html").write_text(text, encoding="utf-8")
    templates = render.environment((tmp_path,))
    template = templates.get_template("a.html")
    assert template.render(x="<&>") == "<i>&lt;&amp;&gt;</i>20<&>"
    with pytest.raises(jinja2.UndefinedError):
        template.render()


def test_macros_that_are_written_alike_are_distinguished(tmp_path: Path) -> None:
    """What was printed for one template is not taken for another's, whose macro differs only in what it calls."""
    for name in "ab":
        (tmp_path / f"{name}.html").write_text(
            f"{{% macro tag(x) %}}{name}: {{{{ x }}}}{{% endmacro %}}\n"
            "{% macro row(x) %}{{ tag(x) }}{% endmacro %}\n{{ each(row, view) }}",
            encoding="utf-8",
        )
    templates = render.environment((tmp_path,))
    view = ("x",)
    assert [templates.get_template(f"{name}.html").render(view=view).strip() for name in "ab"] == [
        "a: x",
        "b: x",
    ]


def test_constant_labels_are_written_into_templates_escaped(tmp_path: Path) -> None:
    """What a template prints of the labels is the same whether it is written in before or asked for at the end."""
    own = {"a.b": "1 < 2 & 3", "braces": "{{ 7 * 7 }}"}
    labels = Labels("en", PhraseTable({**ENGLISH.phrases.table, **own}))
    (tmp_path / "page.html").write_text(
        '{{ labels["a.b"] }}|{{ labels[ "a.b" ] }}|{{ labels.text("a.b") }}|'
        '{{ labels.phrases.table["braces"] }}|{% set x = labels["a.b"] %}{{ x }}'
    )
    (tmp_path / "wrong.html").write_text('fine\n{{ labels["no-such"] }}')
    templates = render.environment((tmp_path,), labels)
    printed = templates.get_template("page.html").render()
    escaped = "1 &lt; 2 &amp; 3"
    assert printed == f"{escaped}|{escaped}|{escaped}|{{{{ 7 * 7 }}}}|{escaped}"
    with pytest.raises(jinja2.UndefinedError):
        templates.get_template("wrong.html").render()
