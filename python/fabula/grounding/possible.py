"""What a mind has of a property, in values of the story: the one that it believes, several, or nothing that it knows."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.grounding.vocabulary import Value, decoded
from fabula.task import Fluent, Several
from fabula.task import Value as Taken


@dataclass(frozen=True, slots=True)
class Possible:
    """The values that a property may have, in order, nobody (None) last. `is_open`: these are all that it can have, so that
    nothing is known of it."""

    values: tuple[Value, ...]
    is_open: bool = False

    @property
    def is_known(self) -> bool:
        """Whether it has one value alone, which may be nobody."""
        return len(self.values) == 1

    @property
    def thing(self) -> str | None:
        """The thing, or the value of an enumeration, that it is known to be; None for nobody, and where that is not known."""
        return self.values[0] if self.is_known and isinstance(self.values[0], str) else None

    def is_one(self, value: Value) -> bool:
        """Whether it is known to be this."""
        return self.values == (value,)


def possible(symbols: tuple[str, ...], fluent: Fluent, taken: Taken) -> Possible:
    """What a mind has of a fluent, decoded. The one `?` of problem files is nobody here, as it is there."""
    if not isinstance(taken, Several):
        return Possible((decoded(symbols, fluent.sort, taken),))
    values = [decoded(symbols, fluent.sort, code) for code in taken.values]
    ordered = sorted(values, key=lambda value: value is None)
    return Possible(tuple(ordered), len(values) == fluent.count())
