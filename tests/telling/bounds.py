"""Whether a telling keeps its bounds, asked of the engine and of nothing that tells: no code is shared with the narrator.

A telling leaves a trace of what it takes for granted. Here every line of it is compared with the mind of whoever tells, at
that moment, by `Engine.belief`, `value` and `observes` alone; and the text is searched for names that the teller can't know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fabula.engine.interface import State
from fabula.lives import Life
from fabula.model import Thing
from fabula.story import Story
from fabula.task import UNKNOWN, AllOf, AnyOf, Arithmetic, Choose, Compare, Condition, Constant, Expression, Read, Sort
from fabula.telling import Passage, Telling


@dataclass(frozen=True, slots=True)
class Leak:
    """What a passage tells that its teller can't know. `sort`: act, found, fact, name, motive, time, text or trace."""

    sort: str
    teller: str
    what: str
    text: str


def leaks(story: Story, life: Life, telling: Telling) -> list[Leak]:
    """All leaks of a telling; without a teller there are none."""
    found: list[Leak] = []
    for paragraph in telling.paragraphs:
        if paragraph.teller is not None:
            mind = _Mind(story, life, paragraph.teller)
            for passage in paragraph.passages:
                found += [Leak(sort, paragraph.teller, what, passage.text) for sort, what in mind.leaks(passage)]
    return found


