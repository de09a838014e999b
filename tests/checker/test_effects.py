"""Effects and facts: what becomes so."""

from __future__ import annotations

import pytest
from tests.checker.stories import WORLD, facts, in_world, marked, problems_of, shown_effect, world


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Aeris.at = field", ["at(Aeris) = field"]),
        ("Aeris.at is field", ["at(Aeris) = field"]),
        ("Aeris.at is nowhere", ["at(Aeris) = ?"]),
        ("Aeris.armed", ["armed(Aeris) = yes"]),
        ("not Aeris.armed", ["armed(Aeris) = no"]),
        ("Aeris.armed is no", ["armed(Aeris) = no"]),
        ("Aeris.armed is not yes", ["armed(Aeris) = no"]),
        ("Aeris.armed = Cloud.armed or night", ["armed(Aeris) = (armed(Cloud) or night)"]),
        ("night", ["night = yes"]),
        ("not night and Aeris.armed", ["night = no", "armed(Aeris) = yes"]),
        ("Aeris loves Cloud", ["loves(Aeris, Cloud) = yes"]),
        ("not Aeris loves Cloud", ["loves(Aeris, Cloud) = no"]),
        ("Aeris.mood is angry", ["mood(Aeris) = angry"]),
        ("Aeris.mood = Cloud.mood", ["mood(Aeris) = mood(Cloud)"]),
        ("Aeris.mood = (angry if night else calm)", ["mood(Aeris) = (angry if night else calm)"]),
        ("hour += 2", ["hour += 2"]),
        ("Hale.wounds -= hour", ["wounds(Hale) -= hour"]),
        ("Aeris.following = Jenova", ["following(Aeris) = Cloud"]),
        ("path field - ridge", ["path(field, ridge) = yes", "path(ridge, field) = yes"]),
        ("Cloud believes Aeris.following is nobody", ["Cloud believes following(Aeris) = ?"]),
        ("Cloud believes Aeris.at = ridge", ["Cloud believes at(Aeris) = ridge"]),
        ("Cloud believes not Aeris.alive", ["Cloud believes alive(Aeris) = no"]),
        ("Cloud believes Jenova believes night", ["Cloud believes Jenova believes night = yes"]),
        ("Cloud believes (night and Aeris.armed)", ["Cloud believes night = yes", "Cloud believes armed(Aeris) = yes"]),
        ("Cloud knows Aeris.armed", ["armed(Aeris) = yes", "Cloud believes armed(Aeris) = yes"]),
        ("Cloud learns Aeris.at", ["Cloud believes at(Aeris) = at(Aeris)"]),
        ("Cloud learns (Aeris believes hour)", ["Cloud believes Aeris believes hour = [Aeris hour]"]),
        ("Cloud forgets Aeris.at", ["Cloud believes at(Aeris) unknown"]),
        ("Cloud forgets whether night", ["Cloud believes night unknown"]),
        ("Cloud believes Aeris.at is unknown", ["Cloud believes at(Aeris) unknown"]),
        ("Cloud believes hour = unknown", ["Cloud believes hour unknown"]),
        ("Cloud believes Jenova believes hour is unknown", ["Cloud believes Jenova believes hour unknown"]),
        ("Cloud believes Aeris.at in (field, ridge)", ["Cloud believes at(Aeris) in field, ridge"]),
        ("Cloud believes Aeris.at is not field", ["Cloud believes at(Aeris) not field"]),
        ("Cloud believes not Aeris.at is field", ["Cloud believes at(Aeris) not field"]),
        ("Cloud believes Aeris.at not in (field, ridge)", ["Cloud believes at(Aeris) not field, ridge"]),
        ("Cloud learns Aeris.at is field", ["Cloud believes at(Aeris) = field"]),
        ("Cloud learns Aeris.at is not field", ["Cloud believes at(Aeris) not field"]),
        ("Cloud learns Aeris.armed is not yes", ["Cloud believes armed(Aeris) = no"]),
        ("Cloud learns Aeris.at in (field, ridge)", ["Cloud believes at(Aeris) only field, ridge"]),
        ("Cloud learns Aeris.at not in (field, ridge)", ["Cloud believes at(Aeris) not field, ridge"]),
        ("Cloud learns (Aeris believes hour) is not 3", ["Cloud believes Aeris believes hour not 3"]),
        ("Cloud believes Jenova knows Aeris.at", ["Cloud believes Jenova believes at(Aeris) knows"]),
        ("Cloud believes Jenova knows whether night", ["Cloud believes Jenova believes night knows"]),
        ("Cloud believes Jenova does not know Aeris.at", ["Cloud believes Jenova believes at(Aeris) unknown"]),
        ("Cloud knows Aeris.at", ["Cloud believes at(Aeris) = at(Aeris)"]),
        ("Cloud does not know whether night", ["Cloud believes night unknown"]),
        ("Cloud believes Jenova knows night", ["Cloud believes night = yes", "Cloud believes Jenova believes night = yes"]),
        ("for each s: soldier if s.alive: s.wounds = 2", ["each ?s:soldier if alive(?s:soldier): wounds(?s:soldier) = 2"]),
        ("for each soldier if alive: soldier.armed",
         ["each ?soldier:soldier if alive(?soldier:soldier): armed(?soldier:soldier) = yes"]),
        ("if night: Aeris.armed", ["if night: armed(Aeris) = yes"]),
        ("if night\n    hour = 1\nelif Aeris.armed\n    hour = 2\nelse\n    hour = 3",
         ["if night: hour = 1 else: if armed(Aeris): hour = 2 else: hour = 3"]),
    ],
)  # fmt: skip
def test_a_fact_means(written: str, meant: list[str]) -> None:
    assert facts(written + "\n") == meant


