"""What happens each turn, after so many, and when the story begins (tests/spec/time_and_chance.md)."""

from __future__ import annotations

from fabula.lives import replay
from fabula.story import Story, loads

START = """
property hour: 0..9, felt by all
property lit
property burnt
property cold
property key_in: 1..3
character Ann, she
character Ben, he
action light(who)
    by who
    do: lit
action douse(who)
    by who
    do: not lit
action rest(who)
    by who
    seen by who
action try_lock(who)
    by who
    hoping key_in is 2
    do: cold
Ann believes key_in is unknown
Ann wants: 1 if cold
Ben wants: 1 if cold
ending end when hour is 9
"""
EVERYBODY = ("Ann", "Ben")


def story(lines: str) -> Story:
    return loads(START + lines)


def after(story: Story, *acts: str) -> dict[str, int]:
    """The values of all properties without arguments after these acts, which nobody needs a reason for."""
    ground = story.ground
    state = replay(story, acts, tuple(ground.minds[name] for name in EVERYBODY)).end
    return {name: story.engine.value(state, fluent) for (name, _), fluent in ground.fluents.items()}


def test_each_turn_is_each_act_of_a_mind() -> None:
    one = story("each turn when hour < 9: hour += 1\naction fall\n    when not cold\n    do: cold\n")
    assert after(one)["hour"] == 0
    assert after(one, "light(Ann)", "douse(Ben)", "light(Ben)")["hour"] == 3
    # An act that changes nothing else takes its time, and everybody feels it; what fate does takes none.
    assert after(one, "rest(Ann)", "fall()")["hour"] == 1
    state = replay(one, ("rest(Ann)",), (0, 1)).end
    hour = one.ground.fluent("hour")
    assert hour is not None
    assert one.engine.value(one.engine.belief(state, one.ground.minds["Ben"]), hour) == 1


def test_an_act_in_vain_is_a_turn() -> None:
    one = story("each turn when hour < 9: hour += 1\n")
    found = after(one, "try_lock(Ann) in vain")
    assert (found["hour"], found.get("cold", 0)) == (1, 0)


def test_each_turn_asks_for_what_is_so_before() -> None:
    one = story("each turn when lit: hour += 2\n")
    assert after(one, "light(Ann)")["hour"] == 0
    assert after(one, "light(Ann)", "douse(Ann)")["hour"] == 2


def test_turns_are_counted_from_an_act() -> None:
    one = story("after 2 turns from light(Ann): burnt\neach turn when hour < 9: hour += 1\n")
    assert after(one, "light(Ann)", "rest(Ben)")["burnt"] == 0
    assert after(one, "light(Ann)", "rest(Ben)", "rest(Ann)")["burnt"] == 1
    assert after(one, "light(Ben)", "rest(Ben)", "rest(Ann)")["burnt"] == 0
    # From the last time that it was done.
    again = ("light(Ann)", "rest(Ben)", "light(Ann)", "rest(Ben)")
    assert after(one, *again)["burnt"] == 0
    assert after(one, *again, "rest(Ben)")["burnt"] == 1


def test_turns_are_counted_as_long_as_something_is_so() -> None:
    one = story("after 2 turns when lit: burnt\neach turn when hour < 9: hour += 1\n")
    assert after(one, "light(Ann)", "rest(Ben)")["burnt"] == 0
    assert after(one, "light(Ann)", "rest(Ben)", "rest(Ben)")["burnt"] == 1
    assert after(one, "light(Ann)", "rest(Ben)", "douse(Ann)", "light(Ben)", "rest(Ben)")["burnt"] == 0


def test_turns_are_counted_from_the_beginning() -> None:
    one = story("after 3 turns: burnt\neach turn when hour < 9: hour += 1\n")
    assert after(one, "rest(Ann)", "rest(Ben)")["burnt"] == 0
    assert after(one, "rest(Ann)", "rest(Ben)", "rest(Ben)")["burnt"] == 1


def test_what_happens_when_the_story_begins_everybody_knows() -> None:
    one = story("when the story begins: lit\nwhen the story begins\n    if not cold: burnt\n")
    state = one.engine.initial()
    for name in ("lit", "burnt"):
        fluent = one.ground.fluent(name)
        assert fluent is None or one.engine.value(state, fluent) == 1
        for mind in range(2):
            assert fluent is None or one.engine.value(one.engine.belief(state, mind), fluent) == 1
    assert after(one)["lit"] == 1


def test_the_story_begins_when_all_is_drawn() -> None:
    one = story("drawn key_in: 1 | 3\nproperty near\nwhen the story begins: if key_in is 3: near\n")
    near = one.ground.fluent("near")
    assert near is not None
    assert one.engine.value(one.engine.initial(), near) == 0
    assert one.engine.value(replay(one, ("draw_key_in_3()",)).end, near) == 1
    assert one.engine.value(replay(one, ("draw_key_in_1()",)).end, near) == 0
