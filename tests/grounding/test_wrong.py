"""`c is wrong about ...`, and about what somebody else thinks of it."""

from __future__ import annotations

import pytest
from tests.grounding.test_common import story

from fabula.engine.core import NativeEngine
from fabula.engine.evaluate import holds
from fabula.engine.reference import ReferenceEngine


def asked(condition: str, *facts: str) -> bool:
    """Whether a condition holds at the start; both engines say the same."""
    told = story(*facts, f"ending asked when {condition}")
    number = [ending.name for ending in told.task.endings].index("asked")
    answers = set()
    for engine in (ReferenceEngine(told.task), NativeEngine(told.task)):
        answers.add(holds(engine, engine.initial(), told.task.endings[number].condition))
    (answer,) = answers
    return answer


@pytest.mark.parametrize(
    ("fact", "about", "wrong"),
    [
        ("Vane believes was(Cole) is hall", "was(Cole)", True),
        ("Vane believes was(Cole) in (hall, study)", "was(Cole)", True),
        ("Vane believes was(Cole) in (hall, cellar)", "was(Cole)", False),
        ("Vane believes was(Cole) is unknown", "was(Cole)", False),
        ("Wit believes was(Cole) is hall", "was(Cole)", False),
        ("Vane believes note.burned", "note.burned", True),
        ("Vane does not know note.burned", "note.burned", False),
        ("Vane believes score is 2", "score", True),
        ("Vane believes score in (2, 3)", "score", True),
        ("Vane believes score in (1, 3)", "score", False),
        ("Vane believes note.lies_in is nowhere", "note.lies_in", True),
    ],
)
def test_of_what_is_so(fact: str, about: str, wrong: bool) -> None:
    assert asked(f"Vane is wrong about {about}", fact) is wrong
    assert asked(f"Vane is not wrong about {about}", fact) is not wrong


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        (("Wit believes was(Cole) is hall",), True),
        (("Wit believes was(Cole) is hall", "Vane believes Wit believes was(Cole) is hall"), False),
        (("Wit believes was(Cole) is hall", "Vane believes Wit believes was(Cole) is study"), True),
        (("Wit does not know was(Cole)",), True),
        (("everybody but Wit knows was(Cole)",), False),
        # She does not know it, and takes him to: so he does, or he does not.
        (("only Wit knows was(Cole)",), False),
        (("only Wit knows was(Cole)", "Wit does not know was(Cole)"), True),
        (("nobody knows was(Cole)", "Wit knows was(Cole)"), True),
        (("Wit believes was(Cole) in (hall, cellar)", "Vane believes Wit believes was(Cole) is unknown"), False),
        (("Cole, Wit share a secret: was(Cole) is study",), True),
    ],
)
def test_of_what_somebody_thinks(facts: tuple[str, ...], wrong: bool) -> None:
    assert asked("Vane is wrong about what Wit thinks of was(Cole)", *facts) is wrong


def test_of_what_somebody_thinks_that_another_thinks() -> None:
    facts = "Wit believes Cole believes score is 2", "Vane believes Wit believes Cole believes score is 2"
    assert asked("Vane is wrong about what Wit thinks that Cole thinks of score", facts[0])
    assert not asked("Vane is wrong about what Wit thinks Cole thinks of score", *facts)
    assert asked("Wit is wrong about what Cole believes of score", facts[0])
