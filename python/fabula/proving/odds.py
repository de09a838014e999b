"""What lives by chance say where nothing is decided, in words."""

from __future__ import annotations

from fabula.model import USUAL_LANGUAGE
from fabula.proving.chances import CONFIDENCE, WHOLE, Chances
from fabula.telling.languages import realiser_for
from fabula.telling.languages.answers import AnswerWords
from fabula.telling.languages.labels import counted

#: of a hundred so many parts are said
_PARTS = 100


def chances_text(words: AnswerWords, chances: Chances) -> str:
    """What was seen, and what follows from it, in sentences; nothing where no life was looked at."""
    if not chances.by_chance:
        return ""
    ways = words.chances
    acts = counted(chances.longest, words.acts)
    lives = _lives(words, chances.by_chance)
    said = {"confidence": _percent(words, CONFIDENCE * WHOLE // 100), "chance": _percent(words, chances.at_most)}
    if chances.every:
        text = ways.others.format(seen=ways.all.format(lives=lives, acts=acts), **said)
        return f"{text} {ways.unfinished.format(lives=_number(words, chances.unfinished))}" if chances.unfinished else text
    if not chances.led:
        return ways.some.format(seen=ways.none.format(lives=lives, acts=acts), **said)
    seen = ways.none_led.format(lives=lives, acts=acts, led=_number(words, chances.led))
    return ways.some_led.format(seen=seen, led=_percent(words, chances.led_at_most), **said)


def _lives(words: AnswerWords, number: int) -> str:
    return f"{_number(words, number)} {words.chances.lives[number != 1]}"


def _number(words: AnswerWords, number: int) -> str:
    return f"{number:,}".replace(",", words.thousands)


def _percent(words: AnswerWords, millionths: int) -> str:
    """As a part of a hundred, rounded up."""
    parts = -(-millionths * 100 * _PARTS // WHOLE)
    whole, rest = divmod(parts, _PARTS)
    number = f"{whole}{words.chances.point}{rest:02}" if rest else str(whole)
    return words.chances.percent.format(number=number)


def chances_in_english(chances: Chances) -> str:
    """The same in English, as all that is said to a writer."""
    return chances_text(realiser_for(USUAL_LANGUAGE).answers, chances)
