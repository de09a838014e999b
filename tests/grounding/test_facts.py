"""Initial facts in the order of the text, what never varies, and what is asked at run time."""

from __future__ import annotations

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

from fabula.engine.reference import ReferenceEngine
from fabula.grounding import Ground
from fabula.model import (
    Action,
    Arithmetic,
    Believed,
    Comparison,
    Definition,
    Effect,
    Expression,
    ForEach,
    Literal,
    Not,
    Quantified,
    Want,
    When,
)
from fabula.problems import StoryProblems
from fabula.task import NOBODY, TRUE, UNKNOWN, Choose, Compare, Condition, Constant, Ending, Fact, Limits, Read
from fabula.task import Arithmetic as TaskArithmetic

ALIVE = prop("alive", "character", bool, True)
FRIEND = prop("friend", "character", "character")
TIRED = prop("tired", "character", (0, 3), 1)
X, Y = var("x"), var("y")


def everything() -> list[Action]:
    return [
        action("die", [X], [put(get("alive", X), False)]),
        action("befriend", [X, Y], [put(get("friend", X), Y)]),
        action("tire", [X], [put(get("tired", X), 1, operator="+=")]),
    ]


def people(*facts: Effect, acts: list[Action] | None = None) -> Definition:
    things = [thing(name, "character") for name in ("Ann", "Bob", "Cid")]
    return story(things, [ALIVE, FRIEND, TIRED], everything() if acts is None else acts, facts=facts)


def facts_of(ground: Ground) -> list[tuple[tuple[int, ...], str, object]]:
    fluents = ground.task.fluents
    return [(f.path, fluents[f.fluent].name, ground.decode(f.fluent, f.value)) for f in ground.task.facts]


def test_defaults_that_are_not_the_types_come_first_unless_a_fact_says_otherwise() -> None:
    ground, _ = grounded(people(put(get("alive", "Bob"), False), put(get("friend", "Ann"), "Cid")))
    assert facts_of(ground) == [
        ((), "alive(Ann)", True),
        ((), "alive(Cid)", True),
        ((), "tired(Ann)", 1),
        ((), "tired(Bob)", 1),
        ((), "tired(Cid)", 1),
        ((), "friend(Ann)", "Cid"),
    ]


def test_facts_see_those_before_them_and_later_ones_win() -> None:
    facts: list[Effect] = [
        put(get("friend", "Ann"), "Bob"),
        When(same(get("friend", "Ann"), "Bob"), (put(get("tired", "Ann"), 3),), (put(get("tired", "Ann"), 2),)),
        put(get("friend", "Ann"), "Cid"),
        put(get("tired", get("friend", "Ann")), 1, operator="+="),
        put(get("tired", get("friend", "Bob")), 3),
    ]
    ground, _ = grounded(people(*facts))
    said = {(path, name): value for path, name, value in facts_of(ground)}
    assert said[(), "tired(Ann)"] == 3
    assert said[(), "friend(Ann)"] == "Cid"
    assert said[(), "tired(Cid)"] == 2
    assert said[(), "tired(Bob)"] == 1


def test_for_each_is_one_batch() -> None:
    """Everybody is tired as their friend was before anybody's tiredness changed."""
    facts: list[Effect] = [
        put(get("friend", "Ann"), "Bob"),
        put(get("friend", "Bob"), "Ann"),
        put(get("tired", "Ann"), 3),
        ForEach(X, Not(same(get("friend", X), None)), (put(get("tired", X), get("tired", get("friend", X))),)),
    ]
    ground, _ = grounded(people(*facts))
    said = {name: value for _, name, value in facts_of(ground)}
    assert (said["tired(Ann)"], said["tired(Bob)"], said["tired(Cid)"]) == (1, 3, 1)


def test_beliefs_are_facts_with_a_path() -> None:
    believes = put(get("friend", "Cid"), None, lit("Ann"), lit("Ann"), lit("Bob"))
    seen = When(Believed(lit("Ann"), same(get("friend", "Cid"), None)), (put(get("tired", "Ann"), 2),))
    ground, _ = grounded(people(put(get("friend", "Cid"), "Bob"), believes, seen))
    assert ((0, 1), "friend(Cid)", None) in facts_of(ground)
    assert ((), "tired(Ann)", 2) not in facts_of(ground)


def test_a_fact_about_nobody_says_nothing() -> None:
    ground, problems = grounded(
        people(put(get("tired", get("friend", "Ann")), 3), put(get("tired", "Ann"), 3, get("friend", "Ann")))
    )
    assert codes(problems) == []
    assert facts_of(ground)[3:] == [((), f"tired({who})", 1) for who in ("Ann", "Bob", "Cid")]


def test_numbers_are_kept_in_their_bounds() -> None:
    ground, _ = grounded(people(put(get("tired", "Ann"), 9, operator="+="), put(get("tired", "Bob"), 2, operator="-=")))
    assert [value for _, name, value in facts_of(ground) if name.startswith("tired")] == [1, 3, 0]


# --- what never varies -------------------------------------------------------------------------------------------------


