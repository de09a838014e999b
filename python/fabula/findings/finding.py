"""A finding: something that all lives of a story taken together show, with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fabula.model import Expression, Want
from fabula.problems import Problem, counted
from fabula.source import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, as a problem with its place, and what shows it.

    `life`: the names of the acts of a life that leads to where it can be seen, which `lives.replay` takes; None where there is
    none to show. `evidence`: the rest as plain data, with keys that docs/checking.md explains. By what it is `about` (an act, a
    trigger, an ending or a mind, by name), and what it `lacks`, it is known which follows from which; one is of lives that are
    lost `from_beginning` on."""

    problem: Problem
    life: tuple[str, ...] | None = None
    evidence: Mapping[str, object] = field(default_factory=dict)
    about: tuple[str, str] | None = None
    lacks: tuple[Expression, ...] = ()
    from_beginning: bool = False

    def data(self) -> dict[str, object]:
        """The problem as plain data, with all of its evidence."""
        life = None if self.life is None else list(self.life)
        return {**self.problem.data(), "evidence": {"life": life, **self.evidence}}


def is_own(span: Span | None) -> bool:
    """Whether something is the author's. A story need not use all that a module of the library offers; and of a problem file,
    where each instance of an act is one by itself, nothing of the kind is said."""
    return span is not None and not span.source.is_library


def joined(names: list[str] | tuple[str, ...], word: str = "and") -> str:
    """Names as in a sentence."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def none_of(count: int, word: str) -> str:
    """None of so many things, as the subject of a sentence about one, or behind 'in' and 'at'."""
    return f"none of {counted(count, word)}" if count > 1 else f"no {word}"


def asked_by(wants: tuple[Want, ...]) -> tuple[Expression, ...]:
    """What wants ask for."""
    return tuple(one for want in wants for one in (want.weight, want.condition) if one is not None)
