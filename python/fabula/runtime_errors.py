"""What can go wrong in a story only while it runs, as problems: an act that nobody could foresee meets a case of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Union

from fabula.engine.interface import BudgetEnded, Contradiction, DividedByZero, EndlessTrigger, NumberTooLarge
from fabula.problems import Problem
from fabula.source import Span

if TYPE_CHECKING:
    from fabula.model import Definition

#: what an engine raises where a story can't go on
RUNTIME_ERRORS = (EndlessTrigger, Contradiction, NumberTooLarge, DividedByZero, BudgetEnded)
Fault = Union[EndlessTrigger, Contradiction, NumberTooLarge, DividedByZero, BudgetEnded]


def problem_of(definition: Definition | Mapping[str, Span] | None, fault: Fault) -> Problem:
    """A fault as a problem of the story, with the place of the event where it arose, as far as that is known: by a definition,
    or by the places of all events of a problem file."""
    match fault:
        case EndlessTrigger(chain=chain):
            return Problem(
                "endless-trigger",
                "triggers never come to rest",
                next((span for name in chain if (span := _place(definition, name)) is not None), None),
                expected="effects that make the trigger's own condition false",
                seen=" -> ".join(chain),
                hint="add to its 'when' that what it does has not been done yet",
            )
        case Contradiction(event=event, fluent=fluent):
            return Problem(
                "contradiction",
                f"{event} gives {fluent} two different values at once",
                _place(definition, event),
                hint="make the conditions of the two effects exclude each other",
            )
        case NumberTooLarge(event=event):
            return Problem(
                "number-too-large",
                f"a number grows beyond what fabula computes with, in {event}",
                _place(definition, event),
                hint="give the property a smallest and a largest number, as in '0..10'",
            )
        case DividedByZero(event=event):
            return Problem(
                "division-by-zero",
                f"a number is divided by 0, in {event}",
                _place(definition, event),
                expected="a divisor that is never 0",
                seen="0",
                hint="give the divisor a smallest number of 1, or put the effect under 'if'",
            )
        case BudgetEnded():
            return Problem(
                "unreached",
                "the story has more states than fabula keeps at once, which proves nothing about it",
                hint="give its properties narrower bounds, or its people shorter plans ('ahead')",
            )


def _place(definition: Definition | Mapping[str, Span] | None, event: str) -> Span | None:
    """Where the action or the trigger of a ground event stands."""
    if definition is None:
        return None
    name = event.split("(", 1)[0]
    if isinstance(definition, Mapping):
        return definition.get(name)
    found = definition.triggers.get(name) or definition.actions.get(name)
    return (found.span if found is not None else None) or definition.stands.get(name)
