"""Actions, triggers and reactions."""

from __future__ import annotations

import pytest
from tests.checker.stories import WORLD, codes_of, definition, in_world, marked, problems_of, shown, shown_effect, world

from fabula import model

KILL = """
action kill(killer, victim)
    by killer
    when killer.armed
    when victim.alive and killer is not victim
    do: not victim.alive
    seen by c: near(c, victim)
    choice "Kill {victim}"
    says "{killer} [kill] {victim}."
    says by victim if night "Something [strike] {victim.him}."
"""
#: the wants that let `KILL` pass without a warning
WANTS = "Aeris wants: hour\nCloud wants: hour\nHale wants: hour\nJenova wants: hour\n"


def test_an_action() -> None:
    action = world(KILL).actions["kill"]
    assert [(one.name, one.kind) for one in action.parameters] == [("killer", "character"), ("victim", "character")]
    assert [shown(one) for one in action.by] == ["?killer:character"]
    assert shown(action.when) == (
        "(armed(?killer:character) and (alive(?victim:character) and (?killer:character != ?victim:character)))"
    )
    assert [shown_effect(one) for one in action.effects] == ["alive(?victim:character) = no"]
    assert [choice.text for choice in action.choices] == ["Kill {victim}"]
    plain, eyes = action.says
    assert (plain.text, plain.teller, plain.condition) == ("{killer} [kill] {victim}.", None, None)
    assert (eyes.teller, eyes.condition and shown(eyes.condition)) == ("victim", "night")


def seen(lines: str) -> tuple[bool, list[tuple[str, str]]]:
    block = "".join(f"    {line}\n" for line in lines.splitlines())
    action = world(f"action act(who, other)\n{block}    do: night\n").actions["act"]
    return action.seen_by_all, [(one.variable.kind, shown(one.condition)) for one in action.seen]


def test_who_sees_an_act() -> None:
    eyes = "?eyes':character"
    assert seen("by who") == (True, [])
    assert seen("by who\nseen by everyone") == (True, [])
    assert seen("seen by nobody") == (False, [])
    assert seen("by who\nseen by nobody") == (False, [("character", f"({eyes} == ?who:character)")])
    assert seen("by who\nseen by c: c.armed") == (
        False,
        [("character", "armed(?c:character)"), ("character", f"({eyes} == ?who:character)")],
    )
    assert seen("seen by s: soldier: s.armed") == (False, [("soldier", "armed(?s:soldier)")])
    assert seen("seen by Aeris, other") == (False, [("character", f"(({eyes} == Aeris) or ({eyes} == ?other:character))")])
    assert seen("seen by c: c.armed\nseen by everyone") == (True, [])


def test_a_will_that_acts_sees_with_its_body() -> None:
    action = world("action whisper()\n    by Jenova\n    do: night\n    seen by nobody\n").actions["whisper"]
    assert [shown(one.condition) for one in action.seen] == ["(?eyes':character == Cloud)"]
    action = world("action whisper(w: will)\n    by w\n    do: night\n    seen by nobody\n").actions["whisper"]
    assert [shown(one.condition) for one in action.seen] == ["((?w:will == Jenova) and (?eyes':character == Cloud))"]
    action = world("action think(m: mind)\n    by m\n    do: night\n    seen by nobody\n").actions["think"]
    assert [shown(one.condition) for one in action.seen] == [
        "((?eyes':character == ?m:mind) or ((?m:mind == Jenova) and (?eyes':character == Cloud)))"
    ]


def test_an_act_of_nobody() -> None:
    for by in ("", "    by nobody\n"):
        action = world(f"action dawn()\n{by}    do: hour += 1\n").actions["dawn"]
        assert (action.by, shown(action.when), action.parameters) == ((), "yes", ())


def test_an_act_of_two() -> None:
    action = world("action meet(one, two)\n    by one, two\n    do: one loves two\n").actions["meet"]
    assert [shown(one) for one in action.by] == ["?one:character", "?two:character"]


