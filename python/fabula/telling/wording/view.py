"""What a teller has before their eyes; and the same by the names that things have in another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from fabula.grounding import Idea
from fabula.model import Expression, Thing


class View(Protocol):
    """What a teller has before their eyes: who there is, and what holds there."""

    def thing(self, name: str) -> Thing | None:
        """The thing of this name, if it is one."""
        ...

    def holds(self, condition: Expression, binding: Mapping[str, str]) -> bool: ...

    def possible(self, name: str, arguments: tuple[str, ...]) -> Idea:
        """What a property is taken to be. Raises `KeyError` if there is no such property of these things."""
        ...

    def nothing(self, name: str) -> str:
        """The word for the value of a property that is none: nobody, nowhere, nothing."""
        ...

    def called(self, name: str, words: str) -> None:
        """Be told that a text calls the thing of this name by these words."""
        ...


class RenamedView:
    """A view of things that have other names, in another language."""

    def __init__(self, view: View, things: Mapping[str, Thing]) -> None:
        self.view = view
        self.things = things

    def thing(self, name: str) -> Thing | None:
        return self.things.get(name)

    def holds(self, condition: Expression, binding: Mapping[str, str]) -> bool:
        return self.view.holds(condition, binding)

    def possible(self, name: str, arguments: tuple[str, ...]) -> Idea:
        return self.view.possible(name, arguments)

    def nothing(self, name: str) -> str:
        return self.view.nothing(name)

    def called(self, name: str, words: str) -> None:
        """The names of another language are known to nobody in the story."""
