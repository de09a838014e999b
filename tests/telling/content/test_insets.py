"""What is decided and worked out in a text: in the mind that tells, by how often it was told, by lot."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise, product

import pytest
from tests.telling.bounds import leaks, shown_leaks, untrue
from tests.telling.content.test_leaks import all_leaks, played_leaks

from fabula.lives import Life, replay
from fabula.model import Says
from fabula.play import Session
from fabula.randomness import Random
from fabula.story import Story, loads
from fabula.telling import NOBODY, tell
from fabula.telling.content import choosing
from fabula.telling.content.choosing import Chooser, offered
from fabula.telling.content.insets import Occasion, can_be_told, drawn, occasions
from fabula.telling.wording.spoken import said, spoken
from fabula.telling.wording.trace import TracedView
from fabula.telling.wording.voice import Voice, render
from fabula.telling.world import StateView

TEXT = """
story "The Debt"
    told by Ann
kind place
kind item
place mill "the mill"
place inn "the inn"
item key "the key"
item rope "the rope"
property at(character) "at": place
property owes(character, character): 0..9
property holder(item): character
property tired(character)
property mood(character): calm | angry
property hour: 0..9, felt by all

character Ann, she, at mill, mood calm
character Ben, he, at mill, mood angry
character Cid, he, at inn, mood calm
owes(Ann, Ben) = 3
holder(key) is Ben
Cid believes owes(Ann, Ben) is unknown
Cid believes Ben.mood is unknown
Ben believes owes(Ann, Ben) is 5
Ann believes holder(key) in (Ben, Cid)

rule rich(c: character): c.mood is calm

action pass(who, other)
    by who
    when hour < 9
    do: hour += 1
    says "TEXT"
action lend(who, other)
    by who
    when owes(other, who) < 9
    do
        owes(other, who) += 1
        other.tired
    seen by c: c in (who, other)
action pay(who, other)
    by who, other
    when owes(who, other) > 0
    do: owes(who, other) -= 1
    choice "Pay {other}"
    choice by other "Take {who's} money"
    choice if owes(who, other) > 2 "Pay {other} some of {owes(who, other)} coins"
Ann wants: hour
Ben wants
    1 * hour
    1 if Ann.tired
Cid wants: 2 * hour
ending late "Late" when hour is 5
"""


def story(text: str) -> Story:
    return loads(TEXT.replace("TEXT", text))


def told(text: str, mind: str | None, times: int = 0, seed: int = 0, who: str = "Ann", other: str = "Ben") -> str | None:
    """A text of an act as a mind tells it before the first act; None if it can't."""
    world = story(text)
    says, state = world.definition.actions["pass"].says[0], world.engine.initial()
    binding, occasion = {"who": who, "other": other}, Occasion(times, seed)
    view = StateView(world, state, mind)
    if not can_be_told(says, view, binding, occasion):
        return None
    return render(spoken(world, says, state, mind, binding, occasion).template, Voice(mind), view, binding)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{who} [have] {hour + 1} hour.", "Ann had one hour."),
        ("{who} [owe] {owes(who, other) * 2} coins.", "Ann owed six coins."),
        ("{owes(who, other)} coins.", "Three coins."),
        ("{count c: character where c.mood is calm} [be] calm.", "Two were calm."),
        ("{count c: character where c.mood is angry} [be] angry.", "One was angry."),
        ("{mood(other)} and {tired(other)}.", "Angry and no."),
        ("{holder(key)} [have] it in {holder(key).his} hand, {holder(key)'s} own.", "Ben had it in his hand, his own."),
        ("{holder(rope)} [have] it.", "Nobody had it."),
        ("{Ben if other.mood is angry else Cid} [come].", "Ben came."),
        ("{rich(who)}", "Yes"),
        ("{who} [walk] {if who.tired: slowly} home.", "Ann walked home."),
        ("{who} [walk]{if who.tired: slowly|if other.mood is angry: , fast|else: at ease}.", "Ann walked, fast."),
        ("{if who.tired: Tired,} {who} [sit] down.", "Ann sat down."),
        ("{who} [sit] down. {if who.tired: It was late.}", "Ann sat down."),
        ("{who} [come], {if who.tired: slowly}, and [go].", "Ann came,, and went."),
        ("{if (some c: character where c.mood is angry): {{a}} || {if who.tired: x|else: {other} [go]}}", "{A} | Ben went"),
    ],
)  # fmt: skip
def test_a_text_is_told_by_what_is_so(text: str, expected: str) -> None:
    assert told(text, None) == expected


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("{who} [owe] {owes(who, other)} coins.", {"Ann": "Ann owed three coins.", "Ben": "Ann owed five coins.", "Cid": None}),
        ("{who} [owe]{if owes(who, other) > 3: much}.", {"Ann": "Ann owed.", "Ben": "Ann owedmuch.", "Cid": "Ann owed."}),
        ("{if other.mood is angry: A|if other.mood is calm: B|else: C}", {"Ann": "A", "Ben": "A", "Cid": "C"}),
        ("{holder(key)} [have] it.", {"Ann": None, "Ben": "Ben had it.", "Cid": "Ben had it."}),
        ("{key.holder} [have] it.", {"Ann": "Ben or Cid had it.", "Ben": "Ben had it.", "Cid": "Ben had it."}),
        ("{other} [be] {other.mood}.", {"Ann": "Ben was angry.", "Cid": None}),
        ("{key.holder.at}", {"Ann": "Somewhere", "Ben": "The mill", "Cid": "The mill"}),
        ("{if other.mood is angry: {holder(key)}|else: Ha}", {"Ann": None, "Ben": "Ben", "Cid": "Ha"}),
    ],
)
def test_a_text_is_told_by_what_its_teller_believes_or_not_at_all(text: str, by: dict[str, str | None]) -> None:
    assert {mind: told(text, mind) for mind in by} == by


