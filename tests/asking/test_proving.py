"""Questions about stories with too many states to be counted, and what answers to them rest on."""

from __future__ import annotations

import pytest
from tests.asking.crowded import crowded
from tests.asking.stories import key

from fabula.asking import Asker
from fabula.asking.asker import SOON
from fabula.asking.proving import Looking, targets_of
from fabula.asking.questions import Target
from fabula.budget import Budget

#: more states than these are not counted here
FEW = Budget(60.0, None, 2_000)


@pytest.fixture(scope="module")
def in_crowd() -> Asker:
    return Asker(crowded(), finds_obstacles=False, alone=500)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("can rich", "No: no life ends in 'rich' (nothing ever brings it about that the coins are more than two)."),
        ("can silence", "No: no life ends in 'silence' (nobody ever has a reason to crack_the_bell)."),
        (
            "can both",
            "No: no life ends in 'both' (all 2 states of the 2 facts that decide it were looked at: worn, locked).",
        ),
        ("never worn and locked", "all 2 states of the 2 facts that decide it were looked at: worn, locked"),
        ("never coins > 2", "(nothing ever brings it about)"),
        ("shortest both", "There is no such life: no life ends in 'both' (all 2 states of the 2 facts"),
        ("what stands between start and rich", "No life ends in 'rich' (nothing ever brings it about that"),
    ],
)
def test_what_never_happens_says_what_that_rests_on(in_crowd: Asker, question: str, text: str) -> None:
    answer = in_crowd.ask(question, budget=FEW)
    assert answer.proof
    assert text in answer.text
    assert answer.extent.basis is not None
    assert not in_crowd.atlas.complete


def test_what_it_rests_on_is_plain_data(in_crowd: Asker) -> None:
    assert in_crowd.ask("can rich", budget=FEW).data()["basis"] == {
        "method": "values",
        "part": "coins > 2",
        "facts": [],
        "states": 0,
        "unwanted": [],
    }
    assert in_crowd.ask("can silence", budget=FEW).data()["basis"] == {
        "method": "values",
        "part": "cracked",
        "facts": [],
        "states": 0,
        "unwanted": ["crack_the_bell"],
    }
    assert in_crowd.ask("can both", budget=FEW).data()["basis"] == {
        "method": "facts",
        "part": None,
        "facts": ["worn", "locked"],
        "states": 2,
        "unwanted": [],
    }


def test_a_shortest_life_is_found_among_too_many(in_crowd: Asker) -> None:
    answer = in_crowd.ask("shortest far", budget=FEW)
    assert (answer.answer, answer.proof, answer.extent.basis) == (18, True, None)
    assert answer.life is not None
    # The first by the numbers of its acts, as an atlas would have it.
    assert answer.life.moves == ("count0(Ada)",) * 9 + ("count1(Ada)",) * 9


def test_a_small_story_is_looked_at_whole() -> None:
    """What an atlas tells soon is told by it, with the number of all states."""
    answer = Asker(key(), finds_obstacles=False).ask("can his")
    assert answer.extent.basis is None
    assert answer.extent.complete


def test_what_is_not_known_without_counting_is_counted() -> None:
    """Whether all lives come to something is asked of all states."""
    asker = Asker(crowded(), finds_obstacles=False, alone=500)
    assert not asker.ask("must far", budget=FEW).proof
    assert asker.atlas.size >= 2_000


def test_in_a_large_story_proofs_come_before_states() -> None:
    """To look at a few of its states takes longer than what facts alone decide."""
    asker = Asker(crowded(), finds_obstacles=False, alone=SOON)
    for question, value in (("can rich", False), ("can far", True), ("shortest far", 18)):
        answer = asker.ask(question, budget=FEW)
        assert (answer.value, answer.proof) == (value, True)
    assert asker.atlas.expanded == 0
    assert not asker.ask("must far", budget=FEW).proof
    assert asker.atlas.expanded > 0


def test_one_who_waits_is_told_how_many_states_were_followed() -> None:
    told: list[object] = []
    asker = Asker(crowded(), finds_obstacles=False, alone=500)
    asker.ask(
        "can (n0 is 4 and n1 is 4 and n2 is 4 and n3 is 4 and cracked or coins is 0 and n1 is 9)",
        budget=FEW,
        watcher=told.append,
    )
    assert any(isinstance(one, Looking) for one in told)


def test_only_what_is_asked_of_the_start_has_a_target(in_crowd: Asker) -> None:
    questions = ["can far", "never cracked", "what stands between start and far", "must far", "most coins"]
    found = [targets_of(in_crowd.world, in_crowd.ask(question, budget=FEW).asked) for question in questions]
    others = len(in_crowd.world.ground.task.endings) - 1
    assert [len(targets) for targets in found] == [1, 1, 1, others, 0]
    assert found[2] == (Target("far", None),)
    assert Target("far", None) not in found[3]
