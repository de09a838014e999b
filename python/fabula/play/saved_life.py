"""A life from a file: the save of a session, or the acts of a life as `Life.transcript` writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from fabula import files
from fabula.lazy import Lazy
from fabula.lives import Aside, Attempt, Event, Life, LifeParts, act_number, replay
from fabula.lives.colour import colour_named
from fabula.lives.replaying import done_again, ending_name, step
from fabula.lives.world import Playable, World
from fabula.play.attempts import Done, attempt, open_to
from fabula.play.shelf import shelf_of
from fabula.problems import Problem, Problems, StoryProblems, nearest
from fabula.source import Source, Span
from fabula.syntax.reading import read

if TYPE_CHECKING:
    from fabula.play import session
else:
    # A list of acts is relived without what plays.
    session = Lazy("fabula.play.session")

#: what an act looks like: `walk(Aeris, field, trees)`, `turn(Sephiroth) as Jenova`
_ACT = re.compile(r"(?:(\w+)\s+tries\s+)?(\w+\s*\([^()]*\)(?:\s+as\s+\w+)?)")


@dataclass(frozen=True, slots=True)
class SavedLife:
    """A life that was kept. `by`: whom the reader was, where somebody played it. `problems`: what was found on the way:
    `other-version` if the story has been edited since; `life-parts` if it no longer allows all of the life, which is then the
    part that still fits."""

    life: Life
    by: str | None
    problems: tuple[Problem, ...] = ()
    #: who was played, and so may have done what is for the reader only
    readers: tuple[str, ...] = ()


def saved_life(world: Playable, path: str | Path, free: tuple[str, ...] = ()) -> SavedLife:
    """The life in a file; in a slot of that name, where there is no such file. `free`: the minds whose acts need no reason in
    a list of acts; in a save it is whoever played.

    Raises `StoryProblems`: the problems of files, `bad-save`, `other-story`, and `life-parts` for a life of which nothing fits.
    """
    file = Path(path)
    if not files.is_there(file):
        shelf = shelf_of(world.definition.front)
        file = shelf.find(str(path)) if str(path) in shelf.names() else file
    if file.suffix == ".json":
        return _played(world, file)
    problems = Problems()
    source = read(file, problems)
    if source is None:
        hint = "a life is a save of 'fabula play', or a list of acts, one on each line"
        raise StoryProblems(replace(problem, hint=problem.hint if problem.span else hint) for problem in problems)
    if source.text.lstrip().startswith("{"):
        return _played(world, file)
    return _transcript(world, source, free)


def _played(world: Playable, file: Path) -> SavedLife:
    played = session.Session.load(world, file)
    if not played.history and any(problem.code == "life-parts" for problem in played.problems):
        raise StoryProblems(played.problems)
    return SavedLife(played.life, played.as_, played.problems, (played.as_,))


def _transcript(world: Playable, source: Source, free: tuple[str, ...]) -> SavedLife:
    places = _places(source)
    if not places:
        raise _bad(source, Span(source, 0, 0), "nothing but comments" if source.text.strip() else "an empty file")
    steps: list[tuple[str | None, str]] = []
    for place in places:
        found = _ACT.fullmatch(place.text)
        if found is None:
            raise _bad(source, place, f"'{place.text[:60]}'")
        steps.append((found[1], found[2]))
    by = next((who for who, _ in steps if who in world.ground.task.characters), None)
    readers = free if by is None else (by, *free)
    world = world.read_by(*readers)
    names = [name for _, name in steps]
    if all(act_number(world.ground, name) is None and colour_named(world, name) is None for name in names):
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
        return SavedLife(_relived(world, steps, by, free), by, (), readers)
    except LifeParts as parts:
        problem, fitting = _parted(world, places, parts), steps[: parts.at]
    if not fitting:
        raise StoryProblems([problem])
    return SavedLife(_relived(world, fitting, by, free), by, (problem,), readers)


def _relived(world: World, steps: Sequence[tuple[str | None, str]], by: str | None, free: tuple[str, ...]) -> Life:
    """The life with these acts, each done or, by whoever plays, tried in vain. Raises `LifeParts`; `at` counts both."""
    unasked = tuple(world.ground.minds[name] for name in free)
    if by is None:
        return replay(world, [name for _, name in steps], unasked)
    player = world.ground.minds[by]
    state = start = world.engine.initial()
    events: list[Event] = []
    attempts: list[Attempt] = []
    asides: list[Aside] = []
    for at, (who, name) in enumerate(steps):
        number = act_number(world.ground, name)
        ended = ending_name(world, state)
        colour = colour_named(world, name) if number is None and who is None and ended is None else None
        if colour is not None:
            try:
                asides.append(Aside(done_again(world, colour, state, asides), state, len(events), len(attempts)))
            except LifeParts as parts:
                raise LifeParts(at, parts.act, parts.why, parts.mind) from None
            continue
        if number is None or ended is not None:
            raise LifeParts(at, name, f"the life has ended before it, with '{ended}'" if ended else "the story has no such act")
        if who is None:
            try:
                events.append(step(world, state, number, (player, *unasked)))
            except LifeParts as parts:
                raise LifeParts(at, parts.act, parts.why, parts.mind) from None
            state = events[-1].after
            continue
        if who != by or number not in open_to(world, state, player):
            raise LifeParts(at, name, f"{who} could not have tried it")
        outcome = attempt(world, state, number, player)
        if isinstance(outcome, Done):
            raise LifeParts(at, name, f"{who} can do it")
        attempts.append(outcome.kept(len(events), by))
        state = outcome.after
    return Life(world, start, tuple(events), ending_name(world, state), tuple(attempts), tuple(asides))


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
    known = act_number(world.ground, parts.act) is not None or colour_named(world, parts.act) is not None
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


def must_agree(played: session.Session, load: Path | None, as_: str | None, seed: int | None) -> None:
    """Refuse what is asked for and can't be had with a life that has begun, which `load` names. Raises `StoryProblems`
    (`bad-usage`)."""
    message = ""
    if as_ is not None and session.Session(played.story, as_).as_ != played.as_:
        message = f"the life in {load} is that of {played.as_}, and --as names {as_}"
    elif seed is not None and seed != played.seed:
        message = f"the life in {load} has the seed {played.seed}, and --seed names {seed}"
    if message:
        hint = "leave the option out to go on with this life, or leave out --load to begin another one"
        raise StoryProblems([Problem("bad-usage", message, hint=hint)])
