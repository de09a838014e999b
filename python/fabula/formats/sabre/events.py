"""Ground actions and triggers of Sabre problems (semantics 2.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fabula.formats.sabre.declarations import Binding, Refused
from fabula.formats.sabre.effects import effects
from fabula.formats.sabre.meaning import Meanings
from fabula.formats.sabre.own_views import settled
from fabula.formats.sabre.steps import Exhausted
from fabula.formats.sabre.tree import EventDefinition, Statement
from fabula.problems import Problems
from fabula.task import FALSE, TRUE, Condition, Constant, Effect
from fabula.task import Expression as Formula


@dataclass(frozen=True, slots=True)
class Event:
    """A ground action or trigger."""

    kind: str
    name: str
    precondition: Condition
    effects: tuple[Effect, ...]
    consenting: tuple[int, ...]
    observing: tuple[Condition, ...]

    @property
    def may_teach(self) -> bool:
        """Whether somebody who sees it may be surprised that it is possible (semantics 2.2, step 2)."""
        return self.kind == "action" and self.precondition != TRUE and any(sees != FALSE for sees in self.observing)


def events(tree: Iterable[Statement], meanings: Meanings, problems: Problems) -> tuple[Event, ...]:
    """The instances of all actions and triggers, in the order of the text and of their arguments: those that are not
    impossible by themselves and change something or may teach it."""
    by_name: dict[str, Event] = {}
    for definition in tree:
        if isinstance(definition, EventDefinition):
            try:
                for event in _instances(definition, meanings, problems):
                    if event.name in by_name:
                        problems.add(
                            "duplicate-name", f"'{event.name}' is an event already", definition.name.span, seen=event.name
                        )
                    by_name[event.name] = event
            except Refused as refused:
                refused.report(problems)
                if isinstance(refused, Exhausted):
                    break
    return tuple(by_name.values())


def _instances(definition: EventDefinition, meanings: Meanings, problems: Problems) -> Iterable[Event]:
    names = meanings.names
    for arguments, binding in names.bindings(definition.parameters):
        meanings.steps.spend(1, definition.name.span)
        precondition = TRUE if definition.precondition is None else meanings.condition(definition.precondition, binding)
        if precondition == FALSE:
            continue
        made = tuple(effects(definition.effect, meanings, binding)) if definition.effect else ()
        done = settled(made, meanings, problems)
        _check_contradictions(definition, done, meanings, problems)
        event = Event(
            definition.kind,
            names.title(definition.name.text, arguments),
            precondition,
            done,
            tuple(sorted({names.character(term, binding) for term in definition.consenting})),
            _observing(definition, meanings, binding),
        )
        if done or event.may_teach:
            yield event


def _check_contradictions(definition: EventDefinition, done: Iterable[Effect], meanings: Meanings, problems: Problems) -> None:
    always: dict[tuple[tuple[int, ...], int], Formula] = {}
    for effect in done:
        place = effect.path, effect.fluent
        if effect.condition != TRUE or not isinstance(effect.value, Constant):
            continue
        if always.setdefault(place, effect.value) != effect.value:
            name = meanings.names.fluents[effect.fluent].name
            problems.add("contradiction", f"'{definition.name.text}' gives '{name}' two values", definition.name.span)


def _observing(definition: EventDefinition, meanings: Meanings, binding: Binding) -> tuple[Condition, ...]:
    names = meanings.names
    observing = definition.observing
    meanings.steps.spend(len(names.characters), definition.name.span)
    if observing is None:
        return (TRUE,) * len(names.characters)
    able = names.values(observing.type)
    conditions: list[Condition] = []
    for number in range(len(names.characters)):
        character = next((value for value in able if value.code == number), None)
        conditions.append(
            FALSE if character is None else meanings.condition(observing.body, {**binding, observing.variable.text: character})
        )
    return tuple(conditions)
