"""A life: what happened, act by act, with the reason that each character had."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.engine.interface import State
from fabula.lives.world import World
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


@dataclass(frozen=True, slots=True)
class Life:
    """A sequence of events from `start`. `ending`: the name of the ending that its last state satisfies, or None. `attempts`:
    what was tried in it in vain, in order; only somebody who plays does that."""

    story: World
    start: State
    events: tuple[Event, ...]
    ending: str | None
    attempts: tuple[Attempt, ...] = ()

    @property
    def acts(self) -> tuple[str, ...]:
        """The acts by name, as in problem files: `walk(Aeris, field, trees)`."""
        actions = self.story.ground.task.actions
        return tuple(actions[event.action].name for event in self.events)

    @property
    def moves(self) -> tuple[str, ...]:
        """The acts by name and, as in a transcript, what was tried in vain: `replay` reads it back."""
        tried: dict[int, list[str]] = {}
        actions = self.story.ground.task.actions
        for attempt in self.attempts:
            tried.setdefault(attempt.at, []).append(f"{attempt.mind} tries {actions[attempt.action].name}")
        names: list[str] = []
        for at, act in enumerate((*self.acts, "")):
            names += [*tried.get(at, ()), act]
        return tuple(names[:-1])

    @property
    def end(self) -> State:
        """The last state, with what was learned by an attempt after the last act."""
        last = len(self.events)
        return next((one.after for one in reversed(self.attempts) if one.at == last), self.states[-1])

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
        for attempt in self.attempts:
            if attempt.at == at:
                why = "it was not possible" if attempt.refused_by is None else f"{attempt.refused_by} refused"
                lines += [f"{attempt.mind} tries {self.story.ground.task.actions[attempt.action].name}", f"  # {why}"]
        return lines
