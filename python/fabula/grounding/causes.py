"""Which of several problems follow from others: what never happens gives nothing, and what asks for it is in vain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass

from fabula.model import Assign, Definition, Effect, ForEach, Get, When

#: an act ("act") or a trigger ("trigger"), by its name
Event = tuple[str, str]


def givers_of(definition: Definition) -> Mapping[str, frozenset[Event]]:
    """The events that change each property, in the world or in somebody's mind; those that nothing changes are not in it."""
    givers: dict[str, set[Event]] = {}

    def give(event: Event, effects: Iterable[Effect]) -> None:
        for assignment in assignments(effects):
            givers.setdefault(assignment.target.property, set()).add(event)

    for name, action in definition.actions.items():
        give(("act", name), action.outcomes)
    for name, trigger in definition.triggers.items():
        give(("trigger", name), trigger.effects)
    for reaction in definition.reactions:
        give(("act", reaction.action), reaction.effects)
    return {name: frozenset(events) for name, events in givers.items()}


def following(causes: Sequence[Set[int]], first: Iterable[int], roots: Iterable[int] = ()) -> frozenset[int]:
    """The places of what follows from something else: from a place with no cause, from one of the `roots`, which are no places,
    or round in a circle, from the one of it that comes `first`."""
    behind: dict[int, list[int]] = {}
    for place, all_of in enumerate(causes):
        for cause in all_of - {place}:
            behind.setdefault(cause, []).append(place)
    standing = {place for place, all_of in enumerate(causes) if not all_of - {place}}
    left: set[int] = set()

    def leave_out(cause: int) -> None:
        pending = [cause]
        while pending:
            for place in behind.get(pending.pop(), ()):
                if place not in left and place not in standing:
                    left.add(place)
                    pending.append(place)

    for cause in (*roots, *sorted(standing)):
        leave_out(cause)
    for place in first:
        if place not in left and place not in standing:
            standing.add(place)
            leave_out(place)
    return frozenset(left)


def properties_of(part: object) -> Iterator[str]:
    """The properties that an expression reads."""
    if isinstance(part, Get):
        yield part.property
    if isinstance(part, tuple):
        for item in part:
            yield from properties_of(item)
    elif is_dataclass(part):
        for each in fields(part):
            if each.name != "span":
                yield from properties_of(getattr(part, each.name))


def assignments(effects: Iterable[Effect]) -> Iterator[Assign]:
    """All that gives something a value, under whatever condition, in the world or in somebody's mind."""
    for effect in effects:
        match effect:
            case Assign():
                yield effect
            case When(_, then, otherwise):
                yield from assignments((*then, *otherwise))
            case ForEach(_, _, inner):
                yield from assignments(inner)
