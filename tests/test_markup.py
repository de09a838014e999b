"""Raw text never reaches a page: what is put into markup is escaped unless it is markup, and no module writes tags as text."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from fabula.markup import Markup, embedded_json, lines, own_file
from fabula.story import loads

SOURCE = Path(__file__).resolve().parent.parent / "python" / "fabula"
EVIL = "</p><script>hack()</script><img src=x onerror=hack()>\"' onload=hack() &amp;\x1b[31m"
SAFE = (
    "&lt;/p&gt;&lt;script&gt;hack()&lt;/script&gt;&lt;img src=x onerror=hack()&gt;"
    "&quot;&#x27; onload=hack() &amp;amp;\ufffd[31m"
)
#: a tag that ends or closes itself, or that has attributes: a text has none of these by chance
TAG = re.compile(r"</[a-z]|/>|<[a-z][\w:]*\s[\w:-]+=|<!DOCTYPE|<\?xml", re.IGNORECASE)


def test_whatever_way_a_text_goes_into_markup_it_is_escaped() -> None:
    rule = Markup("<hr/>")
    assert Markup("<p>{}{}</p>").format(EVIL, rule) == f"<p>{SAFE}<hr/></p>"
    assert Markup("<p>{one}</p>").format(one=EVIL) == f"<p>{SAFE}</p>"
    assert lines([rule, EVIL]) == f"<hr/>\n{SAFE}"
    assert Markup().join([EVIL, rule]) == f"{SAFE}<hr/>"
    assert rule + EVIL == f"<hr/>{SAFE}"
    assert EVIL + rule == f"{SAFE}<hr/>"
    assert Markup.escape(Markup.escape(EVIL)) == SAFE
    for made in (Markup("<p>{}</p>").format(EVIL), lines([EVIL]), rule + EVIL, EVIL + rule, Markup.escape(EVIL)):
        assert type(made) is Markup


def test_what_shows_itself_as_markup_is_markup() -> None:
    class Shown:
        def __html__(self) -> Markup:
            return Markup("<hr/>")

    assert Markup("<p>{}</p>").format(Shown()) == "<p><hr/></p>"
    assert Markup.escape(Shown()) == "<hr/>"


def test_data_in_a_script_element_can_not_end_it() -> None:
    assert "<" not in embedded_json({"text": EVIL + "\u2028<!--"})
    assert json.loads(embedded_json({"text": EVIL + "\u2028"})) == {"text": EVIL + "\u2028"}


def test_a_file_of_ours_is_markup() -> None:
    page = own_file("fabula.charts.map", "page.html")
    assert page.startswith("<!DOCTYPE html>")
    assert type(page) is Markup


def tags_as_text(source: str) -> list[int]:
    """The lines on which a tag stands in a string that is neither inside of `Markup(...)` nor a docstring."""
    tree = ast.parse(source)
    free = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}

    def strings(node: ast.AST) -> Iterator[ast.Constant]:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Markup":
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in free:
            yield node
        for child in ast.iter_child_nodes(node):
            yield from strings(child)

    return [node.lineno for node in strings(tree) if TAG.search(str(node.value))]


def not_literal(source: str) -> list[int]:
    """The lines on which `Markup` is made of something else than a literal."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Markup"
        and any(not isinstance(argument, ast.Constant) for argument in node.args)
    ]


@pytest.mark.parametrize(
    ("source", "as_text", "made"),
    [
        ('"""A <p class="x"> in words."""\nMarkup("<p>{}</p>").format(text)', [], []),
        ('f"<p>{text}</p>"', [1], []),
        ('x = f"<br/>{text}"\ny = "<a href=" + link', [1, 2], []),
        ('Markup(f"<p>{text}</p>")\nMarkup(text)', [], [1, 2]),
        ('Source("<question>", text)', [], []),
    ],
)
def test_the_rules_see_what_they_are_for(source: str, as_text: list[int], made: list[int]) -> None:
    assert tags_as_text(source) == as_text
    assert not_literal(source) == made


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_tags_are_literals_of_markup(path: Path) -> None:
    """A page can't be put together from strings, and nothing but our own literals counts as markup."""
    source = path.read_text(encoding="utf-8")
    assert tags_as_text(source) == []
    # Here, and nowhere else, text is declared to be markup: once it has been escaped, and where it is a file of ours.
    assert len(not_literal(source)) == (2 if path == SOURCE / "markup.py" else 0)


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_what_a_notebook_shows_of_a_strangers_story_is_only_read() -> None:
    evil = EVIL.replace('"', "").removesuffix("\x1b[31m")
    story = loads(
        f'story "{evil}"\n    by "{evil}"\nuse places\nplace home "{evil}"\nplace well "well {evil}"\npath home - well\n'
        f'character Ann "{evil}", she, at home\nAnn wants\n    1 if Ann.at is well "{evil}"\n'
        f'ending there "{evil}" when Ann.at is well\n    says "{evil}"\n'
    )
    session = story.play("Ann")
    life = story.tell("there")
    for shown in (story, life, session, session.mind("Ann")):
        text = shown._repr_html_()
        assert type(text) is str
        tags = Tags(text)
        assert not {"script", "img"} & tags.found
        assert not {"onerror", "onload", "src"} & tags.attributes
        assert "&lt;script&gt;hack()" in text
