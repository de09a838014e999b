"""Who knows what, when: each mind of a life held against the truth, and all that this can be written as."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.charts.minds.lanes import Column, Traced
from fabula.charts.minds.page import page
from fabula.charts.minds.picture import picture
from fabula.charts.minds.plain import plain
from fabula.charts.minds.tracing import traced
from fabula.lives.life import Life
from fabula.lives.world import World
from fabula.markup import Markup
from fabula.telling.wording.phrases import phrases


@dataclass(frozen=True, repr=False)
class MindsChart(Traced):
    """A chart of minds. In a notebook it shows as a picture."""

    def html(self) -> str:
        """One file that needs no other and no network: the picture, and all of it as text."""
        return str(page(self))

    def svg(self) -> str:
        """The picture alone."""
        return str(picture(self))

    def text(self) -> str:
        """Plain lines, for terminals, pipes and screen readers."""
        return plain(self)

    def __repr__(self) -> str:
        return f"<fabula.MindsChart of {self.title!r}: {len(self.minds)} minds, {len(self.moments)} moments>"

    def _repr_svg_(self) -> str:
        return self.svg()

    def __html__(self) -> Markup:
        return picture(self)


def minds_chart(world: World, life: Life) -> MindsChart:
    """Each mind against the truth along a life."""
    minds, facts = traced(world, life.states)
    said = phrases(world)
    events = tuple(
        Column(
            number,
            world.ground.task.actions[event.action].name,
            said.act(event.action),
            said.because(event.action, event.reasons),
        )
        for number, event in enumerate(life.events, start=1)
    )
    ending = None if life.ending is None else world.definition.endings[life.ending].title or life.ending
    front = world.definition.front
    return MindsChart(front.title, ending, events, minds, facts, front.language)
