"""Expressions: every operator, what binds to what, and where each stands."""

from __future__ import annotations

from typing import Any

import pytest
from tests.syntax.trees import plain, read, statement, tree_of

from fabula.syntax.tree import ActionDefinition, Comparison, Logic, RuleDefinition


def expression(text: str) -> Any:
    """The plain tree of an expression."""
    return statement(f"rule r: {text}")[3]


def attribute(thing: str, name: str) -> Any:
    return ("Attribute", thing, name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("war", "war"),
        ("7", 7),
        ("-7", -7),
        ("- 7", -7),
        ("yes", True),
        ("true", True),
        ("True", True),
        ("no", False),
        ("false", False),
        ("False", False),
        ("unknown", "unknown"),
        ("nobody", "nobody"),
        ("nothing", "nothing"),
        ("nowhere", "nowhere"),
        ("none", "none"),
        ('"a text"', '"a text"'),
        ("Aeris.at", ("Attribute", "Aeris", "at")),
        ("Aeris.at.size", ("Attribute", ("Attribute", "Aeris", "at"), "size")),
        ("near(a, b)", ("Call", "near", ["a", "b"])),
        ("near (a, b)", ("Call", "near", ["a", "b"])),
        ("war()", ("Call", "war", [])),
        ("a.near(b)", ("Call", "near", ["a", "b"])),
        ("a.trust(b).size", ("Attribute", ("Call", "trust", ["a", "b"]), "size")),
        ("a loves b", ("Relation", "a", "loves", "b")),
        ("a loves nobody", ("Relation", "a", "loves", "nobody")),
        ("a.friend loves (b)", ("Relation", ("Attribute", "a", "friend"), "loves", "b")),
        ("(a)", "a"),
        ("ridge overlooks field", ("Relation", "ridge", "overlooks", "field")),
    ],
)
def test_operands(text: str, expected: Any) -> None:
    assert expression(text) == expected


