"""What somebody believes of the own belief is that belief (semantics 8.1): where a text states both differently, what it says
of the belief itself is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fabula.grounding.compiler import Path
from fabula.grounding.effects import Piece
from fabula.grounding.terms import Terms
from fabula.grounding.vocabulary import Vocabulary
from fabula.problems import Problems
from fabula.source import Span
from fabula.task import FALSE

#: a piece that speaks of somebody's view of the own belief, and one that speaks of the belief itself and says otherwise
Clash = tuple[Piece, Piece]


def settled(terms: Terms, pieces: Sequence[Piece]) -> tuple[list[Piece], list[Clash]]:
    """Pieces of which those that speak of a view of the own belief happen only where none that speaks of the belief itself
    does, and those of both kinds that may happen together and differ. Raises `StepsEnded`."""
    if not any(piece.is_own_view for piece in pieces):
        return list(pieces), []
    kept: list[Piece] = []
    clashes: list[Clash] = []
    for piece in pieces:
        condition = piece.condition
        for other in pieces if piece.is_own_view else ():
            if other.is_own_view or (other.path, other.fluent) != (piece.path, piece.fluent):
                continue
            is_same = other.operator == piece.operator and other.value is piece.value
            if (is_same and piece.operator == "=") or terms.all_of((piece.condition, other.condition)) is FALSE:
                continue
            if not is_same:
                clashes.append((piece, other))
            condition = terms.all_of((condition, terms.complement(other.condition)))
        if condition is not FALSE:
            kept.append(piece._replace(condition=condition))
    return kept, clashes


def report_own_view(
    vocabulary: Vocabulary, path: Path, name: str, span: Span | None, kept: Span | None, problems: Problems
) -> None:
    """Say that what is stated at `span` of somebody's view of the own belief is not what is stated of the belief."""
    minds = "".join(f"{vocabulary.minds[mind]} believes " for mind in path)
    problems.add(
        "own-view",
        f"'{minds}{name}' is stated twice, and differently",
        span,
        expected=kept.text if kept else "",
        seen=span.text if span else "",
        hint="leave this out: what somebody believes about their own belief is that belief, and the other statement is kept",
        notes=() if kept is None else ((kept, "the statement that is kept"),),
    )


def report_clashes(vocabulary: Vocabulary, terms: Terms, clashes: Iterable[Clash], problems: Problems) -> None:
    """Report what an event states twice and differently."""
    for view, other in clashes:
        report_own_view(vocabulary, view.path, terms.fluents[view.fluent].name, view.span, other.span, problems)
