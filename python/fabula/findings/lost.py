"""Where lives get lost: dead ends, in which nothing can follow, and loops without a way out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fabula.engine.attempts import moved
from fabula.findings.finding import Finding
from fabula.findings.survey import Survey
from fabula.lives import ends
from fabula.lives.reasons import agrees
from fabula.problems import Problem, counted
from fabula.source import Span

#: for each of the problems what becomes of lives, what is expected in place of it, and what to try
_SAID = {
    "dead-end": (
        "get stuck",
        "an ending, or something that can follow",
        "let an ending take it in, let something follow, or ask in 'when' for what keeps a way open",
    ),
    "endless-loop": (
        "go round for ever",
        "a way out that somebody has a reason to take",
        "let something run out, time or patience, and an ending take it in",
    ),
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A step after which no ending can be reached any more (`act` None: that is so from the very beginning), and the acts from
    there to a state of those that are looked at. `schema`: the action of the step; `states`: how many of those that are looked
    at are reached through it."""

    schema: str
    states: int
    before: int
    act: int | None
    further: tuple[int, ...]
    target: int


def of_lost_lives(survey: Survey) -> Iterator[Finding]:
    """`dead-end` and `endless-loop`, one at most of each for each action after which all is lost. True of an atlas that is not
    complete as well: a state that has not been looked at counts as one from which an ending can be reached."""
    named: set[str] = set()
    if 1 in survey.lost:
        for entry in _entries(survey, ends.stuck(survey.atlas)):
            named.add(entry.schema)
            yield _finding(survey, "dead-end", entry, {"refused": _refused(survey, entry.target)})
    yield from _beyond(survey, named)
    if 1 not in survey.lost:
        return
    cycles = survey.atlas.cycles()
    for entry in _entries(survey, ends.trapped(survey.atlas)):
        circle = list(survey.names(ends.cycle_at(survey.atlas, entry.target, cycles)))
        yield _finding(survey, "endless-loop", entry, {"circle": circle})


def _beyond(survey: Survey, named: set[str]) -> Iterator[Finding]:
    """What is known without the atlas of actions after which all is lost, besides those that are `named` already."""
    for lost in survey.proven.lost:
        moves = lost.moves[: lost.after]
        schema = survey.schema(moves[-1]) if moves else ""
        if schema in named:
            continue
        named.add(schema)
        fact = survey.task.fluents[lost.trap.fluent].name
        life = survey.names(moves)
        yield Finding(
            Problem(
                "dead-end",
                _after(survey, schema, moves[-1] if moves else None),
                _place(survey, schema),
                expected="a way that is left to an ending",
                seen=f"{fact} never changes back, first after {life[-1]}" if life else f"{fact} never changes",
                hint=_SAID["dead-end"][2],
            ),
            life,
            {"lost_after": len(life) or None, "states": 1},
        )


def _finding(survey: Survey, code: str, entry: _Entry, shown: Mapping[str, object]) -> Finding:
    fate, expected, hint = _SAID[code]
    acts = (*_way(survey, entry), *entry.further)
    life = survey.names(acts)
    schema = entry.schema
    return Finding(
        Problem(
            code,
            f"{_after(survey, schema, entry.act)}, and there are lives that {fate}",
            _place(survey, schema or (survey.schema(acts[-1]) if acts else "")),
            expected=expected,
            seen=_seen(survey, entry),
            hint=hint,
        ),
        life,
        {"lost_after": None if entry.act is None else len(life) - len(entry.further), "states": entry.states, **shown},
        from_beginning=entry.act is None,
    )


def _after(survey: Survey, schema: str, move: int | None) -> str:
    """After which action it is, by the move that it was (None: from the start on), that no ending can be reached."""
    if move is None:
        return "no ending can be reached from the very beginning"
    return f"after '{schema}' {'' if moved(survey.task, move)[1] is None else 'tried in vain '}no ending can be reached"


def _entries(survey: Survey, targets: Iterable[int]) -> Iterator[_Entry]:
    """For each action after which all is lost and one of `targets` can be reached the shortest life there. Those with most
    targets come first. The action is "" for what is lost from the beginning."""
    wanted = set(targets)
    if not wanted:
        return
    steps, further = _ways_to(survey, sorted(wanted))
    if survey.lost[0]:
        yield _Entry("", len(wanted), 0, None, *_followed(0, steps))
        return
    entries: dict[str, list[tuple[int, int, int, int]]] = {}
    for number, act, target in survey.edges():
        if not survey.lost[number] and survey.lost[target] and target in further:
            length = survey.atlas.distance(number) + 1 + further[target]
            entries.setdefault(survey.schema(act), []).append((length, number, act, target))
    found = []
    for schema, ways in entries.items():
        _, number, act, target = min(ways)
        reached = sum(1 for one in _below(survey, (way[3] for way in ways)) if one in wanted)
        found.append(_Entry(schema, reached, number, act, *_followed(target, steps)))
    yield from sorted(found, key=lambda one: (-one.states, one.schema))


def _followed(state: int, steps: Mapping[int, tuple[int, int]]) -> tuple[tuple[int, ...], int]:
    """The acts of the steps from a state on, and the state in which they end."""
    acts = []
    while state in steps:
        one, state = steps[state]
        acts.append(one)
    return tuple(acts), state


def _lost_steps(survey: Survey) -> Iterator[tuple[int, int, int]]:
    """The steps from states from which no ending can be reached: state, act, state."""
    for number, lost in enumerate(survey.lost):
        for act, target in survey.atlas.steps(number) if lost else ():
            yield number, act, target


def _ways_to(survey: Survey, targets: Iterable[int]) -> tuple[dict[int, tuple[int, int]], dict[int, int]]:
    """For each lost state from which a target can be reached the step of a shortest way there, and how many steps it has."""
    back: dict[int, list[tuple[int, int]]] = {}
    for number, act, target in _lost_steps(survey):
        back.setdefault(target, []).append((number, act))
    steps: dict[int, tuple[int, int]] = {}
    further = dict.fromkeys(targets, 0)
    pending = deque(further)
    while pending:
        here = pending.popleft()
        for number, act in back.get(here, ()):
            if number not in further:
                further[number] = further[here] + 1
                steps[number] = act, here
                pending.append(number)
    return steps, further


def _below(survey: Survey, starts: Iterable[int]) -> Iterable[int]:
    found = dict.fromkeys(starts)
    pending = list(found)
    while pending:
        for _, target in survey.atlas.steps(pending.pop()):
            if target not in found:
                found[target] = None
                pending.append(target)
    return found


def _way(survey: Survey, entry: _Entry) -> tuple[int, ...]:
    way = tuple(survey.atlas.way(entry.before))
    return way if entry.act is None else (*way, entry.act)


def _seen(survey: Survey, entry: _Entry) -> str:
    reached = f"{counted(entry.states, 'state')} of this sort"
    return reached if entry.act is None else f"{reached}, first after {survey.names([entry.act])[0]}"


def _refused(survey: Survey, number: int) -> dict[str, list[str]]:
    """What is possible in a state, and who has no reason for it or, played, does not believe in it. Nobody where it would
    change nothing."""
    world, state, free = survey.atlas.world, survey.atlas.state(number), survey.atlas.free
    return {
        survey.task.actions[act].name: [
            survey.task.characters[mind]
            for mind in survey.task.actions[act].consenting
            if not agrees(world, state, act, mind, free)
        ]
        for act in world.engine.possible(state)
    }


def _place(survey: Survey, schema: str) -> Span | None:
    if schema:
        return survey.definition.actions[schema].span
    return next((ending.span for ending in survey.definition.endings.values()), None)
