"""Why somebody does something, as far as its author gave words for that, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.lives.reasons import wants_of
from fabula.syntax.templates import Piece, parse_template
from fabula.task import UNKNOWN
from fabula.telling.content.perception import Perceptions
from fabula.telling.world import Happening, World, mind_number


@dataclass(frozen=True, slots=True)
class Motive:
    """What a mind wants of an act (`text`, a line of its wants), or in spite of which it does it (`against`)."""

    mind: str
    text: str
    against: bool

    @property
    def gain(self) -> tuple[Piece, ...]:
        """What is wanted, in the words of the author."""
        return parse_template(self.text).pieces


def motives(world: World, event: Happening, mind: str, perceptions: Perceptions) -> list[Motive]:
    """What moves a mind to an act, as far as its author gave words for that: first what speaks against it."""
    phrased = {want.text for want in world.definition.wants.get(mind, ()) if want.phrased}
    gains = [gain for reason in event.reasons if reason.mind == mind for gain in reason.gains if gain in phrased]
    if not gains:
        return []
    # To leave behind what was to be so on the way is no loss.
    graded = {want.text for want in world.definition.wants.get(mind, ()) if want.way}
    lost = _lost(world, event, mind, phrased - {*gains} - graded, perceptions)
    return [*(Motive(mind, text, True) for text in lost), *(Motive(mind, text, False) for text in gains)]


def _lost(world: World, event: Happening, mind: str, among: set[str], perceptions: Perceptions) -> list[str]:
    """Those of some lines of a mind's wants that the act itself makes worse, in its own eyes."""
    wants = [(text, value) for text, value in wants_of(world.ground, mind) if text in among]
    if not wants:
        return []
    engine = world.engine
    number = mind_number(world, mind)
    before = engine.belief(event.before, number)
    after = engine.do(before, event.action, number)
    lost: list[str] = []
    for text, expression in wants:
        was, is_now = (perceptions.value(state, expression) for state in (before, after))
        if UNKNOWN not in (was, is_now) and is_now < was:
            lost.append(text)
    return lost
