"""A work as one HTML file that needs nothing else: no scripts, no network."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.pages.markup import Markup
from fabula.pages.style import WEB
from fabula.pages.typography import plainly_escaped
from fabula.pages.work import Part, Work, manuscript

#: whatever a text may smuggle in: nothing but our own style sheet is in force
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def as_html(work: Work) -> str:
    """HTML for the screen, light and dark, and for print, with the landmarks and headings that screen readers go by."""
    return "\n".join((*_head(Markup(manuscript(work)), work.front.by), *_body(Markup(manuscript(work))), "</html>")) + "\n"


def _head(markup: Markup, author: str) -> Iterator[str]:
    whole = markup.whole
    yield f'<!DOCTYPE html>\n<html lang="{plainly_escaped(whole.language)}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="generator" content="fabula">'
    yield '<meta name="color-scheme" content="light dark">'
    if author:
        yield f'<meta name="author" content="{plainly_escaped(author)}">'
    yield f"<title>{markup.tag(whole.title)}{', ' + markup.tag(whole.by) if whole.by else ''}</title>"
    yield f"<style>\n{WEB}</style>\n</head>"


def _body(markup: Markup) -> Iterator[str]:
    whole, labels = markup.whole, markup.whole.labels
    yield f'<body>\n<a class="skip" href="#text">{markup.tag(labels.skip)}</a>\n<header>'
    yield from markup.title_page()
    if before := markup.before():
        yield before
    yield "</header>"
    if whole.is_book:
        yield from _contents(markup)
    yield '<main id="text" tabindex="-1">'
    for part in whole.parts:
        yield from _article(markup, part)
    if whole.missing:
        yield '<section class="missing" aria-labelledby="missing">'
        yield f'<h2 id="missing">{markup.tag(labels.missing)}</h2>\n{markup.missing()}\n</section>'
    yield "</main>"
    if whole.after:
        yield f"<footer>\n<h2>{markup.tag(labels.after)}</h2>"
        yield from markup.after()
        yield "</footer>"
    yield "</body>"


def _contents(markup: Markup) -> Iterator[str]:
    whole, labels = markup.whole, markup.whole.labels
    yield f'<nav aria-labelledby="contents">\n<h2 id="contents">{markup.tag(labels.contents)}</h2>\n<ol>'
    for part in whole.parts:
        link = f'<a href="#{part.identity}">{markup.tag(part.title)}</a>'
        yield f"<li>{link} <span>{markup.tag(part.length)}</span></li>"
    if whole.missing:
        yield f'<li><a href="#missing">{markup.tag(labels.missing)}</a></li>'
    yield "</ol>\n</nav>"


def _article(markup: Markup, part: Part) -> Iterator[str]:
    if part.title:
        yield f'<article aria-labelledby="{part.identity}">\n<header>\n<h2 id="{part.identity}">{markup.tag(part.title)}</h2>'
        yield f'<p class="length">{markup.tag(part.length)}</p>\n</header>'
    else:
        yield f'<article aria-label="{markup.tag(markup.whole.labels.story)}">'
    yield from markup.blocks(part)
    yield "</article>"
