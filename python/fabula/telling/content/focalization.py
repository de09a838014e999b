"""Who tells what of a life: acts by pattern, where a telling begins and ends, and who hands over to whom."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from fabula.model import Action, ActPattern, Teller, Trigger
from fabula.problems import Problem, nearest
from fabula.telling.content.perception import Perceptions
from fabula.telling.world import Happening, Lived, World
from fabula.urgency import DRAWN

#: `by` for a telling from nobody's eyes, also of a story that names a teller; no thing can have this name
NOBODY = "nobody"
_PATTERN = re.compile(r"\s*([^\W\d]\w*)\s*(?:\(([^()]*)\))?\s*")
_NAME = re.compile(r"[^\W\d]\w*")


def pattern(text: str) -> ActPattern:
    """`vow(Aeris, _)`, or `vow` for all acts of that name. Raises `ValueError` for a text that is none."""
    found = _PATTERN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    name, inside = found.groups()
    if inside is None:
        return ActPattern(name)
    written = [part.strip() for part in inside.split(",")] if inside.strip() else []
    if not all(_NAME.fullmatch(part) for part in written):
        raise ValueError(text)
    return ActPattern(name, tuple(None if part == "_" else part for part in written))


def from_eyes(teller: Teller, name: str) -> Teller:
    """The same way of telling with the eyes of one mind, or with nobody's."""
    return replace(teller, eyes=() if name == NOBODY else (name,), until=())


def matches(world: World, act: ActPattern, event: Happening) -> bool:
    """Whether an event is one of the acts."""
    ground = world.ground.actions[event.action]
    return act.fits(ground.schema, tuple(ground.binding.values()))


def drawn_in(world: World, life: Lived) -> int:
    """How many acts at the beginning of a life draw what is drawn at the start of the story: they are nobody's to tell."""
    if not world.definition.draws:
        return 0
    actions = world.ground.task.actions
    return next((i for i, event in enumerate(life.events) if actions[event.action].urgency < DRAWN), len(life.events))


def part_told(world: World, life: Lived, teller: Teller) -> range:
    """The events that are told, by index: from the first that the teller begins with to the first after it that ends it."""
    first = drawn_in(world, life)
    begin, end = first, len(life.events)
    if teller.begins is not None:
        begin = next((i for i, event in enumerate(life.events) if matches(world, teller.begins, event)), first)
    if teller.ends is not None:
        end = next((i + 1 for i in range(begin, end) if matches(world, teller.ends, life.events[i])), end)
    return range(begin, end)


def eyes_of(world: World, life: Lived, teller: Teller, perceptions: Perceptions) -> list[str | None]:
    """Who tells each event of a life. A teller hands over after the act named for that or, without one, once it perceives
    nothing more; and only to one who has something to tell."""
    if not teller.eyes:
        return [None] * len(life.events)
    told: list[str | None] = [teller.eyes[0]] * len(life.events)
    begin = 0
    for place, (earlier, later) in enumerate(itertools.pairwise(teller.eyes)):
        act = teller.until[place] if place < len(teller.until) else None
        after = _last(world, life, begin, earlier, act, perceptions) + 1
        if told[begin : begin + 1] == [earlier] and any(perceptions.perceives(event, later) for event in life.events[after:]):
            told[after:] = [later] * (len(life.events) - after)
            begin = after
    return told


def _last(world: World, life: Lived, begin: int, mind: str, act: ActPattern | None, perceptions: Perceptions) -> int:
    indices = range(begin, len(life.events))
    if act is not None:
        named = next((i for i in indices if matches(world, act, life.events[i])), None)
        if named is not None:
            return named
    return max((i for i in indices if perceptions.perceives(life.events[i], mind)), default=begin - 1)


# --- a teller from outside of the story --------------------------------------------------------------------------------


def flaws(world: World, teller: Teller) -> tuple[Problem, ...]:
    """What a teller names and the story does not have."""
    minds = list(world.ground.task.characters)
    unknown = [
        Problem("unknown-character", f"there is no character '{name}' in the story", seen=name, hint=nearest(name, minds))
        for name in teller.eyes
        if name not in minds
    ]
    acts = [*teller.until, teller.begins, teller.ends]
    found = [problem for act in acts if act is not None for problem in _flaws(world, act, triggers=False)]
    found += [problem for act in teller.leaves_out for problem in _flaws(world, act, triggers=True)]
    return (*unknown, *found)


def _flaws(world: World, act: ActPattern, triggers: bool) -> Iterator[Problem]:
    definition = world.definition
    known: Action | Trigger | None = definition.actions.get(act.name)
    if known is None and triggers:
        known = definition.triggers.get(act.name)
    if known is None:
        candidates = [*definition.actions, *(definition.triggers if triggers else ())]
        yield Problem("unknown-action", f"no act is called '{act.name}'", seen=act.name, hint=nearest(act.name, candidates))
    elif act.arguments is not None:
        if len(act.arguments) != len(known.parameters):
            shown = ", ".join(parameter.name for parameter in known.parameters)
            yield Problem(
                "wrong-count",
                f"'{act.name}' takes {len(known.parameters)}, and {len(act.arguments)} stand there",
                expected=f"{act.name}({shown})",
                seen=str(len(act.arguments)),
                hint="write _ for what does not matter, or leave the brackets out",
            )
        for name in act.arguments:
            if name is not None and name not in definition.things:
                hint = nearest(name, definition.things)
                yield Problem("unknown-name", f"nothing is called '{name}' in the story", seen=name, hint=hint)
