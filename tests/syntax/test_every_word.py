"""Every word of the language in every place where a name may stand: it is refused there by its code, or it is a name like any
other, on every line that can speak of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fabula.checker import check_file, check_text
from fabula.syntax import words

#: all words that the language has a meaning for somewhere, and such as it takes for slips of one
WORDS = sorted(
    words.RESERVED
    | words.BARE_QUANTIFIERS
    | words.STARTERS
    | words.KINDS
    | words.INFIX
    | {
        *words.STATEMENTS,
        *words.ACTION_LINES,
        *words.TRIGGER_LINES,
        *words.ENDING_LINES,
        *words.SCENE_LINES,
        *words.STORY_LINES,
    }
    | {*words.ACTION_WORDS, *words.ACTION_WORDS.values()}
    | set("sees called plays at owner she he it they felt from each a an the prefers must can never stops want knowing".split())
    | set("characters kinds actions entity type person goal goals intends fact facts set increase var let def end".split())
)
VARIANTS = sorted({variant for word in WORDS for variant in (word, word.capitalize(), word.upper())})

#: where a name may stand, with lines that speak of it
PLACES = {
    "character": """\
character {x}, she
{x}.mood is 1
{x} likes Ann
Ann likes {x}
{x} believes Ann.mood is 2
Ann believes {x}.mood is 2
{x} wants
    1 if Ann.mood is 3
    2 if {x}.mood is 2
action greet(who)
    by who
    when {x}.mood is 1 and {x} likes who
    do
        {x}.mood is 2
        {x} likes who
        {x} learns who.mood
trigger turn
    when {x}.mood is 2
    do: {x}.mood is 3
""",
    "thing": """\
thing {x}
property lies(thing): 0..2
{x}.lies is 1
rule up: {x}.lies is 2
""",
    "display": """\
character {x} "someone", they
{x}.mood is 2
""",
    "kind": """\
kind {x}
{x} lamp
property lit({x})
lamp.lit
rule all_lit: every o: {x} (o.lit)
rule any_lit: some {x} ({x}.lit)
""",
    "kind below": """\
kind {x}: character
{x} Bob, he
Bob.mood is 1
""",
    "property": """\
property {x}: 0..3
{x} is 1
rule r: {x} is 2
action up
    by nobody
    when {x} < 3
    do: {x} += 1
""",
    "truth": """\
property {x}
{x}
rule r: not {x}
action up
    by nobody
    when not {x}
    do: {x}
""",
    "property of one": """\
property {x}(character): 0..3
Ann.{x} is 1
rule r: Ann.{x} is 2 and {x}(Ann) is 2
""",
    "property of two": """\
property {x}(character, character)
Ann {x} Ann
rule r: Ann {x} Ann
rule s: not {x}(Ann, Ann)
""",
    "rule": """\
rule {x}: Ann.mood is 1
action up
    by nobody
    when {x}
    do: Ann.mood is 2
""",
    "rule of one": """\
rule {x}(who: character): who.mood is 1
action up(who)
    by who
    when who.{x}
    do: Ann.mood is 2
""",
    "action": """\
action {x}(who)
    by who
    do: who.mood is 2
when c sees {x}(o): c.mood is 3
""",
    "trigger": """\
trigger {x}
    when Ann.mood is 2
    do: Ann.mood is 3
""",
    "parameter": """\
action go({x}: character)
    by {x}
    when {x}.mood is 1
    do
        {x}.mood is 2
        {x} likes Ann
""",
    "ending": """\
ending {x} when Ann.mood is 3
expect can {x}
""",
    "scene": """\
scene {x} when Ann.mood is 3
""",
    "choice": """\
property hue: red | {x}
hue is {x}
rule r: hue is {x}
""",
    "variable": """\
rule r: every {x}: character ({x}.mood is 1)
for each {x}: character
    {x}.mood is 1
""",
}  # fmt: skip
GROUND = (
    "character Ann, she\nproperty mood(character): 0..3\nproperty likes(character, character)\nending over when Ann.mood is 3\n"
)


@pytest.mark.parametrize("place", PLACES)
def test_a_word_is_a_name_or_is_refused_as_one(place: str) -> None:
    wrong = {}
    for word in VARIANTS:
        if word in ("character", "will") and place == "kind below":
            # A line that says more of all of them: what is wrong with it is of another kind.
            continue
        _, problems = check_text(GROUND + PLACES[place].format(x=word), "words.fabula")
        found = [(problem.code, problem.seen, problem.span.line if problem.span else 0) for problem in problems.errors]
        first = found[0] if found else None
        refused = first is not None and first[0] in ("reserved-name", "duplicate-name")
        if first is not None and not (refused and re.search(rf"\b{word}\b", first[1])):
            wrong[word] = first
    assert wrong == {}


def test_a_name_of_another_file_is_no_slip(tmp_path: Path) -> None:
    """Where a text can't know what is declared, what no slip looks like is taken for what it says."""
    (tmp_path / "people.fabula").write_text(GROUND + "character Kind, she\ncharacter Story, she\n", encoding="utf-8")
    lines = "Kind.mood is 1\nKind believes Ann.mood is 1\nStory wants: 1 if Ann.mood is 2\nAnn likes Kind\n"
    (tmp_path / "story.fabula").write_text(f'use "people.fabula"\n{lines}', encoding="utf-8")
    _, problems = check_file(tmp_path / "story.fabula")
    assert [problem.message for problem in problems.errors] == []


def test_what_nobody_declares_is_a_slip() -> None:
    _, problems = check_text(GROUND + "Ending late when Ann.mood is 2\nWhen Ann.mood is 1: Ann.mood is 2\n", "words.fabula")
    assert [(one.code, one.seen, one.hint.split(":")[0]) for one in problems.errors] == [
        ("syntax", "'Ending'", "'ending' is written small"),
        ("syntax", "'When'", "'when' is written small"),
    ]


def test_what_the_story_defines_is_meant_before_what_the_language_has() -> None:
    """Letters that have changed places are one slip, as one too many is."""
    said = {
        "Jno believes Jon.mood is 1": "did you mean 'Jon'?",
        "Jon likse Jon": "did you mean 'likes'?",
        "Jon beleives Jon.mood is 1": "did you mean 'believes'?",
        "Jon.moood is 1": "did you mean 'mood'?",
        "Jon.mood is unknwon": "did you mean 'unknown'?",
    }
    for line, hint in said.items():
        _, problems = check_text(f"{GROUND}character Jon, he\nproperty liked(character)\n{line}\n", "words.fabula")
        assert [problem.hint for problem in problems.errors] == [hint], line