class _Mind:
    """One teller in one life."""

    def __init__(self, story: Story, life: Life, name: str) -> None:
        self.story = story
        self.life = life
        self.name = name
        self.number = story.task.characters.index(name)
        self.body = story.definition.things[name].body or name

    def leaks(self, passage: Passage) -> list[tuple[str, str]]:
        engine, task, trace = self.story.engine, self.story.task, passage.trace
        found: list[tuple[str, str]] = []
        if not trace.states:
            found.append(("trace", "nothing says where it is told"))
        for index in trace.acts:
            event = self.life.events[index]
            if not self._lives(event.before) or not engine.observes(event.before, event.action, self.number):
                found.append(("act", task.actions[event.action].name))
        for one in trace.found:
            event = self.life.events[one.event]
            before, after = (self._believed(state) for state in (event.before, event.after))
            news = engine.value(after, one.fluent) == one.code != engine.value(before, one.fluent)
            if not self._lives(event.before) or not news:
                found.append(("found", task.fluents[one.fluent].name))
        accounted = {*trace.acts, *(one.event for one in trace.found), *(one.event for one in trace.wanted)}
        found += [
            ("trace", f"event {index} is told and not accounted for") for index in passage.events if index not in accounted
        ]
        times = self._times(passage)
        found += [("time", f"state {state}") for state in trace.states if state not in times]
        for held in trace.held:
            if held.state not in times:
                found.append(("time", f"state {held.state}"))
            if self._holds(self._believed(held.state), held.condition) != held.holds:
                found.append(("fact", repr(held.condition)))
        for named in trace.named:
            thing = self.story.definition.things[named.thing]
            if named.state not in times or not self._may_call(thing, named.words, named.state):
                found.append(("name", f"{named.thing} as {named.words!r}"))
        found += [("motive", f"{one.mind}: {one.text}") for one in trace.wanted if one.mind != self.name]
        return found + [("text", name) for name in self._unknown_names(passage)]

    # --- the mind --------------------------------------------------------------------------------------------------------

    def _believed(self, state: State) -> State:
        return self.story.engine.belief(state, self.number)

    def _lives(self, state: State) -> bool:
        fluent = self.story.ground.fluents.get(("alive", (self.body,)))
        return fluent is None or self.story.engine.value(state, fluent) == 1

    def _times(self, passage: Passage) -> set[State]:
        """The states in which what a passage tells can be told: those around its events; for one without events the first and
        the last of the life."""
        events = [self.life.events[index] for index in passage.events]
        if not events:
            return {self.life.start, self.life.states[-1]}
        return {state for event in events for state in (event.before, event.after)}

    def _holds(self, state: State, condition: Condition) -> bool:
        match condition:
            case AllOf(parts):
                return all(self._holds(state, part) for part in parts)
            case AnyOf(parts):
                return any(self._holds(state, part) for part in parts)
            case Compare(operator, left, right):
                one, other = self._value(state, left), self._value(state, right)
                known = UNKNOWN not in (one, other)
                return {
                    "==": one == other,
                    "!=": one != other,
                    "<": known and one < other,
                    ">": known and one > other,
                    "<=": one == other or (known and one < other),
                    ">=": one == other or (known and one > other),
                }[operator]

    def _value(self, state: State, expression: Expression) -> int:
        match expression:
            case Constant(value):
                return value
            case Read(path, fluent):
                for character in path:
                    state = self.story.engine.belief(state, character)
                return self.story.engine.value(state, fluent)
            case Choose(condition, then, otherwise):
                return self._value(state, then if self._holds(state, condition) else otherwise)
            case Arithmetic(operator, left, right):
                one, other = self._value(state, left), self._value(state, right)
                if UNKNOWN in (one, other):
                    return UNKNOWN
                return {"+": one + other, "-": one - other, "*": one * other, "min": min(one, other), "max": max(one, other)}[
                    operator
                ]

    # --- names -----------------------------------------------------------------------------------------------------------

    def _may_call(self, thing: Thing, words: str, state: State) -> bool:
        """Whether the teller has these words for a thing: an alias whose condition holds comes before the name."""
        believed = self._believed(state)
        conditional = [alias for alias in thing.aliases if alias.condition is not None]
        holding = [
            alias.text
            for alias in conditional
            if alias.condition is not None and self._holds(believed, self.story.ground.condition(alias.condition, {}))
        ]
        if holding:
            return words == holding[0]
        return words in (thing.display, *(alias.text for alias in thing.aliases if alias.condition is None))

    def _unknown_names(self, passage: Passage) -> list[str]:
        """Names in a text of those whom the teller does not know of so far, and names that it has not learned."""
        until = max(
            passage.events, default=-1 if passage.trace.states[-1:] == (self.life.start,) else len(self.life.events) - 1
        )
        states = [self.life.start, *(event.after for event in self.life.events[: until + 1])]
        found: list[str] = []
        for thing in self.story.definition.things.values():
            kinds = self.story.definition.kinds[thing.kind].ancestors
            names = {thing.display: True}
            for alias in thing.aliases:
                if alias.condition is not None:
                    condition = self.story.ground.condition(alias.condition, {})
                    names[alias.text] = any(self._holds(self._believed(state), condition) for state in states)
            for name, learned in names.items():
                if not name[:1].isupper() or not re.search(rf"\b{re.escape(name)}\b", passage.text):
                    continue
                if not learned or (kinds & {"character", "will"} and not self._knows_of(thing, until, states)):
                    found.append(name)
        return found

    def _knows_of(self, thing: Thing, until: int, states: list[State]) -> bool:
        """Whether somebody has ever been on the teller's mind: as having a place, as what something else is about, or before
        the teller's eyes in an act. Whom one knows, one goes on knowing."""
        if thing.name in (self.name, self.body):
            return True
        code = self.story.ground.symbols[thing.name]
        for state in states:
            believed = self._believed(state)
            for fluent, value in enumerate(self.story.engine.values(believed)):
                name, arguments = self.story.ground.property_of(fluent)
                if name == "at" and arguments == (thing.name,) and value != UNKNOWN:
                    return True
                if self.story.task.fluents[fluent].sort is Sort.SYMBOL and value == code and thing.name not in arguments:
                    return True
                if name == "held_by" and value == code and thing.body is not None:
                    return True
        for event in self.life.events[: until + 1]:
            if self.story.engine.observes(event.before, event.action, self.number):
                ground = self.story.ground.actions[event.action]
                if thing.name in ground.binding.values() or (thing.name in ground.doers and self.body == thing.body):
                    return True
        return False
