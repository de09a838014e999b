"""The marks with which a language prints what an author has typed straight."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """`double`, `single`: the quotation marks, the one that opens and the one that closes; `clipped`: words that begin with an
    apostrophe, as an author writes them behind it."""

    double: str
    single: str
    clipped: tuple[str, ...]
