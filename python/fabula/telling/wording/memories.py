"""The words for what is called to mind."""

from __future__ import annotations

from fabula.syntax.templates import Template, Text, parse_template
from fabula.telling.content.recollection import Recollection
from fabula.telling.languages import realiser_for
from fabula.telling.languages.grammar import Tense
from fabula.telling.wording.acts import deed_of
from fabula.telling.world import World


def wordings(world: World, recollection: Recollection, tense: Tense) -> tuple[Template, ...]:
    """All wordings of a recollection; none if its text is no plain statement. `tense`: that of all else."""
    says, remembered = recollection.says, recollection.remembered
    pieces = parse_template(says.text).pieces if says is not None else (*deed_of(world, recollection.action).finite, Text("."))
    asides = realiser_for(world.definition.front.language).asides
    return asides.memories(pieces, remembered.mind, remembered.found, tense is Tense.PRESENT)
