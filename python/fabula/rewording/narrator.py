"""Who words a paragraph in the end: by default `telling` itself. Whoever else does it knows no more than the teller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a narrator gets. `text`: a paragraph as it is told; `teller`: what the one is called whose eyes it is told from,
    "" for nobody's; `facts`: what the teller believed when it began, of those whom the paragraph names."""

    text: str
    teller: str = ""
    facts: tuple[str, ...] = ()


class NoAnswer(Exception):
    """A narrator has nothing to say to a paragraph; `why` is a clause without a full stop."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class Narrator(Protocol):
    """Words a paragraph. It need not be trusted: what it says is checked, and what fails is not told."""

    def reword(self, asked: Asked) -> str:
        """The paragraph in other words. Raises `NoAnswer`."""
        ...


class AsWritten:
    """The narrator that leaves everything as it is told."""

    def reword(self, asked: Asked) -> str:
        return asked.text
