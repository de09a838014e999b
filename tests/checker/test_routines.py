"""What people do who have nothing better to do."""

from __future__ import annotations

from typing import Any

import pytest
from tests.checker.stories import WORLD, definition, problems_of, shown
from tests.syntax.trees import statement

from fabula.fixing import fixed
from fabula.grounding.wants import value_of
from fabula.story import loads
from fabula.telling import phrases


def test_it_is_a_line_of_what_somebody_wants() -> None:
    expected: Any = ("Wants", "Ann", [("Want", 1, [], "armed", None, True)])
    assert statement("Ann wants: otherwise armed") == expected
    expected = ("Wants", "Ann", [("Want", 1, [], "armed", '"to be ready"', True, "night")])
    assert statement('Ann wants\n    otherwise armed if night "to be ready"\n') == expected
    # A property of that name is a number like any other.
    assert statement("Ann wants: otherwise") == ("Wants", "Ann", [("Want", "otherwise", [], None, None)])


#: places in a row, hours that pass, and a lamp
DAY = """
story "Day"
kind place
place hut
place mill
place inn
property at(character): place
property path(place, place)
path(hut, mill)
path(mill, hut)
path(mill, inn)
path(inn, mill)
character Ann, she, at hut
property hour: 0..6
property lit
action walk(who: character, from: place, to: place)
    by who
    when who.at is from and path(from, to)
    do: who.at = to
action light(who: character)
    by who
    when who.at is hut and hour > 2 and not lit
    do: lit
action pass
    when hour < 6
    do: hour += 1
Ann wants
    {wants}
ending night when hour is 6
"""


def explained(text: str, *names: str) -> set[str]:
    """What may come after some acts."""
    story = loads(text)
    acts = [action.name for action in story.task.actions]
    here = story.engine.initial()
    for name in names:
        here = story.engine.do(here, acts.index(name))
    return {acts[act] for act in story.engine.explained(here)}


def test_whoever_has_all_that_she_wants_goes_about_her_day() -> None:
    text = DAY.format(wants="1 if lit\n    otherwise Ann.at is inn if hour < 4\n    otherwise Ann.at is mill")
    assert explained(text) == {"walk(Ann, hut, mill)", "pass()"}
    # Not for the sake of the mill does she leave the inn, where both counted as much.
    assert explained(text, "walk(Ann, hut, mill)", "walk(Ann, mill, inn)") == {"walk(Ann, inn, mill)", "pass()"} - {
        "walk(Ann, inn, mill)"
    }
    late = ["walk(Ann, hut, mill)", "walk(Ann, mill, inn)", *["pass()"] * 4]
    assert explained(text, *late) == {"walk(Ann, inn, mill)", "pass()"}


def test_nothing_else_is_given_up_for_it() -> None:
    """Ann would have to leave the lamp."""
    text = DAY.format(wants="1 if Ann.at is hut\n" + "    otherwise Ann.at is inn\n" * 3)
    assert explained(text) == {"pass()"}
    assert explained(text.replace("otherwise Ann.at is inn", "1 if Ann.at is inn", 2)) == {"walk(Ann, hut, mill)", "pass()"}


def test_it_is_short_for_wants_that_all_others_count_for_more_than() -> None:
    short = DAY.format(
        wants="1 if lit\n    2 if hour is 3 by way of hour > 1\n    hour\n    otherwise Ann.at is inn if hour < 4\n"
        "    otherwise Ann.at is mill"
    )
    written = DAY.format(
        wants="6 if lit\n    (12 if hour is 3 else 6 if hour > 1 else 0)\n    6 * hour\n    1 if Ann.at is inn and hour < 4\n"
        "    1 if Ann.at is mill"
    )
    assert loads(short).task == loads(written).task


def test_the_condition_of_a_block_says_when() -> None:
    text = f"{WORLD}for each c: character if c.armed\n    c wants: otherwise c.at is field if night\n"
    (want,) = definition(text).wants["Aeris"]
    assert shown(value_of(want)) == "(1 if ((at(Aeris) == field) and (armed(Aeris) and night)) else 0)"
    assert want.condition is not None
    assert shown(want.condition) == "(at(Aeris) == field)"


def test_it_is_told_by_what_is_wanted() -> None:
    story = loads(DAY.format(wants="otherwise Ann.at is mill if hour < 4"))
    (line,) = {gain for event in story.tell(seed=1).events for reason in event.reasons for gain in reason.gains}
    assert line == "otherwise Ann.at is mill if hour < 4"
    assert phrases(story).want("Ann", line) == "Ann wants to be at mill"


@pytest.mark.parametrize(
    ("line", "code", "at"),
    [
        ("otherwise 2 if night", "syntax", "2"),
        ("otherwise: night", "syntax", ":"),
        ("otherwise hour", "wrong-type", "hour"),
        ("otherwise night if hour", "wrong-type", "hour"),
        ("otherwise night when hour > 2", "syntax", "when"),
        ("otherwise nigth", "unknown-name", "nigth"),
    ],
)
def test_what_is_wrong_with_it(line: str, code: str, at: str) -> None:
    text = f"{WORLD}Aeris wants\n    {line}\n"
    found = [one for one in problems_of(text) if one.code == code]
    assert [one.span and one.span.text for one in found] == [at]
    if code == "syntax":
        mended, done = fixed(text, problems_of)
        assert done
        assert "syntax" not in [one.code for one in problems_of(mended)]
