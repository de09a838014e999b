"""What was tried in vain, from the eyes of whoever tried: an act that was not possible, or that somebody would not agree to."""

from __future__ import annotations

from fabula.model import NumberType
from fabula.syntax.templates import Slot, Template
from fabula.telling.deeds import deed_of
from fabula.telling.languages import realiser_for
from fabula.telling.phrasing import phrases
from fabula.telling.statements import Statement
from fabula.telling.world import PlainView, Trial, World

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


def _why(world: World, trial: Trial) -> list[Statement]:
    """What was learned by it, as far as there are words for that."""
    spoken = phrases(world, PlainView(world.definition))
    sentences = realiser_for(world.definition.front.language).sentences
    found: list[Statement] = []
    for path, fluent, code in trial.learned:
        name, arguments = world.ground.property_of(fluent)
        item = world.definition.properties[name]
        value = world.ground.decode(fluent, code)
        if isinstance(item.type, NumberType) or value is None or not (item.phrase or name in ("at", "alive")):
            continue
        fact = spoken.fact(name, arguments, value)
        found.append(sentences.believing(Slot(world.ground.task.characters[path[-1]]), fact) if path else fact)
    return found[:MOST]
