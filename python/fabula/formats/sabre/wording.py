"""Words for the names of a problem file: "PatientRoomA" is Patient Room A, and `walk(Tom, Home, Market)` is something to tell.

An act whose arguments say by what they are how they follow its verb is left to the engine's own words ("Tom walks from Home
to Market"). Of any other it is not known how the rest of its arguments belongs to it, and they stand in brackets: "Jones
takes Ark (Nazis) at Tanis". What nobody does is only named: "Snakebite: Carl, Ranch."
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePath

_TITLE = re.compile(r"([^(]*)\((.*)\)")
_JOINT = re.compile(r"(?<=[a-z0-9])(?<!\bMac)(?<!\bMc)(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])|[_\-\s]+")
_WORD = re.compile(r"[^\W\d_]+")
_IDENTIFIER = re.compile(r"[^\W\d]\w*")

#: whoever does these takes no object, and goes from the first of two places to the second
_MOVING = frozenset("walk go move run ride travel flee wander return climb sneak fly sail march drive swim crawl".split())
#: these take no object
_ALONE = _MOVING | frozenset("die live sleep rest wait hide escape report come arrive depart leave".split())
#: these take two: whoever gets something, and what
_GIVING = frozenset("give show offer hand sell lend pay".split())

#: "pickup" is "pick up"
_PARTED = re.compile(r"\b(pick|put|wake|lock|look|tie|cut|knock|throw|give)(up|down|out|off|away|at)\b")

#: properties that say where somebody or something is
WHEREABOUTS = frozenset({"at", "location", "position", "place", "room", "where"})


def parts_of(title: str) -> tuple[str, tuple[str, ...]]:
    """The name of a fluent or an event, and its arguments."""
    title_parts = _TITLE.fullmatch(title)
    if title_parts is None:
        return title, ()
    return title_parts[1], tuple(part.strip() for part in title_parts[2].split(",")) if title_parts[2].strip() else ()


def display(name: str) -> str:
    """The name of a thing as words: "PatientRoomA" -> "Patient Room A"."""
    return " ".join(word for word in _JOINT.split(name) if word) or name


def words(name: str) -> str:
    """The name of a property or an event as words, in small letters where they are not all capitals: "isCEO" -> "is CEO"."""
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in display(name).split())


def title_of(file: str) -> str:
    """A title from the name of a problem file: "the_old-mill.txt" -> "The old mill"."""
    said = words(PurePath(file).stem)
    return said[:1].upper() + said[1:]


@dataclass(frozen=True, slots=True)
class Wording:
    """How an act is told. `name`: its verb and what belongs to it, joined by underscores. `choice` and `says`: templates, or
    None where the engine's own words do."""

    name: str
    choice: str | None = None
    says: str | None = None


def parameter(place: int) -> str:
    """The parameter that stands for an argument."""
    return f"a{place + 1}"


def wording(
    name: str,
    arguments: Sequence[str],
    doers: Sequence[str],
    characters: Collection[str],
    places: Collection[str],
    things: Collection[str],
) -> Wording:
    """The words for an act. `doers`: who consents, those among the arguments first; `things`: what has a name of its own, as
    numbers and truths have not."""
    verb, _, behind = _PARTED.sub(r"\1 \2", words(re.sub(r"[^\w\s-]+", " ", name))).partition(" ")
    bare = "_".join((verb, *behind.split()))
    slots = {n: f"{{{parameter(n)}}}" if each in things else each for n, each in enumerate(arguments)}
    if not doers and len(arguments) > 1 and verb not in _ALONE:
        listed = f"{' '.join((verb, *behind.split())).capitalize()}: {', '.join(slots.values())}"
        return Wording(bare, listed, f"{listed}.")
    first = doers[0] if doers else arguments[0] if arguments else ""
    at = arguments.index(first) if first in arguments else -1
    rest = [n for n in slots if n != at]
    objects, where = [n for n in rest if arguments[n] not in places], [n for n in rest if arguments[n] in places]
    if all(each in things for each in arguments) and _speaks_for_itself(
        verb, [arguments[n] for n in objects], len(where), characters
    ):
        return Wording(bare)
    direct = f" {slots[objects.pop(0)]}" if objects and verb not in _ALONE else ""
    place = f" at {slots[where.pop()]}" if len(where) == 1 else ""
    others = " / ".join(slots[n] for n in sorted((*objects, *where)))
    tail = f"{f' {behind}' if behind else ''}{direct}{f' ({others})' if others else ''}{place}"
    told = f"[{verb}]" if _WORD.fullmatch(verb) else verb
    doer = slots[at] if at >= 0 else f"{{{first}}}" if _IDENTIFIER.fullmatch(first) else display(first)
    return Wording(bare, f"{verb.capitalize()}{tail}", f"{doer} {told}{tail}.")


def _speaks_for_itself(verb: str, objects: Sequence[str], places: int, characters: Collection[str]) -> bool:
    """Whether it is plain how objects and places follow a verb: "kills Bob at Market", "gives Bob Coin"."""
    if not _WORD.fullmatch(verb):
        return not objects and not places
    if places > 1:
        return places == 2 and not objects and verb in _MOVING
    if len(objects) == 2:
        return verb in _GIVING and sum(each in characters for each in objects) == 1
    return len(objects) <= 1 and not (objects and verb in _ALONE)
