"""Actions and triggers with things for their parameters: which there are, in which order, by whom, seen by whom."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from tests.grounding.small import (
    action,
    both,
    codes,
    get,
    grounded,
    lit,
    prop,
    put,
    same,
    story,
    thing,
    trigger,
    var,
)

from fabula.grounding import Capacity, Ground
from fabula.model import Action, Comparison, Definition, ForEach, Literal, Not, Observation, Property, Reaction, When
from fabula.model import Effect as Change
from fabula.problems import StoryProblems
from fabula.task import FALSE, TRUE, AllOf, Arithmetic, Choose, Compare, Constant, Effect, Read, Sort

AT, PATH = prop("at", "character", "place"), prop("path", "place place", bool)
PERSON, FROM, TO = var("who"), var("origin", "place"), var("goal", "place")


def walk() -> Action:
    when = both(same(get("at", PERSON), FROM), get("path", FROM, TO))
    return action("walk", [PERSON, FROM, TO], [put(get("at", PERSON), TO)], when, by=[PERSON])


def walkers(*people: str, places: int = 3, acts: list[Action] | None = None) -> Definition:
    names = [f"p{number}" for number in range(places)]
    things = [*(thing(name, "character") for name in people), *(thing(name, "place") for name in names)]
    facts = [put(get("path", one, two)) for one, two in pairwise(names)]
    facts += [put(get("at", person), "p0") for person in people]
    return story(things, [AT, PATH], acts or [walk()], facts=facts)


def test_instances_come_in_the_order_of_things_and_only_where_they_can_be() -> None:
    ground, _ = grounded(walkers("Ann", "Bob"))
    assert [act.name for act in ground.task.actions] == [
        "walk(Ann, p0, p1)",
        "walk(Ann, p1, p2)",
        "walk(Bob, p0, p1)",
        "walk(Bob, p1, p2)",
    ]
    first = ground.actions[0]
    assert (first.schema, first.binding, first.doers) == ("walk", {"who": "Ann", "origin": "p0", "goal": "p1"}, ("Ann",))
    assert [act.consenting for act in ground.task.actions] == [(0,), (0,), (1,), (1,)]


def test_a_static_condition_is_no_part_of_the_precondition() -> None:
    ground, _ = grounded(walkers("Ann"))
    at = ground.fluents["at", ("Ann",)]
    assert ground.task.actions[0].precondition == Compare("==", Read((), at), Constant(ground.symbols["p0"]))
    assert ground.task.actions[0].effects == (Effect((), at, Constant(ground.symbols["p1"])),)
    assert ground.statics["path", ("p0", "p1")] is True
    assert ground.static("path", "p1", "p0") is False


def test_many_places_are_not_enumerated_in_vain() -> None:
    started = time.process_time()
    ground, _ = grounded(walkers("Ann", "Bob", "Cid", "Dot", places=100))
    assert len(ground.task.actions) == 4 * 99
    assert time.process_time() - started < 5


def test_too_many_instances_are_a_problem_with_their_parameters() -> None:
    pairs = action("move", [PERSON, FROM, TO], [put(get("at", PERSON), TO)], by=[PERSON])
    with pytest.raises(StoryProblems) as raised:
        grounded(walkers("Ann", places=40, acts=[pairs]), Capacity(instances=500))
    (problem,) = raised.value.problems
    assert problem.code == "too-many-actions"
    assert "'move'" in problem.message
    assert problem.seen == "who: 1 character × origin: 40 place × goal: 40 place; 1600 that can happen"


def test_far_too_many_instances_are_not_even_made() -> None:
    pairs = action("move", [PERSON, FROM, TO], [put(get("at", PERSON), TO)], by=[PERSON])
    with pytest.raises(StoryProblems) as raised:
        grounded(walkers("Ann", places=40, acts=[pairs]), Capacity(instances=100))
    (problem,) = raised.value.problems
    assert problem.code == "too-many-actions"
    assert problem.seen == "who: 1 character × origin: 40 place × goal: 40 place; 400 made so far"


def test_instances_that_can_not_come_about_do_not_count() -> None:
    """Nobody ever gets beyond the third place, whatever is written for those who would."""
    steps = [put(get("path", "p0", "p1")), put(get("path", "p1", "p2"))]
    far = [action("rest", [PERSON, FROM], [put(get("rested", PERSON))], same(get("at", PERSON), FROM), by=[PERSON]), walk()]
    things = [thing("Ann", "character"), *(thing(f"p{number}", "place") for number in range(40))]
    facts = [*steps, put(get("at", "Ann"), "p0")]
    definition = story(things, [AT, PATH, prop("rested", "character", bool)], far, facts=facts)
    ground, _ = grounded(definition, Capacity(instances=12))
    assert len(ground.task.actions) == 5


def test_a_search_among_parameters_that_finds_nothing_ends_too() -> None:
    four = [var(f"v{number}", "place") for number in range(4)]
    never = both(*(get("path", one, two) for one, two in zip(four[2:], four, strict=False)), same(four[0], four[3]))
    vain = action("vain", four, [put(get("at", "Ann"), "p1")], never)
    with pytest.raises(StoryProblems) as raised:
        grounded(walkers("Ann", places=200, acts=[vain]), Capacity(steps=50_000))
    assert [problem.code for problem in raised.value.problems] == ["too-many-actions"]


def test_too_many_varying_properties_are_a_problem() -> None:
    likes = prop("likes", "character character", bool)
    x, y = var("x"), var("y")
    act = action("like", [x, y], [put(get("likes", x, y))])
    things = [thing(f"c{number}", "character") for number in range(40)]
    with pytest.raises(StoryProblems) as raised:
        grounded(story(things, [likes], [act]), Capacity(fluents=1_000))
    assert [problem.code for problem in raised.value.problems] == ["too-many-facts"]


def test_facts_without_end_are_a_problem() -> None:
    likes = prop("likes", "thing thing", bool)
    x, y = var("x", "thing"), var("y", "thing")
    fact = ForEach(x, None, (ForEach(y, None, (put(get("likes", x, y)),)),))
    things = [thing(f"c{number}", "place") for number in range(300)]
    with pytest.raises(StoryProblems) as raised:
        grounded(story([thing("Ann", "character"), *things], [likes], facts=[fact]), Capacity(steps=20_000))
    assert [problem.code for problem in raised.value.problems] == ["too-many-facts"]


def test_properties_of_properties_without_end_are_a_problem() -> None:
    friend = prop("friend", "character", "character")
    x, y = var("x"), var("y")
    far = get("friend", get("friend", get("friend", get("friend", x))))
    other = get("friend", get("friend", get("friend", y)))
    acts = [
        action("befriend", [x, y], [put(get("friend", x), y)]),
        action("meet", [x, y], [put(get("friend", x), y)], same(far, other)),
    ]
    things = [thing(f"c{number}", "character") for number in range(60)]
    with pytest.raises(StoryProblems) as raised:
        grounded(story(things, [friend], acts), Capacity(steps=200_000))
    assert [problem.code for problem in raised.value.problems] == ["too-many-actions"]


# --- what never happens ------------------------------------------------------------------------------------------------


def test_an_event_that_can_not_be_is_warned_of() -> None:
    never = action("fly", [PERSON], [put(get("at", PERSON), "p1")], get("path", "p2", "p0"))
    ground, problems = grounded(walkers("Ann", acts=[walk(), never]))
    assert codes(problems) == ["never-possible"]
    assert {made.schema for made in ground.actions} == {"walk"}


def test_an_event_that_nothing_leads_to_is_warned_of() -> None:
    door = prop("open", "place", bool)
    place = var("p", "place")
    enter = action("enter", [place], [put(get("at", "Ann"), place)], get("open", place))
    shut = action("shut", [place], [put(get("open", place), False)])
    definition = story([thing("Ann", "character"), thing("hall", "place")], [AT, door], [enter, shut])
    ground, problems = grounded(definition)
    assert codes(problems) == ["never-possible", "no-effect"]
    assert ground.task.fluents == ()


def test_an_event_without_effect_is_warned_of_and_dropped() -> None:
    idle = action("rest", [PERSON], [], by=[PERSON])
    ground, problems = grounded(walkers("Ann", acts=[walk(), idle]))
    assert codes(problems) == ["no-effect"]
    assert all(made.schema == "walk" for made in ground.actions)


def test_a_kind_that_nothing_is_of_is_named() -> None:
    definition = story([thing("Ann", "character")], [AT, PATH], [walk()])
    _, problems = grounded(definition)
    assert [(p.code, p.seen) for p in problems] == [
        ("never-possible", "no place in the story, no place in the story"),
    ]


# --- who does and who sees ---------------------------------------------------------------------------------------------

HELD = prop("held_by", "character", "mind")
ALIVE = prop("alive", "character", bool, True)


def two_wills(*acts: Action, reactions: list[Reaction] | None = None, more: list[Property] | None = None) -> Definition:
    things = [thing("Ann", "character"), thing("Seth", "character"), thing("Jen", "will", "Seth")]
    shift = action("shift", [var("m", "will")], [put(get("held_by", "Seth"), var("m", "will"))])
    facts = [put(get("held_by", "Seth"), "Seth")]
    return story(things, [HELD, ALIVE, *(more or [])], [*acts, shift], facts=facts, reactions=reactions or [])


def kill() -> Action:
    killer, victim, c = var("killer"), var("victim"), var("c")
    seen = [Observation(c, both(get("alive", c), Not(same(c, victim))))]
    return action("kill", [killer, victim], [put(get("alive", victim), False)], by=[killer], seen=seen)


def test_a_body_with_two_wills_acts_once_for_each() -> None:
    ground, _ = grounded(two_wills(kill()))
    assert [act.name for act in ground.task.actions] == [
        "kill(Ann, Ann)",
        "kill(Ann, Seth)",
        "kill(Seth, Ann)",
        "kill(Seth, Ann) as Jen",
        "kill(Seth, Seth)",
        "kill(Seth, Seth) as Jen",
        "shift(Jen)",
    ]
    held = ground.fluents["held_by", ("Seth",)]
    man, other = ground.task.actions[2:4]
    assert man.precondition == Compare("==", Read((), held), Constant(ground.symbols["Seth"]))
    assert other.precondition == Compare("==", Read((), held), Constant(ground.symbols["Jen"]))
    assert (man.consenting, other.consenting) == ((1,), (2,))
    assert ground.actions[3].doers == ("Jen",)
    assert ground.task.actions[0].precondition == TRUE


def test_a_will_sees_what_its_body_sees() -> None:
    ground, _ = grounded(two_wills(kill()))
    act = ground.task.actions[ground_number(ground, "kill(Seth, Ann)")]
    alive = Compare("==", Read((), ground.fluents["alive", ("Seth",)]), Constant(1))
    assert act.observing == (FALSE, alive, alive)


def ground_number(ground: Ground, name: str) -> int:
    return [act.name for act in ground.task.actions].index(name)


def test_a_will_stands_for_its_body_in_a_property() -> None:
    mark = prop("marked", "character", bool)
    w = var("w", "will")
    ground, _ = grounded(two_wills(action("mark", [w], [put(get("marked", w))], get("alive", w)), kill(), more=[mark]))
    act = ground.task.actions[0]
    assert act.name == "mark(Jen)"
    assert act.effects[0].fluent == ground.fluents["marked", ("Seth",)]
    assert act.precondition == Compare("==", Read((), ground.fluents["alive", ("Seth",)]), Constant(1))


GRIEF = prop("grief", "character", (0, 9))


def test_a_reaction_is_a_conditional_effect_for_each_who_sees_it() -> None:
    c, victim = var("c"), var("victim")
    reaction = Reaction(c, "kill", (None, victim), None, (put(get("grief", c), 1, operator="+="),))
    ground, _ = grounded(two_wills(kill(), reactions=[reaction], more=[GRIEF]))
    act = ground.task.actions[ground_number(ground, "kill(Ann, Seth)")]
    grief = ground.fluents["grief", ("Ann",)]
    sees = Compare("==", Read((), ground.fluents["alive", ("Ann",)]), Constant(1))
    assert act.effects[1:] == (Effect((), grief, Arithmetic("+", Read((), grief), Constant(1)), sees),)


def test_a_reaction_may_ask_for_more_and_name_things() -> None:
    seth = Reaction(
        lit("Seth"), "kill", (Literal("Seth"), None), get("alive", "Ann"), (put(get("grief", "Seth"), 2, operator="+="),)
    )
    jen = Reaction(lit("Jen"), "kill", (Literal("Ann"), var("v")), None, (put(get("grief", var("v")), 1, operator="+="),))
    ground, _ = grounded(two_wills(kill(), reactions=[seth, jen], more=[GRIEF]))
    alive = {who: Compare("==", Read((), ground.fluents["alive", (who,)]), Constant(1)) for who in ("Ann", "Seth")}
    by_seth = ground.task.actions[ground_number(ground, "kill(Seth, Ann)")]
    assert by_seth.effects[1].condition == AllOf((alive["Seth"], alive["Ann"]))
    by_ann = ground.task.actions[ground_number(ground, "kill(Ann, Ann)")]
    assert by_ann.effects[1].condition == alive["Seth"]
    assert by_ann.effects[1].fluent == ground.fluents["grief", ("Ann",)]


def test_a_reaction_of_a_variable_in_the_act_is_of_that_one_alone() -> None:
    victim = var("victim")
    reaction = Reaction(victim, "hit", (None, victim), None, (put(get("grief", victim), 1, operator="+="),))
    x, y = var("x"), var("y")
    hit = action("hit", [x, y], [put(get("alive", y), False)])
    ground, _ = grounded(two_wills(hit, reactions=[reaction], more=[GRIEF]))
    act = ground.task.actions[ground_number(ground, "hit(Ann, Seth)")]
    assert [effect.fluent for effect in act.effects] == [ground.fluents[name, ("Seth",)] for name in ("alive", "grief")]


# --- effects -----------------------------------------------------------------------------------------------------------


def test_growth_adds_up_in_one_effect() -> None:
    x = var("x")
    effects: list[Change] = [
        put(get("grief", x), 2, operator="+="),
        put(get("grief", x), 1, operator="-="),
        When(get("alive", x), (put(get("grief", x), 3, operator="+="),)),
    ]
    ground, _ = grounded(two_wills(action("mourn", [x], effects), kill(), more=[GRIEF]))
    act = ground.task.actions[0]
    grief, alive = ground.fluents["grief", ("Ann",)], ground.fluents["alive", ("Ann",)]
    more = Choose(Compare("==", Read((), alive), Constant(1)), Constant(3), Constant(0))
    assert act.effects == (Effect((), grief, Arithmetic("+", Arithmetic("+", Read((), grief), Constant(1)), more)),)


def test_growth_of_a_belief_starts_from_the_belief() -> None:
    x = var("x")
    ground, _ = grounded(two_wills(action("fear", [x], [put(get("grief", x), 1, x, operator="+=")]), more=[GRIEF]))
    (effect,) = ground.task.actions[1].effects
    grief = ground.fluents["grief", ("Seth",)]
    assert effect == Effect((1,), grief, Arithmetic("+", Read((1,), grief), Constant(1)))


def test_equal_effects_are_one() -> None:
    x = var("x")
    effects: list[Change] = [put(get("alive", x), False), When(get("alive", "Ann"), (put(get("alive", x), False),))]
    ground, problems = grounded(two_wills(action("fall", [x], effects)))
    assert ground.task.actions[0].effects == (Effect((), ground.fluents["alive", ("Ann",)], Constant(0)),)
    assert codes(problems) == []


def test_two_values_at_once_are_a_contradiction_with_its_instance() -> None:
    x, y = var("x"), var("y")
    give = action("give", [x, y], [put(get("alive", x)), put(get("alive", y), False)])
    _, problems = grounded(two_wills(give))
    assert [(p.code, p.message) for p in problems] == [
        ("contradiction", "give(Ann, Ann) gives alive(Ann) two different values at once"),
    ]


def test_values_under_conditions_are_left_to_the_engines() -> None:
    x = var("x")
    effects = [When(get("alive", x), (put(get("grief", x), 1),)), When(get("alive", "Ann"), (put(get("grief", x), 2),))]
    ground, problems = grounded(two_wills(action("turn", [x], effects), kill(), more=[GRIEF]))
    assert codes(problems) == []
    assert len(ground.task.actions[1].effects) == 2


def test_what_all_feel_is_a_part_of_its_own_that_equal_acts_share() -> None:
    hour = prop("hour", "", (0, 9), public=True)
    x = var("x")
    step = put(get("hour"), 1, operator="+=")
    wait = action("wait", [x], [step, put(get("grief", x), 1, operator="+=")], by=[x], seen=[Observation(x, same(x, x))])
    alone = action("dream", [], [step], seen=[])
    shout = action("shout", [], [step])
    ground, _ = grounded(two_wills(wait, alone, shout, more=[hour, GRIEF]))
    number = ground.fluents["hour", ()]
    (public,) = ground.task.publics
    assert public.name == "hour"
    assert public.effects == (Effect((), number, Arithmetic("+", Read((), number), Constant(1))),)
    publics = {act.name: act.public for act in ground.task.actions}
    assert publics["wait(Ann)"] is None
    assert publics["dream()"] == 0
    assert publics["shout()"] is None


# --- triggers ----------------------------------------------------------------------------------------------------------


def test_triggers_are_ground_like_actions() -> None:
    x = var("x")
    fade = trigger("fade", [x], both(get("alive", x), same(get("grief", x), 9)), [put(get("alive", x), False)])
    mourn = action("mourn", [x], [put(get("grief", x), 1, operator="+=")])
    definition = story([thing("Ann", "character")], [ALIVE, GRIEF], [mourn], [fade])
    ground, _ = grounded(definition)
    (made,) = ground.task.triggers
    assert made.name == "fade(Ann)"
    assert isinstance(made.precondition, AllOf)
    assert (ground.triggers[0].schema, ground.triggers[0].binding) == ("fade", {"x": "Ann"})


def test_comparing_what_varies_on_both_sides_is_one_atom() -> None:
    x, y = var("x"), var("y")
    meet = action("meet", [x, y], [put(get("alive", y), False)], same(get("at", x), get("at", y)))
    things = [*(thing(name, "character") for name in ("Ann", "Bob")), thing("p0", "place"), thing("p1", "place")]
    facts = [put(get("path", "p0", "p1")), put(get("at", "Ann"), "p0"), put(get("at", "Bob"), "p0")]
    ground, _ = grounded(story(things, [AT, PATH, ALIVE], [meet, walk()], facts=facts))
    act = ground.task.actions[ground_number(ground, "meet(Ann, Bob)")]
    ann, bob = (Read((), ground.fluents["at", (who,)]) for who in ("Ann", "Bob"))
    assert act.precondition == Compare("==", ann, bob, of_reads=True)


def test_comparing_with_what_never_varies_is_still_of_two_reads() -> None:
    x, y = var("x"), var("y")
    avoid = action("avoid", [x, y], [put(get("alive", y), False)], Comparison("!=", get("at", x), get("home", y)))
    things = [*(thing(name, "character") for name in ("Ann", "Bob")), thing("p0", "place"), thing("p1", "place")]
    facts = [put(get("path", "p0", "p1")), put(get("at", "Ann"), "p0"), put(get("home", "Bob"), "p1")]
    ground, _ = grounded(story(things, [AT, PATH, ALIVE, prop("home", "character", "place")], [avoid, walk()], facts=facts))
    act = ground.task.actions[ground_number(ground, "avoid(Ann, Bob)")]
    at = Read((), ground.fluents["at", ("Ann",)])
    assert act.precondition == Compare("!=", at, Constant(ground.symbols["p1"]), of_reads=True)
    assert "avoid(Bob, Bob)" in [one.name for one in ground.task.actions], "who is nowhere is elsewhere"


def test_what_nothing_leads_to_gives_no_act_and_may_be_thought() -> None:
    things = [*(thing(name, "character") for name in ("Ann", "Bob")), *(thing(f"p{n}", "place") for n in range(3))]
    facts = [put(get("path", "p0", "p1")), put(get("path", "p1", "p2")), put(get("at", "Ann"), "p1")]
    ground, _ = grounded(story(things, [AT, PATH], [walk()], facts=facts))
    # Nobody comes to p0, and Bob, who is nowhere, comes nowhere.
    assert [act.name for act in ground.task.actions] == ["walk(Ann, p1, p2)"]
    (fluent,) = ground.task.fluents
    assert (fluent.name, fluent.domain) == ("at(Ann)", tuple(ground.symbols[f"p{number}"] for number in range(3)))
    assert ground.static("at", "Bob") is None


def test_fluents_are_named_and_ordered_by_property_and_things() -> None:
    ground, _ = grounded(two_wills(kill(), more=[GRIEF]))
    assert [fluent.name for fluent in ground.task.fluents] == ["held_by(Seth)", "alive(Ann)", "alive(Seth)"]
    assert [fluent.sort for fluent in ground.task.fluents] == [Sort.SYMBOL, Sort.TRUTH, Sort.TRUTH]
    assert ground.property_of(0) == ("held_by", ("Seth",))
