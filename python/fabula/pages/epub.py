"""A work as an EPUB 3: a cover page, what the author says first, the stories, and what is said after them, a file each."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from fabula.markup import Markup, lines
from fabula.pages.markup import Elements
from fabula.pages.style import BOOK
from fabula.pages.typography import is_leftward
from fabula.pages.work import Work, manuscript

#: books with the same content have the same identifier, below this name
_OURS = uuid.UUID("6a1f6d0e-3a5c-5b8e-9d0b-2f6c1c7f4a11")
#: the earliest time that a ZIP file can say; that a book is the same does not depend on when it is written
_THEN = (1980, 1, 1, 0, 0, 0)
_MODIFIED = "1980-01-01T00:00:00Z"
_XML = Markup('<?xml version="1.0" encoding="UTF-8"?>\n')
_CONTAINER = _XML + Markup("""\
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
""")
#: of what use a text is to whom: https://www.w3.org/TR/epub-a11y/
_ACCESS = (
    ("accessMode", "textual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityHazard", "none"),
)


@dataclass(frozen=True, slots=True)
class _File:
    """One file of the book. `kind`: its `epub:type`; `role`: what it is to a screen reader, where there is a word for that;
    `title`: as it stands in the table of contents."""

    name: str
    kind: str
    role: str
    title: str
    body: Markup

    @property
    def path(self) -> str:
        return f"{self.name}.xhtml"


def as_epub(work: Work) -> bytes:
    """A whole EPUB. The same work gives the same bytes, whenever and wherever it is written."""
    elements = Elements(manuscript(work))
    files = tuple(_files(elements))
    pages = {file.path: _page(elements, file) for file in files}
    pages["nav.xhtml"] = _navigation(elements, files)
    identifier = uuid.uuid5(_OURS, "".join(pages.values()))
    entries = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": _package(elements, files, work.front.by, f"urn:uuid:{identifier}"),
        "EPUB/style.css": BOOK,
        **{f"EPUB/{path}": text for path, text in pages.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        # Readers know a book by these first bytes.
        archive.writestr(_entry("mimetype"), "application/epub+zip")
        for name, text in entries.items():
            archive.writestr(_entry(name), text)
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry that does not depend on the machine. It is not compressed: builds of zlib differ in what they make of a text."""
    entry = zipfile.ZipInfo(name, _THEN)
    entry.compress_type = zipfile.ZIP_STORED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _files(elements: Elements) -> Iterator[_File]:
    whole, labels = elements.whole, elements.whole.labels
    yield _File("cover", "cover", "", labels.cover, lines(elements.title_page()))
    if before := elements.before():
        yield _File("before", "preface", "doc-preface", labels.before, lines((_heading(elements, labels.before), before)))
    for part in whole.parts:
        title = part.title or whole.title
        text = lines((_heading(elements, title), *elements.blocks(part)))
        yield _File(part.identity, "chapter", "doc-chapter", title, text)
    if whole.missing:
        missing = lines((_heading(elements, labels.missing), elements.missing()))
        yield _File("missing", "appendix", "doc-appendix", labels.missing, missing)
    if whole.after:
        after = lines((_heading(elements, labels.after), *elements.after()))
        yield _File("after", "afterword", "doc-afterword", labels.after, after)


def _heading(elements: Elements, text: str) -> Markup:
    return Markup("<h2>{}</h2>").format(elements.tag(text))


def _page(elements: Elements, file: _File) -> Markup:
    section = Markup('<section class="{name}" epub:type="{kind}"{role} aria-label="{title}">\n{body}\n</section>').format(
        name=file.name if file.kind != "chapter" else "story",
        kind=file.kind,
        role=Markup(' role="{}"').format(file.role) if file.role else "",
        title=elements.tag(file.title),
        body=file.body,
    )
    return _document(elements, file.title, section)


def _document(elements: Elements, title: str, body: Markup) -> Markup:
    turned = Markup(' dir="rtl"') if is_leftward(elements.whole.language) else Markup()
    return Markup(
        '{xml}<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        ' lang="{language}" xml:lang="{language}"{turned}>\n<head>\n<meta charset="utf-8"/>\n<title>{title}</title>\n'
        '<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>\n<body>\n{body}\n</body>\n</html>\n'
    ).format(xml=_XML, language=elements.whole.language, turned=turned, title=elements.tag(title), body=body)


def _navigation(elements: Elements, files: tuple[_File, ...]) -> Markup:
    labels = elements.whole.labels
    first = next((file for file in files if file.kind == "chapter"), files[-1])
    places = [("cover", files[0].path, files[0].title), ("bodymatter", first.path, first.title)]
    if elements.whole.is_book:
        places.insert(1, ("toc", "#toc", labels.contents))
    body = Markup(
        '<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="contents">\n<h2 id="contents">{contents}</h2>\n'
        '<ol>\n{items}\n</ol>\n</nav>\n<nav epub:type="landmarks" hidden="hidden">\n<ol>\n{landmarks}\n</ol>\n</nav>'
    ).format(
        contents=elements.tag(labels.contents),
        items=lines(Markup('<li><a href="{}">{}</a></li>').format(file.path, elements.tag(file.title)) for file in files),
        landmarks=lines(
            Markup('<li><a epub:type="{}" href="{}">{}</a></li>').format(kind, path, elements.tag(title))
            for kind, path, title in places
        ),
    )
    return _document(elements, labels.contents, body)


def _package(elements: Elements, files: tuple[_File, ...], author: str, identifier: str) -> Markup:
    whole = elements.whole
    # Before the first story; a book of one needs no contents among its pages.
    spine = [file.name for file in files]
    if whole.is_book:
        spine.insert(next((number for number, file in enumerate(files) if file.kind == "chapter"), len(files)), "nav")
    turned = Markup(' page-progression-direction="rtl"') if is_leftward(whole.language) else Markup()
    return Markup(
        '{xml}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book" xml:lang="{language}">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{metadata}\n</metadata>\n'
        "<manifest>\n{manifest}\n</manifest>\n<spine{turned}>\n{spine}\n</spine>\n</package>\n"
    ).format(
        xml=_XML,
        language=whole.language,
        metadata=lines(_metadata(elements, author, identifier)),
        manifest=lines(_manifest(files)),
        turned=turned,
        spine=lines(Markup('<itemref idref="{}"/>').format(name) for name in spine),
    )


def _metadata(elements: Elements, author: str, identifier: str) -> Iterator[Markup]:
    whole = elements.whole
    yield Markup('<dc:identifier id="book">{}</dc:identifier>').format(identifier)
    yield Markup("<dc:title>{}</dc:title>").format(elements.tag(whole.title))
    yield Markup("<dc:language>{}</dc:language>").format(whole.language)
    if author:
        yield Markup('<dc:creator id="author">{}</dc:creator>').format(author)
        yield Markup('<meta refines="#author" property="role" scheme="marc:relators">aut</meta>')
    yield Markup('<meta name="generator" content="fabula"/>')
    yield Markup('<meta property="dcterms:modified">{}</meta>').format(_MODIFIED)
    for name, value in _ACCESS:
        yield Markup('<meta property="schema:{}">{}</meta>').format(name, value)
    summary = elements.tag(whole.labels.access)
    yield Markup('<meta property="schema:accessibilitySummary">{}</meta>').format(summary)


def _manifest(files: tuple[_File, ...]) -> Iterator[Markup]:
    yield Markup('<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>')
    yield Markup('<item id="style" href="style.css" media-type="text/css"/>')
    for file in files:
        yield Markup('<item id="{}" href="{}" media-type="application/xhtml+xml"/>').format(file.name, file.path)
