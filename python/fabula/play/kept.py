"""A life from a file: the save of a session, or the acts of a life as `Life.transcript` writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fabula.lives import Life, LifeParts, act_number, replay
from fabula.lives.world import World
from fabula.play import saves
from fabula.play.session import Session
from fabula.problems import Problem, Problems, StoryProblems, nearest
from fabula.source import Source, Span
from fabula.syntax.reading import read

#: what an act looks like: `walk(Aeris, field, trees)`, `turn(Sephiroth) as Jenova`
_ACT = re.compile(r"\w+\s*\([^()]*\)(\s+as\s+\w+)?")


@dataclass(frozen=True, slots=True)
class Kept:
    """A life that was kept. `by`: whom the reader was, where somebody played it. `problems`: what was found on the way; if the
    story no longer allows all of the life, the part that still fits, and a problem `life-parts`."""

    life: Life
    by: str | None
    problems: tuple[Problem, ...] = ()


def kept_life(world: World, path: str | Path) -> Kept:
    """The life in a file; in a slot of that name, where there is no such file.

    Raises `StoryProblems`: the problems of files, `bad-save`, `other-story`, and `life-parts` for a life of which nothing fits.
    """
    file = Path(path)
    if not file.exists() and str(path) in saves.slots(world.definition.front.title):
        file = saves.slot(world.definition.front.title, str(path))
    if file.suffix == ".json":
        return _played(world, file)
    problems = Problems()
    source = read(file, problems)
    if source is None:
        hint = "a life is a save of 'fabula play', or a list of acts, one on each line"
        raise StoryProblems(replace(problem, hint=problem.hint if problem.span else hint) for problem in problems)
    if source.text.lstrip().startswith("{"):
        return _played(world, file)
    return _transcript(world, source)


def _played(world: World, file: Path) -> Kept:
    session = Session.load(world, file)
    if session.problems and not session.history:
        raise StoryProblems(session.problems)
    return Kept(session.life, session.as_, session.problems)


def _transcript(world: World, source: Source) -> Kept:
    places = _places(source)
    if not places:
        raise _bad(source, Span(source, 0, 0), "nothing but comments" if source.text.strip() else "an empty file")
    for place in places:
        if not _ACT.fullmatch(place.text):
            raise _bad(source, place, f"'{place.text[:60]}'")
    names = [place.text for place in places]
    if all(act_number(world.ground, name) is None for name in names):
        title = world.definition.front.title
        raise StoryProblems(
            [
                Problem(
                    "other-story",
                    f"{source.name} is a life of another story",
                    places[0],
                    expected=f"acts of '{title}'",
                    seen=f"{names[0]}, and no act of '{title}' after it" if len(names) > 1 else names[0],
                    hint="tell it with the story that it belongs to",
                )
            ]
        )
    try:
        return Kept(replay(world, names), None)
    except LifeParts as parts:
        problem, fitting = _parted(world, places, parts), names[: parts.at]
    if not fitting:
        raise StoryProblems([problem])
    return Kept(replay(world, fitting), None, (problem,))


def _places(source: Source) -> list[Span]:
    """Where the acts stand: all lines, without comments and the space around them."""
    places: list[Span] = []
    start = 0
    for line in source.text.split("\n"):
        act = line.split("#", 1)[0]
        if act.strip():
            begin = start + len(act) - len(act.lstrip())
            places.append(Span(source, begin, begin + len(act.strip())))
        start += len(line) + 1
    return places


def _parted(world: World, places: Sequence[Span], parts: LifeParts) -> Problem:
    kept = {0: "nothing of it can be told", 1: "the act before it is told"}.get(
        parts.at, f"the {parts.at} acts before it are told"
    )
    known = act_number(world.ground, parts.act) is not None
    meant = "" if known else nearest(parts.act, (action.name for action in world.ground.task.actions))
    return Problem(
        "life-parts",
        f"the story does not allow this act here: {parts.why}",
        places[parts.at],
        expected="an act that is possible there, with a reason for everybody in it",
        seen=parts.act,
        hint=f"{meant}; {kept}" if meant else kept,
    )


def _bad(source: Source, place: Span, seen: str) -> StoryProblems:
    return StoryProblems(
        [
            Problem(
                "bad-save",
                f"{source.name} holds no life",
                place,
                expected="a save of 'fabula play', or acts, one on each line",
                seen=seen,
                hint="what follows a # is a comment",
            )
        ]
    )
