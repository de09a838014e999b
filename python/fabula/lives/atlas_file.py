"""The file of an atlas: a heading that says of which story, then frames that are only ever added.

A frame has its length and a checksum in front. What is not whole at the end is cut off, and that is said: a killed process has
left its last frame unfinished, or the file is damaged, and then all that follows the damage is lost. The frames are trusted as
far as their checksum goes: a file from a stranger can't do harm, but it can say wrong things about a story.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from fabula import files
from fabula.problems import Problem, StoryProblems
from fabula.task import Task

_HEADING = b"fabula atlas 2\n"
_FRAME = struct.Struct("<III")
#: no frame is longer, before and after it was pressed
_LONGEST = 1 << 30
#: frames that are kept in memory have no more bytes than this, all together
MOST_KEPT = 24 << 20


class AtlasFile:
    """The file at `path` of the atlas of a task in which nobody in `free` needs a reason. Raises `StoryProblems`.

    `problems`: what of the file had to be left out, once all `frames` have been read."""

    def __init__(self, path: Path, task: Task, free: tuple[int, ...]) -> None:
        self.path = path
        self.problems: tuple[Problem, ...] = ()
        # The same world is the same under any title, and in any language.
        text = json.dumps([{**task.data(), "name": ""}, sorted(free)], sort_keys=True)
        self._heading = _HEADING + hashlib.sha256(text.encode()).digest()
        try:
            known = _begun(path, len(self._heading))
            if not known or (known != self._heading and self._heading.startswith(known)):
                # There is none yet, or who began it did not even come to the end of its heading.
                files.replace(path, self._heading, self._heading.startswith)
                known = self._heading
        except OSError as error:
            raise _problem(path, f"the file of the atlas can't be used: {error.strerror}") from None
        if not known.startswith(_HEADING):
            raise _problem(path, "this is no file of an atlas", expected="a file that fabula has begun, or none")
        if known != self._heading:
            raise _problem(
                path,
                "this atlas is of another story, or of another version of it",
                hint="name another file: what is known of one world says nothing about another",
            )
        #: where the heading and the frames end that are known to be whole
        self._ends = [len(self._heading)]

    @property
    def count(self) -> int:
        """How many frames have been read or added."""
        return len(self._ends) - 1

    def frames(self) -> Iterator[bytes]:
        """All frames that are whole. What follows the last of them is cut off."""
        try:
            with io.FileIO(files.opened(self.path), "rb") as file:
                size = os.fstat(file.fileno()).st_size
                file.seek(self._ends[-1])
                while (frame := _read(file.read(_FRAME.size), file.read)) is not None:
                    self._ends.append(file.tell())
                    yield frame
            if size > self._ends[-1]:
                self._cut(size)
        except files.InUse:
            raise self._in_use() from None
        except OSError as error:
            raise _problem(self.path, f"the file of the atlas can't be used: {error.strerror}") from None

    def _in_use(self) -> StoryProblems:
        return _problem(self.path, "somebody else writes to the file of this atlas", hint="let one of the two go on")

    def _cut(self, size: int) -> None:
        files.Growing(self.path, self._ends[-1], size - self._ends[-1]).close()
        self.problems = (
            Problem(
                "damaged-atlas",
                f"{size - self._ends[-1]:,} of {size:,} bytes of the file of the atlas are left out: they are not whole",
                seen=str(self.path),
                hint="what was in them is explored again; if no process was stopped while it wrote, look to the disk",
            ),
        )

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
            file = files.Growing(self.path, self._ends[-1])
            try:
                file.add(_FRAME.pack(len(pressed), len(frame), zlib.crc32(pressed)) + pressed)
            finally:
                if file.end > self._ends[-1]:
                    self._ends.append(file.end)
                file.close()
        except files.InUse:
            raise self._in_use() from None
        except OSError as error:
            raise _problem(self.path, f"the file of the atlas can't be written: {error.strerror}") from None


class KeptFrames:
    """The frames of an atlas in memory, as `AtlasFile` has them in a file: `pressed` ones to begin with, to which others are
    added as long as all have no more than `most` bytes. `pressed` is empty once they had more."""

    def __init__(self, pressed: Sequence[bytes] = (), most: int = MOST_KEPT) -> None:
        self.problems: tuple[Problem, ...] = ()
        self.count = 0
        self._pressed = list(pressed)
        self._left = most - sum(len(frame) for frame in pressed)

    @property
    def pressed(self) -> tuple[bytes, ...]:
        return tuple(self._pressed) if self._left >= 0 else ()

    def frames(self) -> Iterator[bytes]:
        """All frames. Raises `ValueError` where one is none."""
        for pressed in self._pressed:
            reader = zlib.decompressobj()
            try:
                frame = reader.decompress(pressed, _LONGEST)
            except zlib.error as error:
                raise ValueError(str(error)) from None
            self.count += 1
            yield frame

    def check(self, take: Callable[[bytes], None], frame: bytes) -> None:
        """Gives a frame to whoever takes it. Raises `ValueError` if it does not fit."""
        take(frame)

    def add(self, frame: bytes) -> None:
        """Adds a frame."""
        self.count += 1
        if self._left >= 0:
            self._pressed.append(zlib.compress(frame, 1))
            self._left -= len(self._pressed[-1])
            if self._left < 0:
                self._pressed.clear()


def _begun(path: Path, length: int) -> bytes:
    """The first bytes of a file; none of one that is not there, nor where a link leads to nothing."""
    try:
        return files.read(path, length)[:length]
    except FileNotFoundError:
        return b""


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
