"""What must be so of a task for acts to be left out of every plan that change nothing that counts (`unwanted`).

Three things could let such an act make a difference all the same: what others are thought to have reasons for where fewer acts
are left; that a mind which is right about everything is the state itself and changes with it, and one that is wrong about
something does not; and marks that somebody knows what others don't, which hinder triggers that would tell it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fabula.proving.clauses import atoms_of, clauses
from fabula.task import TRUE, AllOf, Compare, Condition, Constant, Effect, Limits, Read, Task, Trigger, ground_conjuncts, reads

#: so many levels of thought, or acts ahead, leave nobody's reasons open to what is left of a budget
SHALLOW = 2


def is_even(limits: Limits) -> bool:
    """Whether, as far as a mind foresees others, whoever has a reason for an act has it also with more acts left.

    Reasons within reasons share a budget (semantics 6). Somebody may have a reason for his act only because he thinks that too
    few acts are left for another to go without it; to wait until then is a reason for any act. At the last level a plan is one
    act, which is a reason with any budget; so that what rests on such reasons alone is one with a greater, too."""
    return 0 <= limits.deep <= SHALLOW or 1 <= limits.ahead <= SHALLOW


def separates_nobody(task: Task, triggers: Iterable[Trigger]) -> bool:
    """Whether triggers make of a mind that is right about all that they read and write the same, whether or not it is right
    about everything else.

    They fire in the world, and then, each for itself, in minds; but one who is right about everything is taken along
    (semantics 3). So those may be told nothing by a trigger that fires, and nothing may fire because they come after."""
    told: set[int] = set()
    looked_up: set[int] = set()
    moved: set[int] = set()
    deep: set[int] = set()
    asked: set[int] = set()
    shown: set[int] = set()
    for trigger in triggers:
        conditions = [trigger.precondition, *(effect.condition for effect in trigger.effects)]
        sides = [effect.value for effect in trigger.effects]
        for atom in (atom for condition in conditions for atom in atoms_of(condition)):
            sides += [atom.left, atom.right]
            if atom.operator == "known":
                asked |= {place.fluent for place in reads(atom) if not place.path}
        # What is chosen between may depend on whether it is known.
        asked |= {place.fluent for side in sides if not isinstance(side, Read) for place in reads(side) if not place.path}
        places = [place for condition in conditions for place in reads(condition)]
        places += [place for effect in trigger.effects for place in reads(effect.value)]
        looked_up |= {place.fluent for place in places if place.path}
        deep |= {place.fluent for place in places if len(place.path) > 1}
        for effect in trigger.effects:
            if not effect.path:
                moved.add(effect.fluent)
            elif len(effect.path) > 1:
                return False
            elif _needs_an_error(effect.path[0], trigger, effect, task.sets):
                told.add(effect.fluent)
            elif _tells_itself(effect.path[0], trigger, effect):
                told.add(effect.fluent)
                shown.add(effect.fluent)
            else:
                return False
    return not (moved & (told | looked_up) or told & deep or shown & asked)


def _tells_itself(mind: int, trigger: Trigger, effect: Effect) -> bool:
    """Whether a mind that takes just that to be possible which is so, or may be so, around it is told that alone: which of
    several values it is somebody is then taken to know, and nothing else is otherwise."""
    if effect.value != Read((), effect.fluent) or effect.excludes or effect.known:
        return False
    both = {Read((), effect.fluent), Read((mind,), effect.fluent)}
    atoms = [atom for part in ground_conjuncts(trigger.precondition) for atom in atoms_of(part) if isinstance(part, Compare)]
    return any(
        {atom.left, atom.right} == both and (atom.operator, atom.denied) in (("!=", False), ("==", True)) for atom in atoms
    )


def _needs_an_error(mind: int, trigger: Trigger, effect: Effect, sets: bool) -> bool:
    """Whether an effect happens only where a mind takes something that is read of it to be otherwise than it is."""
    needed = clauses(AllOf((trigger.precondition, effect.condition)))
    return needed is not None and all(_is_of_an_error(mind, clause, sets) for clause in needed)


def _is_of_an_error(mind: int, clause: Sequence[Compare], sets: bool) -> bool:
    """Whether atoms can't all hold where the mind takes just that to be possible which is so, or may be so, around it."""
    is_one: set[int] = set()
    just: dict[int, set[int]] = {}
    never: dict[int, set[int]] = {}
    ever: dict[int, set[int]] = {}
    otherwise: set[int] = set()
    not_just: dict[int, set[int]] = {}
    pairs: dict[frozenset[int], set[str]] = {}
    for atom in clause:
        left, right = atom.left, atom.right
        if not isinstance(left, Read) and isinstance(right, Read) and atom.operator in ("==", "!="):
            left, right = right, left
        if not isinstance(left, Read) or left.path not in ((), (mind,)):
            continue
        if isinstance(right, Read) and right.path in ((), (mind,)) and right.fluent != left.fluent and not atom.denied:
            pairs.setdefault(frozenset((left.fluent, right.fluent)), set()).add(atom.operator)
        if isinstance(right, Read) and right.fluent == left.fluent and {left.path, right.path} == {(), (mind,)}:
            if (atom.operator, atom.denied) in (("!=", False), ("==", True)):
                otherwise.add(left.fluent)
            continue
        if atom.operator == "==" and not atom.denied and not any(place.path for place in reads(atom)):
            # Two reads of one and the same are equal also where they are not known.
            is_one |= {place.fluent for place in (left, right) if isinstance(place, Read) and left != right}
        if not isinstance(right, Constant) or right.others:
            continue
        match atom.operator, atom.denied:
            case ("==", False):
                just.setdefault(left.fluent, set()).add(right.value)
            case ("==", True):
                not_just.setdefault(left.fluent, set()).add(right.value)
            case ("may be", False):
                ever.setdefault(left.fluent, set()).add(right.value)
            case ("!=", False) | ("may be", True):
                never.setdefault(left.fluent, set()).add(right.value)
    if (otherwise and not sets) or any("!=" in both and both & {"==", "may be"} for both in pairs.values()):
        return True
    return any(
        len(values) > 1
        or values & never.get(fluent, set())
        or values & not_just.get(fluent, set())
        or ever.get(fluent, set()) - values
        for fluent, values in just.items()
    ) or bool(otherwise & is_one or any(values & never.get(fluent, set()) for fluent, values in ever.items()))


