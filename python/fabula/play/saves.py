"""Saves: one JSON file each, with the log of choices and a snapshot of what happened; written so that it is whole or not there.

A save holds names and no states, so that it outlives an edit of the story: it is replayed (`Session.load`).
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from fabula.cleaning import clean_json
from fabula.model import Action, Definition, Ending, Kind, Property, Reaction, Thing, Trigger
from fabula.problems import Problem, StoryProblems
from fabula.source import Source, Span

FORMAT = 1
#: a save is a few kilobytes; what is larger than this is none
LARGEST = 16 << 20
OUTCOMES = ("done", "failed", "refused")


@dataclass(frozen=True, slots=True)
class SavedTurn:
    """One turn by the names of its acts. `choice`: None = the reader waited. `outcome`: one of `OUTCOMES`; None where the
    reader waited, and where the turn was not over when it was saved. `others`: None = it was not over."""

    choice: str | None
    outcome: str | None
    others: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Save:
    """`story`: its title; `digest`: of its texts; `events` and `ending`: the snapshot, what happened so far."""

    story: str
    digest: str
    seed: int
    as_: str
    turns: tuple[SavedTurn, ...]
    events: tuple[str, ...]
    ending: str | None

    def data(self) -> dict[str, Any]:
        return {
            "fabula": FORMAT,
            "story": self.story,
            "digest": self.digest,
            "seed": self.seed,
            "as": self.as_,
            "turns": [
                {"choice": turn.choice, "outcome": turn.outcome, "others": None if turn.others is None else list(turn.others)}
                for turn in self.turns
            ],
            "snapshot": {"events": list(self.events), "ending": self.ending},
        }


def digest_of(definition: Definition) -> str:
    """A digest of the texts that a story comes from, those that it uses included."""
    parts: tuple[Kind | Thing | Property | Action | Trigger | Reaction | Ending, ...] = (
        *definition.kinds.values(),
        *definition.things.values(),
        *definition.properties.values(),
        *definition.actions.values(),
        *definition.triggers.values(),
        *definition.reactions,
        *definition.endings.values(),
    )
    texts = {part.span.source.text: None for part in parts if part.span is not None}
    whole = sha256()
    for text in texts:
        whole.update(sha256(text.encode()).digest())
    return whole.hexdigest()


def write(path: Path, save: Save) -> None:
    """Put a save into a file: after a crash at any moment the file holds this save or the one before. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = clean_json(json.dumps(save.data(), ensure_ascii=False, indent=1)) + "\n"
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    _keep(path.parent)


def _keep(folder: Path) -> None:
    """Ask the disk to keep the names in a folder; systems that can't open a folder keep them anyway."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read(path: Path) -> Save:
    """The save in a file. Raises `StoryProblems` (`unreadable-file`, `bad-save`)."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        message = f"the save {path} can't be read: {(error.strerror or 'unknown reason').lower()}"
        raise StoryProblems(
            [Problem("unreadable-file", message, hint="in play, 'load' alone lists the lives that were saved")]
        ) from None
    if len(raw) > LARGEST:
        raise _bad(path, f"more than {LARGEST >> 20} MB")
    try:
        found = json.loads(raw.decode("utf-8"))
    except json.JSONDecodeError as error:
        place = Span(Source(str(path), error.doc, path), error.pos, error.pos)
        raise _bad(path, "a text that is not JSON" if raw.strip() else "an empty file", place) from None
    except (UnicodeDecodeError, RecursionError):
        raise _bad(path, "a text that is not JSON") from None
    try:
        return _save(found)
    except _Foreign as foreign:
        raise _bad(path, str(foreign)) from None


class _Foreign(Exception):
    """Something in a file that no save of ours has."""


def _bad(path: Path, seen: str, place: Span | None = None) -> StoryProblems:
    return StoryProblems(
        [
            Problem(
                "bad-save",
                f"{path} is not a save of fabula, or is damaged",
                place,
                expected="a file that 'save' has written",
                seen=seen,
                hint="take another save, or start anew",
            )
        ]
    )


def _save(found: object) -> Save:
    whole = _mapping(found, "the file")
    if whole.get("fabula") != FORMAT:
        raise _Foreign(f"format {whole['fabula']!r}" if "fabula" in whole else "no format of fabula")
    snapshot = _mapping(whole.get("snapshot"), "'snapshot'")
    return Save(
        story=_text(whole.get("story"), "'story'"),
        digest=_text(whole.get("digest"), "'digest'"),
        seed=_number(whole.get("seed"), "'seed'"),
        as_=_text(whole.get("as"), "'as'"),
        turns=tuple(_turn(turn) for turn in _list(whole.get("turns"), "'turns'")),
        events=tuple(_text(name, "an event") for name in _list(snapshot.get("events"), "'events'")),
        ending=_text_or_none(snapshot.get("ending"), "'ending'"),
    )


def _turn(found: object) -> SavedTurn:
    turn = _mapping(found, "a turn")
    others = turn.get("others")
    outcome = _text_or_none(turn.get("outcome"), "'outcome'")
    if outcome is not None and outcome not in OUTCOMES:
        raise _Foreign(f"the outcome {outcome!r}")
    return SavedTurn(
        choice=_text_or_none(turn.get("choice"), "'choice'"),
        outcome=outcome,
        others=None if others is None else tuple(_text(name, "an act") for name in _list(others, "'others'")),
    )


def _mapping(found: object, what: str) -> Mapping[str, object]:
    if not isinstance(found, dict):
        raise _Foreign(f"{what} is not an object")
    return found


def _list(found: object, what: str) -> list[object]:
    if not isinstance(found, list):
        raise _Foreign(f"{what} is not a list")
    return found


def _text(found: object, what: str) -> str:
    if not isinstance(found, str):
        raise _Foreign(f"{what} is not a text")
    return found


def _text_or_none(found: object, what: str) -> str | None:
    return None if found is None else _text(found, what)


def _number(found: object, what: str) -> int:
    if not isinstance(found, int) or isinstance(found, bool):
        raise _Foreign(f"{what} is not a number")
    return found


def folder_of(story: str) -> Path:
    """Where the saves of a story lie that were given no file of their own: below `$XDG_DATA_HOME`."""
    base = os.environ.get("XDG_DATA_HOME", "")
    # The specification has relative paths ignored.
    data = Path(base) if base and Path(base).is_absolute() else Path.home() / ".local" / "share"
    plain = re.sub(r"[^a-z0-9]+", "-", story.lower()).strip("-")[:40] or "story"
    return data / "fabula" / "saves" / f"{plain}-{sha256(story.encode()).hexdigest()[:8]}"


def slot(story: str, name: str) -> Path:
    """The file of a slot, or the file itself where the name is one: it has a folder in it, or ends in `.json`."""
    if name.endswith(".json") or "/" in name or os.sep in name:
        return Path(name).expanduser()
    return folder_of(story) / f"{name}.json"


def slots(story: str) -> tuple[str, ...]:
    """The names of the slots of a story that hold a save, the youngest first."""
    folder = folder_of(story)
    if not folder.is_dir():
        return ()
    files = [path for path in folder.iterdir() if path.suffix == ".json" and not path.name.startswith(".")]
    return tuple(path.stem for path in sorted(files, key=lambda path: (-path.stat().st_mtime_ns, path.name)))
