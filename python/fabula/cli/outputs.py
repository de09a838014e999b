"""What may be written over: a file that is there has to be of the kind that is written, so that nobody's own work is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

#: what stands in the files that only fabula writes, by how their names end
MARKS = {
    ".html": b'<meta name="generator" content="fabula">',
    ".epub": b'<meta name="generator" content="fabula"/>',
    ".svg": b'data-generator="fabula"',
    ".json": b'"format": "fabula ',
    ".dot": b"  // made by fabula",
    ".po": b'"Project-Id-Version: ',
}


def like(file: Path, content: bytes | None = None) -> Callable[[bytes], bool]:
    """Whether the first bytes of the file that is there are of the kind of what is to be written: they bear our mark or, where
    only prose stands in it, it has the same first line, which is the title. `content` None: it is not known yet, and any prose
    will do."""
    mark = MARKS.get(file.suffix)
    if mark is not None:
        return lambda head: mark in head
    if content is None:
        return lambda head: True
    first = content.partition(b"\n")[0].rstrip()
    return lambda head: head.partition(b"\n")[0].rstrip() == first
