"""The text of an answer: what was found, in the words that fit the question."""

from __future__ import annotations

from fabula.asking.conclusions import (
    Always,
    Amount,
    Circle,
    Conclusion,
    CutShort,
    DoneSomewhere,
    EndsElsewhere,
    Extent,
    Hindered,
    Knowers,
    LifeEnded,
    Lost,
    NoAmount,
    NoLife,
    NoneBeginsSo,
    NotDone,
    NotHindered,
    NoWay,
    Onward,
    Reasons,
    SomeLife,
    Stuck,
    Undecided,
)
from fabula.asking.diagnosis import Hindrance
from fabula.asking.obstacles import Rule
from fabula.asking.questions import Between, Can, Extreme, Must, Never, Question, Shortest, Target, Why
from fabula.asking.wording.answered import Answered
from fabula.asking.wording.extents import covered, undecided, unknown
from fabula.asking.wording.hindrances import hindrance_text
from fabula.asking.wording.knowers import knowers_text
from fabula.asking.wording.obstacles import obstacles_text, rule_text
from fabula.asking.wording.reasons import reasons_text
from fabula.asking.wording.refusals import hindered_head, hindered_text
from fabula.asking.wording.speech import Speech
from fabula.model import conjuncts
from fabula.proving.odds import chances_text


def whole_text_of(answer: Answered) -> str:
    """An answer in words, with the life that shows it and what stands in the way."""
    parts = [text_of(answer)]
    # Reasons are those of one act, and what is lost is said: their lives would say it again.
    if answer.life is not None and answer.life.moves and not isinstance(answer.conclusion, Reasons | Lost):
        parts.append(Speech(answer.world).life(answer.life))
    if answer.obstacles is not None:
        parts.append(obstacles_text(Speech(answer.world), answer.obstacles))
    return "\n".join(parts)


def text_of(answer: Answered) -> str:
    """An answer in words."""
    return _text(Speech(answer.world), answer.asked, answer.conclusion, answer.extent)


def sentence_of(answer: Answered, part: Hindrance | Rule | Conclusion) -> str:
    """One of the things that an answer lists, in a sentence."""
    speech = Speech(answer.world)
    match part:
        case Hindrance():
            return hindrance_text(speech, part)
        case Rule():
            return rule_text(speech, part)
        case Hindered():
            return hindered_head(speech, part, answer.extent)
        case LifeEnded():
            return speech.words.life_over
        case _:
            return _text(speech, answer.asked, part, answer.extent)


def _text(speech: Speech, asked: Question, conclusion: Conclusion, extent: Extent) -> str:
    words = speech.words
    match conclusion:
        case Undecided(more_than, chances):
            what = _not_found(speech, asked)
            text = undecided(speech, extent, what if more_than is None else f"{what} {_more(speech, more_than)}")
            said = "" if chances is None else chances_text(speech.words, chances)
            return f"{text} {said}" if said else text
        case NoWay():
            return undecided(speech, extent, words.no_way)
        case CutShort(interrupted):
            return words.cut_short_interrupted if interrupted else words.cut_short
        case SomeLife(acts, is_shortest):
            return _reached(speech, asked, acts, is_shortest)
        case NoLife():
            return _nowhere_reached(speech, asked, covered(speech, extent, names_part=not _asks_for_one_thing(asked)))
        case Always() | Circle() | Stuck() | EndsElsewhere():
            assert isinstance(asked, Must)
            return _always(speech, asked, conclusion, extent)
        case Amount() | NoAmount():
            assert isinstance(asked, Extreme)
            return _amount(speech, asked, conclusion, extent)
        case Knowers():
            return knowers_text(speech, conclusion, extent)
        case NotDone(in_this_life):
            return words.not_in_life if in_this_life else words.in_no_life.format(covered=covered(speech, extent))
        case Reasons():
            return reasons_text(speech, conclusion)
        case LifeEnded(acts):
            return words.life_ended.format(moment=speech.moment(acts))
        case DoneSomewhere(act, number):
            return words.done.format(act=act, number=number)
        case NotHindered(act, acts):
            return words.not_hindered.format(act=act, moment=speech.moment(acts))
        case Hindered():
            return hindered_text(speech, conclusion, extent)
        case Onward() | NoneBeginsSo() | Lost():
            assert isinstance(asked, Between)
            return _from_life(speech, asked, conclusion)


# --- where lives come to ----------------------------------------------------------------------------------------------


def _reached(speech: Speech, asked: Question, acts: int, is_shortest: bool) -> str:
    words = speech.words
    match asked:
        case Shortest():
            return words.shortest.format(acts=speech.acts(acts))
        case Between():
            return words.comes_to_it.format(acts=speech.acts(acts))
        case Can(_, _, target) | Never(_, _, target):
            template = (words.no_soonest, words.yes_soonest)[isinstance(asked, Can)]
            if not is_shortest:
                template = (words.no_at_last, words.yes_at_last)[isinstance(asked, Can)]
            return template.format(what=_of_target(speech, words.somewhere, target), moment=speech.moment(acts))
    raise ValueError(asked)


