"""How far a number goes."""

from __future__ import annotations

from tests.asking.shown import acts

from fabula.asking import Asker


def test_most_and_least(of_clock: Asker) -> None:
    most = of_clock.ask("most hour")
    assert most.answer == 5
    assert most.details["endings"] == {"late": 5, "rest": 2}
    assert of_clock.ask("least hour").answer == 2
    assert of_clock.ask("most hour at rest").answer == 2
    assert of_clock.ask("least hour ever").answer == 0
    assert acts(of_clock.ask("least hour")) == ["strike()", "strike()", "pour()"]


def test_a_number_where_no_life_ends(in_house: Asker) -> None:
    answer = in_house.ask("most Ida.glad at his")
    assert (answer.answer, answer.proof, answer.life) == (None, True, None)
