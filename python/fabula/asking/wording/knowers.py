"""Who comes to know something, in words."""

from __future__ import annotations

from fabula.asking.conclusions import Extent, Knower, Knowers
from fabula.asking.wording.extents import covered, unknown
from fabula.asking.wording.speech import Speech


def knowers_text(speech: Speech, conclusion: Knowers, extent: Extent) -> str:
    """How many can know it; then each mind on a line of its own."""
    words = speech.words
    some = sum(1 for knower in conclusion.minds if knower.life is not None)
    template = words.can_know[some > 1] if some else words.nobody_knows
    seen = covered(speech, extent) if extent.complete else words.as_seen
    head = template.format(some=some, all=len(conclusion.minds), extent=seen)
    lines = [head if extent.complete else f"{head} {unknown(speech, extent)}"]
    lines += [f"  {_line(speech, knower, extent)}" for knower in conclusion.minds]
    if conclusion.told is not None:
        lines.append(speech.of(conclusion.told, words.so_learns).format(mind=conclusion.told))
    return "\n".join(lines)


def _line(speech: Speech, knower: Knower, extent: Extent) -> str:
    words, life, mind = speech.words, knower.life, knower.mind
    if life is None:
        text = speech.of(mind, words.never_knows if extent.complete else words.not_seen_to_know).format(mind=mind)
    elif not life.moves:
        text = speech.of(mind, words.knows_at_start).format(mind=mind)
    else:
        text = speech.of(mind, words.learns).format(mind=mind, acts=speech.acts(len(life.moves)), move=life.moves[-1])
    if life is not None and knower.always is not None:
        text += words.in_every_ending if knower.always else words.not_in_every_ending
    if knower.wrong is not None:
        wrong = speech.of(mind, words.wrong_later if knower.wrong else words.wrong_at_start)
        text += wrong.format(moment=speech.moment(knower.wrong))
    return text
