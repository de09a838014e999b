"""A life as prose, from somebody's eyes (semantics 7, focalization).

An event is told when the teller perceives it; a discovery, when the teller's beliefs change without that. Texts, names and
values are chosen by what the teller believes. Without a teller everything is told, as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fabula.model import Teller
from fabula.randomness import Random
from fabula.telling.content.focalization import NOBODY, eyes_of, from_eyes, part_told
from fabula.telling.content.foreshadowing import foretold
from fabula.telling.languages.grammar import Person, Tense
from fabula.telling.storyteller import Storyteller
from fabula.telling.wording.paragraphs import Paragraph, Passage
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
    storyteller = Storyteller(world, Random(seed), teller)
    by_event = eyes_of(world, life, teller)
    part = part_told(world, life, teller)
    storyteller.foresee(foretold(world, life, teller, by_event, part))
    if part.start == 0:
        storyteller.take_over(_eyes(by_event, teller, 0))
        if part or life.attempts:
            storyteller.opening(life.events[0].before if life.events else life.attempts[0].before)
    told = [index for index in part if storyteller.perceives(life.events[index], by_event[index])]
    tried = [(trial.at, number) for number, trial in enumerate(life.attempts) if part.start <= trial.at <= part.stop]
    passed = 0
    while told or tried:
        if tried and (not told or tried[0][0] <= told[0]):
            at, number = tried.pop(0)
            storyteller.take_over(_eyes(by_event, teller, at))
            storyteller.attempt(number, life.attempts[number])
            continue
        group = [told.pop(0)]
        storyteller.take_over(by_event[group[0]])
        while told and by_event[told[0]] == by_event[group[0]] and not (tried and tried[0][0] <= told[0]):
            if not storyteller.joins([life.events[index] for index in group], life.events[told[0]]):
                break
            group.append(told.pop(0))
        while passed < group[0]:
            storyteller.passed(passed, life.events[passed])
            passed += 1
        storyteller.events(group, [life.events[index] for index in group], is_last=not told and life.ending is not None)
    title = world.definition.front.title
    if life.ending is None or part.stop < len(life.events):
        return Telling(title, storyteller.paragraphs())
    if life.events:
        storyteller.ending(life.ending, life.events[-1])
        storyteller.closing(life.ending, life.events[-1])
    return Telling(title, storyteller.paragraphs(), world.definition.endings[life.ending].title)


def _eyes(by_event: Sequence[str | None], teller: Teller, at: int) -> str | None:
    """Who tells what happens after so many events."""
    if by_event:
        return by_event[min(at, len(by_event) - 1)]
    return teller.eyes[0] if teller.eyes else None


__all__ = ["NOBODY", "Paragraph", "Passage", "Storyteller", "Telling", "tell"]
