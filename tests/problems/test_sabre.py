"""Sabre problem files are read as they are meant (the precedence of operators is not the usual one)."""

from __future__ import annotations

import pytest

from fabula.engine.evaluate import evaluate, holds
from fabula.engine.interface import State
from fabula.engine.reference import ReferenceEngine
from fabula.formats.sabre import read
from fabula.problems import Problem, Problems
from fabula.source import Source
from fabula.task import TRUE, UNKNOWN, Constant, Limits, Task

WORLD = """
type place;
entity Ann : character;  // characters come first, whatever the order
entity Hall : place;
entity Bob : character;
entity Yard : place;
property at(character : character) : place;
property tired(character : character) : boolean;
property coins(character : character) : number;
property open() : boolean;
"""


def problems_of(text: str) -> list[Problem]:
    problems = Problems()
    read(Source("<text>", text), problems)
    return list(problems)


def task_of(text: str) -> Task:
    problems = Problems()
    task = read(Source("<text>", text), problems)
    assert [problem.message for problem in problems] == []
    assert task is not None
    return task


def begin(text: str) -> tuple[ReferenceEngine, State]:
    engine = ReferenceEngine(task_of(text))
    return engine, engine.initial()


def utility(expression: str, facts: str = "") -> int:
    """The author's utility, in a world in which everything can change."""
    task = task_of(f"{WORLD}{facts}{EVERYTHING}utility() : {expression};")
    engine = ReferenceEngine(task)
    return engine.utility(engine.initial(), None)


#: keeps every fluent from being a constant
EVERYTHING = """
action change(c : character) {
    effect:
        (if(at(c) == Hall) at(c) = Yard else at(c) = Hall) &
        (if(tired(c)) !tired(c) else tired(c)) &
        coins(c) = coins(c) + 1 &
        (if(open()) !open() else open());
};
"""


# --- what an expression means ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # & binds looser than |
        ("False & True | True", 0),
        ("(False & True) | True", 1),
        # ! is applied to the whole comparison
        ("!coins(Ann) == 0", 0),
        # * splits before +, and + before -; all of them to the right
        ("1 + 2 * 3", 9),
        ("1 + (2 * 3)", 7),
        ("8 - 3 - 2", 7),
        ("(8 - 3) - 2", 3),
        ("if(True) -1 else 0", -1),
        # a sum of two conditionals without brackets
        ("if(True) 2 else 0 + if(True) 1 else 0", 3),
        ("if(False) 1 elseif(True) 2 else 3", 2),
        ("if(False) 1 elseif(False) 2 else 3", 3),
        # & binds looser than the quantifier
        ("exists(c : character) coins(c) == 5 & True", 0),
        ("forall(c : character) (coins(c) == 0 & !tired(c))", 1),
        ("sum(c : character) 2", 4),
        ("product(c : character) 3", 9),
        ("sum(c : character) sum(p : place) 1", 4),
        # a type without entities
        ("sum(n : nothing) 1", 0),
        ("product(n : nothing) 1", 1),
        # nothing is known of a place at first
        ("at(Ann) == ?", 1),
        ("at(Ann) != Hall", 1),
        ("at(Ann) == at(Bob)", 1),
        ("at(Ann) != at(Bob)", 0),
        ("at(Ann) : place", 0),
        ("Hall : place", 1),
        ("Ann : place", 0),
        ("!Ann : place", 1),
        ("? >= ?", 1),
        ("? >= 3", 0),
        ("!(? >= 3)", 0),
        ("Ann == Ann & Ann != Bob", 1),
        ("tired(Ann) == False", 1),
        ("tired(Ann) == tired(Bob)", 1),
        ("tired(Ann) != tired(Bob)", 0),
        ("(if(open()) Hall else Yard) == Yard", 1),
        ("believes(Ann, coins(Bob)) + believes(Ann, coins(Bob) + 2)", 2),
    ],
)
def test_expressions(expression: str, expected: int) -> None:
    assert utility(expression, "type nothing;") == expected


