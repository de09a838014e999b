"""The author's words for acts and properties: a verb in square brackets, and nobody named twice."""

from __future__ import annotations

import pytest
from tests.checker.stories import in_world, marked, world

from fabula.problems import Problem


def called(phrase: str, by: str = "who") -> str:
    return f'action act(who, other: soldier)\n    by {by}\n    do: night\n    as "{phrase}"\n'


def wrong(phrase: str) -> Problem:
    """The one problem of an act by Aeris that is called so."""
    minds = "".join(f"{mind} wants: 1 if night\n" for mind in ("Aeris", "Cloud", "Jenova", "Hale"))
    return in_world(called(phrase) + minds)


@pytest.mark.parametrize(
    ("phrase", "by"),
    [
        ("[kneel] by {other}", "who"),
        ("[take] {other.his} hand and [hold] it", "who"),
        ("the night [come] over {other}", "nobody"),
        ("{other} [fall]", "nobody"),
    ],
)
def test_these_are_fine(phrase: str, by: str) -> None:
    assert world(called(phrase, by)).actions["act"].phrase == phrase


def test_a_full_stop_is_not_part_of_it() -> None:
    assert world(called("[kneel] by {other}.")).actions["act"].phrase == "[kneel] by {other}"


@pytest.mark.parametrize(
    ("phrase", "code", "place", "hint"),
    [
        ("kneel by {other}", "text-bad-slot", '"kneel by {other}"',
         'write "[kneel] by {other}", with the verb in its base form'),
        ("{other}", "text-bad-slot", '"{other}"',
         'put the verb into square brackets, in its base form: "[tell] {other} the plan"'),
        ("{who} [kneel] by {other}", "text-bad-slot", '"{who} [kneel] by {other}"', 'write: as "[kneel] by {other}"'),
        ("[kneel] by {ohter}", "text-unknown-name", "{ohter}", "did you mean 'other'?"),
    ],
)  # fmt: skip
def test_a_wrong_one_is_reported(phrase: str, code: str, place: str, hint: str) -> None:
    found = wrong(phrase)
    assert (found.code, marked(found), found.hint) == (code, place, hint)


def test_an_act_of_nobody_says_what_does_it() -> None:
    found = in_world(called("[come] over {other}", "nobody"))
    assert (found.code, found.hint) == (
        "text-bad-slot",
        "put who does it before the verb, or write the verb without brackets",
    )


def test_the_cure_can_be_applied() -> None:
    found = wrong("kneel by {other}")
    assert [edit.text for edit in found.fix] == ["[kneel]"]
