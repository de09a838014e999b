"""Whether what a reader is shown depends on what her character can't know: no code is shared with what shows it.

Two states are the same to a character if it believes the same in both. All that a reader is shown in the one has then to be
shown in the other, word for word: choices, what she believes, what comes of an attempt as far as it fails alike, and why others
do what they do. The states are those of a story and of its twins: other truths, other minds, and to somebody all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from fabula.engine.core import NativeEngine
from fabula.engine.evaluate import holds as is_true
from fabula.engine.interface import State
from fabula.engine.machine import Machine, machine
from fabula.lives import Event, reasons_for
from fabula.play import words
from fabula.play.attempts import Failed, Refused, attempt, open_to
from fabula.play.mind import mind_of
from fabula.play.screens import belief_lines, rest_line
from fabula.randomness import Random
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.story import Story
from fabula.task import UNKNOWN, AllOf, AnyOf, Arithmetic, Choose, Compare, Condition, Constant, Expression, Fact, Read, Sort

#: what is told of two codes; of sets of values, what is true of them is the engine's own affair
ORDERS = ("==", "!=", "<", ">", "<=", ">=")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something shown to a character that differs between two states that are the same to it. `sort`: choices, mind, failure,
    lesson, refusal or why."""

    sort: str
    mind: str
    first: str
    second: str


@dataclass(slots=True)
class Count:
    """How much was compared, by sort: a check that compared nothing has found nothing."""

    pairs: int = 0
    failures: int = 0
    refusals: int = 0
    reasons: int = 0


def twin(story: Story, seed: int) -> Story:
    """The same story with up to three facts changed, of the world or of somebody's mind."""
    random, task = Random(seed), story.task
    changes: dict[tuple[tuple[int, ...], int], int] = {}
    for _ in range(1 + random.below(3)):
        fluent = random.below(len(task.fluents))
        of = task.fluents[fluent]
        path = random.choice([(), (), *((mind,) for mind in range(len(task.characters)))])
        changes[path, fluent] = random.choice(of.domain or tuple(range(of.low or 0, (of.high or 1) + 1)))
    return changed(story, changes)


def changed(story: Story, changes: Mapping[tuple[tuple[int, ...], int], int]) -> Story:
    """The story with other facts, by path and fluent. What is not said of a mind follows what is so: that is written down
    first, so that no other mind changes."""
    task = story.task
    facts = {(fact.path, fact.fluent): fact for fact in task.facts}
    for fluent, of in enumerate(task.fluents):
        usual = Fact((), fluent, UNKNOWN if of.sort is Sort.SYMBOL else max(of.low or 0, 0))
        default = facts.setdefault(((), fluent), usual)
        for mind in range(len(task.characters)):
            facts.setdefault(((mind,), fluent), replace(default, path=(mind,)))
    facts.update({(path, fluent): Fact(path, fluent, value) for (path, fluent), value in changes.items()})
    other = replace(task, facts=tuple(facts.values()))
    return Story(story.definition, replace(story.ground, task=other), NativeEngine(other), ())


def states_of(story: Story, seeds: range, acts: int) -> list[State]:
    """States of lives in which everybody does by chance whatever is possible, or tries what only seems so."""
    engine = story.engine
    found: dict[State, None] = {}
    for seed in seeds:
        random = Random(seed)
        try:
            state = engine.initial()
        except RUNTIME_ERRORS:
            return []
        for _ in range(acts):
            found[state] = None
            if engine.ending(state) is not None or not engine.possible(state):
                break
            mind = random.below(len(story.task.characters))
            vain = [act for act in open_to(story, state, mind) if not engine.is_possible(state, act)]
            try:
                if vain and random.below(3) == 0:
                    state = attempt(story, state, random.choice(vain), mind).after
                else:
                    state = engine.do(state, random.choice(engine.possible(state)))
            except RUNTIME_ERRORS:
                # What can be drawn otherwise need not fit the rest of the story.
                break
    return list(found)


