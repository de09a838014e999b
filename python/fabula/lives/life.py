"""A life: what happened, act by act, with the reason that each character had."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.engine.interface import State
from fabula.lives.world import World


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
class Life:
    """A sequence of events from `start`. `ending`: the name of the ending that its last state satisfies, or None."""

    story: World
    start: State
    events: tuple[Event, ...]
    ending: str | None

    @property
    def acts(self) -> tuple[str, ...]:
        """The acts by name, as in problem files: `walk(Aeris, field, trees)`."""
        actions = self.story.ground.task.actions
        return tuple(actions[event.action].name for event in self.events)

    @property
    def states(self) -> tuple[State, ...]:
        """All states that it passes, the first and the last included."""
        return (self.start, *(event.after for event in self.events))

    def transcript(self) -> str:
        """The acts, one on each line, with the reasons below: plain text that `replay` reads back."""
        actions = self.story.ground.task.actions
        lines: list[str] = []
        for event in self.events:
            lines.append(actions[event.action].name)
            for reason in event.reasons:
                plan = ", ".join(actions[act].name for act in reason.plan)
                lines.append(f"  # {reason.mind}: {plan}; for: {'; '.join(reason.gains)}")
        if self.ending is not None:
            lines.append(f"# ending: {self.ending}")
        return "\n".join(lines) + "\n"
