"""A work as one HTML file that needs nothing else: no scripts, no network."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.markup import Markup, lines
from fabula.pages.markup import Elements
from fabula.pages.style import WEB
from fabula.pages.typography import is_leftward
from fabula.pages.work import Part, Work, manuscript

#: whatever a text may smuggle in: nothing but our own style sheet is in force
_POLICY = Markup("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'")


def as_html(work: Work) -> str:
    """HTML for the screen, light and dark, and for print, with the landmarks and headings that screen readers go by."""
    elements = Elements(manuscript(work))
    return str(lines((*_head(elements, work.front.by), *_body(elements), Markup("</html>\n"))))


def _head(elements: Elements, author: str) -> Iterator[Markup]:
    whole = elements.whole
    turned = Markup(' dir="rtl"') if is_leftward(whole.language) else Markup()
    yield Markup('<!DOCTYPE html>\n<html lang="{}"{}>\n<head>\n<meta charset="utf-8">').format(whole.language, turned)
    yield Markup('<meta name="viewport" content="width=device-width, initial-scale=1">')
    yield Markup('<meta http-equiv="Content-Security-Policy" content="{}">').format(_POLICY)
    yield Markup('<meta name="generator" content="fabula">')
    yield Markup('<meta name="color-scheme" content="light dark">')
    if author:
        yield Markup('<meta name="author" content="{}">').format(author)
    by = Markup(", {}").format(elements.tag(whole.by)) if whole.by else ""
    yield Markup("<title>{}{}</title>").format(elements.tag(whole.title), by)
    yield Markup("<style>\n{}</style>\n</head>").format(WEB)


def _body(elements: Elements) -> Iterator[Markup]:
    whole, labels = elements.whole, elements.whole.labels
    yield Markup('<body>\n<a class="skip" href="#text">{}</a>\n<header>').format(elements.tag(labels.skip))
    yield from elements.title_page()
    if before := elements.before():
        yield before
    yield Markup("</header>")
    if whole.is_book:
        yield from _contents(elements)
    yield Markup('<main id="text" tabindex="-1">')
    for part in whole.parts:
        yield from _article(elements, part)
    if whole.missing:
        yield Markup('<section class="missing" aria-labelledby="missing">')
        yield Markup('<h2 id="missing">{}</h2>\n{}\n</section>').format(elements.tag(labels.missing), elements.missing())
    yield Markup("</main>")
    if whole.after:
        yield Markup("<footer>\n<h2>{}</h2>").format(elements.tag(labels.after))
        yield from elements.after()
        yield Markup("</footer>")
    yield Markup("</body>")


def _contents(elements: Elements) -> Iterator[Markup]:
    whole, labels = elements.whole, elements.whole.labels
    contents = elements.tag(labels.contents)
    yield Markup('<nav aria-labelledby="contents">\n<h2 id="contents">{}</h2>\n<ol>').format(contents)
    for part in whole.parts:
        link = Markup('<a href="#{}">{}</a>').format(part.identity, elements.tag(part.title))
        yield Markup("<li>{} <span>{}</span></li>").format(link, elements.tag(part.length))
    if whole.missing:
        yield Markup('<li><a href="#missing">{}</a></li>').format(elements.tag(labels.missing))
    yield Markup("</ol>\n</nav>")


def _article(elements: Elements, part: Part) -> Iterator[Markup]:
    if part.title:
        head = Markup('<article aria-labelledby="{0}">\n<header>\n<h2 id="{0}">{1}</h2>')
        yield head.format(part.identity, elements.tag(part.title))
        yield Markup('<p class="length">{}</p>\n</header>').format(elements.tag(part.length))
    else:
        yield Markup('<article aria-label="{}">').format(elements.tag(elements.whole.labels.story))
    yield from elements.blocks(part)
    yield Markup("</article>")
