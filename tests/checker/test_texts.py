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


@pytest.mark.parametrize(
    "text",
    [
        "{who} [be] there for {hour + 1} hours, {loves(who, other)}, {mood(who)}, {who.mood}.",
        "{following(who).him}, {following(who)'s} hand, {count s: soldier where s.wounds > 1} of them",
        "{if who.alive: {who} [live]|if night: {other} [sleep]|else: nobody}. {if (some s: soldier where s.alive): x}",
        "{first: one|then: {in turn: a|b}|then:|at last: {one of: {who} [kneel]||[kneel]|no}}",
        "{1 if night else 0}",
        "{if night:\\n}",
    ],
)
def test_what_is_worked_out_is_fine(text: str) -> None:
    (says,) = world(told(text)).actions["act"].says
    assert bool(says.insets) == ("if " in text or "(" in text)


@pytest.mark.parametrize(
    ("text", "code", "place", "hint"),
    [
        ("It is {hour +}.", "text-bad-slot", "{hour +}", "to print a brace as it is, write it twice"),
        ("{houre + 1}", "unknown-name", "houre", "did you mean 'hour'?"),
        ("{wounds(who)}", "wrong-kind", "who", "write 'who: soldier' where it is introduced"),
        ("{hour > 3}", "text-bad-slot", "{hour > 3}", "write what is told: {if hour > 3: yes|else: no}"),
        ("{if hour: a}", "wrong-type", "hour", "compare it with something: 'is', '==', '<', '>'"),
        ("{if nihgt: a}", "unknown-name", "nihgt", "did you mean 'night'?"),
        ("{if night a}", "text-bad-slot", "{if night a}", "write {if CONDITION: TEXT} or {if CONDITION: TEXT|else: TEXT}"),
        ("{if night: a|b} c", "text-bad-slot", "|b", "write |else: b"),
        ("{if night: a|else: b|if hour > 3: c}", "text-bad-slot", "|if", "put 'else' behind all other alternatives"),
        ("{first: a|b|at last: c}", "text-bad-slot", "|b", "write |then: b"),
        ("{one of: a|{whom}}", "text-unknown-name", "{whom}", "did you mean 'who'?"),
        ("{if night: a", "text-bad-slot", "{if", "put '}' behind the last of the alternatives"),
        ("{if night: [kneel]} x", "text-bad-slot", "[kneel]",
         "put who does it before the verb, or write the verb without brackets"),
        ("{if night: {who} x|else: y} [kneel]", "", "", ""),
        ("{who} [end if]", "text-bad-slot", "[end if]",
         "alternatives are {if CONDITION: TEXT|else: TEXT}, {first: TEXT|then: TEXT}, {one of: TEXT|TEXT}"),
        ("It is [Aeris]", "text-bad-slot", "[Aeris]", "write {Aeris}"),
        ("{who} [love] {other}", "", "", ""),
        ("{night: a|b}", "text-bad-slot", "{night: a|b}", "write {if night: a|else: b}"),
    ],
)  # fmt: skip
def test_what_can_not_be_worked_out_is_reported_at_its_place(text: str, code: str, place: str, hint: str) -> None:
    found = problems_of(WORLD + told(text))
    if code:
        (problem,) = found
        assert (problem.code, marked(problem), problem.hint) == (code, place, hint)
    else:
        assert found == []


def test_a_place_in_a_text_is_found_behind_quotes_and_over_lines() -> None:
    begin = "action act(who, other: soldier)\n    do: night\n"
    line = '    says "{who} [say] \\"no\\"."\n        "And {if nihgt: then|else: not}."\n'
    assert marked(in_world(begin + line)) == "nihgt"
    line = '    says "{if night and"\n        "night: x}."\n'
    assert in_world(begin + line).message == "what is asked in a text stands in one line of it"


def test_alternatives_stand_only_so_deep_in_each_other() -> None:
    deep = "{if night: " * 9 + "x" + "}" * 9
    assert {problem.message for problem in problems_of(WORLD + told(deep))} >= {
        "there are too many alternatives within alternatives here"
    }
    assert not problems_of(WORLD + told("{if night: " * 8 + "x" + "}" * 8))


def test_a_choice_may_have_a_condition_and_be_for_one_of_two() -> None:
    act = "action a(who, other)\n    by who, other\n    do: night\n"
    choices = '    choice "Go"\n    choice by other if night "Stay {first:|then: on}"\n'
    plain, other = world(act + choices).actions["a"].choices
    assert (plain.text, plain.teller, plain.condition) == ("Go", None, None)
    assert (other.teller, other.condition is not None) == ("other", True)
    assert in_world('action a(who)\n    by who\n    do: night\n    choice in vain "Go"\n').code == "syntax"


def test_a_title_is_the_same_at_all_times() -> None:
    for written in ("{if night: a|else: b}", "{hour + 1}"):
        assert in_world(f'ending e "It {written}" when night\n').message == "a title is the same for everybody and at all times"


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
