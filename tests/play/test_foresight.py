"""What the director foresees: with patience for all, all there is; with less, what is near; the same whatever was before."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from tests.engine.engines import ENGINES, ENGINES_WITH_SETS
from tests.engine.worlds import random_task

from fabula.engine.core import NativeEngine
from fabula.engine.interface import Engine, State
from fabula.engine.reference import ReferenceEngine
from fabula.play import Session, foresight
from fabula.play.director import Director, Pace
from fabula.play.foresight import PATIENCE, Foresight
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.story import Story, loads

#: patience without end
ALL = 2**60

#: Ben fetches a key, opens the last of twelve chests with it and takes the gold; or, at once, an apple
CHEST = """
story "A chest"
    ahead 3
kind chest
chest chest0
chest chest1
chest chest2
chest chest3
chest chest4
chest chest5
chest chest6
chest chest7
chest chest8
chest chest9
chest chest10
chest chest11
property key
property open: chest
property gold
property apple
property sung
character Ann, she
character Ben, he
action fetch(who: character)
    by who
    when who is Ben and not key
    do: key
action unlock(who: character, what: chest)
    by who
    when who is Ben and key and open is not what
    do: open is what
action take(who: character)
    by who
    when who is Ben and open is chest11 and not gold
    do: gold
action bite(who: character)
    by who
    when who is Ben and not apple
    do: apple
action sing(who: character)
    by who
    when who is Ann and not sung
    do: sung
Ben wants
    1 if gold
    1 if apple
"""


def people(count: int) -> str:
    """People who walk round a ring of places, each to be where the next one is and the one after is not."""
    names = [f"Person{number}" for number in range(count)]
    lines = [
        'story "A ring"',
        "    ahead 3",
        "use places, sight",
        *(f"place spot{number}" for number in range(count + 2)),
        "path " + " - ".join(f"spot{number % (count + 2)}" for number in range(count + 3)),
        *(f"character {name}, they, at spot{number}" for number, name in enumerate(names)),
    ]
    for number, name in enumerate(names):
        friend, foe = names[(number + 1) % count], names[(number + 2) % count]
        lines += [f"{name} believes {friend}.at is spot{(number * 3 + 1) % count}"]
        lines += [f"{name} wants", f"    2 if {name}.at is {friend}.at", f"    1 if {name}.at is not {foe}.at"]
    return "\n".join(lines) + "\n"


def acts(story: Story, foreseen: Foresight, state: State) -> list[str]:
    return [story.ground.task.actions[action].name for action in foreseen.now(foreseen.begin(state))]


def test_what_is_near_is_foreseen_without_patience() -> None:
    """Ben bites the apple whatever happens; that the key is good for something takes thought."""
    story = loads(CHEST)
    start, ann = story.engine.initial(), story.ground.minds["Ann"]
    assert acts(story, Foresight(story, ann, 0), start) == ["bite(Ben)", "sing(Ann)"]
    assert acts(story, Foresight(story, ann), start) == ["fetch(Ben)", "bite(Ben)", "sing(Ann)"]


def test_who_has_no_patience_does_what_was_found_so_far() -> None:
    story = loads(CHEST)
    start, ann = story.engine.initial(), story.ground.minds["Ann"]

    def done(patience: int) -> set[str]:
        found: set[str] = set()
        for seed in range(16):
            director = Director(story, ann, seed, acts=1, patience=patience)
            for event in director.turn(start, (), Pace(1, waited=True, quiet=0)):
                found.add(story.ground.task.actions[event.action].name)
                assert [reason.mind for reason in event.reasons] == ["Ben"]
        return found

    assert done(0) == {"bite(Ben)"}
    assert done(PATIENCE) == {"bite(Ben)", "fetch(Ben)"}


@pytest.mark.parametrize("patience", [100, 250, 6_000])
def test_what_was_thought_before_makes_no_difference(patience: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether states are kept or not, and whatever was asked in between: the same acts, with the same steps of thought."""
    story = loads(people(5))
    engine, player = story.engine, 0
    chance = random.Random(7)
    states = [engine.initial()]
    for _ in range(12):
        states.append(engine.do(states[-1], chance.choice(engine.possible(states[-1]))))

    def thought(one: Foresight, state: State) -> tuple[object, ...]:
        inner = one.begin(state)
        now = one.now(inner)
        later = [sum(1 for _ in one.later(step())) for step in one.later(inner)]
        return now, later, one.spent, one.ended

    fresh = [thought(Foresight(story, player, patience), state) for state in states]
    used = Foresight(story, player, patience)
    assert [thought(used, state) for state in states] == fresh
    assert [thought(used, state) for state in reversed(states)] == fresh[::-1]
    monkeypatch.setattr(foresight, "BYTES", 0)
    forgetful = Foresight(story, player, patience)
    assert [thought(forgetful, state) for state in states] == fresh
    assert any(ended for *_, ended in fresh) is (patience < 6_000)


def test_two_hundred_turns_take_no_more_memory_than_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was thought is forgotten, and the life is the same with and without that."""
    most = 3_000_000
    played = []
    for bytes_ in (foresight.BYTES, most):
        monkeypatch.setattr(foresight, "BYTES", bytes_)
        story = loads(people(4))
        session, chance = Session(story, seed=3), random.Random(3)
        largest = 0
        for _ in range(200):
            session.choose(chance.randrange(len(session.choices)))
            thinking = session.foresight.engine
            assert isinstance(thinking, NativeEngine)
            largest = max(largest, thinking.memory())
        played.append((session.transcript(), largest))
        assert isinstance(story.engine, NativeEngine)
        # The states of the life, and those that the others might have led to, with all minds in them.
        assert story.engine.size() < 200 * 60
    (kept, much), (forgotten, little) = played
    assert kept == forgotten
    # One train of thought may take a few million bytes more than what is kept.
    assert little < 10_000_000 < 15_000_000 < much


@pytest.mark.parametrize("name", ENGINES)
def test_with_patience_for_all_everything_is_foreseen(name: str) -> None:
    """In random worlds: the acts that change something are those of `moves`, and so are the attempts."""
    start: Callable[..., Engine] = ENGINES[name]
    compared = 0
    for seed in range(400):
        task = random_task(seed, sets=seed % 2 == 1 and name in ENGINES_WITH_SETS)
        if any(limits.ahead == -1 for limits in task.limits):
            continue
        engine = start(task)
        twin = engine.twin()
        free = (0,) if seed % 3 else ()
        try:
            state = engine.initial()
            moves = engine.moves(state, free, 3_000)
            inner = twin.think_anew(engine, state, 0)
            found = twin.foresee(inner, free, ALL, ALL)
            done = [(act, twin.do(inner, act)) for act in found.acts]
        except RUNTIME_ERRORS:
            continue
        if engine.ending(state) is not None:
            assert not moves
            continue
        assert found.whole
        count = len(task.actions)
        assert [act for act, after in done if after != inner] == [move for move, _ in moves if move < count]
        assert [move for move, _ in found.attempts] == [move for move, _ in moves if move >= count]
        for (_, after), (_, expected) in zip(
            [one for one in done if one[1] != inner] + list(found.attempts), moves, strict=True
        ):
            assert twin.values(after) == engine.values(expected)
        compared += bool(moves)
    assert compared > 100


def test_a_twin_takes_over_states_of_its_own_kind_alone() -> None:
    task = random_task(1)
    engine = NativeEngine(task).twin()
    with pytest.raises(TypeError):
        engine.think_anew(ReferenceEngine(task), State(0), 0)
