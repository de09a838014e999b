"""How far a plan and the reasons in it may go (semantics 6)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """`author`: how many acts a plan may have. `character`: how many acts the reason for an act may have, the act itself
    included. `belief`: how many levels deep characters think about the reasons of others. -1 = no limit but those that a
    story itself sets its characters."""

    author: int = -1
    character: int = -1
    belief: int = -1


UNLIMITED = PlanLimits()
