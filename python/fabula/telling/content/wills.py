"""Wills that move bodies of others: whom an act names as its doer depends on who knows of that."""

from __future__ import annotations

from fabula.model import Action, Variable
from fabula.telling.world import World


def named_wills(world: World, number: int, known: bool = True) -> dict[str, str]:
    """What the parameters of an act stand for. A body that a will moves is named as that will if this is `known`."""
    ground = world.ground.actions[number]
    binding = dict(ground.binding)
    if known:
        for will in ground.doers:
            thing = world.definition.things[will]
            for name, bound in ground.binding.items():
                if thing.body == bound and _consents(world.definition.actions[ground.schema], name):
                    binding[name] = will
    return binding


def _consents(action: Action, parameter: str) -> bool:
    return any(isinstance(doer, Variable) and doer.name == parameter for doer in action.by)
