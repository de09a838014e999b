"""What a mind has of a property, as values of the story: the values that it takes to be possible (semantics 8.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from fabula.grounding.vocabulary import Value, decoded
from fabula.task import UNKNOWN, Fluent, Several, Task
from fabula.task import Value as Taken

State = TypeVar("State", contravariant=True)


class Minds(Protocol[State]):
    """What has to be known of states to read them: every engine offers it."""

    def taken(self, state: State, fluent: int) -> Taken: ...

    def values(self, state: State) -> tuple[int, ...]: ...


@dataclass(frozen=True, slots=True)
class Idea:
    """`values`: those that may be so, in the order of the story, None being nobody, nothing or nowhere. `known`: one alone is
    left, or it is an idea of another's mind, which is taken to know which of them it is. `everything`: there are several, and
    none that the property can have is ruled out."""

    values: tuple[Value, ...]
    known: bool
    everything: bool = False

    @property
    def is_one(self) -> bool:
        return len(self.values) == 1

    @property
    def value(self) -> Value:
        """The only value that may be so; None also where there are several."""
        return self.values[0] if self.is_one else None

    @property
    def is_empty(self) -> bool:
        """Whether it only says that something is not so, that there is nobody or nothing, or none of it."""
        return self.is_one and (self.value is None or self.value == 0)

    @property
    def thing(self) -> str | None:
        """The thing, or the value of an enumeration, that it is known to be; None for nobody, and where that is not known."""
        return self.value if isinstance(self.value, str) else None

    @property
    def said(self) -> tuple[Value, ...]:
        """The values in the order in which they are said: nobody last."""
        return tuple(sorted(self.values, key=lambda value: value is None))

    def is_only(self, value: Value) -> bool:
        """Whether it is known to be this."""
        return self.values == (value,)

    def may_be(self, value: Value) -> bool:
        return value in self.values


def idea(symbols: tuple[str, ...], fluent: Fluent, taken: Taken) -> Idea:
    """What codes that are taken to be possible of a fluent stand for. The one `?` of problem files is nobody here, as it is
    there."""
    if not isinstance(taken, Several):
        return Idea((decoded(symbols, fluent.sort, taken),), True)
    values = tuple(decoded(symbols, fluent.sort, code) for code in taken.values)
    return Idea(values, taken.known, len(values) == fluent.count())


def goes_without_saying(task: Task, fluent: int, whose: int, theirs: Taken, around: Taken) -> bool:
    """Whether a mind is only taken to know what is its own, of which the mind around it does not know what it is."""
    if not isinstance(theirs, Several) or not isinstance(around, Several):
        return False
    return task.fluents[fluent].owner == whose and theirs.known and theirs.values == around.values


def taken_values(minds: Minds[State], state: State) -> tuple[Taken, ...]:
    """What is taken to be possible of each fluent in a state. A state in which nothing is open is read at once."""
    return tuple(minds.taken(state, fluent) if code == UNKNOWN else code for fluent, code in enumerate(minds.values(state)))
