"""Why an act is not done, in words: where it was looked for that, and what hinders it there."""

from __future__ import annotations

from fabula.asking.findings import AtMoment, Hindered, Idle, NeverAtOnce, NeverPossible, Refused, Scope
from fabula.asking.wording.hindrances import hindrance_lines
from fabula.asking.wording.scopes import undecided
from fabula.asking.wording.speech import Speech


def hindered_text(speech: Speech, finding: Hindered, scope: Scope) -> str:
    """Where the act was looked at; then what hinders it there, line by line."""
    words = speech.words
    lines = [] if scope.complete or isinstance(finding.where, AtMoment) else [undecided(speech, scope, words.not_found)]
    lines.append(hindered_head(speech, finding, scope))
    lines += [f"  {line}" for hindrance in finding.hindrances or () for line in hindrance_lines(speech, hindrance)]
    if finding.hindrances is None:
        lines.append(f"  {words.hindrance_unknown}")
    return "\n".join(lines)


def hindered_head(speech: Speech, finding: Hindered, scope: Scope) -> str:
    """Where an act was looked at."""
    words, act = speech.words, finding.act
    match finding.where:
        case AtMoment(acts):
            return words.at_moment.format(act=act, moment=speech.moment(acts))
        case Idle(states, acts):
            return f"{words.idle.format(act=act, where=_among(speech, states, scope))}\n{_first(speech, acts)}"
        case Refused(states, acts, lacking):
            each = [words.lacking.format(mind=mind, number=speech.number(times)) for mind, times in lacking]
            head = words.refused.format(act=act, where=_among(speech, states, scope), who=speech.listed(each))
            return f"{head}\n{_first(speech, acts)}"
        case NeverPossible(before_the_end):
            return (words.never_before_the_end if before_the_end else words.never_possible).format(act=act)
        case NeverAtOnce(acts):
            nowhere = speech.nowhere(scope.complete)
            forms = {"nowhere": nowhere, "Nowhere": speech.realiser.capitalize(nowhere)}
            return words.never_at_once.format(act=act, moment=speech.moment(acts), **forms)


def _among(speech: Speech, some: int, scope: Scope) -> str:
    """So many of the states that lives pass."""
    template = speech.words.among[scope.states > 1]
    return template.format(some=speech.number(some), states=speech.states(scope.states))


def _first(speech: Speech, acts: int) -> str:
    """Where the first of some states is."""
    return speech.words.first[acts > 0].format(acts=speech.acts(acts))
