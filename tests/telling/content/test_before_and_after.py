"""Looking back to what an act rests on, and foreshadowing of what is true of the rest of the life."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests.telling.bounds import leaks, untrue

from fabula import lives
from fabula.lives.finding import wander
from fabula.lives.replaying import ending_name
from fabula.model import Closeness, Teller, Tense
from fabula.problems import StoryProblems
from fabula.story import Story, load, loads
from fabula.telling import NOBODY, Foreseen, Foretold, Remembered, Telling, tell

ROOT = Path(__file__).resolve().parent.parent.parent.parent
RING = """
story "The Ring"
kind place
kind jewel
property at(character) "at": place
property alive(character) "alive" = yes
property hour: 0..20, felt by all
property gone(jewel)
property thief_of(jewel): character
property accused(character)
property grief(character): 0..3
property called(character)
place hall "the hall"
place yard "the yard"
place attic "the attic"
jewel ring "the ring"
character Ann, she, at hall
character Bob, he, at hall
character Eve, she, at hall
for each c: character
    c believes Eve.at is nowhere

action steal(thief: character, what: jewel)
    by thief
    when thief.alive and not what.gone
    do
        what.gone
        thief_of(what) = thief
    seen by c: c.at is thief.at
    says "{thief} [steal] {what}. It [take] no time."

action accuse(who: character, other: character)
    by who
    when who.alive and thief_of(ring) is other and who is not other
    do: other.accused
    seen by c: c.at is who.at
    says "{who} [accuse] {other}."

action slap(who: character, other: character)
    by who
    when who is not other and who.alive and who.at is other.at
    do: other.grief += 1
    seen by c: c.at is who.at
    says "{who} [slap] {other}."

action weep(who: character)
    by who
    when who.grief > 0 and who.alive
    do: who.grief -= 1
    seen by c: c.at is who.at
    says "{who} [weep]."

action call(who: character, other: character)
    by who
    when who.alive and who believes other.at is attic
    do: other.called
    says "{who} [call] for {other}."

action pause(who: character)
    by who
    when who.alive and hour < 20
    do: hour += 1
    seen by c: c.at is who.at
    says "{who} [pause]."

action go(who: character, from: place, to: place)
    by who
    when who.alive and who.at is from and from is not to
    do: who.at = to
    seen by c: c.at is from or c.at is to
    says "{who} [go] to {to}."

action kill(who: character, other: character)
    by who
    when who.alive and other.alive and who.at is other.at and who is not other
    do: not other.alive
    seen by c: c.at is who.at
    says "{who} [kill] {other}."

trigger notice(viewer: character, other: character, spot: place)
    when viewer.at is spot and other.at is spot and viewer is not other
    when not (viewer believes other.at is spot)
    do: viewer believes other.at = spot
    says "{viewer} [see] {other} at {spot}."

for each c: character
    c wants
        -1 * c.grief "to bear it no longer"
        3 if some other: character (other.accused) "to have it out"

