"""Kinds, properties, things and what is written behind their names."""

from __future__ import annotations

import pytest
from tests.checker.stories import WORLD, codes_of, definition, facts, in_world, marked, problems_of, shown, world

from fabula import model


def test_the_kinds_that_every_story_has() -> None:
    kinds = definition(WORLD).kinds
    assert kinds["character"].ancestors == {"character", "mind", "thing"}
    assert kinds["will"].ancestors == {"will", "mind", "thing"}
    assert kinds["soldier"].ancestors == {"soldier", "character", "mind", "thing"}
    assert kinds["place"].parents == ("thing",)


def test_kinds_may_stand_in_any_order_and_have_several_parents() -> None:
    kinds = world('kind guard "watchman": soldier, target\nkind target: prey\nkind prey\n').kinds
    assert kinds["guard"].ancestors == {"guard", "soldier", "target", "prey", "character", "mind", "thing"}
    assert (kinds["guard"].display, kinds["prey"].display) == ("watchman", "prey")


def test_character_can_be_given_a_further_parent() -> None:
    found = world("kind body\nkind character: body\nproperty hurt(body)\nAeris.hurt\nJenova.hurt\n")
    assert found.kinds["soldier"].ancestors == {"soldier", "character", "body", "mind", "thing"}


def test_characters_come_first_then_wills_then_the_rest() -> None:
    found = definition(WORLD)
    assert list(found.things) == ["Aeris", "Cloud", "Hale", "Jenova", "field", "ridge"]
    assert [thing.name for thing in found.minds()] == ["Aeris", "Cloud", "Hale", "Jenova"]
    assert found.wills_of("Cloud") == ("Cloud", "Jenova")
    assert found.things["Jenova"].body == "Cloud"
    assert [thing.name for thing in found.things_of("character")] == ["Aeris", "Cloud", "Hale"]


def test_names_and_pronouns() -> None:
    things = world('place old_mill\ncharacter Tifa\nsoldier Vance "Sergeant Vance", they\n').things
    assert (things["old_mill"].display, things["old_mill"].pronoun) == ("old mill", model.Pronoun.IT)
    assert (things["Tifa"].display, things["Tifa"].pronoun) == ("Tifa", model.Pronoun.THEY)
    assert (things["Vance"].display, things["Vance"].pronoun) == ("Sergeant Vance", model.Pronoun.THEY)
    assert things["Aeris"].pronoun is model.Pronoun.SHE


def test_other_names_of_a_thing() -> None:
    (always, sometimes) = (
        world('character Tifa\n    called "the tall one"\n    called "Tifa" if night\n').things["Tifa"].aliases
    )
    assert always == model.Alias("the tall one", None)
    assert (sometimes.text, sometimes.condition and shown(sometimes.condition)) == ("Tifa", "night")


def test_what_stands_behind_a_name_are_facts_in_the_order_of_the_text() -> None:
    assert facts("character Tifa, she, at field, not alive, armed, mood angry, loves Cloud\n    Tifa.following is Cloud\n") == [
        "at(Tifa) = field",
        "alive(Tifa) = no",
        "armed(Tifa) = yes",
        "mood(Tifa) = angry",
        "loves(Tifa, Cloud) = yes",
        "following(Tifa) = Cloud",
    ]


def test_types_and_defaults() -> None:
    found = world(
        "property low: 2..5\nproperty below: -5..-2\nproperty friend(character): character = Aeris\n"
        'property bell "the bell": 0..3 = 2, felt by all\nproperty spare: 0..3\n'
    ).properties
    assert found["alive"] == model.Property("alive", ("character",), model.TruthType(), True, span=found["alive"].span)
    assert (found["at"].type, found["at"].default) == (model.ThingType("place"), None)
    assert found["mood"].type == model.ChoiceType(("calm", "angry", "afraid"))
    assert found["mood"].default == "calm"
    assert [found[name].default for name in ("low", "below", "friend", "bell", "spare")] == [2, -2, "Aeris", 2, 0]
    assert (found["bell"].public, found["bell"].phrase) == (True, "the bell")
    assert found["night"].default is False


