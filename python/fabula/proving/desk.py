"""The desk of a story: what was proven of it, kept from one command to the next, and over edits of the story.

One file of plain data, sealed with a key that lies beside it: what has another seal, was damaged or written by somebody else,
is as none. Nothing in it is believed because it stands there: see `entries` for what is looked at again, and `recalling` for
how. An exploration of all lives is kept as the frames of its atlas (`lives.atlas_file`), for the task that it is of.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import struct
import zlib
from dataclasses import dataclass, replace
from typing import Any

from fabula.proving.entries import Entry, entry_from, seconds, text, whole

HEADING = b"fabula desk 1\n"
#: how long a key is, and a seal
KEY = 32
#: a desk has no more bytes than this, the frames of atlases included
LARGEST = 64 << 20
#: what is sought is written in no more
LARGEST_TEXT = 8 << 20
#: and it has no more entries than this; the oldest go first
MOST = 1000
_LENGTH = struct.Struct("<I")

#: who is played, by name, and what is sought, by `Drawer.name_of`
Key = tuple[tuple[str, ...], str]


class Damaged(ValueError):
    """Bytes that are no desk, or none that this key has sealed."""


@dataclass(frozen=True, slots=True)
class Explored:
    """How far all lives of a `task` were followed, by its digest: for so many `seconds`, to so many `states`; `why` it ended
    ("" = all are known). `vain`: so many seconds were not enough, for this or an earlier version. `frames`: of the atlas,
    pressed; none where they would be too many."""

    task: str
    seconds: float
    states: int
    why: str
    vain: float = 0.0
    frames: tuple[bytes, ...] = ()

    @property
    def size(self) -> int:
        return sum(len(frame) + _LENGTH.size for frame in self.frames)


class Desk:
    """`entries`: of what was sought, the newest last; `explored`: by who is played."""

    def __init__(self) -> None:
        self.entries: dict[Key, Entry] = {}
        self.explored: dict[tuple[str, ...], Explored] = {}
        self._put: dict[Key, Entry | None] = {}
        self._followed: dict[tuple[str, ...], Explored] = {}

    @property
    def is_changed(self) -> bool:
        """Whether something was put there that was not there before."""
        return bool(self._put or self._followed)

    def put(self, key: Key, entry: Entry | None) -> None:
        """Keep an entry as the newest one; None: take what is there away."""
        if self.entries.get(key) == entry:
            return
        self.entries.pop(key, None)
        if entry is not None:
            self.entries[key] = entry
        self._put[key] = entry

    def follow(self, free: tuple[str, ...], explored: Explored) -> None:
        """Keep how far lives were followed."""
        self.explored[free] = self._followed[free] = explored

    def onto(self, other: Desk) -> Desk:
        """Another desk of the same story with what was put onto this one."""
        for key, entry in self._put.items():
            other.put(key, entry)
        for free, explored in self._followed.items():
            there = other.explored.get(free)
            if there is None or there.task != explored.task or there.states <= explored.states:
                other.follow(free, explored)
        return other

    # --- bytes --------------------------------------------------------------------------------------------------------

    def content(self, key: bytes) -> bytes:
        """What stands in its file."""
        explored = self._within(LARGEST // 2)
        newest = dict(list(self.entries.items())[-MOST:])
        written = _written(newest, explored)
        while len(written) > LARGEST_TEXT and newest:
            newest = dict(list(newest.items())[len(newest) // 2 + 1 :])
            written = _written(newest, explored)
        pressed = zlib.compress(written)
        parts = [_LENGTH.pack(len(pressed)), pressed]
        for atlas in explored.values():
            for frame in atlas.frames:
                parts += [_LENGTH.pack(len(frame)), frame]
        body = b"".join(parts)
        return HEADING + _seal(key, body) + body

    def _within(self, most: int) -> dict[tuple[str, ...], Explored]:
        """What was explored, with frames in so many bytes: those that are newest."""
        within: dict[tuple[str, ...], Explored] = {}
        for free, atlas in reversed(self.explored.items()):
            fits = atlas.size <= most
            most -= atlas.size if fits else 0
            within[free] = atlas if fits else replace(atlas, frames=())
        return dict(reversed(within.items()))


def desk_from(content: bytes, key: bytes) -> Desk:
    """The desk in a file. Raises `Damaged`."""
    begin = len(HEADING) + KEY
    if not content.startswith(HEADING) or len(content) > LARGEST:
        raise Damaged("this is no desk of this version")
    body = content[begin:]
    if not hmac.compare_digest(content[len(HEADING) : begin], _seal(key, body)):
        raise Damaged("its seal is broken")
    pieces = _Pieces(body)
    try:
        reader = zlib.decompressobj()
        data = json.loads(reader.decompress(pieces.next(), LARGEST_TEXT))
        desk = Desk()
        for free, name, entry in data["entries"]:
            desk.entries[_names(free), text(name)] = entry_from(entry)
        for free, task, spent, states, why, vain, count in data["explored"]:
            frames = tuple(pieces.next() for _ in range(whole(count)))
            explored = Explored(text(task), seconds(spent), whole(states), text(why), seconds(vain), frames)
            desk.explored[_names(free)] = explored
    except (KeyError, TypeError, ValueError, RecursionError, zlib.error) as error:
        raise Damaged(f"its parts do not fit: {error}") from None
    return desk


class _Pieces:
    """Pieces of bytes, each with its length in front."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def next(self) -> bytes:
        """Raises `ValueError` where there is none."""
        begin = self._at + _LENGTH.size
        if begin > len(self._content):
            raise ValueError("a piece is missing")
        (length,) = _LENGTH.unpack(self._content[self._at : begin])
        if begin + length > len(self._content):
            raise ValueError("a piece is not whole")
        self._at = begin + length
        return self._content[begin : self._at]


def _written(entries: dict[Key, Entry], explored: dict[tuple[str, ...], Explored]) -> bytes:
    data: dict[str, list[Any]] = {
        "entries": [[list(free), name, entry.data()] for (free, name), entry in entries.items()],
        "explored": [
            [list(free), atlas.task, round(atlas.seconds, 3), atlas.states, atlas.why, round(atlas.vain, 3), len(atlas.frames)]
            for free, atlas in explored.items()
        ],
    }
    return json.dumps(data, separators=(",", ":")).encode()


def _names(data: object) -> tuple[str, ...]:
    if not isinstance(data, list):
        raise ValueError("names are a list")
    return tuple(text(item) for item in data)


def _seal(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, HEADING + body, hashlib.sha256).digest()
