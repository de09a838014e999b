"""`who knows`: who comes to believe what is so, how soon, and who is wrong about it."""

from __future__ import annotations

from fabula.asking.answers import Answer
from fabula.asking.conclusions import Knower, Knowers
from fabula.asking.query_context import QueryContext
from fabula.asking.questions import WhoKnows
from fabula.model import (
    Believed,
    Comparison,
    Conditional,
    Definition,
    Expression,
    Get,
    Known,
    Literal,
    Logic,
    MayBe,
    Not,
    NumberType,
)

#: of a number that can be more than these it is not asked one by one whether it may be each of them
MOST_NUMBERS = 256


def who_knows(context: QueryContext, question: WhoKnows) -> Answer | None:
    """The names of those who come to know it in some life."""
    if not context.final:
        return None
    knowers = tuple(_knower(context, question, mind) for mind in context.world.ground.task.characters)
    knowing = tuple(knower.mind for knower in knowers if knower.life is not None)
    learned = [(knower.mind, knower.life) for knower in knowers if knower.life is not None and knower.life.moves]
    told, life = min(learned, key=lambda known: len(known[1].moves), default=(None, None))
    return context.answer(question, knowing, Knowers(knowers, told), life, context.complete)


def conditions(definition: Definition, question: WhoKnows, mind: str) -> tuple[Expression, Expression]:
    """That a mind knows it, and that it is wrong about it."""
    content = question.content
    believed = Believed(Literal(mind), content)
    if question.truth:
        return Logic("and", (content, believed)), Logic("and", (Not(content), believed))
    return Comparison("==", believed, content), _taken_wrongly(definition, mind, content)


def _taken_wrongly(definition: Definition, mind: str, content: Expression) -> Expression:
    """That a mind takes what something is to be impossible; who only does not know it is not wrong about it. What somebody
    believes may be several values: whoever takes that to be only one, or the other to know which, is wrong."""
    wrong: Expression = Not(_may_be(definition, mind, content, content))
    if isinstance(content, Believed) and isinstance(content.content, Get | Believed):
        known = Known(content)
        wrong = Logic("or", (Logic("and", (known, wrong)), Logic("and", (Not(known), Known(Believed(Literal(mind), content))))))
    return wrong


def _may_be(definition: Definition, mind: str, part: Expression, content: Expression) -> Expression:
    """That a mind takes it to be possible that a part of what is asked about is what all of it is. Of what is calculated, and
    of a number of very many, that is what lies between the least and the greatest that is possible."""
    believed = Believed(Literal(mind), part)
    match part:
        case Literal():
            return Comparison("==", part, content)
        case Get() | Believed():
            numbers = _numbers(definition, part)
            if numbers is None:
                return MayBe(believed, content)
            if len(numbers) <= MOST_NUMBERS:
                each = ((Comparison("==", content, Literal(number)), MayBe(believed, Literal(number))) for number in numbers)
                return Logic("or", tuple(Logic("and", both) for both in each))
        case Conditional(then, condition, otherwise):
            ways = ((condition, then), (Not(condition), otherwise))
            return Logic(
                "or",
                tuple(Logic("and", (_may_hold(mind, number), _may_be(definition, mind, so, content))) for number, so in ways),
            )
    return Not(Logic("or", (Comparison("<", believed, content), Comparison(">", believed, content))))


def _numbers(definition: Definition, part: Get | Believed) -> range | None:
    """The numbers that a property can be; None if it is no number."""
    inner: Expression = part
    while isinstance(inner, Believed):
        inner = inner.content
    kind = definition.properties[inner.property].type if isinstance(inner, Get) else None
    if not isinstance(kind, NumberType) or kind.low is None or kind.high is None:
        return None
    return range(kind.low, kind.high + 1)


def _may_hold(mind: str, condition: Expression) -> Expression:
    return Not(Believed(Literal(mind), Not(condition)))


def _knower(context: QueryContext, question: WhoKnows, mind: str) -> Knower:
    ground, atlas = context.world.ground, context.atlas
    knows, is_wrong = (ground.condition(condition) for condition in conditions(context.world.definition, question, mind))
    known = atlas.where(knows)
    ended = atlas.ended()
    always = set(ended) <= set(known) if ended else None
    first, wrong = next(iter(known), None), next(iter(atlas.where(is_wrong)), None)
    life = None if first is None else atlas.life(first)
    return Knower(mind, life, None if wrong is None else atlas.distance(wrong), always)
