"""Walking without recursion: what is in a statement, how deep it is nested, what refers to itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from fabula.syntax import tree

#: levels of nodes in a statement: beyond it, whoever walks by recursion would run out of stack
DEEPEST_TREE = 120
#: the fields of each sort of node
_PARTS: dict[type[Any], tuple[str, ...]] = {
    sort: tuple(field.name for field in fields(sort))
    for sort in vars(tree).values()
    if is_dataclass(sort) and isinstance(sort, type) and sort.__module__.startswith("fabula.syntax.")
}


def _children(node: Any) -> Iterable[object]:
    return node if isinstance(node, tuple) else (getattr(node, name) for name in _PARTS.get(type(node), ()))


def inside(node: object) -> Iterator[object]:
    """The node and all nodes below it."""
    pending: list[Any] = [node]
    while pending:
        one = pending.pop()
        if type(one) in _PARTS:
            yield one
        pending.extend(_children(one))


def is_too_deep(node: object) -> bool:
    """Whether nodes are nested deeper in it than a statement may be."""
    pending: list[tuple[Any, int]] = [(node, 0)]
    while pending:
        one, depth = pending.pop()
        if depth > DEEPEST_TREE:
            return True
        below = depth if isinstance(one, tuple) else depth + 1
        pending.extend((child, below) for child in _children(one))
    return False


def components(refers: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Names that refer to each other in circles, together; the others each alone. Every component comes after those that it
    refers to. Names that refer to nothing may be left out of `refers`. (Tarjan 1972, without recursion.)"""
    found: list[list[str]] = []
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: dict[str, None] = {}
    for start in refers:
        pending = [(start, iter(refers[start]))] if start not in number else []
        number.setdefault(start, len(number))
        lowest.setdefault(start, number[start])
        if pending:
            waiting[start] = None
        while pending:
            name, others = pending[-1]
            other = next(others, None)
            if other is None:
                pending.pop()
                if pending:
                    lowest[pending[-1][0]] = min(lowest[pending[-1][0]], lowest[name])
                if lowest[name] == number[name]:
                    found.append(_taken_until(waiting, name))
            elif other not in number:
                number[other] = lowest[other] = len(number)
                waiting[other] = None
                pending.append((other, iter(refers.get(other, ()))))
            elif other in waiting:
                lowest[name] = min(lowest[name], number[other])
    return found


def _taken_until(waiting: dict[str, None], name: str) -> list[str]:
    """Take names from the end of those that wait, up to the given one, which comes first in what is returned."""
    taken: list[str] = []
    while not taken or taken[-1] != name:
        taken.append(waiting.popitem()[0])
    return taken[::-1]


def circle_through(name: str, refers: Mapping[str, Sequence[str]]) -> list[str] | None:
    """A shortest way from the name along what it refers to, back to itself; None if there is none."""
    came_from: dict[str, str] = {}
    queue = [name]
    for one in queue:
        for other in refers.get(one, ()):
            if other == name:
                way = [name]
                while one != name:
                    way.append(one)
                    one = came_from[one]
                return [name, *reversed(way[1:]), name]
            if other not in came_from:
                came_from[other] = one
                queue.append(other)
    return None


def circle_in(component: Sequence[str], refers: Mapping[str, Sequence[str]]) -> list[str] | None:
    """A circle among the names of a component, from its first name on; None if there is none."""
    inside_it = set(component)
    return circle_through(
        component[0], {name: [other for other in refers.get(name, ()) if other in inside_it] for name in component}
    )
