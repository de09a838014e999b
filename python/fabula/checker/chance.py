"""What is drawn at the start, in terms of what the language has without it (semantics 8.4).

`drawn killer: Hugo 2 | Vera` is sugar. Everybody takes the killer to be one of these. For each value there is an act of nobody
that nobody sees, which can follow at the start and before all others; which of what is drawn comes next is counted, and
everybody perceives the count. The block below is a trigger that waits for it. No other trigger fires, and no ending holds,
before all is drawn (`Definition.draws`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from fabula.problems import Problems
from fabula.source import Span
from fabula.syntax import tree
from fabula.urgency import DRAWN, DRAWS

_MIND = "mind'"
#: how a trigger is called that belongs to a draw
OF_DRAW = "drawn "


def without_draws(statements: Sequence[tree.Statement], problems: Problems) -> tuple[list[tree.Statement], int]:
    """The statements with what draws mean in their place, facts first, and the count when all is drawn."""
    draws = list(_different(statements, problems))
    if not draws:
        return list(statements), 0
    first: list[tree.Statement] = []
    made: list[tree.Statement] = []
    count = 0
    for draw in draws:
        span = draw.span
        first += _at_first(draw)
        then = count + 1
        for value, weight in draw.values:
            made.append(_act(draw, value, weight, count, then))
        count = then
        if draw.effects:
            count += 1
            asked = (_counted(then, span),)
            effects = (*draw.effects, _counts(count, span))
            made.append(tree.TriggerDefinition(tree.Name(f"{OF_DRAW}{_word(draw.target)}", span), (), asked, effects, (), span))
    span = draws[0].span
    low, high = tree.Number(0, span), tree.Number(count, span)
    range_ = tree.TypeRange(low, high, span)
    counter = tree.PropertyDefinition(tree.Name(DRAWS, span), (), range_, low, True, None, span)
    rest = [one for one in statements if not isinstance(one, tree.Drawn)]
    return [counter, *first, *rest, *made], count


def _different(statements: Sequence[tree.Statement], problems: Problems) -> Iterator[tree.Drawn]:
    """The draws, each of something else, and each value once."""
    targets: dict[str, Span] = {}
    for draw in statements:
        if not isinstance(draw, tree.Drawn):
            continue
        if not _is_new(problems, draw.target, draw.span, targets, "drawn"):
            continue
        values: dict[str, Span] = {}
        kept = [
            one for one in draw.values if _is_new(problems, one[0], one[0].span, values, f"drawn for {draw.target.span.text}")
        ]
        yield replace(draw, values=tuple(kept))


def _is_new(problems: Problems, written: tree.Expression, span: Span, known: dict[str, Span], what: str) -> bool:
    word = _word(written)
    earlier = known.setdefault(word, span)
    if earlier is not span:
        problems.add(
            "duplicate-name",
            f"'{word}' is {what} twice",
            span,
            expected="each of them once",
            seen="a second one",
            hint="take one of them away; how often a value comes about is a number behind it",
            notes=((earlier, "the first one is here"),),
        )
    return earlier is span


def _at_first(draw: tree.Drawn) -> list[tree.Statement]:
    """What is so before anything is drawn: one value, since the world always has one, and everybody's ignorance."""
    span = draw.span
    options = tuple(dict.fromkeys(value for value, _ in draw.values))
    mind = tree.Name(_MIND, span)
    taken = tree.Believes(mind, tree.OneOf(draw.target, options, False, span), False, span)
    everybody = tree.Parameter(mind, tree.Name("mind", span), span)
    return [
        tree.Assign(draw.target, "=", options[0], span),
        tree.ForEach(everybody, None, (tree.Claim(taken, span),), span),
    ]


def _act(draw: tree.Drawn, value: tree.Expression, weight: tree.Number, before: int, after: int) -> tree.ActionDefinition:
    span = value.span
    name = tree.Name(f"draw_{_word(draw.target)}_{_word(value)}", span)
    unseen = (tree.SeenBy(None, None, (), False, span),)
    effects = (tree.Assign(draw.target, "=", value, span), _counts(after, span))
    asked = (_counted(before, span),)
    return tree.ActionDefinition(name, (), (), asked, effects, unseen, (), (), span, (None,), urgency=DRAWN, weight=weight)


def _counted(number: int, span: Span) -> tree.Expression:
    return tree.Comparison("==", tree.Name(DRAWS, span), tree.Number(number, span), span)


def _counts(number: int, span: Span) -> tree.Effect:
    return tree.Assign(tree.Name(DRAWS, span), "=", tree.Number(number, span), span)


def _word(written: tree.Expression) -> str:
    """Something of the text as a part of a name."""
    if isinstance(written, tree.Number):
        return str(written.value).replace("-", "minus_")
    return re.sub(r"\W+", "_", written.span.text).strip("_")
