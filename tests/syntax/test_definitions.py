"""Kinds, things, properties, rules, wants, endings and the front of a story."""

from __future__ import annotations

from typing import Any

import pytest
from tests.syntax.trees import statement, statements, tree_of

from fabula.syntax.tree import ThingDefinition


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kind soldier", ("soldier", None, [])),
        ('kind soldier "the soldier"', ("soldier", '"the soldier"', [])),
        ("kind soldier: body, target", ("soldier", None, ["body", "target"])),
        ('kind ghost "ghost": will', ("ghost", '"ghost"', ["will"])),
    ],
)
def test_kinds(text: str, expected: Any) -> None:
    assert statement(text) == ("KindDefinition", *expected)


def thing(text: str) -> Any:
    kind, name, display, modifiers, body, called, facts = statement(text)[1:]
    assert (called, facts) == ([], [])
    return kind, name, display, modifiers, body


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("place field", ("place", "field", None, [], None)),
        ('place field "the field"', ("place", "field", '"the field"', [], None)),
        (
            'character Aeris "Aeris", she, at field, not armed, weariness 2, hope -1',
            (
                "character",
                "Aeris",
                '"Aeris"',
                [
                    (False, "she", None),
                    (False, "at", "field"),
                    (True, "armed", None),
                    (False, "weariness", 2),
                    (False, "hope", -1),
                ],
                None,
            ),
        ),
        ("will Jenova, she, in Sephiroth", ("will", "Jenova", None, [(False, "she", None)], "Sephiroth")),
        (
            "sword blade, held_by nobody, sharp yes",
            ("sword", "blade", None, [(False, "held_by", "nobody"), (False, "sharp", True)], None),
        ),
        ("guard Hob, near (field)", ("guard", "Hob", None, [(False, "near", "field")], None)),
    ],
)
def test_things(text: str, expected: Any) -> None:
    kind, name, display, modifiers, body = expected
    assert thing(text) == (kind, name, display, [list(modifier) for modifier in modifiers], body)


def test_a_thing_with_a_block() -> None:
    text = (
        'character Aeris, she\n    called "the healer" if not Cloud.knows_her\n    called "she"\n    not war\n    if war: peace'
    )
    (found,) = tree_of(text).statements
    assert isinstance(found, ThingDefinition)
    assert [(alias.text.value, alias.condition is None) for alias in found.called] == [("the healer", False), ("she", True)]
    assert [type(fact).__name__ for fact in found.facts] == ["Claim", "Branch"]


def test_a_property_may_be_named_called() -> None:
    assert statement("property called(character)")[1] == "called"


TRUTH = ("TypeTruth",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("property war", ("war", [], TRUTH, None, False, None)),
        ("property war: yes/no = yes", ("war", [], TRUTH, True, False, None)),
        ("property war = yes", ("war", [], TRUTH, True, False, None)),
        ("property alive(character): yes / no", ("alive", ["character"], TRUTH, None, False, None)),
        ("property wounds(soldier): 0..3 = 1", ("wounds", ["soldier"], ("TypeRange", 0, 3), 1, False, None)),
        ("property hope: -2..2 = -1", ("hope", [], ("TypeRange", -2, 2), -1, False, None)),
        (
            "property mood(character): calm | angry | afraid = calm",
            ("mood", ["character"], ("TypeChoice", ["calm", "angry", "afraid"]), "calm", False, None),
        ),
        ("property at(character): place", ("at", ["character"], ("TypeKind", "place"), None, False, None)),
        ("property ruled_by: will = nobody", ("ruled_by", [], ("TypeKind", "will"), "nobody", False, None)),
        ("property loves(character, character)", ("loves", ["character", "character"], TRUTH, None, False, None)),
        ("property hour: 0..9, felt by all", ("hour", [], ("TypeRange", 0, 9), None, True, None)),
        ("property hour: 0..9 = 0, felt by all", ("hour", [], ("TypeRange", 0, 9), 0, True, None)),
        ("property rain, felt by everyone", ("rain", [], TRUTH, None, True, None)),
        (
            'property weariness(character) "weary": 0..3',
            ("weariness", ["character"], ("TypeRange", 0, 3), None, False, '"weary"'),
        ),
        (
            'property weariness(character): 0..3 = 1 "weary"',
            ("weariness", ["character"], ("TypeRange", 0, 3), 1, False, '"weary"'),
        ),
    ],
)
def test_properties(text: str, expected: Any) -> None:
    name, kinds, *rest = expected
    assert statement(text) == ("PropertyDefinition", name, [("Parameter", kind, kind) for kind in kinds], *rest)


