"""What stands in the way, in English words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from fabula.asking.obstacles import Obstacles, Rule
from fabula.asking.obstacles.said import NeedsNoReason
from fabula.asking.wording.obstacles import change_text, obstacles_data, obstacles_text, rule_text
from fabula.asking.wording.speech import Speech
from fabula.story import loads


@cache
def _english(minds: frozenset[str]) -> Speech:
    """Words of a story with these people: more is not asked of it."""
    people = "".join(f"character {mind}\n" for mind in sorted({"Ann", *minds}))
    return Speech(loads(f'story "English"\n{people}property so\nending end when so\n'))


def speech(rules: Iterable[Rule]) -> Speech:
    return _english(frozenset(rule.change.mind for rule in rules if isinstance(rule.change, NeedsNoReason)))


def change(rule: Rule) -> str:
    return change_text(speech([rule]), rule)


def written(rule: Rule) -> str:
    return rule_text(speech([rule]), rule)


def whole(found: Obstacles) -> str:
    return obstacles_text(_all(found), found)


def data(found: Obstacles) -> dict[str, object]:
    return obstacles_data(_all(found), found)


def _all(found: Obstacles) -> Speech:
    return speech([*found.rules, *(rule for rules in found.alternatives for rule in rules)])
