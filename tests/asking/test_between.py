"""What stands between the start, or the end of a life, and an ending."""

from __future__ import annotations

from tests.asking.shown import acts
from tests.asking.stories import key

from fabula.asking import Asker
from fabula.lives import replay
from fabula.proving.finding import find


def test_what_stands_between_the_start_and_an_ending() -> None:
    asker = Asker(key())
    assert asker.ask("what stands between start and hers").answer == ()
    answer = asker.ask("what stands between start and his")
    assert answer
    assert answer.obstacles is not None
    assert answer.answer == tuple(rule.text for rule in answer.obstacles.rules)
    assert answer.obstacles.life is not None
    assert answer.obstacles.life.ending == "his"
    assert asker.ask("can his").obstacles is not None
    rules = answer.data()["obstacles"]
    assert isinstance(rules, list)
    assert [set(rule) >= {"kind", "text", "line"} for rule in rules] == [True] * len(answer.answer)


def test_with_which_act_an_ending_was_lost(of_clock: Asker) -> None:
    world = of_clock.world
    life = replay(world, ["strike()", "strike()", "strike()"])
    answer = of_clock.ask("what stands between life and rest", life=life)
    assert answer.details["lost_with"] == 3
    assert answer.details["instead"] == ["pour()"]
    assert acts(answer) == ["strike()"] * 3
    assert of_clock.ask("what stands between life and late", life=life).answer == ()


def test_a_life_that_had_nothing_to_lose(in_house: Asker) -> None:
    life = find(in_house.world, "hers", detours=0)
    answer = in_house.ask("what stands between life and his", life=life)
    assert answer
    assert answer.life is None