ending over "Over" when hour is 12
"""
PAUSES = tuple(f"pause({who})" for who in ("Bob", "Eve"))


@cache
def ring(head: str = "") -> Story:
    return loads(RING.replace('story "The Ring"\n', f'story "The Ring"\n{head}'))


def life_of(*acts: str, free: bool = True) -> lives.Life:
    """The life with these acts; if they are `free`, whether or not anybody has a reason, or believes in them."""
    if not free:
        return lives.replay(ring(), acts)
    engine = ring().engine
    state = start = engine.initial()
    events: list[lives.Event] = []
    for name in acts:
        act = lives.act_number(ring().ground, name)
        assert act is not None
        assert engine.is_possible(state, act)
        events.append(lives.Event(act, state, engine.do(state, act), ()))
        state = events[-1].after
    return lives.Life(ring(), start, tuple(events), ending_name(ring(), state))


def pauses(number: int) -> tuple[str, ...]:
    return tuple(itertools.islice(itertools.cycle(PAUSES), number))


def traced(telling: Telling) -> tuple[list[Remembered], list[Foretold]]:
    passages = [passage for paragraph in telling.paragraphs for passage in paragraph.passages]
    return (
        [one for passage in passages for one in passage.trace.remembered],
        [one for passage in passages for one in passage.trace.foretold],
    )


def in_bounds(life: lives.Life, telling: Telling) -> Telling:
    assert leaks(ring(), life, telling) == []
    assert untrue(ring(), life, telling) == []
    return telling


# --- looking back --------------------------------------------------------------------------------------------------------

THEFT = ("steal(Bob, ring)", *pauses(5), "accuse(Ann, Bob)", "pause(Ann)")


def test_an_act_calls_to_mind_what_made_it_possible() -> None:
    life = life_of(*THEFT)
    texts = {in_bounds(life, tell(ring(), life, "Ann", seed)).text.split("accused him")[1] for seed in range(8)}
    assert texts == {
        ". She had not forgotten that he had stolen the ring. She paused.",
        ". He had stolen the ring, and she had not forgotten it. She paused.",
    }


def test_in_the_present_it_is_told_in_the_past() -> None:
    life = life_of(*THEFT)
    texts = {tell(ring(), life, "Ann", seed, tense=Tense.PRESENT).text.split("accuses him")[1] for seed in range(8)}
    assert texts == {
        ". She has not forgotten that he stole the ring. She pauses.",
        ". He stole the ring, and she has not forgotten it. She pauses.",
    }


def test_what_hurt_is_called_to_mind_by_what_is_done_against_it() -> None:
    life = life_of("slap(Bob, Ann)", *pauses(5), "weep(Ann)", "pause(Ann)")
    telling = in_bounds(life, tell(ring(), life, "Ann"))
    assert "slapped her" in telling.text.split("wept")[1]
    explained = lives.Life(ring(), life.start, life.events, life.ending)
    assert traced(tell(ring(), explained, "Ann"))[0][0].source == 0


def test_what_was_found_out_is_remembered_as_that() -> None:
    way = ("go(Ann, hall, yard)", "go(Eve, hall, attic)", "go(Ann, yard, attic)", "go(Ann, attic, hall)")
    life = life_of(*way, *pauses(6), "call(Ann, Eve)", "pause(Ann)")
    telling = in_bounds(life, tell(ring(), life, "Ann"))
    assert [one.found for one in traced(telling)[0]] == [True]
    assert "Ann called for Eve. She had seen Eve at the attic." in telling.text


def test_nobody_looks_back_to_what_is_just_past_or_was_not_seen_or_is_another_s() -> None:
    near = life_of("steal(Bob, ring)", *pauses(3), "accuse(Ann, Bob)", "pause(Ann)")
    assert traced(tell(ring(), near, "Ann"))[0] == []
    away = life_of(
        "go(Ann, hall, yard)", "steal(Bob, ring)", "go(Ann, yard, hall)", *pauses(5), "accuse(Ann, Bob)", "pause(Ann)"
    )
    assert traced(tell(ring(), away, "Ann"))[0] == []
    life = life_of(*THEFT)
    assert traced(tell(ring(), life, "Eve"))[0] == [], "it is Ann's memory"
    assert traced(tell(ring(), life, "Bob"))[0] == []
    assert len(traced(tell(ring(), life, NOBODY))[0]) == 1, "nobody knows everybody's"


def test_the_same_is_not_remembered_twice_nor_two_things_in_a_row() -> None:
    life = life_of(*THEFT, "pause(Bob)", "accuse(Ann, Bob)", "pause(Ann)")
    assert len(traced(tell(ring(), life, "Ann"))[0]) == 1


def test_a_telling_can_do_without_memories() -> None:
    life = life_of(*THEFT)
    assert traced(tell(ring(), life, Teller(("Ann",), looks_back=False)))[0] == []
    assert traced(tell(ring(), life, Teller(("Ann",), closeness=Closeness.SEEN)))[0] == []
    assert ring("    told without memories\n").definition.front.teller == Teller(looks_back=False)


# --- foreshadowing -------------------------------------------------------------------------------------------------------

PARTING = (*("pause(Ann)", "pause(Bob)") * 3, "go(Bob, hall, yard)", *("pause(Ann)",) * 6)


def test_a_teller_knows_whom_it_did_not_meet_again() -> None:
    life = life_of(*PARTING)
    telling = in_bounds(life, tell(ring(), life, "Ann"))
    assert traced(telling)[1] == [Foretold(6, Foreseen.PARTED, ("Ann", "Bob"))]
    assert telling.paragraphs[0].text.endswith("Bob went to the yard. Ann had been with him for the last time.")


def test_nothing_is_foretold_of_two_who_meet_again() -> None:
    back = (*PARTING[:7], "pause(Ann)", "pause(Ann)", "go(Bob, yard, hall)", *("pause(Ann)",) * 4)
    life = life_of(*back)
    assert not any(one.sort is Foreseen.PARTED for one in traced(tell(ring(), life, "Ann"))[1])


def test_a_teller_knows_where_it_did_not_come_back_to() -> None:
    life = life_of("go(Ann, hall, yard)", *("pause(Ann)",) * 7, "go(Ann, yard, attic)", *("pause(Ann)",) * 5)
    telling = in_bounds(life, tell(ring(), life, "Ann"))
    assert [one.sort for one in traced(telling)[1]] == [Foreseen.LEFT]
    assert "went to the attic. She would not come back to the yard.\n\n" in telling.text


def test_only_nobody_knows_what_was_the_last_that_another_did() -> None:
    acts = (*("pause(Ann)", "pause(Bob)") * 2, "pause(Eve)", "pause(Ann)", "pause(Ann)", "kill(Ann, Bob)", *("pause(Ann)",) * 5)
    life = life_of(*acts)
    telling = in_bounds(life, tell(ring(), life, NOBODY))
    assert traced(telling)[1] == [Foretold(3, Foreseen.LAST, ("Bob",))]
    assert "It was the last thing that Bob did.\n\n" in telling.text
    for mind in ("Ann", "Bob", "Eve"):
        assert not any(one.sort is Foreseen.LAST for one in traced(tell(ring(), life, mind))[1])


@pytest.mark.parametrize(
    "teller",
    [
        Teller(("Ann",), foretells=False),
        Teller(("Ann",), closeness=Closeness.SEEN),
        Teller(("Ann",), tense=Tense.PRESENT),
    ],
)
def test_who_is_not_to_know_does_not_foretell(teller: Teller) -> None:
    life = life_of(*PARTING)
    assert traced(tell(ring(), life, teller))[1] == []


def test_nothing_is_foretold_of_a_life_that_is_not_over_or_by_one_who_dies_in_it() -> None:
    assert traced(tell(ring(), life_of(*PARTING[:-1]), "Ann"))[1] == []
    life = life_of(*PARTING[:-3], "go(Eve, hall, attic)", "go(Eve, attic, hall)", "kill(Eve, Ann)", *("pause(Eve)",) * 3)
    assert life.ending is not None
    assert traced(tell(ring(), life, "Ann"))[1] == []


def test_a_story_says_that_nothing_is_foretold() -> None:
    assert ring("    told without foreboding, memories\n").definition.front.teller == Teller(looks_back=False, foretells=False)
    with pytest.raises(StoryProblems, match="unknown-action"):
        ring("    told without forebodings\n")


def test_an_act_of_that_name_is_left_out_as_any_other() -> None:
    story = loads(
        RING.replace("action pause", "action foreboding").replace(
            'story "The Ring"\n', 'story "S"\n    told without foreboding\n'
        )
    )
    assert story.definition.front.teller.foretells
    assert [act.name for act in story.definition.front.teller.leaves_out] == ["foreboding"]


# --- in the flagship, and found out where it is not so -----------------------------------------------------------------------


def test_both_are_rare_and_never_a_telling_s_last_word() -> None:
    story = load("the_ridge")
    some = 0
    for seed in range(25):
        life = wander(story, seed)
        for mind in (*story.task.characters, None, NOBODY):
            telling = tell(story, life, mind, seed)
            remembered, foretold = traced(telling)
            some += len(remembered) + len(foretold)
            assert len(foretold) <= 1
            assert len(remembered) <= 2
            assert len({one.source for one in remembered}) == len(remembered)
            assert not telling.paragraphs[-1].passages[-1].trace.foretold
    assert some > 10


def test_what_is_not_so_is_found_by_the_check() -> None:
    life = life_of(*THEFT)
    telling = tell(ring(), life, "Ann")
    (true,) = traced(telling)[0]

    def with_memory(**parts: object) -> set[str]:
        changed = replace(true, **parts)  # type: ignore[arg-type]
        paragraphs = tuple(
            replace(
                paragraph,
                passages=tuple(
                    replace(one, trace=replace(one.trace, remembered=(changed,))) if one.trace.remembered else one
                    for one in paragraph.passages
                ),
            )
            for paragraph in telling.paragraphs
        )
        other = replace(telling, paragraphs=paragraphs)
        return {leak.sort for leak in (*leaks(ring(), life, other), *untrue(ring(), life, other))}

    assert with_memory() == set()
    assert with_memory(source=1) == {"memory"}
    assert with_memory(mind="Bob") == {"memory"}
    assert with_memory(condition=None, want="to have it out") == {"memory"}


def test_a_future_that_does_not_come_is_found_by_the_check() -> None:
    life = life_of(*PARTING)
    telling = tell(ring(), life, "Ann")

    def with_future(*foretold: Foretold) -> set[str]:
        paragraph = telling.paragraphs[0]
        last = replace(paragraph.passages[-1], trace=replace(paragraph.passages[-1].trace, foretold=foretold))
        other = replace(telling, paragraphs=(replace(paragraph, passages=(*paragraph.passages[:-1], last)),))
        return {leak.sort for leak in (*leaks(ring(), life, other), *untrue(ring(), life, other))}

    assert with_future(Foretold(6, Foreseen.PARTED, ("Ann", "Bob"))) == set()
    assert with_future(Foretold(6, Foreseen.PARTED, ("Ann", "Eve"))) == {"future"}
    assert with_future(Foretold(6, Foreseen.LEFT, ("Bob", "hall"))) == {"future"}, "it is so, and not Ann's to tell"
    assert with_future(Foretold(6, Foreseen.LEFT, ("Ann", "hall"))) == {"future"}