@pytest.mark.parametrize("operator", ["==", "!=", "<", "<=", ">", ">="])
def test_comparisons(operator: str) -> None:
    assert expression(f"a.x {operator} 3") == ("Comparison", operator, attribute("a", "x"), 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a is b", ("Comparison", "==", "a", "b")),
        ("a is not b", ("Comparison", "!=", "a", "b")),
        ("a is unknown", ("Comparison", "==", "a", "unknown")),
        ("a is no", ("Comparison", "==", "a", False)),
        ("a is a soldier", ("IsKind", "a", "soldier", False)),
        ("a is an enemy", ("IsKind", "a", "enemy", False)),
        ("a is not a soldier", ("IsKind", "a", "soldier", True)),
        ("a is a will", ("IsKind", "a", "will", False)),
        ("b is a", ("Comparison", "==", "b", "a")),
        ("b is a and c", ("Logic", "and", [("Comparison", "==", "b", "a"), "c"])),
        ("b is a.at", ("Comparison", "==", "b", attribute("a", "at"))),
        ("x in (a, b)", ("OneOf", "x", ["a", "b"], False)),
        ("x not in (a, b)", ("OneOf", "x", ["a", "b"], True)),
        ("x is in (a)", ("OneOf", "x", ["a"], False)),
        ("x is not in (a)", ("OneOf", "x", ["a"], True)),
        ("0 < x < 3", ("Logic", "and", [("Comparison", "<", 0, "x"), ("Comparison", "<", "x", 3)])),
        ("a is b != c", ("Logic", "and", [("Comparison", "==", "a", "b"), ("Comparison", "!=", "b", "c")])),
    ],
)
def test_is_in_and_chains(text: str, expected: Any) -> None:
    assert expression(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a or b and c", ("Logic", "or", ["a", ("Logic", "and", ["b", "c"])])),
        ("a and b or c", ("Logic", "or", [("Logic", "and", ["a", "b"]), "c"])),
        ("a or b or c", ("Logic", "or", ["a", "b", "c"])),
        ("(a or b) and c", ("Logic", "and", [("Logic", "or", ["a", "b"]), "c"])),
        ("not a and b", ("Logic", "and", [("Not", "a"), "b"])),
        ("not a is b", ("Not", ("Comparison", "==", "a", "b"))),
        ("not not a", ("Not", ("Not", "a"))),
        ("a + b * c", ("Arithmetic", "+", "a", ("Arithmetic", "*", "b", "c"))),
        ("a - b - c", ("Arithmetic", "-", ("Arithmetic", "-", "a", "b"), "c")),
        ("a / b * c", ("Arithmetic", "*", ("Arithmetic", "/", "a", "b"), "c")),
        ("-a * b", ("Arithmetic", "*", ("Arithmetic", "-", 0, "a"), "b")),
        ("-(2)", ("Arithmetic", "-", 0, 2)),
        ("2 - -2", ("Arithmetic", "-", 2, -2)),
        ("a + 1 < b * 2", ("Comparison", "<", ("Arithmetic", "+", "a", 1), ("Arithmetic", "*", "b", 2))),
        ("a loves b is c", ("Comparison", "==", ("Relation", "a", "loves", "b"), "c")),
        ("a near b + c", ("Relation", "a", "near", ("Arithmetic", "+", "b", "c"))),
        ("1 if a else 2", ("Conditional", 1, "a", 2)),
        ("1 if a else 2 if b else 3", ("Conditional", 1, "a", ("Conditional", 2, "b", 3))),
        ("a or b if c or d else e", ("Conditional", ("Logic", "or", ["a", "b"]), ("Logic", "or", ["c", "d"]), "e")),
        ("c believes x is y", ("Believes", "c", ("Comparison", "==", "x", "y"), False)),
        ("c knows x", ("Believes", "c", "x", True)),
        ("c knows whether x", ("Believes", "c", "x", True, True)),
        ("c knows whether", ("Believes", "c", "whether", True)),
        ("c does not know x", ("Not", ("Believes", "c", "x", True))),
        ("c does not believe x and y", ("Logic", "and", [("Not", ("Believes", "c", "x", False)), "y"])),
        ("c believes x may be y", ("Believes", "c", ("MayBe", "x", "y"), False)),
        ("not x may be y", ("Not", ("MayBe", "x", "y"))),
        ("x may y", ("Relation", "x", "may", "y")),
        ("c believes not x", ("Believes", "c", ("Not", "x"), False)),
        ("c believes d believes x", ("Believes", "c", ("Believes", "d", "x", False), False)),
        ("c believes x and y", ("Logic", "and", [("Believes", "c", "x", False), "y"])),
        ("not c believes x", ("Not", ("Believes", "c", "x", False))),
        ("c.friend believes a loves b", ("Believes", attribute("c", "friend"), ("Relation", "a", "loves", "b"), False)),
        (
            "(Cloud believes Aeris.at) != Aeris.at",
            ("Comparison", "!=", ("Believes", "Cloud", attribute("Aeris", "at"), False), attribute("Aeris", "at")),
        ),
    ],
)
def test_what_binds_to_what(text: str, expected: Any) -> None:
    assert expression(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("every s: soldier (s.alive)", ("Quantified", "every", ("Parameter", "s", "soldier"), None, attribute("s", "alive"))),
        (
            "some soldier (soldier.alive)",
            ("Quantified", "some", ("Parameter", "soldier", None), None, attribute("soldier", "alive")),
        ),
        ("no s: soldier (s.alive)", ("Quantified", "no", ("Parameter", "s", "soldier"), None, attribute("s", "alive"))),
        (
            "every s: soldier where s.alive (s.at is field)",
            (
                "Quantified",
                "every",
                ("Parameter", "s", "soldier"),
                attribute("s", "alive"),
                ("Comparison", "==", attribute("s", "at"), "field"),
            ),
        ),
        (
            "every s: soldier where near(s, c) (s.alive)",
            ("Quantified", "every", ("Parameter", "s", "soldier"), ("Call", "near", ["s", "c"]), attribute("s", "alive")),
        ),
        ("count soldier", ("Quantified", "count", ("Parameter", "soldier", None), None, True)),
        (
            "count s: soldier where s.alive",
            ("Quantified", "count", ("Parameter", "s", "soldier"), attribute("s", "alive"), True),
        ),
        (
            "count s: soldier (s.alive) >= 2",
            ("Comparison", ">=", ("Quantified", "count", ("Parameter", "s", "soldier"), None, attribute("s", "alive")), 2),
        ),
        ("sum s: soldier (s.wounds)", ("Quantified", "sum", ("Parameter", "s", "soldier"), None, attribute("s", "wounds"))),
        ("most s: soldier (s.wounds)", ("Quantified", "most", ("Parameter", "s", "soldier"), None, attribute("s", "wounds"))),
        ("least s: soldier (s.wounds)", ("Quantified", "least", ("Parameter", "s", "soldier"), None, attribute("s", "wounds"))),
    ],
)
def test_quantifiers(text: str, expected: Any) -> None:
    assert expression(text) == expected


