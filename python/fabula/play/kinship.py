"""Whether a save is one of this story, and of the story as it is."""

from __future__ import annotations

from pathlib import Path

from fabula.lives import LifeParts, act_number
from fabula.lives.colour import colour_named
from fabula.lives.world import World
from fabula.play.saves import Save, digest_of
from fabula.problems import Problem, StoryProblems


def changed(story: World, save: Save, path: Path) -> Problem | None:
    """What is to be said of a save that was not made with the story as it is (`other-version`). Raises `StoryProblems`
    (`other-story`) for a save of another story: two that have an `id` are the same if it is the same; else those are of one
    title, or those in which all acts of the save are there."""
    front = story.definition.front
    if save.id == front.id and save.digest == digest_of(story.definition):
        return None
    if save.id and front.id:
        if save.id != front.id:
            raise _other(story, save, path)
    elif save.story != front.title:
        if not _has_all(story, save):
            raise _other(story, save, path)
        return Problem(
            "other-version",
            f"this life was saved in '{save.story}', of which every act is in this story, too",
            expected=f"a save of '{front.title}'",
            seen=str(path),
            hint="if that is another story, play the save with it",
        )
    return Problem(
        "other-version",
        "the story has been edited since this life was saved, and all of the life still fits",
        seen=str(path),
        hint="go on; the story as it was then is not kept",
    )


def parted(story: World, save: Save, number: int, parts: LifeParts) -> Problem:
    """That a life fits no longer from a turn on."""
    edited = save.digest != digest_of(story.definition)
    kept = {1: "nothing of it can be kept", 2: "the first turn is kept"}.get(number, f"the first {number - 1} turns are kept")
    return Problem(
        "life-parts",
        f"the saved life no longer fits the story from turn {number} on: {parts.act}: {parts.why}",
        expected="the story as it was when the life was saved",
        seen="a story that has been edited since" if edited else "the same texts, run by another version of fabula",
        hint=f"{kept}; go on from there",
    )


def _has_all(story: World, save: Save) -> bool:
    """Whether the story has whom the reader was, and every act of the save, of which there are some."""
    names = [name for turn in save.turns for name in (turn.choice, *(turn.others or ())) if name is not None]
    return (
        bool(names)
        and save.as_ in story.ground.task.characters
        and all(
            act_number(story.ground, name) is not None or colour_named(story, name) is not None for name in dict.fromkeys(names)
        )
    )


def _other(story: World, save: Save, path: Path) -> StoryProblems:
    return StoryProblems(
        [
            Problem(
                "other-story",
                f"{path} is a save of another story",
                expected=f"a save of '{story.definition.front.title}'",
                seen=f"a save of '{save.story}', played as {save.as_}",
                hint="play it with the story that it belongs to",
            )
        ]
    )
