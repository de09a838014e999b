"""What hinders an act in a state, and what would have given a reason for it: all of that has been tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fabula.asking.parts import failing
from fabula.asking.sentences import listed, said_in, sentence
from fabula.engine.core import NativeEngine
from fabula.engine.evaluate import evaluate
from fabula.engine.interface import BudgetEnded, State
from fabula.lives.reasons import agrees, wants_of
from fabula.lives.world import World
from fabula.task import UNKNOWN, Arithmetic, Constant, Expression

#: states that a search for plans may visit for one question
PATIENCE = 200_000
#: states in which what a mind wants is looked at, to find which of its wants an act could serve
LOOKED_AT = 3_000
#: how many wants are tried with a greater weight
WANTS = 4
#: how many acts further somebody is made to think
FURTHER = 3
#: single facts that somebody is told
FACTS = 60


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would have given a mind a reason. `kind`: "knowing" a fact, "wanting" something more, "thinking" further ahead.
    `text` follows "if"; `plan`: what it would then have meant to do, the act first."""

    kind: str
    text: str
    plan: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What hinders an act. `kind`: "world": it is not possible; "belief": `mind` believes that it is not; "reason": `mind` has
    none. `text`: a sentence."""

    kind: str
    mind: str | None
    text: str
    remedies: tuple[Remedy, ...] = ()

    def lines(self) -> list[str]:
        """In words."""
        return [self.text, *(f"  {self.mind} would do it if {remedy.text}." for remedy in self.remedies)]

    def data(self, world: World) -> dict[str, object]:
        """As plain data."""
        actions = world.ground.task.actions
        return {
            "kind": self.kind,
            "mind": self.mind,
            "text": self.text,
            "would": [
                {"kind": remedy.kind, "text": remedy.text, "plan": [actions[act].name for act in remedy.plan]}
                for remedy in self.remedies
            ],
        }


def hindrances(
    world: World, state: State, act: int, free: tuple[int, ...] = (), way: tuple[int, ...] | None = None
) -> tuple[Hindrance, ...]:
    """Everything that hinders an act in a state; empty if nothing does. `way`: acts that lead to the state from the start, if
    there are any: without them no other weights of wants are tried."""
    engine, task = world.engine, world.ground.task
    if not engine.is_possible(state, act):
        denied = [part.denied(said_in(world, state)) for part in failing(world, state, act)]
        because = listed(denied) if denied else "its condition does not hold"
        sure = [
            task.characters[mind]
            for mind in task.actions[act].consenting
            if engine.is_possible(engine.belief(state, mind), act)
        ]
        wrong = f" ({listed(sure)} would believe that it is)" if sure else ""
        return (Hindrance("world", None, sentence(f"it is not possible: {because}{wrong}")),)
    return tuple(
        _of_mind(world, state, act, mind, way)
        for mind in task.actions[act].consenting
        if not agrees(world, state, act, mind, free)
    )


def _of_mind(world: World, state: State, act: int, mind: int, way: tuple[int, ...] | None) -> Hindrance:
    engine, task = world.engine, world.ground.task
    name = task.characters[mind]
    display = world.definition.things[name].display
    believed = engine.belief(state, mind)
    remedies = list(_knowing(world, state, act, mind))
    if not engine.is_possible(believed, act):
        denied = [part.denied(said_in(world, state, name)) for part in failing(world, believed, act)]
        because = f" that {listed(denied)}" if denied else " that it can't be done"
        return Hindrance("belief", name, sentence(f"{display} believes{because}"), tuple(remedies))
    after = engine.do(believed, act)
    better: list[str] = []
    worse: list[str] = []
    for text, value in wants_of(world.ground, name):
        now, then = evaluate(engine, believed, value), evaluate(engine, after, value)
        if now != then and now != UNKNOWN:
            (worse if then == UNKNOWN or then < now else better).append(f"'{text}'")
    why = f"nothing that {display} wants comes nearer by it"
    if worse:
        why = f"it would go against {listed(worse)}" + (f", and serve {listed(better)} no more than that" if better else "")
    elif better:
        why = f"it would serve {listed(better)}, and yet leave it no better off"
    if way is not None:
        remedies += _wanting(world, act, mind, way, believed)
    remedies += _thinking(world, believed, act, mind)
    return Hindrance("reason", name, sentence(f"{display} has no reason for it: {why}"), tuple(remedies))


# --- what would have given a reason ------------------------------------------------------------------------------------


def _knowing(world: World, state: State, act: int, mind: int) -> Iterator[Remedy]:
    """Facts that the mind is wrong about, any one of which would do; else all of them together."""
    engine, ground = world.engine, world.ground
    believed = engine.belief(state, mind)
    wrong = [
        ((), fluent, value)
        for fluent, (value, held) in enumerate(zip(engine.values(state), engine.values(believed), strict=True))
        if value != held
    ]
    phrases = said_in(world, state)
    display = world.definition.things[ground.task.characters[mind]].display
    found = False
    for fact in wrong[:FACTS]:
        plan = _plan(world, engine.revise(state, mind, (fact,)), act, mind)
        if plan is not None:
            found = True
            item, arguments = ground.property_of(fact[1])
            said = phrases.fluent(item, arguments, ground.decode(fact[1], fact[2]))
            yield Remedy("knowing", f"{display} knew that {said}", plan)
    if not found and len(wrong) > 1:
        plan = _plan(world, engine.revise(state, mind, tuple(wrong)), act, mind)
        if plan is not None:
            yield Remedy("knowing", f"{display} were wrong about nothing", plan)


def _plan(world: World, state: State, act: int, mind: int) -> tuple[int, ...] | None:
    try:
        return world.engine.plan(state, act, mind, PATIENCE)
    except BudgetEnded:
        return None


def _thinking(world: World, believed: State, act: int, mind: int) -> Iterator[Remedy]:
    limits = world.ground.task.limits[mind]
    if limits.ahead < 0:
        return
    display = world.definition.things[world.ground.task.characters[mind]].display
    deep = limits.deep - 1 if limits.deep >= 0 else -1
    for ahead in range(limits.ahead + 1, limits.ahead + FURTHER + 1):
        try:
            plan = world.engine.plan_in(believed, act, mind, ahead, deep, PATIENCE)
        except BudgetEnded:
            return
        if plan is not None:
            yield Remedy("thinking", f"{display} thought {ahead} acts ahead, and not {limits.ahead}", plan)
            return


def _wanting(world: World, act: int, mind: int, way: tuple[int, ...], believed: State) -> Iterator[Remedy]:
    """Wants that would only have to count for more."""
    task = world.ground.task
    name = task.characters[mind]
    display = world.definition.things[name].display
    for place, least in _served(world, act, mind, believed)[:WANTS]:
        text, line = wants_of(world.ground, name)[place]
        for more in (least, 2 * least):
            plan = _plan_with(world, act, mind, way, Arithmetic("+", task.utilities[mind], _times(line, more)))
            if plan is not None:
                yield Remedy("wanting", f"'{text}' counted {more + 1} times as much for {display}", plan)
                break


def _served(world: World, act: int, mind: int, believed: State) -> list[tuple[int, int]]:
    """The lines of a mind's wants that can become better by what it could plan after the act, each with how many times more it
    would have to count at least; the least first."""
    engine, task = world.engine, world.ground.task
    lines = wants_of(world.ground, task.characters[mind])
    start = [evaluate(engine, believed, line) for _, line in lines]
    worth = engine.utility(believed, mind)
    if worth == UNKNOWN:
        return []
    layer = [engine.do(believed, act)]
    seen = set(layer)
    least: dict[int, int] = {}
    ahead = task.limits[mind].ahead
    for depth in range(ahead if ahead > 0 else FURTHER):
        following: list[State] = []
        for state in layer:
            value = engine.utility(state, mind)
            for place, (_, line) in enumerate(lines):
                now = evaluate(engine, state, line)
                if UNKNOWN not in (value, now, start[place]) and now > start[place]:
                    more = max(1, (worth - value) // (now - start[place]) + 1)
                    least[place] = min(more, least.get(place, more))
            for further in engine.possible(state) if depth + 1 < ahead else ():
                if task.actions[further].consenting and len(seen) < LOOKED_AT:
                    after = engine.do(state, further)
                    if after not in seen:
                        seen.add(after)
                        following.append(after)
        layer = following
    return sorted(least.items(), key=lambda item: (item[1], item[0]))


def _times(line: Expression, more: int) -> Expression:
    return line if more == 1 else Arithmetic("*", Constant(more), line)


def _plan_with(world: World, act: int, mind: int, way: tuple[int, ...], utility: Expression) -> tuple[int, ...] | None:
    """The plan that would explain the act at the end of `way` if the mind wanted something else."""
    task = world.ground.task
    utilities = tuple(utility if number == mind else old for number, old in enumerate(task.utilities))
    engine = NativeEngine(replace(task, utilities=utilities))
    state = engine.initial()
    for done in way:
        state = engine.do(state, done)
    try:
        return engine.plan(state, act, mind, PATIENCE)
    except BudgetEnded:
        return None
