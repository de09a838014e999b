"""The life that a command is about: one in a file, one to an ending, or one by chance."""

from __future__ import annotations

from fabula.budget import UNBOUNDED, Budget
from fabula.cli.shared import STORY, leave, over, underway
from fabula.lives.finding import NotFound
from fabula.play.saved_life import SavedLife, saved_life
from fabula.problems import Problem
from fabula.proving.drawer import Drawer
from fabula.proving.finding import find
from fabula.story import Story


def kept_in(
    story: Story,
    file: str,
    free: tuple[str, ...] = (),
    budget: Budget | None = None,
) -> SavedLife:
    """The life in a file, in which those in `free` need no reasons; else its problems are drawn, and this is the end."""
    with underway(story.definition, "the life has not been lived again to its end", budget):
        return saved_life(story, file, free)


def found_for(
    story: Story,
    ending: str | None,
    seed: int,
    budget: Budget | None = None,
    drawer: Drawer | None = None,
) -> SavedLife:
    """The life that is asked for, with what was proven before; else it is said why there is none, and this is the end."""
    left = f"no {_sought(ending)} was found so far, which proves nothing"
    with underway(story.definition, left, budget):
        try:
            if ending is None:
                return SavedLife(story.tell(seed=seed), None)
            whole = UNBOUNDED if budget is None else budget
            return SavedLife(find(story, ending, seed, budget=whole, kept=drawer), None)
        except NotFound as missing:
            if missing.is_over:
                over("time", left)
            leave([unreached(missing)], STORY)


def unreached(missing: NotFound) -> Problem:
    """That no life was found, and whether that is a proof."""
    hint = "another --ending or --seed may do"
    if missing.proof:
        hint = "tell another ending with --reasons, and see who lacks a want or an act for this one"
    return Problem("unreached", str(missing), hint=hint)


def _sought(ending: str | None) -> str:
    return f"life that ends in '{ending}'" if ending else "life that comes to an ending"
