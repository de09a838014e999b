"""EPUB 3: what is in the file, that it never differs, and that Debian's epubcheck has nothing to say against it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from fabula import lives
from fabula.model import Front
from fabula.pages import Book, Chapter, Missing, Page, Work, as_epub, book_of, page_of
from fabula.story import Story
from fabula.telling import Paragraph, Passage, Telling

Lived = Callable[..., lives.Life]

NAMES = {"opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/", "x": "http://www.w3.org/1999/xhtml"}
#: Debian's is a script only where the kernel starts JAR files
JAR = Path("/usr/share/java/epubcheck.jar")


def told(*texts: str) -> Telling:
    return Telling("T", tuple(Paragraph((Passage(text, ()),), None) for text in texts))


EVIL = "\"><script>alert('1')</script>&nbsp;\x00\x0b\ud800\ufffe ]]> --> <!--"
WORKS: dict[str, Work] = {
    "bare": Page(Front("Bare"), told("So.")),
    "empty": Page(Front("Empty", language="de-AT"), told()),
    "evil": Page(Front(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL), told(EVIL, EVIL), ((EVIL,), ())),
    "book": Book(
        Front("Böck", "Ä. Ö.", "N.\n\nN.", "D.", "A?", "C", "de"),
        (Chapter("a", "Ein Ende", told("„So.“", "So.")), Chapter("b", "Ein Ende", told("So."), (("Weil.",),))),
        (Missing("c", "Keins", 3, proof=True),),
    ),
    "without a chapter": Book(Front("None"), (), (Missing("c", "None of them", 3, proof=True),)),
    "evil book": Book(Front(EVIL), (Chapter(EVIL, EVIL, told(EVIL)),), (Missing(EVIL, EVIL),)),
}


def contents(work: Work) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(as_epub(work))) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


@pytest.fixture
def page(story: Story, lived: Lived) -> Page:
    return page_of(story, lived("light(Ann, well)", "walk(Ann, well, tower)"), "Ann")


@pytest.fixture
def book(story: Story, lived: Lived) -> Book:
    return book_of(story, [lived("kill(Cid, Ann)"), lived("recall(Ben)")], [Missing("no", "No", 5)])


def test_the_container_is_as_readers_expect_it(page: Page) -> None:
    """The type comes first and is not compressed, so that it stands at a fixed place in the file."""
    written = as_epub(page)
    assert written[30:58] == b"mimetypeapplication/epub+zip"
    files = contents(page)
    root = ElementTree.fromstring(files["META-INF/container.xml"])
    assert [element.get("full-path") for element in root.iter() if element.get("full-path")] == ["EPUB/package.opf"]


def test_nothing_in_it_depends_on_when_or_where_it_is_written(page: Page) -> None:
    assert as_epub(page) == as_epub(page)
    with zipfile.ZipFile(io.BytesIO(as_epub(page))) as archive:
        for entry in archive.infolist():
            assert (entry.date_time, entry.compress_type, entry.create_system) == ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED, 3)


def test_books_with_another_text_have_another_identifier(page: Page, book: Book) -> None:
    found = [re.findall("urn:uuid:[0-9a-f-]{36}", contents(work)["EPUB/package.opf"]) for work in (page, book)]
    assert [len(identifiers) for identifiers in found] == [1, 1]
    assert found[0] != found[1]


def test_the_package_says_what_the_book_is_and_for_whom(page: Page) -> None:
    package = ElementTree.fromstring(contents(page)["EPUB/package.opf"])

    def one(name: str) -> str | None:
        return package.findtext(f"opf:metadata/dc:{name}", namespaces=NAMES)

    assert (one("title"), one("creator"), one("language")) == ("The Well & the <Tower>", "A. Writer", "en")
    said: dict[str, set[str]] = {}
    for meta in package.iterfind("opf:metadata/opf:meta", NAMES):
        said.setdefault(meta.get("property", ""), set()).add(meta.text or "")
    assert said["schema:accessMode"] == said["schema:accessModeSufficient"] == {"textual"}
    assert said["schema:accessibilityHazard"] == {"none"}
    assert {"tableOfContents", "readingOrder", "structuralNavigation"} <= said["schema:accessibilityFeature"]
    assert said["schema:accessibilitySummary"] == {"Text only, in reading order, with headings and a table of contents."}
    assert said["dcterms:modified"] == {"1980-01-01T00:00:00Z"}


def test_everything_is_listed_and_read_in_its_order(book: Book) -> None:
    files = contents(book)
    package = ElementTree.fromstring(files["EPUB/package.opf"])
    listed = {item.get("id"): item.get("href") for item in package.iterfind("opf:manifest/opf:item", NAMES)}
    assert {f"EPUB/{path}" for path in listed.values()} == set(files) - {
        "mimetype",
        "META-INF/container.xml",
        "EPUB/package.opf",
    }
    order = [listed[item.get("idref")] for item in package.iterfind("opf:spine/opf:itemref", NAMES)]
    assert order == [f"{name}.xhtml" for name in ("cover", "before", "nav", "life-1", "life-2", "missing", "after")]
    contained = ElementTree.fromstring(files["EPUB/nav.xhtml"]).find(".//x:nav[@id='toc']", NAMES)
    assert contained is not None
    links = [(link.get("href"), link.text) for link in contained.iterfind(".//x:a", NAMES)]
    assert [link for link, _ in links] == [path for path in order if path != "nav.xhtml"]
    assert [text for _, text in links] == [
        *("Cover", "Before the story", "It is dark", "Remembered", "Endings that no life came to", "To the reader")
    ]


def test_the_cover_is_a_page_of_text(page: Page) -> None:
    cover = ElementTree.fromstring(contents(page)["EPUB/cover.xhtml"])
    assert cover.findtext(".//x:h1", namespaces=NAMES) == "The Well & the <Tower>"
    assert cover.findtext(".//x:p[@class='by']", namespaces=NAMES) == "by A. Writer"


@pytest.mark.parametrize("name", list(WORKS))
def test_every_file_is_well_formed_whatever_is_in_the_texts(name: str) -> None:
    files = contents(WORKS[name])
    for path, text in files.items():
        if path.endswith(("xhtml", "opf", "xml")):
            root = ElementTree.fromstring(text)
            assert not [element for element in root.iter() if element.tag.endswith("script")]


def checker() -> list[str] | None:
    """How epubcheck is started on this machine, if it can be."""
    java = shutil.which("java")
    if JAR.is_file() and java is not None:
        return [java, "-XX:TieredStopAtLevel=1", "-jar", str(JAR)]
    found = shutil.which("epubcheck")
    return None if found is None else [found]


@pytest.mark.skipif(checker() is None, reason="epubcheck is not installed")
def test_epubcheck_has_nothing_to_say(page: Page, tmp_path: Path) -> None:
    command = checker()
    assert command is not None
    for number, work in enumerate((page, WORKS["empty"], WORKS["book"], WORKS["evil book"])):
        path = tmp_path / f"{number}.epub"
        path.write_bytes(as_epub(work))
        checked = subprocess.run(
            [*command, "--failonwarnings", str(path)], capture_output=True, text=True, timeout=120, check=False
        )
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_book_says_which_way_it_is_read() -> None:
    """Each of its documents, and the order of its pages."""
    for language, turned in (("he", True), ("de", False)):
        inside = contents(Page(Front("T", language=language), told("One.", "Two.")))
        documents = [text for name, text in inside.items() if name.endswith(".xhtml")]
        assert all(('dir="rtl"' in text) is turned for text in documents)
        (package,) = [text for name, text in inside.items() if name.endswith(".opf")]
        assert ('<spine page-progression-direction="rtl">' in package) is turned
