"""Lives and reasons as short texts for people: each act by its name, and in a sentence why it is done."""

from __future__ import annotations

from fabula.engine.interface import State
from fabula.lives.life import Attempt, Event, Life
from fabula.lives.world import World
from fabula.model import USUAL_LANGUAGE, Expression, Literal
from fabula.telling import Phrases, StateView, phrases
from fabula.telling.languages import realiser_for

#: answers are given in the language of the problems, whatever a story is told in
_OURS = realiser_for(USUAL_LANGUAGE)


def counted(count: int, word: str) -> str:
    """ "1 act", "2 acts"."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def moment(acts: int) -> str:
    """ "at the start", "after 2 acts"."""
    return "at the start" if acts == 0 else f"after {counted(acts, 'act')}"


def listed(names: list[str]) -> str:
    """ "Ann, Bob and Cid"."""
    return _OURS.join(names)


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    return _OURS.capitalize(text if text.endswith((".", "!", "?")) else f"{text}.")


def told(life: Life) -> str:
    """A life: its acts in order, below each why it is done; and what was tried in vain."""
    moves = life.moves
    width = len(str(len(moves)))
    events = iter(life.events)
    lines: list[str] = []
    tried = {at for at, _ in tries(life)}
    for number, move in enumerate(moves, start=1):
        lines.append(f"  {number:>{width}}  {move}")
        said = "It was not possible." if number - 1 in tried else because(life.story, next(events))
        lines.append(f"  {' ' * width}    {said}")
    if life.ending is not None:
        lines.append(f"  {' ' * width}  -> {life.ending}: {life.story.definition.endings[life.ending].title}")
    return "\n".join(lines)


def tries(life: Life) -> list[tuple[int, Attempt]]:
    """What was tried in vain in a life, each with its place among its moves."""
    return [(one.at + before, one) for before, one in enumerate(life.attempts)]


def because(world: World, event: Event) -> str:
    """The act of an event in a sentence, with the reason of everybody who agreed to it."""
    return phrases(world, StateView(world, event.before)).because(event.action, event.reasons)


def said_in(world: World, state: State, mind: str | None = None) -> Phrases:
    """Sentences by the names that things have in a state."""
    return phrases(world, StateView(world, state, mind))


def asked_for(world: World, condition: Expression) -> str:
    """A condition in words, apart from any state."""
    if isinstance(condition, Literal):
        return "it is so" if condition.value else "it is not so"
    return phrases(world).condition(condition)
