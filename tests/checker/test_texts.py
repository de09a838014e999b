"""Texts: slots name what is there, verbs belong to someone."""

from __future__ import annotations

import pytest
from tests.checker.stories import WORLD, codes_of, in_world, marked, problems_of, world

from fabula.problems import Problem


def told(text: str) -> str:
    return f'action act(who, other: soldier)\n    do: night\n    says "{text}"\n'


@pytest.mark.parametrize(
    "text",
    [
        "{who} [kneel] by {other}.",
        "{who's} hand; {who.his} hand; {Aeris}; {who.him}, {who.himself}, {other.name}, {Hale's} hand",
        "{who.mood} at {who.at}, {who.following.at}, {who.at's} edge, {hour}",
        "{who} [do] not [be] and [have] been; {{braces}} and [[brackets]]",
        "The soldiers [lie] there.",
        "Time [go] by.",
        "Nobody [look] up.",
        "{Jenova.mood}",
        'She says: \\"{who} [be] here.\\"',
        "",
    ],
)
def test_these_are_fine(text: str) -> None:
    assert world(told(text)).actions["act"].says[0].text == text.replace('\\"', '"')


@pytest.mark.parametrize(
    ("text", "code", "place", "hint"),
    [
        ("{whom} [kneel].", "text-unknown-name", "{whom}", "did you mean 'who'?"),
        ("{who} and {ohter}.", "text-unknown-name", "{ohter}", "did you mean 'other'?"),
        ("{Clodu}", "text-unknown-name", "{Clodu}", "did you mean 'Cloud'?"),
        ("{who.moood}", "text-unknown-name", "{who.moood}", "did you mean 'mood'?"),
        ("{who.wounds}", "text-unknown-name", "{who.wounds}", ""),
        ("{who.loves}", "text-unknown-name", "{who.loves}", ""),
        ("{who.near}", "text-unknown-name", "{who.near}", "'near' is a rule: a slot reads properties"),
        ("{mood}", "text-unknown-name", "{mood}", "'mood' is a property: write {who.mood} with whose it is"),
        ("{soldier}", "text-unknown-name", "{soldier}", "'soldier' is a kind: write the name of a parameter or a thing"),
        ("{who [kneel].", "text-bad-slot", "{", "write {who}; to print it as it is, write it twice"),
        ("who} kneels.", "text-bad-slot", "}", "to print it as it is, write it twice"),
        ("{who} [kneel.", "text-bad-slot", "[", "write [kneel]; to print it as it is, write it twice"),
        ("{} kneels", "text-bad-slot", "{}", "to print a brace as it is, write it twice"),
        ("{who is} there", "text-bad-slot", "{who is}", "to print a brace as it is, write it twice"),
        ("{who.him's}", "text-bad-slot", "{who.him's}", "write {who's} or {who.his}"),
        ("{who} [2]", "text-bad-slot", "[2]", "write the base form, as in [kneel] or [be]"),
        ("[kneel] by {other}", "text-bad-slot", "[kneel]",
         "put who does it before the verb, or write the verb without brackets"),
    ],
)  # fmt: skip
def test_a_wrong_text_is_reported_at_its_place(text: str, code: str, place: str, hint: str) -> None:
    found = in_world(told(text))
    assert (found.code, marked(found), found.hint) == (code, place, hint)


def test_of_two_slots_that_are_alike_each_is_pointed_at() -> None:
    line = told("{who} sees {ohter}, and {ohter}")
    first, second = world_problems(line)
    assert first.span is not None
    assert second.span is not None
    assert (first.span.text, second.span.text) == ("{ohter}", "{ohter}")
    assert second.span.start - first.span.start == len("{ohter}, and ")


def world_problems(line: str) -> list[Problem]:
    return problems_of(WORLD + line)


def test_choices_titles_and_endings_are_looked_at_too() -> None:
    assert "text-unknown-name" in codes_of(WORLD + 'action a(who)\n    by who\n    do: night\n    choice "Go, {you}"\n')
    assert in_world('ending e "The end of {Aries}" when night\n').hint == "did you mean 'Aeris'?"
    assert in_world('ending e when night\n    says "{who}"\n').code == "text-unknown-name"
    assert in_world('trigger t(s: soldier)\n    when night\n    do: not night\n    says "{x}"\n').code == "text-unknown-name"
    assert in_world('action a(who)\n    do: night\n    says if nihgt "x"\n').code == "unknown-name"
