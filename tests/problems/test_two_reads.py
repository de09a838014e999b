"""Two properties compared (semantics 8.1): whoever is surprised takes each to be what it is, whether or not it can change."""

from __future__ import annotations

import pytest

import fabula
from fabula.engine.reference import ReferenceEngine
from fabula.formats.sabre import read, write
from fabula.problems import Problems
from fabula.source import Source
from fabula.task import Task

#: Ann believes that the axe is in the hall, where her home is. That her home is elsewhere than the axe tells her where it is.
TELLING = """
type place; type item; entity Ann : character; entity Bob : character;
entity Hall : place; entity Yard : place; entity Mill : place; entity Axe : item;
property home(c : character) : place; property loc(i : item) : place; property told() : boolean;
property has(c : character, i : item) : boolean;
home(Ann) = Hall; home(Bob) = Hall; loc(Axe) = Yard; believes(Ann, loc(Axe) = Hall);
action tell(c : character, i : item) {{ precondition: {precondition} & !told(); effect: told(); }};
action take(c : character, i : item, p : place) {{
    precondition: loc(i) == p & !has(c, i); effect: has(c, i) & loc(i) = ?; consenting: c;
}};
utility(): has(Ann, Axe); utility(Ann): has(Ann, Axe); utility(Bob): 0;
"""


def task_of(text: str) -> Task:
    problems = Problems()
    task = read(Source("axe.txt", text), problems)
    assert task is not None, [problem.message for problem in problems.errors]
    return task


@pytest.mark.parametrize("precondition", ["home(c) != loc(i)", "!(home(c) == loc(i))", "loc(i) != home(c)"])
def test_a_property_that_never_changes_is_read_as_any_other(precondition: str) -> None:
    task = task_of(TELLING.format(precondition=precondition))
    found = fabula.plan(task)
    assert found.status == "solved"
    assert found.acts == ("tell(Ann, Axe)", "take(Ann, Axe, Yard)")


def test_compared_with_a_written_value_it_is_no_longer_known() -> None:
    assert fabula.plan(task_of(TELLING.format(precondition="loc(i) != Hall"))).status == "impossible"


def test_what_was_read_is_written_so_that_it_is_read_again() -> None:
    task = task_of(TELLING.format(precondition="home(c) != loc(i)"))
    text = write(task, Problems())
    assert text is not None
    again = task_of(text)
    assert again.actions == task.actions


@pytest.mark.parametrize(("precondition", "taken"), [("low() < high()", 5), ("low() < 7", None)])
def test_two_numbers_that_are_compared_are_both_learnt(precondition: str, taken: int | None) -> None:
    task = task_of(f"""
entity Ann : character; property low() : number; property high() : number; property told() : boolean;
low() = 5; high() = 7; believes(Ann, low() = 9);
action tell() {{ precondition: {precondition}; effect: told(); }};
action sink() {{ precondition: !told(); effect: low() = 0 & high() = 0; }};
""")
    engine = ReferenceEngine(task)
    act = [action.name for action in task.actions].index("tell()")
    value = engine.value(engine.belief(engine.do(engine.initial(), act), 0), 0)
    assert (value if value > -(1 << 61) else None) == taken
