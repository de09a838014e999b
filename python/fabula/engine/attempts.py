"""What a life goes on with besides acts: attempts in vain of those who are played (semantics 7 and 8).

A *move* is a number: that of an act; or, for what a character tries in vain, a number beyond those of the acts.
"""

from __future__ import annotations

from fabula.engine.evaluate import holds
from fabula.engine.interface import Engine, Fact, Lesson, Search, State
from fabula.engine.lessons import lessons
from fabula.task import Task


def attempt_move(task: Task, action: int, character: int) -> int:
    """The move with which a character tries an act in vain."""
    return len(task.actions) * (character + 1) + action


def moved(task: Task, move: int) -> tuple[int, int | None]:
    """The act of a move, and who tries it in vain (None: it is done)."""
    tried_by, action = divmod(move, len(task.actions))
    return action, tried_by - 1 if tried_by else None


def move_name(task: Task, move: int) -> str:
    """`take(Ann, key)`; of an attempt in vain `Ann tries take(Ann, key)`."""
    action, character = moved(task, move)
    name = task.actions[action].name
    return name if character is None else f"{task.characters[character]} tries {name}"


def taught(task: Task, action: int, character: int) -> tuple[Lesson, ...]:
    """What a character can learn by an act that it tries in vain."""
    return lessons(task, action, character, task.own[character] if task.own else ())


def after_move(engine: Engine, state: State, move: int) -> State:
    """The state that a move leads to from one in which it can be made."""
    task = engine.task
    action, tried_by = moved(task, move)
    return engine.do(state, action) if tried_by is None else engine.in_vain(state, tried_by, taught(task, action, tried_by))


def in_vain(engine: Engine, state: State, character: int, given: tuple[Lesson, ...]) -> State:
    """What `Engine.in_vain` is."""
    gone = [0] * len(given)
    while True:
        believed = engine.belief(state, character)
        facts: dict[tuple[tuple[int, ...], int], int] = {}
        excluded: dict[Fact, None] = {}
        for number, lesson in enumerate(given):
            if gone[number] == len(lesson.ways) or not holds(engine, believed, lesson.believed):
                continue
            if any(holds(engine, state, condition) for condition in lesson.fails):
                continue
            for path, fluent, code in lesson.ways[gone[number]]:
                if lesson.excludes:
                    excluded[path, fluent, code] = None
                else:
                    facts.setdefault((path, fluent), code)
            gone[number] += 1
        if not facts and not excluded:
            return state
        learnt = tuple((path, fluent, code) for (path, fluent), code in facts.items())
        state = engine.revise(state, character, learnt, tuple(excluded))


#: whose turn it is where nothing urgent can follow but what one does who is played
_PLAYED = -1


def _agreed(engine: Engine, state: State, free: tuple[int, ...], budget: int) -> tuple[int, ...]:
    """The acts that are possible and explained: those in `free` only have to believe in them."""
    actions = engine.task.actions
    return tuple(
        action
        for action in engine.possible(state)
        if all(
            engine.may_try(engine.belief(state, mind), engine.task.act_of(action))
            if mind in free
            else engine.plan(state, action, mind, budget) is not None
            for mind in actions[action].consenting
        )
    )


def _turn(engine: Engine, state: State, agreed: tuple[int, ...], free: tuple[int, ...]) -> int:
    """How urgent at least is what can follow, as these acts are explained; or `_PLAYED`."""
    actions = engine.task.actions
    urgent = [action for action in agreed if actions[action].urgency and engine.do(state, action) != state]
    others = [actions[action].urgency for action in urgent if set(actions[action].consenting).isdisjoint(free)]
    return max(others) if others else _PLAYED if urgent else 0


def _is_held(task: Task, action: int, free: tuple[int, ...], turn: int) -> bool:
    """Whether an act that is explained is held back, because something urgent comes first."""
    if turn == _PLAYED:
        return set(task.actions[action].consenting).isdisjoint(free)
    return task.actions[action].urgency < turn


def explained(engine: Engine, state: State, free: tuple[int, ...] = (), budget: int = 0) -> tuple[int, ...]:
    """The acts that can follow on a state, and maybe some that change nothing (semantics 8.4)."""
    agreed = _agreed(engine, state, free, budget)
    turn = _turn(engine, state, agreed, free)
    return tuple(action for action in agreed if not _is_held(engine.task, action, free, turn))


def moves(engine: Engine, state: State, free: tuple[int, ...], budget: int = 0) -> tuple[tuple[int, State], ...]:
    """What `Engine.moves` is."""
    if engine.ending(state) is not None:
        return ()
    task = engine.task
    turn = _turn(engine, state, agreed := _agreed(engine, state, free, budget), free)
    ways = [(action, engine.do(state, action)) for action in agreed if not _is_held(task, action, free, turn)]
    if turn > 0:
        return tuple((move, after) for move, after in ways if after != state)
    for mind in sorted(set(free)):
        for action, tried in enumerate(task.actions):
            if (
                mind in tried.consenting
                and engine.may_try(engine.belief(state, mind), action)
                and not engine.is_possible(state, action)
                and not (tried.twin is not None and engine.is_possible(state, tried.twin))
            ):
                ways.append((attempt_move(task, action, mind), engine.in_vain(state, mind, taught(task, action, mind))))
    return tuple((move, after) for move, after in ways if after != state)


def search(engine: Engine, start: State, endings: tuple[int, ...], free: tuple[int, ...], states: int) -> Search:
    """What `Engine.search` is."""
    lives: dict[State, tuple[int, ...]] = {start: ()}
    pending = [start]
    for state in pending:
        ending = engine.ending(state)
        if ending in endings:
            return Search(lives[state], True, len(lives))
        if ending is not None:
            continue
        for action, after in moves(engine, state, free):
            if after not in lives:
                if len(lives) == states:
                    return Search(None, False, len(lives))
                lives[after] = (*lives[state], action)
                pending.append(after)
    return Search(None, True, len(lives))