def test_brackets_run_over_lines() -> None:
    assert expression("every s: soldier (\n    s.alive # still\n    and s.free\n)") == expression(
        "every s: soldier (s.alive and s.free)"
    )


@pytest.mark.parametrize(
    "text", ["a and\n        b", "a\n        and b", "a ==\n      b", "near(a,\n  b)", "a +\n # between\n\n   b"]
)
def test_a_line_goes_on_in_the_next_deeper_one(text: str) -> None:
    assert expression(text) == expression(" ".join(line.partition("#")[0].strip() for line in text.split("\n")))


def test_places_mark_exactly_what_was_written() -> None:
    tree = tree_of("action a(x)\n    when (x.alive or x.free) and x.at is not field\n")
    action = tree.statements[0]
    assert isinstance(action, ActionDefinition)
    (condition,) = action.when
    assert isinstance(condition, Logic)
    assert condition.span.text == "(x.alive or x.free) and x.at is not field"
    assert [part.span.text for part in condition.parts] == ["x.alive or x.free", "x.at is not field"]
    assert action.span.text == "action a(x)"
    comparison = condition.parts[1]
    assert isinstance(comparison, Comparison)
    assert (comparison.right.span.line, comparison.right.span.column) == (2, 46)


def test_names_have_letters_of_any_script() -> None:
    assert expression("Ærís.größe is Αθήνα") == ("Comparison", "==", ("Attribute", "Ærís", "größe"), "Αθήνα")


def test_a_letter_with_its_mark_apart_is_the_same_letter() -> None:
    assert expression("cafe\u0301") == "caf\u00e9"


def test_marks_that_are_no_letters_belong_to_a_name() -> None:
    assert expression("हिन्दी.ok") == ("Attribute", "हिन्दी", "ok")


@pytest.mark.parametrize(
    "text",
    [
        "(" * 61 + "a" + ")" * 61,
        "not " * 400 + "a",
        "- " * 400 + "a",
        "a believes " * 400 + "b",
        "1 if a else " * 400 + "2",
        " + ".join("a" * 400),
        "a" + ".b" * 400,
        "f(" * 61 + "a" + ")" * 61,
        "a and (b or (" * 40 + "c" + "))" * 40,
        "every s: soldier (" * 61 + "a" + ")" * 61,
    ],
)
def test_what_is_nested_too_deeply_is_refused(text: str) -> None:
    _, problems = read(f"rule r: {text}")
    assert [problem.code for problem in problems] == ["too-deep"]


@pytest.mark.parametrize("text", ["(" * 60 + "a" + ")" * 60, " + ".join("a" * 100), " or ".join("a" * 1000)])
def test_what_is_nested_deeply_is_read(text: str) -> None:
    (rule,) = tree_of(f"rule r: {text}").statements
    assert isinstance(rule, RuleDefinition)
    assert plain(rule.body)
