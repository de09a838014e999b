"""The reasons for an act, in words: the plan that it belonged to, and the beliefs behind that."""

from __future__ import annotations

from collections.abc import Iterable

from fabula.asking.conclusions import Premise, Reasons
from fabula.asking.wording.speech import Speech
from fabula.engine.interface import State
from fabula.lives.life import Reason

#: true beliefs that are named in a text, at most
SHOWN = 6


def reasons_text(speech: Speech, conclusion: Reasons) -> str:
    """The act with its reasons; then each plan of several acts, and what is believed wrongly and rightly."""
    words, event = speech.words, conclusion.event
    task = speech.world.ground.task
    action = task.actions[event.action]
    lines = [speech.because(event)]
    if not event.reasons:
        free = [task.characters[mind] for mind in action.consenting]
        lines.append(speech.sentence(words.not_asked.format(mind=free[0])) if free else words.fate)
    for reason, premises in conclusion.reasons:
        lines += _lines(speech, event.before, reason, premises)
    head = words.act_of_this if conclusion.this_life else words.act_of_shortest
    return "\n".join([head.format(act=action.name, number=conclusion.before + 1), *(f"  {line}" for line in lines)])


def _lines(speech: Speech, state: State, reason: Reason, premises: tuple[Premise, ...]) -> list[str]:
    words, mind = speech.words, reason.mind
    name = speech.display(mind)
    lines: list[str] = []
    if len(reason.plan) > 1:
        plan = ", ".join(speech.world.ground.task.actions[act].name for act in reason.plan)
        lines.append(speech.sentence(speech.of(mind, words.plan).format(name=name, plan=plan)))
    hoped = [forms for forms, _ in _once(speech, state, reason, (one for one in premises if one.hoped))]
    if hoped:
        hopes = "; ".join(words.that.format(**forms) for forms in hoped)
        lines.append(speech.sentence(speech.of(mind, words.hopes).format(name=name, hopes=hopes)))
    said = _once(speech, state, reason, (one for one in premises if not one.hoped))
    wrong = speech.of(mind, words.believes_wrongly)
    lines += [speech.sentence(wrong.format(name=name, **forms)) for forms, premise in said if not premise.true]
    right = [words.that.format(**forms) for forms, premise in said if premise.true][:SHOWN]
    if right:
        lines.append(speech.sentence(speech.of(mind, words.believes_rightly).format(name=name, beliefs="; ".join(right))))
    return lines


def _once(speech: Speech, state: State, reason: Reason, premises: Iterable[Premise]) -> list[tuple[dict[str, str], Premise]]:
    """Each premise in words; those that read alike once."""
    said: dict[str, tuple[dict[str, str], Premise]] = {}
    for premise in premises:
        forms = premise_text(speech, state, premise, reason.mind)
        said.setdefault(forms["clause"], (forms, premise))
    return list(said.values())


def premise_text(speech: Speech, state: State, premise: Premise, mind: str) -> dict[str, str]:
    """What a mind believes, as a sentence, and as a clause after "that"."""
    return speech.idea(state, mind, premise.other, premise.item, premise.arguments, premise.idea)


def reason_data(speech: Speech, state: State, reason: Reason, premises: tuple[Premise, ...]) -> dict[str, object]:
    """A reason as plain data."""
    actions = speech.world.ground.task.actions
    data: dict[str, object] = {
        "character": reason.mind,
        "plan": [actions[act].name for act in reason.plan],
        "goal": "; ".join(reason.gains),
        "beliefs": _data(speech, state, reason, [premise for premise in premises if not premise.hoped]),
    }
    if hopes := _data(speech, state, reason, [premise for premise in premises if premise.hoped]):
        data["hopes"] = hopes
    return data


def _data(speech: Speech, state: State, reason: Reason, premises: Iterable[Premise]) -> list[dict[str, object]]:
    return [{"text": forms["clause"], "true": one.true} for forms, one in _once(speech, state, reason, premises)]
