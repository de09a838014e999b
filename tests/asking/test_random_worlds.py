"""Every kind of answer on small stories by chance agrees with what is found by walking all their lives on the obvious engine.

`FABULA_WORLDS` says on how many stories (300 if it is not set). One that has a problem, or too many states to be walked, or
only one, is passed over and does not count.
"""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest
from tests.asking.brute import Lives, TooLarge, all_lives
from tests.asking.random_stories import NAMES, Asked, RandomStory, condition, fluent, number, random_story
from tests.lives.walking import agrees, waits

from fabula.asking import Answer, Asker
from fabula.asking.asker import SOON
from fabula.budget import Budget
from fabula.engine.attempts import move_name
from fabula.engine.evaluate import values_of
from fabula.engine.interface import State
from fabula.lives import Life, replay
from fabula.problems import StoryProblems
from fabula.story import Story, loads
from fabula.task import UNKNOWN

WORLDS = int(os.environ.get("FABULA_WORLDS", "300"))
BLOCK = 25
#: states of a world that is walked
MOST = 25
#: stories that are made for a block, at most
TRIES = 100


class World:
    """A story by chance, with all its lives, and one who answers questions about it."""

    def __init__(self, made: RandomStory, story: Story, lives: Lives, free: tuple[str, ...]) -> None:
        self.made, self.story, self.lives = made, story, lives
        self.free = tuple(story.ground.minds[name] for name in free)
        self.asker = Asker(story, free, threads=1, finds_obstacles=False)
        #: one who looks what can be said without an atlas before there is one
        self.prover = Asker(story, free, threads=1, finds_obstacles=False, alone=SOON)
        #: what its answers rest on, and how many of them do
        self.bases: Counter[str] = Counter()

    def ask(self, question: str, life: Life | None = None, after: int | None = None) -> Answer:
        answer = self.asker.ask(question, life=life, after=after, budget=Budget(60.0, None, None))
        assert answer.proof, question
        assert answer.question == question
        if answer.life is not None:
            self.check(answer.life)
        return answer

    def prove(self, question: str, known: Answer) -> None:
        """The same answer is given, and the same life shown, where it is not told from an atlas first."""
        answer = self.prover.ask(question, budget=Budget(60.0, None, None))
        assert (answer.value, answer.proof) == (known.value, known.proof), question
        assert (answer.life and answer.life.moves) == (known.life and known.life.moves), question
        if answer.extent.basis is not None:
            self.bases[answer.extent.basis.method] += 1
        else:
            self.bases["life" if answer.life is not None and not answer.extent.complete else "atlas"] += 1

    def check(self, life: Life) -> None:
        """Every act of a life is explained, and it replays."""
        assert replay(self.story, life.moves, self.free).ending == life.ending
        self.end(life)

    def end(self, life: Life) -> State:
        """The state on the obvious engine that a life comes to, each act of it being possible and explained."""
        return self.passed(life)[-1]

    def passed(self, life: Life) -> list[State]:
        """All states that a life passes, one more than it has moves."""
        passed = [self.lives.states[0]]
        events = iter(life.events)
        for name in life.moves:
            steps = {move_name(self.story.task, move): after for move, after in self.lives.steps[passed[-1]]}
            if " tries " not in name:
                event = next(events)
                for reason in event.reasons:
                    mind = self.story.ground.minds[reason.mind]
                    assert reason.plan == self.lives.engine.plan(passed[-1], event.action, mind)
            passed.append(steps[name])
        return passed

    def holding(self, asked: Asked) -> set[State]:
        return {state for state in self.lives.states if asked.value(self.lives.engine, self.story.ground, state)}

    def ending_in(self, name: str) -> set[State]:
        names = [ending.name for ending in self.story.task.endings]
        return {state for state, ending in self.lives.endings.items() if ending is not None and names[ending] == name}

    def complete(self) -> set[State]:
        """The states in which lives end, whether or not in an ending."""
        return {state for state, ending in self.lives.endings.items() if ending is not None} | self.lives.stuck()


def world_of(seed: int) -> World | None:
    """The world of a number; None if it has a problem, or too many states, or nothing happens in it."""
    made = random_story(seed)
    free = (made.minds[0],) if seed % 4 == 0 else ()
    try:
        story = loads(made.text)
        lives = all_lives(story.ground, tuple(story.ground.minds[name] for name in free), MOST)
    except (StoryProblems, TooLarge):
        return None
    return World(made, story, lives, free) if len(lives.states) > 1 else None


