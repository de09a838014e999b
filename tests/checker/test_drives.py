"""Wants, endings, fate, expectations, and the head of a story."""

from __future__ import annotations

import pytest
from tests.checker.stories import WORLD, definition, in_world, marked, problems_of, shown, world


def wants(lines: str, who: str = "Aeris") -> list[tuple[str, list[str], str | None, str]]:
    return [
        (shown(one.weight), [shown(each) for each in one.each], shown(one.condition) if one.condition else None, one.text)
        for one in world(lines).wants[who]
    ]


def test_what_someone_wants() -> None:
    assert wants(
        "Aeris wants\n"
        "    2 if Cloud.held_by is Cloud\n"
        "    1 for each s: soldier if s.alive\n"
        "    -1 for each soldier not alive\n"
        '    3 * hour "that the night ends"\n'
        "    Aeris.armed\n"
    ) == [
        ("2", [], "(held_by(Cloud) == Cloud)", "2 if Cloud.held_by is Cloud"),
        ("1", ["?s:soldier"], "alive(?s:soldier)", "1 for each s: soldier if s.alive"),
        ("-1", ["?soldier:soldier"], "not alive(?soldier:soldier)", "-1 for each soldier not alive"),
        ("(3 * hour)", [], None, "that the night ends"),
        ("1", [], "armed(Aeris)", "Aeris.armed"),
    ]


def test_several_blocks_add_up() -> None:
    assert [weight for weight, *_ in wants("Aeris wants: hour\nAeris wants\n    2 if night\n    1 if hour is 3\n")] == [
        "hour",
        "2",
        "1",
    ]


def test_a_phrase_is_told_from_a_line_as_written() -> None:
    (phrased, plain) = world('Aeris wants\n    1 if night "darkness"\n    1 if hour is 2\n').wants["Aeris"]
    assert (phrased.text, phrased.phrased) == ("darkness", True)
    assert (plain.text, plain.phrased) == ("1 if hour is 2", False)


def test_wants_of_each_of_a_kind() -> None:
    block = (
        "for each s: soldier if s is not Vance\n"
        "    s.armed\n"
        "    s wants\n"
        "        s.wounds\n"
        "        1 for each c: character if near(c, s)\n"
    )
    text = "soldier Vance\n" + block
    assert wants(text, "Hale") == [
        ("wounds(Hale)", [], "(Hale != Vance)", "s.wounds"),
        (
            "1",
            ["?c:character"],
            "((Hale != Vance) and (at(?c:character) == at(Hale)))",
            "1 for each c: character if near(c, s)",
        ),
    ]
    assert wants(text, "Vance")[0][2] == "(Vance != Vance)"
    assert len(definition(WORLD + text).facts) == len(definition(WORLD + "soldier Vance\n").facts) + 1


def test_fate() -> None:
    found = world("ending dark when night\nfate prefers over > dark\nfate wants: 2 if night\n")
    assert found.fate == ("over", "dark")
    assert [shown(one.weight) for one in found.fate_wants] == ["2"]


def test_endings() -> None:
    found = world(
        'ending dark "It stays dark" when night and hour is 3\n    says "{Aeris} [wait]."\nending long_night when night\n'
    ).endings
    assert list(found) == ["over", "dark", "long_night"]
    assert (found["dark"].title, found["long_night"].title) == ("It stays dark", "long night")
    assert [one.text for one in found["dark"].says] == ["{Aeris} [wait]."]


def test_scenes() -> None:
    found = world(
        'scene dark "In the dark" when night\n    when Cloud believes Aeris.at is field\nscene long_night when hour is 3\n'
        "scene over when hour is 2\n"
    ).scenes
    assert [(one.name, one.title) for one in found.values()] == [
        ("dark", "In the dark"),
        ("long_night", "long night"),
        ("over", "over"),
    ]
    assert shown(found["long_night"].condition) == "(hour == 3)"


def test_expectations() -> None:
    can, must, never = world("expect can over\nexpect not must over\nexpect never Hale.armed\n").expectations
    assert (can.word, can.negated, can.ending, can.text) == ("can", False, "over", "expect can over")
    assert (must.word, must.negated, must.ending) == ("must", True, "over")
    assert never.condition is not None
    assert (never.word, never.ending, shown(never.condition)) == ("never", None, "armed(Hale)")


def test_the_head_of_a_story() -> None:
    found = world(
        'story "The Ridge"\n    by "A. N. Author"\n    note "One."\n    note "Two."\n'
        '    disclaimer "None."\n    ask "Tell me."\n'
        '    content "War."\n    language "en"\n    ahead 5\n    ahead Cloud 2\n    deep Jenova 0\n    told by Aeris, Jenova\n'
    )
    front = found.front
    assert (front.title, front.by, front.note, front.disclaimer) == ("The Ridge", "A. N. Author", "One.\n\nTwo.", "None.")
    assert (front.ask, front.content, front.language, front.tellers) == ("Tell me.", "War.", "en", ("Aeris", "Jenova"))
    assert (dict(found.ahead), dict(found.deep)) == ({"": 5, "Cloud": 2}, {"Jenova": 0})