def test_a_trigger() -> None:
    trigger = world(
        'trigger bleed(s: soldier)\n    when s.alive and s.wounds is 3\n    do: not s.alive\n    says "{s} [be] dead."\n'
    ).triggers["bleed"]
    assert shown(trigger.when) == "(alive(?s:soldier) and (wounds(?s:soldier) == 3))"
    assert [shown_effect(one) for one in trigger.effects] == ["alive(?s:soldier) = no"]
    assert trigger.says[0].text == "{s} [be] dead."


def reaction(line: str) -> model.Reaction:
    (found,) = world(KILL + WANTS + line).reactions
    return found


def test_a_reaction_binds_what_it_names() -> None:
    found = reaction("when c sees kill(_, victim) if c loves victim: c.mood = afraid\n")
    assert isinstance(found.observer, model.Variable)
    assert (found.observer.name, found.observer.kind, found.action) == ("c", "character", "kill")
    first, second = found.arguments
    assert first is None
    assert isinstance(second, model.Variable)
    assert (second.name, second.kind) == ("victim", "character")
    assert found.condition is not None
    assert shown(found.condition) == "loves(?c:character, ?victim:character)"
    assert [shown_effect(one) for one in found.effects] == ["mood(?c:character) = afraid"]


def test_a_reaction_to_any_arguments_of_someone_by_name() -> None:
    found = reaction("when Aeris sees kill: Aeris.mood = angry\n")
    assert isinstance(found.observer, model.Literal)
    assert (found.observer.value, found.arguments) == ("Aeris", (None, None))


def test_a_reaction_to_a_certain_thing_and_of_a_kind() -> None:
    found = reaction("when s: soldier sees kill(Cloud, _): s.armed\n")
    assert isinstance(found.observer, model.Variable)
    assert found.observer.kind == "soldier"
    assert isinstance(found.arguments[0], model.Literal)
    assert found.arguments[0].value == "Cloud"


def test_a_reaction_in_which_one_name_stands_twice() -> None:
    found = reaction("when c sees kill(c, _): c.mood = angry\n")
    assert found.condition is not None
    assert shown(found.condition) == "(?c'0:character == ?c:character)"
    assert found.arguments[0] == model.Variable("c'0", "character", found.arguments[0].span if found.arguments[0] else None)


BOTH = "action go(who, to: place)\n    by who\n    do: who.at = to\n"