@pytest.mark.parametrize(
    ("written", "code", "place", "hint"),
    [
        ("Aries.at = field", "unknown-name", "Aries", "did you mean 'Aeris'?"),
        ("Aeris.att = field", "unknown-property", "att", "did you mean 'at'?"),
        ("nihgt = yes", "unknown-property", "nihgt", "did you mean 'night'?"),
        ("Aeris.at = feild", "unknown-name", "feild", "did you mean 'field'?"),
        ("Aeris.at = Cloud", "wrong-kind", "Cloud", ""),
        ("Hale.wounds = 4", "out-of-bounds", "4",
         "use a number within the bounds, or widen them where the property is defined"),
        ("hour is -1", "out-of-bounds", "-1",
         "use a number within the bounds, or widen them where the property is defined"),
        ("Cloud believes hour is 10", "out-of-bounds", "10",
         "use a number within the bounds, or widen them where the property is defined"),
        ("hour = night", "wrong-type", "night", ""),
        ("night = unknown", "unknown-value", "night = unknown",
         "say who does not know it: 'Ann believes x.at is unknown', 'Ann forgets x.at'"),
        ("night is unknown", "unknown-value", "night is unknown",
         "say who does not know it: 'Ann believes x.at is unknown', 'Ann forgets x.at'"),
        ("Aeris.at in (field, ridge)", "unknown-value", "Aeris.at in (field, ridge)",
         "say who does not know it: 'Ann believes x.at is unknown', 'Ann forgets x.at'"),
        ("Aeris.at = (field if night else unknown)", "unknown-value", "unknown",
         "write 'Ann believes x.at is unknown', or as a condition 'x.at is unknown'"),
        ("hour = nobody", "wrong-type", "nobody", "write a number: it is never nobody"),
        ("night = nobody", "wrong-type", "nobody", "write 'yes' or 'no'"),
        ("Cloud believes Aeris.at may be field", "syntax", "Aeris.at may be field",
         "say all that may be so: 'Ann believes x.at in (...)'"),
        ("Cloud believes hour in (1, 12)", "out-of-bounds", "12",
         "use a number within the bounds, or widen them where the property is defined"),
        ("Cloud learns hour is not field", "wrong-type", "field", ""),
        ("night = 1", "wrong-type", "1", ""),
        ("Aeris.mood += 1", "wrong-type", "Aeris.mood += 1", "use '='"),
        ("hour += night", "wrong-type", "night", "write '1 if ... else 0' to count a yes as 1"),
        ("Aeris.at", "wrong-type", "Aeris.at", "write 'Aeris.at = ...'"),
        ("Aeris near Cloud", "wrong-type", "near", "set the properties that the rule is made of"),
        ("near(Aeris, Cloud) = yes", "wrong-type", "near", "set the properties that the rule is made of"),
        ("Aeris = field", "syntax", "Aeris", "write 'Aeris.PROPERTY' for what becomes so of Aeris"),
        ("night or Aeris.armed", "syntax", "night or Aeris.armed", "say which of them becomes so, or use 'if'"),
        ("hour > 2", "syntax", "hour > 2", "use '=' and a value, or '+=' and '-='"),
        ("Aeris.at is not field", "syntax", "Aeris.at is not field",
         "say which value it gets; only a mind learns what is not so: 'Ann learns x.at is not ...'"),
        ("not Cloud believes night", "syntax", "Cloud believes night", "write 'believes not ...', or 'forgets ...'"),
        ("Aeris is a soldier", "syntax", "Aeris is a soldier", "write: soldier Aeris, where it is defined"),
        ("field believes night", "not-a-mind", "field",
         "minds are things of the kinds 'character' and 'will', and of kinds below them"),
        ("Cloud learns Aeris", "syntax", "Aeris", "write 'Aeris.PROPERTY' for what becomes so of Aeris"),
        ("Cloud learns near(Aeris, Cloud)", "wrong-type", "near", "set the properties that the rule is made of"),
        ("alive field - ridge", "wrong-type", "alive", ""),
        ("lane field - ridge", "unknown-property", "lane",
         "write 'property lane(...)' at the top of the story, or 'use' the module that has it"),
        ("path field - rigde", "unknown-name", "rigde", "did you mean 'ridge'?"),
        ("for each s: solider: s.armed", "unknown-kind", "solider", "did you mean 'soldier'?"),
        ("if nihgt: hour = 1", "unknown-name", "nihgt", "did you mean 'night'?"),
    ],
)  # fmt: skip
def test_a_wrong_fact_is_reported_at_its_place(written: str, code: str, place: str, hint: str) -> None:
    found = [one for one in problems_of(WORLD + written + "\n") if one.span is not None and one.span.start >= len(WORLD)]
    assert {(one.code, marked(one), one.hint) for one in found} == {(code, place, hint)}