def marks_keep_step(task: Task, fluent: int) -> bool:
    """Whether what somebody is taken to know of a fluent where it is not known (semantics 8.2) is always just what is taken to
    be possible there: so that whoever knows what it is knows that the others know it."""
    if not task.sets:
        return True
    acts = [(action.shown, action.effects) for action in task.actions]
    acts += [(TRUE, public.effects) for public in task.publics]
    triggers = [(trigger.precondition, trigger.effects) for trigger in task.triggers]
    return all(
        _keeps_step(precondition, effect, is_trigger)
        for is_trigger, events in ((False, acts), (True, triggers))
        for precondition, effects in events
        for effect in effects
        if effect.fluent == fluent
    )


def _keeps_step(precondition: Condition, effect: Effect, is_trigger: bool) -> bool:
    if effect.keeps or effect.known:
        return True
    if effect.excludes:
        return len(effect.path) == 1 and _excluded(precondition, effect)
    if isinstance(effect.value, Constant) and (effect.path or not effect.value.others):
        # Who sees the act sees it all, and who does not no longer knows; but a condition may be thought to hold by one alone.
        return bool(effect.path) or is_trigger or effect.condition == TRUE
    if effect.path:
        return len(effect.path) == 1 and effect.value == Read((), effect.fluent)
    same = Read((), effect.fluent)
    return not is_trigger and effect.condition == TRUE and all(place == same for place in reads(effect.value))


def _excluded(precondition: Condition, effect: Effect) -> bool:
    """Whether what a mind learns not to be so is not so."""
    needed = clauses(AllOf((precondition, effect.condition)))
    here, value = Read((), effect.fluent), effect.value
    if not isinstance(value, (Constant, Read)) or any(place.path for place in reads(value)):
        return False

    def says(atom: Compare) -> bool:
        if atom.denied:
            return False
        if atom.operator == "!=":
            return (atom.left, atom.right) in ((here, value), (value, here))
        is_other = isinstance(value, Constant) and isinstance(atom.right, Constant) and not atom.right.others
        return atom.operator == "==" and atom.left == here and is_other and atom.right != value

    return needed is not None and all(any(says(atom) for atom in clause) for clause in needed)
