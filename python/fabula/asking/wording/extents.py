"""How much an answer covers, in words."""

from __future__ import annotations

from fabula.asking.conclusions import Extent
from fabula.asking.wording.speech import Speech
from fabula.proving.basis import basis_text


def covered(speech: Speech, extent: Extent, *, names_part: bool = True) -> str:
    """How much the proof covers, as a clause. `names_part`: whether it is said what it is that never comes to be, where that is
    what is proven."""
    if extent.basis is not None:
        return basis_text(
            speech.words, extent.basis, (lambda part: speech.condition(part)["dependent"]) if names_part else None
        )
    return speech.words.covered[extent.states > 1].format(states=speech.states(extent.states))


def unknown(speech: Speech, extent: Extent) -> str:
    """That nothing is proved, and why."""
    words = speech.words
    ended = {"interrupted": words.interrupted, "stopped": words.stopped}.get(extent.ended, words.out_of_budget)
    return ended.format(states=speech.states(extent.states))


def undecided(speech: Speech, extent: Extent, what: str) -> str:
    """That the budget ended first. `what`: what was not found until then, as a sentence."""
    return speech.words.not_known.format(what=what, unknown=unknown(speech, extent))
