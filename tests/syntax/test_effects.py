"""Effects and facts."""

from __future__ import annotations

from typing import Any

import pytest
from tests.syntax.trees import plain, read, statement, statements, tree_of

from fabula.syntax.tree import ActionDefinition

AT = ("Attribute", "x", "at")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x.at = field", ("Assign", AT, "=", "field")),
        ("x.at += 1", ("Assign", AT, "+=", 1)),
        ("x.at -= y.at * 2", ("Assign", AT, "-=", ("Arithmetic", "*", ("Attribute", "y", "at"), 2))),
        ("x.at = 1 if war else 2", ("Assign", AT, "=", ("Conditional", 1, "war", 2))),
        ("at(x) = field", ("Assign", ("Call", "at", ["x"]), "=", "field")),
        ("hour = 3", ("Assign", "hour", "=", 3)),
        ("war", ("Claim", "war")),
        ("not war", ("Claim", ("Not", "war"))),
        ("not x.at", ("Claim", ("Not", AT))),
        ("x.at is field", ("Claim", ("Comparison", "==", AT, "field"))),
        ("x.at == field", ("Claim", ("Comparison", "==", AT, "field"))),
        ("a loves b", ("Claim", ("Relation", "a", "loves", "b"))),
        ("a.near(b)", ("Claim", ("Call", "near", ["a", "b"]))),
        ("x.at and y.open", ("Claim", ("Logic", "and", [AT, ("Attribute", "y", "open")]))),
        ("c believes x.at is field", ("Claim", ("Believes", "c", ("Comparison", "==", AT, "field"), False))),
        ("c believes x.at = field", ("Assign", ("Believes", "c", AT, False), "=", "field")),
        ("c believes d believes not x.at", ("Claim", ("Believes", "c", ("Believes", "d", ("Not", AT), False), False))),
        ("c knows a loves b", ("Claim", ("Believes", "c", ("Relation", "a", "loves", "b"), True))),
        ("c learns x.at", ("Learn", "c", AT, False)),
        ("c learns x.at is field", ("Learn", "c", AT, False, ("Comparison", "==", AT, "field"))),
        ("c learns x.at is not field", ("Learn", "c", AT, False, ("Comparison", "!=", AT, "field"))),
        ("c learns x.at not in (a, b)", ("Learn", "c", AT, False, ("OneOf", AT, ["a", "b"], True))),
        ("c learns x.at in (a, b)", ("Learn", "c", AT, False, ("OneOf", AT, ["a", "b"], False))),
        ("c learns whether x.at", ("Learn", "c", AT, False)),
        ("c.friend forgets near(a, b)", ("Learn", ("Attribute", "c", "friend"), ("Call", "near", ["a", "b"]), True)),
        ("path field - trees - ridge", ("Chain", "path", ["field", "trees", "ridge"])),
        ("path a.home - b.home", ("Chain", "path", [("Attribute", "a", "home"), ("Attribute", "b", "home")])),
    ],
)
def test_an_effect_is_also_a_fact(text: str, expected: Any) -> None:
    assert statement(text) == expected
    assert statement(f"action act(x)\n    do: {text}")[5] == [expected]
    assert statement(f"action act(x)\n    do\n        {text}\n")[5] == [expected]


def test_several_on_a_line() -> None:
    assert statements("x.at = field; not war; a loves b;") == statements("x.at = field\nnot war\na loves b")


BRANCH = """
if a.alive
    a.x = 1
    a.y = 2
elif a.free:
    a.z
else
    not a.z
"""


def test_if_with_all_its_parts() -> None:
    assert statement(BRANCH) == (
        "Branch",
        [
            [
                ("Attribute", "a", "alive"),
                [("Assign", ("Attribute", "a", "x"), "=", 1), ("Assign", ("Attribute", "a", "y"), "=", 2)],
            ],
            [("Attribute", "a", "free"), [("Claim", ("Attribute", "a", "z"))]],
        ],
        [("Claim", ("Not", ("Attribute", "a", "z")))],
    )


