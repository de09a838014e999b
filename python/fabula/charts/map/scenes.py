"""What a map shows as one: every state for itself, or the states of a scene together.

Where the author has marked scenes, those are the ones, and each ending is one. What is in no mark is told apart by the rule
that holds for all states where nothing is marked: a scene is the set of all states that differ in nothing that an ending or a
place depends on. Where there are too many scenes for a map, less and less is told apart. Which states are in a scene depends
on the story alone, not on how it was explored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from fabula.engine.attempts import move_name
from fabula.engine.interface import State
from fabula.grounding import Ground
from fabula.lives.ends import Walked, steps_of
from fabula.lives.scenes import NO_SCENE, scenes_of
from fabula.model import ThingType
from fabula.task import Compare, Condition, Constant, Expression, Read


class Explored(Walked, Protocol):
    """What a map needs of an atlas: see `fabula.lives.atlas.Atlas`, which is one."""

    @property
    def free(self) -> tuple[int, ...]: ...
    @property
    def complete(self) -> bool: ...
    @property
    def why(self) -> str: ...
    @property
    def depth(self) -> int: ...
    def state(self, number: int) -> State: ...
    def distance(self, number: int) -> int: ...
    def where(self, condition: Condition) -> Sequence[int]: ...
    def values(self, expression: Expression) -> Sequence[int]: ...


@dataclass(frozen=True, slots=True)
class Grouping:
    """`of`: the number of the group of each state; groups are numbered by their first states. `members`: the states of each
    group, ascending. `keys`: what the states of a group have in common, as a text that outlives changes of the story.
    `level`: "states" or "scenes"; `rule` says in what the states of a scene do not differ that its author has not marked, ""
    if there is none. `marks`: of each group the number of the author's scene that all of its states are in, or `NO_SCENE`."""

    of: Sequence[int]
    members: tuple[Sequence[int], ...]
    keys: tuple[str, ...]
    level: str
    rule: str
    marks: tuple[int, ...]


def group(atlas: Explored, most: int, scenes: bool = False) -> Grouping:
    """The finest grouping with at most `most` groups, `scenes`: into scenes also where states would fit; if there is none, the
    coarsest: one group for each ending, one for each scene that the author has marked, and one for the rest."""
    marks = scenes_of(atlas)
    if atlas.size <= most and not scenes:
        states = range(atlas.size)
        return Grouping(states, tuple((state,) for state in states), _keys_of_states(atlas), "states", "", tuple(marks))
    named = _named(atlas, marks)
    grouping = None
    for rule, columns in _levels(atlas):
        grouping = _grouped(rule, columns, named, marks)
        if len(grouping.members) <= most:
            break
    assert grouping is not None
    return grouping


def comparisons(condition: Condition) -> Iterator[Compare]:
    """The comparisons that a condition is made of."""
    if isinstance(condition, Compare):
        yield condition
    else:
        for part in condition.parts:
            yield from comparisons(part)


def whereabouts(ground: Ground) -> list[tuple[str, str, int]]:
    """The fluents that say where a character is: who, the property, the number. In the order of the story's things."""
    definition = ground.definition
    places: list[tuple[str, str, int]] = []
    for (name, arguments), fluent in ground.fluents.items():
        kind = definition.properties[name].type
        if len(arguments) != 1 or not isinstance(kind, ThingType) or "place" not in definition.kinds[kind.kind].ancestors:
            continue
        thing = definition.things[arguments[0]]
        if thing.mind or "character" in definition.kinds[thing.kind].ancestors:
            places.append((thing.name, name, fluent))
    order = {name: number for number, name in enumerate(definition.things)}
    return sorted(places, key=lambda one: (order[one[0]], one[1]))


Column = tuple[str, Sequence[object]]