@pytest.mark.parametrize(
    ("line", "code", "place", "hint"),
    [
        ("action go(who: persn)\n    do: night\n", "unknown-kind", "persn",
         "write 'kind persn' at the top of the story, or 'use' the module that has it"),
        ("action go(who, who)\n    do: night\n", "duplicate-name", "who", "give one of the two another name"),
        ("action go(who)\n    by whom\n    do: night\n", "unknown-name", "whom", "did you mean 'who'?"),
        ("action go(spot: place)\n    by spot\n    do: night\n", "not-a-mind", "spot",
         "minds are things of the kinds 'character' and 'will', and of kinds below them"),
        ("action go(who)\n    by who.following\n    do: night\n", "syntax", "who.following",
         "add a parameter, and 'when PARAMETER is who.following'"),
        ("action go(who)\n    when who.following\n    do: night\n", "wrong-type", "who.following",
         "compare it with something: 'is', '==', '<', '>'"),
        ("action go(who)\n    do: who.wounds += 1\n", "wrong-kind", "who", "write 'who: soldier' where it is introduced"),
        ("action go(who)\n    do: night\n    seen by p: place: night\n", "not-a-mind", "place",
         "minds are things of the kinds 'character' and 'will', and of kinds below them"),
        ("action go(who)\n    do: night\n    seen by w: will: night\n", "wrong-kind", "will", "say which characters see it"),
        ("action go(who)\n    do: night\n    seen by field\n", "not-a-mind", "field",
         "minds are things of the kinds 'character' and 'will', and of kinds below them"),
        ("action go(who)\n    do: night\n    seen by c: c.att is field\n", "unknown-property", "att", "did you mean 'at'?"),
        ("action go()\n    do: night\n    says by Cluod \"x\"\n", "unknown-name", "Cluod", "did you mean 'Cloud'?"),
        ("action go()\n    do: night\n    says by field \"x\"\n", "not-a-mind", "field",
         "minds are things of the kinds 'character' and 'will', and of kinds below them"),
        ("trigger t(s: soldier)\n    when s.wounds > 3\n    do: night\n", "out-of-bounds", "s.wounds > 3",
         "compare with a number within the bounds, or widen the bounds of the property"),
        ("when c sees goo: night\n", "unknown-action", "goo",
         "write 'action goo(...)' at the top of the story, or use one that is defined"),
        ("when field sees go: night\n" + BOTH, "not-a-mind", "field",
         "minds are things of the kinds 'character' and 'will', and of kinds below them"),
        ("when p: place sees go: night\n" + BOTH, "not-a-mind", "place",
         "minds are things of the kinds 'character' and 'will', and of kinds below them"),
        ("when c sees go(x): x.armed\n" + BOTH, "wrong-count", "go",
         "write _ for what does not matter, or leave the brackets out"),
        ("when c sees go(field, _): night\n" + BOTH, "wrong-kind", "field", ""),
        ("when c sees go(_, c): night\n" + BOTH, "wrong-kind", "c", ""),
        ("when c sees appproach(_): night\naction approach(who)\n    do: night\n", "unknown-action", "appproach",
         "did you mean 'approach'?"),
        ("when c sees fall: night\ntrigger fall()\n    when hour is 1\n    do: night\n", "unknown-action", "fall",
         "'fall' is a trigger: nobody sees it as such"),
    ],
)  # fmt: skip
def test_a_wrong_event_is_reported_at_its_place(line: str, code: str, place: str, hint: str) -> None:
    found = in_world(line + WANTS)
    assert (found.code, marked(found), found.hint) == (code, place, hint)


def test_two_events_of_one_name() -> None:
    assert in_world("action a()\n    do: night\naction a()\n    do: night\n").code == "duplicate-name"
    assert in_world("action a()\n    do: night\ntrigger a()\n    when night\n    do: not night\n").code == "duplicate-name"


def test_what_a_wrong_reaction_names_is_passed_over() -> None:
    in_world("when c sees nothing_known(x, y): x.armed; y loves c; c.armed\n")
    in_world(BOTH + WANTS + "when c sees go(x, y, z): x.armed; z.armed\n")


def test_an_act_is_no_property() -> None:
    found = in_world(BOTH + WANTS + "ending e when go(Aeris, field)\n")
    assert (found.code, marked(found)) == ("unknown-property", "go")
    assert "only 'when c sees go(...)'" in found.hint


def test_who_acts_and_wants_nothing_is_warned_of() -> None:
    assert codes_of(WORLD + BOTH) == ["wants-nothing"] * 4
    assert codes_of(WORLD + BOTH.replace("(who,", "(who: soldier,")) == ["wants-nothing"]
    assert codes_of(WORLD + BOTH + WANTS) == []
    assert codes_of(WORLD + "action a()\n    by Aeris, Jenova\n    do: night\n") == ["wants-nothing"] * 2
    assert codes_of(WORLD + "action a()\n    do: night\n") == []


def test_a_warning_keeps_no_story_from_running() -> None:
    assert definition(WORLD + BOTH).actions["go"].name == "go"


def test_an_act_that_is_to_be_chosen_needs_someone_who_does_it() -> None:
    text = WORLD + 'action rest(what: place, who)\n    do: night\n    choice "Rest"\n'
    (problem,) = [one for one in problems_of(text) if one.code == "no-doer"]
    assert (problem.span and problem.span.text, problem.hint) == (
        '"Rest"',
        "add the line 'by who'; leave 'choice' out if fate is meant",
    )
    assert "no-doer" not in codes_of(text.replace("    do: night", "    by who\n    do: night"))
    assert "no-doer" not in codes_of(WORLD + "action rest(who)\n    do: night\n")
