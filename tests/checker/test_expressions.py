"""Expressions: what they mean, and what is reported where they mean nothing."""

from __future__ import annotations

import pytest
from tests.checker.stories import condition, in_world, marked, problems_of, value, world


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Aeris.alive", "alive(Aeris)"),
        ("alive(Aeris)", "alive(Aeris)"),
        ("night", "night"),
        ("not night", "not night"),
        ("Aeris loves Cloud", "loves(Aeris, Cloud)"),
        ("Aeris.loves(Cloud)", "loves(Aeris, Cloud)"),
        ("Aeris.at is field", "(at(Aeris) == field)"),
        ("field is Aeris.at", "(at(Aeris) == field)"),
        ("Aeris.at is not Cloud.at", "(at(Aeris) != at(Cloud))"),
        ("Aeris.following is nobody", "(following(Aeris) == ?)"),
        ("Aeris.following.at is field", "(at(following(Aeris)) == field)"),
        ("Aeris.mood is calm", "(mood(Aeris) == calm)"),
        ("calm is Aeris.mood", "(mood(Aeris) == calm)"),
        ("Aeris.mood is Cloud.mood", "(mood(Aeris) == mood(Cloud))"),
        ("Aeris.mood in (calm, afraid)", "(mood(Aeris) in calm, afraid)"),
        ("Aeris.at not in (field)", "not (at(Aeris) in field)"),
        ("Aeris.at in (field, Cloud.at)", "((at(Aeris) == field) or (at(Aeris) == at(Cloud)))"),
        ("hour + 1 in (2, 3)", "(((hour + 1) == 2) or ((hour + 1) == 3))"),
        ("Aeris.at is known", "known(at(Aeris))"),
        ("Aeris.at is unknown", "not known(at(Aeris))"),
        ("Aeris.at is not unknown", "known(at(Aeris))"),
        ("Cloud believes Aeris.at is unknown", "[Cloud not known(at(Aeris))]"),
        ("(Cloud believes Aeris.at) is unknown", "not known([Cloud at(Aeris)])"),
        ("Cloud believes Aeris.at may be field", "[Cloud (at(Aeris) may be field)]"),
        ("Aeris.at may be Cloud.at", "(at(Aeris) may be at(Cloud))"),
        ("Cloud knows whether night", "(Cloud knows night)"),
        ("Cloud does not know Aeris.at", "not (Cloud knows at(Aeris))"),
        ("Cloud does not believe night", "not [Cloud night]"),
        ("Jenova believes Cloud knows Aeris.at", "[Jenova (Cloud knows at(Aeris))]"),
        ("2 < hour < 7", "((hour > 2) and (hour < 7))"),
        ("hour > 3 and night or Aeris.armed", "(((hour > 3) and night) or armed(Aeris))"),
        ("Aeris.armed is no", "(armed(Aeris) == no)"),
        ("Aeris.following is a soldier", "(following(Aeris) is a soldier)"),
        ("Aeris.following is not a soldier", "not (following(Aeris) is a soldier)"),
        ("Jenova.alive", "alive(Jenova)"),
        ("Cloud.held_by is Jenova", "(held_by(Cloud) == Jenova)"),
        ("Cloud believes Aeris.at is field", "[Cloud (at(Aeris) == field)]"),
        ("Cloud believes not Aeris.alive", "[Cloud not alive(Aeris)]"),
        ("Cloud believes Jenova believes night", "[Cloud [Jenova night]]"),
        ("(Cloud believes Aeris.at) is not Aeris.at", "([Cloud at(Aeris)] != at(Aeris))"),
        ("Cloud knows night", "(night and [Cloud night])"),
        ("Cloud knows Aeris.at", "(Cloud knows at(Aeris))"),
        ("Cloud knows (Aeris believes hour)", "([Cloud [Aeris hour]] == [Aeris hour])"),
        ("every soldier (alive)", "(every ?soldier:soldier: alive(?soldier:soldier))"),
        ("every s: soldier (s.alive)", "(every ?s:soldier: alive(?s:soldier))"),
        ("every soldier where not alive (soldier.at is field)",
         "(every ?soldier:soldier where not alive(?soldier:soldier): (at(?soldier:soldier) == field))"),
        ("count c: character (near(c, Aeris)) >= 2", "((count ?c:character: (at(?c:character) == at(Aeris))) >= 2)"),
        ("sum s: soldier (s.wounds) is 3", "((sum ?s:soldier: wounds(?s:soldier)) == 3)"),
    ],
)  # fmt: skip
def test_a_condition_means(written: str, meant: str) -> None:
    assert condition(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2 * hour + 1", "((2 * hour) + 1)"),
        ("-hour", "(0 - hour)"),
        ("7 / 2", "(7 / 2)"),
        ("(1 if night else 2)", "(1 if night else 2)"),
        ("most s: soldier (s.wounds)", "(most ?s:soldier: wounds(?s:soldier))"),
        ("(Cloud believes hour)", "[Cloud hour]"),
    ],
)
def test_a_number_means(written: str, meant: str) -> None:
    assert value(written) == meant


