"""Whether lives come to something, whether all do, and how soon."""

from __future__ import annotations

from tests.asking.shown import acts
from tests.asking.stories import ladder

from fabula.asking import Asker


def test_can(in_house: Asker) -> None:
    yes, no = in_house.ask("can hers"), in_house.ask("can his")
    assert (yes.answer, yes.proof, bool(yes)) == (True, True, True)
    assert acts(yes) == ["walk(Jon, house, well)", "take(Ida, silver)"]
    assert (no.answer, no.proof, bool(no), no.life) == (False, True, False, None)
    assert "all 3 states were looked at" in no.text


def test_can_a_condition_at_the_start(in_house: Asker) -> None:
    answer = in_house.ask("can Ida.at is house")
    assert answer
    assert acts(answer) == []
    assert "at the start" in answer.text


def test_must(in_house: Asker, of_clock: Asker) -> None:
    assert in_house.ask("must hers")
    assert in_house.ask("must alone(Ida)")
    otherwise = of_clock.ask("must late")
    assert otherwise.answer is False
    assert otherwise.life is not None
    assert otherwise.life.ending == "rest"
    before = of_clock.ask("must wet")
    assert before.answer is False
    assert before.life is not None
    assert before.life.ending == "late"
    assert of_clock.ask("must hour is 2")


def test_must_where_a_life_is_stuck() -> None:
    answer = Asker(ladder()).ask("must out")
    assert (answer.answer, answer.proof) == (False, True)
    assert answer.life is not None
    assert answer.life.ending is None
    assert "dead end" in answer.text


def test_never(in_house: Asker) -> None:
    assert in_house.ask("never holder(silver) is Jon")
    assert in_house.ask("never his")
    broken = in_house.ask("never holder(silver) is Ida")
    assert broken.answer is False
    assert acts(broken)[-1] == "take(Ida, silver)"


def test_shortest(in_house: Asker) -> None:
    assert in_house.ask("shortest hers").answer == 2
    start = in_house.ask("shortest Jon.at is house")
    assert start.answer == 0
    assert start
    none = in_house.ask("shortest his")
    assert (none.answer, none.proof, bool(none)) == (None, True, False)
