"""A work as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fabula.pages.work import Close, Manuscript, Part, Pause, Prose, Why, Work, manuscript

_RULE = "---"


def as_markdown(work: Work) -> str:
    """Markdown; characters of the story that would be markup are escaped."""
    return "\n\n".join(_whole(manuscript(work))) + "\n"


def _whole(whole: Manuscript) -> Iterator[str]:
    yield f"# {_line(whole.title)}"
    if whole.by:
        yield f"*{_line(whole.by)}*"
    for label, texts in whole.before:
        first, *others = (_mark(text) for text in texts)
        quoted = "\n\n".join((f"**{_line(label)}:** {first}", *others))
        yield "\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))
    yield _RULE
    headings = [part.title for part in whole.parts] + ([whole.labels.missing] if whole.missing else [])
    if whole.is_book:
        yield f"## {_line(whole.labels.contents)}"
        yield "\n".join(_entries(whole, headings))
    for part in whole.parts:
        yield from _part(part)
    if whole.missing:
        yield f"## {_line(whole.labels.missing)}"
        yield "\n".join(f"- {_line(sentence)}" for sentence in whole.missing)
    yield _RULE
    for text in whole.after:
        yield _mark(text)
    yield f"*{whole.length}*"


def _entries(whole: Manuscript, headings: list[str]) -> Iterator[str]:
    """The lines of the table of contents, with the names that GitHub and most others give to headings."""
    taken = {_anchor(whole.title): 1}
    lengths = [part.length for part in whole.parts]
    for number, heading in enumerate((whole.labels.contents, *headings)):
        anchor = _anchor(heading)
        again = taken.get(anchor, 0)
        taken[anchor] = again + 1
        if number:
            below = f" ({lengths[number - 1]})" if number <= len(lengths) else ""
            yield f"{number}. [{_line(heading)}](#{anchor}{f'-{again}' if again else ''}){below}"


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def _part(part: Part) -> Iterator[str]:
    if part.title:
        yield f"## {_line(part.title)}"
    for block in part.blocks:
        match block:
            case Prose(text):
                yield _mark(text)
            case Pause():
                yield "\\*"
            case Why(lines):
                yield "\n".join(f"- *{_line(line)}*" for line in lines)
            case Close(title):
                yield f"**{_line(title)}**"


def _line(text: str) -> str:
    """A text that has to stay on its line."""
    return _mark(" ".join(text.split()))


def _mark(text: str) -> str:
    escaped = re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", text)
    return re.sub(r"^(\s*)(\d+)([.)])", r"\1\2\\\3", re.sub(r"^(\s*)([-+=])", r"\1\\\2", escaped, flags=re.M), flags=re.M)
