"""What happens at once, what is left to chance, and what is drawn at the start (semantics 8.4)."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.lives.chance import locked_room

import fabula
from fabula.budget import Budget
from fabula.engine.evaluate import holds
from fabula.lives import LifeParts, replay, wander
from fabula.lives.atlas import Atlas
from fabula.lives.chance import NOTHING, begun, drawn
from fabula.lives.readers import playtest
from fabula.randomness import Random
from fabula.story import Story, loads

DRAWN = "draw_killer_Hugo()"
SULK = """
action sulk(who)
    by who
    when who is Hugo and not asked(Hugo, Iris)
    do: asked(Hugo, Iris)
"""
HUNT = """
property hunted(character)
trigger hunt
    when not hunted(killer)
    do: hunted(killer)
ending never when accused(Iris)
"""
THUNDER = """action thunder
    by nobody
    weight 3
    when not dark
    do: dark
    says "It [thunder]."
"""


def whole(story: Story, free: tuple[str, ...] = ()) -> Atlas:
    atlas = Atlas(story, free)
    assert atlas.explore(Budget(60))
    return atlas


def names_in(story: Story, state_of: tuple[str, ...]) -> list[str]:
    """What may follow on these acts."""
    state = replay(story, state_of).end
    return [story.ground.task.actions[act].name for act in story.engine.explained(state)]


def test_an_answer_follows_its_question() -> None:
    """Nothing else does, although Iris could go on asking, and it could thunder. It has its reason."""
    story = locked_room()
    assert names_in(story, (DRAWN, "ask(Iris, Hugo)")) == ["reply(Hugo, Iris)"]
    life = replay(story, (DRAWN, "ask(Iris, Hugo)", "reply(Hugo, Iris)"))
    assert [reason.gains for reason in life.events[-1].reasons] == [("1 if heard(Hugo)",)]
    # Who wants nothing by it does not answer, and nobody waits.
    silent = locked_room(without="Hugo wants: 1 if heard(Hugo)")
    assert names_in(silent, (DRAWN,)) == ["thunder()"]


def test_a_life_in_which_something_comes_first_is_read_back_so() -> None:
    story = locked_room()
    with pytest.raises(LifeParts) as parts:
        replay(story, (DRAWN, "ask(Iris, Hugo)", "thunder()"))
    assert (parts.value.at, parts.value.why) == (2, "something that happens at once comes first")
    with pytest.raises(LifeParts) as parts:
        replay(story, ("thunder()",))
    assert parts.value.at == 0
    # Iris is played, and does not come before an answer, either.
    with pytest.raises(LifeParts) as parts:
        replay(story, (DRAWN, "ask(Iris, Hugo)", "ask(Iris, Vera)"), (story.ground.minds["Iris"],))
    assert parts.value.at == 2


def test_who_is_played_is_not_hurried_and_the_others_wait() -> None:
    """Hugo may answer, or do what else he can; the thunder waits for him."""
    story = locked_room(SULK)
    hugo = (story.ground.minds["Hugo"],)
    asked = replay(story, (DRAWN, "ask(Iris, Hugo)"), hugo).end
    follow = [story.ground.task.actions[act].name for act, _ in story.engine.moves(asked, hugo)]
    assert follow == ["reply(Hugo, Iris)", "sulk(Hugo)"]


def test_what_is_drawn_comes_first_and_nobody_sees_it() -> None:
    story = locked_room()
    ground, engine = story.ground, story.engine
    assert [ground.task.actions[act].name for act in engine.explained(engine.initial())] == [
        "draw_killer_Hugo()",
        "draw_killer_Vera()",
    ]
    state = replay(story, (DRAWN,)).end
    killer, armed = ground.fluent("killer"), ground.fluent("armed", "Hugo")
    assert killer is not None
    assert armed is not None
    assert engine.value(state, killer) == ground.symbols["Hugo"]
    assert engine.value(state, armed) == 1
    for name, values in {"Iris": {"Hugo", "Vera"}, "Hugo": {"Hugo"}, "Vera": {"Hugo", "Vera"}}.items():
        taken = engine.taken(engine.belief(state, ground.minds[name]), killer)
        codes = taken.values if not isinstance(taken, int) else (taken,)
        assert {ground.task.symbols[code] for code in codes} == values
    # What the block makes of the world nobody is sure of.
    iris = engine.belief(state, ground.minds["Iris"])
    assert not isinstance(engine.taken(iris, armed), int)


def test_no_trigger_fires_and_no_ending_holds_before_all_is_drawn() -> None:
    """Before anything is drawn the killer is Hugo, as the world has a value of everything."""
    story = locked_room(HUNT)
    start = story.engine.initial()
    state = replay(story, ("draw_killer_Vera()",)).end
    hunted = {name: story.ground.fluent("hunted", name) for name in ("Hugo", "Vera")}
    found = {name: 0 if fluent is None else story.engine.value(state, fluent) for name, fluent in hunted.items()}
    assert found == {"Hugo": 0, "Vera": 1}
    assert all(fluent is None or story.engine.value(start, fluent) == 0 for fluent in hunted.values())
    over = loads(
        "property p: 1..2\nproperty q\ncharacter Ann, she\ndrawn p: 1 | 2\naction end(who)\n    by who\n    do: q\n"
        "Ann wants: 1 if q\nending one when p is 1\nending two when q\n"
    )
    assert over.engine.ending(over.engine.initial()) is None
    assert over.engine.ending(replay(over, ("draw_p_1()",)).end) == 0
    assert over.engine.ending(replay(over, ("draw_p_2()",)).end) is None


#: Iris could sneeze, and it could thunder, only where Hugo answers at once
HELD = """
property asked
property told
property dark
character Iris, she
character Hugo, he
action ask(who)
    by who
    when who is Iris and not asked
    do: asked
