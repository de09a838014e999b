"""The life of a sitting on its way to the disk: a line for each turn, in a file that no other sitting writes to."""

from __future__ import annotations

from pathlib import Path

from fabula import files
from fabula.play import saves
from fabula.play.session import Choice, Session, Turn
from fabula.play.shelf import Shelf


class Keeper:
    """Keeps one life after the other, as a session has them: whatever was taken back is taken back there.

    `named`: the file that the reader has named for it; else each life has a file of its own on the shelf. `before`: the file on
    the shelf in which a life goes on, unless another sitting has it by now.
    """

    def __init__(self, shelf: Shelf, named: Path | None = None, before: Path | None = None) -> None:
        self.path: Path | None = None
        self._shelf = shelf
        self._named = named
        self._before = before
        self._file: files.Growing | None = None
        #: what stands in the file
        self._turns: list[Turn] = []
        self._is_pending = False

    def keep(self, session: Session, pending: Choice | None = None) -> None:
        """Put what is new into the file. `pending`: a choice that is made and has not been carried out; a loss of power, though
        nothing less, may lose it. Raises `OSError`; then the file is as it was."""
        if self._file is None:
            self._begin(session, pending)
            return
        turns = session.history
        common = min(len(self._turns), len(turns))
        # Turns are added and taken back at the end alone: if one is the same, so are all before it.
        while common and self._turns[common - 1] is not turns[common - 1]:
            common -= 1
        undone, new = len(self._turns) - common, turns[common:]
        lines = [session.saved_turn(turn).data() for turn in new]
        if pending is not None:
            lines.append(session.saved_choice(pending).data())
        if undone or (self._is_pending and not lines):
            lines.insert(0, {"undo": undone})
        self._file.add(saves.lines(*lines), sync=pending is None)
        self._turns[common:] = new
        self._is_pending = pending is not None

    def part(self) -> None:
        """What is kept from here on is another life."""
        self.close()
        self._before = None

    def close(self) -> None:
        """Let others have the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _begin(self, session: Session, pending: Choice | None) -> None:
        content = session.saved(pending).content()
        path = self._named if self._named is not None else self._of_sitting(content)
        if self._named is not None:
            files.replace(path, content, saves.is_save)
        self._file = files.Growing(path, len(content))
        self.path = path
        self._turns = list(session.history)
        self._is_pending = pending is not None

    def _of_sitting(self, content: bytes) -> Path:
        """A file on the shelf that now has this in it."""
        self._shelf.make()
        if self._before is not None:
            try:
                files.replace(self._before, content, saves.is_save)
            except files.InUse:
                self._before = None
            else:
                return self._before
        for path in self._shelf.sittings():
            try:
                files.create(path, content)
            except FileExistsError:
                continue
            return path
        raise AssertionError("there is no end of names")