def test_a_kind_in_a_property_may_have_a_name() -> None:
    assert statement("property trust(who: character, whom: character)")[2] == [
        ("Parameter", "who", "character"),
        ("Parameter", "whom", "character"),
    ]


def test_rules() -> None:
    expected = (
        "RuleDefinition",
        "near",
        [("Parameter", "a", "character"), ("Parameter", "b", None)],
        ("Relation", "a", "with", "b"),
    )
    assert statement("rule near(a: character, b): a with b") == expected
    assert statement("rule near(a: character, b)\n    a with b") == expected
    assert statement("rule near(a: character, b):\n    (a with\n        b)") == expected
    assert statement("rule late: hour > 5") == ("RuleDefinition", "late", [], ("Comparison", ">", "hour", 5))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2 if war", (2, [], "war", None)),
        ("3", (3, [], None, None)),
        ("Cloud.trust", (("Attribute", "Cloud", "trust"), [], None, None)),
        ("3 * Cloud.trust", (("Arithmetic", "*", 3, ("Attribute", "Cloud", "trust")), [], None, None)),
        ("1 for each s: soldier if s.alive", (1, [("Parameter", "s", "soldier")], ("Attribute", "s", "alive"), None)),
        ("1 for each s: soldier", (1, [("Parameter", "s", "soldier")], None, None)),
        ("-1 for each soldier alive", (-1, [("Parameter", "soldier", None)], ("Attribute", "soldier", "alive"), None)),
        ("1 for each s: soldier alive", (1, [("Parameter", "s", "soldier")], ("Attribute", "s", "alive"), None)),
        (
            "1 for each soldier not alive",
            (1, [("Parameter", "soldier", None)], ("Not", ("Attribute", "soldier", "alive")), None),
        ),
        (
            "1 for each a: soldier, b: soldier if a loves b",
            (1, [("Parameter", "a", "soldier"), ("Parameter", "b", "soldier")], ("Relation", "a", "loves", "b"), None),
        ),
        (
            "1 for each a: soldier for each b: soldier if a loves b",
            (1, [("Parameter", "a", "soldier"), ("Parameter", "b", "soldier")], ("Relation", "a", "loves", "b"), None),
        ),
        ('2 if war "to see it end"', (2, [], "war", '"to see it end"')),
        ('2 "always"', (2, [], None, '"always"')),
    ],
)
def test_wants(line: str, expected: Any) -> None:
    assert statement(f"Aeris wants\n    {line}") == ("Wants", "Aeris", [("Want", *expected)])
    assert statement(f"Aeris wants: {line}") == ("Wants", "Aeris", [("Want", *expected)])
    assert statement(f"fate wants:\n    {line}") == ("Wants", None, [("Want", *expected)])


WAR_AND_NIGHT = ("Logic", "and", ["war", "night"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ending over when war", ("over", None, "war", [])),
        ('ending over "It is over" when war', ("over", '"It is over"', "war", [])),
        ('ending over "It is over"\n    when war\n    when night', ("over", '"It is over"', WAR_AND_NIGHT, [])),
        ('ending over "It is over":\n    when\n        war\n        night', ("over", '"It is over"', WAR_AND_NIGHT, [])),
        ('ending over when war\n    says by Cloud "At last."', ("over", None, "war", [("Says", "Cloud", None, '"At last."')])),
    ],
)
def test_endings(text: str, expected: Any) -> None:
    assert statement(text) == ("EndingDefinition", *expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("scene late when war", ("late", None, "war")),
        ('scene late "Too late" when war', ("late", '"Too late"', "war")),
        ('scene late "Too late"\n    when war\n    when night', ("late", '"Too late"', WAR_AND_NIGHT)),
        ("scene late:\n    when\n        war\n        night", ("late", None, WAR_AND_NIGHT)),
    ],
)
def test_scenes(text: str, expected: Any) -> None:
    assert statement(text) == ("SceneDefinition", *expected)