def test_a_body_is_held_by_its_character_at_first() -> None:
    found = definition(WORLD)
    assert found.properties["held_by"].type == model.ThingType("mind")
    held = [effect for effect in found.facts if isinstance(effect, model.Assign) and effect.target.property == "held_by"]
    assert [(shown(one.target), shown(one.value)) for one in held] == [
        ("held_by(Aeris)", "Aeris"),
        ("held_by(Cloud)", "Cloud"),
        ("held_by(Hale)", "Hale"),
    ]


def test_without_wills_there_is_no_held_by_unless_someone_asks() -> None:
    plain = "character Aeris\nproperty night\nending over when night\n"
    assert "held_by" not in definition(plain).properties
    assert "held_by" in definition(plain + "ending other when Aeris.held_by is Aeris\n").properties


@pytest.mark.parametrize(
    ("line", "code", "place", "hint"),
    [
        ("kind guard: soldeir\n", "unknown-kind", "soldeir", "did you mean 'soldier'?"),
        ("guard Vance\n", "unknown-kind", "guard",
         "write 'kind guard' at the top of the story, or 'use' the module that has it"),
        ("kind place\n", "duplicate-name", "place", "give one of the two another name"),
        ("kind thing\n", "reserved-name", "thing", "use another name"),
        ("kind guard: mind\n", "reserved-name", "mind", "write 'character' or 'will'"),
        ("mind Vance\n", "reserved-name", "mind", "write 'character' or 'will'"),
        ("kind a1: b1\nkind b1: a1\n", "kind-cycle", "kind a1: b1", "take one of these parents away"),
        ("kind a1: a1\n", "kind-cycle", "kind a1: a1", "take one of these parents away"),
        ("kind both: character, will\n", "wrong-kind", "kind both: character, will", ""),
        ("character Aeris\n", "duplicate-name", "Aeris", "give one of the two another name"),
        ("character soldier\n", "duplicate-name", "soldier", "give one of the two another name"),
        ("will Shade\n", "wrong-kind", "Shade", "write 'will Shade, in CHARACTER'"),
        ("will Shade, in field\n", "wrong-kind", "field", ""),
        ("will Shade, in Clood\n", "unknown-name", "Clood", "did you mean 'Cloud'?"),
        ("character Tifa, in field\n", "wrong-kind", "field", "write 'at field' for a place"),
        ("character Tifa, she, he\n", "duplicate-name", "he", "leave one out"),
        ("character Tifa, amred\n", "unknown-property", "amred", "did you mean 'armed'?"),
        ("character Tifa, soldier\n", "unknown-property", "soldier",
         "'soldier' is a kind: write it first, as in 'soldier NAME'"),
        ("character Tifa, angry\n", "unknown-property", "angry", "write 'mood angry'"),
        ("character Tifa, field\n", "unknown-property", "field", "write 'PROPERTY field', as in 'at field'"),
        ("character Tifa, wounds 1\n", "wrong-kind", "wounds", ""),
        ("soldier Vance, wounds 4\n", "out-of-bounds", "4",
         "use a number within the bounds, or widen them where the property is defined"),
        ("character Tifa, at Cloud\n", "wrong-kind", "Cloud", ""),
        ("character Tifa, at\n", "wrong-type", "at", "write 'at = ...'"),
        ("character Tifa, not at field\n", "syntax", "at field",
         "say which value it gets; only a mind learns what is not so: 'Ann learns x.at is not ...'"),
        ('character Tifa\n    called "T" if nihgt\n', "unknown-name", "nihgt", "did you mean 'night'?"),
        ("property alive(place)\n", "duplicate-name", "alive", "give one of the two another name"),
        ("property held_by(character): will\n", "reserved-name", "held_by", "leave this line out"),
        ("property home(charcter): place\n", "unknown-kind", "charcter", "did you mean 'character'?"),
        ("property home(character): plaice\n", "unknown-kind", "plaice", "did you mean 'place'?"),
        ("property home: field\n", "unknown-kind", "field", "'field' is a thing: a kind is wanted here"),
        ("property hunger: 3..1\n", "out-of-bounds", "3..1", "write 1..3"),
        ("property hunger: 0..3 = 4\n", "out-of-bounds", "4",
         "use a number within the bounds, or widen them where the property is defined"),
        ("property hunger: 0..3 = yes\n", "wrong-type", "yes", ""),
        ("property cold = unknown\n", "unknown-value", "unknown",
         "write 'Ann believes x.at is unknown', or as a condition 'x.at is unknown'"),
        ("property temper: warm | cool = cold\n", "unknown-name", "cold", "did you mean 'cool'?"),
        ("property home: place = Cloud\n", "wrong-kind", "Cloud", ""),
        ("property noon: 0..9 = hour\n", "wrong-type", "hour", "give other values by facts"),
        ("property temper: warm | warm\n", "duplicate-name", "warm", "give one of the two another name"),
    ],
)  # fmt: skip
def test_a_wrong_definition_is_reported_at_its_place(line: str, code: str, place: str, hint: str) -> None:
    found = in_world(line)
    assert (found.code, marked(found), found.hint) == (code, place, hint)


