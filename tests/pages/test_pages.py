"""The one-shot as a finished page, in each format."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from fabula import lives
from fabula.model import Front
from fabula.pages import FORMATS, Page, as_html, as_markdown, as_text, page_of
from fabula.story import Story
from fabula.telling import Paragraph, Passage, Telling

TEXTS = [".txt", ".md", ".html"]

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
        if tag not in ("meta", "hr"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

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
        "Content notes: a death\n\n* * *\n\nAnn lit the well and went to the tower.\n\n* * *\n\nWhat did you think?\n\n"
        "(9 words, 1 minute)\n"
    )


def test_markdown_escapes_what_would_be_markup(page: Page) -> None:
    text = as_markdown(page)
    assert text.startswith("# The Well \\& the \\<Tower\\>\n\n*by A. Writer*\n\n> **Note:** Be \\*kind\\*.\n")
    assert "\n\nAnn lit the well and went to the tower.\n\n---\n\nWhat did you think?" in text
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
    assert not re.search(r"https?:|url\(|@import", text)
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    words = " ".join(reader.words)
    for part in ("The Well & the <Tower>", "by A. Writer", "Be *kind*.", "None of it is so.", "a death", "What did you think?"):
        assert part in words
    assert "Ann lit the well and went to the tower." in words


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
    assert not re.search("<dl>|<footer>|class=.by|name=.author", as_html(bare))


@pytest.mark.parametrize(
    ("format", "apart"),
    [
        (".txt", "\n\n" + " " * 35 + "It is dark\n\n* * *"),
        (".md", "\n\n**It is dark**\n\n---"),
        (".html", '\n<p class="ending">It is dark</p>\n</article>'),
    ],
)
def test_the_title_of_the_ending_stands_apart_at_the_end(story: Story, lived: Lived, format: str, apart: str) -> None:
    assert apart in FORMATS[format](page_of(story, lived("kill(Cid, Ann)"), "Cid")).decode()


def test_length() -> None:
    words = " ".join(["word"] * 1000)
    page = Page(Front("Long"), Telling("Long", (Paragraph((Passage(words, (0,)),), None),)))
    assert page.words == 1000
    assert page.length == "1000 words, 4 minutes"


@pytest.mark.parametrize("format", TEXTS)
def test_reasons_stand_below_the_paragraph_of_their_act(story: Story, format: str) -> None:
    life = lives.replay(story, ["light(Ann, well)", "walk(Ben, tower, well)", "light(Cid, well)"][:1])
    page = page_of(story, life, "Ann", reasons=True)
    assert page.reasons == (("Ann lights the well because she wants to see a light.",),)
    assert "Ann lights the well because she wants to see a light." in FORMATS[format](page).decode()


def test_reasons_of_acts_that_nobody_tells_are_given_all_the_same(story: Story) -> None:
    life = lives.replay(story, ["light(Ben, tower)", "light(Ann, well)"])
    page = page_of(story, life, "Cid", reasons=True)
    assert len(page.telling.paragraphs) == 1
    assert page.reasons[0][0].startswith("Ben lights the tower because he wants")


def test_the_parts_of_a_page_are_landmarks_and_headings(page: Page) -> None:
    """Who listens to a page can jump: over what stands before the story, to the story, to what is asked at the end."""
    text = as_html(page)
    tags = [tag for tag, _ in _elements(text)]
    assert [tag for tag in tags if tag in ("header", "main", "article", "footer", "h1", "h2")] == [
        *("header", "h1", "main", "article", "footer", "h2")
    ]
    assert '<a class="skip" href="#text">' in text
    assert '<main id="text"' in text


def _elements(text: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader.elements


def test_nothing_but_the_style_of_the_page_is_in_force(page: Page) -> None:
    policies = [attrs["content"] for tag, attrs in _elements(as_html(page)) if attrs.get("http-equiv")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"]


def _ratio(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG reckons it."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_all_text_can_be_read_in_the_light_and_in_the_dark(page: Page) -> None:
    palettes = [dict(re.findall(r"--(\w+): (#\w{6});", line)) for line in as_html(page).split("\n") if "--ink: #" in line]
    screen = [palette for palette in palettes if "paper" in palette]
    assert len(screen) == 2
    for palette in screen:
        assert _ratio(palette["ink"], palette["paper"]) > 7
        assert _ratio(palette["quiet"], palette["paper"]) > 4.5
        assert _ratio(palette["mark"], palette["paper"]) > 3


def test_several_paragraphs_of_the_author_stay_apart() -> None:
    front = Front("T", note="One.\n\nTwo.", ask="Three?\n\nFour?")
    page = Page(front, Telling("T", (Paragraph((Passage("So.", (0,)),), None),)))
    assert "Note: One.\n\nTwo.\n\n* * *" in as_text(page)
    assert "\n\nThree?\n\nFour?\n\n" in as_text(page)
    assert "> **Note:** One.\n>\n> Two.\n" in as_markdown(page)
    assert "<dt>Note</dt>\n<dd>One.</dd>\n<dd>Two.</dd>" in as_html(page)
    assert "<p>Three?</p>\n<p>Four?</p>" in as_html(page)


@pytest.mark.parametrize(
    ("format", "apart"),
    [
        (".txt", "Hers.\n\n" + " " * 39 + "*\n\nHis."),
        (".md", "Hers.\n\n\\*\n\nHis."),
        (".html", '<p class="first">Hers.</p>\n<hr />\n<p class="again">His.</p>'),
    ],
)
def test_where_somebody_else_goes_on_telling_there_is_a_pause(format: str, apart: str) -> None:
    told = (Paragraph((Passage("Hers.", (0,)),), "Ann"), Paragraph((Passage("His.", (1,)),), "Ben"))
    assert apart in FORMATS[format](Page(Front("T"), Telling("T", told))).decode()


@pytest.mark.parametrize("language", ["de", "de-AT", "DE"])
def test_the_words_around_a_story_are_in_its_language(language: str) -> None:
    front = Front("T", by="A", content="ein Tod", language=language)
    text = as_text(Page(front, Telling("T", (Paragraph((Passage("So.", (0,)),), None),))))
    assert text == "T\n=\nvon A\n\nHinweise zum Inhalt: ein Tod\n\n* * *\n\nSo.\n\n* * *\n\n(1 Wort, 1 Minute)\n"


@pytest.mark.parametrize(("language", "shown"), [("ar", '<html lang="ar" dir="rtl">'), ("en", '<html lang="en">')])
def test_a_page_says_which_way_it_is_read(language: str, shown: str) -> None:
    page = Page(Front("T", language=language), Telling("T", (Paragraph((Passage("A.", (0,)),), None),)))
    assert shown in as_html(page)
