"""What several minds know or believe, and of each other: read, asked, and refused."""

from __future__ import annotations

import pytest
from tests.checker.stories import condition, facts, in_world, marked, problems_of, world

from fabula.problems import Severity

NOT = "Cloud believes hour unknown"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("only Aeris knows Hale.at", ["at(Hale) known (Aeris)"]),
        ("only Aeris, Jenova and Hale know Hale.at", ["at(Hale) known (Aeris, Jenova, Hale)"]),
        ("nobody knows Hale.at but Aeris, Hale", ["at(Hale) known (Aeris, Hale)"]),
        ("nobody but Aeris knows Hale.at", ["at(Hale) known (Aeris)"]),
        ("nobody knows whether night", ["night known ()"]),
        ("everyone but Cloud knows hour", ["hour known all but (Cloud)"]),
        ("everybody knows whether night", ["night known all but ()"]),
        ("only Aeris knows night", ["night = yes", "night known (Aeris)"]),
        ("only Aeris knows Hale.at is ridge", ["at(Hale) = ridge", "at(Hale) known (Aeris)"]),
        ("everybody believes (not night and hour is 3)", ["night believed all but () no", "hour believed all but () 3"]),
        ("everybody believes Hale.at in (field, ridge)", ["at(Hale) believed all but () field ridge"]),
        ("everybody but Cloud believes Hale.at is unknown", ["at(Hale) believed all but (Cloud)"]),
        ("Aeris, Hale share a secret: hour is 3", ["hour shared (Aeris, Hale) 3"]),
        ("Aeris and Hale share a secret: Hale.at", ["at(Hale) shared (Aeris, Hale)"]),
        ("Aeris, Hale share a secret: night", ["night shared (Aeris, Hale) yes"]),
        ("Aeris, Hale share a secret: whether night", ["night shared (Aeris, Hale)"]),
        ("Cloud believes only Hale knows hour", ["Cloud believes hour known (Hale)"]),
        ("Cloud does not know hour, and thinks that Hale does", [NOT, "Cloud believes Hale believes hour knows"]),
        (
            "Cloud does not know hour but thinks Hale, Aeris do",
            [NOT, "Cloud believes Hale believes hour knows", "Cloud believes Aeris believes hour knows"],
        ),
        ("Cloud does not know hour, and thinks that nobody does", [NOT, "Cloud believes hour known ()"]),
        ("Cloud does not know night", ["Cloud believes night unknown"]),
        ("Cloud does not know hour, but he thinks Hale does", [NOT, "Cloud believes Hale believes hour knows"]),
        ("no one knows hour", ["hour known ()"]),
        ("nobody knows hour except Hale", ["hour known (Hale)"]),
        ("everybody knows that night but Cloud", ["night = yes", "night known all but (Cloud)"]),
        ("Aeris, Hale and Cloud share the secret: hour", ["hour shared (Aeris, Hale, Cloud)"]),
        ("Aeris and Hale know hour", ["Aeris believes hour = hour", "Hale believes hour = hour"]),
        ("Aeris, Hale do not know that night", ["Aeris believes night unknown", "Hale believes night unknown"]),
        ("Aeris and Hale believe hour is 3", ["Aeris believes hour = 3", "Hale believes hour = 3"]),
        ("Aeris believes that night", ["Aeris believes night = yes"]),
        ("for each s: soldier: only s knows s.wounds", ["each ?s:soldier: wounds(?s:soldier) known (?s:soldier)"]),
    ],
)
def test_facts(written: str, said: list[str]) -> None:
    assert facts(written)[-len(said) :] == said


def test_conditions_ask_each_mind() -> None:
    assert condition("only Aeris knows hour") == (
        "((Aeris knows hour) and not (Cloud knows hour) and not (Jenova knows hour) and not (Hale knows hour))"
    )
    assert condition("everybody but Aeris, Hale knows hour") == "((Cloud knows hour) and (Jenova knows hour))"
    assert condition("nobody believes night").count("not [") == 4
    assert condition("some s: soldier (only s knows hour)").count("((?s:soldier == Hale) or not (Hale knows hour))") == 1


@pytest.mark.parametrize(
    ("line", "message", "where"),
    [
        ("only Aeris believes night", "nobody or only some believe it", "only Aeris believes night"),
        ("only field knows night", "only someone with a mind knows things", "field"),
        ("everybody knows night or hour is 3", "it leaves open what becomes so", "night or hour is 3"),
        ("Aeris, Hale share a secret: hour in (1, 2)", "it leaves open what is so", "hour in (1, 2)"),
        ("everybody believes Hale.at is not ridge", "it does not say of one property what it is", "Hale.at is not ridge"),
        ("everybody believes Aeris believes night", "it does not say of one property what it is", "Aeris believes night"),
        ("Aeris, Hale share a secret night", "what the secret is comes after a colon", "night"),
        ("Cloud does not know hour, and thinks that Hale", "comes before 'does'", ""),
        ("only Hale knows where Hale is", "what somebody knows is a property, and no question", "where Hale is"),
        ("Hale believes who did it", "what somebody knows is a property, and no question", "who did it"),
        ("Everybody but Hale knows hour", "'Everybody' is written 'everybody' here", "Everybody"),
        ("Only Hale, Aeris know hour", "'Only' is written 'only' here", "Only"),
        ("all know hour", "'all' is written 'everybody' here", "all"),
        ("rule odd: only Aeris, Hale night", "what they know is missing", "night"),
    ],
)
def test_what_is_none(line: str, message: str, where: str) -> None:
    found = in_world(line)
    assert found.code in ("syntax", "not-a-mind")
    assert message in found.message
    assert not where or where in marked(found)


def test_an_act_makes_nothing_common_at_once() -> None:
    text = "\n".join(["kind place", "property lit", "character Ann", "action act(who)", "    by who"])
    block = [
        "    do",
        "        if not lit",
        "            for each c: character: only c knows whether lit",
        "    in vain: everybody knows lit",
    ]
    found = [one for one in problems_of("\n".join([text, *block, ""])) if one.severity is Severity.ERROR]
    assert [(one.code, marked(one)) for one in found if one.code == "syntax"] == [
        ("syntax", "only c knows whether lit"),
        ("syntax", "everybody knows lit"),
    ]


def test_the_words_can_be_names() -> None:
    assert (
        "only"
        in world("kind only\nonly everybody\nproperty but(only, only)\nbut(everybody, everybody)").things["everybody"].kind
    )
