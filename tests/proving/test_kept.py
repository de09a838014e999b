"""What is kept of proofs never changes an answer: over edits of stories, and whatever stands on the desk."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from tests.asking.random_stories import Random
from tests.proving.edits import KINDS, edited
from tests.proving.random_stories import random_story

from fabula.budget import Budget
from fabula.engine.core import NativeEngine
from fabula.problems import StoryProblems
from fabula.proving.certifying import certificate_of
from fabula.proving.checking import check
from fabula.proving.desk import KEY, Damaged, Desk, desk_from
from fabula.proving.drawer import Drawer
from fabula.proving.entries import Entry, Found
from fabula.proving.goals import Goal, ending_goal
from fabula.proving.proofs import Exhausted, Projected, Verdict
from fabula.proving.prover import Prover
from fabula.proving.refining import holds
from fabula.story import Story, loads

SEAL = bytes(range(KEY))
#: no search for a goal of a small story looks at so many states
ENOUGH = Budget(None, None, 3_000)
EDITS = 1_000
#: what has to be in so many edits, at least
LEAST = {
    **dict.fromkeys(KINDS, 25),
    "goals": 5_000,
    "taken": 1_500,
    "life stood": 500,
    "life refused": 30,
    "longer than the shortest": 1,
    "never stood": 300,
    "never repaired": 30,
    "never refused": 10,
    "search recalled": 100,
    "life recalled": 300,
    "certificate": 1_000,
    "same basis": 600,
}


def goals_of(story: Story) -> list[Goal]:
    """To come to each ending, and to pass a moment at which its condition holds."""
    numbers = range(len(story.task.endings))
    return [*(ending_goal(story.task, n) for n in numbers), *(Goal(None, story.task.endings[n].condition) for n in numbers)]


def proven(story: Story, desk: Desk | None, free: tuple[int, ...]) -> tuple[dict[Goal, Verdict], Drawer | None]:
    """What becomes of all goals, with what is on a desk."""
    drawer = None if desk is None else Drawer(desk, story, free, worth=0.0)
    prover = Prover(story, free, kept=drawer)
    return {goal: prover.decide(goal, ENOUGH) for goal in goals_of(story)}, drawer


def kept(desk: Desk) -> Desk:
    """As it comes out of its file."""
    return desk_from(desk.content(SEAL), SEAL)


def same(one: Verdict, other: Verdict) -> bool:
    """Whether two verdicts say the same to whoever asks, but for what a *never* rests on."""
    return (one.reached, one.moves, one.least) == (other.reached, other.moves, other.least)


def one_edit(seed: int, counted: Counter[str]) -> None:
    chance, kind = Random(seed), KINDS[seed % len(KINDS)]
    made = random_story(seed)
    pair = edited(chance, kind, made.text, made.minds)
    if pair is None:
        return
    try:
        before, after = (loads(text) for text in pair)
    except StoryProblems:
        return
    if any(story.engine.ending(story.engine.initial()) is not None for story in (before, after)):
        # A life that has ended before it begins shows nothing.
        return
    names = () if seed % 4 else (made.minds[0],)
    desk = Desk()
    proven(before, desk, tuple(before.ground.minds[name] for name in names))
    free = tuple(after.ground.minds[name] for name in names)
    anew, _ = proven(after, None, free)
    again, drawer = proven(after, kept(desk), free)
    assert drawer is not None
    counted[kind] += 1
    counted["taken"] += len(drawer.taken)
    counted.update({name: times for name, times in drawer.outcomes.items() if name.startswith("never")})
    lived_again(after, Drawer(kept(desk), after, free, worth=0.0), anew, counted)
    for goal, verdict in again.items():
        assert same(verdict, anew[goal]), (seed, kind, drawer.name_of(goal))
        counted["goals"] += 1
        compare(after, free, drawer, (goal, verdict, anew[goal]), counted)


def lived_again(story: Story, drawer: Drawer, anew: dict[Goal, Verdict], counted: Counter[str]) -> None:
    """A life that is kept is one of the story as it is now, or it is none."""
    engine = story.engine
    assert isinstance(engine, NativeEngine)
    for goal, verdict in anew.items():
        moves = drawer.life(goal)
        if moves is not None:
            assert verdict.reached
            assert len(moves) >= verdict.least
            state = engine.initial()
            for move in moves:
                state = dict(engine.moves(state, drawer.free))[move]
            assert holds(engine, state, goal)
            counted["longer than the shortest"] += len(moves) > verdict.least
    counted.update(drawer.outcomes)


def compare(
    story: Story, free: tuple[int, ...], drawer: Drawer, found: tuple[Goal, Verdict, Verdict], counted: Counter[str]
) -> None:
    """What a proof rests on that was found with what is kept, and one that was found anew."""
    goal, verdict, other = found
    if goal not in drawer.taken:
        assert type(verdict.proof) is type(other.proof)
        return
    if verdict.moves is not None:
        counted["life recalled"] += verdict.states == other.states
    elif isinstance(verdict.proof, Exhausted) and isinstance(other.proof, Exhausted):
        counted["search recalled"] += verdict.proof.states == other.proof.states
    elif isinstance(verdict.proof, Projected) and isinstance(other.proof, Projected):
        counted["same basis"] += verdict.proof.projection.fluents == other.proof.projection.fluents
    if verdict.proof is not None:
        check(story.task, certificate_of(story.task, goal, verdict.proof, free), story.engine)
        counted["certificate"] += 1


@pytest.mark.limit(600)
def test_what_is_kept_over_an_edit_says_what_is_found_anew() -> None:
    counted: Counter[str] = Counter()
    seed = 0
    while sum(counted[kind] for kind in KINDS) < EDITS:
        one_edit(seed, counted)
        seed += 1
    assert not {name: (counted[name], least) for name, least in LEAST.items() if counted[name] < least}, counted


def test_whatever_stands_on_a_desk_changes_no_answer() -> None:
    counted: Counter[str] = Counter()
    for seed in range(150):
        chance, made = Random(seed), random_story(seed)
        try:
            story, other = loads(made.text), loads(random_story(seed + 1).text)
        except StoryProblems:
            continue
        anew, _ = proven(story, None, ())
        desk, foreign = Desk(), Desk()
        proven(story, desk, ())
        proven(other, foreign, ())
        acts = [action.name for action in story.task.actions]
        fluents = [fluent.name for fluent in story.task.fluents]
        for key, entry in list(desk.entries.items()):
            wrong = [
                replace(entry, found=None, life=tuple(chance.choice(acts) for _ in range(chance.randint(0, 4)))),
                replace(entry, found=None, facts=tuple(chance.sample(fluents, min(3, len(fluents))))),
                replace(entry, found=None, facts=("nothing of this name",), life=("fly(Ann)", "fly(Ann)")),
                replace(entry, found=None if entry.found is None else replace(entry.found, task="another")),
                replace(entry, found=None if entry.found is None else replace(entry.found, asked="else")),
                replace(entry, life=tuple(chance.choice(acts) for _ in range(2))),
                Entry(),
            ]
            tampered = chance.choice(wrong)
            if tampered.found is not None and tampered.found.how == "search":
                # What a search has shown of this very task is taken as it is, under its seal.
                tampered = replace(tampered, found=None)
            desk.put(key, tampered)
            counted["tampered"] += 1
        for free, name in list(foreign.entries):
            desk.entries.setdefault((free, name), foreign.entries[free, name])
            counted["foreign"] += 1
        again, drawer = proven(story, kept(desk), ())
        assert drawer is not None
        counted["refused"] += drawer.outcomes["life refused"]
        for goal, verdict in again.items():
            assert same(verdict, anew[goal]), (seed, drawer.name_of(goal))
    assert counted["tampered"] > 400
    assert counted["foreign"] > 400
    assert counted["refused"] > 20


def test_a_search_is_recalled_for_the_same_task_alone() -> None:
    """The digest is all that says so: with that of another task the search is made again."""
    text = random_story(0).text
    story, renamed = loads(text), loads(text.replace('"Number 0"', '"Called otherwise"'))
    other = loads(f"{text}property spare\naction spare_it()\n    by nobody\n    do: spare\nending spared when spare\n")
    digests = [Drawer(Desk(), one).digest for one in (story, renamed, other)]
    assert digests[0] == digests[1] != digests[2]


def test_bytes_that_are_damaged_are_no_desk() -> None:
    desk = Desk()
    desk.put(((), "ending dawn"), Entry(("wait()",), ("hour",), 4, 1.5, Found("task", "asked", "life", 7)))
    content = desk.content(SEAL)
    assert desk_from(content, SEAL).entries == desk.entries
    chance = Random(0)
    for _ in range(300):
        place = chance.randint(0, len(content) - 1)
        damaged = bytearray(content)
        damaged[place] ^= chance.randint(1, 255)
        with pytest.raises(Damaged):
            desk_from(bytes(damaged), SEAL)
        with pytest.raises(Damaged):
            desk_from(content[:place], SEAL)
    with pytest.raises(Damaged):
        desk_from(content, bytes(KEY))