def test_comparisons_of_things_are_split_by_cases() -> None:
    facts = "at(Ann) = Hall; at(Bob) = Yard;"
    assert utility("at(Ann) == at(Bob)", facts) == 0
    assert utility("at(Ann) != at(Bob)", facts) == 1
    assert utility("at(Ann) == at(Bob)", "at(Ann) = Yard; at(Bob) = Yard;") == 1
    assert utility("at(Ann) != at(Bob)", "at(Ann) = Yard;") == 1


def test_a_negated_comparison_with_something_unknown_is_false() -> None:
    assert utility("coins(Ann) > 5", "coins(Ann) = ?;") == 0
    assert utility("!(coins(Ann) > 5)", "coins(Ann) = ?;") == 0
    assert utility("coins(Ann) + 1 == ?", "coins(Ann) = ?;") == 1


def test_belief_and_truth_can_be_compared() -> None:
    facts = "coins(Bob) = 3; believes(Ann, coins(Bob) = 1);"
    assert utility("believes(Ann, coins(Bob)) != coins(Bob)", facts) == 1
    assert utility("believes(Ann, coins(Bob) != coins(Bob))", facts) == 0
    assert utility("!believes(Ann, coins(Bob) == 1)", facts) == 0


def test_an_operator_glued_to_a_number_is_its_sign() -> None:
    (problem,) = problems_of(WORLD + "utility() : coins(Ann) -1;")
    assert (problem.code, problem.seen) == ("syntax", "-1")
    assert utility("coins(Ann) - 1") == -1


# --- names -----------------------------------------------------------------------------------------------------------


def test_characters_come_first_and_then_the_rest() -> None:
    task = task_of(WORLD + EVERYTHING)
    assert task.symbols == ("Ann", "Bob", "Hall", "Yard")
    assert task.characters == ("Ann", "Bob")
    assert [fluent.name for fluent in task.fluents[:2]] == ["at(Ann)", "at(Bob)"]
    assert task.fluents[0].domain == (2, 3)
    assert (task.fluents[4].low, task.fluents[4].high) == (None, None)
    assert task.limits == (Limits(-1, -1),) * 2


def test_properties_and_events_may_share_a_name_if_no_arguments_fit_both() -> None:
    text = """
    type place; type item; type character : place;
    entity Ann : character; entity Hall : place; entity Lamp : place, item; entity Coin : item;
    property at(character : character) : place;
    property at(item : item) : place;
    property at(item : item, when : character) : place;
    at(Ann) = Lamp; at(Coin) = Ann; at(Lamp) = Hall;
    action carry(item : item, c : character) { effect: at(item) = Hall & at(item, c) = Hall & at(c) = Hall; };
    trigger leave(character : character) { precondition: at(character) == Hall; effect: at(character) = ?; };
    action leave(item : item) { precondition: at(item) == Hall; effect: at(item) = ?; };
    """
    task = task_of(text)
    assert [fluent.name for fluent in task.fluents] == ["at(Ann)", "at(Lamp)", "at(Coin)", "at(Lamp, Ann)", "at(Coin, Ann)"]
    # Both are of several types; Ann is a place as well.
    assert task.symbols == ("Ann", "Hall", "Lamp", "Coin")
    assert task.fluents[0].domain == (0, 1, 2)
    assert [action.name for action in task.actions[2:]] == ["leave(Lamp)", "leave(Coin)"]


def test_signatures_may_have_constants() -> None:
    text = (
        WORLD
        + """
    property locked(Hall) : boolean;
    action lock(c : character, Hall) { precondition: !locked(Hall); effect: locked(Hall); consenting: c; };
    action unlock(Ann, p : place) { precondition: p == Hall & locked(Hall); effect: !locked(Hall); consenting: (Ann, Bob); };
    """
    )
    task = task_of(text)
    assert [action.name for action in task.actions] == ["lock(Ann, Hall)", "lock(Bob, Hall)", "unlock(Ann, Hall)"]
    assert [action.consenting for action in task.actions] == [(0,), (1,), (0, 1)]


