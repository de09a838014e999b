"""Expressions of the story, with things for their variables, as ground conditions and expressions.

What the engines ask for (`task.py`) is made here: "not" goes down to the atoms, quantifiers are written out, arguments that
are themselves values are split by cases, and `believes` becomes the path of what is read.

A condition is wanted in one of four ways: as it is, negated ("not" pushed to the atoms, where a negated comparison of
numbers stays false on `?`), and the exact opposite of either, which is what "else" and "where" need. Where what a mind has of
a property is a set, the latter three are one: "not" goes to the atoms, but not through what another mind believes, which is a
fact (semantics 8.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from fabula.grounding.arguments import Arguments
from fabula.grounding.figures import BadNumber, calculated, joined, left_out
from fabula.grounding.numbers import COMPARISONS
from fabula.grounding.relations import Rows, joined_rows, no_rows, possible_things
from fabula.grounding.terms import Leaf, Terms
from fabula.grounding.vocabulary import Key, Vocabulary, sort_of
from fabula.grounding.ways import OPPOSITE, PLAIN, TURNED, Way, is_read, is_value, sort_in
from fabula.model import (
    Arithmetic,
    Believed,
    Comparison,
    Conditional,
    Expression,
    Get,
    IsKind,
    Known,
    Knows,
    Literal,
    Logic,
    MayBe,
    Not,
    OneOf,
    Quantified,
    Variable,
)
from fabula.source import Span
from fabula.task import FALSE, LARGEST, TRUE, UNKNOWN, Condition, Constant, Sort
from fabula.task import Expression as TaskExpression

Binding = Mapping[str, int]
Path = tuple[int, ...]
Resolve = Callable[[Path, Key], Leaf]


#: choices one below the other, before they are split in halves: engines go down into them
_LONGEST_CHAIN = 16

Cases = tuple[tuple[Condition, Leaf], ...]
Codes = tuple[tuple[Condition, int], ...]


class Compiler:
    """`resolve` says what a ground property is along a path: a constant, or what to read; `rows`, where it is given, of which
    arguments a relation that nothing changes can hold, so that only these are looked at. All methods may raise `StepsEnded` and
    `BadNumber`."""

    def __init__(self, vocabulary: Vocabulary, terms: Terms, resolve: Resolve, rows: Rows | None = None) -> None:
        self.vocabulary = vocabulary
        self.terms = terms
        self.resolve = resolve
        self.rows = rows or no_rows
        self._sets = vocabulary.sets
        self._shape_and_names = vocabulary.variables.shape_and_names
        self.written = Arguments(vocabulary).written
        self._properties = vocabulary.definition.properties
        self._conditions: dict[tuple[int, tuple[int, ...], Path, Way], Condition] = {}
        self._cases: dict[tuple[int, tuple[int, ...], Path], Cases] = {}
        self._numbers: dict[tuple[int, tuple[int, ...], Path], TaskExpression] = {}
        #: of what a quantifier asks for: itself, which keeps its identity, and the things of which it can be true
        self._meant: dict[tuple[int, str], tuple[Expression, Sequence[int]]] = {}
        #: comparisons of something with nobody, and whether it can be nobody
        self.nobody: dict[Comparison, bool] = {}

    def forget(self) -> None:
        """What `resolve` says has changed."""
        self._conditions.clear()
        self._cases.clear()
        self._numbers.clear()

    # --- truths ------------------------------------------------------------------------------------------------------

    def condition(self, expression: Expression, binding: Binding, path: Path = (), way: Way = PLAIN) -> Condition:
        shape, names = self._shape_and_names(expression)
        key = (shape, tuple([binding[name] for name in names]), path, way)
        compiled = self._conditions.get(key)
        if compiled is None:
            self.terms.steps.spend(1)
            compiled = self._conditions[key] = self._condition(expression, binding, path, way)
        return compiled

    def _condition(self, expression: Expression, binding: Binding, path: Path, way: Way) -> Condition:
        terms = self.terms
        turned = way.negated != way.opposite
        match expression:
            case Literal(value):
                return terms.truth(bool(value) != turned)
            case Logic(operator, parts):
                join = terms.all_of if (operator == "and") != turned else terms.any_of
                return join([self.condition(part, binding, path, way) for part in parts])
            case Not(operand):
                return self.condition(operand, binding, path, TURNED[way])
            case Comparison():
                return self._comparison(expression, binding, path, way)
            case Get():
                return self._holds(expression, binding, path, terms.no if turned else terms.yes)
            case Believed(mind, content):
                cases = []
                for guard, thing in self.things(mind, binding, path):
                    inner = self._into(path, thing)
                    if inner is None:
                        held = terms.truth(turned)
                    elif self._sets and turned and inner != path:
                        held = terms.negate(self.condition(content, binding, inner), len(path))
                    else:
                        held = self.condition(content, binding, inner, way)
                    cases.append((guard, held))
                return self._grouped(cases)
            case Knows(mind, content):
                return self._asked(self._knowing(mind, content, binding, path), path, turned)
            case Known():
                known = self._grouped(self._of_place(expression, binding, path))
                return known if not turned else terms.negate(known, len(path)) if self._sets else terms.complement(known)
            case OneOf():
                return self._asked(self._of_place(expression, binding, path), path, turned)
            case MayBe():
                return self._asked(self._may_be(expression, binding, path, turned), path, turned)
            case IsKind(operand, kind):
                return self._is_kind(operand, kind, binding, path, turned)
            case Conditional(then, test, otherwise):
                yes = terms.all_of((self.condition(test, binding, path), self.condition(then, binding, path, way)))
                no = (self.condition(test, binding, path, OPPOSITE), self.condition(otherwise, binding, path, way))
                return terms.any_of((yes, terms.all_of(no)))
            case Quantified(word, variable, where, body):
                if word == "no":
                    way = TURNED[way]
                    turned = not turned
                every = (word == "every") != turned
                conditions: list[Condition] = []
                for inner_binding in self.each(variable, binding, where):
                    if where is None:
                        conditions.append(self.condition(body, inner_binding, path, way))
                        continue
                    # Of what is not meant nothing is asked.
                    meant = self.condition(where, inner_binding, path, OPPOSITE if every else PLAIN)
                    if meant is not (TRUE if every else FALSE):
                        join = terms.any_of if every else terms.all_of
                        conditions.append(join((meant, self.condition(body, inner_binding, path, way))))
                return terms.all_of(conditions) if every else terms.any_of(conditions)
        raise TypeError(f"not a truth: {expression}")

    def _comparison(self, expression: Comparison, binding: Binding, path: Path, way: Way) -> Condition:
        terms = self.terms
        left, right = expression.left, expression.right
        sort = self.sort(left) or self.sort(right) or Sort.SYMBOL
        if self._sets:
            turned = (way.negated != way.opposite) != (expression.operator == "!=")
            operator = "==" if expression.operator == "!=" else expression.operator
            if sort is Sort.TRUTH and not (is_read(left, True) and is_read(right, True)):
                return self._same_truth(left, right, binding, path, not turned)
            if isinstance(right, Literal) and right.value is None and expression.span is not None:
                can_be = any(self._can_be_nobody(leaf) for _, leaf in self.symbol(left, binding, path))
                self.nobody[expression] = can_be or self.nobody.get(expression, False)
            return self._compared(operator, left, right, binding, path, turned, sort)
        operator = COMPARISONS[expression.operator] if way.negated else expression.operator
        if sort is Sort.NUMBER:
            comparison = terms.compare(operator, self.number(left, binding, path), self.number(right, binding, path))
            return terms.complement(comparison) if way.opposite else comparison
        if way.opposite:
            operator = COMPARISONS[operator]
        if sort is Sort.TRUTH:
            return self._same_truth(left, right, binding, path, operator == "==")
        firsts, seconds = self.symbol(left, binding, path), self.symbol(right, binding, path)
        if len(firsts) == 1 and len(seconds) == 1:
            return terms.compare(operator, firsts[0][1], seconds[0][1])
        terms.steps.spend(len(firsts) * len(seconds))
        return self._grouped(
            (terms.all_of((guard, other_guard)), terms.compare(operator, first, second))
            for guard, first in firsts
            for other_guard, second in seconds
        )

    def _same_truth(self, left: Expression, right: Expression, binding: Binding, path: Path, wanted: bool) -> Condition:
        """That two truths are the same or (`wanted` false) that they differ."""
        same, other = (PLAIN, OPPOSITE) if wanted else (OPPOSITE, PLAIN)
        both = (self.condition(left, binding, path), self.condition(right, binding, path, same))
        neither = (self.condition(left, binding, path, OPPOSITE), self.condition(right, binding, path, other))
        return self.terms.any_of((self.terms.all_of(both), self.terms.all_of(neither)))

    def _compared(
        self, operator: str, left: Expression, right: Expression, binding: Binding, path: Path, turned: bool, sort: Sort
    ) -> Condition:
        """With sets: one atom for each case of what is compared."""
        terms, of_reads = self.terms, is_read(left) and is_read(right)
        if sort is Sort.NUMBER:
            comparison = terms.compare(operator, self.number(left, binding, path), self.number(right, binding, path), of_reads)
            return terms.negate(comparison, len(path)) if turned else comparison
        firsts, seconds = (
            self._leaves(side, binding, path) if sort is Sort.TRUTH else self.symbol(side, binding, path)
            for side in (left, right)
        )
        if len(firsts) == 1 and len(seconds) == 1 and firsts[0][0] is TRUE and seconds[0][0] is TRUE:
            comparison = terms.compare(operator, firsts[0][1], seconds[0][1], of_reads)
            return terms.negate(comparison, len(path)) if turned else comparison
        terms.steps.spend(len(firsts) * len(seconds))
        cases = [
            (terms.all_of((guard, other_guard)), terms.compare(operator, first, second, of_reads))
            for guard, first in firsts
            for other_guard, second in seconds
        ]
        return self._asked(cases, path, turned)

    def _is_kind(self, operand: Expression, kind: str, binding: Binding, path: Path, turned: bool) -> Condition:
        members, terms = self.vocabulary.members(kind), self.terms
        cases: list[tuple[Condition, Condition]] = []
        if self._sets:
            cases = [(guard, terms.one_of(leaf, members)) for guard, leaf in self.symbol(operand, binding, path)]
            return self._asked(cases, path, turned)
        for guard, leaf in self.symbol(operand, binding, path):
            if isinstance(leaf, Constant):
                cases.append((guard, terms.truth((leaf.value in members) != turned)))
                continue
            inside = [terms.constant(code) for code in terms.domain(leaf) if code in members]
            if turned:
                cases.append((guard, terms.all_of([terms.compare("!=", leaf, code) for code in inside])))
            else:
                cases.append((guard, terms.any_of([terms.compare("==", leaf, code) for code in inside])))
        return self._grouped(cases)

    def _can_be_nobody(self, leaf: Leaf) -> bool:
        nobody = self.vocabulary.nobody
        return leaf.value == nobody if isinstance(leaf, Constant) else nobody in self.terms.domain(leaf)

    # --- what is known, with sets ------------------------------------------------------------------------------------

    def _asked(self, cases: Sequence[tuple[Condition, Condition]], path: Path, turned: bool) -> Condition:
        """The truth of the case that holds, or its denial. Where the cases are what somebody else believes, none of them may
        hold, so that the whole is denied."""
        terms, depth = self.terms, len(path)
        if not turned:
            return self._grouped(cases)
        if not self._sets:
            return self._grouped([(guard, terms.complement(result)) for guard, result in cases])
        if any(terms.depth(guard) > depth for guard, _ in cases):
            return terms.negate(self._grouped(cases), depth)
        return self._grouped([(guard, terms.negate(result, depth)) for guard, result in cases])

    def _leaves(self, place: Expression, binding: Binding, path: Path) -> Cases:
        """What a property is, or the one in a mind, by cases; also a value that is written."""
        terms = self.terms
        match place:
            case Literal(value):
                return ((TRUE, terms.constant(self.vocabulary.code(value))),)
            case Get():
                return tuple(self._got(place, binding, path))
            case Believed(mind, content):
                cases: list[tuple[Condition, Leaf]] = []
                for guard, thing in self.things(mind, binding, path):
                    inner = self._into(path, thing)
                    nothing = terms.constant(self._nothing(content))
                    held = ((TRUE, nothing),) if inner is None else self._leaves(content, binding, inner)
                    cases += [(terms.all_of((guard, also)), leaf) for also, leaf in held]
                return tuple(cases)
        raise TypeError(f"not a place: {place}")

    def _may_be(self, expression: MayBe, binding: Binding, path: Path, turned: bool) -> list[tuple[Condition, Condition]]:
        """One atom for each case of what is asked; its denial splits what varies into its values, of which it says what they
        are not."""
        terms, value = self.terms, expression.value
        values: Cases
        if is_value(value):
            values = tuple((guard, terms.constant(code)) for guard, code in self._values((value,), binding))
        elif turned or not self._sets or self.sort(value) is not Sort.SYMBOL:
            values = tuple((guard, terms.constant(code)) for guard, code in self.things(value, binding, path))
        else:
            values = self.symbol(value, binding, path)
        return [
            (terms.all_of((guard, also)), terms.may_be(leaf, possible))
            for guard, leaf in self._leaves(expression.place, binding, path)
            for also, possible in values
        ]

    def _of_place(self, expression: OneOf | Known, binding: Binding, path: Path) -> list[tuple[Condition, Condition]]:
        terms = self.terms
        leaves = self._leaves(expression.place, binding, path)
        match expression:
            case Known():
                # What it is asked of must be known, too.
                return [(terms.all_of((terms.settled(guard), guard)), terms.known(leaf)) for guard, leaf in leaves]
            case OneOf(_, options):
                allowed = [code for _, code in self._values(options, binding)]
                return [(guard, terms.one_of(leaf, allowed)) for guard, leaf in leaves]

    def _values(self, values: Iterable[Expression], binding: Binding) -> Codes:
        """Values of the story: nothing is read for them."""
        return tuple(
            (TRUE, binding[value.name] if isinstance(value, Variable) else self.vocabulary.code(value.value))
            for value in values
            if isinstance(value, (Variable, Literal))
        )

    def _knowing(self, mind: Expression, content: Get, binding: Binding, path: Path) -> list[tuple[Condition, Condition]]:
        terms = self.terms
        cases: list[tuple[Condition, Condition]] = []
        for guard, thing in self.things(mind, binding, path):
            inner = self._into(path, thing)
            for also, leaf in self._got(content, binding, path):
                if inner is None:
                    knowing: Condition = FALSE
                else:
                    # Of what one knows oneself there is no mark: it is known here.
                    knowing = terms.known(leaf) if inner == path else terms.knows(inner, leaf)
                cases.append((terms.all_of((guard, also)), knowing))
        return cases

    def _grouped(self, cases: Iterable[tuple[Condition, Condition]]) -> Condition:
        """The truth of the case that holds; `cases` exclude each other and leave nothing out."""
        terms = self.terms
        groups: dict[int, tuple[Condition, list[Condition]]] = {}
        for guard, result in cases:
            if guard is TRUE:
                return result
            if guard is not FALSE and result is not FALSE:
                groups.setdefault(id(result), (result, []))[1].append(guard)
        return terms.any_of([terms.all_of((terms.either(guards), result)) for result, guards in groups.values()])

    # --- things and values of enumerations ---------------------------------------------------------------------------

    def symbol(self, expression: Expression, binding: Binding, path: Path = ()) -> Cases:
        """The values, each with when it is the one; these conditions exclude each other and leave nothing out."""
        if type(expression) is Variable:
            return ((TRUE, self.terms.constant(binding[expression.name])),)
        shape, names = self._shape_and_names(expression)
        key = (shape, tuple([binding[name] for name in names]), path)
        cases = self._cases.get(key)
        if cases is None:
            self.terms.steps.spend(1)
            cases = self._cases[key] = self._merged(self._symbol(expression, binding, path))
        return cases

    def _symbol(self, expression: Expression, binding: Binding, path: Path) -> Iterable[tuple[Condition, Leaf]]:
        terms = self.terms
        match expression:
            case Literal(value):
                return ((TRUE, terms.constant(self.vocabulary.code(value))),)
            case Variable(name):
                return ((TRUE, terms.constant(binding[name])),)
            case Get():
                return self._got(expression, binding, path)
            case Believed(mind, content):
                cases: list[tuple[Condition, Leaf]] = []
                for guard, thing in self.things(mind, binding, path):
                    inner = self._into(path, thing)
                    nobody = terms.constant(self.vocabulary.nobody)
                    held: Cases = ((TRUE, nobody),) if inner is None else self.symbol(content, binding, inner)
                    cases += [(terms.all_of((guard, also)), leaf) for also, leaf in held]
                return cases
            case Conditional(then, test, otherwise):
                yes, no = self.condition(test, binding, path), self.condition(test, binding, path, OPPOSITE)
                return (
                    *((terms.all_of((yes, guard)), leaf) for guard, leaf in self.symbol(then, binding, path)),
                    *((terms.all_of((no, guard)), leaf) for guard, leaf in self.symbol(otherwise, binding, path)),
                )
        raise TypeError(f"not a thing: {expression}")

    def _merged(self, cases: Iterable[tuple[Condition, Leaf]]) -> Cases:
        merged: dict[int, tuple[Leaf, list[Condition]]] = {}
        for guard, leaf in cases:
            if guard is not FALSE:
                merged.setdefault(id(leaf), (leaf, []))[1].append(guard)
        return tuple([(self.terms.either(guards), leaf) for leaf, guards in merged.values()])

    def things(self, expression: Expression, binding: Binding, path: Path = ()) -> Codes:
        """Like `symbol`, with what varies split into its values."""
        if type(expression) is Variable:
            return ((TRUE, binding[expression.name]),)
        terms = self.terms
        merged: dict[int, list[Condition]] = {}
        for guard, leaf in self.symbol(expression, binding, path):
            if isinstance(leaf, Constant):
                merged.setdefault(leaf.value, []).append(guard)
                continue
            for code in terms.domain(leaf):
                case = terms.all_of((guard, terms.compare("==", leaf, terms.constant(code))))
                if case is not FALSE:
                    merged.setdefault(code, []).append(case)
        return tuple([(terms.either(guards), code) for code, guards in merged.items()])

    def arguments(self, target: Get, binding: Binding, path: Path = ()) -> list[tuple[Condition, tuple[int, ...] | None]]:
        """The arguments of a ground property, by cases; None where one of them is nothing, or not of its kind."""
        plain = self.written(target, binding)
        if plain is not None:
            return [(TRUE, plain)]
        cases = [(self.terms.all_of(guards), codes) for guards, codes in self._combinations(target, binding, path)]
        return [case for case in cases if case[0] is not FALSE]

    def _combinations(
        self, target: Get, binding: Binding, path: Path
    ) -> list[tuple[tuple[Condition, ...], tuple[int, ...] | None]]:
        """Like `arguments`, with one condition for each argument that has cases, and with cases that can't be."""
        kinds = self._properties[target.property].kinds
        cases: list[tuple[tuple[Condition, ...], tuple[int, ...] | None]] = [((), ())]
        for kind, argument in zip(kinds, target.arguments, strict=True):
            fitting = self.vocabulary.fitting(kind)
            values = self.things(argument, binding, path)
            if len(values) > 1:
                self.terms.steps.spend(len(cases) * len(values))
            longer: list[tuple[tuple[Condition, ...], tuple[int, ...] | None]] = []
            for guard, code in values:
                # Neither nobody nor `?` is a symbol.
                fit = code if code < 0 else fitting[code]
                more = () if guard is TRUE else (guard,)
                for guards, codes in cases:
                    longer.append(((*guards, *more), None if codes is None or fit < 0 else (*codes, fit)))
            cases = longer
        return cases

    def _holds(self, expression: Get, binding: Binding, path: Path, wanted: Leaf) -> Condition:
        """When a yes/no property has the wanted value. Of the many places that are not next to each other nothing is built."""
        terms, name = self.terms, expression.property
        plain = self.written(expression, binding)
        if plain is not None:
            return terms.compare("==", self.resolve(path, (name, plain)), wanted)
        cases = []
        rows = self.rows(name) if wanted is terms.yes else None
        if rows is not None:
            for guards, row in joined_rows(self, expression, rows, binding, path):
                result = terms.compare("==", self.resolve(path, (name, row)), wanted)
                if result is not FALSE:
                    cases.append((terms.all_of(guards), result))
            return self._grouped(cases)
        combinations = self._combinations(expression, binding, path)
        deep = self._sets and any(terms.depth(guard) > len(path) for guards, _ in combinations for guard in guards)
        if deep and wanted is terms.no:
            return terms.negate(self._holds(expression, binding, path, terms.yes), len(path))
        for guards, codes in combinations:
            leaf = terms.no if codes is None else self.resolve(path, (name, codes))
            result = terms.compare("==", leaf, wanted)
            if result is not FALSE:
                cases.append((terms.all_of(guards), result))
        return self._grouped(cases)

    def _got(self, expression: Get, binding: Binding, path: Path) -> list[tuple[Condition, Leaf]]:
        name = expression.property
        plain = self.written(expression, binding)
        if plain is not None:
            return [(TRUE, self.resolve(path, (name, plain)))]
        nothing = self.terms.constant(self._nothing(expression))
        return [
            (guard, nothing if codes is None else self.resolve(path, (name, codes)))
            for guard, codes in self.arguments(expression, binding, path)
        ]

    def _nothing(self, expression: Expression) -> int:
        """What a property of nobody is, or what somebody who is nobody believes of it."""
        while isinstance(expression, Believed):
            expression = expression.content
        if not isinstance(expression, Get):
            return self.vocabulary.nobody
        declared = self._properties[expression.property]
        if not self._sets and sort_of(declared) is not Sort.TRUTH:
            return UNKNOWN
        return self.vocabulary.nothing(declared)

    def _into(self, path: Path, thing: int) -> Path | None:
        mind = self.vocabulary.mind_of.get(thing)
        if mind is None:
            return None
        return path if path and path[-1] == mind else (*path, mind)

    def each(self, variable: Variable, binding: Binding, where: Expression | None) -> list[Binding]:
        """A binding for each thing of a variable, but for those of which `where` can't be true: it asks for a relation that
        nothing changes, and that nothing is said of for them."""
        codes: Sequence[int] = self.vocabulary.things_of(variable.kind)
        if where is not None:
            key = (id(where), variable.kind)
            known = self._meant.get(key)
            if known is None:
                known = self._meant[key] = where, possible_things(self.vocabulary, self.rows, variable, where)
            codes = known[1]
        return [{**binding, variable.name: code} for code in codes]

    # --- numbers -----------------------------------------------------------------------------------------------------

    def number(self, expression: Expression, binding: Binding, path: Path = ()) -> TaskExpression:
        """A truth counts as 1 or 0."""
        shape, names = self._shape_and_names(expression)
        key = (shape, tuple([binding[name] for name in names]), path)
        number = self._numbers.get(key)
        if number is None:
            self.terms.steps.spend(1)
            number = self._numbers[key] = self._number(expression, binding, path)
        return number

    def _number(self, expression: Expression, binding: Binding, path: Path) -> TaskExpression:
        terms = self.terms
        if self.sort(expression) is Sort.TRUTH:
            return terms.choose(self.condition(expression, binding, path), terms.yes, terms.no)
        match expression:
            case Literal(value):
                code = self.vocabulary.code(value)
                if code != UNKNOWN and abs(code) > LARGEST:
                    raise BadNumber("number-too-large", expression.span)
                return terms.constant(code)
            case Get():
                return self._chosen(self._got(expression, binding, path))
            case Believed(mind, content):
                cases = []
                for guard, thing in self.things(mind, binding, path):
                    inner = self._into(path, thing)
                    nothing = terms.no if self._sets else terms.unknown
                    cases.append((guard, nothing if inner is None else self.number(content, binding, inner)))
                return self._chosen(cases)
            case Arithmetic(operator, left, right):
                first, second = self.number(left, binding, path), self.number(right, binding, path)
                return calculated(terms, operator, first, second, expression.span)
            case Conditional(then, test, otherwise):
                choice = (self.number(then, binding, path), self.number(otherwise, binding, path))
                return terms.choose(self.condition(test, binding, path), *choice)
            case Quantified(word, variable, where, body):
                return self._measured(word, variable, where, body, binding, path)
        raise TypeError(f"not a number: {expression}")

    def total(self, values: Iterable[TaskExpression], span: Span | None) -> TaskExpression:
        """The sum of any number of numbers."""
        return joined(self.terms, "+", values, span) or self.terms.no

    def _chosen(self, cases: Sequence[tuple[Condition, TaskExpression]]) -> TaskExpression:
        """A chain of choices; the last case needs no question. Equal values are asked for together."""
        groups: dict[int, tuple[TaskExpression, list[Condition]]] = {}
        for guard, value in cases:
            if guard is not FALSE:
                groups.setdefault(id(value), (value, []))[1].append(guard)
        return self._choice([(self.terms.either(guards), value) for value, guards in groups.values()])

    def _choice(self, cases: Sequence[tuple[Condition, TaskExpression]]) -> TaskExpression:
        terms = self.terms
        if len(cases) > _LONGEST_CHAIN:
            half = len(cases) // 2
            guard = terms.any_of([guard for guard, _ in cases[:half]])
            return terms.choose(guard, self._choice(cases[:half]), self._choice(cases[half:]))
        result = cases[-1][1]
        for guard, value in reversed(cases[:-1]):
            result = terms.choose(guard, value, result)
        return result

    def _measured(
        self, word: str, variable: Variable, where: Expression | None, body: Expression, binding: Binding, path: Path
    ) -> TaskExpression:
        terms = self.terms
        values: list[TaskExpression] = []
        counted: list[Condition] = []
        for inner in self.each(variable, binding, None):
            meant = TRUE if where is None else self.condition(where, inner, path)
            if word == "count":
                values.append(terms.choose(terms.all_of((meant, self.condition(body, inner, path))), terms.yes, terms.no))
            elif meant is not FALSE:
                counted.append(meant)
                values.append(self.number(body, inner, path))
        span = variable.span
        if word != "count":
            idle = left_out(self.terms, word, values)
            values = [terms.choose(meant, value, idle) for meant, value in zip(counted, values, strict=True)]
        if word in ("count", "sum"):
            return self.total(values, span)
        measured = joined(self.terms, "max" if word == "most" else "min", values, span)
        nothing = terms.no if self._sets else terms.unknown
        return nothing if measured is None else terms.choose(terms.any_of(counted), measured, nothing)

    # --- anything ----------------------------------------------------------------------------------------------------

    def sort(self, expression: Expression) -> Sort | None:
        """What an expression's values are; None for `?`, which may be a number or a symbol."""
        return sort_in(self._properties, expression)

    def value(self, expression: Expression, binding: Binding, path: Path = (), sort: Sort | None = None) -> TaskExpression:
        """The code of an expression of whatever type; `sort` says what a bare `?` is."""
        kind = self.sort(expression) or sort
        if kind is Sort.SYMBOL:
            return self._chosen(self.symbol(expression, binding, path))
        if kind is Sort.TRUTH and self._sets and is_read(expression):
            return self._chosen(self._leaves(expression, binding, path))
        return self.number(expression, binding, path)