def _levels(atlas: Explored) -> Iterator[tuple[str, list[Column]]]:
    """The groupings from the finest to the coarsest: what they tell apart, in words and as columns of values."""
    ground = atlas.world.ground
    names = [ending.name for ending in ground.task.endings]
    ended: Column = ("ending", [names[number] if number >= 0 else "" for number in atlas.endings])
    atoms: dict[Compare, None] = {}
    for ending in ground.task.endings:
        atoms.update(dict.fromkeys(comparisons(ending.condition)))
    places = whereabouts(ground)
    where: list[Column] = []
    for who, name, fluent in places:
        values = atlas.values(Read((), fluent))
        decoded = {code: str(ground.decode(fluent, code)) for code in sorted(set(values))}
        where.append((f"{who}.{name}", [decoded[code] for code in values]))
    truths = [(_written(ground, atom), _truth(atlas, atom)) for atom in atoms]
    everybody = list(dict.fromkeys(who for who, _, _ in places))
    rule = "in nothing that an ending's condition asks for, and in nobody's place" if places else _ASKED
    yield rule, [ended, *where, *sorted(truths, key=lambda column: column[0])]
    while everybody:
        named = [ground.definition.things[who].display for who in everybody]
        told = {f"{who}.{name}" for who, name, _ in places if who in everybody}
        yield f"neither in their ending nor in the place of {_row(named)}", [ended, *(one for one in where if one[0] in told)]
        everybody.pop()
    yield "not in their ending", [ended]


_ASKED = "in nothing that an ending's condition asks for"


def _row(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]


def _truth(atlas: Explored, atom: Compare) -> bytearray:
    column = bytearray(atlas.size)
    for number in atlas.where(atom):
        column[number] = 1
    return column


def _written(ground: Ground, atom: Compare) -> str:
    said = f"{_term(ground, atom.left)} {atom.operator} {_term(ground, atom.right, atom.left)}"
    return f"not ({said})" if atom.denied else said


def _term(ground: Ground, term: Expression, beside: Expression | None = None) -> str:
    """An expression as a text for keys: by names, not by numbers, which change with the story."""
    match term:
        case Read(path, fluent):
            name, arguments = ground.property_of(fluent)
            return " ".join([*(ground.task.characters[mind] for mind in path), f"{name}({', '.join(arguments)})"])
        case _ if isinstance(beside, Read):
            if not isinstance(term, Constant):
                return repr(term)
            return ", ".join(str(ground.decode(beside.fluent, value)) for value in term.values)
    return repr(term)


def _named(atlas: Explored, marks: Sequence[int]) -> list[str]:
    """Of each state the group that it is in by its name alone, "" where a rule has to say: only where the author has marked
    scenes, those and the endings are each one group."""
    task, scenes = atlas.world.ground.task, list(atlas.world.ground.scenes)
    if not scenes:
        return [""] * atlas.size
    return [
        f"ending={task.endings[ending].name}" if ending >= 0 else f"scene={scenes[mark]}" if mark != NO_SCENE else ""
        for ending, mark in zip(atlas.endings, marks, strict=True)
    ]


def _grouped(rule: str, columns: list[Column], named: Sequence[str], marks: Sequence[int]) -> Grouping:
    numbers: dict[str | tuple[object, ...], int] = {}
    members: list[list[int]] = []
    of: list[int] = []
    for state, signature in enumerate(zip(*(values for _, values in columns), strict=True)):
        number = numbers.setdefault(named[state] or signature, len(members))
        if number == len(members):
            members.append([])
        members[number].append(state)
        of.append(number)
    assert len(of) == len(named)
    keys = tuple(
        signature
        if isinstance(signature, str)
        else "; ".join(f"{name}={value}" for (name, _), value in zip(columns, signature, strict=True))
        for signature in numbers
    )
    told = rule if any(not isinstance(signature, str) for signature in numbers) else ""
    return Grouping(of, tuple(members), keys, "scenes", told, tuple(marks[states[0]] for states in members))


def _keys_of_states(atlas: Explored) -> tuple[str, ...]:
    """What each state has changed against the first, by names; then the acts that lead there, where minds alone differ."""
    ground, engine = atlas.world.ground, atlas.world.engine
    names = ["{}({})".format(name, ", ".join(arguments)) for name, arguments in map(ground.property_of, _fluents(ground))]
    start = engine.values(atlas.state(0))
    way: list[str] = [""] * atlas.size
    reached = bytearray(atlas.size)
    reached[:1] = b"\1"
    keys: list[str] = []
    for number in range(atlas.size):
        for move, target in steps_of(atlas, number):
            if not reached[target]:
                reached[target] = 1
                way[target] = f"{way[number]}; {move_name(ground.task, move)}"
        values = engine.values(atlas.state(number))
        changed = sorted(
            f"{name}={ground.decode(fluent, value)}"
            for fluent, (name, value, before) in enumerate(zip(names, values, start, strict=True))
            if value != before
        )
        keys.append(f"{'; '.join(changed)} | {way[number]}")
    return tuple(keys)


def _fluents(ground: Ground) -> range:
    return range(len(ground.task.fluents))
