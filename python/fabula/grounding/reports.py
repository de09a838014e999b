"""Problems that show only when a story is ground."""

from __future__ import annotations

from fabula.grounding.events import Events, events_of
from fabula.grounding.ground import Ground
from fabula.grounding.terms import Terms
from fabula.grounding.variables import conjuncts
from fabula.model import Definition, Ending
from fabula.problems import Problems
from fabula.source import Span
from fabula.task import FALSE, TRUE


def report_idle(definition: Definition, events: Events, problems: Problems) -> None:
    """Warn of actions and triggers that have no instance left: they can't happen, or nothing would change."""
    kept = {instance.schema for instance in (*events.actions, *events.triggers)}
    for event in events_of(definition):
        if event.name in kept:
            continue
        count = events.counts[event.name]
        empty = [p for p in event.parameters if not definition.things_of(p.kind)]
        if empty:
            seen = ", ".join(f"no {parameter.kind} in the story" for parameter in empty)
            problems.add("never-possible", f"'{event.name}' can never happen.", event.span, seen=seen)
        elif count.possible and not count.changing:
            problems.add("no-effect", f"'{event.name}' changes nothing.", event.span, hint="give it something to do")
        else:
            problems.add(
                "never-possible",
                f"'{event.name}' can never happen: whoever takes part, its condition can't hold.",
                event.span,
                hint="look for a fact that the story never states, or a value that nothing ever gives",
            )


def report_contradictions(definition: Definition, terms: Terms, events: Events, problems: Problems) -> None:
    """Report, once for each event, two effects on one property that always fire together."""
    reported: set[str] = set()
    for instance in (*events.actions, *events.triggers):
        if instance.schema in reported:
            continue
        always: dict[tuple[tuple[int, ...], int], Span | None] = {}
        for change in instance.changes:
            if change.condition is not TRUE:
                continue
            target = (change.path, change.fluent)
            if target in always:
                reported.add(instance.schema)
                first = always[target]
                problems.add(
                    "contradiction",
                    f"{instance.name} gives {terms.fluents[change.fluent].name} two different values at once.",
                    change.span,
                    expected="one value for one property in one event",
                    seen=instance.name,
                    hint="put the effects under conditions that exclude each other, or keep equal things out with 'is not'",
                    notes=() if first is None else ((first, "the other effect"),),
                )
                break
            always[target] = change.span


def report_ending(grounded: Ground, ending: Ending, problems: Problems) -> None:
    """Report an ending whose condition can't hold, and which part of it if one alone is to blame."""
    if grounded.condition(ending.condition) != FALSE:
        return
    blamed = next((part for part in conjuncts(ending.condition) if grounded.condition(part) == FALSE), ending.condition)
    problems.add(
        "impossible-ending",
        f"The ending '{ending.name}' can't be reached: its condition can't hold.",
        blamed.span or ending.span,
        expected="a condition that some state of the story fulfils",
        seen=blamed.span.text if blamed.span else "",
        hint="nothing in the story gives the properties in it the values that it asks for",
    )
