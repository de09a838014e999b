"""Whether acts may be left aside since nobody ever has a reason for them: the checker's rule for it, written by itself.

A reason is a plan of which nothing can be left out (semantics 5). An act begins none if nothing that counts is different
after it, in the world or in any mind: then what follows it can be done without it, and ends as well. That is so if

* all that a utility reads counts; so does all that decides what an event does which writes, or teaches, what counts;
* the act, with its public part, writes nothing that counts, and those who see it learn nothing that does. Who is surprised
  by an act takes its conditions to have been so; but whoever knows a fact anyway learns nothing of it, and that is sure
  where a trigger would have told it: minds, too, are looked at when their triggers have come to rest;
* others agree to what follows it all the same. Without the act they are asked with one more act ahead, which makes no
  difference as long as nobody thinks more than two levels deep, or only one mind consents to acts that count;
* triggers come to the same. A mind that is right about everything goes with the world as they fire; one that is wrong about
  what counts for nobody follows when its own turn comes, after it was told what it is told. That makes no difference as long
  as triggers tell nothing new to a mind that is right, and none reads in a mind, or tells it, what another changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from fabula.comparing import compared
from fabula.proving.certificates import LeftOut
from fabula.task import (
    FALSE,
    TRUE,
    Action,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Constant,
    Effect,
    Expression,
    Read,
    Task,
    Trigger,
    reads,
)

#: a condition that has more alternatives is not looked at
ALTERNATIVES = 256

Atoms = tuple[Compare, ...]


def why_not_idle(task: Task, left_out: LeftOut, free: Sequence[int]) -> str | None:
    """Why the acts can't be left out of lives in which those in `free` need no reason; None: they can."""
    if not left_out.acts:
        return None
    if any(action.hopes or any(effect.learns for effect in action.effects) for action in task.actions):
        return "plans hope for something, or are made to learn something"
    counts = frozenset(range(len(task.fluents))) - left_out.idle
    for utility in task.utilities:
        if not _read(utility) <= counts:
            return "somebody wants what is said to count for nobody"
    keeping = {fluent for fluent in {what for _, what, _ in left_out.witnesses} if _marks_keep_step(task, fluent)}
    witnesses = [witness for witness in left_out.witnesses if witness[1] in keeping]
    gaining: set[int] = set()
    for number, action in enumerate(task.actions):
        if not action.consenting:
            continue
        writes = {effect.fluent for effect in _effects(task, action)}
        if _read_by(task, action) <= counts:
            gaining.update(action.consenting)
            if number not in left_out.acts:
                continue
        if not counts.isdisjoint(writes):
            return f"{action.name} changes what counts"
        if not _teaches_nothing(task, number, counts, witnesses):
            return f"who sees {action.name} may learn what counts"
    for trigger in task.triggers:
        if counts.isdisjoint(effect.fluent for effect in trigger.effects):
            continue
        if not _read_by(task, trigger) <= counts:
            return f"{trigger.name} changes what counts, and depends on what is said not to"
    for number in left_out.acts:
        if set(task.actions[number].consenting) <= set(free):
            return f"{task.actions[number].name} needs no reason"
    if len(gaining) > 1 and any(not 0 <= limit.deep <= 2 for limit in task.limits):
        return "somebody thinks more than two levels deep"
    return _why_not_the_same(task, counts)


def _why_not_the_same(task: Task, counts: frozenset[int]) -> str | None:
    """Which trigger may make of a mind that is right about what counts something else if it goes with the world, as one does
    that is right about everything, than if it comes to rest by itself, after it was told what it is told."""
    counting = [one for one in task.triggers if not counts.isdisjoint(effect.fluent for effect in one.effects)]
    effects = [(trigger, effect) for trigger in counting for effect in trigger.effects if not effect.keeps]
    moved = {effect.fluent for _, effect in effects if not effect.path}
    told = {effect.fluent for _, effect in effects if effect.path}
    # Whoever is told what is not known around him is taken to know it, and that is all that is new.
    shown = {effect.fluent for trigger, effect in effects if effect.path and not _needs_an_error(trigger.precondition, effect)}
    asked = {place.fluent for _, effect in effects if not effect.path for place in reads(effect.value)}
    for trigger, effect in effects:
        if effect.path and not _tells_the_truth(trigger, effect):
            return f"{trigger.name} may tell something new to a mind that is right"
    for trigger in counting:
        conditions = [trigger.precondition, *(effect.condition for effect in trigger.effects)]
        knowing = [place for atom in _atoms(conditions) if atom.operator == "known" for place in reads(atom)]
        asked |= {place.fluent for place in knowing if not place.path}
        for place in _places_read_by(trigger):
            if place.path and (place.fluent in moved or (place.fluent in told and len(place.path) > 1)):
                return f"{trigger.name} reads in a mind what another trigger may have made of it"
    if not told.isdisjoint(moved) or not shown.isdisjoint(asked):
        return "what a mind is told by one trigger is changed by another, or makes a difference to it"
    return None


