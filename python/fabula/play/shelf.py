"""Where the saves of a story lie that were given no file of their own: below `$XDG_DATA_HOME`, by what the story is.

That is the `id` in its head, which an edit, a translation and a move leave as it is; without one, the place of its file. What
people read, such as its title, is no part of it. Saves that lie where they lay before (by the place of the file before it had
an id; by its title, as in versions of fabula before ids) are found there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from fabula import files
from fabula.model import Front
from fabula.problems import Problem, StoryProblems

SUFFIX = ".json"
#: what the life of a sitting is called that was given no name
OWN = "life"
_SITTING = re.compile(rf"{OWN}-([1-9][0-9]{{0,8}}){re.escape(SUFFIX)}")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The saves of a story, each by a name. `folder`: where they are written; `earlier`: where others may lie."""

    folder: Path
    earlier: tuple[Path, ...] = ()

    def path(self, name: str) -> Path:
        """The file of a save that is to be written. It is the file itself that is named where there is a folder in the name, or
        where it ends in `.json`. Raises `OSError` for the home of nobody."""
        if name.endswith(SUFFIX) or name.startswith("~") or "/" in name or os.sep in name:
            return files.named(name)
        return self.folder / f"{name}{SUFFIX}"

    def find(self, name: str) -> Path:
        """The file of a save that is to be read: where it is, or else where it would be. Raises `StoryProblems`
        (`unreadable-file`) where `path` raises `OSError`."""
        try:
            path = self.path(name)
        except OSError as error:
            message = f"the save {name} can't be read: {error.strerror}"
            raise StoryProblems([Problem("unreadable-file", message, hint="write its path without '~'")]) from None
        if path.parent == self.folder and not files.is_file(path):
            return next((there for folder in self.earlier if files.is_file(there := folder / path.name)), path)
        return path

    def names(self) -> tuple[str, ...]:
        """The names of all saves, the youngest first."""
        found: dict[str, int] = {}
        for folder in (self.folder, *self.earlier):
            for path, written in _saves_in(folder):
                found.setdefault(path.stem, written)
        return tuple(sorted(found, key=lambda name: (-found[name], name)))

    def is_of_sitting(self, path: Path) -> bool:
        """Whether a file holds the life of a sitting that was given no file of its own."""
        folder, name = os.path.split(os.path.realpath(path))
        return folder == os.path.realpath(self.folder) and _SITTING.fullmatch(name) is not None

    def sittings(self) -> Iterator[Path]:
        """Files for the life of a sitting: the first was free a moment ago, and if it no longer is, the next may be."""
        taken = [int(found[1]) for name in self.names() if (found := _SITTING.fullmatch(f"{name}{SUFFIX}"))]
        number = max(taken, default=0)
        while True:
            number += 1
            yield self.folder / f"{OWN}-{number}{SUFFIX}"

    def make(self) -> None:
        """Make its folder. Raises `OSError`."""
        self.folder.mkdir(parents=True, exist_ok=True)


def shelf_of(front: Front) -> Shelf:
    """The shelf of a story."""
    base = _base()
    folders: list[str] = []
    if front.id:
        folders.append(front.id)
    if front.place:
        # A full stop is in no id.
        folders.append(f"{_plain(Path(front.place).stem)}.{_digest(front.place)}")
    folders.append(f"{_plain(front.title)}-{_digest(front.title)}")
    return Shelf(base / folders[0], tuple(base / folder for folder in folders[1:]))


def _base() -> Path:
    chosen = os.environ.get("XDG_DATA_HOME", "")
    # The specification has relative paths ignored.
    data = Path(chosen) if chosen and Path(chosen).is_absolute() else Path.home() / ".local" / "share"
    return data / "fabula" / "saves"


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40] or "story"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _saves_in(folder: Path) -> Iterator[tuple[Path, int]]:
    """The saves in a folder, and when they were written; what can't be looked at is none."""
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        for entry in os.scandir(folder):
            path = Path(entry.path)
            if path.suffix == SUFFIX and not entry.name.startswith("."):
                with suppress(OSError):
                    if files.is_file(path):
                        yield path, path.stat().st_mtime_ns