def test_fate_and_expectations() -> None:
    assert statements("fate prefers a > b > c\nfate prefers a") == [("Fate", ["a", "b", "c"]), ("Fate", ["a"])]
    assert statement("expect can a") == ("Expect", False, "can", "a", None, False)
    assert statement("expect not can a") == ("Expect", True, "can", "a", None, False)
    assert statement("expect must a") == ("Expect", False, "must", "a", None, False)
    assert statement("expect must a, sooner or later") == ("Expect", False, "must", "a", None, True)
    assert statement("expect not must a sooner or later") == ("Expect", True, "must", "a", None, True)
    assert statement("expect never war and night") == ("Expect", False, "never", None, WAR_AND_NIGHT, False)


def test_the_head_of_a_story() -> None:
    text = """
story "The Ridge"
    by "Somebody"
    note "One."
        "Two."
    disclaimer "None of it is true."
    ask "What did you feel?"
    content "grief"
    language "en"
    ahead 4
    ahead Cloud 2
    deep 1
    told by Aeris, Cloud
"""
    entries = [["by", '"Somebody"'], ["note", '"One. Two."'], ["disclaimer", '"None of it is true."']]
    entries += [["ask", '"What did you feel?"'], ["content", '"grief"'], ["language", '"en"']]
    limits = [["ahead", None, 4], ["ahead", "Cloud", 2], ["deep", None, 1]]
    told: list[object] = [("Told", "by", [("Eyes", "Aeris", None), ("Eyes", "Cloud", None)], [], [])]
    assert statement(text) == ("StoryHead", '"The Ridge"', entries, limits, told, [])
    assert statement('story "Alone"') == ("StoryHead", '"Alone"', [], [], [], [])
    opened = statement('story "Opened"\n    opening by Aeris if war "Dawn."\n    opening "Noon."\n')
    says = [("Says", "Aeris", "war", '"Dawn."'), ("Says", None, None, '"Noon."')]
    assert opened == ("StoryHead", '"Opened"', [], [], [], says)


def test_further_texts() -> None:
    assert statement('telling ask\n    says by Aeris "So."\n') == ("FurtherTelling", "ask", [("Says", "Aeris", None, '"So."')])


def test_use() -> None:
    assert statement('use places, bodies, "own.fabula"') == ("Use", ["places", "bodies", '"own.fabula"'])
    assert statement("use places,\n    bodies") == ("Use", ["places", "bodies"])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"plain"', "plain"),
        (r'"a \"quote\", a \\ and\na line"', 'a "quote", a \\ and\na line'),
        ('“curly, with "straight" in it”', 'curly, with "straight" in it'),
        ("„German“", "German"),
        ("«French»", "French"),
        ('"# no comment"', "# no comment"),
        ('"one" "two"', "one two"),
        ('"one " "two"', "one two"),
        ('"one"\n        "two"\n        "three"', "one two three"),
        (r'"one\n"' + '\n        "two"', "one\ntwo"),
        ('""', ""),
    ],
)
def test_texts(written: str, read: str) -> None:
    assert statement(f"story {written}")[1] == f'"{read}"'


def test_an_empty_text_is_an_empty_story() -> None:
    for text in ("", "\n\n", "# nothing\n   # here\n", "   \n\t\n"):
        assert statements(text) == []


def test_a_story_may_be_indented_as_a_whole() -> None:
    assert statements("    kind a\n    kind b: a\n") == statements("kind a\nkind b: a\n")


def test_lines_may_end_as_on_other_systems() -> None:
    assert statements("if war\r\n    peace\r\n") == statements("if war\n    peace\n")