def act(effects: str) -> str:
    return f"action do_it(who, other: soldier)\n    do\n        {effects}\n"


def test_effects_of_an_act_use_its_parameters() -> None:
    effects = world(act("who.at = other.at; other.wounds += 1; who believes not other.alive")).actions["do_it"].effects
    assert [shown_effect(effect) for effect in effects] == [
        "at(?who:character) = at(?other:soldier)",
        "wounds(?other:soldier) += 1",
        "?who:character believes alive(?other:soldier) = no",
    ]


def test_every_is_an_effect_on_each() -> None:
    (effect,) = world(act("every soldier (armed)")).actions["do_it"].effects
    assert shown_effect(effect) == "each ?soldier:soldier: armed(?soldier:soldier) = yes"


@pytest.mark.parametrize(
    ("effect", "place", "hint"),
    [
        ("(hour + 1) = 2", "hour + 1", "write 'x.property = value', or 'x.property', or 'not x.property'"),
        ("no soldier (alive)", "no soldier (alive)", "use 'for each'"),
        ("some soldier (alive)", "some soldier (alive)", "use 'for each'"),
    ],
)
def test_a_condition_is_no_effect(effect: str, place: str, hint: str) -> None:
    found = in_world(act(effect))
    assert (found.code, marked(found), found.hint) == ("syntax", place, hint)


@pytest.mark.parametrize(
    "effects",
    [
        "who.at = field; who.at = ridge",
        "who.armed; not who.armed",
        "Cloud believes hour = 1; Cloud believes hour = 2",
        "hour is 1; hour is 1; hour is 2",
    ],
)
def test_two_values_at_once_contradict(effects: str) -> None:
    found = in_world(act(effects))
    assert found.code == "contradiction"
    assert marked(found) == effects.split("; ")[-1]
    assert found.notes[0][0].text == effects.split("; ")[0]


@pytest.mark.parametrize(
    "effects",
    [
        "who.at = field; other.at = ridge",
        "hour += 1; hour += 2",
        "hour = 1; Cloud believes hour = 2",
        "hour = 1; hour = 1",
        "Cloud believes hour = 1; Aeris believes hour = 2",
    ],
)
def test_these_do_not_contradict(effects: str) -> None:
    world(act(effects))


def test_a_trigger_and_a_reaction_can_contradict_themselves_too() -> None:
    assert in_world("trigger t()\n    when night\n    do: hour = 1; hour = 2\n").code == "contradiction"
    assert in_world(act("night") + "when c sees do_it: c.armed; not c.armed\n").code == "contradiction"


def test_facts_may_change_what_an_earlier_one_said() -> None:
    assert facts("hour = 1\nhour = 2\n") == ["hour = 1", "hour = 2"]


def test_too_many_cases_in_a_row() -> None:
    block = "if hour is 0\n    night\n" + "elif hour is 1\n    night\n" * 60
    assert in_world(block).code == "too-deep"
