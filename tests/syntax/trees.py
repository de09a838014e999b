"""Trees and problems in a form that tests can write down."""

from __future__ import annotations

import dataclasses
from typing import Any

from fabula.problems import Problem, Problems
from fabula.source import Source, Span
from fabula.syntax import parse
from fabula.syntax.tree import Name, Number, Text, Tree, Truth, Unknown


def read(text: str) -> tuple[Tree, list[Problem]]:
    """A tree and all problems of a text."""
    problems = Problems()
    tree = parse(Source("story.fabula", text), problems)
    return tree, list(problems)


def tree_of(text: str) -> Tree:
    """The tree of a text that has no problems."""
    tree, problems = read(text)
    assert problems == []
    return tree


def plain(node: object) -> Any:
    """A node without places: names as strings, texts in quotes, numbers and truths as such, the rest as tuples that begin
    with the name of their class; what is as it usually is, is left out."""
    match node:
        case Name(text) | Unknown(text):
            return text
        case Text(value):
            return f'"{value}"'
        case Number(value) | Truth(value):
            return value
        case tuple():
            return [plain(part) for part in node]
        case _ if dataclasses.is_dataclass(node):
            fields = [field.name for field in dataclasses.fields(node) if field.name != "span" and not _is_usual(node, field)]
            return (type(node).__name__, *(plain(getattr(node, field)) for field in fields))
        case _:
            return node


def _is_usual(node: object, field: dataclasses.Field[Any]) -> bool:
    return field.default is not dataclasses.MISSING and getattr(node, field.name) == field.default


def statements(text: str) -> list[Any]:
    """The plain statements of a text without problems."""
    return [plain(statement) for statement in tree_of(text).statements]


def statement(text: str) -> Any:
    """The one plain statement of a text without problems."""
    (found,) = statements(text)
    return found


def spans(node: object) -> list[Span]:
    """All places in a tree."""
    found: list[Span] = []
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Span):
            found.append(part)
        elif isinstance(part, tuple):
            waiting.extend(part)
        elif dataclasses.is_dataclass(part) and not isinstance(part, (Source, type)):
            waiting.extend(getattr(part, field.name) for field in dataclasses.fields(part))
    return found