def test_a_second_definition_says_where_the_first_is() -> None:
    found = in_world("place ridge\n")
    ((where, what),) = found.notes
    assert (where.text, what) == ("ridge", "first defined here")
    assert found.span is not None
    assert where.line < found.span.line


@pytest.mark.parametrize(
    "line",
    [
        "soldeir Vance, at field\nVance.armed\nVance.wounds = 2\nCloud believes Vance.armed\n",
        "kind guard: soldeir\nguard Vance, at field\nVance.armed\n",
        "property home(character): plaice\nAeris.home is field\nAeris.home.armed\n",
        "property home(charcter): place\nAeris.home is field\n",
        "property hunger: 9..0\nhunger = 4\n",
        "will Shade, in Clood\nShade wants: 1 if night\nShade.alive\n",
    ],
)
def test_what_depends_on_a_wrong_definition_is_passed_over(line: str) -> None:
    in_world(line)


def test_each_circle_of_kinds_is_reported_once() -> None:
    text = WORLD + "kind a1: b1\nkind b1: c1\nkind c1: a1\nkind d1: a1\nkind e1: f1\nkind f1: e1\n"
    found = problems_of(text)
    assert [(problem.code, problem.seen) for problem in found] == [
        ("kind-cycle", "a1 -> b1 -> c1 -> a1"),
        ("kind-cycle", "e1 -> f1 -> e1"),
    ]


def test_an_empty_text_has_nobody_and_no_end() -> None:
    assert codes_of("") == ["no-characters", "no-ending"]
    assert codes_of("# nothing but a remark\n") == ["no-characters", "no-ending"]


@pytest.mark.parametrize(("thing", "codes"), [("axe hatchet\n", []), ("", ["wrong-kind"])])
@pytest.mark.parametrize(
    "rule",
    [
        "rule same(c: character): c.swings is c.carries",
        "rule other(c: character): c.carries is not c.swings",
        "rule kind_of(c: character): c.swings is a weapon",
        "rule turned(c: character): c.carries is a tool",
    ],
)
def test_two_kinds_that_share_a_thing_can_be_compared(rule: str, thing: str, codes: list[str]) -> None:
    """Neither is below the other, but an axe is of both: as long as there is no axe, nothing is."""
    kinds = "kind weapon\nkind tool\nkind axe: weapon, tool\nweapon sword\ntool saw\n"
    text = f"{kinds}{thing}property swings(character): tool\nproperty carries(character): weapon\n{rule}\n"
    assert [code for code in codes_of(WORLD + text) if code == "wrong-kind"] == codes