def differences(worlds: list[tuple[Story, list[State]]], count: Count) -> Iterator[Difference]:
    """All differences between states, also of different worlds, that are the same to somebody."""
    for mind, name in enumerate(worlds[0][0].task.characters):
        alike: dict[Machine, list[tuple[Story, State]]] = {}
        for world, states in worlds:
            for state in states:
                believed = machine(world.engine, world.engine.belief(state, mind))
                alike.setdefault(believed, []).append((world, state))
        for group in alike.values():
            if len(group) < 2:
                continue
            shown: dict[tuple[object, ...], str] = {}
            for world, state in group:
                count.pairs += 1
                for key, text in _shown(world, state, mind, count):
                    first = shown.setdefault(key, text)
                    if text != first:
                        yield Difference(str(key[0]), name, first, text)


def _shown(story: Story, state: State, mind: int, count: Count) -> Iterator[tuple[tuple[object, ...], str]]:
    """What a reader is shown in a state: under a key that holds all that her character perceives, the text."""
    engine, actions = story.engine, story.task.actions
    open_ = open_to(story, state, mind)
    yield ("choices",), "\n".join((*words.choices(story, state, open_, mind), *(actions[act].name for act in open_)))
    belief = mind_of(story, state, mind)
    lines = [line for one in belief.telling(False) for line in belief_lines(one, False, belief.words)]
    yield ("mind",), "\n".join((*lines, rest_line(belief)))
    for act in open_:
        outcome = attempt(story, state, act, mind)
        if isinstance(outcome, Failed):
            count.failures += 1
            wrong = frozenset(_believed_and_false(story, state, act, mind))
            yield ("failure", act, wrong), words.failure(story, outcome, mind)
            yield ("lesson", act, wrong), str(machine(engine, engine.belief(outcome.after, mind)))
        elif isinstance(outcome, Refused):
            count.refusals += 1
            yield ("refusal", act, outcome.mind), words.refusal(story, outcome, mind)
    for act in engine.possible(state):
        if engine.observes(state, act, mind) or mind in actions[act].consenting:
            # What the others think must make no difference, not even whether they have a reason at all.
            count.reasons += 1
            event = Event(act, state, engine.do(state, act), reasons_for(story, state, act, (mind,)) or ())
            yield ("why", act), words.why(story, event, mind)


def _believed_and_false(story: Story, state: State, act: int, mind: int) -> Iterator[int]:
    """The conditions of an act (by their place) that a mind takes for true and that are false."""
    believed = story.engine.belief(state, mind)
    for place, part in enumerate(_parts(story.task.actions[act].precondition)):
        if holds(story, believed, part) and not holds(story, state, part):
            yield place


def _parts(condition: Condition) -> list[Condition]:
    return [one for part in condition.parts for one in _parts(part)] if isinstance(condition, AllOf) else [condition]


def holds(story: Story, state: State, condition: Condition) -> bool:
    """Whether a condition is true in a state, asked of nothing but values and beliefs."""
    match condition:
        case AllOf(parts):
            return all(holds(story, state, part) for part in parts)
        case AnyOf(parts):
            return any(holds(story, state, part) for part in parts)
        case Compare(operator) if operator not in ORDERS or story.task.sets:
            return is_true(story.engine, state, condition)
        case Compare(operator, left, right):
            one, other = value(story, state, left), value(story, state, right)
            known = UNKNOWN not in (one, other)
            return {
                "==": one == other,
                "!=": one != other,
                "<": known and one < other,
                ">": known and one > other,
                "<=": one == other or (known and one < other),
                ">=": one == other or (known and one > other),
            }[operator]


def value(story: Story, state: State, expression: Expression) -> int:
    match expression:
        case Constant(code):
            return code
        case Read(path, fluent):
            for character in path:
                state = story.engine.belief(state, character)
            return story.engine.value(state, fluent)
        case Choose() | Arithmetic():
            return story.engine.evaluate(state, expression)