def test_what_can_never_happen_or_changes_nothing_is_left_out() -> None:
    text = (
        WORLD
        + """
    property path(from : place, to : place) : boolean;
    path(Hall, Yard); at(Ann) = Hall; at(Bob) = Yard;
    action walk(c : character, from : place, to : place) {
        precondition: path(from, to) & at(c) == from;
        effect: at(c) = to;
        consenting: c;
    };
    action nothing(c : character) { precondition: at(c) == Hall; };
    action pair(c : character, d : character) { precondition: c != d; effect: tired(c); };
    action torn(c : character) { precondition: tired(c) & !tired(c); effect: open(); };
    """
    )
    task = task_of(text)
    # Bob can't come to the hall, where the only path begins.
    assert [action.name for action in task.actions] == ["walk(Ann, Hall, Yard)", "pair(Ann, Bob)", "pair(Bob, Ann)"]
    assert [fluent.name for fluent in task.fluents] == ["at(Ann)", "tired(Ann)", "tired(Bob)"]


def test_an_event_without_a_word_of_it_is_nobodys_and_seen_by_all() -> None:
    task = task_of(WORLD + "action storm() { effect: open(); };")
    (storm,) = task.actions
    assert (storm.precondition, storm.consenting, storm.observing) == (TRUE, (), (TRUE, TRUE))


# --- effects and facts -----------------------------------------------------------------------------------------------


def test_effects() -> None:
    """`if` ends before `&`; `==` assigns as well as `=`; `forall` changes everything at once."""
    text = (
        WORLD
        + """
    tired(Ann); coins(Bob) = 4;
    action act() {
        effect:
            if(tired(Bob)) open() &
            at(Ann) == Hall &
            believes(Bob, at(Ann) = Yard) &
            forall(c : character) coins(c) = coins(Bob) + coins(c);
    };
    """
    )
    engine, state = begin(text + EVERYTHING)
    after = engine.do(state, 0)
    symbols = engine.task.symbols
    assert [symbols[engine.value(mind, 0)] for mind in (after, engine.belief(after, 1))] == ["Hall", "Yard"]
    assert [engine.value(after, fluent) for fluent in (4, 5, 6)] == [4, 8, 0]


def test_a_conditional_effect_may_have_other_branches() -> None:
    text = (
        WORLD
        + """
    action act(c : character) {
        effect: if(tired(c)) at(c) = Hall elseif(coins(c) > 0) at(c) = Yard else (!open() & coins(c) = 7);
    };
    tired(Ann); coins(Ann) = 1; coins(Bob) = 1;
    """
    )
    engine, state = begin(text + EVERYTHING)
    symbols = engine.task.symbols
    assert symbols[engine.value(engine.do(state, 0), 0)] == "Hall"
    assert symbols[engine.value(engine.do(state, 1), 1)] == "Yard"
    engine, state = begin(text.replace("coins(Bob) = 1", "coins(Bob) = 0") + EVERYTHING)
    assert engine.value(engine.do(state, 1), 5) == 7


def test_facts_are_taken_in_order() -> None:
    text = (
        WORLD
        + """
    coins(Ann) = 2; coins(Bob) = coins(Ann) + 1; coins(Ann) = 5 & coins(Ann) = coins(Ann) + coins(Bob);
    if(coins(Bob) == 3) tired(Ann);
    believes(Ann, coins(Bob)) = ?;
    believes(Bob, believes(Ann, coins(Bob) = coins(Ann)));
    forall(c : character) believes(c, open());
    believes(Bob, !open());
    open() != True;
    """
    )
    engine, state = begin(text + EVERYTHING)
    assert [engine.value(state, fluent) for fluent in (2, 4, 5, 6)] == [1, 8, 3, 0]
    ann, bob = engine.belief(state, 0), engine.belief(state, 1)
    assert engine.value(ann, 5) == UNKNOWN
    assert engine.value(engine.belief(bob, 0), 5) == 8
    assert [engine.value(mind, 6) for mind in (ann, bob)] == [1, 0]


def test_who_observes_may_depend_on_quantifiers() -> None:
    text = (
        WORLD
        + """
    at(Ann) = Hall; at(Bob) = Hall;
    action act(p : place) {
        precondition: exists(c : character) at(c) == p;
        effect: open();
        observing(c : character): at(c) == p & forall(d : character) (d == c | at(d) == at(c));
    };
    action wave() { effect: tired(Ann); observing(c : character): c == Bob; };
    """
    )
    engine, state = begin(text)
    # Nobody ever comes to the yard.
    assert engine.possible(state) == (0, 1)
    assert [engine.observes(state, 0, character) for character in (0, 1)] == [True, True]
    assert [engine.observes(state, 1, character) for character in (0, 1)] == [False, True]


