"""Acts that are kept in parts are the acts that are written out: the same task, byte for byte, and the same engine."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from bench.town import town
from tests.grounding.chance import Chance, world
from tests.grounding.small import action, var

from fabula import Story, load, loads
from fabula.engine.core import NativeEngine, as_text
from fabula.engine.interface import State
from fabula.grounding import Ground, ground
from fabula.grounding.events import Instances
from fabula.grounding.parts import Joining, parts_of
from fabula.grounding.steps import Capacity, Steps
from fabula.grounding.terms import Terms
from fabula.model import Definition, Logic, Observation, Trigger
from fabula.problems import Problems, StoryProblems
from fabula.task import FALSE, TRUE, ActionsInParts, Condition, Fluent, Sort, Task, whole

HOPES = Path(__file__).parents[1] / "stories" / "hopes"


def story_of(seed: int) -> Definition:
    """Acts and triggers whose conditions and effects are several, each about one or two of three parameters."""
    chance = Chance(seed)
    x, y, z, c = var("x"), var("y"), var("z"), var("c")
    parameters = (x, y, z)

    def condition() -> Logic:
        few = [chance.truth(1, some) for some in ((x,), (x, y), (y, z), (z,))]
        return Logic("and", tuple(few[: 2 + seed % 3]))

    acts = []
    for number in range(3):
        effects = [chance.effect(1, some) for some in ((x,), (y, z))]
        seen = [Observation(c, chance.truth(1, (x, c)))]
        acts.append(action(f"act{number}", parameters, effects, condition(), by=[x], seen=seen))
    reacting = (chance.effect(0, (x,)), chance.effect(0, (y,)))
    made = world(acts)
    trigger = Trigger("react", (x, y), Logic("and", (chance.truth(1, (x,)), chance.truth(1, (y,)))), reacting)
    return replace(made, triggers={"react": trigger})


def of(definition: Definition) -> Ground | None:
    """What is ground of it, if it can be."""
    problems = Problems()
    try:
        return ground(definition, problems)
    except StoryProblems:
        return None


def written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on nothing is kept in parts."""
    monkeypatch.setattr(Joining, "are_apart", lambda *_: False)
    monkeypatch.setattr(Instances, "_of_block", lambda _, block: (block, None, ()))


def text(task: Task) -> str:
    return json.dumps(task.data())


def eager(task: Task) -> Task:
    return replace(task, actions=tuple(task.actions))


def in_parts(task: Task) -> int:
    assert isinstance(task.actions, ActionsInParts)
    return sum(len(row.parts) > 1 for row in task.actions.rows)


def in_pieces(task: Task) -> int:
    assert isinstance(task.actions, ActionsInParts)
    return sum(len(row.effects) > 1 for row in task.actions.rows)


def test_random_stories_are_the_same_in_parts_and_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = range(150)
    parted = [of(story_of(seed)) for seed in seeds]
    with monkeypatch.context() as patched:
        written_out(patched)
        whole_ones = [of(story_of(seed)) for seed in seeds]
    parts = pieces = 0
    for one, other in zip(parted, whole_ones, strict=True):
        assert (one is None) == (other is None)
        if one is None or other is None:
            continue
        assert text(one.task) == text(other.task)
        assert as_text(one.task) == as_text(eager(one.task))
        assert (one.actions, one.triggers) == (other.actions, other.triggers)
        parts += in_parts(one.task) > 0
        pieces += in_pieces(one.task) > 0
        assert in_parts(other.task) == in_pieces(other.task) == 0
    # Neither would say much if the worlds had no such acts.
    assert min(parts, pieces) > 50, (parts, pieces)


def test_a_town_is_the_same_in_parts_and_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    one = loads(town(4, 6).text)
    assert in_parts(one.task) > 200
    assert in_pieces(one.task) > 50
    with monkeypatch.context() as patched:
        written_out(patched)
        other = loads(town(4, 6).text)
    assert text(one.task) == text(other.task)
    assert as_text(one.task) == as_text(eager(one.task))
    # A task that is written out goes to the engine as it is.
    assert walked(one) == walked(other) == walked(one, NativeEngine(eager(one.task)))


