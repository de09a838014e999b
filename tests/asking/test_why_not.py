"""What hinders an act, and what would have given a reason for it."""

from __future__ import annotations

import pytest
from tests.asking.shown import acts, hindrances
from tests.asking.stories import ladder

from fabula.asking import Asker
from fabula.asking.diagnosis import NoReason
from fabula.asking.diagnosis import hindrances as diagnosed
from fabula.lives import replay
from fabula.lives.reasons import refusal_of
from fabula.problems import StoryProblems
from fabula.proving.finding import find
from fabula.story import loads


def test_why_not_for_a_wrong_belief(in_house: Asker) -> None:
    answer = in_house.ask("why not take(Jon, silver)")
    assert answer
    assert answer.answer == ("Jon believes that Jon is not where the silver key is.",)
    (one,) = hindrances(answer)
    assert (one["kind"], one["mind"]) == ("belief", "Jon")
    assert [(remedy["kind"], remedy["text"]) for remedy in one["would"]] == [
        ("knowing", "Jon knew that the silver key is hidden in the house")
    ]


def test_why_not_for_a_part_that_never_holds(in_house: Asker) -> None:
    answer = in_house.ask("why not throw(Jon, silver)")
    assert [one["text"] for one in hindrances(answer)] == ["In no life is it so that the silver key is in the hands of Jon."]


def test_why_not_for_parts_that_never_hold_at_once(of_clock: Asker) -> None:
    answer = of_clock.ask("why not bail")
    assert "all at once" in answer.text
    assert [one["kind"] for one in hindrances(answer)] == ["world"]
    assert "only where a life has ended" in of_clock.ask("why not toll").text


def test_why_not_where_it_is_done(in_house: Asker) -> None:
    answer = in_house.ask("why not take")
    assert (answer.answer, answer.proof, bool(answer)) == ((), True, False)
    assert acts(answer)[-1] == "take(Ida, silver)"


def test_why_not_after_some_acts_of_a_life(in_house: Asker) -> None:
    life = find(in_house.world, "hers", detours=0)
    assert in_house.ask("why not take(Ida, silver)", life=life, after=0)
    assert not in_house.ask("why not take(Ida, silver)", life=life, after=1)
    assert in_house.ask("why not take(Ida, silver)", life=life).answer == ("The life has ended.",)
    (one,) = hindrances(in_house.ask("why not take(Jon, silver)", life=life, after=1))
    assert (one["kind"], one["text"]) == (
        "world",
        "It is not possible: Jon is not where the silver key is (Jon would believe that it is).",
    )
    with pytest.raises(StoryProblems, match="does not have 3 acts"):
        in_house.ask("why not take", life=life, after=3)


@pytest.mark.parametrize(
    ("act", "kind", "text", "plan"),
    [
        ("climb", "thinking", "Ann thought 2 acts ahead, and not 1", ["climb(Ann)", "leap(Ann)"]),
        ("sell", "wanting", "'to have something' counted 3 times as much for Ann", ["sell(Ann)"]),
        ("leave", "knowing", "Ann knew that it is open gate", ["leave(Ann)"]),
    ],
)
def test_what_would_have_given_a_reason(act: str, kind: str, text: str, plan: list[str]) -> None:
    (one,) = hindrances(Asker(ladder()).ask(f"why not {act}"))
    assert one["would"] == [{"kind": kind, "text": text, "plan": plan}]


IDLE = """
character Ann, she
property lit
property hour: 0..2
action wait()
    by nobody
    do: hour += 1
action light()
    by nobody
    do: lit
action flash()
    by nobody
    when hour is 2
    do: hour = 2
action ring()
    by Ann
    when hour is 2
    do: hour = 2
Ann wants: 1 if lit
ending late when hour is 2 and lit
"""


def test_an_act_that_would_change_nothing_is_not_done() -> None:
    """It can be done for no reason, or everybody who is asked agrees, and yet it is no step of any life."""
    asker = Asker(loads(IDLE))
    answer = asker.ask("why not flash")
    assert answer.text.splitlines() == [
        "flash() could be done in 1 of 6 states, and would be no step of a life there.",
        "The first of them comes after 2 acts. There:",
        "  It would change nothing, in the world or in a mind.",
    ]
    assert answer.proof
    assert (hindrances(answer)[0]["kind"], acts(answer)) == ("world", ["wait()", "wait()"])
    assert asker.ask("why flash").answer is False
    assert [one["kind"] for one in hindrances(asker.ask("why not ring"))] == ["reason", "world"]
    played = Asker(loads(IDLE), ("Ann",)).ask("why not ring")
    assert [(one["kind"], one["mind"]) for one in hindrances(played)] == [("world", None)]


def test_an_act_is_shown_where_it_is_a_step() -> None:
    """Also where it could be done sooner and would change nothing there."""
    text = IDLE.replace("when hour is 2\n    do: hour = 2", "when hour is not 1\n    do: hour = 0", 1)
    asker = Asker(loads(text))
    assert acts(asker.ask("why flash")) == acts(asker.ask("why not flash")) == ["wait()", "wait()", "flash()"]


def test_what_would_change_nothing_in_a_moment_of_a_life() -> None:
    asker = Asker(loads(IDLE))
    life = replay(asker.world, ["light()"])
    assert not asker.ask("why not light", life=life, after=0)
    answer = asker.ask("why not light", life=life, after=1)
    assert answer.answer == ("It would change nothing, in the world or in a mind.",)
    assert answer.text.splitlines()[0] == "light(), after 1 act:"


def test_who_refuses_in_play_has_the_reasons_that_why_not_gives() -> None:
    """One question has one analysis behind it, whoever asks."""
    story = ladder()
    act = next(number for number, action in enumerate(story.task.actions) if action.name == "sell(Ann)")
    (hindered,) = diagnosed(story, story.engine.initial(), act)
    refusal = refusal_of(story, story.engine.initial(), act, story.task.characters.index("Ann"))
    assert refusal.possible
    assert (refusal.worse, refusal.better) == (("to keep the ring",), ("to have something",))
    assert hindered.cause == NoReason(refusal.worse, refusal.better, story.task.limits[0])
