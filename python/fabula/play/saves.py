"""Saves: one file each, a JSON object on each line. The first says of which story the life is; then comes a line for each turn,
in order. So a turn is kept by adding a line, however many there were before.

A turn that was not over when it was kept has no `others`, and the line after it takes its place. `undo` takes so many turns
back. A line that a killed process has not finished, at the end, is none. A save holds names and no states, so that it outlives
an edit of the story: it is replayed (`Session.load`). Earlier versions wrote one object for all, which is still read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from fabula import files
from fabula.cleaning import clean_json
from fabula.model import Action, Definition, Ending, Kind, Property, Reaction, Thing, Trigger
from fabula.problems import Problem, StoryProblems
from fabula.source import Source, Span

FORMAT = 2
#: a save of a thousand turns has about a hundred kilobytes; what is larger than this is none
LARGEST = 64 << 20
OUTCOMES = ("done", "failed", "refused", "aside")
_HEAD = re.compile(rb'\s*\{\s*"fabula"\s*:')


@dataclass(frozen=True, slots=True)
class SavedTurn:
    """One turn by the names of its acts. `choice`: None = the reader waited. `outcome`: one of `OUTCOMES`; None where the
    reader waited, and where the turn was not over when it was saved. `others`: None = it was not over."""

    choice: str | None
    outcome: str | None
    others: tuple[str, ...] | None

    def data(self) -> dict[str, Any]:
        return {
            "choice": self.choice,
            "outcome": self.outcome,
            "others": None if self.others is None else list(self.others),
        }


@dataclass(frozen=True, slots=True)
class Save:
    """`id`: the story's, "" if it has none; `story`: its title; `digest`: of its texts."""

    id: str
    story: str
    digest: str
    seed: int
    as_: str
    turns: tuple[SavedTurn, ...]

    @property
    def heading(self) -> dict[str, Any]:
        return {
            "fabula": FORMAT,
            "id": self.id,
            "story": self.story,
            "digest": self.digest,
            "seed": self.seed,
            "as": self.as_,
        }

    def content(self) -> bytes:
        """What stands in its file."""
        return lines(self.heading, *(turn.data() for turn in self.turns))


def lines(*objects: Mapping[str, Any]) -> bytes:
    """Lines of a save, each to be added whole."""
    return "".join(f"{clean_json(json.dumps(one, ensure_ascii=False))}\n" for one in objects).encode()


def digest_of(definition: Definition) -> str:
    """A digest of the texts that a story comes from, those that it uses included."""
    parts: tuple[Kind | Thing | Property | Action | Trigger | Reaction | Ending, ...] = (
        *definition.kinds.values(),
        *definition.things.values(),
        *definition.properties.values(),
        *definition.actions.values(),
        *definition.colours.values(),
        *definition.triggers.values(),
        *definition.reactions,
        *definition.endings.values(),
    )
    texts = {part.span.source.text: None for part in parts if part.span is not None}
    whole = sha256()
    for text in texts:
        whole.update(sha256(text.encode()).digest())
    return whole.hexdigest()


def is_save(head: bytes) -> bool:
    """Whether a file that begins like this is a save, of whatever version."""
    return _HEAD.match(head) is not None


def write(path: Path, save: Save) -> None:
    """Put a save into a file, whole or not at all. Raises `OSError`, also for a file that holds anything but a save."""
    files.replace(path, save.content(), is_save)


def read(path: Path) -> Save:
    """The save in a file. Raises `StoryProblems` (`unreadable-file`, `bad-save`)."""
    try:
        raw = files.read(path, LARGEST)
    except OSError as error:
        message = f"the save {path} can't be read: {(error.strerror or 'unknown reason').lower()}"
        raise StoryProblems(
            [Problem("unreadable-file", message, hint="in play, 'load' alone lists the lives that were saved")]
        ) from None
    if len(raw) > LARGEST:
        raise _bad(path, f"more than {LARGEST >> 20} MB")
    text = _Text(path, _decoded(path, raw))
    first = text.object(0, len(text.content.partition("\n")[0]), quiet=True)
    if isinstance(first, dict) and "turns" not in first:
        return _of_lines(text, first)
    return _of_one(text)


