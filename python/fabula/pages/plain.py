"""A work as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.pages.work import Close, Manuscript, Part, Pause, Prose, Why, Work, manuscript

#: the ending's title, and what parts two tellers, stand in the middle of a line of so many characters
_WIDTH = 80
_RULE = "* * *"


def as_text(work: Work) -> str:
    """Plain text; each paragraph one line, for whoever wraps it."""
    return "\n\n".join(_whole(manuscript(work))) + "\n"


def _whole(whole: Manuscript) -> Iterator[str]:
    yield "\n".join((*_underlined(whole.title, "="), *([whole.by] if whole.by else [])))
    for label, texts in whole.before:
        yield f"{label}: {texts[0]}"
        yield from texts[1:]
    yield _RULE
    if whole.is_book:
        lines = [f"  {number}. {part.title} ({part.length})" for number, part in enumerate(whole.parts, start=1)]
        yield "\n".join((whole.labels.contents, "", *lines))
    for part in whole.parts:
        yield from _part(part)
    if whole.missing:
        yield "\n".join(_underlined(whole.labels.missing, "-"))
        yield from whole.missing
    yield _RULE
    yield from whole.after
    yield f"({whole.length})"


def _part(part: Part) -> Iterator[str]:
    if part.title:
        yield "\n".join(("", *_underlined(part.title, "-")))
    lines: list[str] = []
    for block in part.blocks:
        match block:
            case Why(reasons):
                lines += [f"    ({reason})" for reason in reasons]
                continue
            case Prose(text):
                following = text
            case Pause():
                following = "*".center(_WIDTH).rstrip()
            case Close(title):
                following = title.center(_WIDTH).rstrip()
        if lines:
            yield "\n".join(lines)
        lines = [following]
    if lines:
        yield "\n".join(lines)


def _underlined(title: str, mark: str) -> tuple[str, str]:
    return title, mark * len(title)
