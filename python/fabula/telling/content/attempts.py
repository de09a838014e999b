"""What was tried in vain, from the eyes of whoever tried: an act that was not possible, or that somebody would not agree to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from fabula.model import Get, Not
from fabula.syntax.templates import Slot, Template
from fabula.telling.languages import realiser_for
from fabula.telling.languages.statements import Pieces
from fabula.telling.wording.acts import deed_of, retold
from fabula.telling.world import Trial, World

#: no more than so many reasons why it was not possible
MOST = 2


def attempt_told(world: World, trial: Trial, turn: int) -> Template:
    """The text of an attempt, told in the words of what the one who tried knows after it; `turn`: how many were told before."""
    asides = realiser_for(world.definition.front.language).asides
    act = deed_of(world, trial.action).named
    if trial.refused_by is None:
        return asides.in_vain(trial.mind, act, _why(world, trial), turn)
    own = trial.mind in world.ground.actions[trial.action].doers[:1] or act.subject == (Slot(trial.mind),)
    return asides.refused(trial.mind, trial.refused_by, act, own, turn)


def _why(world: World, trial: Trial) -> list[Pieces]:
    """What was found not to be so by it, as far as there are words for that."""
    sentences = realiser_for(world.definition.front.language).sentences
    describer = sentences.describer(world.definition)
    binding = world.ground.actions[trial.action].binding
    spoken = [part for part in trial.learned if all(_has_words(world, name) for name in _properties(part))]
    return [retold(binding, sentences.finite(describer.statement(Not(part)))) for part in spoken[:MOST]]


def _has_words(world: World, name: str) -> bool:
    item = world.definition.properties[name]
    return bool(item.phrase) or name in ("at", "alive")


def _properties(part: object) -> Iterator[str]:
    """The properties that a condition speaks of."""
    if isinstance(part, Get):
        yield part.property
    if isinstance(part, tuple):
        for one in part:
            yield from _properties(one)
    elif is_dataclass(part):
        for each in fields(part):
            if each.name != "span":
                yield from _properties(getattr(part, each.name))
