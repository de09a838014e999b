"""What an attempt in vain teaches is made ready for the state that is asked about, and is the same as if all had been."""

from __future__ import annotations

from tests.engine.worlds import random_task

from fabula.engine.core import NativeEngine
from fabula.runtime_errors import RUNTIME_ERRORS


def test_lessons_made_ready_for_a_state_are_those_made_ready_for_all() -> None:
    attempts = 0
    for seed in range(300):
        task = random_task(seed, sets=seed % 2 == 1)
        free = tuple(range(len(task.characters)))
        lazy, ready = NativeEngine(task), NativeEngine(task)
        ready.prepare(free)
        try:
            here, same = lazy.initial(), ready.initial()
            moves = lazy.moves(here, free)
            assert moves == ready.moves(same, free)
            attempts += sum(move >= len(task.actions) for move, _ in moves)
            for (_, after), (_, same_after) in zip(moves, ready.moves(same, free), strict=True):
                assert lazy.moves(after, free) == ready.moves(same_after, free)
        except RUNTIME_ERRORS:
            continue
    assert attempts > 10, attempts


def test_what_is_taught_is_asked_for_once() -> None:
    asked = 0
    for seed in range(200):
        engine = NativeEngine(random_task(seed, sets=True))
        free = list(range(len(engine.task.characters)))
        try:
            state = engine.initial()
            untaught = engine.native.untaught(state, free)
            engine.moves(state, tuple(free))
        except RUNTIME_ERRORS:
            continue
        asked += len(untaught)
        assert engine.native.untaught(state, free) == []
    assert asked > 20
