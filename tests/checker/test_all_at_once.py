"""All problems of a story at once, in the order of its text, and none that only follows from another."""

from __future__ import annotations

import pytest
from tests.checker.stories import WORLD, codes_of, marked, problems_of

from fabula.checker import check_text

BROKEN = """story "Broken"
    told by Aris
    ahead 0
kind soldier: charcter
kind place
place field
place field
property at(character): place
property wounds(character): 3..1
property strength(character): 0..3 = 9
property alive(character)
rule first(a): second(a)
rule second(a): first(a)
character Aeris, she, at feild, alvie
will Shade
Aeris.strength = 5
Aeris.at is Aeris
field believes Aeris.alive
action go(who, p: place)
    by p
    when who.strength > 9 and who.at < 3
    do
        who.at = p
        who.strength = 1
        who.strength = 2
        first(Aeris)
    choice "Go {whom} to {p} and [9]"
    says by field "x"
when c sees goo(_): c.strength += 1
when c sees go(_): c.strength += 1
Aeris wants
    foo if Aeris.alive
ending never when Aeris.alive and not Aeris.alive
ending odd when Aeris / 0 is 1
fate prefers never > nevr
expect can nver
use nothing_like_it
"""


def test_a_story_with_everything_wrong() -> None:
    found = problems_of(BROKEN.replace("use nothing_like_it\n", ""))
    assert [(one.code, marked(one)) for one in found] == [
        ("unknown-name", "Aris"),
        ("out-of-bounds", "0"),
        ("unknown-kind", "charcter"),
        ("duplicate-name", "field"),
        ("out-of-bounds", "3..1"),
        ("out-of-bounds", "9"),
        ("rule-cycle", "first"),
        ("unknown-name", "feild"),
        ("unknown-property", "alvie"),
        ("wrong-kind", "Shade"),
        ("out-of-bounds", "5"),
        ("wrong-kind", "Aeris"),
        ("not-a-mind", "field"),
        ("not-a-mind", "p"),
        ("out-of-bounds", "who.strength > 9"),
        ("wrong-type", "who.at"),
        ("contradiction", "who.strength = 2"),
        ("wrong-type", "first"),
        ("text-unknown-name", "{whom}"),
        ("text-bad-slot", "[9]"),
        ("not-a-mind", "field"),
        ("unknown-action", "goo"),
        ("wrong-count", "go"),
        ("unknown-name", "foo"),
        ("impossible-ending", "Aeris.alive and not Aeris.alive"),
        ("wrong-type", "Aeris"),
        ("unknown-ending", "nevr"),
        ("bad-expectation", "nver"),
    ]


def test_every_problem_has_a_place_and_says_what_was_expected_and_seen() -> None:
    for problem in problems_of(BROKEN):
        assert problem.span is not None
        assert problem.message
        assert problem.message[-1] != "."
        assert problem.expected
        assert problem.seen
        line, column = problem.span.line, problem.span.column
        assert problem.span.source.line(line)[column - 1 :].startswith(marked(problem).split("\n")[0])


def test_the_same_text_gives_the_same_problems_in_the_same_order() -> None:
    assert problems_of(BROKEN) == problems_of(BROKEN)
    first, second = check_text(WORLD)[0], check_text(WORLD)[0]
    assert first is not None
    assert second is not None
    assert (first.facts, list(first.things.values())) == (second.facts, list(second.things.values()))


@pytest.mark.parametrize(
    "broken",
    [
        'character Tifa "Tifa',
        "character Tifa, at field)",
        "character Tifa Lockhart",
        "\tcharacter Tifa",
        "character Tifa, she, $",
    ],
)
def test_names_in_lines_that_could_not_be_read_count_as_known(broken: str) -> None:
    text = WORLD + broken + '\nTifa.armed\nTifa wants: 1 if night\nending e when Tifa.at is field\n    says "{Tifa}"\n'
    found = problems_of(text)
    assert found
    assert {one.span.line for one in found if one.span is not None} == {WORLD.count("\n") + 1}


def test_what_is_missing_is_not_reported_while_a_text_can_not_be_read() -> None:
    assert codes_of('character Aeris "Aeris\n') == ["unclosed-string"]


def test_no_warning_of_a_mind_whose_wants_are_wrong() -> None:
    text = (
        "character Aeris\nproperty night\nending e when night\naction a(who)\n    by who\n    do: night\nAeris wants: nigth\n"
    )
    assert codes_of(text) == ["unknown-name"]


def test_a_character_without_a_name_is_one_problem() -> None:
    text = """use places
place field
character "Tifa", she, at field
character Cloud, he, at field
Cloud wants: 1 if here(Cloud, Tifa)
Tifa wants: 1 if Tifa.alive
ending over when Tifa.alive
"""
    assert [(one.code, marked(one)) for one in problems_of(text)] == [("syntax", '"Tifa"')]


def test_the_verb_of_a_mind_is_suggested_for_a_verb_that_is_none() -> None:
    (problem,) = problems_of("character Aeris\nproperty night\nAeris believe night\nending e when night\n")
    assert problem.hint == "did you mean 'believes'?"


def test_the_value_of_nothing_is_suggested() -> None:
    (problem,) = problems_of("character Aeris\nproperty pal(character): character\nending e when Aeris.pal is nobdy\n")
    assert problem.hint == "did you mean 'nobody'?"
