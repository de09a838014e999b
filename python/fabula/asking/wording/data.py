"""What is known besides an answer, as plain data. Keys are the same in every language; texts are in that of the story."""

from __future__ import annotations

from collections.abc import Mapping

from fabula.asking.conclusions import (
    Amount,
    Circle,
    EndsElsewhere,
    Extent,
    Hindered,
    Knower,
    Knowers,
    Lost,
    NoAmount,
    NoneBeginsSo,
    NoWay,
    Onward,
    Reasons,
    Stuck,
    Undecided,
)
from fabula.asking.wording.answered import Answered
from fabula.asking.wording.hindrances import hindrance_data
from fabula.asking.wording.reasons import reason_data
from fabula.asking.wording.speech import Speech
from fabula.proving.chances import Chances


def details_of(answer: Answered) -> Mapping[str, object]:
    """What else `--json` prints of an answer."""
    speech = Speech(answer.world)
    match answer.conclusion:
        case Undecided(_, Chances() as chances):
            return {"chances": chances.data()}
        case Circle(_, circle, lost):
            return {"circle": list(circle), "lost_after": lost}
        case Stuck(_, lost) | EndsElsewhere(_, _, lost):
            return {"circle": [], "lost_after": lost}
        case Amount() | NoAmount() as conclusion:
            return {"endings": dict(conclusion.by_ending)}
        case Knowers(minds):
            return {"minds": [_knower(knower, answer.extent) for knower in minds]}
        case Reasons(event, before, _, reasons):
            return {
                "act": answer.world.ground.task.actions[event.action].name,
                "after": before,
                "reasons": [reason_data(speech, event.before, reason, premises) for reason, premises in reasons],
            }
        case Hindered(act, _, hindrances, after):
            all_hindrances = [hindrance_data(speech, hindrance) for hindrance in hindrances or ()]
            return {"act": act, "after": after, "hindrances": all_hindrances}
        case Onward(begun, moves):
            return {"from": list(begun), "onward": list(moves)}
        case NoneBeginsSo(begun) | NoWay(begun):
            return {"from": list(begun)}
        case Lost(begun, number, instead):
            return {"from": list(begun), "lost_with": number, "instead": list(instead)}
        case _:
            return {}


def _knower(knower: Knower, extent: Extent) -> dict[str, object]:
    """A "no" is one only where all was looked at."""
    seen = True if knower.life is not None else False if extent.complete else None
    return {
        "mind": knower.mind,
        "knows": seen,
        "always_at_the_end": knower.always if extent.complete or knower.always is False else None,
        "wrong": True if knower.wrong is not None else False if extent.complete else None,
        "life": None if knower.life is None else list(knower.life.moves),
    }
