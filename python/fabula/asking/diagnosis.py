"""What hinders an act in a state, and what would have given a reason for it."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.asking.remedies import Remedies, Remedy, moves_of
from fabula.asking.sentences import counted, listed, said_in, sentence
from fabula.asking.unmet_conditions import failing
from fabula.engine.interface import State
from fabula.lives.life import Life
from fabula.lives.reasons import agrees, wants_changed
from fabula.lives.world import World
from fabula.task import Limits


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What hinders an act. `kind`: "world": it is not possible, or would change nothing; "belief": `mind` believes that it is
    not possible; "reason": `mind` has none. `text`: a sentence. `complete`: what could have given a reason was tried to
    the end."""

    kind: str
    mind: str | None
    text: str
    remedies: tuple[Remedy, ...] = ()
    complete: bool = True

    def lines(self) -> list[str]:
        """In words."""
        lines = [self.text, *(f"  {self.mind} would do it if {remedy.text}." for remedy in self.remedies)]
        return lines if self.complete else [*lines, "  Not all that could have given a reason was tried to the end."]

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
            "complete": self.complete,
        }


def against(world: World, state: State, act: int, free: tuple[int, ...] = ()) -> tuple[int, ...] | None:
    """Who would not do an act in a state; None if it is not possible there. Raises `BudgetEnded`."""
    if not world.engine.is_possible(state, act):
        return None
    consenting = world.ground.task.actions[act].consenting
    return tuple(mind for mind in consenting if not agrees(world, state, act, mind, free))


def hindrances(
    world: World,
    state: State,
    act: int,
    free: tuple[int, ...] = (),
    life: Life | None = None,
    until: float | None = None,
) -> tuple[Hindrance, ...]:
    """Everything that hinders an act in a state; empty if nothing does. `life`: one that comes to the state; without one it is
    not tried whether other weights of wants would do, or that all think further. `until`: when trying ends, by
    `time.monotonic`. Raises `BudgetEnded` if it is not known who has no reason."""
    minds = against(world, state, act, free)
    if minds is None:
        return (_of_world(world, state, act),)
    way = None if life is None else moves_of(life)
    found = tuple(_of_mind(world, state, act, mind, Remedies(world, state, act, mind, way, until)) for mind in minds)
    return (*found, *_of_idleness(world, state, act))


def changes_nothing(world: World, state: State, act: int) -> bool:
    """Whether an act that is possible in a state leaves it as it is, and so is no step of a life."""
    return world.engine.do(state, act) == state


def _of_idleness(world: World, state: State, act: int) -> tuple[Hindrance, ...]:
    if not changes_nothing(world, state, act):
        return ()
    return (Hindrance("world", None, sentence("it would change nothing, in the world or in a mind")),)


def _of_world(world: World, state: State, act: int) -> Hindrance:
    engine, task = world.engine, world.ground.task
    denied = [part.denied(said_in(world, state)) for part in failing(world, state, act)]
    because = listed(denied) if denied else "its condition does not hold"
    sure = [
        task.characters[mind] for mind in task.actions[act].consenting if engine.is_possible(engine.belief(state, mind), act)
    ]
    wrong = f" ({listed(sure)} would believe that it is)" if sure else ""
    return Hindrance("world", None, sentence(f"it is not possible: {because}{wrong}"))


def _of_mind(world: World, state: State, act: int, mind: int, remedies: Remedies) -> Hindrance:
    engine = world.engine
    name = world.ground.task.characters[mind]
    display = world.definition.things[name].display
    believed = engine.belief(state, mind)
    found = list(remedies.knowing())
    if not engine.is_possible(believed, act):
        denied = [part.denied(said_in(world, state, name)) for part in failing(world, believed, act)]
        because = f" that {listed(denied)}" if denied else " that it can't be done"
        return Hindrance("belief", name, sentence(f"{display} believes{because}"), tuple(found), remedies.complete)
    found += remedies.wanting()
    found += remedies.thinking()
    text = sentence(f"{display} has no reason for it: {_why(world, believed, act, mind)}")
    return Hindrance("reason", name, text, tuple(found), remedies.complete)


def _why(world: World, believed: State, act: int, mind: int) -> str:
    """What the act would do at once to what a mind wants."""
    engine, task = world.engine, world.ground.task
    name = task.characters[mind]
    after = engine.do(believed, act, mind)
    better, worse = ([f"'{text}'" for text in lines] for lines in wants_changed(world.ground, engine, name, believed, after))
    if worse:
        return f"it would go against {listed(worse)}" + (f", and serve {listed(better)} no more than that" if better else "")
    if better:
        return f"it would serve {listed(better)}, and yet leave it no better off"
    display = world.definition.things[name].display
    return f"nothing that {display} wants comes nearer by it, as far as {display} thinks ({reach(task.limits[mind])})"


def reach(limits: Limits) -> str:
    """How far somebody thinks: "4 acts ahead, 2 levels deep"."""
    ahead = "any number of acts" if limits.ahead < 0 else counted(limits.ahead, "act")
    deep = "any number of levels" if limits.deep < 0 else counted(limits.deep, "level")
    return f"{ahead} ahead, {deep} deep"
