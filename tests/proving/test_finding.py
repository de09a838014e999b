"""Lives to an ending are found: a shortest one, or one with detours; or it is proven that there is none."""

from __future__ import annotations

import pytest
from tests.asking.crowded import crowded
from tests.lives.rows import row, states

from fabula.lives.finding import NotFound
from fabula.proving.finding import find
from fabula.proving.prover import alone
from fabula.story import load


@pytest.mark.parametrize("detours", [0, 1, 2, 5])
def test_no_detour_leads_back_to_where_the_life_has_been(detours: int) -> None:
    """There is only one road, on which Ann could turn at any time: whatever the seed, she does not."""
    story = row(1, sung=1)
    for seed in range(24):
        life = find(story, "there", seed, detours)
        assert len(set(states(life))) == len(states(life))
        assert life.acts == ("walk(Ann, wood)", "walk(Ann, ford)", "walk(Ann, town)")


def test_so_many_detours_at_most_and_each_is_taken_by_some_seed() -> None:
    """A song is the only other thing to do."""
    story = row(2)
    for detours in range(4):
        sung = {sum("sing" in act for act in find(story, "there", seed, detours).acts) for seed in range(24)}
        assert sung <= set(range(min(detours, 2) + 1))
        assert max(sung) == min(detours, 2)


def test_without_detours_it_is_a_shortest_life_and_the_seed_does_not_matter() -> None:
    lives = {find(row(2), "there", seed, 0).acts for seed in range(8)}
    assert lives == {("walk(Ann, wood)", "walk(Ann, ford)", "walk(Ann, town)")}


def test_an_ending_that_no_life_reaches_is_proved_to_be_out_of_reach_and_one_out_of_sight_is_not() -> None:
    with pytest.raises(NotFound) as missing:
        find(row(2), "never")
    assert (missing.value.ending, missing.value.proof) == ("never", True)
    with pytest.raises(NotFound) as unseen:
        find(row(2), "there", states=2)
    assert (unseen.value.ending, unseen.value.proof, unseen.value.states) == ("there", False, 2)


# --- where there are too many states -----------------------------------------------------------------------------------


def test_a_shortest_life_is_the_first_by_its_acts_among_too_many_states() -> None:
    story = crowded('ending later "Later" when n7 is 9 and n6 is 9\n')
    assert find(story, "later", detours=0).acts == ("count6(Ada)",) * 9 + ("count7(Ada)",) * 9


def test_the_same_seed_finds_the_same_life_with_detours() -> None:
    story = crowded()
    lives = [find(story, "far", seed).acts for seed in range(6)]
    assert lives == [find(crowded(), "far", seed).acts for seed in range(6)]
    assert len(set(lives)) > 1
    assert all(18 <= len(acts) <= 20 for acts in lives)


@pytest.mark.parametrize(
    ("ending", "basis"),
    [
        ("silence", "nobody ever has a reason to crack_the_bell"),
        ("both", "all 2 states of the 2 facts that decide it were looked at: worn, locked"),
    ],
)
def test_what_is_proven_without_counting_says_how(ending: str, basis: str) -> None:
    with pytest.raises(NotFound) as missing:
        find(crowded(), ending)
    assert (missing.value.ending, missing.value.proof, missing.value.basis) == (ending, True, basis)
    assert str(missing.value) == f"there is no life that ends in '{ending}': {basis}"


def test_fewer_states_of_a_story_with_many_events_are_looked_at_alone() -> None:
    assert alone(load("the_ridge").task) < alone(row(2).task)