def test_a_story_without_a_head_has_the_name_of_its_text() -> None:
    assert definition(WORLD).front.title == "<text>"


@pytest.mark.parametrize(
    ("line", "code", "place", "hint"),
    [
        ("Aries wants: hour\n", "unknown-name", "Aries", "did you mean 'Aeris'?"),
        ("field wants: hour\n", "not-a-mind", "field",
         "minds are things of the kinds 'character' and 'will', and of kinds below them"),
        ("Aeris.following wants: hour\n", "syntax", "Aeris.following", "write 'NAME wants', with 'if' in its lines"),
        ("Aeris wants: Aeris.at\n", "wrong-type", "Aeris.at", "say what is wanted of it, as in '1 if x.alive'"),
        ("Aeris wants: nobody\n", "wrong-type", "nobody", ""),
        ("Aeris wants: 1 if hour\n", "wrong-type", "hour", "compare it with something: 'is', '==', '<', '>'"),
        ("Aeris wants: 1 for each s: soldeir if s.alive\n", "unknown-kind", "soldeir", "did you mean 'soldier'?"),
        ("Aeris wants: 1 for each soldier alvie\n", "unknown-property", "alvie", "did you mean 'alive'?"),
        ("for each p: place\n    p wants: hour\n", "not-a-mind", "p",
         "minds are things of the kinds 'character' and 'will', and of kinds below them"),
        ("for each s: soldeir\n    s wants: s.wounds\n", "unknown-kind", "soldeir", "did you mean 'soldier'?"),
        ("ending over when night\n", "duplicate-name", "over", "give one of the two another name"),
        ("ending bad when Aeris\n", "wrong-type", "Aeris", "compare it with something: 'is', '==', '<', '>'"),
        ("ending bad when night and not night\n", "impossible-ending", "night and not night",
         "look for two parts of it that exclude each other"),
        ("ending bad when no\n", "impossible-ending", "no", "look for two parts of it that exclude each other"),
        ("ending bad when Aeris.at is field and (hour is 2 and Aeris.at is ridge)\n", "impossible-ending",
         "Aeris.at is field and (hour is 2 and Aeris.at is ridge)", "look for two parts of it that exclude each other"),
        ("ending bad when hour is 2 and hour is not 2 or (hour is 3 and hour is 4)\n", "impossible-ending",
         "hour is 2 and hour is not 2 or (hour is 3 and hour is 4)", "look for two parts of it that exclude each other"),
        ("ending bad when some s: soldier (Cloud believes (night and not night))\n", "impossible-ending",
         "some s: soldier (Cloud believes (night and not night))", "look for two parts of it that exclude each other"),
        ("scene one when night\nscene one when not night\n", "duplicate-name", "one", "give one of the two another name"),
        ("scene one when Aeris\n", "wrong-type", "Aeris", "compare it with something: 'is', '==', '<', '>'"),
        ("scene one when nihgt\n", "unknown-name", "nihgt", "did you mean 'night'?"),
        ("scene one when hour / 0 is 1\n", "division-by-zero", "0",
         "divide by another number, or leave the division out"),
        ('scene one "With {Aries}" when night\n', "text-unknown-name", "{Aries}", "did you mean 'Aeris'?"),
        ("fate prefers over > ovre\n", "unknown-ending", "ovre", "did you mean 'over'?"),
        ("fate prefers over > over\n", "duplicate-name", "over", "give one of the two another name"),
        ("expect can ovr\n", "bad-expectation", "ovr", "did you mean 'over'?"),
        ("expect never Hale\n", "wrong-type", "Hale", "compare it with something: 'is', '==', '<', '>'"),
        ('story "S"\n    ahead 0\n', "out-of-bounds", "0",
         "4 acts ahead and 2 levels deep are what a mind has if nothing is said"),
        ('story "S"\n    deep 2\n    deep 3\n', "duplicate-name", "deep", "leave one of them out"),
        ('story "S"\n    deep Clodu 3\n', "unknown-name", "Clodu", "did you mean 'Cloud'?"),
        ('story "S"\n    told by field\n', "not-a-mind", "field",
         "minds are things of the kinds 'character' and 'will', and of kinds below them"),
        ('story "S"\n    by "A"\n    by "B"\n', "duplicate-name", "by", "give one of the two another name"),
        ('story "S"\nstory "T"\n', "duplicate-name", '"T"', "leave one of them out"),
    ],
)  # fmt: skip
def test_a_wrong_drive_is_reported_at_its_place(line: str, code: str, place: str, hint: str) -> None:
    found = in_world(line)
    assert (found.code, marked(found), found.hint) == (code, place, hint)


@pytest.mark.parametrize(
    "asked",
    [
        "hour is 2 or hour is 3",
        "Aeris.at is field and Cloud.at is ridge",
        "Aeris.at is field and (Cloud believes Aeris.at is ridge)",
        "every s: soldier (night and not night)",
        "night and (Cloud believes not night)",
    ],
)
def test_these_can_hold(asked: str) -> None:
    assert not [problem for problem in problems_of(WORLD + f"ending e when {asked}\n") if problem.code == "impossible-ending"]
