"""What happens once, and which acts are colour."""

from __future__ import annotations

from fabula.checker import check_text
from fabula.engine.core import NativeEngine
from fabula.engine.reference import ReferenceEngine
from fabula.lives import replay
from fabula.model import Definition
from fabula.story import loads
from fabula.telling import tell
from fabula.telling.world import is_spoken_of

WORLD = """character Ann, she
character Bob, he
property told(character)
property once_tell
Ann wants: 1 if told(Bob)
ending over when told(Ann) and told(Bob)
"""
TELL = "action tell(who, other)\n    by who\n    when who is not other\n    do: told(other)\n"


def defined(text: str) -> Definition:
    definition, problems = check_text(WORLD + text)
    assert definition is not None, list(problems)
    return definition


def test_an_act_that_changes_the_world_has_a_property_of_its_own() -> None:
    """It has a name that no story can give, and nobody speaks of it."""
    definition = defined(TELL + "    once for each who\n")
    item = definition.properties["once_tell'"]
    assert (item.kinds, is_spoken_of(item), item.default) == (("character",), False, False)
    assert definition.actions["tell"].once == ("who",)
    assert is_spoken_of(definition.properties["once_tell"])


def test_it_is_done_once_with_the_same_in_both_engines() -> None:
    for line, left in (("once", ["tell(Bob, Ann)"]), ("once in all", []), ("once for each who", ["tell(Bob, Ann)"])):
        story = loads(WORLD + TELL + f"    {line}\n")
        act = next(number for number, one in enumerate(story.task.actions) if one.name == "tell(Ann, Bob)")
        for engine in (ReferenceEngine(story.task), NativeEngine(story.task)):
            after = engine.do(engine.initial(), act)
            assert [story.task.actions[number].name for number in engine.possible(after)] == left


def test_who_has_not_seen_it_does_not_know_that_it_was_done() -> None:
    story = loads(WORLD + TELL + "    once in all\n    seen by who\n")
    for engine in (ReferenceEngine(story.task), NativeEngine(story.task)):
        numbers = {one.name: number for number, one in enumerate(story.task.actions)}
        after = engine.do(engine.initial(), numbers["tell(Ann, Bob)"])
        bob = engine.belief(after, story.ground.minds["Bob"])
        assert not engine.is_possible(after, numbers["tell(Bob, Ann)"])
        assert engine.is_possible(bob, numbers["tell(Bob, Ann)"])


def test_a_trigger_fires_once() -> None:
    text = WORLD + TELL + "property cold: 0..3\naction warm(who)\n    by who\n    when cold > 0\n    do: cold = 0\n"
    story = loads(text + "trigger chill\n    once\n    when told(Bob) and cold is 0\n    do: cold = 2\n")
    numbers = {one.name: number for number, one in enumerate(story.task.actions)}
    for engine in (ReferenceEngine(story.task), NativeEngine(story.task)):
        state = engine.do(engine.initial(), numbers["tell(Ann, Bob)"])
        cold = story.ground.fluents["cold", ()]
        assert engine.values(state)[cold] == 2
        assert engine.values(engine.do(state, numbers["warm(Ann)"]))[cold] == 0


def test_what_was_hoped_for_in_vain_was_done() -> None:
    text = "property key\nAnn believes key is unknown\n"
    text += "action look(who)\n    by who\n    once\n    hoping key\n    do: told(who)\n"
    story = loads(WORLD + text)
    numbers = {one.name: number for number, one in enumerate(story.task.actions)}
    for engine in (ReferenceEngine(story.task), NativeEngine(story.task)):
        after = engine.do(engine.initial(), numbers["look(Ann) in vain"])
        assert [story.task.actions[number].name for number in engine.possible(after)] == ["look(Bob) in vain"]


def test_which_acts_are_colour() -> None:
    """One does it, it has a text, and nothing comes of it for anybody."""
    one = "action hum(who)\n    by who\n"
    for text, is_colour in (
        (one + '    says "{who} [hum]."\n', True),
        (one + '    choice "Hum"\n', True),
        (one + '    when told(who)\n\ntelling hum\n    says "{who} [hum]."\n', True),
        (one + '    when told(who)\n    when hidden told(Ann)\n    says "{who} [hum]."\n', True),
        (one + "    when told(who)\n", False),
        (one + '    when seen told(who)\n    says "{who} [hum]."\n', False),
        (one + '    hoping told(who)\n    says "{who} [hum]."\n', False),
        (one + '    do: told(who)\n    says "{who} [hum]."\n', False),
        (one + '    says "{who} [hum]."\nwhen c sees hum: told(c)\n', False),
        ('action hum(who, other)\n    by who, other\n    says "{who} [hum]."\n', False),
        ('action hum\n    says "Somebody [hum]."\n', False),
    ):
        definition = defined(TELL + text)
        assert ("hum" in definition.colours, "hum" in definition.actions) == (is_colour, not is_colour), text


def test_nobody_needs_wants_for_them_and_the_task_has_none() -> None:
    text = WORLD.replace("Ann wants: 1 if told(Bob)\n", "") + TELL.replace("by who", "by nobody")
    story = loads(text + 'action hum(who)\n    by who\n    says "{who} [hum]."\n')
    assert [problem.code for problem in story.problems] == []
    assert not any(one.name.startswith("hum") for one in story.task.actions)


def test_a_trigger_that_is_only_told_is_told_each_time_that_it_becomes_so() -> None:
    """The world is otherwise as if it were not there: it goes with its condition."""
    text = (
        "character Ann, she\nproperty lit\nproperty dim = yes\n"
        "action light(who)\n    by who\n    when not lit\n    do: lit\n"
        "action blow(who)\n    by who\n    when lit\n    do: not lit\n"
        "Ann wants: 1 if lit\nAnn wants: 2 if lit\n"
        'trigger glow\n    when lit\n    says "It [be] light."\ntrigger always\n    when dim\n    says "Never told."\n'
    )
    story = loads(text)
    acts = ["light(Ann)", "blow(Ann)", "light(Ann)"]
    for mind in ("Ann", None):
        told = tell(story, replay(story, acts, (0,)), mind).text
        assert "It was light." in told
        assert "Never told" not in told
    for engine in (ReferenceEngine(story.task), NativeEngine(story.task)):
        numbers = {one.name: number for number, one in enumerate(story.task.actions)}
        lit = engine.do(engine.initial(), numbers["light(Ann)"])
        assert engine.do(lit, numbers["blow(Ann)"]) == engine.initial()
    assert [problem.code for problem in story.problems] == ["no-ending"]
    once = loads(text.replace("trigger glow\n", "trigger glow\n    once\n"))
    assert tell(once, replay(once, acts, (0,)), "Ann").text.count("It was light.") == 1
