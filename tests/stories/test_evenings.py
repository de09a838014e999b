"""Stories such as somebody writes in an evening: a locked room, a heist, a village of rumours. All of their lives are known
within the usual budget."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula import load
from fabula.telling import tell

ROOT = Path(__file__).resolve().parent.parent.parent / "stories"
#: for each ending after how many acts it comes at the soonest, and who tells of it
EVENINGS: dict[str, tuple[dict[str, int | None], tuple[str, str]]] = {
    "the_ice_house": (
        {"named": 8, "unproven": 5, "mistaken": 5, "over_the_ice": 3, "thawed": 3},
        ("Dorn", "Quint"),
    ),
    "the_salt_ledger": (
        {"paid_twice": None, "four": 18, "caught_with_them": 21, "three": 16, "taken": 8, "daybreak": 1},
        ("Isa", "Veit"),
    ),
    "the_weir": ({"owned": 6, "taken": 7, "driven_out": 4, "quiet": 1}, ("Hanne", "Tib")),
}


@pytest.mark.parametrize("name", EVENINGS)
def test_all_lives_are_known_and_nothing_is_wrong_with_them(name: str) -> None:
    story = load(ROOT / f"{name}.fabula")
    report = story.check()
    assert report.why == ""
    assert [finding.problem.code for finding in report.findings] == []
    assert {ending.name: ending.shortest for ending in report.endings} == EVENINGS[name][0]


@pytest.mark.parametrize("name", EVENINGS)
def test_each_ending_is_told_otherwise_by_each_of_two(name: str) -> None:
    shortest, tellers = EVENINGS[name]
    story = load(ROOT / f"{name}.fabula")
    for ending, acts in shortest.items():
        if acts is not None:
            life = story.tell(ending, seed=1)
            texts = {tell(story, life, mind, seed=1).text for mind in tellers}
            assert len(texts) == 2, ending


def test_what_the_boatman_hopes_for_can_not_be() -> None:
    """And what stands in its way is said."""
    answer = load(ROOT / "the_salt_ledger.fabula").can("paid_twice")
    assert not answer
    assert answer.text.startswith("No: no life ends in 'paid_twice'")
    assert answer.obstacles is not None
    assert "pay without 'Brann.seized'" in str(answer.data()["obstacles"])
