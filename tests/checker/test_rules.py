"""Rules: replaced by what they stand for, wherever they are used."""

from __future__ import annotations

import pytest
from tests.checker.stories import WORLD, condition, definition, in_world, marked, problems_of, shown, world


def asked(lines: str, written: str) -> str:
    """A condition, with more rules in the world."""
    return shown(world(f"{lines}ending asked when {written}\n").endings["asked"].condition)


def test_a_rule_is_its_expression_with_the_arguments_in_it() -> None:
    assert condition("near(Aeris, Cloud)") == "(at(Aeris) == at(Cloud))"
    assert condition("Aeris near Cloud") == "(at(Aeris) == at(Cloud))"
    assert condition("Aeris.near(Cloud.following)") == "(at(Aeris) == at(following(Cloud)))"


def test_rules_use_rules_in_any_order() -> None:
    rules = (
        "rule alone(who): no c: character where c is not who (near(c, who))\nrule dusk: hour > 6\nrule evening: dusk or night\n"
    )
    assert asked(rules, "alone(Aeris) and evening") == (
        "((no ?c:character where (?c:character != Aeris): (at(?c:character) == at(Aeris))) and ((hour > 6) or night))"
    )


def test_a_rule_can_stand_for_a_number_or_a_thing() -> None:
    rules = "rule pain(s: soldier): 2 * s.wounds\nrule goal(c): c.following.at\n"
    assert (
        asked(rules, "pain(Hale) > 3 and goal(Aeris) is field")
        == "(((2 * wounds(Hale)) > 3) and (at(following(Aeris)) == field))"
    )


def test_a_variable_of_a_rule_does_not_catch_one_outside() -> None:
    rules = "rule alone(who): no c: character where c is not who (near(c, who))\n"
    assert asked(rules, "some c: character (alone(c))") == (
        "(some ?c:character: (no ?c':character where (?c':character != ?c:character): (at(?c':character) == at(?c:character))))"
    )


def test_what_an_argument_reads_is_read_outside_of_the_mind_that_a_rule_asks() -> None:
    rules = "rule thinks_at(one, spot: place): one believes Cloud.at is spot\n"
    assert asked(rules, "thinks_at(Aeris, field)") == "[Aeris (at(Cloud) == field)]"
    assert asked(rules, "thinks_at(Aeris, Cloud.at)") == (
        "(some ?spot'0:place where (?spot'0:place == at(Cloud)): [Aeris (at(Cloud) == ?spot'0:place)])"
    )


def test_a_thing_that_a_rule_takes_from_a_mind_needs_a_plain_argument() -> None:
    found = in_world("rule seen_at(one): (Cloud believes one.at)\nending e when seen_at(Aeris.following) is field\n")
    assert (found.code, marked(found)) == ("wrong-type", "seen_at(Aeris.following)")


def test_a_will_stands_for_its_body_in_a_rule() -> None:
    assert condition("near(Jenova, Aeris)") == "(at(Cloud) == at(Aeris))"


@pytest.mark.parametrize(
    ("line", "code", "place", "hint"),
    [
        ("rule near(a): a.alive\n", "duplicate-name", "near", "give one of the two another name"),
        ("rule alive(a): night\n", "duplicate-name", "alive", "give one of the two another name"),
        ("rule far(a, a): night\n", "duplicate-name", "a", "give one of the two another name"),
        ("rule far(a: soldeir): a.alive\n", "unknown-kind", "soldeir", "did you mean 'soldier'?"),
        (
            "rule far(a): b.alive\n",
            "unknown-name",
            "b",
            "define it, as in 'place b', 'character b' or 'property b', or use one that is defined",
        ),
        ("rule r1: r1\n", "rule-cycle", "r1", "write one of them without the others"),
        (
            "rule r1(a): r2(a)\nrule r2(a): r3(a)\nrule r3(a): r1(a)\n",
            "rule-cycle",
            "r1",
            "write one of them without the others",
        ),
        ("ending e when near(Aeris)\n", "wrong-count", "near(Aeris)", "it is defined as near(character, character)"),
        ("ending e when near(Aeris, field)\n", "wrong-kind", "field", ""),
    ],
)
def test_a_wrong_rule_is_reported_at_its_place(line: str, code: str, place: str, hint: str) -> None:
    found = in_world(line)
    assert (found.code, marked(found), found.hint) == (code, place, hint)


def test_what_uses_a_wrong_rule_is_passed_over() -> None:
    in_world("rule far(a): b.alive\nrule further(a): far(a)\nending e when further(Aeris) and far(Cloud)\n")
    in_world("rule r1: r2\nrule r2: r1\nrule r3: r1\nending e when r3\n")


def test_each_circle_of_rules_is_reported_once() -> None:
    found = problems_of(WORLD + "rule r1: r2\nrule r2: r1\nrule r3: r4 or r1\nrule r4: r3\nrule r5: r3\n")
    assert [problem.seen for problem in found] == ["r1 -> r2 -> r1", "r3 -> r4 -> r3"]


def test_a_parameter_may_have_the_name_of_a_rule() -> None:
    definition(WORLD + "rule r1(near: character): near.alive\nrule r2: night\nrule r3(r2: character): r2.armed and r1(r2)\n")


def test_rules_that_double_each_other_end_in_a_problem() -> None:
    doubling = "rule d0: hour > 1\n" + "".join(f"rule d{i}: d{i - 1} and d{i - 1}\n" for i in range(1, 40))
    assert {problem.code for problem in problems_of(WORLD + doubling)} == {"too-large"}


def test_doubled_arguments_end_in_a_problem() -> None:
    doubling = "rule f0(a): a.following\n" + "".join(f"rule f{i}(a): f{i - 1}(f{i - 1}(a))\n" for i in range(1, 30))
    assert {problem.code for problem in problems_of(WORLD + doubling)} <= {"too-large", "too-deep"}


def test_many_large_rules_end_in_a_problem() -> None:
    large = "rule big: " + " and ".join(["hour > 1"] * 400) + "\nrule huge: " + " and ".join(["big"] * 15) + "\n"
    uses = "".join(f"ending e{i} when huge\n" for i in range(80))
    (found,) = problems_of(WORLD + large + uses)
    assert (found.code, found.message) == ("too-large", "written out, the rules of this story are too large")


def test_a_long_chain_of_rules_ends_in_a_problem_and_a_short_one_does_not() -> None:
    def chain(length: int) -> str:
        return "rule c0: night\n" + "".join(f"rule c{i}: not c{i - 1}\n" for i in range(1, length))

    definition(WORLD + chain(90))
    (found,) = problems_of(WORLD + chain(3000))
    assert found.code == "too-deep"