def _tells_the_truth(trigger: Trigger, effect: Effect) -> bool:
    """Whether a mind that takes of a fact what is taken around it to be possible learns nothing new by what it is told."""
    if len(effect.path) != 1 or effect.known:
        return False
    if not effect.excludes and effect.value == Read((), effect.fluent):
        return True
    return _needs_an_error(trigger.precondition, effect) or (effect.excludes and _is_excluded(trigger.precondition, effect))


def _needs_an_error(precondition: Condition, effect: Effect) -> bool:
    """Whether a mind is told something only where it takes for so what is not."""
    ways = _alternatives(AllOf((precondition, effect.condition)))
    return ways is not None and all(_contradict([_outward(atom, effect.path) for atom in way]) for way in ways)


def _outward(atom: Compare, path: tuple[int, ...]) -> Compare:
    """What an atom says of a mind, if it is not denied, said of what is around it."""
    if atom.denied or atom.operator not in ("==", "!="):
        return atom
    left, right = (
        Read((), one.fluent) if isinstance(one, Read) and one.path == path else one for one in (atom.left, atom.right)
    )
    return Compare(atom.operator, left, right)


def _contradict(atoms: Sequence[Compare]) -> bool:
    """Whether equalities and their opposites can't all hold."""
    known = _known(atoms)
    if known is None:
        return True
    plain = [atom for atom in atoms if not atom.denied and atom.operator in ("==", "!=")]
    equal = {frozenset((atom.left, atom.right)) for atom in plain if atom.operator == "=="}
    for atom in plain:
        first, second = _value(atom.left, known), _value(atom.right, known)
        if atom.operator == "!=" and (frozenset((atom.left, atom.right)) in equal or (first is not None and first == second)):
            return True
    return False


def _is_excluded(precondition: Condition, effect: Effect) -> bool:
    """Whether a fact is sure not to be what a mind is told that it is not."""
    ways = _alternatives(AllOf((precondition, effect.condition)))
    return ways is not None and all(_says_otherwise(way, effect) for way in ways)


def _says_otherwise(atoms: Atoms, effect: Effect) -> bool:
    known = _known(atoms)
    value = _value(effect.value, {})
    if known is None or (effect.fluent in known and known[effect.fluent] != value):
        return True
    here = Read((), effect.fluent)
    unequal = [atom for atom in atoms if atom.operator == "!=" and not atom.denied and here in (atom.left, atom.right)]
    others = [atom.right if atom.left == here else atom.left for atom in unequal]
    if isinstance(effect.value, Read) and not effect.value.path and effect.value in others:
        return True
    return value is not None and any(_value(other, known) == value for other in others)


def _marks_keep_step(task: Task, fluent: int) -> bool:
    """Whether, where somebody is taken to know which of several values a fact has, these are always the values that it may have
    there (semantics 8.2, known there); so that whoever learns which it is learns that the other knows it."""
    if any(place.path and place.fluent == fluent for action in task.actions for place in reads(action.precondition)):
        return False
    events: list[tuple[Condition, tuple[Effect, ...]]] = [(TRUE, action.effects) for action in task.actions]
    events += [(TRUE, public.effects) for public in task.publics]
    events += [(trigger.precondition, trigger.effects) for trigger in task.triggers]
    for precondition, effects in events:
        for effect in effects:
            if effect.fluent == fluent and not effect.keeps and not effect.known:
                if effect.excludes:
                    keeps = len(effect.path) == 1 and _is_excluded(precondition, effect)
                elif effect.path:
                    keeps = isinstance(effect.value, Constant) or (len(effect.path) == 1 and effect.value == Read((), fluent))
                else:
                    keeps = effect.condition == TRUE and not reads(effect.value) and _value(effect.value, {}) is not None
                if not keeps:
                    return False
    return True


# --- what an event depends on ------------------------------------------------------------------------------------------


def _effects(task: Task, action: Action) -> tuple[Effect, ...]:
    return (*action.effects, *(() if action.public is None else task.publics[action.public].effects))


def _read(part: Expression | Condition) -> set[int]:
    return {place.fluent for place in reads(part)}


def _read_by(task: Task, event: Action | Trigger) -> set[int]:
    """The facts that decide whether an event happens, what it does, and who sees it."""
    fluents = _read(event.precondition)
    for effect in _effects(task, event) if isinstance(event, Action) else event.effects:
        fluents |= _read(effect.condition) | _read(effect.value)
    for condition in event.observing if isinstance(event, Action) else ():
        fluents |= _read(condition)
    return fluents


