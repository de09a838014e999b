"""Why an act is not done, in words: where it was looked for that, and what hinders it there."""

from __future__ import annotations

from fabula.asking.conclusions import AlwaysLater, AlwaysRefused, AtMoment, Extent, Hindered, Idle, NeverAtOnce, NeverPossible
from fabula.asking.wording.extents import undecided
from fabula.asking.wording.hindrances import hindrance_lines
from fabula.asking.wording.speech import Speech


def hindered_text(speech: Speech, conclusion: Hindered, extent: Extent) -> str:
    """Where the act was looked at; then what hinders it there, line by line."""
    words = speech.words
    lines = [] if extent.complete or isinstance(conclusion.where, AtMoment) else [undecided(speech, extent, words.not_found)]
    lines.append(hindered_head(speech, conclusion, extent))
    lines += [f"  {line}" for hindrance in conclusion.hindrances or () for line in hindrance_lines(speech, hindrance)]
    if conclusion.hindrances is None:
        lines.append(f"  {words.hindrance_unknown}")
    return "\n".join(lines)


def hindered_head(speech: Speech, conclusion: Hindered, extent: Extent) -> str:
    """Where an act was looked at."""
    words, act = speech.words, conclusion.act
    match conclusion.where:
        case AtMoment(acts):
            return words.at_moment.format(act=act, moment=speech.moment(acts))
        case Idle(states, acts):
            return f"{words.idle.format(act=act, where=_among(speech, states, extent))}\n{_first(speech, acts)}"
        case AlwaysRefused(states, acts, lacking):
            each = [words.lacking.format(mind=mind, number=speech.number(times)) for mind, times in lacking]
            head = words.refused.format(act=act, where=_among(speech, states, extent), who=speech.listed(each))
            return f"{head}\n{_first(speech, acts)}"
        case AlwaysLater(states, acts):
            return f"{words.later.format(act=act, where=_among(speech, states, extent))}\n{_first(speech, acts)}"
        case NeverPossible(before_the_end):
            return (words.never_before_the_end if before_the_end else words.never_possible).format(act=act)
        case NeverAtOnce(acts):
            nowhere = speech.nowhere(extent.complete)
            forms = {"nowhere": nowhere, "Nowhere": speech.realiser.capitalize(nowhere)}
            return words.never_at_once.format(act=act, moment=speech.moment(acts), **forms)


def _among(speech: Speech, some: int, extent: Extent) -> str:
    """So many of the states that lives pass."""
    template = speech.words.among[extent.states > 1]
    return template.format(some=speech.number(some), states=speech.states(extent.states))


def _first(speech: Speech, acts: int) -> str:
    """Where the first of some states is."""
    return speech.words.first[acts > 0].format(acts=speech.acts(acts))
