"""The texts of a story: every `{slot}` names something that is there, every `[verb]` has someone it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fabula import model
from fabula.checker.expressions import check_condition
from fabula.checker.lookup import stands_for_body
from fabula.checker.names import CHARACTER, WILL, PropertyName, Scope
from fabula.checker.typed import Typed, with_article
from fabula.problems import Hint, Problems
from fabula.source import Edit, Span
from fabula.syntax import tree
from fabula.syntax.templates import FORMS, Flaw, Slot, Verb, parse_template


def check_text(scope: Scope, text: tree.Text) -> str:
    """The text, after all its slots and verbs have been looked at."""
    template = parse_template(text.value)
    places: list[tuple[int, int, Slot | Verb | Flaw]] = [
        (flaw.start, flaw.start + 1 if flaw.lone else flaw.end, flaw) for flaw in template.flaws
    ]
    for piece in template.pieces:
        if isinstance(piece, Slot | Verb):
            end = text.value.index("}" if isinstance(piece, Slot) else "]", piece.position) + 1
            places.append((piece.position, end, piece))
    counted: dict[str, int] = {}
    for start, end, found in sorted(places, key=lambda place: place[0]):
        written = text.value[start:end]
        counted[written] = counted.get(written, 0) + 1
        span = _place(text.span, written, counted[written])
        match found:
            case Slot():
                _check_slot(scope, found, span)
            case Verb():
                # What a verb belongs to may be plain words as well: "Time [go] by."
                if re.search(r"\w", text.value[:start]) is None:
                    hint = "put who does it before the verb, or write the verb without brackets"
                    _bad_slot(scope, span, f"'{written}' belongs to nobody: nobody is named before it", written, hint)
            case Flaw(message=message, lone=lone):
                if lone:
                    _lone(scope, span, message, written)
                else:
                    _bad_slot(scope, span, message, written, _hint(written))
    return text.value


def _lone(scope: Scope, span: Span, message: str, written: str) -> None:
    """A mark without a counterpart; what comes after it may be what it should hold."""
    source, start = span.source, span.start
    name = re.compile(r"[{\[][^\W\d]\w*(?:\.\w+)*").match(source.text, start)
    hint, fix = "to print it as it is, write it twice", tuple[Edit, ...]()
    if name is not None:
        whole = f"{name.group()}{'}' if written == '{' else ']'}"
        hint, fix = f"write {whole}; {hint}", (Edit(Span(source, start, name.end()), whole),)
    _bad_slot(scope, span, message, written, hint, fix)


def _hint(written: str) -> str:
    if written.startswith("["):
        return "write the base form, as in [kneel] or [be]"
    applied = re.fullmatch(r"\{\s*(\w+)\(\s*(\w+)\s*\)\s*\}", written)
    if applied is not None:
        whole = f"{{{applied[2]}.{applied[1]}}}"
        return Hint.of(f"write {whole}: a slot reads one property after the other", whole, written)
    if re.search(r"[-+*/<>=,()]| is | and | or |\?", written):
        return Hint.of(
            "a slot is a name and its properties, as {who.at}; what is worked out is a property or stands in a condition: "
            'says if CONDITION "..."',
            written.strip("{}"),
            written,
        )
    possessive = re.search(r"\.(\w+)['\u2019]s?\s*}$", written)
    if possessive is not None and possessive[1] in FORMS:
        return "write {who's} or {who.his}"
    return "to print a brace as it is, write it twice"


def _place(span: Span, written: str, count: int) -> Span:
    """Where the text has a piece for the nth time; the whole text if its spelling differs there (escapes)."""
    start = -1
    for _ in range(count):
        start = span.text.find(written, start + 1)
        if start < 0:
            return span
    return Span(span.source, span.start + start, span.start + start + len(written))


def _bad_slot(scope: Scope, span: Span, message: str, seen: str, hint: str, fix: tuple[Edit, ...] = ()) -> None:
    scope.problems.add(
        "text-bad-slot",
        message,
        span,
        expected="a slot as {who}, {who's}, {who.him}, {who.at}, or a verb as [kneel]",
        seen=seen,
        hint=hint,
        fix=fix,
    )


def _check_slot(scope: Scope, slot: Slot, span: Span) -> None:
    kind = _kind_of_slot(scope, slot.who, span)
    for word in slot.path:
        if kind is None:
            return
        kind = _kind_of_property(scope, word, kind, span)


def _kind_of_slot(scope: Scope, word: str, span: Span) -> str | None:
    """The kind of what a slot names; None if it has none, is poisoned or unknown."""
    names = scope.names
    if word in scope.variables:
        variable = scope.variables[word]
        return None if variable is None else variable.kind
    if word in names.things:
        return names.things[word].kind
    known = names.properties.get(word)
    if known is not None and not known.kinds:
        return known.type.kind if isinstance(known.type, model.ThingType) else None
    hint = ""
    if known is not None:
        hint = f"'{word}' is a property: write {{who.{word}}} with whose it is"
    elif word in names.kinds:
        hint = f"'{word}' is a kind: write the name of a parameter or a thing"
    name = tree.Name(word, span)
    plain = [one for one, its in names.properties.items() if not its.kinds]
    names.unknown("text-unknown-name", "parameter, thing or property", name, [*scope.variables, *names.things, *plain], hint)
    return None


def _kind_of_property(scope: Scope, word: str, kind: str, span: Span) -> str | None:
    """The kind of a property's value in a slot, read of a thing of the given kind."""
    names = scope.names
    known = names.properties.get(word)
    if known is None:
        fitting = [name for name, its in names.properties.items() if len(its.kinds) == 1 and _fits(scope, its, kind)]
        hint = f"'{word}' is a rule: a slot reads properties" if word in names.rules else ""
        names.unknown("text-unknown-name", "property", tree.Name(word, span), [*fitting, *FORMS], hint)
        return None
    if len(known.kinds) != 1 or not _fits(scope, known, kind):
        scope.problems.add(
            "text-unknown-name",
            f"'{word}' is not said of {with_article(kind)}",
            span,
            expected=f"a property of {with_article(kind)}",
            seen=f"{word}({', '.join(one or '?' for one in known.kinds)})",
        )
        return None
    return known.type.kind if isinstance(known.type, model.ThingType) else None


