"""Problems that show only when a story is ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fabula.grounding.causes import Event, following, givers_of, properties_of
from fabula.grounding.effects import Change
from fabula.grounding.events import Events, events_of
from fabula.grounding.ground import Ground
from fabula.grounding.terms import Terms
from fabula.model import (
    Action,
    Assign,
    Comparison,
    Definition,
    Ending,
    Expression,
    Literal,
    Scene,
    Trigger,
    Variable,
    conjuncts,
)
from fabula.problems import Problems
from fabula.source import Span
from fabula.task import FALSE, TRUE


def report_idle(definition: Definition, events: Events, problems: Problems) -> None:
    """Warn of actions and triggers that have no instance left: they can't happen, or nothing would change."""
    left_out = _of_other_causes(definition, events)
    for event in _idle(definition, events):
        if event.name in left_out:
            continue
        count = events.counts[event.name]
        if _is_of_one(definition, event, problems):
            continue
        empty = [p for p in event.parameters if not definition.things_of(p.kind)]
        if empty:
            seen = ", ".join(f"no {parameter.kind} in the story" for parameter in empty)
            kind = empty[0].kind
            problems.add(
                "never-possible",
                f"'{event.name}' can never happen",
                event.span,
                expected=f"at least one {kind} in the story",
                seen=seen,
                hint=f"write '{kind} NAME', or leave '{event.name}' out",
            )
        elif count.possible and not count.changing:
            problems.add(
                "no-effect",
                f"'{event.name}' changes nothing",
                event.span,
                expected="something that is otherwise afterwards",
                hint="give it something to do: 'do', and below it what becomes so",
            )
        else:
            problems.add(
                "never-possible",
                f"'{event.name}' can never happen: whoever takes part, its condition can't hold",
                event.span,
                hint="look for a fact that the story never states, or a value that nothing ever gives",
            )


def _idle(definition: Definition, events: Events) -> list[Action | Trigger]:
    """The author's own actions and triggers of which no instance is left."""
    kept = {instance.schema.name for instance in (*events.actions, *events.triggers)}
    own = (event for event in events_of(definition) if event.name not in kept and not _is_of_the_library(event.span))
    # What no story can name is the other half of something that has a name.
    return [event for event in own if not event.name.endswith("'")]


def _of_other_causes(definition: Definition, events: Events) -> frozenset[str]:
    """Those that can't happen because others can't: what gives a property that their condition reads."""
    idle = _idle(definition, events)
    # What would change nothing where it can be has no instance, either, and keeps nothing from being.
    waiting = {_event(rule): place for place, rule in enumerate(idle) if _may_wait(definition, rule, events)}
    givers = givers_of(definition)
    causes = [
        _causes((rule.when,), givers, waiting) - {place} if _event(rule) in waiting else set()
        for place, rule in enumerate(idle)
    ]
    return frozenset(idle[place].name for place in following(causes, range(len(idle))))


def _may_wait(definition: Definition, event: Action | Trigger, events: Events) -> bool:
    """Whether it has no instance because of its condition."""
    count = events.counts[event.name]
    return (count.changing > 0 or count.possible == 0) and all(definition.things_of(each.kind) for each in event.parameters)


def _causes(lacks: tuple[Expression, ...], givers: Mapping[str, frozenset[Event]], idle: Mapping[Event, int]) -> set[int]:
    """Which of the events that never happen, by their places, alone give a property that is read there."""
    causes: set[int] = set()
    for name in dict.fromkeys(properties_of(lacks)):
        events = givers.get(name, frozenset())
        if all(event in idle for event in events):
            causes.update(idle[event] for event in events)
    return causes


def _event(event: Action | Trigger) -> Event:
    return ("act" if isinstance(event, Action) else "trigger", event.name)


def _is_of_one(definition: Definition, event: Action | Trigger, problems: Problems) -> bool:
    """Whether an action has no instance because two that take part are never one thing (reported): a condition says that they
    are, or there is but one thing for both."""
    for parameter, other in event.distinct if isinstance(event, Action) else ():
        asked = next((part for part in conjuncts(event.when) if _asks_for_one(part, parameter, other)), None)
        things = [thing.name for thing in definition.things_of(parameter.kind)]
        others = [thing.name for thing in definition.things_of(other.kind)] if isinstance(other, Variable) else [other.value]
        if asked is None and not (len(things) == 1 and things == others):
            continue
        name = other.name if isinstance(other, Variable) else others[0]
        problems.add(
            "never-possible",
            f"'{event.name}' can never happen: '{parameter.name}' and '{name}' are two different things",
            event.span if asked is None else asked.span,
            expected="two different things, as any two parameters of an action are",
            seen=f"only {things[0]}" if asked is None else asked.span.text if asked.span is not None else "",
            hint=f"if they may be one, add a line to the block of the action: {parameter.name} may be {name}",
        )
        return True
    return False


def _asks_for_one(part: Expression, one: Variable, other: Variable | Literal) -> bool:
    name = other.name if isinstance(other, Variable) else other.value
    match part:
        case Comparison("==", Variable(first), (Variable(second) | Literal(second))):
            return (first, second) == (one.name, name) or (isinstance(other, Variable) and (second, first) == (one.name, name))
    return False


