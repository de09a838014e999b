"""The one-shot as a finished page, in each format."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from fabula import lives
from fabula.model import Front
from fabula.story import Story
from fabula.telling import Paragraph, Passage, Telling
from fabula.telling.pages import FORMATS, Page, as_html, as_markdown, as_text, page_of

Lived = Callable[..., lives.Life]


class Reader(HTMLParser):
    """Checks that every element is closed, and keeps what is read."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)


@pytest.fixture
def page(story: Story, lived: Lived) -> Page:
    return page_of(story, lived("light(Ann, well)", "walk(Ann, well, tower)"), "Ann")


def test_plain_text(page: Page) -> None:
    assert as_text(page) == (
        "The Well & the <Tower>\n======================\nby A. Writer\n\nNote: Be *kind*.\n\nDisclaimer: None of it is so.\n\n"
        "Content: a death\n\n* * *\n\nAnn lit the well. She went to the tower.\n\n* * *\n\nWhat did you think?\n\n"
        "(9 words, 1 minute)\n"
    )


def test_markdown_escapes_what_would_be_markup(page: Page) -> None:
    text = as_markdown(page)
    assert text.startswith("# The Well \\& the \\<Tower\\>\n\n*by A. Writer*\n\n> **Note:** Be \\*kind\\*.\n")
    assert "\n\nAnn lit the well. She went to the tower.\n\n---\n\nWhat did you think?" in text
    odd = Page(Front("T"), Telling("T", (Paragraph((Passage("- a\n1. b\n# c_d_", (0,)),), None),)))
    assert "\\- a\n1\\. b\n\\# c\\_d\\_" in as_markdown(odd)


def test_html_is_one_whole_file(page: Page) -> None:
    text = as_html(page)
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    tags = [tag for tag, _ in reader.elements]
    assert text.startswith("<!DOCTYPE html>")
    assert ("html", {"lang": "en"}) in reader.elements
    assert tags.count("h1") == tags.count("main") == tags.count("title") == 1
    assert not {"script", "link", "img", "iframe"} & set(tags)
    assert "http" not in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    words = " ".join(reader.words)
    for part in ("The Well & the <Tower>", "by A. Writer", "Be *kind*.", "None of it is so.", "a death", "What did you think?"):
        assert part in words
    assert "Ann lit the well. She went to the tower." in words


def test_html_escapes_everything() -> None:
    evil = '"><script>alert(1)</script>'
    front = Front(evil, evil, evil, evil, evil, evil, evil)
    reader = Reader()
    reader.feed(as_html(Page(front, Telling(evil, (Paragraph((Passage(evil, (0,)),), None),)), ((evil,),))))
    assert "script" not in [tag for tag, _ in reader.elements]


def test_only_what_the_author_gave_stands_around_the_story() -> None:
    bare = Page(Front("Bare"), Telling("Bare", (Paragraph((Passage("So.", (0,)),), None),)))
    assert as_text(bare) == "Bare\n====\n\n* * *\n\nSo.\n\n* * *\n\n(1 words, 1 minute)\n".replace("1 words", "1 word")
    assert as_markdown(bare) == "# Bare\n\n---\n\nSo.\n\n---\n\n*1 word, 1 minute*\n"
    assert not re.search("<dl>|<footer>|class=.by|author", as_html(bare))


@pytest.mark.parametrize(
    ("format", "apart"),
    [
        (".txt", "\n\n" + " " * 35 + "It is dark\n\n* * *"),
        (".md", "\n\n**It is dark**\n\n---"),
        (".html", '\n<p class="ending">It is dark</p>\n</section>'),
    ],
)
def test_the_title_of_the_ending_stands_apart_at_the_end(story: Story, lived: Lived, format: str, apart: str) -> None:
    assert apart in FORMATS[format](page_of(story, lived("kill(Cid, Ann)"), "Cid"))


def test_length() -> None:
    words = " ".join(["word"] * 1000)
    page = Page(Front("Long"), Telling("Long", (Paragraph((Passage(words, (0,)),), None),)))
    assert page.words == 1000
    assert page.length == "1000 words, 4 minutes"


@pytest.mark.parametrize("format", list(FORMATS))
def test_reasons_stand_below_the_paragraph_of_their_act(story: Story, format: str) -> None:
    life = lives.replay(story, ["light(Ann, well)", "walk(Ben, tower, well)", "light(Cid, well)"][:1])
    page = page_of(story, life, "Ann", reasons=True)
    assert page.reasons == (("Ann lights the well because she wants to see a light.",),)
    assert "Ann lights the well because she wants to see a light." in FORMATS[format](page)


def test_reasons_of_acts_that_nobody_tells_are_given_all_the_same(story: Story) -> None:
    life = lives.replay(story, ["light(Ben, tower)", "light(Ann, well)"])
    page = page_of(story, life, "Cid", reasons=True)
    assert len(page.telling.paragraphs) == 1
    assert page.reasons[0][0].startswith("Ben lights the tower because he wants")
