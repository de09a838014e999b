"""What answers show, as plain data."""

from __future__ import annotations

from typing import Any

from fabula.asking import Answer


def acts(answer: Answer) -> list[str]:
    """The acts of the life that an answer shows."""
    assert answer.life is not None
    return list(answer.life.moves)


def hindrances(answer: Answer) -> list[dict[str, Any]]:
    """What hinders an act."""
    found = answer.details["hindrances"]
    assert isinstance(found, list)
    return found
