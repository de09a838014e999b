"""A life as prose, from somebody's eyes (semantics 7, focalization).

An event is told when the teller perceives it; a discovery, when the teller's beliefs change without that. Texts, names and
values are chosen by what the teller believes. Without a teller everything is told, as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from fabula.model import Teller
from fabula.randomness import Random
from fabula.telling.drafting import Paragraph, Passage
from fabula.telling.grammar import Person, Tense
from fabula.telling.narrator import Narrator
from fabula.telling.tellers import NOBODY, eyes_of, from_eyes, part_told
from fabula.telling.world import Lived, World, mind_number


@dataclass(frozen=True, slots=True)
class Telling:
    """A life as it is told. Paragraphs are joined by an empty line in `text`. `ending`: the title of the ending, which no
    paragraph tells; "" for a life without one."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    ending: str = ""

    @property
    def text(self) -> str:
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def words(self) -> int:
        return len(self.text.split())


def tell(
    world: World,
    life: Lived,
    by: str | Teller | None = None,
    seed: int = 0,
    person: Person | None = None,
    tense: Tense | None = None,
) -> Telling:
    """Tell a life. `by`: how; None = as the story says; a name = as the story says, but from those eyes alone; `NOBODY` = from
    nobody's, that is everything. Same seed, same text. Raises `KeyError` for a teller without a mind.

    `person`, that of the one who tells, and `tense` take the place of the teller's.
    """
    own = world.definition.front.teller
    teller = own if by is None else from_eyes(own, by) if isinstance(by, str) else by
    teller = replace(teller, person=person or teller.person, tense=tense or teller.tense)
    for named in teller.eyes:
        mind_number(world, named)
    narrator = Narrator(world, Random(seed), teller)
    by_event = eyes_of(world, life, teller)
    part = part_told(world, life, teller)
    if part and part.start == 0:
        narrator.take_over(by_event[0])
        narrator.opening(life.events[0].before)
    told = [index for index in part if narrator.perceives(life.events[index], by_event[index])]
    while told:
        group = [told.pop(0)]
        narrator.take_over(by_event[group[0]])
        while told and by_event[told[0]] == by_event[group[0]]:
            if not narrator.joins([life.events[index] for index in group], life.events[told[0]]):
                break
            group.append(told.pop(0))
        narrator.events(group, [life.events[index] for index in group], is_last=not told and life.ending is not None)
    title = world.definition.front.title
    if life.ending is None or part.stop < len(life.events):
        return Telling(title, narrator.paragraphs())
    if life.events:
        narrator.ending(life.ending, life.events[-1])
        narrator.closing(life.ending, life.events[-1])
    return Telling(title, narrator.paragraphs(), world.definition.endings[life.ending].title)


__all__ = ["NOBODY", "Narrator", "Paragraph", "Passage", "Telling", "tell"]
