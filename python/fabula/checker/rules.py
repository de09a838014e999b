"""Rules: names for expressions. They are checked in an order in which each rule comes after those that it uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType

from fabula import model
from fabula.checker.expressions import check
from fabula.checker.names import CHARACTER, Names, RuleName, Scope, bind_parameters
from fabula.checker.substitution import uses
from fabula.checker.typed import NobodyType, Typed
from fabula.checker.walking import circle_in, components, inside
from fabula.source import Span
from fabula.syntax import tree


def collect_rules(names: Names, definitions: Iterable[tree.RuleDefinition]) -> list[tree.RuleDefinition]:
    """Enter the heads of all rules, and return those that are defined for the first time."""
    first: list[tree.RuleDefinition] = []
    for definition in definitions:
        word = definition.name.text
        _, parameters = bind_parameters(Scope(names), definition.parameters, CHARACTER)
        if word in names.rules:
            names.duplicate(definition.name, "a rule", names.rules[word].span)
        elif word in names.properties:
            names.duplicate(definition.name, "a property", names.properties[word].span)
        else:
            names.rules[word] = RuleName(word, parameters, None, MappingProxyType({}), frozenset(), definition.name.span)
            first.append(definition)
    return first


def check_rules(names: Names, definitions: list[tree.RuleDefinition]) -> None:
    """Check the bodies of all rules; rules in a circle are reported once and stay poisoned."""
    by_name = {definition.name.text: definition for definition in definitions}
    refers = {name: tuple(_referred(definition, by_name)) for name, definition in by_name.items()}
    for name in _ordered(names, by_name, refers):
        definition = by_name[name]
        scope = Scope(names)
        known = names.rules[name]
        for written, parameter in zip(definition.parameters, known.parameters, strict=True):
            scope = scope.bind(written.name.text, parameter)
        body = check(scope, definition.body)
        if body is None:
            continue
        names.rules[name] = with_body(name, known.parameters, body, known.span)


def with_body(name: str, parameters: tuple[model.Variable | None, ...], body: Typed, span: Span) -> RuleName:
    """A rule that has been checked, with what has to be known to put arguments into it."""
    counted: dict[str, int] = {}
    under: set[str] = set()
    for use in uses(body.expression):
        counted[use.name] = counted.get(use.name, 0) + 1
        if use.believed:
            under.add(use.name)
    return RuleName(name, parameters, body, MappingProxyType(counted), frozenset(under), span)


def rules_of(names: Names) -> dict[str, model.Rule]:
    """The rules of a story without errors, in the order of the text."""
    found: dict[str, model.Rule] = {}
    for rule in names.rules.values():
        parameters = tuple(parameter for parameter in rule.parameters if parameter is not None)
        if rule.body is not None and len(parameters) == len(rule.parameters):
            kind = None if isinstance(rule.body.type, NobodyType) else rule.body.type
            found[rule.name] = model.Rule(rule.name, parameters, rule.body.expression, kind, rule.span)
    return found


def _referred(definition: tree.RuleDefinition, rules: dict[str, tree.RuleDefinition]) -> Iterator[str]:
    """The rules that a rule's body names; a word that one of its own parameters has is not a rule there."""
    own = {parameter.name.text for parameter in definition.parameters}
    for node in inside(definition.body):
        match node:
            case tree.Call(name) | tree.Attribute(_, name) | tree.Relation(_, name):
                if name.text in rules:
                    yield name.text
            case tree.Name(text) if text in rules and text not in own and not rules[text].parameters:
                yield text


def _ordered(names: Names, definitions: dict[str, tree.RuleDefinition], refers: dict[str, tuple[str, ...]]) -> list[str]:
    """The rules that are in no circle and use none that is, each after those that it uses; circles are reported."""
    order: list[str] = []
    sound: set[str] = set()
    for component in components(refers):
        circle = circle_in(component, refers)
        if circle is not None:
            _report_circle(names, definitions, circle)
        elif all(other in sound for other in refers[component[0]]):
            sound.add(component[0])
            order.append(component[0])
    return order


def _report_circle(names: Names, definitions: dict[str, tree.RuleDefinition], circle: list[str]) -> None:
    definition = definitions[circle[0]]
    names.problems.add(
        "rule-cycle",
        f"the rule '{circle[0]}' refers to itself",
        definition.name.span,
        expected="rules that end in properties",
        seen=" -> ".join(circle),
        hint="write one of them without the others",
    )
