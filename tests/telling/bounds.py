"""Whether a telling keeps its bounds, asked of the engine and of nothing that tells: no code is shared with the narrator.

A telling leaves a trace of what it takes for granted. Here every line of it is compared with the mind of whoever tells, at
that moment, by `Engine.belief`, `value` and `observes` alone; and the text is searched for names that the teller can't know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fabula.engine import evaluate
from fabula.engine.interface import State
from fabula.lives import Aside, Attempt, Event, Life, wants_of
from fabula.model import Thing
from fabula.play import Session
from fabula.story import Story
from fabula.task import NOBODY, UNKNOWN, AllOf, Condition, Expression, Several, Sort
from fabula.telling import Foreseen, Foretold, Passage, Remembered, Telling


@dataclass(frozen=True, slots=True)
class Leak:
    """What a passage tells that its teller can't know, or that is not so (`untrue`). `sort`: act, found, fact, name, motive,
    memory, future, attempt, sight, time, text or trace; in play told, choice, why or mind."""

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


def untrue(story: Story, life: Life, telling: Telling) -> list[Leak]:
    """What a telling says of the past and of the rest of the life that is not so, whoever tells it."""
    found: list[Leak] = []
    for paragraph in telling.paragraphs:
        for passage in paragraph.passages:
            wrong = [("memory", repr(one)) for one in passage.trace.remembered if not _rests(story, life, one)]
            wrong += [("future", repr(one)) for one in passage.trace.foretold if not _comes_true(story, life, one)]
            wrong += [("attempt", str(number)) for number in passage.trace.tried if not 0 <= number < len(life.attempts)]
            found += [Leak(sort, paragraph.teller or "", what, passage.text) for sort, what in wrong]
    return found


def shown_leaks(session: Session) -> list[Leak]:
    """Names that a session shows at the end of its last turn, to somebody who can't know them: told, offered, believed, given
    as a reason."""
    story, life = session.story, session.life
    assert isinstance(story, Story)
    mind = _Mind(story, life, session.as_)
    states = [life.start, *(event.after for event in life.events), *(one.after for one in life.attempts)]
    belief = session.mind(session.as_)
    shown = {
        "told": [session.text, session.transcript()],
        "choice": [choice.text for choice in session.choices],
        "why": [session.why()],
        "mind": [line for one in belief.telling(False) for line in (one.text, *(other.text for other in one.others))],
    }
    return [
        Leak(sort, session.as_, name, text)
        for sort, texts in shown.items()
        for text in texts
        for name in mind.names_unknown(text, len(life.events) - 1, states)
    ]


def _rests(story: Story, life: Life, one: Remembered) -> bool:
    """Whether an act rests on an earlier event: by that and by none after it a part of its condition came about in the mind of
    its doer, or something that it is for got worse there."""
    mind = _Mind(story, life, one.mind)
    act = life.events[one.event]
    if one.mind not in story.ground.actions[act.action].doers or not 0 <= one.source < one.event:
        return False

    def did(event: Event) -> bool:
        before, after = (mind.believed(state) for state in (event.before, event.after))
        if one.condition is not None:
            return mind.holds(after, one.condition) and not mind.holds(before, one.condition)
        was, is_now = mind.value(before, value), mind.value(after, value)
        return UNKNOWN not in (was, is_now) and is_now < was

    if one.condition is not None:
        now = one.condition in _parts(story.task.actions[act.action].precondition)
        now = now and mind.holds(mind.believed(act.before), one.condition)
    else:
        now = any(one.want in reason.gains for reason in act.reasons if reason.mind == one.mind)
        value = dict(wants_of(story.ground, one.mind))[one.want]
    return now and did(life.events[one.source]) and not any(did(event) for event in life.events[one.source + 1 : one.event])


def _parts(condition: Condition) -> list[Condition]:
    return [one for part in condition.parts for one in _parts(part)] if isinstance(condition, AllOf) else [condition]


def _comes_true(story: Story, life: Life, one: Foretold) -> bool:
    """Whether the rest of the life is as it was said, state by state."""
    event, rest = life.events[one.event], life.events[one.event + 1 :]
    later = [event.after, *(state for each in rest for state in (each.before, each.after))]
    doers = [{_body(story, doer) for doer in story.ground.actions[each.action].doers} for each in rest]
    who = one.things[0]
    match one.sort:
        case Foreseen.PARTED:
            here = _where(story, event.before, who)
            together = here is not None and here == _where(story, event.before, one.things[1])
            return together and not any(
                _where(story, state, who) is not None and _where(story, state, who) == _where(story, state, one.things[1])
                for state in later
            )
        case Foreseen.LEFT:
            place = story.ground.symbols[one.things[1]]
            return _where(story, event.before, who) == place and all(_where(story, state, who) != place for state in later)
        case Foreseen.LAST:
            does = who in {_body(story, doer) for doer in story.ground.actions[event.action].doers}
            return (
                does
                and _lives(story, event.after, who)
                and not _lives(story, later[-1], who)
                and all(who not in one for one in doers)
            )


def _body(story: Story, mind: str) -> str:
    return story.definition.things[mind].body or mind


def _where(story: Story, state: State, body: str) -> int | None:
    """Where somebody is who lives, by its code."""
    fluent = story.ground.fluents.get(("at", (body,)))
    if fluent is None:
        place = story.ground.static("at", body)
        return story.ground.symbols[place] if isinstance(place, str) and _lives(story, state, body) else None
    code = story.engine.value(state, fluent)
    return code if code not in (UNKNOWN, NOBODY) and _lives(story, state, body) else None


def _lives(story: Story, state: State, body: str) -> bool:
    fluent = story.ground.fluents.get(("alive", (body,)))
    return fluent is None or story.engine.value(state, fluent) == 1


def _around(attempt: Attempt) -> tuple[State, State]:
    return attempt.before, attempt.after


class _Mind:
    """One teller in one life."""

    def __init__(self, story: Story, life: Life, name: str) -> None:
        self.story = story
        self.life = life
        self.name = name
        self.number = story.task.characters.index(name)
        self.body = _body(story, name)

    def leaks(self, passage: Passage) -> list[tuple[str, str]]:
        engine, task, trace = self.story.engine, self.story.task, passage.trace
        found: list[tuple[str, str]] = []
        if not trace.states:
            found.append(("trace", "nothing says where it is told"))
        for index in trace.acts:
            event = self.life.events[index]
            if not _lives(self.story, event.before, self.body) or not engine.observes(event.before, event.action, self.number):
                found.append(("act", task.actions[event.action].name))
        for one in trace.found:
            event = self.life.events[one.event]
            before, after = (self.believed(state) for state in (event.before, event.after))
            news = engine.taken(after, one.fluent) == one.taken != engine.taken(before, one.fluent)
            if not _lives(self.story, event.before, self.body) or not news:
                found.append(("found", task.fluents[one.fluent].name))
        accounted = {*trace.acts, *(one.event for one in trace.found), *(one.event for one in trace.wanted)}
        accounted |= {*(one.event for one in trace.remembered), *(one.event for one in trace.foretold)}
        found += [("memory", repr(one)) for one in trace.remembered if not self._perceived(one)]
        found += [("future", repr(one)) for one in trace.foretold if not self._lived_through(one)]
        found += [("attempt", str(number)) for number in trace.tried if self.life.attempts[number].mind != self.name]
        found += [
            ("trace", f"event {index} is told and not accounted for") for index in passage.events if index not in accounted
        ]
        found += [("act", str(number)) for number in trace.passing if not self._sees(self.life.asides[number])]
        found += [("sight", thing) for thing, at in trace.sights if not any(self._is_here(thing, one) for one in self._at(at))]
        times = self._times(passage)
        found += [("time", f"state {state}") for state in trace.states if state not in times]
        for held in trace.held:
            if held.state not in times:
                found.append(("time", f"state {held.state}"))
            if self.holds(self.believed(held.state), held.condition) != held.holds:
                found.append(("fact", repr(held.condition)))
        for named in trace.named:
            thing = self.story.definition.things[named.thing]
            if named.state not in times or not self._may_call(thing, named.words, named.state):
                found.append(("name", f"{named.thing} as {named.words!r}"))
        found += [("motive", f"{one.mind}: {one.text}") for one in trace.wanted if one.mind != self.name]
        return found + [("text", name) for name in self._unknown_names(passage)]

    def _perceived(self, one: Remembered) -> bool:
        """Whether what is remembered is the teller's own: an act that the teller saw, or something that it found out."""
        source = self.life.events[one.source]
        if one.mind != self.name or not _lives(self.story, source.before, self.body):
            return False
        if not one.found:
            return self.story.engine.observes(source.before, source.action, self.number)
        return self.believed(source.before) != self.believed(source.after)

    def _lived_through(self, one: Foretold) -> bool:
        """Whether it is about the teller, who lives to the end."""
        own = one.things[0] == self.body and one.sort is not Foreseen.LAST
        return own and _lives(self.story, self.life.states[-1], self.body)

    # --- the mind --------------------------------------------------------------------------------------------------------

    def believed(self, state: State) -> State:
        return self.story.engine.belief(state, self.number)

    def _times(self, passage: Passage) -> set[State]:
        """The states in which what a passage tells can be told: those around its events; for one without events the first, once
        all is drawn, and the last of the life."""
        events = [self.life.events[index] for index in passage.events]
        if passage.trace.tried:
            return {state for number in passage.trace.tried for state in _around(self.life.attempts[number])}
        if passage.trace.passing:
            return {self.life.asides[number].state for number in passage.trace.passing}
        if passage.trace.sights:
            return {state for _, at in passage.trace.sights for state in self._at(at)}
        if not events:
            return {self.life.states[self._drawn], self.life.states[-1]}
        return {state for event in events for state in (event.before, event.after)}

    def _at(self, at: int) -> set[State]:
        """The states after so many events: what was learned by attempts there is known in some of them."""
        return {self.life.states[at], *(one.after for one in self.life.attempts if one.at == at)}

    def _sees(self, aside: Aside) -> bool:
        action = self.story.definition.colours[aside.act.schema]
        if aside.act.mind == self.name or action.seen_by_all:
            return True
        given = dict(zip((one.name for one in action.parameters), aside.act.things, strict=True))
        above = self.story.definition.kinds[self.story.definition.things[self.body].kind].ancestors
        return any(
            self.holds(aside.state, self.story.ground.condition(one.condition, {**given, one.variable.name: self.body}))
            for one in action.seen
            if one.variable.kind in above
        )

    def _is_here(self, thing: str, state: State) -> bool:
        """Whether this mind takes a thing to be where it takes itself to be, or to be that place."""
        own = self._taken(state, "at", self.body)
        above = self.story.definition.kinds[self.story.definition.things[thing].kind].ancestors
        ways = [one.name for one in self.story.definition.properties.values() if len(one.kinds) == 1 and one.kinds[0] in above]
        return self.story.ground.symbols[thing] == own or any(self._taken(state, name, thing) == own for name in ways)

    def _taken(self, state: State, name: str, thing: str) -> object:
        """What this mind takes a property of a thing to be, as a code."""
        ground = self.story.ground
        fluent = ground.fluents.get((name, (thing,)))
        if fluent is not None:
            return self.story.engine.taken(self.believed(state), fluent)
        value = ground.static(name, thing)
        return ground.symbols[value] if isinstance(value, str) else value

    def holds(self, state: State, condition: Condition) -> bool:
        return evaluate.holds(self.story.engine, state, condition)

    def value(self, state: State, expression: Expression) -> int:
        return evaluate.evaluate(self.story.engine, state, expression)

    # --- names -----------------------------------------------------------------------------------------------------------

    def _may_call(self, thing: Thing, words: str, state: State) -> bool:
        """Whether the teller has these words for a thing: an alias whose condition holds comes before the name."""
        believed = self.believed(state)
        conditional = [alias for alias in thing.aliases if alias.condition is not None]
        holding = [
            alias.text
            for alias in conditional
            if alias.condition is not None and self.holds(believed, self.story.ground.condition(alias.condition, {}))
        ]
        if holding:
            return words == holding[0]
        return words in (thing.display, *(alias.text for alias in thing.aliases if alias.condition is None))

    def _unknown_names(self, passage: Passage) -> list[str]:
        """Names in a text of those whom the teller does not know of so far, and names that it has not learned."""
        begins = passage.trace.states[-1:] == (self.life.states[self._drawn],)
        until = max(passage.events, default=self._drawn - 1 if begins else len(self.life.events) - 1)
        tried = [self.life.attempts[number] for number in passage.trace.tried]
        until = tried[0].at - 1 if tried else until
        states = [self.life.start, *(event.after for event in self.life.events[: until + 1])]
        states += [one.after for one in self.life.attempts if one.at <= until or one in tried]
        return self.names_unknown(passage.text, until, states)

    def names_unknown(self, text: str, until: int, states: list[State]) -> list[str]:
        """The same for any text: `states` are those that have been passed, the last event of which is `until`."""
        found: list[str] = []
        for thing in self.story.definition.things.values():
            kinds = self.story.definition.kinds[thing.kind].ancestors
            names = {thing.display: True}
            for alias in thing.aliases:
                if alias.condition is not None:
                    condition = self.story.ground.condition(alias.condition, {})
                    names[alias.text] = any(self.holds(self.believed(state), condition) for state in states)
            for name, learned in names.items():
                if not name[:1].isupper() or not re.search(rf"\b{re.escape(name)}\b", text):
                    continue
                if not learned or (kinds & {"character", "will"} and not self._knows_of(thing, until, states)):
                    found.append(name)
        return found

    @property
    def _drawn(self) -> int:
        """How many acts at the beginning draw what is drawn at the start."""
        names = [self.story.task.actions[event.action].name for event in self.life.events]
        return next((place for place, name in enumerate(names) if not name.startswith("draw_")), len(names))

    def _knows_of(self, thing: Thing, until: int, states: list[State]) -> bool:
        """Whether somebody has ever been on the teller's mind: as having a place, as what something else is or might be
        about (but not as anybody might), or before the teller's eyes in an act. Whom one knows, one goes on knowing; and what
        can't change, everybody knows."""
        if thing.name in (self.name, self.body):
            return True
        for (name, arguments), value in self.story.ground.statics.items():
            placed = name == "at" and arguments == (thing.name,) and value is not None
            if placed or (value == thing.name and thing.name not in arguments):
                return True
        code = self.story.ground.symbols[thing.name]
        for state in states:
            believed = self.believed(state)
            for fluent, declared in enumerate(self.story.task.fluents):
                if declared.sort is not Sort.SYMBOL:
                    continue
                taken = self.story.engine.taken(believed, fluent)
                values = taken.values if isinstance(taken, Several) else (taken,)
                thought_of = code in values and not (len(values) > 1 and values == declared.domain)
                name, arguments = self.story.ground.property_of(fluent)
                if name == "at" and arguments == (thing.name,) and len(values) == 1 and values[0] not in (NOBODY, UNKNOWN):
                    return True
                if thought_of and thing.name not in arguments:
                    return True
                if name == "held_by" and thought_of and thing.body is not None:
                    return True
        for event in self.life.events[: until + 1]:
            if self.story.engine.observes(event.before, event.action, self.number):
                ground = self.story.ground.actions[event.action]
                if thing.name in ground.binding.values() or (thing.name in ground.doers and self.body == thing.body):
                    return True
        return False
