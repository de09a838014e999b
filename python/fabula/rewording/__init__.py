"""Rewording: a paragraph that was told, said again by somebody else, a language model for one; what comes back is checked."""

from __future__ import annotations

from fabula.rewording.faithful import comparison_of
from fabula.rewording.narrator import Asked, AsWritten, Narrator, NoAnswer
from fabula.rewording.retelling import Retold, Untouched, retell
from fabula.rewording.server import ModelNarrator, Server, Usage

__all__ = [
    "AsWritten",
    "Asked",
    "ModelNarrator",
    "Narrator",
    "NoAnswer",
    "Retold",
    "Server",
    "Untouched",
    "Usage",
    "comparison_of",
    "retell",
]
