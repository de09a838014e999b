"""What is wrong with the pages of a built site: links that lead nowhere, and tags that don't fit together."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: elements without an end
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
#: elements that end a paragraph which is still open
ENDS_PARAGRAPH = frozenset(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main menu nav ol "
    "p pre section table ul".split()
)


@dataclass
class Page(HTMLParser):
    """What a page says: where it can be linked to, what it links to, and which of its tags have no partner."""

    anchors: set[str] = field(default_factory=set)
    targets: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ENDS_PARAGRAPH and self.open[-1:] == ["p"]:
            self.open.pop()
        if tag not in VOID:
            self.open.append(tag)
        self._attributes(dict(attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._attributes(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.open:
            self.unmatched.append(f"line {self.getpos()[0]}: </{tag}> ends nothing")
            return
        while (last := self.open.pop()) != tag:
            self.unmatched.append(f"line {self.getpos()[0]}: </{tag}> stands where <{last}> is open")

    def _attributes(self, attributes: dict[str, str | None]) -> None:
        self.anchors.update(value for name in ("id", "name") if (value := attributes.get(name)))
        self.targets.extend(value for name in ("href", "src") if (value := attributes.get(name)) is not None)


def read(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    page.unmatched.extend(f"<{tag}> has no end" for tag in page.open)
    return page


def faults(site: Path, root: str = "/") -> list[str]:
    """Everything that is wrong, a line for each. A link to a folder is wrong too: read from a disk, it shows a list of files.
    `root`: the path under which the site stands where it is served."""
    pages = {path: read(path) for path in sorted(site.rglob("*.html"))}
    return [
        f"{path.relative_to(site).as_posix()}: {fault}"
        for path, page in pages.items()
        for fault in [*page.unmatched, *_dead(path, page, pages, site, root)]
    ]


def _dead(path: Path, page: Page, pages: dict[Path, Page], site: Path, root: str) -> list[str]:
    found = []
    for target in dict.fromkeys(page.targets):
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            continue
        inside = unquote(parts.path)
        served = inside.startswith("/")
        if served and not inside.startswith(root):
            found.append(f"the link {target!r} leads out of the site")
            continue
        place = (site / inside.removeprefix(root) if served else path.parent / inside).resolve() if inside else path
        if not place.is_file():
            found.append(f"the link {target!r} leads to no file")
        elif parts.fragment and place in pages and unquote(parts.fragment) not in pages[place].anchors:
            found.append(f"the link {target!r} leads to no place in its page")
    return found