def _decoded(path: Path, raw: bytes) -> str:
    """The text of a save; without a last line that ends within a letter."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        whole = raw.rfind(b"\n") + 1
        if error.start < whole or whole == 0:
            raise _bad(path, "a text that is not JSON") from None
        return raw[:whole].decode("utf-8")


class _Foreign(Exception):
    """Something in a file that no save of ours has."""


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of a file that may be a save."""

    path: Path
    content: str

    def object(self, start: int, end: int, quiet: bool = False) -> object:
        """What stands in a stretch of it. Where that is not JSON: None if `quiet`, else `StoryProblems`."""
        try:
            return json.loads(self.content[start:end])
        except json.JSONDecodeError as error:
            if quiet:
                return None
            seen = "a text that is not JSON" if self.content.strip() else "an empty file"
            raise self.bad(seen, start + error.pos) from None
        except (ValueError, RecursionError) as error:
            # Python reads no numbers of thousands of digits, and no brackets in thousands of brackets.
            if quiet:
                return None
            seen = "a number without end" if isinstance(error, ValueError) else "a text that is not JSON"
            raise self.bad(seen, start) from None

    def bad(self, seen: str, place: int) -> StoryProblems:
        return _bad(self.path, seen, Span(Source(str(self.path), self.content, self.path), place, place))


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


# --- a line for each turn ------------------------------------------------------------------------------------------------


def _of_lines(text: _Text, first: dict[str, object]) -> Save:
    start = 0
    try:
        heading = _heading(first, FORMAT)
        turns: list[SavedTurn] = []
        for start, end, is_whole in _stretches(text.content):
            found = text.object(start, end, quiet=not is_whole)
            if found is not None or is_whole:
                _take(_mapping(found, "a line"), turns)
    except _Foreign as foreign:
        raise text.bad(str(foreign), start) from None
    return Save(*heading, tuple(turns))


def _stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where the lines begin and end behind the first one, and whether each is finished; empty ones left out."""
    start = text.find("\n") + 1 or len(text)
    while start < len(text):
        end = text.find("\n", start)
        is_whole = end >= 0
        end = end if is_whole else len(text)
        if text[start:end].strip():
            yield start, end, is_whole
        start = end + 1


def _take(line: Mapping[str, object], turns: list[SavedTurn]) -> None:
    if turns and turns[-1].others is None:
        turns.pop()
    if "undo" not in line:
        turns.append(_turn(line))
        return
    count = _number(line["undo"], "'undo'")
    if not 0 <= count <= len(turns):
        raise _Foreign("more turns taken back than there were")
    del turns[len(turns) - count :]


# --- one object for all --------------------------------------------------------------------------------------------------


def _of_one(text: _Text) -> Save:
    found = text.object(0, len(text.content))
    try:
        whole = _mapping(found, "the file")
        return Save(*_heading(whole, 1), _turns(_list(whole.get("turns"), "'turns'")))
    except _Foreign as foreign:
        raise _bad(text.path, str(foreign)) from None


def _turns(found: Iterable[object]) -> tuple[SavedTurn, ...]:
    return tuple(_turn(_mapping(turn, "a turn")) for turn in found)


# --- what both have ------------------------------------------------------------------------------------------------------


def _heading(found: Mapping[str, object], expected: int) -> tuple[str, str, str, int, str]:
    if found.get("fabula") != expected:
        raise _Foreign(f"format {str(found['fabula'])[:40]}" if "fabula" in found else "no format of fabula")
    return (
        _text(found.get("id", ""), "'id'"),
        _text(found.get("story"), "'story'"),
        _text(found.get("digest"), "'digest'"),
        _number(found.get("seed"), "'seed'"),
        _text(found.get("as"), "'as'"),
    )


def _turn(turn: Mapping[str, object]) -> SavedTurn:
    others = turn.get("others")
    outcome = _text_or_none(turn.get("outcome"), "'outcome'")
    if outcome is not None and outcome not in OUTCOMES:
        raise _Foreign(f"the outcome {outcome[:40]!r}")
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
