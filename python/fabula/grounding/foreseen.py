"""What can be told of events before their parameters have things: which of the library can't happen in a story, as no life
gives the values that they ask for. So nothing is multiplied out that a story only has because it uses a module.

Too much is allowed and nothing forgotten: properties are judged over all things, states and minds together. Events of the
author are looked at in any case, so that it can be said of each what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import NamedTuple

from fabula.comparing import compared
from fabula.grounding.facts import Facts
from fabula.grounding.varying import NONE, Values, add_written
from fabula.grounding.vocabulary import Vocabulary
from fabula.model import (
    Action,
    Believed,
    Comparison,
    Effect,
    Expression,
    Get,
    Literal,
    Logic,
    Not,
    Quantified,
    Trigger,
    Variable,
)


class May(NamedTuple):
    """Whether a condition may hold, and whether it may fail."""

    hold: bool
    fail: bool


ANYTHING = May(True, True)


def never_happening(vocabulary: Vocabulary, facts: Facts) -> frozenset[str]:
    """The names of the events of the library whose condition can't hold in any state, nor in any mind, for any things."""
    definition = vocabulary.definition
    effects: dict[str, list[Effect]] = {}
    for reaction in definition.reactions:
        effects.setdefault(reaction.action, []).extend(reaction.effects)
    events: list[Action | Trigger] = [*definition.actions.values(), *definition.triggers.values()]
    waiting = [event for event in events if event.span is not None and event.span.source.is_library]
    values = _at_first(vocabulary, facts)
    happening = [event for event in events if event not in waiting]
    while True:
        for event in happening:
            add_written(vocabulary, (*event.outcomes, *effects.get(event.name, ())), values)
        known = {name: _widened(held) for name, held in values.items()}
        happening = [event for event in waiting if may(vocabulary, known, event.when).hold]
        if not happening:
            return frozenset(event.name for event in waiting)
        waiting = [event for event in waiting if event not in happening]


def _at_first(vocabulary: Vocabulary, facts: Facts) -> dict[str, Values]:
    first: dict[str, Values] = {name: frozenset({facts.default(name)}) for name in vocabulary.definition.properties}
    for (name, _), values in facts.values().items():
        first[name] = (first[name] or NONE) | values
    return first


def _widened(values: Values) -> Values:
    """Where there are several values, surprise may leave somebody with any."""
    return values if values is not None and len(values) == 1 else None


def may(vocabulary: Vocabulary, values: Mapping[str, Values], condition: Expression) -> May:
    """What a condition may be, of whatever things its variables stand for."""

    def inner(part: Expression) -> May:
        return may(vocabulary, values, part)

    match condition:
        case Literal(value):
            return May(bool(value), not value)
        case Logic(operator, parts):
            holding = [inner(part) for part in parts]
            if operator == "and":
                return May(all(part.hold for part in holding), any(part.fail for part in holding))
            return May(any(part.hold for part in holding), all(part.fail for part in holding))
        case Not(operand):
            inside = inner(operand)
            return May(inside.fail, inside.hold)
        case Get() | Believed():
            codes = _codes(vocabulary, values, condition)
            return ANYTHING if codes is None else May(1 in codes, 0 in codes)
        case Comparison(operator, left, right):
            first, second = _codes(vocabulary, values, left), _codes(vocabulary, values, right)
            if first is None or second is None:
                return ANYTHING
            pairs = [compared(operator, inside, other) for inside, other in product(first, second)]
            return May(any(pairs), not all(pairs))
        case Quantified("some", _, where, body):
            return May((where is None or inner(where).hold) and inner(body).hold, True)
    return ANYTHING


def _codes(vocabulary: Vocabulary, values: Mapping[str, Values], expression: Expression) -> Values:
    """The codes that an expression can have; None = any."""
    match expression:
        case Literal(value):
            return frozenset({vocabulary.code(value)})
        case Get(name, arguments):
            return _or_nothing(vocabulary, values, name, _are_things(arguments))
        case Believed(mind, Get(name, arguments)):
            return _or_nothing(vocabulary, values, name, _are_things((mind, *arguments)))
    return None


def _or_nothing(vocabulary: Vocabulary, values: Mapping[str, Values], name: str, is_of_things: bool) -> Values:
    """What a property can be, which is nothing of nobody."""
    held = values[name]
    if is_of_things or held is None:
        return held
    return held | {vocabulary.nothing(vocabulary.definition.properties[name])}


def _are_things(expressions: Iterable[Expression]) -> bool:
    return all(isinstance(each, Variable) or (isinstance(each, Literal) and each.value is not None) for each in expressions)