def _is_of_the_library(span: Span | None) -> bool:
    """A story need not use all that a module of the library offers: what can't happen there is no slip of the author's."""
    return span is not None and span.source.is_library


def report_contradictions(symbols: Sequence[str], terms: Terms, events: Events, problems: Problems) -> None:
    """Report, once for each event, two effects on one property that always fire together. `symbols`: how things are called."""
    clashes = {id(piece): clash for piece in events.pieces() if (clash := _contradiction(piece)) is not None}
    reported: set[str] = set()
    for instance in (*events.actions, *events.triggers) if clashes else ():
        if instance.schema.name in reported:
            continue
        for piece in instance.pieces:
            if id(piece) in clashes:
                reported.add(instance.schema.name)
                first, change = clashes[id(piece)]
                name = instance.name(symbols)
                problems.add(
                    "contradiction",
                    f"{name} gives {terms.fluents[change.fluent].name} two different values at once",
                    change.span,
                    expected="one value for one property in one event",
                    seen=name,
                    hint="put the effects under conditions that exclude each other, or keep equal things out with 'is not'",
                    notes=() if first.span is None else ((first.span, "the other effect"),),
                )
                break


def _contradiction(changes: Sequence[Change]) -> tuple[Change, Change] | None:
    """Two changes of one property that always happen together."""
    always: dict[tuple[tuple[int, ...], int], Change] = {}
    for change in changes:
        if change.condition is not TRUE or change.excludes or change.keeps:
            continue
        first = always.setdefault((change.path, change.fluent), change)
        if first is not change:
            return first, change
    return None


def report_unsettled(facts: Sequence[Assign], problems: Problems) -> None:
    """Report facts that leave open how the world is, because somebody does not know what they take it from."""
    for fact in facts:
        problems.add(
            "unknown-value",
            f"this fact leaves open what '{fact.target.property}' is: who it is taken from does not know",
            fact.span,
            expected="one value",
            seen=fact.span.text if fact.span is not None else "",
            hint="the world has one value of each property: say which",
        )


def report_never_nobody(asked: Mapping[Comparison, bool], problems: Problems) -> None:
    """Warn of what is asked to be nobody and never is: often it is meant that somebody does not know."""
    for comparison, can_be in asked.items():
        if can_be or _is_of_the_library(comparison.span):
            continue
        right = comparison.right.span.text if comparison.right.span is not None else "nobody"
        problems.add(
            "never-nobody",
            f"this is never '{right}': nothing in the story makes it so",
            comparison.span,
            expected="something that a fact or an effect makes so",
            seen=right,
            hint=f"if somebody is meant not to know it, write 'is unknown'; else let something give it the value '{right}'",
        )


def report_ending(grounded: Ground, ending: Ending, problems: Problems) -> None:
    """Warn of an ending that no life can reach, and say which part of its condition alone is to blame, if one is. A condition
    that can't hold in any world has been refused by the checker; here the world does not let it."""
    blamed = _blamed(grounded, ending.condition)
    if blamed is None or _is_given_by_idle(grounded, blamed, problems):
        return
    problems.add(
        "unreachable-ending",
        f"the ending '{ending.name}' is reached by no life: nothing in the story can make its condition true",
        blamed.span or ending.span,
        expected="a condition that the facts and acts of the story can make true",
        seen=blamed.span.text if blamed.span else "",
        hint="state at the start what it asks for, or let some act or trigger make it so",
    )


def report_scene(grounded: Ground, scene: Scene, problems: Problems) -> None:
    """Warn of a scene that no life passes, as of an ending that none reaches."""
    blamed = _blamed(grounded, scene.condition)
    if blamed is None or _is_given_by_idle(grounded, blamed, problems):
        return
    problems.add(
        "empty-scene",
        f"no life passes the scene '{scene.name}': nothing in the story can make its condition true",
        blamed.span or scene.span,
        expected="a condition that the facts and acts of the story can make true",
        seen=blamed.span.text if blamed.span else "",
        hint="let it ask for what is so at some time, or leave the scene out",
    )


def _is_given_by_idle(grounded: Ground, blamed: Expression, problems: Problems) -> bool:
    """Whether what a condition reads is given by such acts and triggers alone as can't happen, which is reported of them."""
    changing_nothing = {problem.span for problem in problems if problem.code == "no-effect"}
    definition = grounded.definition
    kept = {*(("act", item.schema) for item in grounded.actions), *(("trigger", item.schema) for item in grounded.triggers)}
    own = [
        _event(item)
        for item in events_of(definition)
        if not _is_of_the_library(item.span) and item.span not in changing_nothing
    ]
    idle = {event: place for place, event in enumerate(own) if event not in kept}
    return bool(_causes((blamed,), givers_of(definition), idle))


def _blamed(grounded: Ground, condition: Expression) -> Expression | None:
    """The first part of a condition that can't be true or, where only all of them together can't, the whole; None if it can."""
    if grounded.condition(condition) != FALSE:
        return None
    return next((part for part in conjuncts(condition) if grounded.condition(part) == FALSE), condition)