def _fits(scope: Scope, known: PropertyName, kind: str) -> bool:
    wanted = known.kinds[0]
    if wanted is None or scope.names.is_below(kind, wanted):
        return True
    return stands_for_body(scope, Typed(model.Variable("", kind), model.ThingType(kind)), wanted)


def check_says(scope: Scope, says: Iterable[tree.Says]) -> tuple[model.Says, ...]:
    """The ways to tell something. A teller is a mind of the story, or a parameter that stands for one."""
    found: list[model.Says] = []
    for one in says:
        fits = one.teller is None or _check_teller(scope, one.teller)
        condition = check_condition(scope, one.condition) if one.condition is not None else None
        text = check_text(scope, one.text)
        if fits and (one.condition is None or condition is not None):
            teller = one.teller.text if one.teller is not None else None
            asked = condition.expression if condition is not None else None
            found.append(model.Says(text, teller, asked, one.span, one.in_vain))
    return tuple(found)


def _check_teller(scope: Scope, name: tree.Name) -> bool:
    names = scope.names
    if name.text in scope.variables:
        variable = scope.variables[name.text]
        kind = None if variable is None else variable.kind
    elif name.text in names.things:
        kind = names.things[name.text].kind
    else:
        minds = [thing.name for thing in names.things.values() if thing.kind is not None and names.is_mind(thing.kind)]
        names.unknown("unknown-name", "character", name, [*scope.variables, *minds])
        return False
    if kind is None:
        return False
    if not names.is_mind(kind):
        report_no_mind(scope.problems, name.span, "tells a story", f"{name.text}, {with_article(kind)}")
        return False
    return True


def report_no_mind(problems: Problems, span: Span, verb: str, seen: str) -> None:
    problems.add(
        "not-a-mind",
        f"only someone with a mind {verb}",
        span,
        expected="a character or a will",
        seen=seen,
        hint=f"minds are things of the kinds '{CHARACTER}' and '{WILL}', and of kinds below them",
    )