def _places_read_by(trigger: Trigger) -> Iterator[Read]:
    yield from reads(trigger.precondition)
    for effect in trigger.effects:
        yield from reads(effect.condition)
        yield from reads(effect.value)


def _atoms(conditions: Iterable[Condition]) -> Iterator[Compare]:
    for condition in conditions:
        if isinstance(condition, Compare):
            yield condition
        else:
            yield from _atoms(condition.parts)


# --- what an act teaches -----------------------------------------------------------------------------------------------


def _teaches_nothing(task: Task, number: int, counts: frozenset[int], witnesses: Sequence[tuple[int, int, int]]) -> bool:
    """Whether everybody who may see an act knows already all that counts of what it asks for."""
    action = task.actions[number]
    if counts.isdisjoint(_read(action.shown)):
        return True
    # Only what is shown is sure in the mind of whoever has seen it.
    asked = _alternatives(action.shown)
    for mind, condition in enumerate(action.observing):
        seen = _alternatives(condition)
        if condition == FALSE:
            continue
        if asked is None or seen is None:
            return False
        for one, other in product(asked, seen):
            known = _known((*one, *other))
            for atom in one if known is not None else ():
                for place in reads(atom):
                    if place.fluent in counts and (
                        place.path or known is None or not _is_told(task, mind, place.fluent, known, witnesses)
                    ):
                        return False
    return True


def _is_told(task: Task, mind: int, fluent: int, known: dict[int, int], witnesses: Sequence[tuple[int, int, int]]) -> bool:
    """Whether one of the witnesses is sure to tell a mind what a fluent is where this is known, unless it knows."""
    for who, what, number in witnesses:
        if (who, what) == (mind, fluent) and fluent in known:
            trigger = task.triggers[number]
            told = [effect for effect in trigger.effects if effect.fluent == fluent and effect.path == (mind,)]
            if len(told) == 1 and not told[0].excludes and not told[0].known:
                value = told[0].value
                is_right = value == Read((), fluent) or value == Constant(known[fluent])
                sure = (_is_sure(part, mind, fluent, known) for part in (trigger.precondition, told[0].condition))
                if is_right and all(sure):
                    return True
    return False


def _alternatives(condition: Condition) -> list[Atoms] | None:
    """A condition as alternatives, of which it is one if all of its atoms hold; None: they are too many."""
    match condition:
        case Compare():
            return [(condition,)]
        case AnyOf(parts):
            alternatives: list[Atoms] = []
            for part in parts:
                ways = _alternatives(part)
                if ways is None or len(alternatives) + len(ways) > ALTERNATIVES:
                    return None
                alternatives += ways
            return alternatives
        case AllOf(parts):
            alternatives = [()]
            for part in parts:
                ways = _alternatives(part)
                if ways is None or len(alternatives) * len(ways) > ALTERNATIVES:
                    return None
                alternatives = [(*one, *other) for one in alternatives for other in ways]
            return alternatives


def _known(atoms: Iterable[Compare]) -> dict[int, int] | None:
    """What atoms say together that single facts are, where all of them hold; None: they can't."""
    equal = [atom for atom in atoms if atom.operator == "==" and not atom.denied]
    known: dict[int, int] = {}
    for _ in equal:
        for atom in equal:
            for one, other in ((atom.left, atom.right), (atom.right, atom.left)):
                value = _value(other, known)
                if (
                    isinstance(one, Read)
                    and not one.path
                    and value is not None
                    and known.setdefault(one.fluent, value) != value
                ):
                    return None
    return known


def _value(expression: Expression, known: dict[int, int]) -> int | None:
    match expression:
        case Constant(value, ()):
            return value
        case Read((), fluent):
            return known.get(fluent)
    return None


def _is_sure(condition: Condition, mind: int, fluent: int, known: dict[int, int]) -> bool:
    """Whether a condition is sure to hold where this is known and the mind does not take the fluent to be what it is."""
    match condition:
        case AllOf(parts):
            return all(_is_sure(part, mind, fluent, known) for part in parts)
        case AnyOf(parts):
            return any(_is_sure(part, mind, fluent, known) for part in parts)
        case Compare(operator, left, right, _, denied):
            if operator == "==" and denied:
                sides = [side for side in (left, right) if side != Read((mind,), fluent)]
                return len(sides) == 1 and (sides[0] == Read((), fluent) or _value(sides[0], known) == known[fluent])
            first, second = _value(left, known), _value(right, known)
            is_plain = operator in ("==", "!=", "<", "<=", ">", ">=") and not denied
            return is_plain and first is not None and second is not None and compared(operator, first, second)
