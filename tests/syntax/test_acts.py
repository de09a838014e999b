"""Actions, triggers, reactions and their texts."""

from __future__ import annotations

from typing import Any

import pytest
from tests.syntax.trees import statement

TEND = """
action tend(healer: character, soldier: soldier)
    by healer
    when healer.alive
    when soldier.alive and healer.at is soldier.at
    do
        soldier.wounds -= 1
    seen by c: c.at is healer.at
    choice "Kneel by {soldier}"
    says "{healer} [kneel]."
    says by soldier if healer.free "She [come] at last."
"""


def test_an_action_with_everything() -> None:
    assert statement(TEND) == (
        "ActionDefinition",
        "tend",
        [("Parameter", "healer", "character"), ("Parameter", "soldier", "soldier")],
        ["healer"],
        [
            ("Attribute", "healer", "alive"),
            (
                "Logic",
                "and",
                [
                    ("Attribute", "soldier", "alive"),
                    ("Comparison", "==", ("Attribute", "healer", "at"), ("Attribute", "soldier", "at")),
                ],
            ),
        ],
        [("Assign", ("Attribute", "soldier", "wounds"), "-=", 1)],
        [
            (
                "SeenBy",
                ("Parameter", "c", None),
                ("Comparison", "==", ("Attribute", "c", "at"), ("Attribute", "healer", "at")),
                [],
                False,
            )
        ],
        [("Says", None, None, '"Kneel by {soldier}"')],
        [
            ("Says", None, None, '"{healer} [kneel]."'),
            ("Says", "soldier", ("Attribute", "healer", "free"), '"She [come] at last."'),
        ],
        [None, None],
    )


HOPING = """
action try(who: character, number: digits)
    by who
    when who.at is vault
    when hidden who.owes is nobody
    when seen
        who.wakes
        who.sees
    when hidden(who)
    hoping code is number
    hoping seen lit
    do: open
    in vain: who.at = hall
    says in vain by who "Nothing."
"""


def test_what_is_hidden_and_hoped_for_and_in_vain() -> None:
    *_, says, shows, hoping, shows_hope, in_vain = statement(HOPING)
    assert says == [("Says", "who", None, '"Nothing."', True)]
    assert shows == [None, False, True, True, None]
    assert hoping == [("Comparison", "==", "code", "number"), "lit"]
    assert shows_hope == [None, True]
    assert in_vain == [("Assign", ("Attribute", "who", "at"), "=", "hall")]


def test_who_somebody_learns_it_from() -> None:
    *_, effects, _seen, _choice, _says = statement("action ask(who, other)\n    by who\n    do: who learns code from other\n")
    assert effects == [("Learn", "who", "code", False, "other")]


def test_lines_stand_in_any_order() -> None:
    head, *lines = TEND.strip().split("\n    ")
    do = lines.index("do")
    effect = lines[do] + "\n    " + lines.pop(do + 1)
    lines[do] = effect
    rest = [line for line in lines if not line.startswith(("when", "says"))]
    ordered = [line for line in lines if line.startswith(("when", "says"))]
    assert statement("\n    ".join([head, *ordered, *reversed(rest)])) == statement(TEND)


def by(line: str) -> Any:
    return statement(f"action act(a, b)\n    {line}")[3]


def test_who_does_it() -> None:
    assert by("by a") == ["a"]
    assert by("by a, b") == by("by a and b") == ["a", "b"]
    assert by("by a.friend") == [("Attribute", "a", "friend")]
    assert by("by nobody") == by("when a.x") == []


def test_parameters() -> None:
    assert statement("action act\n    do: war")[2] == []
    assert statement("action act()\n    do: war")[2] == []
    assert statement("action act(a, w: will,\n    p: place):\n    do: war")[2] == [
        ("Parameter", "a", None),
        ("Parameter", "w", "will"),
        ("Parameter", "p", "place"),
    ]


def test_conditions_in_a_block() -> None:
    expected = ["war", ("Not", "peace")]
    assert statement("action act\n    when\n        war\n        not peace")[4] == expected
    assert statement("action act\n    when:\n        war\n        not peace")[4] == expected
    assert statement("action act\n    when war\n    when not peace")[4] == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("seen by c: c.awake", ("SeenBy", ("Parameter", "c", None), ("Attribute", "c", "awake"), [], False)),
        ("seen by g: guard: g.awake", ("SeenBy", ("Parameter", "g", "guard"), ("Attribute", "g", "awake"), [], False)),
        ("seen by a, Cloud", ("SeenBy", None, None, ["a", "Cloud"], False)),
        ("seen by a and Cloud", ("SeenBy", None, None, ["a", "Cloud"], False)),
        ("seen by everyone", ("SeenBy", None, None, [], True)),
        ("seen by everybody", ("SeenBy", None, None, [], True)),
        ("seen by nobody", ("SeenBy", None, None, [], False)),
    ],
)
def test_who_sees_it(line: str, expected: Any) -> None:
    assert statement(f"action act(a)\n    {line}")[6] == [expected]


def test_several_lines_of_who_sees_it() -> None:
    assert len(statement("action act(a)\n    seen by a\n    seen by c: c.awake")[6]) == 2


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('says "x"', ("Says", None, None, '"x"')),
        ('says by Cloud "x"', ("Says", "Cloud", None, '"x"')),
        ('says if war "x"', ("Says", None, "war", '"x"')),
        ('says if a.at is field "x"', ("Says", None, ("Comparison", "==", ("Attribute", "a", "at"), "field"), '"x"')),
        ('says if war: "x"', ("Says", None, "war", '"x"')),
        ('says by Cloud if war "x"', ("Says", "Cloud", "war", '"x"')),
        ('says if war by Cloud "x"', ("Says", "Cloud", "war", '"x"')),
        ('says "x" if war', ("Says", None, "war", '"x"')),
        ('says "x" by Cloud if war', ("Says", "Cloud", "war", '"x"')),
    ],
)
def test_how_it_is_told(line: str, expected: Any) -> None:
    assert statement(f"action act(a)\n    {line}")[8] == [expected]


def test_a_trigger() -> None:
    text = 'trigger bleed(s: soldier)\n    when s.wounds > 2\n    do: s.alive = no\n    says "{s} [be] gone."'
    assert statement(text) == (
        "TriggerDefinition",
        "bleed",
        [("Parameter", "s", "soldier")],
        [("Comparison", ">", ("Attribute", "s", "wounds"), 2)],
        [("Assign", ("Attribute", "s", "alive"), "=", False)],
        [("Says", None, None, '"{s} [be] gone."')],
    )


GRIEF = [("Assign", ("Attribute", "c", "grief"), "+=", 1)]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("when c sees kill(_, victim)", (("Parameter", "c", None), "kill", [None, "victim"], None)),
        ("when c sees kill", (("Parameter", "c", None), "kill", None, None)),
        ("when c sees kill()", (("Parameter", "c", None), "kill", [], None)),
        ("when c: friend sees kill(Hale)", (("Parameter", "c", "friend"), "kill", ["Hale"], None)),
        ("when c sees kill if c.awake", (("Parameter", "c", None), "kill", None, ("Attribute", "c", "awake"))),
        (
            "when c sees kill(k, v) if c loves v",
            (("Parameter", "c", None), "kill", ["k", "v"], ("Relation", "c", "loves", "v")),
        ),
    ],
)
def test_a_reaction(head: str, expected: Any) -> None:
    assert statement(f"{head}: c.grief += 1") == ("Reaction", *expected, GRIEF)
    assert statement(f"{head}\n    c.grief += 1") == ("Reaction", *expected, GRIEF)
