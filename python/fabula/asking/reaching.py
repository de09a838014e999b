"""`can`, `must`, `never`, `shortest`: where lives come to."""

from __future__ import annotations

from fabula.asking.answers import Answer
from fabula.asking.desk import Desk
from fabula.asking.questions import Can, Must, Never, Shortest, Target
from fabula.asking.sentences import asked_for, counted, moment


def can(desk: Desk, question: Can) -> Answer | None:
    """Some life ends so, or passes such a state."""
    found = desk.first(question.target)
    if found is not None:
        text = f"Yes: {_somewhere(desk, question.target)}, at the soonest {moment(desk.atlas.distance(found))}."
        return Answer(question.text, True, True, text, desk.atlas.life(found))
    if not desk.final:
        return None
    if desk.complete:
        return Answer(question.text, False, True, f"No: {_nowhere(desk, question.target)} ({desk.covered()}).")
    return desk.undecided(question, "no such life was found.")


def never(desk: Desk, question: Never) -> Answer | None:
    """No life passes such a state."""
    found = desk.first(question.target)
    if found is not None:
        text = f"No: {_somewhere(desk, question.target)}, at the soonest {moment(desk.atlas.distance(found))}."
        return Answer(question.text, False, True, text, desk.atlas.life(found))
    if not desk.final:
        return None
    if desk.complete:
        return Answer(question.text, True, True, f"Yes: {_nowhere(desk, question.target)} ({desk.covered()}).")
    return desk.undecided(question, "it was not found.")


def shortest(desk: Desk, question: Shortest) -> Answer | None:
    """The least number of acts."""
    found = desk.first(question.target)
    if found is not None:
        acts = desk.atlas.distance(found)
        return Answer(
            question.text, acts, True, f"{counted(acts, 'act')}, and no life is there sooner.", desk.atlas.life(found)
        )
    if not desk.final:
        return None
    if desk.complete:
        text = f"There is no such life: {_nowhere(desk, question.target)} ({desk.covered()})."
        return Answer(question.text, None, True, text)
    further = (
        f" It takes more than {counted(desk.atlas.distance(desk.atlas.expanded - 1), 'act')}." if desk.atlas.expanded else ""
    )
    return desk.undecided(question, f"no such life was found.{further}")


def must(desk: Desk, question: Must) -> Answer | None:
    """Every complete life ends so (or passes such a state), and none is stuck before."""
    target = question.target
    against = _against_ending(desk, target.ending) if target.ending is not None else _avoiding(desk, target)
    if against is not None:
        life = desk.life_of(against)
        if life.ending is None:
            text = f"No: a life can come to a dead end {moment(len(against))}, where nobody can go on."
        else:
            text = f"No: a life can also end in '{life.ending}', at the soonest {moment(len(against))}."
            text = text if target.ending is not None else f"{text[:-1]}, and it never was so before."
        return Answer(question.text, False, True, text, life)
    if not desk.final:
        return None
    if not desk.complete:
        return desk.undecided(question, "no life was found that goes otherwise.")
    if not any(ending >= 0 for ending in desk.atlas.endings):
        text = "Yes, but only because no life ever comes to an end: all of them can go on for ever"
    else:
        end = f"every life that ends does so in '{target.ending}'" if target.ending else "no life ends before it was so"
        text = f"Yes: {end}, and there is no dead end"
    return Answer(question.text, True, True, f"{text} ({desk.covered()}).")


def _against_ending(desk: Desk, name: str) -> tuple[int, ...] | None:
    """A shortest life that ends otherwise or is stuck."""
    atlas, sought = desk.atlas, desk.ending(name)
    other = next((number for number, ending in enumerate(atlas.endings) if ending not in (-1, sought)), None)
    stuck = next(iter(atlas.stuck), None)
    found = min((number for number in (other, stuck) if number is not None), default=None)
    return None if found is None else atlas.way(found)


def _avoiding(desk: Desk, target: Target) -> tuple[int, ...] | None:
    """A shortest life that ends, or is stuck, and never passes a state where the target holds."""
    atlas = desk.atlas
    barred = bytearray(atlas.size)
    for number in atlas.where(desk.condition(target)):
        barred[number] = 1
    if barred[0]:
        return None
    came: dict[int, tuple[int, int]] = {}
    pending = [0]
    barred[0] = 1
    stuck = set(atlas.stuck)
    for here in pending:
        if atlas.ending(here) is not None or here in stuck:
            acts: list[int] = []
            while here in came:
                here, act = came[here]
                acts.append(act)
            return tuple(reversed(acts))
        for act, after in atlas.steps(here):
            if not barred[after]:
                barred[after] = 1
                came[after] = here, act
                pending.append(after)
    return None


def _somewhere(desk: Desk, target: Target) -> str:
    if target.ending is not None:
        return f"a life ends in '{target.ending}'"
    assert target.condition is not None
    return f"in some life there is a moment when {asked_for(desk.world, target.condition)}"


def _nowhere(desk: Desk, target: Target) -> str:
    if target.ending is not None:
        return f"no life ends in '{target.ending}'"
    assert target.condition is not None
    return f"in no life is there a moment when {asked_for(desk.world, target.condition)}"
