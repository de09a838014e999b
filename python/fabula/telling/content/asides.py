"""Acts of colour as they can be told: by whom, and whether that one sees it."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.lives.colour import Aside, sees
from fabula.model import Teller
from fabula.telling.world import World, is_alive_in


@dataclass(frozen=True, slots=True)
class Remark:
    """An act of colour of the life (`number`: its index there). `mind`: who tells then."""

    number: int
    aside: Aside
    mind: str | None

    @property
    def place(self) -> int:
        """How many events of the life came before it."""
        return self.aside.at


def remark(world: World, how: Teller, number: int, aside: Aside, mind: str | None) -> Remark | None:
    """An act of colour as it can be told; None where it is left out, or who tells does not see it."""
    if any(act.fits(aside.act.schema, aside.act.things) for act in how.leaves_out):
        return None
    if mind is not None and not (is_alive_in(world, aside.state, mind) and sees(world, aside.act, aside.state, mind)):
        return None
    return Remark(number, aside, mind)