@pytest.mark.parametrize("block", range((WORLDS + BLOCK - 1) // BLOCK))
def test_answers_agree_with_all_lives(block: int) -> None:
    used = 0
    bases: Counter[str] = Counter()
    for seed in range(block * TRIES, (block + 1) * TRIES):
        world = world_of(seed) if used < BLOCK else None
        if world is None:
            continue
        used += 1
        chance = random.Random(seed)
        for name in world.made.endings:
            about_a_target(world, name, world.ending_in(name))
            about_between(world, name, chance)
        for _ in range(2):
            asked = condition(chance, world.made.minds)
            about_a_target(world, f"({asked.text})", world.holding(asked))
            about_knowing(world, asked)
        about_knowing_a_value(world, chance.choice(world.made.minds), chance.choice(world.made.minds))
        about_amounts(world, number(chance, world.made.minds))
        about_acts(world, chance)
        bases += world.bases
    assert used == BLOCK
    # An atlas is needed for hardly anything, and each way of proving has its turn.
    assert min(bases["life"], bases["values"], bases["search"]) > BLOCK // 5, bases
    assert bases["atlas"] < bases.total() // 10, bases


def about_a_target(world: World, target: str, goals: set[State]) -> None:
    """`can`, `never`, `shortest`, `must`."""
    distances = [world.lives.distance[state] for state in goals]
    can = world.ask(f"can {target}")
    assert can.answer is bool(goals)
    assert bool(can) is bool(goals)
    assert world.ask(f"never {target}").answer is not bool(goals)
    shortest = world.ask(f"shortest {target}")
    assert shortest.answer == (min(distances) if goals else None)
    for answer in (can, shortest):
        world.prove(answer.question, answer)
        assert (answer.life is None) is not bool(goals)
        if answer.life is not None:
            assert len(answer.life.moves) == min(distances)
            assert world.end(answer.life) in goals
    avoiding, turning = world.lives.avoiding(goals), world.lives.turning(goals)
    against = {state: distance for state, distance in avoiding.items() if state in world.complete()}
    must = world.ask(f"must {target}")
    assert must.answer is not bool(against or turning)
    assert (must.life is None) is must.answer
    if must.life is not None:
        shown(world, must, goals, against, turning)
        if against:
            assert len(must.life.moves) == min(against.values())
    later = world.ask(f"must {target}, sooner or later")
    unable = set(avoiding) - world.lives.reaching(goals)
    assert later.answer is not bool(unable)
    if later.life is not None:
        shown(world, later, goals, against, turning)
        passed = world.passed(later.life)
        lost = later.details["lost_after"]
        assert isinstance(lost, int)
        assert passed[lost] in unable
        assert lost == 0 or passed[lost - 1] not in unable


def shown(world: World, answer: Answer, goals: set[State], against: dict[State, int], turning: set[State]) -> None:
    """A life that is to show that not every life comes to the goals does: it ends otherwise, is stuck, or goes round."""
    assert answer.life is not None
    passed = world.passed(answer.life)
    assert goals.isdisjoint(passed)
    circle = answer.details["circle"]
    assert isinstance(circle, list)
    if not circle:
        assert passed[-1] in against
        return
    assert list(answer.life.moves[-len(circle) :]) == circle
    assert passed[-1 - len(circle)] == passed[-1]
    assert len(set(passed[-len(circle) :])) == len(circle) > 1
    assert passed[-1] in turning


def about_between(world: World, ending: str, chance: random.Random) -> None:
    """`what stands between`: from the start, and from where a life by chance has come to."""
    goals = world.ending_in(ending)
    assert bool(world.ask(f"what stands between start and {ending}")) is not bool(goals)
    here, acts = world.lives.states[0], list[str]()
    passed = [here]
    while world.lives.steps[here] and len(acts) < 6:
        act, here = chance.choice(world.lives.steps[here])
        acts.append(move_name(world.story.task, act))
        passed.append(here)
    life = replay(world.story, acts, world.free)
    leading = world.lives.reaching(goals)
    answer = world.ask(f"what stands between life and {ending}", life)
    assert bool(answer) is not (here in leading)
    if answer.life is not None:
        lost = len(answer.life.moves)
        assert passed[lost - 1] in leading
        assert passed[lost] not in leading
        assert answer.details["lost_with"] == lost
    elif here not in leading:
        assert passed[0] not in leading


def about_knowing(world: World, asked: Asked) -> None:
    """`who knows` something that can be so or not."""
    engine, ground = world.lives.engine, world.story.ground

    def believed(state: State, mind: int) -> int:
        return asked.value(engine, ground, engine.belief(state, mind))

    answer = world.ask(f"who knows ({asked.text})")
    ends = [state for state, ending in world.lives.endings.items() if ending is not None]
    minds = answer.details["minds"]
    assert isinstance(minds, list)
    knowing: list[str] = []
    for said, (name, mind) in zip(minds, world.story.ground.minds.items(), strict=True):
        true = {state for state in world.holding(asked) if believed(state, mind)}
        wrong = {state for state in world.lives.states if believed(state, mind) and state not in world.holding(asked)}
        assert said["mind"] == name
        assert said["knows"] is bool(true)
        assert said["wrong"] is bool(wrong)
        assert said["always_at_the_end"] == (set(ends) <= true if ends else None)
        if true:
            knowing.append(name)
            assert len(said["life"]) == min(world.lives.distance[state] for state in true)
    assert answer.answer == tuple(knowing)


def about_knowing_a_value(world: World, one: str, other: str) -> None:
    """`who knows` where somebody is."""
    at = fluent("at", other)
    answer = world.ask(f"who knows {other}.at")
    engine, ground = world.lives.engine, world.story.ground
    assert isinstance(answer.answer, tuple)
    knows = [
        state
        for state in world.lives.states
        if at(engine, ground, engine.belief(state, ground.minds[one])) == at(engine, ground, state)
    ]
    assert (one in answer.answer) is bool(knows)
    number = ground.fluent("at", other)
    wrong = number is not None and any(
        engine.taken(state, number) not in values_of(engine.taken(engine.belief(state, ground.minds[one]), number))
        for state in world.lives.states
    )
    minds = answer.details["minds"]
    assert isinstance(minds, list)
    assert {said["mind"]: said["wrong"] for said in minds}[one] is wrong


def about_amounts(world: World, asked: Asked) -> None:
    """`most` and `least`: where lives end, where they end in one way, at any moment."""
    every = {state: asked.value(world.lives.engine, world.story.ground, state) for state in world.lives.states}
    ends = {state for state, ending in world.lives.endings.items() if ending is not None}
    places = {"": ends, " ever": set(every), **{f" at {name}": world.ending_in(name) for name in world.made.endings}}
    for where, states in places.items():
        for word, best in (("most", max), ("least", min)):
            answer = world.ask(f"{word} {asked.text}{where}")
            known = [every[state] for state in states if every[state] != UNKNOWN]
            assert answer.answer == (best(known) if known else None)
            if answer.life is not None:
                reached = world.end(answer.life)
                assert every[reached] == answer.answer
                nearest = min(world.lives.distance[state] for state in states if every[state] == answer.answer)
                assert len(answer.life.moves) == nearest


def about_acts(world: World, chance: random.Random) -> None:
    """`why` and `why not`, of each act: in all lives, and in one state."""
    lives, task = world.lives, world.story.task
    for act, action in enumerate(task.actions):
        done = {state for state in lives.states if act in dict(lives.steps[state])}
        why = world.ask(f"why {action.name}")
        why_not = world.ask(f"why not {action.name}")
        assert why.answer is bool(done)
        assert bool(why_not) is not bool(done)
        if why.life is not None:
            assert why.life.events[-1].action == act
            assert len(why.life.moves) == 1 + min(lives.distance[state] for state in done)
        elif why_not.life is not None:
            hindered(world, act, world.end(why_not.life), why_not)
    state = world.lives.states[0]
    acts: list[str] = []
    for _ in range(chance.randint(0, 4)):
        if lives.steps[state]:
            act, state = chance.choice(lives.steps[state])
            acts.append(move_name(task, act))
    if lives.endings[state] is None:
        life = replay(world.story, acts, world.free)
        for act, action in enumerate(task.actions):
            answer = world.ask(f"why not {action.name}", life)
            assert bool(answer) is not (act in dict(lives.steps[state]))
            hindered(world, act, state, answer)


def hindered(world: World, act: int, state: State, answer: Answer) -> None:
    """What is said to hinder an act in a state does so there."""
    engine, ground = world.lives.engine, world.story.ground
    told = answer.details.get("hindrances", [])
    assert isinstance(told, list)
    minds = ground.task.actions[act].consenting
    without = [mind for mind in minds if engine.is_possible(state, act) and not agrees(engine, state, act, mind, world.free)]
    if not engine.is_possible(state, act):
        assert [one["kind"] for one in told] == ["world"]
        return
    idle = ["It would change nothing, in the world or in a mind."] if engine.do(state, act) == state else []
    texts = [one["text"] for one in told if one["kind"] == "world"]
    late = [text for text in texts if text.startswith("Before it comes ")]
    assert texts == [*idle, *late]
    follow = [move for move, _ in world.lives.steps[state]]
    assert bool(late) is waits(engine, act, follow, world.free)
    assert [ground.minds[one["mind"]] for one in told if one["kind"] != "world"] == without
    for one, mind in zip(told[: len(without)], without, strict=True):
        believes = engine.is_possible(engine.belief(state, mind), act)
        assert one["kind"] == ("reason" if believes else "belief")
        assert one["text"]


def test_names_of_endings_are_those_of_the_stories() -> None:
    """What is asked for is in the stories: otherwise nothing above would ask for much."""
    worlds = [world for world in map(world_of, range(40)) if world is not None]
    assert {name for world in worlds for name in world.made.endings} == set(NAMES)
    assert any(world.lives.stuck() for world in worlds)
    assert any(len(world.lives.states) > 20 for world in worlds)
    assert any(not world.ending_in(name) for world in worlds for name in world.made.endings)
    assert any(world.ending_in(name) for world in worlds for name in world.made.endings)