def test_alternatives_go_by_how_often_the_text_was_told() -> None:
    first = "{first: a|then: b|then:|at last: d}"
    assert [told(f"x {first}y", None, times) for times in range(6)] == ["X ay", "X by", "X y", "X dy", "X dy", "X dy"]
    assert [told("x {first: a}", None, times) for times in range(3)] == ["X a", "X", "X"]
    assert [told("{in turn: a|b}", None, times) for times in range(5)] == ["A", "B", "A", "B", "A"]
    assert occasions(Says(first)) == range(4)


def test_lots_are_drawn_by_the_seed_and_none_comes_again_before_all_have() -> None:
    for seed, count in product(range(20), (2, 3, 4)):
        lots = [drawn(Occasion(times, seed), 7, count) for times in range(10 * count)]
        assert all(sorted(lots[at : at + count]) == list(range(count)) for at in range(0, len(lots), count))
        assert all(one != other for one, other in pairwise(lots))
    firsts = Counter(drawn(Occasion(0, seed), 7, 4) for seed in range(400))
    assert min(firsts.values()) > 60
    apart = [(drawn(Occasion(0, seed), 0, 3), drawn(Occasion(0, seed), 20, 3)) for seed in range(60)]
    assert len(set(apart)) == 9, "two lots of one text have nothing to do with each other"
    assert {told("{one of: a|b}", None, 0, seed) for seed in range(8)} == {"A", "B"}


def test_a_thing_is_meant_although_a_parameter_has_its_name() -> None:
    world = loads(
        TEXT.replace("action pass(who, other)", "action pass(Ben, other)")
        .replace("by who\n    when hour", "by Ben\n    when hour")
        .replace("TEXT", "{Ben} [have] {holder(key)'s} key.")
    )
    life = replay(world, ["pass(Ann, Cid)"], (0, 1, 2))
    assert tell(world, life, NOBODY).text == "Ann had Ben's key."


def test_a_text_in_alternatives_makes_one_sentence_with_what_is_around() -> None:
    """A pronoun, a reflexive and a plural go over the bounds of alternatives, as if they had been written so."""
    text = "{who} and {if hour is 0: {other}|else: nobody} [meet]. {if hour is 0: {other} [wash] {other.himself}.}"
    assert told(text, None) == "Ann and Ben met. Ben washed himself."


# --- in a telling, and in play -----------------------------------------------------------------------------------------


def lived(text: str, *acts: str) -> tuple[Story, Life]:
    world = story(text)
    return world, replay(world, acts, tuple(range(3)))


def test_a_telling_counts_how_often_it_has_told_a_text() -> None:
    world, life = lived("{who} [nod] {first: once|then: twice|at last: on}.", *["pass(Ann, Ben)", "pass(Ben, Ann)"] * 2)
    words = tell(world, life, NOBODY).text
    assert [words.index(one) for one in ("once", "twice", "on.")] == sorted(
        words.index(one) for one in ("once", "twice", "on.")
    )


def test_a_text_of_which_nothing_is_left_says_nothing() -> None:
    world, life = lived("{first: {who} [nod].}", *["pass(Ann, Ben)", "pass(Ben, Ann)"] * 2)
    for mind in (NOBODY, "Ann", "Cid"):
        assert tell(world, life, mind).text.strip() == "Ann nodded."
    view = StateView(world, world.engine.initial(), None)
    assert offered((Says("{first: Go}"),), view, {}, Occasion(1)) is None
    assert offered((Says("{first: Go}"), Says("Stay")), view, {}, Occasion(1)) == Says("Stay")


def test_who_does_not_know_a_value_tells_in_other_words() -> None:
    world, life = lived("{who} [owe] {owes(who, other)}.", "pass(Ann, Ben)")
    assert "owed three" in tell(world, life, "Ann").text
    assert "owed five" in tell(world, life, "Ben").text
    assert "Ann passed Ben" in tell(world, life, "Cid").text


def test_the_words_of_a_life_told_twice_are_the_same() -> None:
    world, life = lived("{who} {one of: [nod]|[bow]|[smile]}.", *["pass(Ann, Ben)", "pass(Ben, Cid)"] * 2)
    assert tell(world, life, "Ann", 3).text == tell(world, life, "Ann", 3).text
    assert len({tell(world, life, "Ann", seed).text for seed in range(6)}) > 1


