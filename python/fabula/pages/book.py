"""A small book: several lives of one story, a chapter each, and which of its endings no life was found for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fabula.model import Ending, Front
from fabula.pages.oneshot import Reasons, length, reasons_below
from fabula.telling.languages import realiser_for
from fabula.telling.languages.labels import counted
from fabula.telling.narrate import Telling, tell
from fabula.telling.world import Lived, World


@dataclass(frozen=True, slots=True)
class Chapter:
    """A life that was found. `name`: of its ending; `title`: what the chapter is called."""

    name: str
    title: str
    telling: Telling
    reasons: Reasons = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """An ending that no life was found for. `states`: how many were looked at; `proof`: whether it is certain that there is no
    such life, because these were all, or because of what `basis` says; `stopped`: whether somebody put an end to the
    search."""

    name: str
    title: str
    states: int = 0
    proof: bool = False
    stopped: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A finished book."""

    front: Front
    chapters: tuple[Chapter, ...]
    missing: tuple[Missing, ...] = ()

    @property
    def text(self) -> str:
        """The stories themselves, each below its title."""
        return "\n\n".join(f"{chapter.title}\n\n{chapter.telling.text}" for chapter in self.chapters)

    @property
    def words(self) -> int:
        return sum(chapter.telling.words for chapter in self.chapters)

    @property
    def length(self) -> str:
        lives = counted(len(self.chapters), realiser_for(self.front.frame).labels.lives)
        return f"{lives}, {length(self.words, self.front.frame)}"


def book_of(
    world: World,
    lives: Iterable[Lived],
    missing: Iterable[Missing] = (),
    by: str | None = None,
    seed: int = 0,
    reasons: bool = False,
) -> Book:
    """Lives as a book, each told by `by` (see `tell`) and called by its ending.

    Raises `UnknownName` for a teller without a mind.
    """
    chapters: list[Chapter] = []
    for life in lives:
        telling = tell(world, life, by, seed)
        ending = None if life.ending is None else world.definition.endings[life.ending]
        title = world.definition.front.title if ending is None else title_of(ending)
        below = reasons_below(world, life, telling) if reasons else ()
        chapters.append(Chapter(life.ending or "", title, telling, below))
    return Book(world.definition.front, tuple(chapters), tuple(missing))


def title_of(ending: Ending) -> str:
    """What an ending is called; one with an empty title, by its name."""
    return ending.title.strip() or ending.name
