"""What hinders an act, in words, and what would have given a reason for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fabula.asking.diagnosis import (
    AfterTheEnd,
    ChangesNothing,
    ComesLater,
    Hindrance,
    NeverHolds,
    NoReason,
    NotPossible,
    SeemsImpossible,
)
from fabula.asking.remedies import Counted, Knew, Remedy, Thought, ThoughtAll, WasNotWrong
from fabula.asking.wording.speech import Speech
from fabula.task import Limits
from fabula.telling.languages.answers import HindranceWords


def hindrance_lines(speech: Speech, hindrance: Hindrance) -> list[str]:
    """A hindrance in a sentence, and what would have given a reason, one line each."""
    words = _words(speech)
    lines = [hindrance_text(speech, hindrance)]
    for remedy in hindrance.remedies:
        lines.append(f"  {_would(speech, hindrance, remedy)}")
    return lines if hindrance.complete else [*lines, f"  {words.incomplete}"]


def _would(speech: Speech, hindrance: Hindrance, remedy: Remedy) -> str:
    assert hindrance.mind is not None
    template = speech.of(hindrance.mind, _words(speech).would)
    return template.format(mind=hindrance.mind, remedy=remedy_text(speech, remedy))


def hindrance_text(speech: Speech, hindrance: Hindrance) -> str:
    """A hindrance in a sentence."""
    return speech.sentence(_hindrance(speech, hindrance))


def _hindrance(speech: Speech, hindrance: Hindrance) -> str:
    words = _words(speech)
    mind = hindrance.mind or ""
    match hindrance.cause:
        case ChangesNothing():
            return words.changes_nothing
        case ComesLater(first):
            return words.comes_later.format(act=first)
        case NotPossible(parts, state, sure):
            denied = [speech.part(part, state, denied=True)["clause"] for part in parts]
            surely = _surely(speech, sure) if sure else ""
            because = _joined(words, denied) or words.its_condition
            return words.impossible.format(because=because, Because=speech.realiser.capitalize(because), surely=surely)
        case SeemsImpossible(parts, state):
            believed = [words.believed.format(**speech.part(part, state, hindrance.mind, denied=True)) for part in parts]
            template = speech.of(mind, words.believes if believed else words.believes_it_impossible)
            return template.format(name=speech.display(mind), believed=_joined(words, believed))
        case NoReason() as cause:
            why = _no_reason(speech, cause, mind)
            return speech.of(mind, words.no_reason).format(name=speech.display(mind), why=why)
        case NeverHolds(part, state, everywhere):
            return words.never_holds.format(nowhere=speech.nowhere(everywhere), **speech.part(part, state))
        case AfterTheEnd(act, everywhere):
            return words.only_after_the_end.format(act=act, nowhere=speech.nowhere(everywhere))


def _surely(speech: Speech, sure: Sequence[str]) -> str:
    """Who believes that it can be done."""
    surely = _words(speech).surely
    template = surely[1] if len(sure) > 1 else speech.of(sure[0], surely)
    return template.format(minds=speech.listed(sure))


def _no_reason(speech: Speech, cause: NoReason, mind: str) -> str:
    """What the act would do at once to what a mind wants."""
    words = _words(speech)
    better, worse = (_wants(speech, texts) for texts in (cause.better, cause.worse))
    if worse:
        return words.against.format(worse=worse) + (words.no_better.format(better=better) if better else "")
    if better:
        return words.serves.format(better=better)
    return speech.of(mind, words.nothing_nearer).format(name=speech.display(mind), reach=_reach(speech, cause.limits))


def _wants(speech: Speech, texts: Iterable[str]) -> str:
    return speech.listed([_words(speech).want.format(text=text) for text in texts])


def _reach(speech: Speech, limits: Limits) -> str:
    """How far somebody thinks: "4 acts ahead, 2 levels deep"."""
    words = _words(speech)
    ahead = words.any_acts if limits.ahead < 0 else speech.acts(limits.ahead)
    deep = words.any_levels if limits.deep < 0 else speech.levels(limits.deep)
    return words.reach.format(ahead=ahead, deep=deep)


def remedy_text(speech: Speech, remedy: Remedy) -> str:
    """What would have given a reason, as it follows "if"."""
    words = _words(speech)
    match remedy.what:
        case Knew(mind, state, item, arguments, value):
            return speech.of(mind, words.knew).format(name=speech.display(mind), **speech.fluent(state, item, arguments, value))
        case WasNotWrong(mind):
            return speech.of(mind, words.not_wrong).format(name=speech.display(mind))
        case Counted(mind, want, times):
            return speech.of(mind, words.counted).format(name=speech.display(mind), text=want, times=times)
        case Thought(mind, own, limits):
            new, old = [], []
            if limits.ahead != own.ahead:
                new.append(words.ahead.format(acts=speech.acts(limits.ahead)))
                old.append(str(own.ahead))
            if limits.deep != own.deep:
                new.append(words.deep.format(levels=speech.levels(limits.deep)))
                old.append(str(own.deep))
            template = speech.of(mind, words.thought)
            return template.format(name=speech.display(mind), new=speech.listed(new), old=speech.listed(old))
        case ThoughtAll(more):
            parts = [words.further.format(acts=speech.acts(more.ahead))] if more.ahead else []
            parts += [words.deeper.format(levels=speech.levels(more.deep))] if more.deep else []
            return words.all_thought.format(more=speech.listed(parts))


def hindrance_data(speech: Speech, hindrance: Hindrance) -> dict[str, object]:
    """A hindrance as plain data."""
    actions = speech.world.ground.task.actions
    return {
        "kind": hindrance.kind,
        "mind": hindrance.mind,
        "text": hindrance_text(speech, hindrance),
        "would": [
            {
                "kind": remedy.kind,
                "text": remedy_text(speech, remedy),
                "plan": [actions[act].name for act in remedy.plan],
            }
            for remedy in hindrance.remedies
        ],
        "complete": hindrance.complete,
    }


def _joined(words: HindranceWords, parts: Sequence[str]) -> str:
    """Several things that are not so, in a row."""
    among, last = words.between
    return last.join(part for part in (among.join(parts[:-1]), *parts[-1:]) if part)


def _words(speech: Speech) -> HindranceWords:
    return speech.words.hindrances