def test_if_on_one_line_is_the_same() -> None:
    assert statement(BRANCH) == statement("if a.alive: a.x = 1; a.y = 2\nelif a.free: a.z\nelse: not a.z")


def test_if_after_a_colon() -> None:
    (reaction,) = statements("when c sees act: if c.alive: c.x = 1; c.y = 2")
    assert reaction[5] == [statement("if c.alive: c.x = 1; c.y = 2")]


def test_if_within_if() -> None:
    outer = statement("if a\n    if b\n        c\n    else\n        d\nelse\n    e")
    assert outer == ("Branch", [["a", [("Branch", [["b", [("Claim", "c")]]], [("Claim", "d")])]]], [("Claim", "e")])


@pytest.mark.parametrize(
    ("head", "parameter", "where"),
    [
        ("for each s: soldier", ("Parameter", "s", "soldier"), None),
        ("for each s: soldier if s.alive", ("Parameter", "s", "soldier"), ("Attribute", "s", "alive")),
        ("for each s: soldier where s.alive", ("Parameter", "s", "soldier"), ("Attribute", "s", "alive")),
        ("for each soldier", ("Parameter", "soldier", None), None),
        ("for each w: will", ("Parameter", "w", "will"), None),
    ],
)
def test_for_each(head: str, parameter: Any, where: Any) -> None:
    expected = ("ForEach", parameter, where, [("Assign", ("Attribute", "c", "x"), "=", 1)])
    assert statement(f"{head}: c.x = 1") == expected
    assert statement(f"{head}\n    c.x = 1") == expected
    assert statement(f"{head}:\n    c.x = 1") == expected
    assert statement(f"action act\n    do\n        {head}: c.x = 1")[5] == [expected]


def test_for_each_of_a_kind_with_a_relation_on_its_line() -> None:
    assert statement("for each soldier: soldier fears Aeris") == (
        "ForEach",
        ("Parameter", "soldier", None),
        None,
        [("Claim", ("Relation", "soldier", "fears", "Aeris"))],
    )


def test_for_each_at_the_top_holds_wants() -> None:
    found = statement("for each f: friend\n    f wants\n        1 if f.free\n    f.trust = 3\n    f wants: 2 if war")
    assert [part[0] for part in found[3]] == ["Wants", "Assign", "Wants"]
    assert found[3][0][1] == "f"


def test_wants_do_not_stand_among_effects() -> None:
    _, problems = read("action act(f)\n    do\n        f wants: 1 if war")
    assert [(problem.code, problem.span and problem.span.text) for problem in problems] == [("syntax", "wants")]


def test_an_effect_marks_its_stretch_of_the_line() -> None:
    (action,) = tree_of("action act(x)\n    do: x.a = 1 ; x.b += 2 # more").statements
    assert isinstance(action, ActionDefinition)
    assert [effect.span.text for effect in action.effects] == ["x.a = 1", "x.b += 2"]


def test_blocks_nest_up_to_a_bound() -> None:
    def nested(depth: int) -> str:
        return "".join("    " * level + "if a\n" for level in range(depth)) + "    " * depth + "b\n"

    tree, problems = read(nested(59))
    assert problems == []
    assert plain(tree.statements[0])[0] == "Branch"
    _, problems = read(nested(62) + "c\n")
    assert [problem.code for problem in problems] == ["too-deep"]


def test_deep_blocks_with_deep_expressions_in_them_are_no_trouble() -> None:
    for depth in (10, 30, 45, 59):
        text = (
            "".join(" " * level + "if a\n" for level in range(depth)) + " " * depth + "if " + "-(" * 60 + "b" + ")" * 60 + "\n"
        )
        _, problems = read(text)
        assert {problem.code for problem in problems} <= {"too-deep", "syntax"}