def test_utilities() -> None:
    """A condition counts 1; of several utilities of one character the last counts; none is 0."""
    task = task_of(WORLD + EVERYTHING + "utility(Ann): 5; utility(): open(); utility(Ann): coins(Ann) + 1;")
    engine = ReferenceEngine(task)
    state = engine.initial()
    assert [engine.utility(state, character) for character in (None, 0, 1)] == [0, 1, 0]
    assert task.utilities[1] == Constant(0)
    assert evaluate(engine, state, task.utilities[0]) == 1


def test_a_trigger_reads_beliefs() -> None:
    text = (
        WORLD
        + """
    at(Ann) = Hall; at(Bob) = Hall; believes(Ann, at(Bob) = ?);
    trigger see(viewer : character, other : character, place : place) {
        precondition: at(viewer) == place & at(other) == place & believes(viewer, at(other) != place);
        effect: believes(viewer, at(other) = place);
    };
    """
    )
    engine, state = begin(text)
    assert engine.belief(state, 0) == state
    assert not any(holds(engine, state, trigger.precondition) for trigger in engine.task.triggers)


# --- problems --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "code", "place"),
    [
        ("entity Ann character;", "syntax", "character"),
        ("utility() : ;", "syntax", ":"),
        ("utility() : coins(Ann) +;", "syntax", "+"),
        ("utility() : exists;", "syntax", "exists"),
        ("utility() : 1x;", "stray-character", "1x"),
        ("action go() { effect: open(); wanting: Ann; };", "syntax", "wanting"),
        ("action go() { precondition: open() = True; effect: !open(); };", "syntax", "open() = True"),
        ("utility() : sum(c character) 1;", "syntax", "c"),
        ("at(Ann) = Hal;", "unknown-name", "Hal"),
        ("sits(Ann);", "unknown-property", "sits(Ann)"),
        ("utility() : exists(p : plaec) open();", "unknown-kind", "plaec"),
        ("property sits(c : charakter) : boolean;", "unknown-kind", "charakter"),
        ("coins();", "wrong-count", "coins()"),
        ("coins(Hall) = 1;", "wrong-kind", "coins(Hall)"),
        ("at(Ann) = Bob;", "wrong-kind", "Bob"),
        ("open() = ?;", "wrong-type", "?"),
        ("coins(Ann) = Hall;", "wrong-type", "Hall"),
        ("utility() : coins(Ann) & open();", "wrong-type", "coins(Ann)"),
        ("utility() : at(Ann) < at(Bob);", "wrong-type", "at(Ann) < at(Bob)"),
        ("utility() : sum(n : number) 1;", "wrong-type", "number"),
        ("utility() : if(open()) 1;", "wrong-type", "if(open()) 1"),
        ("exists(c : character) tired(c);", "wrong-type", "exists(c : character) tired(c)"),
        ("open() | tired(Ann);", "wrong-type", "open() | tired(Ann)"),
        ("believes(Hall, open());", "not-a-mind", "Hall"),
        ("utility(Hall) : 1;", "not-a-mind", "Hall"),
        ("action go() { effect: open(); consenting: Hall; };", "not-a-mind", "Hall"),
        ("entity Ann : place;", "duplicate-name", "Ann"),
        ("property coins(c : character) : number;", "duplicate-name", "coins"),
        ("action a() { effect: open(); }; trigger a() { precondition: !open(); effect: open(); };", "duplicate-name", "a"),
        ("type a : b; type b : a;", "kind-cycle", "a"),
        ("type number;", "reserved-name", "number"),
        ("type a : number;", "wrong-kind", "number"),
        ("action go() { effect: open() & !open(); };", "contradiction", "go"),
        ("utility() : coins(Ann) / 0;", "division-by-zero", "coins(Ann) / 0"),
        ("coins(Ann) = 0.5;", "not-whole", "0.5"),
        ("coins(Ann) = 99999999999999999;", "number-too-large", "99999999999999999"),
        ("coins(Ann) = 1 $;", "stray-character", "$"),
        ("utility() : (1;", "unclosed-bracket", "("),
        ("utility() : 1);", "unclosed-bracket", ")"),
        ("/* without end", "unclosed-bracket", "/*"),
        ("open() = " + "(" * 200 + "True" + ")" * 200 + ";", "too-deep", "("),
        ("utility() : " + "!" * 400 + "open();", "too-deep", "!"),
        (
            "action go(" + ", ".join(f"c{n} : character" for n in range(20)) + ") { effect: open(); };",
            "too-many-actions",
            "c17",
        ),
    ],
)  # fmt: skip
def test_problems_are_reported_where_they_are(statement: str, code: str, place: str) -> None:
    found = problems_of(WORLD + statement)
    assert [problem.code for problem in found][:1] == [code]
    assert {problem.code for problem in found} == {code}
    span = found[0].span
    assert span is not None
    assert span.text == place
    assert span.start >= len(WORLD) or code == "kind-cycle"


