"""What an act shows, what it hopes for, and what of that a text may say."""

from __future__ import annotations

import pytest

from fabula.checker import check_text
from fabula.grounding import ground
from fabula.model import Believed, Comparison, Definition, Get, Known, conjuncts
from fabula.problems import Problems
from fabula.task import Compare, reads

START = """
kind room
property at(character): room
property lit(room)
property coins(character): 0..5
property hidden(character)
room attic
room cellar
character Ann, she, at attic
character Ben, he, at attic
will Imp, it, in Ben
Ann wants: 1 if lit(attic)
ending end when lit(attic)
Ann believes lit(attic) is unknown
Ann believes Ben.at is unknown
Ann believes Ben.coins is unknown
Ann believes Ben believes lit(attic)
"""


def checked(lines: str) -> Definition:
    definition, problems = check_text(f"{START}action act(who, room: room)\n    by who\n{lines}\n    do: lit(room)\n")
    assert problems.errors == []
    assert definition is not None
    return definition


def codes_of(lines: str, by: str = "    by who\n") -> list[str]:
    _, problems = check_text(f"{START}action act(who, room: room)\n{by}{lines}\n")
    return [problem.code for problem in problems.errors]


def shown(lines: str) -> list[str] | None:
    """What is shown of an act's conditions, as it is written; None: all."""
    found = checked(lines).actions["act"].shown
    if found is None:
        return None
    return [part.span.text for part in conjuncts(found) if not isinstance(part, (Believed, Get)) and part.span is not None] + [
        part.property for part in conjuncts(found) if isinstance(part, Get)
    ]


def test_conditions_on_minds_and_wills_are_hidden_unless_said_to_be_seen() -> None:
    assert shown("    when who.at is room and not lit(room)") is None
    assert shown("    when who.at is room and Ben believes lit(room)") == ["who.at is room"]
    assert shown("    when who.at is room\n    when Ben.held_by is Imp") == ["who.at is room"]
    assert shown("    when seen Ben believes lit(room)") is None
    assert shown("    when hidden who.at is room\n    when who.coins > 1") == ["who.coins > 1"]
    assert shown("    when hidden\n        who.at is room\n        who.coins > 1\n    when lit(room)") == ["lit"]
    assert shown("    when hidden (who.at is room or lit(room))\n    when who.coins > 1") == ["who.coins > 1"]


def test_hidden_may_be_a_name_of_the_story() -> None:
    assert shown("    when hidden(who)") is None
    assert shown("    when hidden hidden(who)\n    when who.coins > 1") == ["who.coins > 1"]


@pytest.mark.parametrize(
    ("written", "operators"),
    [
        ("Ben.at is room", ["=="]),
        ("Ben.at is not room", ["!="]),
        ("not (Ben.at is room)", ["!="]),
        ("room is Ben.at", ["=="]),
        ("Ben.coins < 3", ["<"]),
        ("3 < Ben.coins", [">"]),
        ("lit(room)", ["=="]),
        ("not lit(room)", ["=="]),
        ("Ben.at is attic and Ben.coins > 1", ["==", ">"]),
        ("Ben believes lit(room)", ["=="]),
        ("Ben believes Ann.coins is not 2", []),
    ],
)
def test_what_can_be_hoped_for(written: str, operators: list[str]) -> None:
    """Each is a comparison of one thing that is read with a value; what everybody knows is no hope."""
    definition = checked(f"    hoping {written}")
    task = ground(definition, Problems()).task
    act = next(action for action in task.actions if action.name == "act(Ann, attic)")
    assert [hope.condition.operator for hope in act.hopes] == operators
    for hope in act.hopes:
        assert len(reads(hope.condition)) == 1
        assert not hope.seen


@pytest.mark.parametrize(
    "written",
    [
        "Ben.at is who.at",
        "Ben.at is room or lit(room)",
        "some r: room (lit(r))",
        "Ben.at is known",
        "not (Ben believes lit(room))",
        "lit(Ben.at)",
        "Ben.coins + 1 < 3",
    ],
)
def test_what_can_not_be_hoped_for(written: str) -> None:
    assert codes_of(f"    hoping {written}\n    do: lit(room)") == ["hope-too-wide"]


def test_who_hopes_and_what_is_in_vain() -> None:
    assert codes_of("    hoping lit(room)\n    do: lit(room)", by="") == ["hope-of-nobody"]
    assert codes_of("    do: lit(room)\n    in vain: not lit(room)") == ["never-in-vain"]
    assert codes_of('    do: lit(room)\n    says in vain "{who} [fail]."') == ["never-in-vain"]
    assert codes_of("    hoping lit(room)\n    do: lit(room)\n    in vain: not lit(room)") == []
    assert codes_of("    do: lit(room)\n    in vain of it") == ["syntax"]


def test_who_is_asked_is_hoped_to_know_it() -> None:
    action = checked("    when who is not Ben").actions["act"]
    assert action.hopes == ()
    definition, _ = check_text(
        f"{START}action ask(who, other: character)\n    by who\n    do: who learns other.at from other\n"
    )
    assert definition is not None
    (hope,) = definition.actions["ask"].hopes
    assert isinstance(hope.condition, Known)
    assert not hope.seen
    assert codes_of("    do: who learns Ben.at from Ben") == []
    assert codes_of("    do\n        if lit(room): who learns Ben.at from Ben") == ["learns-from"]
    assert codes_of("    hoping lit(room)\n    do: lit(room)\n    in vain: who learns Ben.at from Ben") == ["learns-from"]
    assert codes_of("    do: lit(room)\ntrigger tell(who)\n    when lit(attic)\n    do: who learns Ben.at from Ben") == [
        "learns-from"
    ]
    assert codes_of("    do: lit(room)\nwhen c sees act: c learns Ben.at from Ben") == ["learns-from"]
    assert codes_of("    do: who learns Ben.at from Ben.held_by") == ["hope-too-wide"]


def test_who_moves_a_body_is_not_seen() -> None:
    """An act of a body with two wills shows nothing of which of them it is."""
    text = f"{START}action seize\n    do: Ben.held_by = Imp\naction act(who, room: room)\n    by who\n    do: lit(room)\n"
    definition, _ = check_text(text)
    assert definition is not None
    task = ground(definition, Problems()).task
    held = [
        action
        for action in task.actions
        if any(task.fluents[place.fluent].name.startswith("held_by") for place in reads(action.precondition))
    ]
    assert held
    for action in held:
        assert action.seen is not None
        assert not any(task.fluents[place.fluent].name.startswith("held_by") for place in reads(action.seen))


def test_an_act_and_the_same_in_vain_stand_next_to_each_other() -> None:
    task = ground(checked("    hoping Ben.at is room"), Problems()).task
    twins = [number for number, action in enumerate(task.actions) if action.in_vain]
    assert twins
    for number in twins:
        vain = task.actions[number]
        act = task.actions[number - 1]
        assert (vain.twin, act.twin) == (number - 1, number)
        assert vain.name == f"{act.name} in vain"
        assert (vain.consenting, vain.observing, vain.hopes) == (act.consenting, act.observing, act.hopes)
    assert all(isinstance(hope.condition, Compare) for action in task.actions for hope in action.hopes)


def test_the_model_keeps_hopes_apart_from_what_is_sure() -> None:
    action = checked("    when who.at is room\n    hoping lit(room)\n    hoping Ben.coins < 2").actions["act"]
    assert isinstance(action.when, Comparison)
    assert [type(hope.condition) for hope in action.hopes] == [Get, Comparison]
