"""A life: what happened, act by act, with the reason that each character had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import fabula
from fabula.engine.interface import State
from fabula.lives.colour import Aside
from fabula.lives.trying import fail, not_so
from fabula.lives.world import World
from fabula.markup import Markup
from fabula.model import Expression


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a mind agreed to an act: the plan that it believed in (numbers of acts, the act itself first) and what of its
    wants that plan makes better in its own eyes (the lines of its `wants`, as written)."""

    mind: str
    plan: tuple[int, ...]
    gains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One act of a life. `reasons`: one for each mind that consents and is not free of reasons (a reader's is)."""

    action: int
    before: State
    after: State
    reasons: tuple[Reason, ...]


#: an act and the reasons for it
Deed = tuple[int, tuple[Reason, ...]]


@dataclass(frozen=True, slots=True)
class Attempt:
    """An act that a mind tried in vain, after `at` events of its life. `learned`: the conditions of the act of which it knows
    by that that they do not hold. `refused_by`: who had no reason for the act; None: it was not possible."""

    at: int
    mind: str
    action: int
    before: State
    after: State
    learned: tuple[Expression, ...] = ()
    refused_by: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Life:
    """What happened in a story, act by act: a sequence of events from the state `start`.

    `ending`: the name of the ending that its last state satisfies, or None. `attempts`: what was tried in it in vain, in order;
    only somebody who plays does that; `asides`: the acts of colour that were done in it. States are numbers of the story's
    engine. A life can be pickled, with its story; a copy is the life itself."""

    story: World
    start: State
    events: tuple[Event, ...]
    ending: str | None
    attempts: tuple[Attempt, ...] = ()
    asides: tuple[Aside, ...] = ()

    def prose(self, by: str | None = None, seed: int = 0) -> str:
        """The life as text from the eyes of `by`, by default the story's own teller. Same seed, same text. Raises `UnknownName`
        for somebody who is no character of the story."""
        # What tells of lives knows them, and comes after them: a life asks for it by name, as its caller could.
        return fabula.tell(self.story, self, by, seed).text

    def minds(self) -> fabula.MindsChart:
        """Who knows what, when: each mind against the truth along the life."""
        return fabula.minds_chart(self.story, self)

    def within(self, story: World) -> Life:
        """The same life with the states of another copy of its story. Raises `ValueError` where that has other acts."""
        if self.story is story:
            return self
        if [action.name for action in self.story.ground.task.actions] != [action.name for action in story.ground.task.actions]:
            raise ValueError("the life is one of another story")
        return _lived_again(story, *self._deeds())

    @property
    def acts(self) -> tuple[str, ...]:
        """The acts by name, as in problem files: `walk(Aeris, field, trees)`."""
        actions = self.story.ground.task.actions
        return tuple(actions[event.action].name for event in self.events)

    @property
    def moves(self) -> tuple[str, ...]:
        """The acts by name and, as in a transcript, what was tried in vain and the acts of colour: `replay` reads it back."""
        between: dict[int, list[str]] = {}
        actions = self.story.ground.task.actions
        for beside in self.besides:
            said = beside.act.name if isinstance(beside, Aside) else f"{beside.mind} tries {actions[beside.action].name}"
            between.setdefault(beside.at, []).append(said)
        names: list[str] = []
        for at, act in enumerate((*self.acts, "")):
            names += [*between.get(at, ()), act]
        return tuple(names[:-1])

    @property
    def besides(self) -> tuple[Attempt | Aside, ...]:
        """What was tried in vain and the acts of colour, in the order in which they were done."""
        besides: list[Attempt | Aside] = []
        asides = list(self.asides)
        for number, attempt in enumerate((*self.attempts, None)):
            while asides and (attempt is None or asides[0].tried <= number):
                besides.append(asides.pop(0))
            if attempt is not None:
                besides.append(attempt)
        return tuple(besides)

    @property
    def end(self) -> State:
        """The last state, with what was learned by an attempt after the last act."""
        last = len(self.events)
        return next((attempt.after for attempt in reversed(self.attempts) if attempt.at == last), self.states[-1])

    def before(self, aside: Aside) -> State:
        """The state in which an act of colour was done: what was learned by the attempts before it is known there."""
        last = self.attempts[aside.tried - 1] if aside.tried else None
        return last.after if last is not None and last.at == aside.at else self.states[aside.at]

    @property
    def states(self) -> tuple[State, ...]:
        """All states that it passes, the first and the last included."""
        return (self.start, *(event.after for event in self.events))

    def transcript(self) -> str:
        """The acts, one on each line, with the reasons below: plain text that `replay` reads back. What was tried in vain
        stands where it was (`Ann tries take(Ann, key)`: who tries plays, and needs no reasons)."""
        actions = self.story.ground.task.actions
        lines: list[str] = []
        for index, event in enumerate(self.events):
            lines += self._tried(index)
            lines.append(actions[event.action].name)
            for reason in event.reasons:
                plan = ", ".join(actions[act].name for act in reason.plan)
                lines.append(f"  # {reason.mind}: {plan}; for: {'; '.join(reason.gains)}")
        lines += self._tried(len(self.events))
        if self.ending is not None:
            lines.append(f"# ending: {self.ending}")
        return "\n".join(lines) + "\n"

    def _tried(self, at: int) -> list[str]:
        lines: list[str] = []
        for beside in self.besides:
            if beside.at != at:
                continue
            if isinstance(beside, Aside):
                lines += [beside.act.name, "  # it changes nothing"]
                continue
            why = "it was not possible" if beside.refused_by is None else f"{beside.refused_by} refused"
            lines += [f"{beside.mind} tries {self.story.ground.task.actions[beside.action].name}", f"  # {why}"]
        return lines

    def _deeds(self) -> tuple[Sequence[Deed], Sequence[Attempt], str | None, Sequence[Aside]]:
        return tuple((event.action, event.reasons) for event in self.events), self.attempts, self.ending, self.asides

    def __reduce__(self) -> tuple[object, ...]:
        deeds, attempts, ending, asides = self._deeds()
        # What was learned is found out again: it is said in expressions of the story, which comes along as a whole.
        bare = tuple(replace(attempt, learned=()) for attempt in attempts)
        return _lived_again, (self.story, deeds, bare, ending, asides)

    def __copy__(self) -> Life:
        return self

    def __deepcopy__(self, memo: object) -> Life:
        return self

    def __repr__(self) -> str:
        count = len(self.events)
        end = "without an ending" if self.ending is None else f"to {self.ending!r}"
        return f"<fabula.Life: {count} act{'' if count == 1 else 's'} {end}>"

    def _repr_html_(self) -> str:
        return str(Markup().join(Markup("<p>{}</p>").format(paragraph) for paragraph in self.prose().split("\n\n")))


def _lived_again(
    story: World, deeds: Sequence[Deed], attempts: Sequence[Attempt], ending: str | None, asides: Sequence[Aside] = ()
) -> Life:
    """The life with these acts and attempts from the beginning of a story. The reasons are those that were given, not found
    again."""
    engine, minds = story.engine, story.ground.minds
    state = start = engine.initial()
    events: list[Event] = []
    tried: list[Attempt] = []
    for at in range(len(deeds) + 1):
        for attempt in attempts:
            if attempt.at == at:
                before = state
                learned: tuple[Expression, ...] = ()
                if attempt.refused_by is None:
                    mind = minds[attempt.mind]
                    state = fail(story, before, attempt.action, mind)
                    learned = not_so(story, before, state, attempt.action, mind)
                tried.append(replace(attempt, before=before, after=state, learned=learned))
        if at < len(deeds):
            action, reasons = deeds[at]
            events.append(Event(action, state, engine.do(state, action), reasons))
            state = events[-1].after
    life = Life(story, start, tuple(events), ending, tuple(tried))
    return replace(life, asides=tuple(replace(aside, state=life.before(aside)) for aside in asides))
