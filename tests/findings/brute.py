"""What findings claim, by its definition: lives of the reference engine, every state asked of every other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.lives.walking import agrees, steps_of

from fabula.engine.evaluate import evaluate, holds
from fabula.engine.interface import State
from fabula.engine.lessons import lessons
from fabula.engine.reference import ReferenceEngine
from fabula.lives.reasons import wants_of
from fabula.story import Story
from fabula.task import UNKNOWN


@dataclass(slots=True)
class Lives:
    """All lives of a story on the reference engine: steps by their moves. `free`: who is played."""

    story: Story
    engine: ReferenceEngine
    free: tuple[int, ...] = ()
    steps: dict[State, dict[int, State]] = field(default_factory=dict)

    @property
    def endings(self) -> dict[State, int | None]:
        return {state: self.engine.ending(state) for state in self.steps}

    def below(self, start: State) -> set[State]:
        found = {start}
        pending = [start]
        while pending:
            for target in self.steps[pending.pop()].values():
                if target not in found:
                    found.add(target)
                    pending.append(target)
        return found

    def schema(self, move: int) -> str:
        return self.story.ground.actions[move % len(self.story.ground.actions)].schema

    def edges(self) -> Iterable[tuple[State, int, State]]:
        return [(state, move, target) for state, steps in self.steps.items() for move, target in steps.items()]

    def done(self) -> Iterable[tuple[State, int, State]]:
        """The steps that are no attempts in vain."""
        return [edge for edge in self.edges() if edge[1] < len(self.story.task.actions)]

    def minds(self, move: int) -> tuple[int, ...]:
        """Who does an act, or tries it."""
        tried, act = divmod(move, len(self.story.task.actions))
        return (tried - 1,) if tried else self.story.task.actions[act].consenting


def lives_of(story: Story, most: int, free: tuple[int, ...] = ()) -> Lives | None:
    """None if there are more states than `most`."""
    engine = ReferenceEngine(story.task)
    found = Lives(story, engine, free)
    pending = [engine.initial()]
    while pending:
        state = pending.pop(0)
        if state in found.steps:
            continue
        if len(found.steps) >= most:
            return None
        found.steps[state] = dict(steps_of(engine, state, free))
        pending += found.steps[state].values()
    return found


def endings(lives: Lives) -> dict[str, set[str]]:
    """Endings without a life, by the kind of finding."""
    task = lives.story.task
    reached = set(lives.endings.values())
    expected = {one.ending for one in lives.story.definition.expectations if one.word == "can" and one.negated}
    found: dict[str, set[str]] = {"unreachable-ending": set(), "shadowed-ending": set()}
    for number, ending in enumerate(task.endings):
        if number in reached or ending.name in expected:
            continue
        ever = any(holds(lives.engine, state, ending.condition) for state in lives.steps)
        found["shadowed-ending" if ever else "unreachable-ending"].add(ending.name)
    return found


def scenes(lives: Lives) -> set[str]:
    """Scenes without a state of their own."""
    engine, found = lives.engine, set(lives.story.ground.scenes)
    for state, ending in lives.endings.items():
        holding = [name for name, condition in lives.story.ground.scenes.items() if holds(engine, state, condition)]
        if holding and ending is None:
            found.discard(holding[0])
    return found


def acts(lives: Lives) -> dict[str, set[str]]:
    story, engine = lives.story, lives.engine
    wanting = {mind for mind, wants in story.definition.wants.items() if wants}
    done = {lives.schema(act) for _, act, _ in lives.done()}
    found: dict[str, set[str]] = {"unmet-condition": set(), "idle-act": set(), "no-reason": set()}
    for schema in {one.schema for one in story.ground.actions} - done:
        tried = [
            (state, act)
            for state, ending in lives.endings.items()
            if ending is None
            for act in engine.possible(state)
            if lives.schema(act) == schema
        ]
        if not tried:
            found["unmet-condition"].add(schema)
            continue
        if any(
            all(agrees(engine, s, act, mind, lives.free) for mind in story.task.actions[act].consenting) for s, act in tried
        ):
            found["idle-act"].add(schema)
            continue
        first_lacking: dict[int, int] = {}
        asked: dict[int, int] = {}
        for state, act in tried:
            minds = story.task.actions[act].consenting
            for mind in minds:
                asked[mind] = asked.get(mind, 0) + 1
            in_order = sorted(minds, key=lambda mind: mind not in lives.free)
            first = next(mind for mind in in_order if not agrees(engine, state, act, mind, lives.free))
            first_lacking[first] = first_lacking.get(first, 0) + 1
        never = [mind for mind, times in first_lacking.items() if times == asked[mind]] or list(first_lacking)
        if any(story.task.characters[mind] in wanting or mind in lives.free for mind in never):
            found["no-reason"].add(schema)
    return found


def lost(lives: Lives) -> dict[str, set[str]]:
    """The actions after which all is lost, "" for from the beginning."""
    ended = {state for state, ending in lives.endings.items() if ending is not None}
    dead = {state for state in lives.steps if not lives.below(state) & ended}
    stuck = {state for state in dead if not lives.steps[state]}
    round_ = {state for state in dead if any(state in lives.below(target) for target in lives.steps[state].values())}
    found: dict[str, set[str]] = {}
    start = next(iter(lives.steps))
    for code, targets in (("dead-end", stuck), ("endless-loop", round_)):
        if start in dead:
            found[code] = {""} if targets else set()
        else:
            found[code] = {
                lives.schema(act)
                for state, act, target in lives.edges()
                if state not in dead and target in dead and lives.below(target) & targets
            }
    return found


def choices(lives: Lives) -> set[tuple[str, tuple[str, ...]]]:
    """Who can choose between what, and it never makes a difference."""
    ends = {
        state
        for state in lives.steps
        if not lives.steps[state] or all(state in lives.below(other) for other in lives.below(state))
    }
    matters: dict[tuple[str, tuple[str, ...]], bool] = {}
    for steps in lives.steps.values():
        for mind, name in enumerate(lives.story.task.characters):
            options = {move: to for move, to in steps.items() if mind in lives.minds(move)}
            if len(options) > 1:
                key = name, tuple(sorted({lives.schema(act) for act in options}))
                idle = any(_all_pass(lives, options.values(), state, ends) for state in lives.steps)
                matters[key] = matters.get(key, False) or not idle
    return {key for key, does in matters.items() if not does}


def _all_pass(lives: Lives, starts: Iterable[State], gate: State, ends: set[State]) -> bool:
    """Whether every road from some states to an end passes a state."""
    seen: set[State] = set()
    pending = [state for state in starts if state != gate]
    while pending:
        state = pending.pop()
        if state in ends:
            return False
        if state not in seen:
            seen.add(state)
            pending += [target for target in lives.steps[state].values() if target != gate]
    return True


def marked(lives: Lives, twin: Story, count: int) -> list[bool]:
    """Which marks of the twin of a story are ever set along the same lives, be it in a mind."""
    engine = ReferenceEngine(twin.task)
    names = {action.name: number for number, action in enumerate(twin.task.actions)}
    start = next(iter(lives.steps))
    found = {start: engine.initial()}
    pending = [start]
    nodes: set[State] = set()
    _gather(engine, found[start], nodes)
    while pending:
        here = pending.pop()
        for act, target in lives.steps[here].items():
            tried, number = divmod(act, len(lives.story.task.actions))
            same = names[lives.story.task.actions[number].name]
            if tried:
                taught = lessons(twin.task, same, tried - 1, twin.task.own[tried - 1])
                after = engine.in_vain(found[here], tried - 1, taught)
            else:
                after = engine.do(found[here], same)
            _gather(engine, after, nodes)
            if target not in found:
                found[target] = after
                pending.append(target)
    marks = [twin.ground.fluent(f"mark{number}") for number in range(count)]
    return [mark is not None and any(engine.value(node, mark) == 1 for node in nodes) for mark in marks]


def _gather(engine: ReferenceEngine, state: State, nodes: set[State]) -> None:
    if state not in nodes:
        nodes.add(state)
        for mind in range(len(engine.task.characters)):
            _gather(engine, engine.belief(state, mind), nodes)


def moving(lives: Lives) -> set[tuple[str, int]]:
    """The lines of wants that some reason makes better, by mind and place."""
    engine, story = lives.engine, lives.story
    found = set()
    for state, act, _ in lives.done():
        for mind in story.task.actions[act].consenting:
            if mind in lives.free:
                continue
            believed = engine.belief(state, mind)
            end = believed
            for one in engine.plan(state, act, mind) or ():
                end = engine.do(end, one)
            for place, (_, value) in enumerate(wants_of(story.ground, story.task.characters[mind])):
                before, after = evaluate(engine, believed, value), evaluate(engine, end, value)
                if after != UNKNOWN and (before == UNKNOWN or after > before):
                    found.add((story.task.characters[mind], place))
    return found


def acting(lives: Lives) -> set[str]:
    task = lives.story.task
    return {task.characters[mind] for _, act, _ in lives.done() for mind in task.actions[act].consenting}


def idlers(lives: Lives) -> set[str]:
    """Who wants something and does nothing, though others do what they could do, or there is nothing that they could do."""
    story = lives.story
    done = {lives.schema(act) for _, act, _ in lives.done()}
    found = set()
    for mind, name in enumerate(story.task.characters):
        own = {lives.schema(act) for act, event in enumerate(story.task.actions) if mind in event.consenting}
        if story.definition.wants.get(name) and name not in acting(lives) and (not own or own & done):
            found.add(name)
    return found


def constant(lives: Lives, name: str) -> bool:
    """Whether a property without arguments is the same in all states and in everybody's mind."""
    fluent = lives.story.ground.fluent(name)
    engine = lives.engine
    if fluent is None:
        return True
    minds = range(len(lives.story.task.characters))
    values = [(engine.taken(s, fluent), *(engine.taken(engine.belief(s, mind), fluent) for mind in minds)) for s in lives.steps]
    return len(set(values)) == 1


