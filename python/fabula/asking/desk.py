"""What a question is answered from: a story, its atlas as far as it is known, and maybe one of its lives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fabula.asking.answers import Answer
from fabula.asking.questions import Question, Target
from fabula.lives.atlas import Atlas
from fabula.lives.finding import life_of
from fabula.lives.life import Life
from fabula.lives.world import World
from fabula.task import Condition


@dataclass(frozen=True, slots=True)
class Desk:
    """`final`: the atlas will not grow any more; if it is not complete then, what is not found is not known. `life`: the one
    that is asked about; `after`: so many of its acts are done (None: all)."""

    atlas: Atlas
    final: bool = False
    life: Life | None = None
    after: int | None = None

    @property
    def world(self) -> World:
        return self.atlas.world

    @property
    def complete(self) -> bool:
        return self.atlas.complete

    def condition(self, target: Target) -> Condition:
        """What holds where a target is reached."""
        assert target.condition is not None
        return self.world.ground.condition(target.condition)

    def ending(self, name: str) -> int:
        """The number of an ending."""
        return next(number for number, ending in enumerate(self.world.ground.task.endings) if ending.name == name)

    def first(self, target: Target) -> int | None:
        """The first state of the atlas, and so one of the nearest, where a target is reached."""
        if target.ending is None:
            return next(iter(self.atlas.where(self.condition(target))), None)
        sought = self.ending(target.ending)
        return next((number for number, ending in enumerate(self.atlas.endings) if ending == sought), None)

    def names(self, acts: Sequence[int]) -> list[str]:
        """Acts by their names."""
        return [self.world.ground.task.actions[act].name for act in acts]

    def life_of(self, acts: tuple[int, ...]) -> Life:
        """The life with these acts, those who are free in the atlas without reasons."""
        return life_of(self.world, acts, self.atlas.free)

    def beginning(self, life: Life, count: int) -> Life:
        """The first acts of a life."""
        return Life(life.story, life.start, life.events[:count], life.ending if count == len(life.events) else None)

    def undecided(self, question: Question, found: str, details: Mapping[str, object] | None = None) -> Answer:
        """The answer where the budget ended first. `found`: what was not found until then."""
        return Answer(question.text, None, False, f"Not known: {found} {self.unknown()}", details=details or {})

    def unknown(self) -> str:
        """That nothing is proved, and why."""
        why = {"interrupted": "It was interrupted", "": "It was stopped"}.get(self.atlas.why, "The budget ended")
        return f"{why} after {self.atlas.size:,} {'state' if self.atlas.size == 1 else 'states'}: no proof."

    def covered(self) -> str:
        """How much the proof covers, as a clause."""
        return f"all {self.atlas.size:,} states were looked at" if self.atlas.size > 1 else "the one state was looked at"
