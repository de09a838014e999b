"""The texts of a story: every `{slot}` names something that is there, every `[verb]` has someone it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fabula import model
from fabula.checker.expressions import check_condition
from fabula.checker.lookup import stands_for_body
from fabula.checker.names import CHARACTER, WILL, PropertyName, Scope
from fabula.checker.typed import Typed, with_article
from fabula.problems import Problems
from fabula.source import Span
from fabula.syntax import tree

#: what may stand behind the dot of a slot besides a property: how the thing is spoken of there
FORMS = frozenset(
    "name he she they we it him her them us his their its our hers theirs ours "
    "himself herself itself themselves themself ourselves".split()
)

_MARK = re.compile(r"\{\{|\}\}|\[\[|\]\]|[{}\[\]]")
_SLOT = re.compile(r"\s*([^\W\d]\w*)((?:\.[^\W\d]\w*)*)(['’]s|['’])?\s*")
_VERB = re.compile(r"\s*[A-Za-z]+(?:-[a-z]+)?(?: [\w'’-]+)*\s*")


@dataclass(frozen=True, slots=True)
class _Piece:
    """`{inner}` or `[inner]`; `written` with its marks. `first`: no word stands before it."""

    mark: str
    inner: str
    written: str
    first: bool


def check_text(scope: Scope, text: tree.Text) -> str:
    """The text, after all its slots and verbs have been looked at."""
    counted: dict[str, int] = {}
    for piece in _pieces(text.value):
        counted[piece.written] = counted.get(piece.written, 0) + 1
        span = _place(text.span, piece.written, counted[piece.written])
        if piece.mark == "{" and piece.inner:
            _check_slot(scope, piece, span)
        elif piece.mark == "[" and piece.inner:
            _check_verb(scope, piece, span)
        else:
            _bad_slot(scope, span, f"'{piece.mark}' has no counterpart", piece.written, "to print it as it is, write it twice")
    return text.value


def _pieces(text: str) -> Iterator[_Piece]:
    """Slots, verbs, and marks that stand alone (those without `inner`)."""
    at = 0
    while (mark := _MARK.search(text, at)) is not None:
        sign, at = mark.group(), mark.end()
        if len(sign) == 2:
            continue
        end = text.find("}" if sign == "{" else "]", at) if sign in "{[" else -1
        if end < 0:
            yield _Piece(sign, "", sign, False)
            continue
        first = re.search(r"\w", text[: mark.start()]) is None
        yield _Piece(sign, text[at:end] or " ", text[mark.start() : end + 1], first)
        at = end + 1


def _place(span: Span, written: str, count: int) -> Span:
    """Where the text has a piece for the nth time; the whole text if its spelling differs there (escapes)."""
    start = -1
    for _ in range(count):
        start = span.text.find(written, start + 1)
        if start < 0:
            return span
    return Span(span.source, span.start + start, span.start + start + len(written))


def _bad_slot(scope: Scope, span: Span, message: str, seen: str, hint: str) -> None:
    scope.problems.add(
        "text-bad-slot",
        message,
        span,
        expected="a slot as {who}, {who's}, {who.him}, {who.at}, or a verb as [kneel]",
        seen=seen,
        hint=hint,
    )


def _check_verb(scope: Scope, piece: _Piece, span: Span) -> None:
    if _VERB.fullmatch(piece.inner) is None:
        _bad_slot(scope, span, f"'{piece.written}' is not a verb", piece.written, "write the base form, as in [kneel] or [be]")
    elif piece.first:
        hint = "put who does it before the verb, or write the verb without brackets"
        _bad_slot(scope, span, f"'{piece.written}' belongs to nobody: nothing stands before it", piece.written, hint)


def _check_slot(scope: Scope, piece: _Piece, span: Span) -> None:
    found = _SLOT.fullmatch(piece.inner)
    if found is None:
        hint = "to print a brace as it is, write it twice"
        _bad_slot(scope, span, f"'{piece.written}' is not a slot", piece.written, hint)
        return
    path = [word for word in found.group(2).split(".") if word]
    if path and path[-1] in FORMS:
        if found.group(3) and path[-1] != "name":
            _bad_slot(scope, span, f"'{path[-1]}' has no possessive", piece.written, "write {who's} or {who.his}")
            return
        path.pop()
    kind = _kind_of_slot(scope, found.group(1), span)
    for word in path:
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
            found.append(model.Says(text, teller, condition.expression if condition is not None else None, one.span))
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
