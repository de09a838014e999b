"""The rules of a story that could stand in the way of an ending, each with the ways in which it can be relaxed.

Rules are what the text says: what an act or a trigger asks for, triggers and reactions themselves, what is so at the start and
who believes it, how far a number goes, how far people think; and that somebody needs a reason. What an ending asks for is no
obstacle to it, and what the text leaves unsaid is no rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import count

from fabula.asking.obstacles.relaxation import (
    Change,
    OtherBounds,
    OtherFact,
    OtherLimit,
    OtherStart,
    Value,
    WithoutCondition,
    WithoutFact,
    WithoutReaction,
    WithoutReason,
    WithoutTrigger,
    is_given,
    leaves,
)
from fabula.asking.obstacles.relevance import Relevance, reading
from fabula.asking.obstacles.said import (
    Instead,
    NeedsNoReason,
    OtherBound,
    Rule,
    WithoutEvent,
    WithoutLine,
    WithoutPart,
    WithoutReactionTo,
)
from fabula.grounding import Ground
from fabula.model import (
    Action,
    Arithmetic,
    Assign,
    Believed,
    ChoiceType,
    Comparison,
    Conditional,
    Definition,
    Expression,
    Get,
    IsKind,
    Known,
    Knows,
    Literal,
    Logic,
    MayBe,
    Not,
    NumberType,
    OneOf,
    Property,
    Quantified,
    ThingType,
    Trigger,
    TruthType,
    Variable,
    conjuncts,
)
from fabula.source import Source, Span
from fabula.task import Limits
from fabula.telling.world import nothing_of

#: how many acts or levels further somebody thinks, at most, than the story lets them
FURTHER = 3
#: by how much a bound of a number is moved, at most
WIDER = 2
#: how much more it costs to relax what is a step further from the ending
STEP = 3
#: what it costs to relax a rule of a kind, in numbers changed by one
COSTS = {
    "fact": 1,
    "start": 2,
    "limit": 3,
    "belief": 2,
    "bound": 3,
    "reason": 7,
    "condition": 5,
    "trigger": 6,
    "reaction": 6,
}
#: how much more it costs to make something another thing, to deny it, or to move a number away from what acts ask for
OTHERWISE = 3
#: how much more it costs to begin nearly at the end, or to let an act be done by others or to others than it is made for
BESIDE = 5


@dataclass(frozen=True, slots=True)
class Option:
    """One way to relax a rule. `rule` numbers rules: two ways to relax the same one have the same number."""

    rule: int
    change: Change
    said: Rule
    cost: int


def options_of(
    ground: Ground, ending: str, library: bool = False, free: AbstractSet[str] = frozenset(), *, limits: bool = True
) -> list[Option]:
    """All ways to relax a rule of the story, those first that change least and nearest to the ending. Rules of the library
    that it uses are not its own, and only among them with `library`. That one in `free` has no reason is no rule: nobody asks
    for it. `limits`: whether those that the story sets are kept to."""
    rules = _Rules(ground, ending, free, limits)
    options = [option for option in rules.all() if library or not is_of_the_library(option.said.span)]
    return sorted(options, key=lambda option: option.cost)


class _Rules:
    def __init__(self, ground: Ground, ending: str, free: AbstractSet[str], limits: bool) -> None:
        self._free = free
        self._limited = limits
        self._ground = ground
        self._definition: Definition = ground.definition
        self._near = Relevance(self._definition, ending)
        self._numbers = count()
        self._given = is_given(ground)

    def all(self) -> Iterator[Option]:
        """Every change of one rule that a writer could make, in the order in which they are counted."""
        yield from self._facts()
        if self._limited:
            yield from self._limits()
        if not self._given:
            yield from self._starts()
            yield from self._bounds()
        yield from self._reasons()
        yield from self._conditions()
        yield from self._left_out()

    def _option(self, number: int, change: Change, level: int, rule: Rule, further: int = 0) -> Option:
        return Option(number, change, rule, STEP * max(level - 1, 0) + COSTS[rule.kind] + further)

    # --- what is so at the start -------------------------------------------------------------------------------------

    def _facts(self) -> Iterator[Option]:
        for place, fact in leaves(self._definition.facts):
            level = self._near.of_property(fact.target.property)
            if level is None or (fact.span is None and not self._given):
                continue
            number, kind = next(self._numbers), "belief" if fact.believers else "fact"
            single = len(place) == 1 and isinstance(fact, Assign) and fact.operator == "="
            if single and isinstance(fact, Assign) and isinstance(fact.value, Literal):
                item = self._definition.properties[fact.target.property]
                about, now = _target(fact), said(self._definition, item, fact.value.value)
                text = written(fact.span) if fact.span is not None else f"{about} is {now}"
                for value, further in self._others(item, fact.value.value):
                    change = Instead(about, said(self._definition, item, value), now)
                    rule = Rule(kind, text, fact.span, change)
                    beside = BESIDE if level == 0 else 0
                    yield self._option(number, OtherFact(place[0], value), level, rule, further + beside)
            elif fact.span is not None:
                text = written(fact.span)
                rule = Rule(kind, text, fact.span, WithoutLine(text))
                yield self._option(number, WithoutFact(place), level, rule, OTHERWISE)

    def _starts(self) -> Iterator[Option]:
        """What a property says itself of its values at the start."""
        for item in self._definition.properties.values():
            level = self._near.of_property(item.name)
            # Only a number after '=' is written; without it a property begins as its type does.
            if level is None or item.span is None or "=" not in item.span.text or item.default is None:
                continue
            number, now = next(self._numbers), said(self._definition, item, item.default)
            for value, further in self._others(item, item.default):
                change = Instead(item.name, said(self._definition, item, value), now, unless_said=True)
                rule = Rule("start", written(item.span), item.span, change)
                yield self._option(number, OtherStart(item.name, value), level, rule, further)

    def _others(self, item: Property, now: Value) -> Iterator[tuple[Value, int]]:
        """The other values of a property, the nearest numbers first, each with what it costs more than the nearest number."""
        match item.type:
            case TruthType():
                yield not now, OTHERWISE
            case NumberType(low, high):
                here = now if isinstance(now, int) else None
                if here is None:
                    if low is not None and high is not None:
                        yield from ((value, OTHERWISE) for value in range(low, high + 1))
                    return
                first = here - WIDER if low is None else low
                last = here + WIDER if high is None else high
                values = [value for value in range(first, last + 1) if value != here]
                wanted = self._near.direction(item.name)
                for value in sorted(values, key=lambda value: abs(value - here)):
                    against = OTHERWISE if (value - here) * wanted < 0 else 0
                    yield value, abs(value - here) - 1 + against
            case ThingType(kind):
                yield from ((thing.name, OTHERWISE) for thing in self._definition.things_of(kind) if thing.name != now)
                if now is not None:
                    yield None, OTHERWISE
            case ChoiceType(values):
                yield from ((value, OTHERWISE) for value in values if value != now)
                if now is not None:
                    yield None, OTHERWISE

    # --- limits and bounds -------------------------------------------------------------------------------------------

    def _limits(self) -> Iterator[Option]:
        usual = Limits()
        ahead, deep = self._definition.ahead, self._definition.deep
        for word, given, otherwise in (("ahead", ahead, usual.ahead), ("deep", deep, usual.deep)):
            for mind in dict.fromkeys(("", *given)):
                value = given.get(mind, otherwise)
                if value < 0 or (not mind and all(name.name in given for name in self._definition.minds())):
                    continue
                number = next(self._numbers)
                span = self._limit_span(word, mind) if mind in given else None
                text = written(span) if span else f"{word} {mind} {value}" if mind else f"{word} {value}"
                for more in range(1, FURTHER + 1):
                    change = Instead(f"{word} {mind}" if mind else word, str(value + more), str(value))
                    rule = Rule("limit", text, span, change)
                    yield self._option(number, OtherLimit(word, mind, value + more), 1, rule, more - 1)

    def _limit_span(self, word: str, mind: str) -> Span | None:
        pattern = re.compile(rf"^[ \t]+({word}{f'[ ]+{re.escape(mind)}' if mind else ''}[ ]+\d+)", re.MULTILINE)
        for source in self._sources():
            head = source.text.find("story ")
            match = pattern.search(source.text, max(0, head))
            if match is not None:
                return Span(source, match.start(1), match.end(1))
        return None

    def _sources(self) -> list[Source]:
        """The texts of the story: that of its endings first."""
        spans = [ending.span for ending in self._definition.endings.values()]
        return list({span.source.name: span.source for span in spans if span is not None}.values())

    def _bounds(self) -> Iterator[Option]:
        for item in self._definition.properties.values():
            level = self._near.of_property(item.name)
            if item.span is None or level is None or not isinstance(item.type, NumberType):
                continue
            low, high = item.type.low, item.type.high
            for sign, bound in ((1, high), (-1, low)):
                if bound is None:
                    continue
                number = next(self._numbers)
                for more in range(1, WIDER + 1):
                    wider = bound + sign * more
                    change = OtherBounds(item.name, low if sign > 0 else wider, wider if sign > 0 else high)
                    rule = Rule("bound", written(item.span), item.span, OtherBound(item.name, wider, bound))
                    yield self._option(number, change, level, rule, more - 1)

    # --- events ------------------------------------------------------------------------------------------------------

    def _reasons(self) -> Iterator[Option]:
        for schema, action in self._definition.actions.items():
            level = self._near.of_event(schema)
            if level is None:
                continue
            for mind in dict.fromkeys(mind for expression in action.by for mind in self._moving(expression)):
                if mind in self._free:
                    continue
                span = next(self._want_spans(mind), None) or self._definition.things[mind].span
                rule = Rule("reason", None, span, NeedsNoReason(mind, schema, self._given))
                yield self._option(next(self._numbers), WithoutReason(schema, mind), level, rule)

    def _moving(self, expression: Expression) -> list[str]:
        """The minds that can be meant by who does an act."""
        minds = {mind.name: None for mind in self._definition.minds()}
        match expression:
            case Literal(str(name)):
                bodies = [name]
            case Variable(_, kind):
                bodies = [thing.name for thing in self._definition.things_of(kind)]
            case _:
                bodies = list(minds)
        return [mind for body in bodies for mind in self._definition.wills_of(body) if mind in minds]

    def _want_spans(self, mind: str) -> Iterator[Span]:
        for want in self._definition.wants.get(mind, ()):
            for expression in (want.weight, want.condition, want.meanwhile, *want.way):
                if expression is not None and expression.span is not None and not is_of_the_library(expression.span):
                    yield expression.span

    def _conditions(self) -> Iterator[Option]:
        events: dict[str, Action | Trigger] = {**self._definition.actions, **self._definition.triggers}
        for name, event in events.items():
            level = self._near.of_event(name)
            if level is None:
                continue
            for part, condition in enumerate(conjuncts(event.when)):
                if isinstance(condition, Literal):
                    continue
                text = written(condition.span) if condition.span is not None else spoken(condition)
                rule = Rule("condition", text, condition.span or event.span, WithoutPart(name, text))
                beside = 0 if reading((condition,)) else BESIDE
                yield self._option(next(self._numbers), WithoutCondition(name, part), level, rule, beside)

    def _left_out(self) -> Iterator[Option]:
        for name, trigger in self._definition.triggers.items():
            level = self._near.of_event(name)
            if level is not None:
                text = heading(trigger.span) or f"trigger {name}"
                rule = Rule("trigger", text, trigger.span, WithoutEvent(name))
                yield self._option(next(self._numbers), WithoutTrigger(name), level, rule)
        for place, reaction in enumerate(self._definition.reactions):
            level = self._near.of_reaction(place)
            if level is not None:
                text = heading(reaction.span) or f"when somebody sees {reaction.action}"
                rule = Rule("reaction", text, reaction.span, WithoutReactionTo(text))
                yield self._option(next(self._numbers), WithoutReaction(place), level, rule)


# --- words -----------------------------------------------------------------------------------------------------------


def written(span: Span) -> str:
    """What stands in a place, on one line and without comments."""
    lines = [line.split("#", 1)[0] if '"' not in line else line for line in span.text.splitlines()]
    return " ".join(" ".join(lines).split())


def heading(span: Span | None) -> str:
    """The first line of what stands in a place."""
    return " ".join(span.text.splitlines()[0].split()).rstrip(":") if span is not None and span.text else ""


def said(definition: Definition, item: Property, value: Value) -> str:
    """A value in words: as a story would write it."""
    if value is None:
        return nothing_of(definition, item)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _target(fact: Assign) -> str:
    """What a fact is about: `Hale.lasts`, `Ann believes trust(Bob, Ann)`."""
    return "".join(f"{spoken(mind)} believes " for mind in fact.believers) + spoken(fact.target)


def spoken(expression: Expression) -> str:
    """An expression in the language of stories: what a problem file does not say, but would."""
    match expression:
        case Literal(value):
            if isinstance(value, bool):
                return "yes" if value else "no"
            return "nothing" if value is None else str(value)
        case Variable(name):
            return name
        case Get(name, (only,)):
            return f"{spoken(only)}.{name}"
        case Get(name, arguments):
            return f"{name}({', '.join(map(spoken, arguments))})" if arguments else name
        case Believed(mind, content):
            return f"{spoken(mind)} believes {spoken(content)}"
        case Not(operand):
            return f"not ({spoken(operand)})"
        case Logic(operator, several):
            return "(" + f" {operator} ".join(map(spoken, several)) + ")"
        case Comparison(operator, left, right):
            return f"{spoken(left)} {_WORDS.get(operator, operator)} {spoken(right)}"
        case Arithmetic(operator, left, right):
            return f"({spoken(left)} {operator} {spoken(right)})"
        case IsKind(operand, kind):
            return f"{spoken(operand)} is a {kind}"
        case OneOf(place, options):
            return f"{spoken(place)} in ({', '.join(map(spoken, options))})"
        case Known(place):
            return f"{spoken(place)} is known"
        case MayBe(place, value):
            return f"{spoken(place)} may be {spoken(value)}"
        case Knows(mind, content):
            return f"{spoken(mind)} knows {spoken(content)}"
        case Conditional(then, condition, otherwise):
            return f"({spoken(then)} if {spoken(condition)} else {spoken(otherwise)})"
        case Quantified(word, variable, where, body):
            which = "" if where is None else f" if {spoken(where)}"
            return f"{word} {variable.name}: {variable.kind}{which} ({spoken(body)})"


_WORDS = {"==": "is", "!=": "is not"}


def is_of_the_library(span: Span | None) -> bool:
    return span is not None and span.source.is_library
