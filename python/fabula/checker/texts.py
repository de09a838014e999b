"""The texts of a story: every `{slot}` names something that is there, every `[verb]` has someone it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fabula import model
from fabula.checker.expressions import check, check_condition
from fabula.checker.lookup import stands_for_body
from fabula.checker.names import CHARACTER, WILL, PropertyName, Scope
from fabula.checker.typed import NobodyType, Typed, with_article
from fabula.problems import Hint, Problems
from fabula.source import Edit, Span
from fabula.syntax import tree
from fabula.syntax.habits.texts import Foreign, foreign
from fabula.syntax.templates import FORMS, Alternatives, Branch, Computed, Flaw, Piece, Slot, Text, Verb, parse_template
from fabula.syntax.tokens import offsets
from fabula.syntax.within import expression_within


def check_text(scope: Scope, text: tree.Text, named: bool = False) -> str:
    """The text of a title, after all its slots and verbs have been looked at; nothing in it depends on who tells it. `named`:
    somebody stands before it to whom a verb can belong."""
    return _Checked(scope, text, False).look(named)


def check_told(scope: Scope, text: tree.Text) -> tuple[str, tuple[model.Inset, ...]]:
    """A text that somebody tells, with the conditions and values that stand in it."""
    checked = _Checked(scope, text, True)
    return checked.look(), tuple(checked.insets.values())


#: words of other tools that stand in square brackets
_MARKUP = re.compile(r"(if|unless)\b.*|otherwise|else|or|only|(end|one|first|at|in|then)\s.*|cycling|stopping", re.IGNORECASE)


class _Checked:
    """Goes through a text, piece by piece. `told`: by somebody, at a moment; only then something can be asked in it."""

    def __init__(self, scope: Scope, text: tree.Text, told: bool) -> None:
        self.scope = scope
        self.text = text
        self.told = told
        self.insets: dict[str, model.Inset] = {}
        value, places = offsets(text.span)
        #: where each letter stands in the source, if that can be said
        self._places = places if value == text.value else ()
        self._foreign = foreign(text.value)

    def look(self, named: bool = False) -> str:
        template = parse_template(self.text.value)
        found: list[tuple[int, Flaw | Foreign]] = []
        for piece in template.every_piece:
            # What our own reading of braces makes sense of is never taken for another tool's.
            ours = piece.position if isinstance(piece, Computed) and self._reads(piece) else None
            self._foreign = [one for one in self._foreign if one.start != ours]
        found += [(one.start, one) for one in self._foreign]
        found += [(flaw.start, flaw) for flaw in template.flaws if not self._is_foreign(flaw.start, flaw.end)]
        self._pieces(template.pieces, named)
        for _, one in sorted(found, key=lambda each: each[0]):
            match one:
                case Foreign():
                    message = f"{one.what} is written like this in {one.tool}, and otherwise here"
                    span, written = self.span(one.start, one.end), self.written(one.start, one.end)
                    _bad_slot(self.scope, span, message, written, Hint.of(f"write {one.instead}", one.instead))
                case Flaw():
                    self._flaw(one)
        return self.text.value

    # --- places ------------------------------------------------------------------------------------------------------------

    def span(self, start: int, end: int) -> Span:
        """Where a stretch of the text stands in the source; the whole text if that can't be said."""
        if not self._places or end <= start:
            return self.text.span
        return Span(self.text.span.source, self._places[start], self._places[end - 1] + 1)

    def written(self, start: int, end: int) -> str:
        return self.text.value[start:end]

    def _is_foreign(self, start: int, end: int) -> bool:
        return any(one.start < end and start < one.end for one in self._foreign)

    # --- pieces ------------------------------------------------------------------------------------------------------------

    def _pieces(self, pieces: tuple[Piece, ...], named: bool) -> bool:
        """`named`: something stands before them that a verb can belong to; gives whether it does behind them."""
        for piece in pieces:
            match piece:
                case Text(text):
                    named = named or re.search(r"\w", text) is not None
                case Slot():
                    self._slot(piece)
                    named = True
                case Verb():
                    self._verb(piece, named)
                case Computed():
                    self._value(piece)
                    named = True
                case Alternatives():
                    named = self._alternatives(piece, named) or named
        return named

    def _slot(self, slot: Slot) -> None:
        end = self.text.value.index("}", slot.position) + 1
        if not self._is_foreign(slot.position, end):
            _check_slot(self.scope, slot, self.span(slot.position, end))

    def _verb(self, verb: Verb, named: bool) -> None:
        end = self.text.value.index("]", verb.position) + 1
        if self._is_foreign(verb.position, end):
            return
        written = self.written(verb.position, end)
        name = written[1:-1].strip()
        # A thing may have the name of a verb, in a text of another file: "[hide]".
        if name in self.scope.variables or (name in self.scope.names.things and name[:1].isupper()):
            _bad_slot(
                self.scope,
                self.span(verb.position, end),
                f"'{name}' stands in square brackets, in which verbs are",
                written,
                Hint.of(f"write {{{name}}}", f"{{{name}}}"),
            )
            return
        if _MARKUP.fullmatch(name) is not None:
            hint = "alternatives are {if CONDITION: TEXT|else: TEXT}, {first: TEXT|then: TEXT}, {one of: TEXT|TEXT}"
            _bad_slot(self.scope, self.span(verb.position, end), f"'{written}' is no verb", written, hint)
            return
        # What a verb belongs to may be plain words as well: "Time [go] by."
        if not named:
            hint = "put who does it before the verb, or write the verb without brackets"
            message = f"'{written}' belongs to nobody: nobody is named before it"
            _bad_slot(self.scope, self.span(verb.position, end), message, written, hint)

    def _flaw(self, flaw: Flaw) -> None:
        end = flaw.start + 1 if flaw.lone else flaw.end
        span, written = self.span(flaw.start, end), self.written(flaw.start, end)
        if flaw.lone:
            _lone(self.scope, span, flaw.message, written)
        elif flaw.instead is not None:
            _bad_slot(self.scope, span, flaw.message, written, Hint.of(flaw.hint, flaw.instead))
        else:
            _bad_slot(self.scope, span, flaw.message, written, flaw.hint or _hint(written))

    # --- what is worked out ------------------------------------------------------------------------------------------------

    def _reads(self, value: Computed) -> bool:
        expression, problems = expression_within(self.span(value.begin, value.end), self.scope.known())
        return expression is not None and not problems

    def _alternatives(self, piece: Alternatives, named: bool) -> bool:
        if not self._may_ask(piece.position, piece.source):
            return True
        for branch in piece.branches:
            if branch.condition:
                self._condition(branch)
        behind = [self._pieces(branch.pieces, named) for branch in piece.branches]
        return all(behind)

    def _may_ask(self, position: int, source: str) -> bool:
        if self.told:
            return True
        hint = 'name it without, and put the rest into a text below: says if CONDITION "..."'
        message = "a title is the same for everybody and at all times"
        _bad_slot(self.scope, self.span(position, position + len(source)), message, source, hint)
        return False

    def _condition(self, branch: Branch) -> None:
        span = self.span(branch.position, branch.end)
        expression, problems = self._expression(span, branch.condition)
        self.scope.problems.extend(problems)
        typed = check_condition(self.scope, expression, "the condition of a text") if expression is not None else None
        if typed is not None:
            self.insets[branch.condition] = model.Inset(branch.condition, typed.expression, model.TruthType())

    def _expression(self, span: Span, written: str) -> tuple[tree.Expression | None, Problems]:
        if span.in_one_line == written:
            return expression_within(span, self.scope.known())
        problems = Problems()
        problems.add(
            "text-bad-slot",
            "what is asked in a text stands in one line of it",
            span,
            expected=written,
            seen="a text that is broken there",
            hint="break the text before or behind the braces",
        )
        return None, problems

    def _value(self, value: Computed) -> None:
        end = value.position + len(value.source)
        if self._is_foreign(value.position, end):
            return
        whole = self.span(value.position, end)
        span = self.span(value.begin, value.end)
        expression, problems = self._expression(span, value.written)
        if expression is None or problems:
            reasons = "".join(f": {problem.message}" for problem in list(problems)[:1])
            _bad_slot(
                self.scope, whole, f"'{value.source}' is no slot and no value{reasons}", value.source, _hint(value.source)
            )
            return
        if not self._may_ask(value.position, value.source):
            return
        typed = check(self.scope, expression)
        if typed is None:
            return
        if isinstance(typed.type, NobodyType) or (
            isinstance(typed.type, model.TruthType) and not isinstance(expression, tree.Call | tree.Attribute | tree.Name)
        ):
            instead = f"{{if {value.written}: yes|else: no}}"
            message = "a condition has no words of its own"
            _bad_slot(self.scope, whole, message, value.source, Hint.of(f"write what is told: {instead}", instead))
            return
        self.insets[value.written] = model.Inset(value.written, typed.expression, typed.type)


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
    possessive = re.search(r"\.(\w+)['\u2019]s?\s*}$", written)
    if possessive is not None and possessive[1] in FORMS:
        return "write {who's} or {who.his}"
    return "to print a brace as it is, write it twice"


def _bad_slot(scope: Scope, span: Span, message: str, seen: str, hint: str, fix: tuple[Edit, ...] = ()) -> None:
    scope.problems.add(
        "text-bad-slot",
        message,
        span,
        expected="a slot as {who}, {who's}, {who.him}, {who.at}, a value as {hour + 1}, or a verb as [kneel]",
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
        text, insets = check_told(scope, one.text)
        if fits and (one.condition is None or condition is not None):
            teller = one.teller.text if one.teller is not None else None
            asked = condition.expression if condition is not None else None
            found.append(model.Says(text, teller, asked, one.span, one.in_vain, insets))
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