@pytest.mark.parametrize("name", ["confidant", "detective", "lost", "rumour", "vault"])
def test_what_is_hidden_and_hoped_for_is_the_same_in_parts_and_written_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = load(HOPES / f"{name}.fabula")
    assert isinstance(one.task.actions, ActionsInParts)
    rows = one.task.actions.rows
    assert any(row.seen is not None for row in rows)
    assert not made_of(one)
    assert one.task.is_hopeful == eager(one.task).is_hopeful
    for number, row in enumerate(rows):
        assert (row.twin is None) == (not row.hopes)
        if row.twin is not None:
            # The one in vain stands behind its act, and each knows the other.
            act = one.task.act_of(number)
            assert {number, row.twin} == {act, act + 1}
            assert [rows[act].in_vain, rows[act + 1].in_vain] == [False, True]
            assert (rows[row.twin].twin, rows[row.twin].hopes, rows[row.twin].sure) == (number, row.hopes, row.sure)
            assert one.task.action_names()[act + 1] == f"{one.task.action_names()[act]} in vain"
    with monkeypatch.context() as patched:
        written_out(patched)
        other = load(HOPES / f"{name}.fabula")
    assert text(one.task) == text(other.task)
    assert as_text(one.task) == as_text(eager(one.task))
    assert walked(one) == walked(other) == walked(one, NativeEngine(eager(one.task)))


def walked(story: Story, engine: NativeEngine | None = None) -> list[object]:
    """What an engine says of a hundred states of a story."""
    engine = engine or NativeEngine(story.task)
    waiting: list[State] = [engine.initial()]
    seen: dict[State, None] = {}
    found: list[object] = []
    while waiting and len(seen) < 100:
        state = waiting.pop(0)
        if state in seen:
            continue
        seen[state] = None
        after = engine.successors(state)
        found.append((state, engine.values(state), after, engine.ending(state)))
        found.append([engine.belief(state, mind) for mind in range(len(story.task.characters))])
        waiting += [following for _, following in after]
    return found


def conditions(terms: Terms) -> Iterable[Condition]:
    """Atoms of few fluents, and what is made of them."""
    n = terms.read((), terms.add(Fluent("n", Sort.NUMBER, low=0, high=9)))
    s = terms.read((), terms.add(Fluent("s", Sort.SYMBOL, (0, 1, 2))))
    t = terms.read((), terms.add(Fluent("t", Sort.SYMBOL, (0, 1, 2))))
    atoms = [
        terms.compare("==", s, terms.constant(0)),
        terms.compare("!=", s, terms.constant(1)),
        terms.compare("==", t, terms.constant(2)),
        terms.compare("==", s, t),
        terms.compare("<", n, terms.constant(3)),
        terms.compare(">", n, terms.constant(5)),
    ]
    yield from atoms
    for one, other in combinations(atoms, 2):
        yield terms.any_of((one, other))
        both = terms.all_of((one, other))
        if both is not FALSE:
            yield both
    yield TRUE
    yield FALSE


@pytest.mark.parametrize("sets", [True, False])
def test_parts_are_put_together_where_they_say_something_of_each_other(sets: bool) -> None:
    """Whatever is joined is what `Terms.all_of` makes of it, and some of it needs no work."""
    terms = Terms(Steps(Capacity()), sets)
    joining = Joining(terms)
    known = list(conditions(terms))
    apart = 0
    for some in [*combinations(known, 2), *combinations(known[::2], 3)]:
        parts = joining.joined(some)
        expected = terms.all_of(some)
        assert (parts is None) == (expected is FALSE)
        if parts is not None:
            assert whole(parts) == expected
            apart += len(parts) > 1
    assert apart > 50


def test_a_condition_that_is_its_only_part() -> None:
    terms = Terms(Steps(Capacity()), True)
    atom = terms.compare("==", terms.read((), terms.add(Fluent("t", Sort.TRUTH, (0, 1)))), terms.yes)
    assert (parts_of(TRUE), parts_of(FALSE), parts_of(atom)) == ((), None, (atom,))


def test_a_story_that_is_loaded_makes_no_act_before_it_is_asked_for() -> None:
    """Nor does it refuse a hundred places."""
    story = loads(town(8, 100).text)
    assert isinstance(story.task.actions, ActionsInParts)
    assert len(story.task.actions) > 3_000
    assert made_of(story) == 0
    names = story.task.action_names()
    assert [len(names), len(story.task.consenting()), made_of(story)] == [len(story.task.actions), len(names), 0]
    assert story.task.actions[7].name == names[7]
    assert story.task.actions[7].consenting == story.task.consenting()[7]
    assert story.task.actions[7] is story.task.actions[7]
    assert made_of(story) == 1


def made_of(story: Story) -> int:
    """How many acts have been made."""
    assert isinstance(story.task.actions, ActionsInParts)
    return len(story.task.actions._made)
