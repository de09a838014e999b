"""How much an answer covers, in words."""

from __future__ import annotations

from fabula.asking.findings import Scope
from fabula.asking.wording.speech import Speech


def covered(speech: Speech, scope: Scope) -> str:
    """How much the proof covers, as a clause."""
    return speech.words.covered[scope.states > 1].format(states=speech.states(scope.states))


def unknown(speech: Speech, scope: Scope) -> str:
    """That nothing is proved, and why."""
    words = speech.words
    ended = {"interrupted": words.interrupted, "stopped": words.stopped}.get(scope.ended, words.out_of_budget)
    return ended.format(states=speech.states(scope.states))


def undecided(speech: Speech, scope: Scope, what: str) -> str:
    """That the budget ended first. `what`: what was not found until then, as a sentence."""
    return speech.words.not_known.format(what=what, unknown=unknown(speech, scope))
