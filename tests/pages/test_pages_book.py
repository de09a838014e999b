"""A small book: a chapter for each life, and what is said of the endings that have none."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from fabula import lives
from fabula.pages import FORMATS, Book, Missing, as_html, as_markdown, as_text, book_of
from fabula.story import Story

Lived = Callable[..., lives.Life]

MISSING = (
    Missing("never", "Never & <ever>", 12, proof=True),
    Missing("perhaps", "Perhaps", 1),
    Missing("stopped", "Later", stopped=True),
)


@pytest.fixture
def book(story: Story, lived: Lived) -> Book:
    told = [lived("kill(Cid, Ann)"), lived("walk(Ben, tower, well)", "recall(Ben)")]
    return book_of(story, told, MISSING, "Cid", reasons=True)


def test_each_life_is_a_chapter_with_the_title_of_its_ending(book: Book) -> None:
    assert [(chapter.name, chapter.title) for chapter in book.chapters] == [
        ("dark", "It is dark"),
        ("remembered", "Remembered"),
    ]
    assert book.words == sum(chapter.telling.words for chapter in book.chapters)
    assert book.length == f"2 lives, {book.words} words, 1 minute"


def test_plain_text(book: Book) -> None:
    text = as_text(book)
    lengths = [f"{chapter.telling.words} words, 1 minute" for chapter in book.chapters]
    assert f"Contents\n\n  1. It is dark ({lengths[0]})\n  2. Remembered ({lengths[1]})\n" in text
    assert "\n\nIt is dark\n----------\n\n" in text
    assert (
        "Endings that no life came to\n----------------------------\n\n"
        "Never & <ever>: there is no such life. All 12 states of the story were looked at.\n\n"
        "Perhaps: none was found in 1 state, which proves nothing.\n\nLater: the search was stopped, which proves nothing.\n"
    ) in text
    assert text.index("Note: ") < text.index("Contents") < text.index("What did you think?")
    assert text.count("It is dark") == 2


def test_links_of_the_contents_lead_to_the_headings(book: Book) -> None:
    html = as_html(book)
    links = re.findall(r'<li><a href="#([^"]+)">', html)
    assert len(links) == 3
    for name in links:
        assert html.count(f'id="{name}"') == 1
    assert re.findall(r'aria-labelledby="([^"]+)"', html) == ["contents", *links]
    markdown = as_markdown(book)
    assert re.findall(r"\]\(#([\w-]+)\)", markdown) == ["it-is-dark", "remembered", "endings-that-no-life-came-to"]
    assert re.findall(r"^## (.*)", markdown, re.MULTILINE)[1:] == ["It is dark", "Remembered", "Endings that no life came to"]


def test_chapters_of_the_same_title_have_names_of_their_own(story: Story, lived: Lived) -> None:
    twice = book_of(story, [lived("kill(Cid, Ann)")] * 2)
    assert re.findall(r"\]\(#([\w-]+)\)", as_markdown(twice)) == ["it-is-dark", "it-is-dark-1"]
    assert len(set(re.findall(r' id="([^"]+)"', as_html(twice)))) == 4


def test_a_book_without_gaps_does_not_speak_of_any(story: Story, lived: Lived) -> None:
    whole = book_of(story, [lived("kill(Cid, Ann)")])
    for text in (as_text(whole), as_markdown(whole), as_html(whole)):
        assert "no life came to" not in text


@pytest.mark.parametrize("format", list(FORMATS))
def test_the_same_lives_give_the_same_bytes(story: Story, lived: Lived, format: str) -> None:
    written = [
        FORMATS[format](book_of(story, [lived("kill(Cid, Ann)"), lived("recall(Ben)")], MISSING, seed=seed)) for seed in (4, 4)
    ]
    assert written[0] == written[1]