def _nowhere_reached(speech: Speech, asked: Question, seen: str) -> str:
    words = speech.words
    match asked:
        case Between():
            return words.no_life_ends.format(ending=asked.ending, covered=seen)
        case Shortest(_, _, target):
            return words.no_life.format(nowhere=_of_target(speech, words.nowhere, target), covered=seen)
        case Can(_, _, target) | Never(_, _, target):
            template = words.no if isinstance(asked, Can) else words.yes
            return template.format(what=_of_target(speech, words.nowhere, target), covered=seen)
    raise ValueError(asked)


def _asks_for_one_thing(asked: Question) -> bool:
    """Whether it is asked for a condition that has one part only, which the answer says anyway."""
    condition = asked.target.condition if isinstance(asked, Can | Never | Shortest) else None
    return condition is not None and len(tuple(conjuncts(condition))) == 1


def _of_target(speech: Speech, templates: tuple[str, str], target: Target) -> str:
    """What is said of an ending by its name, or of a moment when something is so."""
    if target.ending is not None:
        return templates[0].format(ending=target.ending)
    assert target.condition is not None
    return templates[1].format(**speech.condition(target.condition))


def _not_found(speech: Speech, asked: Question) -> str:
    words = speech.words
    match asked:
        case Can() | Shortest():
            return words.no_such_life
        case Must():
            return words.no_other_life
        case Extreme():
            return words.no_moment
        case Why():
            return words.no_life_has_it
        case Between():
            return words.no_life_comes
        case _:
            return words.not_found


def _more(speech: Speech, acts: int) -> str:
    return speech.words.more_than.format(acts=speech.acts(acts))


def _always(speech: Speech, asked: Must, conclusion: Always | Circle | Stuck | EndsElsewhere, extent: Extent) -> str:
    words, ending = speech.words, asked.target.ending
    kind = ending is None
    if isinstance(conclusion, Always):
        template = words.never_out_of_reach if asked.later else words.always
        return template[kind].format(ending=ending, covered=covered(speech, extent))
    moment = speech.moment(conclusion.acts)
    lost = None if conclusion.lost is None else _lost(speech, asked, conclusion.lost)
    if isinstance(conclusion, Circle):
        text = words.goes_round.format(moment=moment, circle=", ".join(conclusion.circle))
        return f"{text} {lost or words.still_possible[kind].format(ending=ending, question=asked.text)}"
    if isinstance(conclusion, Stuck):
        text = words.stuck.format(moment=moment)
    else:
        text = (words.ends_before if kind else words.ends_elsewhere).format(ending=conclusion.ending, moment=moment)
    return (
        f"{text} {lost}" if asked.later and lost and conclusion.lost is not None and conclusion.lost < conclusion.acts else text
    )


def _lost(speech: Speech, asked: Must, acts: int) -> str:
    words, ending = speech.words, asked.target.ending
    moment = words.from_beginning if acts == 0 else speech.moment(acts)
    return speech.realiser.capitalize(words.lost[ending is None].format(moment=moment, ending=ending))


def _from_life(speech: Speech, asked: Between, conclusion: Onward | NoneBeginsSo | Lost) -> str:
    words = speech.words
    match conclusion:
        case Onward(_, moves):
            return words.onward[not moves].format(acts=speech.acts(len(moves)), moves=", ".join(moves))
        case NoneBeginsSo():
            return words.none_begins_so.format(ending=asked.ending)
        case Lost(begun, number, instead):
            lost = words.lost_with.format(number=number, move=begun[number - 1], ending=asked.ending)
            return f"{lost}\n{words.instead.format(moves=', '.join(instead))}"


# --- how far a number goes --------------------------------------------------------------------------------------------


def _amount(speech: Speech, asked: Extreme, conclusion: Amount | NoAmount, extent: Extent) -> str:
    words = speech.words
    if isinstance(conclusion, NoAmount) and not extent.complete:
        return undecided(speech, extent, words.no_moment)
    seen = covered(speech, extent)
    if asked.ever:
        where = words.where_ever
    else:
        where = words.where_ends if asked.at is None else words.where_ends_so.format(ending=asked.at)
    if isinstance(conclusion, NoAmount):
        if conclusion.some_life_ends or asked.ever:
            return words.never_known.format(where=where, covered=seen)
        return words.no_end.format(covered=seen)
    template = words.least if asked.least else words.most
    text = template.format(number=conclusion.number, where=where, moment=speech.moment(conclusion.acts))
    if not asked.ever and asked.at is None:
        text += words.in_ending.format(ending=conclusion.ending)
        values = [f"{name} {value}" for name, value in conclusion.by_ending if value is not None]
        text += words.by_ending.format(values=", ".join(values)) if len(values) > 1 else ""
    if extent.complete:
        return text + words.amount_covered.format(covered=seen)
    return text + words.amount_so_far.format(unknown=unknown(speech, extent))
