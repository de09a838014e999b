"""The rules that stand in the way of an ending, in words, and how each is relaxed."""

from __future__ import annotations

from fabula.asking.obstacles.said import (
    Instead,
    NeedsNoReason,
    OtherBound,
    Rule,
    WithoutEvent,
    WithoutLine,
    WithoutPart,
    WithoutReactionTo,
)
from fabula.asking.obstacles.search import Obstacles
from fabula.asking.wording.speech import Speech
from fabula.lives.life import Life
from fabula.telling.languages.answers import ObstacleWords


def rule_text(speech: Speech, rule: Rule) -> str:
    """A rule as it is written; or, where nothing is written, what it says."""
    if isinstance(change := rule.change, NeedsNoReason):
        words = _words(speech)
        template = speech.of(change.mind, words.no_reason_by_name if change.by_name else words.no_reason)
        return template.format(mind=change.mind, act=change.act)
    return rule.text or ""


def change_text(speech: Speech, rule: Rule) -> str:
    """How a rule is relaxed."""
    words = _words(speech)
    match rule.change:
        case Instead(about, value, now, unless_said):
            template = words.instead_unless_said if unless_said else words.instead
            return template.format(about=about, value=value, now=now)
        case OtherBound(name, bound, now):
            return (words.goes_up if bound > now else words.goes_down).format(name=name, bound=bound, now=now)
        case WithoutLine(text):
            return words.without.format(text=text)
        case WithoutPart(event, text):
            return words.event_without.format(event=event, text=text)
        case WithoutEvent(event):
            return words.without_trigger.format(event=event)
        case WithoutReactionTo(text):
            return words.without_reaction.format(text=text)
        case NeedsNoReason(mind, act, by_name):
            template = speech.of(mind, words.needs_no_reason_by_name if by_name else words.needs_no_reason)
            return template.format(mind=mind, act=act)


def rule_data(speech: Speech, rule: Rule) -> dict[str, object]:
    """A rule as plain data."""
    span = rule.span
    return {
        "kind": rule.kind,
        "text": rule_text(speech, rule),
        "file": span.source.name if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "change": change_text(speech, rule),
    }


def obstacles_data(speech: Speech, found: Obstacles) -> dict[str, object]:
    """What stands in the way as plain data."""
    return {
        "ending": found.ending,
        "rules": [rule_data(speech, rule) for rule in found.rules],
        "life": None if found.life is None else list(found.life.acts),
        "minimal": found.minimal,
        "smallest": found.smallest,
        "complete": found.complete,
        "why": found.why,
        "tried": found.tried,
        "alternatives": [[rule_data(speech, rule) for rule in rules] for rules in found.alternatives],
    }


def obstacles_text(speech: Speech, found: Obstacles) -> str:
    """What stands in the way, in words."""
    words = _words(speech)
    if found.life is None:
        template = words.neither if found.complete else words.none_found
        return template.format(ending=found.ending, most=found.most, tried=_tried(speech, found))
    if not found.rules:
        return f"{words.nothing.format(ending=found.ending)}\n{_acts(speech, found.life)}"
    several = len(found.rules) > 1
    lines = [words.these[several].format(ending=found.ending)]
    for rule in found.rules:
        where = "" if rule.span is None else words.place.format(file=rule.span.source.name, line=rule.span.line)
        lines.append(f"  {rule_text(speech, rule)}{where}")
        lines.append(f"    {words.relaxed.format(change=change_text(speech, rule))}")
    lines += [words.changed[several], _acts(speech, found.life), _proof(speech, found)]
    if found.alternatives:
        lines.append(words.more_sets.format(number=len(found.alternatives)))
        lines.extend("  " + "; ".join(change_text(speech, rule) for rule in rules) for rules in found.alternatives)
    return "\n".join(lines)


def _proof(speech: Speech, found: Obstacles) -> str:
    words = _words(speech)
    if found.smallest:
        return words.least[len(found.rules) > 1]
    minimal = words.minimal if found.minimal else words.not_minimal
    return words.unproved.format(minimal=minimal, tried=_tried(speech, found))


def _tried(speech: Speech, found: Obstacles) -> str:
    words = _words(speech)
    ended = {"time": words.out_of_time, "states": words.too_large, "interrupted": words.interrupted}.get(found.why, "")
    return words.tried.format(number=found.tried, ended=ended)


def _acts(speech: Speech, life: Life) -> str:
    return "\n".join(f"  {act}" for act in life.acts) or f"  {_words(speech).begins_there}"


def _words(speech: Speech) -> ObstacleWords:
    return speech.words.obstacles
