"""Who comes to know something, and who is wrong about it."""

from __future__ import annotations

import pytest
from tests.asking.shown import acts

from fabula.asking import Asker
from fabula.story import load, loads


def test_who_knows(in_house: Asker) -> None:
    answer = in_house.ask("who knows lies(silver) is house")
    assert answer.answer == ("Ida",)
    assert answer.details["minds"] == [
        {"mind": "Ida", "knows": True, "always_at_the_end": False, "wrong": False, "life": []},
        {"mind": "Jon", "knows": False, "always_at_the_end": False, "wrong": False, "life": None},
    ]
    place = in_house.ask("who knows lies(silver)").details["minds"]
    assert isinstance(place, list)
    assert [one["wrong"] for one in place] == [False, True]


DOUBT = """
story "Doubt"
kind key
key brass
property holder(key): character
property killer: character
property code: 1..9
property lit
character Ann, she
character Ben, he
character Cal, he
character Dan, he
killer is Ben
code = 3
lit
Ann believes holder(brass) is unknown
Ann believes killer in (Ben, Cal)
Ann believes code in (2, 4)
Cal believes holder(brass) is Cal
Cal believes killer in (Cal, Dan)
Cal believes code in (2, 3)
Cal believes lit is unknown
Dan believes killer is nobody
Dan believes lit is no
action take(who: character)
    by who
    when holder(brass) is nobody
    do: holder(brass) = who
action change()
    by nobody
    when killer is nobody
    do
        killer = Ann
        code = 1
        lit = no
"""


@pytest.mark.parametrize(
    ("question", "knowing", "wrong"),
    [
        ("holder(brass) is nobody", "Ben Dan", ""),
        ("holder(brass)", "Ben Dan", "Cal"),
        ("killer", "Ben", "Cal Dan"),
        ("killer is nobody", "", "Dan"),
        ("code", "Ben Dan", "Ann"),
        ("code + 1", "Ben Dan", ""),
        ("code + 5", "Ben Dan", ""),
        ("killer if lit else Ann", "Ben", "Cal Dan"),
        ("lit", "Ann Ben", ""),
        ("(Ann believes killer)", "Ann", "Ben Dan"),
    ],
)
def test_who_does_not_know_is_neither_right_nor_wrong(question: str, knowing: str, wrong: str) -> None:
    """Nobody is a value that one can know; of several possible values one is wrong only if none of them is so."""
    answer = Asker(loads(DOUBT)).ask(f"who knows {question}")
    minds = answer.details["minds"]
    assert isinstance(minds, list)
    assert answer.answer == tuple(knowing.split())
    assert [one["mind"] for one in minds if one["wrong"]] == wrong.split()


def test_who_learns_it_and_how() -> None:
    answer = Asker(load("the_silver_key")).ask("who knows Jon.at is well")
    assert answer.answer == ("Ida", "Jon")
    assert acts(answer) == ["walk(Jon, house, well)"]