@pytest.mark.parametrize(
    ("written", "code", "place", "hint"),
    [
        ("Aries.alive", "unknown-name", "Aries", "did you mean 'Aeris'?"),
        ("Aeris.alvie", "unknown-property", "alvie", "did you mean 'alive'?"),
        ("Aeris.at is feild", "unknown-name", "feild", "did you mean 'field'?"),
        ("Aeris.mood is clam", "unknown-name", "clam", "did you mean 'calm'?"),
        ("Aeris lovse Cloud", "unknown-property", "lovse", "did you mean 'loves'?"),
        ("Aeris.following is a soldeir", "unknown-kind", "soldeir", "did you mean 'soldier'?"),
        ("every sodlier (alive)", "unknown-kind", "sodlier", "did you mean 'soldier'?"),
        ("Aeris.following is soldier", "unknown-name", "soldier",
         "'soldier' is a kind: write 'is a soldier', or 'every soldier (...)'"),
        ("Aeris.field", "unknown-property", "field", "'field' is a thing: a property or a rule is wanted here"),
        ("alive", "wrong-count", "alive", "write 'x.alive' with what it is said of"),
        ("near", "wrong-count", "near", "write 'x near y' with what it is said of"),
        ("alive(Aeris, Cloud)", "wrong-count", "alive(Aeris, Cloud)", "it is defined as alive(character)"),
        ("Aeris at field", "wrong-count", "Aeris at field", "write 'Aeris.at is field'"),
        ("night(Aeris)", "wrong-count", "night(Aeris)", "write 'night' alone"),
        ("field.alive", "wrong-kind", "field", ""),
        ("Aeris.wounds > 1", "wrong-kind", "Aeris", ""),
        ("Aeris.at is Cloud", "wrong-kind", "Cloud", "no thing is both, so they are never the same"),
        ("Aeris.at is Aeris.following", "wrong-kind", "Aeris.following", "no thing is both, so they are never the same"),
        ("field is a soldier", "wrong-kind", "field is a soldier", "no thing of the story is of both kinds"),
        ("Aeris", "wrong-type", "Aeris", "compare it with something: 'is', '==', '<', '>'"),
        ("hour", "wrong-type", "hour", "compare it with something: 'is', '==', '<', '>'"),
        ("nobody", "wrong-type", "nobody", "compare something with it: 'x.at is nowhere'"),
        ("hour and night", "wrong-type", "hour", "compare it with something: 'is', '==', '<', '>'"),
        ("not hour", "wrong-type", "hour", "compare it with something: 'is', '==', '<', '>'"),
        ("Aeris.alive is nobody", "wrong-type", "nobody",
         "yes or no is never nobody: who does not know it asks with 'is unknown'"),
        ("hour is nobody", "wrong-type", "nobody", "a number is never nobody: who does not know it asks with 'is unknown'"),
        ("unknown", "unknown-value", "unknown", "write 'Ann believes x.at is unknown', or as a condition 'x.at is unknown'"),
        ("Aeris.at in (field, unknown)", "unknown-value", "unknown",
         "write 'Ann believes x.at is unknown', or as a condition 'x.at is unknown'"),
        ("Aeris is unknown", "wrong-type", "Aeris", "write it of the property itself: 'x.property'"),
        ("field is not known", "wrong-type", "field", "write it of the property itself: 'x.property'"),
        ("hour + 1 may be 2", "wrong-type", "hour + 1", "write it of the property itself: 'x.property'"),
        ("hour may be hour", "wrong-type", "hour", "ask for each number by itself"),
        ("Aeris.at may be 2", "wrong-type", "2", ""),
        ("Aeris knows whether (Aeris.alive and yes)", "wrong-type", "Aeris.alive and yes",
         "write it of the property itself: 'x.property'"),
        ("Aeris.mood is field", "wrong-type", "field", ""),
        ("Aeris.at > 3", "wrong-type", "Aeris.at", "compare with 'is' or 'is not'"),
        ("Aeris.at is 3", "wrong-type", "3", ""),
        ('Aeris.at is "field"', "wrong-type", '"field"', "write field without quotes"),
        ("hour + night > 2", "wrong-type", "night", "write '1 if ... else 0' to count a yes as 1"),
        ("nobody.alive", "wrong-type", "nobody", "name the thing itself"),
        ("hour is a soldier", "wrong-type", "hour", ""),
        ("Cloud believes nobody", "wrong-type", "nobody", "write 'believes x.at is nowhere'"),
        ("hour is 12", "out-of-bounds", "hour is 12",
         "compare with a number within the bounds, or widen the bounds of the property"),
        ("hour > 9", "out-of-bounds", "hour > 9",
         "compare with a number within the bounds, or widen the bounds of the property"),
        ("hour + 1 < 0", "out-of-bounds", "hour + 1 < 0",
         "compare with a number within the bounds, or widen the bounds of the property"),
        ("hour is not 10", "out-of-bounds", "hour is not 10",
         "compare with a number within the bounds, or widen the bounds of the property"),
        ("hour / 0 is 1", "division-by-zero", "0", "divide by another number, or leave the division out"),
        ("hour / (2 - 2) is 1", "division-by-zero", "2 - 2", "divide by another number, or leave the division out"),
        ("hour * 1000000 * 1000000 * 1000000 is 1000000 * 1000000 * 1000000", "number-too-large",
         "1000000 * 1000000 * 1000000", "use smaller numbers"),
        ("field believes night", "not-a-mind", "field",
         "minds are things of the kinds 'character' and 'will', and of kinds below them"),
        ("hour knows night", "not-a-mind", "hour",
         "minds are things of the kinds 'character' and 'will', and of kinds below them"),
    ],
)  # fmt: skip
def test_a_wrong_expression_is_reported_at_its_place(written: str, code: str, place: str, hint: str) -> None:
    found = in_world(f"ending asked when {written}\n")
    assert (found.code, marked(found), found.hint) == (code, place, hint)


def test_two_sides_of_an_if_must_be_alike() -> None:
    found = in_world("Aeris wants: (1 if night else Cloud)\n")
    assert (found.code, marked(found)) == ("wrong-type", "Cloud")


def test_several_problems_of_one_expression_are_all_reported() -> None:
    found = problems_of("character Aeris\nending asked when foo and bar or not Aeris.baz\n")
    assert [marked(problem) for problem in found] == ["foo", "bar", "baz"]


def test_an_inner_variable_hides_an_outer_one_and_a_thing() -> None:
    asked = world("action a(Cloud: soldier)\n    when some Aeris: soldier (Aeris is Cloud)\n    do: night\n").actions["a"].when
    assert "Literal" not in repr(asked)


def test_a_value_with_the_name_of_a_thing_is_refused() -> None:
    found = in_world("property stance(character): field | calm\n")
    assert (found.code, marked(found)) == ("duplicate-name", "field")


def test_long_sums_end_in_a_problem() -> None:
    (found,) = problems_of(
        "character Aeris\nproperty hour: 0..9\nAeris wants: " + " + ".join(["hour"] * 140) + "\nending e when hour is 9\n"
    )
    assert found.code == "too-deep"
