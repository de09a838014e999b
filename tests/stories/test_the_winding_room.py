"""Who did it is drawn: each of three may have, and four endings come of who believes whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula import load
from fabula.engine.core import NativeEngine
from fabula.engine.interface import State

PATH = Path(__file__).resolve().parent.parent.parent / "stories" / "the_winding_room.fabula"
SUSPECTS = ("Corin", "Harrow", "Pell")


def endings_of(killer: str) -> dict[str, int]:
    """Each ending that a life with this culprit can come to, and after how many acts at the soonest."""
    task = load(PATH).task
    engine = NativeEngine(task)

    def onward(state: State) -> dict[str, State]:
        return {task.actions[move].name: after for move, after in engine.moves(state, ())}

    found: dict[str, int] = {}
    layer = [onward(engine.initial())[f"draw_killer_{killer}()"]]
    seen = set(layer)
    acts = 0
    while layer:
        following: list[State] = []
        for state in layer:
            ending = engine.ending(state)
            if ending is not None:
                found.setdefault(task.endings[ending].name, acts)
                continue
            for after in onward(state).values():
                if after not in seen:
                    seen.add(after)
                    following.append(after)
        layer = following
        acts += 1
    return found


@pytest.mark.parametrize("killer", SUSPECTS)
def test_every_ending_is_open_whoever_did_it(killer: str) -> None:
    assert set(endings_of(killer)) == {"named", "wrong", "own_hand", "gone"}
    assert endings_of(killer)["own_hand"] == 2


def test_it_takes_three_acts_to_be_right_and_four_to_be_wrong_at_the_soonest() -> None:
    shortest = [endings_of(killer) for killer in SUSPECTS]
    assert min(one["named"] for one in shortest) == 3
    assert min(one["wrong"] for one in shortest) == 4
    assert min(one["gone"] for one in shortest) == 3


def test_it_comes_with_fabula_and_each_ending_is_told_from_two_pairs_of_eyes() -> None:
    story = load("the_winding_room")
    assert story.problems == ()
    for ending in ("named", "wrong", "own_hand", "gone"):
        texts = {story.tell(ending, seed=1).prose(name) for name in ("Edda", "Linnet")}
        assert len(texts) == 2