RICH = "{who} [owe] {owes(who, other)} to {if other.mood is angry: cross {other}|else: {holder(key)}}{one of: .|, at last.}"


def test_nothing_is_given_away() -> None:
    world = story(RICH)
    assert all_leaks(world, range(30)) == []
    assert played_leaks(world, range(2), 6) == []


def test_what_is_read_in_another_mind_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trace of a text has each condition and each value: were they read in the world, the check would find it."""
    world, life = lived(RICH, "pass(Ann, Ben)")
    looked = TracedView.__init__

    def look(self: TracedView, *given: object) -> None:
        looked(self, *given)  # type: ignore[arg-type]
        self.state = self.real

    monkeypatch.setattr(TracedView, "__init__", look)
    monkeypatch.setattr(choosing, "can_be_told", lambda *_: True)
    for mind in ("Ben", "Cid"):
        assert "fact" in {leak.sort for leak in leaks(world, life, tell(world, life, mind))}
    assert not untrue(world, life, tell(world, life, "Ben"))


def offers(session: Session) -> list[str]:
    return [choice.text for choice in session.choices]


def test_a_choice_is_offered_by_what_its_reader_believes() -> None:
    world = story("{who} [pass].")
    start = world.engine.initial()
    texts = world.definition.actions["pay"].choices
    binding = {"who": "Ann", "other": "Ben"}

    def offer(mind: str, times: int = 0) -> str | None:
        found = offered(texts, StateView(world, start, mind), binding, Occasion(times))
        return None if found is None else found.text

    assert offer("Ann") == "Pay {other} some of {owes(who, other)} coins"
    assert offer("Ben") == "Take {who's} money"
    assert offer("Cid") == "Pay {other}"
    assert "Pay Ben some of three coins" in offers(Session(world, "Ann"))
    assert "Take Ann's money" in offers(Session(world, "Ben"))


def test_a_choice_counts_how_often_it_was_chosen_and_undo_takes_it_back() -> None:
    session = Session(loads(CHOSEN), "Ann")
    seen = []
    for _ in range(4):
        seen.append(offers(session)[0])
        session.choose(0)
    assert seen == ["Knock", "Knock again", "Knock and knock", "Knock and knock"]
    for _ in range(3):
        session.undo()
    assert offers(session)[0] == "Knock again"
    assert not shown_leaks(session)


def test_what_is_undone_is_told_in_the_same_words_when_it_is_done_again() -> None:
    text = "{who} [knock], {one of: a|b|c|d}, {first: once|then: twice|at last: more}, {in turn: x|y}."
    world = loads(CHOSEN.replace("{who} [knock].", text))
    session = Session(world, "Ann", 5)
    first = []
    for _ in range(4):
        session.choose(0)
        first.append(session.text)
    for _ in range(2):
        session.undo()
    session.choose(0)
    session.choose(0)
    assert session.text == first[-1] != first[-2]
    again = Session(world, "Ann", 5)
    assert [again.choose(0).text for _ in range(4)] == first


CHOSEN = """
story "The Door"
property knocks: 0..9
character Ann, she
action knock(who)
    by who
    when knocks < 9
    do: knocks += 1
    choice "Knock {first:|then: again|at last: and knock}"
    says "{who} [knock]."
Ann wants: knocks
ending done when knocks is 9
"""


def test_several_choices_that_fit_alike_take_turns() -> None:
    texts = (Says("a"), Says("b"))
    world = story("x")
    view = StateView(world, world.engine.initial(), "Ann")
    assert [getattr(offered(texts, view, {}, Occasion(times)), "text", None) for times in range(3)] == ["a", "b", "a"]
    assert offered((), view, {}) is None


def test_any_texts_are_said_in_a_mind() -> None:
    world = story("It was {hour + 1}, {Ben.he} said.")
    texts = (*world.definition.actions["pass"].says, *world.definition.actions["pay"].choices[1:])
    state, binding = world.engine.initial(), {"who": "Ann", "other": "Ben"}
    voices = {mind: Voice(mind) for mind in (None, "Ann", "Ben", "Cid")}
    assert {mind: said(world, texts, state, voice, binding) for mind, voice in voices.items()} == {
        None: "Pay Ben some of three coins",
        "Ann": "Pay Ben some of three coins",
        "Ben": "Take Ann's money",
        "Cid": "It was one, he said.",
    }
    assert said(world, texts[1:], state, Voice("Cid"), binding) is None


def test_a_chooser_keeps_count_of_what_was_told() -> None:
    world = story("{first: a|then: b}")
    chooser, says = Chooser(Random(3), world.definition.front.teller.closeness), world.definition.actions["pass"].says
    assert [chooser.told(says[0]).times for _ in range(3)] == [0, 1, 2]
    assert chooser.occasion(says[0]) == Occasion(3, 3)
    assert chooser.were_used(says)