def same_lives(one: Lives, other: Lives) -> bool:
    """Whether two worlds allow the same acts, step by step, and end alike."""
    pairs = {(next(iter(one.steps)), next(iter(other.steps)))}
    pending = list(pairs)
    while pending:
        here, there = pending.pop()
        if one.steps[here].keys() != other.steps[there].keys() or one.endings[here] != other.endings[there]:
            return False
        for act, target in one.steps[here].items():
            pair = target, other.steps[there][act]
            if pair not in pairs:
                pairs.add(pair)
                pending.append(pair)
    return True


def expectations(lives: Lives) -> list[bool]:
    story = lives.story
    ended = [ending for ending in lives.endings.values() if ending is not None]
    stuck = any(not steps and lives.endings[state] is None for state, steps in lives.steps.items())
    loop = any(state in lives.below(target) for state, _, target in lives.edges())
    found = []
    for one in story.definition.expectations:
        if one.word == "never":
            assert one.condition is not None
            condition = story.ground.condition(one.condition)
            so = not any(holds(lives.engine, state, condition) for state in lives.steps)
        else:
            wanted = next(number for number, ending in enumerate(story.task.endings) if ending.name == one.ending)
            if one.word == "can":
                so = wanted in ended
            elif one.later:
                so = all(any(lives.endings[state] == wanted for state in lives.below(here)) for here in lives.steps)
            else:
                so = not stuck and not loop and all(ending == wanted for ending in ended)
        found.append(so != one.negated)
    return found