def test_what_no_event_changes_and_all_believe_is_a_constant() -> None:
    act = action("tire", [X], [put(get("tired", X), 1, operator="+=")], same(get("friend", X), "Bob"))
    ground, _ = grounded(people(put(get("friend", "Ann"), "Bob"), acts=[act]))
    assert [fluent.name for fluent in ground.task.fluents] == ["tired(Ann)"]
    assert [act.precondition for act in ground.task.actions] == [TRUE]
    assert ground.statics["friend", ("Ann",)] == "Bob"


def test_what_somebody_believes_otherwise_varies() -> None:
    believed = Believed(X, same(get("friend", "Cid"), "Bob"))
    act = action("tire", [X], [put(get("tired", X), 1, operator="+=")], believed)
    ground, _ = grounded(people(put(get("friend", "Cid"), "Bob", lit("Ann")), acts=[act]))
    friend = ground.fluents["friend", ("Cid",)]
    # What never is somebody may still take to be possible.
    assert ground.task.fluents[friend].domain == (NOBODY, *(ground.symbols[name] for name in ("Ann", "Bob", "Cid")))
    assert [act.precondition for act in ground.task.actions] == [
        Compare("==", Read((mind,), friend), Constant(ground.symbols["Bob"])) for mind in range(3)
    ]


def test_what_is_only_ever_given_its_own_value_is_a_constant() -> None:
    acts = [action("live", [X], [put(get("alive", X)), put(get("tired", X), 1, operator="+=")])]
    ground, _ = grounded(people(acts=acts))
    assert [fluent.name for fluent in ground.task.fluents] == [f"tired({who})" for who in ("Ann", "Bob", "Cid")]
    assert all(len(act.effects) == 1 for act in ground.task.actions)


def test_what_can_not_happen_changes_nothing_on_and_on() -> None:
    """Nobody dies, so nobody mourns, so nobody tires."""
    acts = [
        action("die", [X], [put(get("alive", X), False)], same(get("friend", X), X)),
        action("mourn", [X, Y], [put(get("tired", X), 2)], Not(get("alive", Y))),
        action("befriend", [X], [put(get("friend", X), "Ann")], same(get("tired", X), 2)),
    ]
    ground, problems = grounded(people(acts=acts))
    assert ground.task.fluents == ()
    assert ground.task.actions == ()
    assert codes(problems) == ["never-possible"], "one cause is one finding"


# --- wants, fate, endings ----------------------------------------------------------------------------------------------


def tired(ground: Ground, who: str) -> Read:
    return Read((), ground.fluents["tired", (who,)])


def alive(ground: Ground, who: str) -> Condition:
    return Compare("==", Read((), ground.fluents["alive", (who,)]), Constant(1))


def test_wants_add_up_over_their_variables() -> None:
    wants = {
        "Bob": (
            Want(lit(2), (), get("alive", "Ann"), "2 if Ann.alive"),
            Want(lit(-1), (X,), Not(get("alive", X)), "-1 for each character if not x.alive"),
            Want(get("tired", "Bob"), (), None, "Bob.tired"),
        )
    }
    definition = story([thing("Ann", "character"), thing("Bob", "character")], [ALIVE, TIRED], everything()[::2], wants=wants)
    ground, _ = grounded(definition)
    nobody, bob = ground.task.utilities
    assert nobody == Constant(0)
    dead = [Compare("==", Read((), ground.fluents["alive", (who,)]), Constant(0)) for who in ("Ann", "Bob")]
    first, second, third = (
        Choose(condition, Constant(weight), Constant(0))
        for condition, weight in ((alive(ground, "Ann"), 2), (dead[0], -1), (dead[1], -1))
    )
    assert bob == TaskArithmetic("+", TaskArithmetic("+", first, second), TaskArithmetic("+", third, tired(ground, "Bob")))


def test_fate_ranks_the_ending_that_comes_first_in_the_text() -> None:
    endings: dict[str, Expression] = {"sad": Not(get("alive", "Ann")), "odd": get("alive", "Bob"), "good": get("alive", "Cid")}
    things = [thing(name, "character") for name in ("Ann", "Bob", "Cid")]
    want = Want(lit(5), (), get("alive", "Bob"), "")
    definition = story(things, [ALIVE], everything()[:1], endings=endings, fate=("good", "sad"), fate_wants=[want])
    ground, problems = grounded(definition)
    assert codes(problems) == []
    sad, odd, good = (ending.condition for ending in ground.task.endings)
    rank = Choose(sad, Constant(1), Choose(odd, Constant(0), Choose(good, Constant(2), Constant(0))))
    assert ground.task.utility == TaskArithmetic("+", rank, Choose(alive(ground, "Bob"), Constant(5), Constant(0)))
    assert ground.task.endings[1] == Ending("odd", alive(ground, "Bob"))


def test_limits_are_those_of_the_story_or_of_the_mind() -> None:
    things = [thing("Ann", "character"), thing("Bob", "character")]
    ground, _ = grounded(story(things, [ALIVE], everything()[:1], ahead={"": 3, "Bob": 6}))
    assert ground.task.limits == (Limits(3, 2), Limits(6, 2))