action reply(who)
    by who
    at once
    when who is Hugo and asked and not told
    do: told
action sneeze(who)
    by who
    when who is Iris and asked and not told and not dark
    do: dark
action thunder
    when asked and not told and not dark
    do: dark
Iris wants
    1 if asked
    1 if dark
Hugo wants: 1 if told
ending over when told
"""


def test_what_never_has_time_is_found_and_said() -> None:
    story = loads(HELD)
    report = story.check(Budget(60))
    found = {one.problem.message for one in report.findings if one.problem.code == "idle-act"}
    late = "happens in no life: wherever it could, something that happens at once comes first"
    assert found == {f"'sneeze' {late}", f"'thunder' {late}"}
    answer = story.ask("why not thunder")
    assert answer.proof
    assert "Before it comes reply(Hugo), which happens at once." in answer.text
    assert "something that happens at once always comes first" in answer.text


def test_all_that_may_be_drawn_may_be() -> None:
    story = locked_room("expect can hugo\nexpect can vera\nexpect never killer is Iris\n")
    atlas = whole(story)
    assert {story.ground.task.endings[number].name for number in atlas.endings if number >= 0} == {"hugo", "vera"}
    killer = story.ground.condition(story.definition.expectations[2].condition, {})  # type: ignore[arg-type]
    assert not any(holds(story.engine, atlas.state(number), killer) for number in range(atlas.size))


def test_what_is_drawn_is_drawn_by_the_seed_and_not_by_fate() -> None:
    """Hugo is drawn twice as often as Vera, whatever fate prefers."""
    story = locked_room(
        "fate prefers vera > hugo\n",
        THUNDER,
    )
    first = [begun(story, seed)[0].action for seed in range(300)]
    assert first == [begun(story, seed)[0].action for seed in range(300)]
    counts = Counter(story.ground.task.actions[act].name for act in first)
    assert 170 < counts[DRAWN] < 230
    assert [wander(story, seed).events[0].action for seed in range(20)] == first[:20]
    assert {wander(story, seed).ending for seed in range(20)} == {"hugo", "vera"}


def test_random_readers_draw_by_weight() -> None:
    readings = playtest(locked_room(), 6000, seed=3)
    assert 3900 < readings.endings["hugo"] < 4100
    # Two moments at which it may thunder or not, with 3 in 13 each.
    assert 0.36 < readings.schemas["thunder"] / 6000 < 0.46


def test_readers_beyond_an_atlas_have_the_same_chance() -> None:
    story = locked_room()
    some = playtest(story, 300, seed=3, budget=Budget(60, states=2))
    assert some.tally.lives == playtest(story, 300, seed=3).tally.lives


def test_chance_takes_one_of_several_or_nothing() -> None:
    random = Random(1)
    found = Counter(drawn(random, (4, 7, 9), {4: 10, 9: 30}, True) for _ in range(5000))
    assert set(found) == {4, 9, None}
    assert 0.18 < found[4] / 5000 < 0.22
    assert 0.58 < found[9] / 5000 < 0.62
    assert NOTHING == 10
    assert drawn(random, (4, 7), {}, True) is None
    assert {drawn(random, (4,), {4: 1}, False) for _ in range(20)} == {4}


def test_what_is_drawn_is_told_nowhere() -> None:
    story = locked_room()
    life = replay(story, (DRAWN, "ask(Iris, Hugo)", "reply(Hugo, Iris)", "accuse(Iris, Hugo)"))
    for eyes in (None, "Hugo", "Iris", "Vera", "nobody"):
        text = life.prose(eyes)
        assert "draw" not in text
        assert len(fabula.tell(story, life, eyes).paragraphs) >= 1
