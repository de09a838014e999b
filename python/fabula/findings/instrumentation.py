"""All lives done once more in a world that notes down what comes about on the way, be it only in somebody's mind.

To the task a truth is added for each thing to be noted. Every act makes it false, in every mind; the event that is looked for
makes it true. Nothing else reads it, so the world goes on as before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fabula.engine.attempts import after_move
from fabula.engine.core import NativeEngine
from fabula.engine.interface import Engine, State
from fabula.findings.survey import Survey
from fabula.task import TRUE, AnyOf, Choose, Condition, Constant, Effect, Fluent, Public, Sort, Task, Trigger

#: how many steps are done between two looks at the clock
OFTEN = 1024


@dataclass(frozen=True, slots=True)
class Note:
    """What is looked for: that one of `triggers` fires, or that one of `acts` is done while its condition holds. Both count
    also where somebody only believes it."""

    triggers: tuple[int, ...] = ()
    acts: Mapping[int, Condition] | None = None


def rehearse(survey: Survey, notes: Sequence[Note]) -> list[bool]:
    """Which of the notes come about in some life. Exact if the atlas is complete. Raises `TimeOver`."""
    if not notes:
        return []
    count = len(survey.task.fluents)
    engine = NativeEngine(noting(survey.task, notes))
    missing = set(range(len(notes)))
    visited: set[State] = set()
    found: dict[int, State] = {0: engine.initial()}
    minds = range(len(survey.task.characters))

    def look(state: State) -> None:
        for node in _below(engine, state, minds, visited):
            missing.difference_update([note for note in missing if engine.value(node, count + note)])

    look(found[0])
    for step, (number, act, target) in enumerate(survey.edges()):
        if not missing:
            break
        if step % OFTEN == 0:
            survey.go_on()
        after = after_move(engine, found[number], act)
        found.setdefault(target, after)
        look(after)
    return [note not in missing for note in range(len(notes))]


def noting(task: Task, notes: Sequence[Note]) -> Task:
    """The task with a truth for each note behind its own fluents."""
    count = len(task.fluents)
    forget = tuple(Effect((), count + note, Constant(0)) for note in range(len(notes)))
    fires: dict[int, list[int]] = {}
    for number, note in enumerate(notes):
        for trigger in note.triggers:
            fires.setdefault(trigger, []).append(count + number)
    # What nobody but those present perceives is forgotten by all the others as well.
    publics = (*(replace(public, effects=(*public.effects, *forget)) for public in task.publics), Public("forgetting", forget))
    return replace(
        task,
        fluents=(*task.fluents, *(Fluent(f"noted {note}", Sort.TRUTH, (0, 1)) for note in range(len(notes)))),
        actions=tuple(
            replace(
                action,
                effects=(*action.effects, *_noted(notes, count, number)),
                public=len(task.publics) if action.public is None else action.public,
            )
            for number, action in enumerate(task.actions)
        ),
        triggers=tuple(_firing(trigger, fires.get(number, ())) for number, trigger in enumerate(task.triggers)),
        publics=publics,
    )


def _noted(notes: Sequence[Note], count: int, act: int) -> Iterator[Effect]:
    for number, note in enumerate(notes):
        condition = (note.acts or {}).get(act)
        value = Constant(0) if condition is None else Choose(condition, Constant(1), Constant(0))
        yield Effect((), count + number, Constant(1) if condition == TRUE else value)


def _firing(trigger: Trigger, fluents: Sequence[int]) -> Trigger:
    return replace(trigger, effects=(*trigger.effects, *(Effect((), fluent, Constant(1)) for fluent in fluents)))


def _below(engine: Engine, state: State, minds: range, visited: set[State]) -> Iterator[State]:
    """The state and all that is believed in it that has not been visited before."""
    pending = [state]
    while pending:
        node = pending.pop()
        if node not in visited:
            visited.add(node)
            yield node
            pending += [engine.belief(node, mind) for mind in minds]


def some(conditions: Sequence[Condition]) -> Condition:
    """Whether one of these holds."""
    return TRUE if TRUE in conditions else AnyOf(tuple(dict.fromkeys(conditions)))
