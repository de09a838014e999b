"""Finished pages: a telling with what an author puts around it, and a small book of several, in each format."""

from __future__ import annotations

from collections.abc import Callable

from fabula.cleaning import clean
from fabula.pages.book import Book, Chapter, Missing, book_of
from fabula.pages.epub import as_epub
from fabula.pages.markdown import as_markdown
from fabula.pages.oneshot import PACE, Page, page_of
from fabula.pages.plain import as_text
from fabula.pages.web import as_html
from fabula.pages.work import Work

#: by the ending of a file's name, what is written there: clean, whoever asks for it
FORMATS: dict[str, Callable[[Work], bytes]] = {
    ".txt": lambda work: clean(as_text(work)).encode(),
    ".md": lambda work: clean(as_markdown(work)).encode(),
    ".html": lambda work: clean(as_html(work)).encode(),
    ".epub": as_epub,
}

__all__ = [
    "FORMATS",
    "PACE",
    "Book",
    "Chapter",
    "Missing",
    "Page",
    "Work",
    "as_epub",
    "as_html",
    "as_markdown",
    "as_text",
    "book_of",
    "page_of",
]
