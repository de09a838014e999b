"""Random tasks in which some acts come before others, and some are left to chance (semantics 8.4)."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.engine.hoping import random_hopeful_task
from tests.engine.worlds import random_task

from fabula.task import Action, Task


def random_urgent_task(seed: int) -> Task:
    """The random task of a number, the same on every machine: as of problem files, as of stories, and with hopes."""
    chance = random.Random(f"urgency {seed}")
    task = random_hopeful_task(seed) if seed % 3 == 2 else random_task(seed, sets=bool(seed % 3))
    acts: list[Action] = []
    for act in task.actions:
        urgency = chance.choice((0, 0, 0, 1, 1, 2))
        weight = chance.randint(1, 5) if not act.consenting and chance.random() < 0.5 else 0
        if act.in_vain and act.twin is not None:
            # An act that is in vain is as urgent as it is otherwise.
            urgency, weight = acts[act.twin].urgency, acts[act.twin].weight
        acts.append(replace(act, urgency=urgency, weight=weight))
    return replace(task, actions=tuple(acts))
