"""The flagship: what `scene.md` says of its systems must be so in `stories/the_ridge.fabula`."""

from __future__ import annotations

from functools import cache

import pytest

from fabula.engine.interface import State
from fabula.lives import Life, act_number, reasons_for, replay
from fabula.lives.replaying import acts_of
from fabula.story import Story, bundled, load, loads


@cache
def ridge() -> Story:
    return load("the_ridge")


@cache
def beats() -> Life:
    path = bundled("the_ridge")
    assert path is not None
    return replay(ridge(), acts_of(path.with_suffix(".eighteen_beats.life").read_text(encoding="utf-8")))


def fluent(name: str) -> int:
    return next(number for number, fluent in enumerate(ridge().task.fluents) if fluent.name == name)


def value(state: State, name: str, *minds: str) -> object:
    """The value of a fluent in a state, or in what `minds` (outermost first) believe."""
    for mind in minds:
        state = ridge().engine.belief(state, ridge().task.characters.index(mind))
    number = fluent(name)
    return ridge().ground.decode(number, ridge().engine.value(state, number))


def after(*acts: str, life: tuple[str, ...] = ()) -> State:
    """The state after acts, possible or explained or not."""
    engine = ridge().engine
    state = engine.initial()
    for act in (*life, *acts):
        number = act_number(ridge().ground, act)
        assert number is not None, act
        assert engine.is_possible(state, number), act
        state = engine.do(state, number)
    return state


def upto(act: str) -> tuple[str, ...]:
    """The eighteen beats as far as this act, and with it."""
    acts = beats().acts
    return acts[: acts.index(act) + 1]


def has_reason(state: State, act: str) -> bool:
    number = act_number(ridge().ground, act)
    assert number is not None, act
    return ridge().engine.is_possible(state, number) and reasons_for(ridge(), state, number) is not None


def plan_of(state: State, act: str) -> tuple[str, ...]:
    number = act_number(ridge().ground, act)
    assert number is not None, act
    reasons = reasons_for(ridge(), state, number)
    assert reasons is not None, f"nobody has a reason for {act}"
    return tuple(ridge().task.actions[step].name for step in reasons[0].plan)


def test_the_eighteen_beats_are_a_valid_life_and_she_returns_unseen() -> None:
    life = beats()
    assert life.ending == "unseen"
    assert len(life.events) == len(acts_of(life.transcript())) >= 36


def test_every_act_of_a_character_in_it_carries_a_reason_with_something_gained() -> None:
    for event in beats().events:
        action = ridge().task.actions[event.action]
        assert len(event.reasons) == len(action.consenting)
        for reason in event.reasons:
            assert reason.plan[0] == event.action
            assert reason.gains, f"{action.name}: {reason.mind} gains nothing by {reason.plan}"


#: the last of the massacre, and she listens: from here on the evening passes
PRELUDE = ("walk(Rusk, trees, ridge)", "kill(Sephiroth, Rusk) as Jenova", "sense(Aeris)")


def test_s1_a_soldier_left_alone_dies_and_one_who_is_tended_lives() -> None:
    start = beats().start
    assert value(start, "alive(Hale)") is True
    assert value(after(*PRELUDE), "alive(Hale)") is False, "nobody was there in time"
    last = beats().events[-1].after
    assert value(last, "tended(Brandt)") is True
    assert value(last, "alive(Brandt)") is True
    assert value(last, "tended(Osei)") is False
    assert value(last, "alive(Osei)") is False


def test_s2_she_can_tend_one_and_no_more() -> None:
    state = after(*PRELUDE, "scout(Aeris, field)", "tend(Aeris, Brandt)")
    assert value(state, "weariness(Aeris)") == 3
    number = act_number(ridge().ground, "tend(Aeris, Osei)")
    assert number is not None
    assert not ridge().engine.is_possible(state, number)


def test_s3_every_kill_in_told_lives_carries_the_reason_of_the_will_that_did_it() -> None:
    kills = 0
    for life in (beats(), *(ridge().tell(seed=seed) for seed in range(8))):
        for event in life.events:
            action = ridge().ground.actions[event.action]
            if action.schema == "kill":
                kills += 1
                assert [reason.mind for reason in event.reasons] == list(action.doers)
                assert all(reason.gains for reason in event.reasons)
    assert kills >= 2


def test_s4_the_same_body_in_the_same_place_does_different_things_for_different_wills() -> None:
    before = after(life=beats().acts[:1])
    assert has_reason(before, "kill(Sephiroth, Rusk) as Jenova")
    assert not has_reason(before, "kill(Sephiroth, Rusk)")
    turned = after(life=upto("turn(Sephiroth) as Jenova"))
    assert value(turned, "held_by(Sephiroth)") == "Sephiroth"
    assert not has_reason(turned, "kill(Sephiroth, Aeris)")
    assert has_reason(turned, "ask(Sephiroth, Aeris, her_state)")


