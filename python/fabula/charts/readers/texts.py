"""Which of the author's texts came up in the lives of random readers, if all of them were told from the same eyes.

Counted is a text that fits: by whom it is for, by what the teller believes, and in that the teller perceives the event. Of
several that fit a telling takes one after the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fabula.engine.evaluate import holds
from fabula.lives.life import Event
from fabula.lives.readers import Readings
from fabula.model import Says
from fabula.randomness import Random
from fabula.telling.content.choosing import Chooser
from fabula.telling.content.discoveries import discoveries
from fabula.telling.world import StateView, is_alive_in, sees


@dataclass(frozen=True, slots=True)
class TextRead:
    """One text of the story. `of`: "opening", or the name of its action, trigger or ending; `line`: where it stands, from 1;
    `times`: how often it could be told."""

    of: str
    text: str
    line: int | None
    times: int


def texts_read(readings: Readings, by: str | None) -> tuple[TextRead, ...]:
    """All of the author's own texts that may be told from these eyes (None: nobody's), with how often they came up. The atlas
    is complete."""
    counts: Counter[int] = Counter()
    for says, times in _coming_up(readings, by):
        counts[id(says)] += times
    definition = readings.world.definition
    all_says: list[tuple[str, tuple[Says, ...]]] = [("opening", definition.front.openings)]
    all_says += [(action.name, action.says) for action in definition.actions.values()]
    all_says += [(trigger.name, trigger.says) for trigger in definition.triggers.values()]
    all_says += [(ending.name, ending.says) for ending in definition.endings.values()]
    return tuple(
        TextRead(of, " ".join(text.text.split()), text.span.line if text.span else None, counts[id(text)])
        for of, several in all_says
        for text in several
        if _is_own(text) and (text.teller is None or text.teller == by or text.teller not in definition.things)
    )


def _is_own(text: Says) -> bool:
    return text.span is None or not text.span.source.is_library


def _coming_up(readings: Readings, by: str | None) -> Iterator[tuple[Says, int]]:
    atlas, world = readings.atlas, readings.atlas.world
    definition, engine = world.definition, world.engine
    chooser = Chooser(Random(), definition.front.teller.closeness)
    start = StateView(world, atlas.state(0), by)
    yield from _times(chooser.fitting(definition.front.openings, start, {}), readings.readers)
    for (number, act), times in sorted(readings.tally.steps.items()):
        if act >= len(world.ground.actions):
            continue  # what is tried in vain is told in our words
        state = atlas.state(number)
        ground = world.ground.actions[act]
        event = Event(act, state, engine.do(state, act), ())
        if by is None or sees(world, event, by):
            fitting = chooser.fitting(world.ground.says(act), StateView(world, state, by), dict(ground.binding))
            yield from _times(fitting, times)
        for discovery in discoveries(world, event, by):
            yield from _times(chooser.fitting(discovery.says, StateView(world, event.after, by), discovery.binding), times)
    endings = world.ground.task.endings
    for number, times in sorted(readings.tally.ends.items()):
        ending = atlas.ending(number)
        if ending is None:
            continue
        view = StateView(world, atlas.state(number), by)
        knows = by is None or (
            is_alive_in(world, atlas.state(number), by) and holds(engine, view.state, endings[ending].condition)
        )
        fitting = chooser.fitting(definition.endings[endings[ending].name].says, view, {})
        yield from _times((says for says in fitting if knows or says.teller is not None), times)


def _times(texts: Iterable[Says], times: int) -> Iterator[tuple[Says, int]]:
    for says in texts:
        yield says, times
