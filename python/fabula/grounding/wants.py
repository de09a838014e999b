"""What minds and fate want, as one number each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fabula.grounding.compiler import Compiler
from fabula.model import Arithmetic, Conditional, Definition, Expression, Literal, Logic, Want
from fabula.task import Ending
from fabula.task import Expression as Term


def utility(compiler: Compiler, wants: Iterable[Want]) -> Term:
    """The sum of all wants, for each binding of their variables. Raises `StepsEnded`, `BadNumber`."""
    terms = compiler.terms
    summands: list[Term] = []
    for want in wants:
        terms.steps.begin(want.span)
        bindings: list[dict[str, int]] = [{}]
        for variable in want.each:
            codes = compiler.vocabulary.things_of(variable.kind)
            terms.steps.spend(len(bindings) * len(codes))
            bindings = [{**binding, variable.name: code} for binding in bindings for code in codes]
        for binding in bindings:
            summands.append(compiler.number(value_of(want), binding))
    return compiler.total(summands, None)


def value_of(want: Want) -> Expression:
    """How much a line of wants is worth, for one binding of its variables. Of what is to be so on the way, the last that is so
    counts, and less than what it leads to."""
    if want.is_routine:
        parts = [part for part in (want.condition, want.meanwhile) if part is not None]
        return Conditional(want.weight, Logic("and", tuple(parts), want.span), Literal(0), want.span)
    whole: Expression = want.weight
    if want.scale != 1:
        whole = Arithmetic("*", Literal(want.scale), whole, want.span)
    if want.condition is None:
        return whole
    value: Expression = Literal(0)
    if isinstance(want.weight, Literal) and isinstance(want.weight.value, int):
        for number, landmark in enumerate(want.way, start=1):
            part = want.scale * want.weight.value * number // (len(want.way) + 1)
            value = Conditional(Literal(part), landmark, value, landmark.span)
    return Conditional(whole, want.condition, value, want.span)


def fate(compiler: Compiler, definition: Definition, endings: Sequence[Ending]) -> Term:
    """The rank of the ending that holds, the one that fate likes best counting most, and what else fate wants."""
    terms = compiler.terms
    ranks = {name: len(definition.fate) - place for place, name in enumerate(definition.fate)}
    rank: Term = terms.no
    # Of several endings that hold, the first in the order of the text is the one that a life ends in.
    for ending in reversed(endings) if ranks else ():
        rank = terms.choose(ending.condition, terms.constant(ranks.get(ending.name, 0)), rank)
    return compiler.total((rank, utility(compiler, definition.fate_wants)), None)
