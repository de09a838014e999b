"""A work as an EPUB 3: a cover page, what the author says first, the stories, and what is said after them, a file each."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from fabula.pages.markup import Markup
from fabula.pages.style import BOOK
from fabula.pages.typography import plainly_escaped
from fabula.pages.work import Part, Work, manuscript

#: books with the same content have the same identifier, below this name
_OURS = uuid.UUID("6a1f6d0e-3a5c-5b8e-9d0b-2f6c1c7f4a11")
#: the earliest time that a ZIP file can say; that a book is the same does not depend on when it is written
_THEN = (1980, 1, 1, 0, 0, 0)
_MODIFIED = "1980-01-01T00:00:00Z"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CONTAINER = f"""\
{_XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
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
    body: str

    @property
    def path(self) -> str:
        return f"{self.name}.xhtml"


def as_epub(work: Work) -> bytes:
    """A whole EPUB. The same work gives the same bytes, whenever and wherever it is written."""
    markup = Markup(manuscript(work))
    files = tuple(_files(markup))
    pages = {file.path: _page(markup, file) for file in files}
    pages["nav.xhtml"] = _navigation(markup, files)
    identifier = uuid.uuid5(_OURS, "".join(pages.values()))
    entries = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": _package(markup, files, work.front.by, f"urn:uuid:{identifier}"),
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


def _files(markup: Markup) -> Iterator[_File]:
    whole, labels = markup.whole, markup.whole.labels
    yield _File("cover", "cover", "", labels.cover, "\n".join(markup.title_page()))
    if before := markup.before():
        yield _File("before", "preface", "doc-preface", labels.before, f"<h2>{markup.tag(labels.before)}</h2>\n{before}")
    for part in whole.parts:
        yield _File(part.identity, "chapter", "doc-chapter", part.title or whole.title, _story(markup, part))
    if whole.missing:
        body = f"<h2>{markup.tag(labels.missing)}</h2>\n{markup.missing()}"
        yield _File("missing", "appendix", "doc-appendix", labels.missing, body)
    if whole.after:
        body = "\n".join((f"<h2>{markup.tag(labels.after)}</h2>", *markup.after()))
        yield _File("after", "afterword", "doc-afterword", labels.after, body)


def _story(markup: Markup, part: Part) -> str:
    return "\n".join((f"<h2>{markup.tag(part.title or markup.whole.title)}</h2>", *markup.blocks(part)))


def _page(markup: Markup, file: _File) -> str:
    role = f' role="{file.role}"' if file.role else ""
    section = (
        f'<section class="{file.name if file.kind != "chapter" else "story"}" epub:type="{file.kind}"{role}'
        f' aria-label="{markup.tag(file.title)}">\n{file.body}\n</section>'
    )
    return _document(markup, file.title, section)


def _document(markup: Markup, title: str, body: str) -> str:
    language = plainly_escaped(markup.whole.language)
    return (
        f'{_XML}<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' lang="{language}" xml:lang="{language}">\n<head>\n<meta charset="utf-8"/>\n<title>{markup.tag(title)}</title>\n'
        f'<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>\n<body>\n{body}\n</body>\n</html>\n'
    )


def _navigation(markup: Markup, files: tuple[_File, ...]) -> str:
    contents = markup.tag(markup.whole.labels.contents)
    items = "\n".join(f'<li><a href="{file.path}">{markup.tag(file.title)}</a></li>' for file in files)
    first = next(file for file in files if file.kind == "chapter")
    places = [("cover", files[0].path, files[0].title), ("bodymatter", first.path, first.title)]
    if markup.whole.is_book:
        places.insert(1, ("toc", "#toc", markup.whole.labels.contents))
    landmarks = "\n".join(
        f'<li><a epub:type="{kind}" href="{path}">{markup.tag(title)}</a></li>' for kind, path, title in places
    )
    return _document(
        markup,
        markup.whole.labels.contents,
        f'<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="contents">\n<h2 id="contents">{contents}</h2>\n'
        f'<ol>\n{items}\n</ol>\n</nav>\n<nav epub:type="landmarks" hidden="hidden">\n<ol>\n{landmarks}\n</ol>\n</nav>',
    )


def _package(markup: Markup, files: tuple[_File, ...], author: str, identifier: str) -> str:
    whole = markup.whole
    language = plainly_escaped(whole.language)
    metadata = [
        f'<dc:identifier id="book">{identifier}</dc:identifier>',
        f"<dc:title>{markup.tag(whole.title)}</dc:title>",
        f"<dc:language>{language}</dc:language>",
    ]
    if author:
        metadata.append(f'<dc:creator id="author">{plainly_escaped(author)}</dc:creator>')
        metadata.append('<meta refines="#author" property="role" scheme="marc:relators">aut</meta>')
    metadata.append('<meta name="generator" content="fabula"/>')
    metadata.append(f'<meta property="dcterms:modified">{_MODIFIED}</meta>')
    metadata += [f'<meta property="schema:{name}">{value}</meta>' for name, value in _ACCESS]
    metadata.append(f'<meta property="schema:accessibilitySummary">{markup.tag(whole.labels.access)}</meta>')
    manifest = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="style" href="style.css" media-type="text/css"/>',
        *(f'<item id="{file.name}" href="{file.path}" media-type="application/xhtml+xml"/>' for file in files),
    ]
    spine = [f'<itemref idref="{file.name}"/>' for file in files]
    if whole.is_book:
        # Before the first story; a book of one needs no contents among its pages.
        at = next(number for number, file in enumerate(files) if file.kind == "chapter")
        spine.insert(at, '<itemref idref="nav"/>')
    return (
        f'{_XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book" xml:lang="{language}">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        + "\n".join(metadata)
        + "\n</metadata>\n<manifest>\n"
        + "\n".join(manifest)
        + "\n</manifest>\n<spine>\n"
        + "\n".join(spine)
        + "\n</spine>\n</package>\n"
    )
