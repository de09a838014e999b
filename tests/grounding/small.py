"""Small checked stories, made by hand in few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fabula.grounding import Capacity, Ground, ground
from fabula.model import (
    Action,
    Assign,
    ChoiceType,
    Comparison,
    Definition,
    Effect,
    Ending,
    Expression,
    Front,
    Get,
    Kind,
    Literal,
    Logic,
    NumberType,
    Observation,
    Pronoun,
    Property,
    Reaction,
    Thing,
    ThingType,
    Trigger,
    TruthType,
    Type,
    Variable,
    Want,
)
from fabula.problems import Problems

YES = Literal(True)


def kinds(**parents: str) -> dict[str, Kind]:
    """The built-in kinds, and further ones with their parent."""
    found: dict[str, Kind] = {}
    for name, parent in {"thing": "", "mind": "thing", "character": "mind", "will": "mind", **parents}.items():
        above = found[parent].ancestors if parent else frozenset()
        found[name] = Kind(name, (parent,) if parent else (), above | {name}, name)
    return found


def thing(name: str, kind: str, body: str | None = None) -> Thing:
    return Thing(name, kind, name, Pronoun.IT, body=body, mind=kind in ("character", "will"))


def typed(described: object) -> Type:
    """`bool`, a pair of bounds, the name of a kind, or a list of values."""
    match described:
        case tuple((low, high)):
            return NumberType(low, high)
        case str(kind):
            return ThingType(kind)
        case list(values):
            return ChoiceType(tuple(values))
    return TruthType()


def prop(name: str, arguments: str, described: object, default: Any = None, public: bool = False) -> Property:
    """Arguments: the kinds, with blanks between them."""
    kind = typed(described)
    usual = False if isinstance(kind, TruthType) else kind.low if isinstance(kind, NumberType) else None
    return Property(name, tuple(arguments.split()), kind, usual if default is None else default, public)


def var(name: str, kind: str = "character") -> Variable:
    return Variable(name, kind)


def get(name: str, *arguments: Expression | str) -> Get:
    return Get(name, tuple(Literal(a) if isinstance(a, str) else a for a in arguments))


def lit(value: Any) -> Literal:
    return Literal(value)


def both(*parts: Expression) -> Logic:
    return Logic("and", parts)


def same(left: Expression, right: Any) -> Comparison:
    return Comparison("==", left, right if not isinstance(right, bool | int | str | None) else Literal(right))


def put(target: Get, value: Any = True, *believers: Expression, operator: str = "=") -> Assign:
    return Assign(believers, target, operator, value if not isinstance(value, bool | int | str | None) else Literal(value))


def action(
    name: str,
    parameters: Sequence[Variable],
    effects: Sequence[Effect],
    when: Expression = YES,
    by: Sequence[Expression] = (),
    seen: Sequence[Observation] | None = None,
) -> Action:
    """`seen` None: by all."""
    return Action(name, tuple(parameters), tuple(by), when, tuple(effects), tuple(seen or ()), seen is None, (), ())


def trigger(name: str, parameters: Sequence[Variable], when: Expression, effects: Sequence[Effect]) -> Trigger:
    return Trigger(name, tuple(parameters), when, tuple(effects))


def story(
    things: Sequence[Thing],
    properties: Sequence[Property],
    actions: Sequence[Action] = (),
    triggers: Sequence[Trigger] = (),
    facts: Sequence[Effect] = (),
    reactions: Sequence[Reaction] = (),
    wants: Mapping[str, tuple[Want, ...]] | None = None,
    fate_wants: Sequence[Want] = (),
    endings: Mapping[str, Expression] | None = None,
    fate: Sequence[str] = (),
    choices: Sequence[str] = (),
    more_kinds: Mapping[str, str] | None = None,
    ahead: Mapping[str, int] | None = None,
) -> Definition:
    return Definition(
        front=Front("small"),
        kinds=kinds(place="thing", **(more_kinds or {})),
        things={t.name: t for t in things},
        choices=tuple(choices),
        properties={p.name: p for p in properties},
        facts=tuple(facts),
        actions={a.name: a for a in actions},
        triggers={t.name: t for t in triggers},
        reactions=tuple(reactions),
        wants=wants or {},
        fate_wants=tuple(fate_wants),
        endings={name: Ending(name, name, condition, ()) for name, condition in (endings or {}).items()},
        fate=tuple(fate),
        expectations=(),
        ahead=ahead or {},
        deep={},
    )


def grounded(definition: Definition, limits: Capacity | None = None) -> tuple[Ground, Problems]:
    problems = Problems()
    return ground(definition, problems, limits), problems


def codes(problems: Problems) -> list[str]:
    return [problem.code for problem in problems]
