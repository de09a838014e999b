"""What minds and fate want, as one number each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fabula.grounding.compiler import Compiler
from fabula.model import Definition, Want
from fabula.task import Ending, Expression


def utility(compiler: Compiler, wants: Iterable[Want]) -> Expression:
    """The sum of all wants, for each binding of their variables. Raises `StepsEnded`, `BadNumber`."""
    terms = compiler.terms
    found: list[Expression] = []
    for want in wants:
        terms.steps.begin(want.span)
        bindings: list[dict[str, int]] = [{}]
        for variable in want.each:
            codes = compiler.vocabulary.things_of(variable.kind)
            terms.steps.spend(len(bindings) * len(codes))
            bindings = [{**binding, variable.name: code} for binding in bindings for code in codes]
        for binding in bindings:
            weight = compiler.number(want.weight, binding)
            if want.condition is not None:
                weight = terms.choose(compiler.condition(want.condition, binding), weight, terms.no)
            found.append(weight)
    return compiler.total(found, None)


def fate(compiler: Compiler, definition: Definition, endings: Sequence[Ending]) -> Expression:
    """The rank of the ending that holds, the one that fate likes best counting most, and what else fate wants."""
    terms = compiler.terms
    ranks = {name: len(definition.fate) - place for place, name in enumerate(definition.fate)}
    rank: Expression = terms.no
    # Of several endings that hold, the first in the order of the text is the one that a life ends in.
    for ending in reversed(endings) if ranks else ():
        rank = terms.choose(ending.condition, terms.constant(ranks.get(ending.name, 0)), rank)
    return compiler.total((rank, utility(compiler, definition.fate_wants)), None)
