"""Kinds, properties and the heads of things: the first pass, after which every name is known.

Definitions may stand in any order, so that all names are collected before anything that uses them is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable

from fabula import model
from fabula.checker.effects import fit_value
from fabula.checker.expressions import check, number_too_large
from fabula.checker.names import BUILT_IN, CHARACTER, HELD_BY, MIND, THING, WILL, Names, PropertyName, Scope, ThingName
from fabula.checker.phrases import check_phrases
from fabula.checker.typed import TRUTH, Typed, with_article
from fabula.checker.walking import circle_in, components
from fabula.problems import Hint
from fabula.source import Edit, Span
from fabula.syntax import tree
from fabula.task import LARGEST

_PARENTS: dict[str, tuple[str, ...]] = {THING: (), MIND: (THING,), CHARACTER: (MIND,), WILL: (MIND,)}

#: kinds above a kind; each is kept with each
MOST_ANCESTORS = 100


def display(name: str) -> str:
    """How a thing or kind is named in prose if nothing else is said."""
    return name.replace("_", " ")


def check_kinds(names: Names, definitions: Iterable[tree.KindDefinition]) -> None:
    """Enter all kinds; those in a circle, and those below an unknown kind, are poisoned.

    `character` and `will` are there already, and a story (or a module of the library) can give them further parents."""
    for kind in BUILT_IN:
        names.kinds[kind] = model.Kind(kind, _PARENTS[kind], frozenset(_above(kind, _PARENTS)), kind)
    defined: dict[str, tree.KindDefinition] = {}
    widened: list[tree.KindDefinition] = []
    for definition in definitions:
        word = definition.name.text
        if word in (CHARACTER, WILL) and definition.parents:
            widened.append(definition)
        elif word in BUILT_IN:
            names.problems.add(
                "reserved-name",
                f"'{word}' is a kind that every story has already",
                definition.name.span,
                expected="a name of its own",
                seen=word,
                hint="use another name",
            )
        elif word in defined:
            names.duplicate(definition.name, "a kind", defined[word].name.span)
        else:
            defined[word] = definition
            names.kinds[word] = None
    known: dict[str, tuple[str, ...]] = dict(_PARENTS)
    lost = set()
    for definition in (*defined.values(), *widened):
        word = definition.name.text
        parents = _known_parents(names, definition)
        if parents is None:
            lost.add(word)
        known[word] = tuple(dict.fromkeys((*known.get(word, ()), *(parents or ()))))
        defined.setdefault(word, definition)
    above: dict[str, frozenset[str]] = {}
    for component in components(known):
        word = component[0]
        circle = circle_in(component, known)
        if circle is not None:
            _report_circle(names, defined[circle[0]], circle)
        elif word not in lost and all(parent in above for parent in known[word]):
            ancestors = frozenset({word}).union(*(above[parent] for parent in known[word]))
            if len(ancestors) > MOST_ANCESTORS:
                _report_depth(names, defined[word], len(ancestors))
                continue
            above[word] = ancestors
            if word in defined:
                _enter(names, defined[word], known[word], ancestors)


def _report_circle(names: Names, definition: tree.KindDefinition, circle: list[str]) -> None:
    names.problems.add(
        "kind-cycle",
        f"the kind '{circle[0]}' is its own ancestor",
        definition.span,
        expected="kinds above it that are not below it",
        seen=" -> ".join(circle),
        hint="take one of these parents away",
    )


def _report_depth(names: Names, definition: tree.KindDefinition, seen: int) -> None:
    names.problems.add(
        "too-deep",
        f"the kind '{definition.name.text}' is below too many others",
        definition.span,
        expected=f"at most {MOST_ANCESTORS} kinds above it",
        seen=f"{seen - 1} kinds",
        hint="leave out kinds that nothing refers to",
    )


def _above(word: str, parents: dict[str, tuple[str, ...]]) -> list[str]:
    found = [word]
    for kind in found:
        found += [parent for parent in parents[kind] if parent not in found]
    return found


def _known_parents(names: Names, definition: tree.KindDefinition) -> tuple[str, ...] | None:
    """The parents of a kind, `thing` if it names none; None if one of them does not exist."""
    found: list[str] = []
    complete = True
    for parent in definition.parents:
        if parent.text == MIND:
            names.problems.add(
                "reserved-name",
                "'mind' stands for characters and wills together; no kind is directly below it",
                parent.span,
                expected="character or will",
                seen=MIND,
                hint="write 'character' or 'will'",
            )
            complete = False
        elif parent.text in names.kinds:
            found.append(parent.text)
        else:
            names.kind(parent)
            complete = False
    return tuple(dict.fromkeys(found or [THING])) if complete else None


def _enter(names: Names, definition: tree.KindDefinition, parents: tuple[str, ...], ancestors: frozenset[str]) -> None:
    word = definition.name.text
    if CHARACTER in ancestors and WILL in ancestors:
        names.problems.add(
            "wrong-kind",
            f"'{word}' can't be a character, which has a body, and a will, which has none",
            definition.span,
            expected="kinds above it that fit together",
            seen="character and will",
        )
        return
    shown = definition.display.value if definition.display is not None else display(word)
    names.kinds[word] = model.Kind(word, parents, ancestors, shown, definition.span)


# --- things ------------------------------------------------------------------------------------------------------------


def collect_things(names: Names, definitions: Iterable[tree.ThingDefinition]) -> list[tree.ThingDefinition]:
    """Enter the heads of all things, and return those that are defined for the first time."""
    first: list[tree.ThingDefinition] = []
    for definition in definitions:
        word = definition.name.text
        kind = names.kind(definition.kind)
        if kind == MIND:
            names.problems.add(
                "reserved-name",
                "nothing is a mind alone",
                definition.kind.span,
                expected="character or will",
                seen=MIND,
                hint="write 'character' or 'will'",
            )
            kind = None
        if word in names.things:
            names.duplicate(definition.name, "a thing", names.things[word].span)
            continue
        if word in names.kinds:
            known = names.kinds[word]
            names.duplicate(definition.name, "a kind", known.span if known is not None else None)
        body = definition.body.text if definition.body is not None else None
        names.things[word] = ThingName(word, kind, body, definition.name.span)
        first.append(definition)
    for thing in names.things.values():
        known = names.kinds.get(thing.kind) if thing.kind is not None else None
        if known is not None:
            names.sharing |= {(one, other) for one in known.ancestors for other in known.ancestors}
    for definition in first:
        _check_body(names, definition)
    return first


def _check_body(names: Names, definition: tree.ThingDefinition) -> None:
    """A will is in a character, and nothing else is in anything."""
    word, body = definition.name.text, definition.body
    kind = names.things[word].kind
    is_will = kind is not None and names.is_below(kind, WILL)
    if kind is not None and is_will and body is None:
        names.problems.add(
            "wrong-kind",
            f"the will '{word}' is in nobody",
            definition.name.span,
            expected="'in' and the character whose body it can move",
            seen="no body",
            hint=f"write 'will {word}, in CHARACTER'",
        )
        _poison(names, word)
    if body is None:
        return
    if body.text not in names.things:
        characters = [t.name for t in names.things.values() if t.kind is not None and names.is_below(t.kind, CHARACTER)]
        names.unknown("unknown-name", "character", body, characters)
        _poison(names, word)
        return
    host = names.things[body.text].kind
    if kind is not None and not is_will:
        names.problems.add(
            "wrong-kind",
            f"only a will is in a body, and '{word}' is {with_article(kind)}",
            body.span,
            expected="a will",
            seen=with_article(kind),
            hint=f"write 'at {body.text}' for a place",
            fix=_at(body),
        )
        _poison(names, word)
    elif host is not None and not names.is_below(host, CHARACTER):
        names.problems.add(
            "wrong-kind",
            f"a will is in a character, and '{body.text}' is {with_article(host)}",
            body.span,
            expected="a character",
            seen=with_article(host),
        )
        _poison(names, word)


def _at(body: tree.Name) -> tuple[Edit, ...]:
    """`in PLACE` of somebody who is no will."""
    source, start = body.span.source, body.span.start
    word = source.text.rfind("in", 0, start)
    return (Edit(Span(source, word, start), "at "),) if source.text[word:start].strip() == "in" else ()


def _poison(names: Names, word: str) -> None:
    names.things[word] = ThingName(word, None, None, names.things[word].span)


# --- properties --------------------------------------------------------------------------------------------------------


def collect_properties(names: Names, definitions: Iterable[tree.PropertyDefinition]) -> list[tree.PropertyDefinition]:
    """Enter the heads of all properties, and return those that are defined for the first time."""
    first: list[tree.PropertyDefinition] = []
    for definition in definitions:
        word = definition.name.text
        kinds = tuple(names.kind(parameter.kind or parameter.name) for parameter in definition.parameters)
        kind = _type(names, definition.type)
        if word == HELD_BY:
            names.problems.add(
                "reserved-name",
                "'held_by' is a property that every story has: which mind moves a body",
                definition.name.span,
                expected="a name of its own",
                seen=word,
                hint="leave this line out",
            )
        elif word in names.properties:
            names.duplicate(definition.name, "a property", names.properties[word].span)
        else:
            names.properties[word] = PropertyName(word, kinds, kind, definition.name.span)
            first.append(definition)
    names.properties[HELD_BY] = PropertyName(HELD_BY, (CHARACTER,), model.ThingType(MIND), None)
    return first


def _type(names: Names, written: tree.PropertyType) -> model.Type | None:
    match written:
        case tree.TypeTruth():
            return TRUTH
        case tree.TypeKind(kind):
            found = names.kind(kind, "a type is 'yes/no', a range as '0..3', values as 'calm | angry', or a kind")
            return None if found is None else model.ThingType(found)
        case tree.TypeChoice(values):
            seen: dict[str, Span] = {}
            for value in values:
                if value.text in seen:
                    names.duplicate(value, "one of these values", seen[value.text])
                seen.setdefault(value.text, value.span)
                names.choices.setdefault(value.text, value.span)
            return model.ChoiceType(tuple(seen))
        case tree.TypeRange(low, high, span):
            for bound in (low, high):
                if abs(bound.value) > LARGEST:
                    number_too_large(Scope(names), bound.span)
                    return None
            if low.value > high.value:
                names.problems.add(
                    "out-of-bounds",
                    "the lower bound is above the upper one",
                    span,
                    expected="the smaller number first",
                    seen=f"{low.value}..{high.value}",
                    hint=Hint.of(f"write {high.value}..{low.value}", f"{high.value}..{low.value}"),
                )
                return None
            return model.NumberType(low.value, high.value)


def check_properties(names: Names, definitions: Iterable[tree.PropertyDefinition]) -> dict[str, model.Property]:
    """The properties with their defaults, once all things are known."""
    found: dict[str, model.Property] = {}
    for definition in definitions:
        known = names.properties[definition.name.text]
        default, fits = _default(names, definition, known.type)
        kinds = tuple(kind for kind in known.kinds if kind is not None)
        if known.type is None or not fits or len(kinds) < len(known.kinds):
            continue
        phrase = definition.phrase.value if definition.phrase is not None else ""
        parameters, phrases = check_phrases(names, definition, kinds, known.type)
        found[known.name] = model.Property(
            known.name,
            kinds,
            known.type,
            default,
            definition.felt_by_all,
            phrase,
            definition.span,
            definition.bookkeeping,
            parameters,
            phrases,
        )
    return found


def _default(
    names: Names, definition: tree.PropertyDefinition, kind: model.Type | None
) -> tuple[bool | int | str | None, bool]:
    """The initial value where no fact gives one, and whether it fits the type."""
    scope = Scope(names)
    if definition.default is not None:
        typed: Typed | None = check(scope, definition.default, kind)
        if typed is None or kind is None:
            return None, False
        value = fit_value(scope, typed, kind, definition.default.span, definition.name.text)
        if isinstance(value, model.Literal):
            return value.value, True
        if value is not None:
            names.problems.add(
                "wrong-type",
                "a default is one fixed value",
                definition.default.span,
                expected="a value, or the name of a thing",
                seen="an expression",
                hint="give other values by facts",
            )
        return None, False
    match kind:
        case model.TruthType():
            return False, True
        case model.NumberType(low, high):
            least = 0 if low is None else max(0, low)
            return (least if high is None else min(least, high)), True
        case _:
            return None, True
