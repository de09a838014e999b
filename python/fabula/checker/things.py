"""Things with what is written behind their names: pronouns, properties, other names, facts."""

from __future__ import annotations

from collections.abc import Iterable

from fabula import model
from fabula.checker.effects import check_effects
from fabula.checker.expressions import check_condition
from fabula.checker.kinds import display
from fabula.checker.names import CHARACTER, HELD_BY, Names, Scope
from fabula.checker.texts import check_says
from fabula.checker.typed import TRUTH
from fabula.problems import nearest
from fabula.source import Span, join
from fabula.syntax import tree

PRONOUNS = {pronoun.value: pronoun for pronoun in model.Pronoun}


def check_thing(names: Names, definition: tree.ThingDefinition) -> model.Thing | None:
    """The thing itself; what is said of it are facts (`thing_facts`)."""
    known = names.things[definition.name.text]
    pronoun: model.Pronoun | None = None
    for negated, word, value in definition.modifiers:
        if not negated and value is None and word.text in PRONOUNS:
            if pronoun is not None and pronoun is not PRONOUNS[word.text]:
                names.problems.add(
                    "duplicate-name",
                    f"'{known.name}' has two pronouns",
                    word.span,
                    expected="one pronoun",
                    seen=f"{pronoun.value} and {word.text}",
                    hint="leave one out",
                )
            pronoun = PRONOUNS[word.text]
    aliases: list[model.Alias] = []
    for called in definition.called:
        condition = check_condition(Scope(names), called.condition) if called.condition is not None else None
        if called.condition is None or condition is not None:
            aliases.append(model.Alias(called.text.value, condition.expression if condition is not None else None))
    if known.kind is None:
        return None
    mind = names.is_mind(known.kind)
    shown = definition.display.value if definition.display is not None else display(known.name)
    spoken = pronoun or (model.Pronoun.THEY if names.is_below(known.kind, CHARACTER) else model.Pronoun.IT)
    told = check_says(Scope(names), definition.descriptions)
    return model.Thing(known.name, known.kind, shown, spoken, tuple(aliases), known.body, mind, definition.span, told)


def thing_facts(names: Names, definition: tree.ThingDefinition) -> tuple[model.Effect, ...]:
    """What the line and the block of a thing say of it, as facts."""
    facts: list[model.Effect] = []
    scope = Scope(names)
    for negated, word, value in definition.modifiers:
        if value is None and word.text in PRONOUNS and not negated:
            continue
        fact = _fact(names, definition.name, negated, word, value)
        if fact is not None:
            facts += check_effects(scope, (fact,))
    facts += check_effects(scope, definition.facts)
    return tuple(facts)


def _fact(names: Names, thing: tree.Name, negated: bool, word: tree.Name, value: tree.Expression | None) -> tree.Effect | None:
    """`armed`, `not armed`, `at field`, `weariness 2`, `loves Sephiroth` as an effect on the thing; None and a problem where
    no property is meant."""
    known = names.properties.get(word.text)
    span = word.span if value is None else join(word.span, value.span)
    if known is None:
        names.unknown("unknown-property", "property", word, [*_fitting(names, thing), *PRONOUNS], _modifier_hint(names, word))
        return None
    subject = tree.Name(thing.text, word.span)
    if value is not None and len(known.kinds) == 2 and known.type in (None, TRUTH):
        return _claim(tree.Call(word, (subject, value), span), negated, span)
    attribute = tree.Attribute(subject, word, span)
    if value is None:
        return _claim(attribute, negated, span)
    if negated:
        return _claim(tree.Comparison("==", attribute, value, span), negated, span)
    return tree.Assign(attribute, "=", value, span)


def _claim(expression: tree.Expression, negated: bool, span: Span) -> tree.Claim:
    return tree.Claim(tree.Not(expression, span) if negated else expression, span)


def _fitting(names: Names, thing: tree.Name) -> list[str]:
    """The properties that can be said of the thing."""
    kind = names.things[thing.text].kind
    if kind is None:
        return list(names.properties)
    return [
        name
        for name, known in names.properties.items()
        if known.kinds and (known.kinds[0] is None or names.is_below(kind, known.kinds[0]))
    ]


def _modifier_hint(names: Names, word: tree.Name) -> str:
    text = word.text
    if text in names.kinds:
        return f"'{text}' is a kind: write it first, as in '{text} NAME'"
    if text in names.rules:
        return f"'{text}' is a rule: it follows from other things and can't be set"
    if text in names.choices:
        having = [name for name, known in names.properties.items() if isinstance(known.type, model.ChoiceType)]
        owner = next((name for name in having if text in _values(names, name)), "")
        return f"write '{owner} {text}'"
    if text in names.things:
        placed = [name for name, known in names.properties.items() if isinstance(known.type, model.ThingType)]
        return nearest(text, names.properties) or (f"write 'PROPERTY {text}', as in '{placed[0]} {text}'" if placed else "")
    return ""


def _values(names: Names, name: str) -> tuple[str, ...]:
    kind = names.properties[name].type
    return kind.values if isinstance(kind, model.ChoiceType) else ()


def ordered(names: Names, things: Iterable[model.Thing]) -> dict[str, model.Thing]:
    """Characters first, then wills, then the rest, each in the order of the text."""

    def rank(thing: model.Thing) -> int:
        if not thing.mind:
            return 2
        return 0 if thing.body is None else 1

    return {thing.name: thing for thing in sorted(things, key=rank)}


def holders(names: Names, things: dict[str, model.Thing]) -> tuple[model.Effect, ...]:
    """At first each character moves its own body."""
    return tuple(
        model.Assign((), model.Get(HELD_BY, (model.Literal(thing.name),)), "=", model.Literal(thing.name))
        for thing in things.values()
        if names.is_below(thing.kind, CHARACTER)
    )
