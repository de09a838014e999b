"""A life as prose, from somebody's eyes (semantics 7, focalization).

An event is told when the teller perceives it; a discovery, when the teller's beliefs change without that. Texts, names and
values are chosen by what the teller believes. Without a teller everything is told, as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from fabula.model import Teller
from fabula.randomness import Random
from fabula.telling.content.focalization import NOBODY, from_eyes
from fabula.telling.content.steps import content_of
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
    nobody's, that is everything. Same seed, same text. Raises `UnknownName` for a teller without a mind.

    `person`, that of the one who tells, and `tense` take the place of the teller's.
    """
    how = _how(world, by, person, tense)
    content = content_of(world, life, how)
    storyteller = Storyteller(world, Random(seed), how)
    storyteller.write(content)
    title = "" if content.ending is None else world.definition.endings[content.ending].title
    return Telling(world.definition.front.title, storyteller.paragraphs(), title)


def _how(world: World, by: str | Teller | None, person: Person | None, tense: Tense | None) -> Teller:
    """The way of telling that is asked for. Raises `KeyError` for a teller without a mind."""
    own = world.definition.front.teller
    teller = own if by is None else from_eyes(own, by) if isinstance(by, str) else by
    for named in teller.eyes:
        mind_number(world, named)
    return replace(teller, person=person or teller.person, tense=tense or teller.tense)


__all__ = ["NOBODY", "Paragraph", "Passage", "Storyteller", "Telling", "tell"]