def test_all_problems_of_a_file_are_reported() -> None:
    found = problems_of(WORLD + "at(Ann) = Hal; utility() : +; sits(Bob); tired(Ann) = 3; entity;")
    assert [problem.code for problem in found] == ["syntax", "syntax"]
    found = problems_of(WORLD + "at(Ann) = Hal; sits(Bob); tired(Ann) = 3; utility() : coins(Hall);")
    assert [problem.code for problem in found] == ["unknown-name", "unknown-property", "wrong-type", "wrong-kind"]
    assert found[0].hint == "did you mean 'Hall'?"


def test_the_last_semicolon_may_be_left_out() -> None:
    assert task_of(WORLD + EVERYTHING + "open()").facts[-1].value == 1
    assert task_of("").characters == ()


# --- what the page on problem files says besides -----------------------------------------------------------------------


def test_comments_and_blanks_mean_nothing() -> None:
    assert utility("1/*one*/+// two\n\t2 /* * / */") == 3


def test_the_order_of_statements_means_nothing_but_among_facts() -> None:
    assert task_of(f"coins(Ann) = 2; {EVERYTHING} {WORLD}") == task_of(f"{WORLD} {EVERYTHING} coins(Ann) = 2;")
    for one, two in ((1, 2), (2, 1)):
        facts = task_of(f"{WORLD} {EVERYTHING} coins(Ann) = {one}; coins(Ann) = {two};").facts
        assert [fact.value for fact in facts if fact.fluent == 4] == [two]


def test_naming_a_type_defines_it() -> None:
    """As a parent or as the type of an entity; it is one of entities, and of what it is defined as later."""
    text = "type knight : rider; entity Ann : knight; entity Inn : house; type rider : character;"
    task = task_of(text + "property at(c : character) : house; action go(r : rider) { effect: at(r) = Inn; };")
    assert task.characters == ("Ann",)
    assert [action.name for action in task.actions] == ["go(Ann)"]


def test_a_variable_hides_an_entity_of_its_name() -> None:
    assert utility("sum(Hall : character) (if(Hall == Ann) 1 else 10)") == 11
    assert utility("sum(c : character) sum(c : place) (if(c == Hall) 1 else 10)") == 22


def test_an_if_without_else_asks_for_nothing_where_no_condition_holds() -> None:
    assert utility("(if(open()) tired(Ann))") == 1
    assert utility("(if(open()) tired(Ann))", "open();") == 0


@pytest.mark.parametrize(("divided", "expected"), [(7, 3), (-7, -4), (8, 4)])
def test_a_division_rounds_down(divided: int, expected: int) -> None:
    assert utility(f"{divided} / 2") == expected
    assert utility("coins(Ann) / 2", f"coins(Ann) = {divided};") == expected


def test_what_compares_in_a_condition_makes_so_in_an_effect() -> None:
    """`==` as `=` does, and `!=` makes a yes or no its opposite."""
    for sign, expected in (("=", 1), ("==", 1), ("!=", 0)):
        engine, state = begin(f"{WORLD}{EVERYTHING}action set() {{ effect: open() {sign} True; }}; open();")
        assert engine.value(engine.do(state, 2), 6) == expected
