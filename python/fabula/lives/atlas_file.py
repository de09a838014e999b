"""The file of an atlas: a heading that says of which story, then frames that are only ever added.

A frame has its length and a checksum in front. What a killed process has left unfinished at the end is cut off, so that at
most the last frame is lost, and never the file. The frames are trusted as far as their checksum goes: a file from a stranger
can't do harm, but it can say wrong things about a story.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from fabula.problems import Problem, StoryProblems
from fabula.task import Task

_HEADING = b"fabula atlas 2\n"
_FRAME = struct.Struct("<III")
#: no frame is longer, before and after it was pressed
_LONGEST = 1 << 30


class AtlasFile:
    """The file at `path` of the atlas of a task in which nobody in `free` needs a reason. Raises `StoryProblems`."""

    def __init__(self, path: Path, task: Task, free: tuple[int, ...]) -> None:
        self.path = path
        text = json.dumps([task.data(), sorted(free)], sort_keys=True)
        heading = _HEADING + hashlib.sha256(text.encode()).digest()
        try:
            known = path.read_bytes()[: len(heading)] if path.exists() else b""
            if not known or (known != heading and heading.startswith(known)):
                # There is none yet, or who began it did not even come to the end of its heading.
                path.write_bytes(heading)
                known = heading
        except OSError as error:
            raise _problem(path, f"the file of the atlas can't be used: {error.strerror}") from None
        if not known.startswith(_HEADING):
            raise _problem(path, "this is no file of an atlas", expected="a file that fabula has begun, or none")
        if known != heading:
            raise _problem(
                path,
                "this atlas is of another story, or of another version of it",
                hint="name another file: what is known of one world says nothing about another",
            )
        #: where the heading and the frames end that are known to be whole
        self._ends = [len(heading)]

    @property
    def count(self) -> int:
        """How many frames have been read or added."""
        return len(self._ends) - 1

    def frames(self) -> Iterator[bytes]:
        """All frames that are whole. What follows the last of them is cut off."""
        with self.path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            file.seek(self._ends[-1])
            while (frame := _read(file.read(_FRAME.size), file.read)) is not None:
                self._ends.append(file.tell())
                yield frame
        if size > self._ends[-1]:
            os.truncate(self.path, self._ends[-1])

    def check(self, take: Callable[[bytes], None], frame: bytes) -> None:
        """Gives a frame to whoever takes it, and makes a problem of it if it does not fit."""
        try:
            take(frame)
        except ValueError as error:
            raise _problem(self.path, f"the file of the atlas does not fit the story: {error}") from None

    def add(self, frame: bytes) -> None:
        """Adds a frame, and waits until it lies on the disk. Raises `StoryProblems` if it can't be, or if somebody else has
        written to the file. Whatever happens, the file has the frame, and it is counted, or neither."""
        pressed = zlib.compress(frame, 1)
        try:
            if self.path.stat().st_size != self._ends[-1]:
                raise _problem(self.path, "somebody else writes to the file of this atlas", hint="let one of the two go on")
            try:
                with self.path.open("r+b") as file:
                    file.seek(self._ends[-1])
                    file.write(_FRAME.pack(len(pressed), len(frame), zlib.crc32(pressed)))
                    file.write(pressed)
                    file.flush()
                    os.fsync(file.fileno())
                    # As the last thing, and at once: an interruption comes before it or after it.
                    self._ends.append(file.tell())
            finally:
                os.truncate(self.path, self._ends[-1])
        except OSError as error:
            raise _problem(self.path, f"the file of the atlas can't be written: {error.strerror}") from None


def _read(front: bytes, read: Callable[[int], bytes]) -> bytes | None:
    """The frame that begins with `front`, or None if it is not whole."""
    if len(front) < _FRAME.size:
        return None
    pressed_length, length, checksum = _FRAME.unpack(front)
    if pressed_length > _LONGEST or not 0 < length <= _LONGEST:
        return None
    pressed = read(pressed_length)
    if len(pressed) < pressed_length or zlib.crc32(pressed) != checksum:
        return None
    reader = zlib.decompressobj()
    try:
        frame = reader.decompress(pressed, length)
    except zlib.error:
        return None
    return frame if len(frame) == length and not reader.unconsumed_tail else None


def _problem(path: Path, message: str, *, expected: str = "", hint: str = "") -> StoryProblems:
    return StoryProblems([Problem("bad-atlas", message, expected=expected, seen=str(path), hint=hint)])
