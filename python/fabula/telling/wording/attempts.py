"""The words for what was tried in vain."""

from __future__ import annotations

from fabula.model import Not
from fabula.syntax.templates import Slot, Template
from fabula.telling.content.attempts import Tried
from fabula.telling.languages import realiser_for
from fabula.telling.languages.statements import Pieces
from fabula.telling.wording.acts import deed_of, retold
from fabula.telling.world import World


def attempt_told(world: World, tried: Tried, turn: int) -> Template:
    """The text of an attempt, told in the words of what the one who tried knows after it; `turn`: how many were told before."""
    asides, trial = realiser_for(world.definition.front.language).asides, tried.trial
    act = deed_of(world, trial.action).named
    if trial.refused_by is None:
        return asides.in_vain(trial.mind, act, _why(world, tried), turn)
    own = trial.mind in world.ground.actions[trial.action].doers[:1] or act.subject == (Slot(trial.mind),)
    return asides.refused(trial.mind, trial.refused_by, act, own, turn)


def _why(world: World, tried: Tried) -> list[Pieces]:
    """What was found not to be so by it."""
    sentences = realiser_for(world.definition.front.language).sentences
    describer = sentences.describer(world.definition)
    binding = world.ground.actions[tried.trial.action].binding
    return [retold(binding, sentences.finite(describer.statement(Not(part)))) for part in tried.learned]
