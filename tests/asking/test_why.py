"""Why an act is done."""

from __future__ import annotations

import pytest
from tests.asking.shown import acts, hindrances
from tests.asking.stories import key

from fabula.asking import Asker
from fabula.asking.why import behind
from fabula.asking.wording.reasons import premise_text
from fabula.asking.wording.speech import Speech
from fabula.lives import Reason, replay
from fabula.proving.finding import find
from fabula.story import loads

GUESS = """
story "Guess"
property killer: character
property asked
property glad(character)
character Ann, she
character Ben, he
character Cal, he
killer is Ben
Ann believes killer {idea}
action ask(who: character)
    by who
    when who believes killer {condition}
    do: who.glad
action change()
    by nobody
    when killer is nobody
    do: killer = Ann
Ann wants: 1 if Ann.glad
ending over when Ann.glad
"""


@pytest.mark.parametrize(
    ("idea", "condition", "said"),
    [
        ("in (Ben, Cal)", "in (Ben, Cal)", "the killer is Ben or Cal"),
        ("is unknown", "is unknown", "the killer"),
        ("is nobody", "is nobody", "the killer is nobody"),
    ],
)
def test_a_plan_rests_on_what_is_taken_to_be_possible(idea: str, condition: str, said: str) -> None:
    answer = Asker(loads(GUESS.format(idea=idea, condition=condition))).ask("why ask(Ann)")
    assert said in answer.text


def test_why(in_house: Asker) -> None:
    answer = in_house.ask("why walk")
    assert answer
    assert acts(answer) == ["walk(Jon, house, well)"]
    assert answer.details["reasons"] == [
        {
            "character": "Jon",
            "plan": ["walk(Jon, house, well)", "take(Jon, silver)"],
            "goal": "to have the key",
            "beliefs": [
                {"text": "Jon is at the house", "true": True},
                {"text": "the silver key is hidden in the well", "true": False},
                {"text": "the silver key is in the hands of nobody", "true": True},
            ],
        }
    ]
    assert "Jon believes that the silver key is hidden in the well; it is not so." in answer.text


BARN = """
story "Barn"
kind place
property at(character) "at": place
property found(character)
place hall "the hall"
place attic "the attic"
place yard "the yard"
character Una, she, at hall
character Ben, he, at yard
Una believes Ben.at in (attic, yard)
action move(who: character, to: place)
    by who
    do: who.at = to
    seen by c: c is who
action look(who: character)
    by who
    when Ben.at is not hall
    do: who.found
    seen by c: c is who
Una wants: 1 if Una.found
ending over "Over" when Una.found
"""


@pytest.mark.parametrize(("place", "true"), [("attic", True), ("yard", True), ("cellar", False)])
def test_a_belief_in_one_of_several_is_right_where_the_truth_is_among_them(place: str, true: bool) -> None:
    story = loads(BARN.replace("at yard", f"at {place}").replace("place yard", 'place cellar "the cellar"\nplace yard'))
    event = replay(story, ["look(Una)"], (0,)).events[0]
    reason = Reason("Una", (event.action,), ())
    (premise,) = behind(story, event, reason)
    assert (premise.other, premise.item, premise.arguments, premise.true) == (None, "at", ("Ben",), true)
    assert premise.idea.values == ("attic", "yard")
    said = premise_text(Speech(story), event.before, premise, "Una")
    assert set(said.values()) == {"Ben is at the attic or the yard"}


def test_why_in_a_life(in_house: Asker) -> None:
    life = find(in_house.world, "hers", detours=0)
    answer = in_house.ask("why take", life=life)
    assert answer.details["after"] == 1
    assert acts(answer) == ["walk(Jon, house, well)", "take(Ida, silver)"]
    missing = in_house.ask("why throw", life=life)
    assert (missing.answer, missing.proof) == (False, True)


def test_why_of_an_act_that_is_fates_or_never_done(of_clock: Asker) -> None:
    assert "it is fate" in of_clock.ask("why strike").text
    never = of_clock.ask("why sleep")
    assert (never.answer, never.proof) == (False, True)


def test_whose_reasons_are_their_own() -> None:
    asker = Asker(key(), ("Ida",))
    answer = asker.ask("why throw(Ida, silver)")
    assert answer
    assert answer.details["reasons"] == []
    assert replay(asker.world, acts(answer), asker.atlas.free).ending == "lost"


def test_who_is_played_does_only_what_it_could_try() -> None:
    """Jon takes the key to lie in the well: he doesn't take it where it lies, but looks for it in vain."""
    asker = Asker(key(), ("Jon",))
    refused = asker.ask("why not take(Jon, silver)")
    assert [(one["kind"], one["mind"]) for one in hindrances(refused)] == [("belief", "Jon")]
    assert not asker.ask("can his")
    vain = asker.ask("can lies(silver) is house and not (Jon believes lies(silver) is well)")
    assert acts(vain) == ["walk(Jon, house, well)", "Jon tries take(Jon, silver)"]
    assert "It was not possible." in str(vain)
    assert replay(asker.world, acts(vain), asker.atlas.free).moves == tuple(acts(vain))
    assert not Asker(key()).ask("can lies(silver) is house and not (Jon believes lies(silver) is well)")