def test_s5_nobody_knows_whom_she_follows_and_she_believes_that_he_would_condemn_it() -> None:
    start = beats().start
    assert value(start, "follows(Aeris)") == "Sephiroth"
    assert value(start, "follows(Aeris)", "Cloud") is None
    assert value(start, "follows(Aeris)", "Aeris", "Cloud") is None
    assert value(start, "mild(Cloud)") is True
    assert value(start, "mild(Cloud)", "Aeris") is False


def test_s6_only_she_knows_where_he_is() -> None:
    start = beats().start
    assert value(start, "at(Sephiroth)", "Aeris") == "ridge"
    assert value(start, "at(Sephiroth)", "Cloud") is None
    assert value(start, "at(Aeris)", "Sephiroth") == "field"


def test_s7_she_hands_the_choice_on_because_she_is_weary() -> None:
    state = after(life=upto("weep(Aeris)"))
    plan = plan_of(state, "entrust(Aeris, Cloud)")
    assert plan[0] == "entrust(Aeris, Cloud)"
    assert any(act.startswith("tend(Cloud") for act in plan), "she expects Cloud to do what she can't"


def test_s8_being_found_costs_the_friends_trust_and_changes_what_they_do() -> None:
    before = after("look_for(Cloud, Aeris, field, trees)", life=upto("call_out(Tifa, Aeris)"))
    assert not has_reason(before, "confront(Cloud, Aeris)")
    assert value(before, "trust(Cloud, Aeris)") == 2
    number = act_number(ridge().ground, "look_for(Cloud, Aeris, trees, ridge)")
    assert number is not None
    found = ridge().engine.do(before, number)
    assert value(found, "trust(Cloud, Aeris)") == 0
    assert value(found, "trust(Cloud, Aeris)", "Cloud") == 0
    assert value(found, "follows(Aeris)", "Cloud") == "Sephiroth"
    assert value(found, "follows(Aeris)", "Aeris", "Cloud") == "Sephiroth", "and she knows that he knows"


def test_s9_who_hunts_her_goes_where_he_believes_her_to_be() -> None:
    start = beats().start
    assert value(start, "at(Aeris)", "Rusk") == "ridge"
    assert plan_of(start, "walk(Rusk, trees, ridge)") == ("walk(Rusk, trees, ridge)", "seize(Rusk, Aeris)")


def test_s13_he_remembers_when_she_is_gone() -> None:
    last = beats().events[-1]
    assert ridge().task.actions[last.action].name == "recall(Sephiroth, her_words)"
    assert value(last.before, "at(Aeris)") == "field"


def test_s14_who_lingers_is_called_and_then_found() -> None:
    called = after(life=upto("call_out(Tifa, Aeris)"))
    assert plan_of(called, "walk(Aeris, ridge, trees)")[-1] == "walk(Aeris, trees, field)"
    assert has_reason(called, "look_for(Cloud, Aeris, field, trees)")


@pytest.mark.parametrize("ending", ["together", "jenova", "found_out", "taken", "unseen", "saved"])
def test_s10_a_life_leads_to(ending: str) -> None:
    life = ridge().tell(ending=ending)
    assert life.ending == ending
    assert replay(ridge(), life.acts).ending == ending


def test_playing_as_each_of_three_is_another_story() -> None:
    choices = {
        mind: tuple(choice.text for choice in ridge().play(as_=mind).choices) for mind in ("Aeris", "Sephiroth", "Cloud")
    }
    assert len(set(choices.values())) == 3


def test_the_whole_world_is_explored_every_other_ending_is_reached_and_no_life_is_stuck() -> None:
    engine, task = ridge().engine, ridge().task
    start = engine.initial()
    seen, pending, reached = {start}, [start], set()
    for state in pending:
        ending = engine.ending(state)
        if ending is not None:
            reached.add(task.endings[ending].name)
            continue
        acts = engine.explained(state)
        assert acts, "a life can't go on and has not ended"
        for act in acts:
            after_it = engine.do(state, act)
            if after_it not in seen:
                seen.add(after_it)
                pending.append(after_it)
    assert reached == {ending.name for ending in task.endings} - {"every_one"}


def test_what_stands_in_the_way_of_saving_everyone_is_the_hour_of_one_and_the_strength_of_another() -> None:
    path = bundled("the_ridge")
    assert path is not None
    text = path.read_text(encoding="utf-8")
    later, stronger = ("lasts 1", "lasts 2"), ("stays, weariness 2", "stays, weariness 1")

    def can_save_all(*changes: tuple[str, str]) -> bool:
        changed = text
        for old, new in changes:
            assert changed.count(old) == 1, old
            changed = changed.replace(old, new)
        story = loads(changed)
        return story.engine.search(story.engine.initial(), (story.endings.index("every_one"),)).acts is not None

    assert can_save_all(later, stronger)
    assert not can_save_all(later)
    assert not can_save_all(stronger)