def test_an_ending_whose_condition_can_not_hold_is_a_problem() -> None:
    endings: dict[str, Expression] = {
        "never": both(get("alive", "Ann"), same(get("friend", "Ann"), "Bob")),
        "fine": get("alive", "Ann"),
    }
    definition = story(
        [thing("Ann", "character"), thing("Bob", "character")], [ALIVE, FRIEND], everything()[:1], endings=endings
    )
    _, problems = grounded(definition)
    assert codes(problems) == ["unreachable-ending"]
    assert "'never'" in next(iter(problems)).message


# --- numbers -----------------------------------------------------------------------------------------------------------


def test_a_division_by_nothing_is_a_problem() -> None:
    nothing = Arithmetic("/", get("tired", X), lit(0))
    with pytest.raises(StoryProblems) as raised:
        grounded(people(acts=[action("halve", [X], [put(get("tired", X), nothing)])]))
    assert [problem.code for problem in raised.value.problems] == ["division-by-zero"]


def test_a_number_beyond_all_bounds_is_a_problem() -> None:
    large = Arithmetic("*", lit(1 << 30), lit(1 << 30))
    for value in (large, lit(1 << 50)):
        with pytest.raises(StoryProblems) as raised:
            grounded(people(acts=[action("grow", [X], [put(get("tired", X), value)])]))
        assert [problem.code for problem in raised.value.problems] == ["number-too-large"]


# --- at run time -------------------------------------------------------------------------------------------------------


def test_texts_ask_with_the_binding_of_their_act() -> None:
    ground, _ = grounded(people(put(get("friend", "Ann"), "Bob")))
    condition = ground.condition(both(get("alive", X), Not(same(X, Y))), {"x": "Ann", "y": "Bob"})
    assert condition == alive(ground, "Ann")
    assert ground.condition(same(X, Y), {"x": "Ann", "y": "Ann"}) == TRUE
    assert ground.expression(get("tired", X), {"x": "Bob"}) == tired(ground, "Bob")
    assert ground.expression(get("friend", lit(None))) == Constant(NOBODY)
    assert ground.expression(get("alive", "Ann")) == Read((), ground.fluents["alive", ("Ann",)])
    dead = Compare("==", Read((), ground.fluents["alive", ("Ann",)]), Constant(0))
    assert ground.expression(Not(get("alive", "Ann"))) == Choose(dead, Constant(1), Constant(0))


def test_a_question_with_too_many_cases_is_a_problem() -> None:
    things = [thing(f"c{number}", "character") for number in range(40)]
    ground, _ = grounded(story(things, [FRIEND], everything()[1:2]))
    deep = get("friend", get("friend", get("friend", get("friend", get("friend", "c0")))))
    with pytest.raises(StoryProblems) as raised:
        ground.condition(same(deep, get("friend", get("friend", get("friend", deep)))))
    assert [problem.code for problem in raised.value.problems] == ["too-many-cases"]
    assert ground.condition(same(get("friend", "c0"), "c1")) == Compare("==", Read((), 0), Constant(1))


def test_codes_and_values_go_both_ways() -> None:
    ground, _ = grounded(people())
    assert [ground.code(value) for value in (None, True, 3, "Bob")] == [NOBODY, 1, 3, 1]
    friend, living = ground.fluent("friend", "Ann"), ground.fluent("alive", "Ann")
    assert friend is not None
    assert living is not None
    assert [ground.decode(friend, code) for code in (UNKNOWN, 2)] == [None, "Cid"]
    assert ground.decode(living, 1) is True
    assert ground.property_of(friend) == ("friend", ("Ann",))
    with pytest.raises(KeyError):
        ground.static("alive", "Ann")
    with pytest.raises(KeyError):
        ground.code("Dot")


def test_counting_at_run_time_and_in_an_engine() -> None:
    count = Quantified("count", X, None, get("alive", X))
    mourn = trigger("mourn", [Y], Comparison("<", count, Literal(2)), [put(get("tired", Y), 3)])
    twice = action("part", [X], [put(get("friend", X), None)], Comparison(">=", count, Literal(3)))
    things = [thing(name, "character") for name in ("Ann", "Bob", "Cid")]
    ground, _ = grounded(story(things, [ALIVE, FRIEND, TIRED], [*everything(), twice], [mourn]))
    engine = ReferenceEngine(ground.task)
    names = [act.name for act in ground.task.actions]
    state = engine.initial()
    assert engine.is_possible(state, names.index("part(Ann)"))
    state = engine.do(state, names.index("die(Ann)"))
    assert not engine.is_possible(state, names.index("part(Ann)"))
    assert engine.value(state, ground.fluents["tired", ("Cid",)]) == 1


def test_the_same_story_gives_the_same_task() -> None:
    first, second = grounded(people())[0], grounded(people())[0]
    assert first.task == second.task
    assert Fact((), 0, 1) in first.task.facts
