"""Every kind of answer, on small stories whose answers are plain."""

from __future__ import annotations

from typing import Any

import pytest
from tests.asking.stories import clock, key, ladder, wide

from fabula.asking import Answer, Asker
from fabula.asking.why import behind
from fabula.asking.wording.reasons import premise_text
from fabula.asking.wording.speech import Speech
from fabula.budget import Budget
from fabula.lives import Life, Reason, replay
from fabula.lives.finding import find
from fabula.problems import StoryProblems
from fabula.story import Story, load, loads


@pytest.fixture(scope="module")
def in_house() -> Asker:
    return Asker(key(), finds_obstacles=False)


@pytest.fixture(scope="module")
def of_clock() -> Asker:
    return Asker(clock(), finds_obstacles=False)


def acts(answer: Answer) -> list[str]:
    """The acts of the life that an answer shows."""
    assert answer.life is not None
    return list(answer.life.moves)


def hindrances(answer: Answer) -> list[dict[str, Any]]:
    """What hinders an act."""
    found = answer.details["hindrances"]
    assert isinstance(found, list)
    return found


# --- can, must, never, shortest -------------------------------------------------------------------------------------------


def test_can(in_house: Asker) -> None:
    yes, no = in_house.ask("can hers"), in_house.ask("can his")
    assert (yes.answer, yes.proof, bool(yes)) == (True, True, True)
    assert acts(yes) == ["walk(Jon, house, well)", "take(Ida, silver)"]
    assert (no.answer, no.proof, bool(no), no.life) == (False, True, False, None)
    assert "all 3 states were looked at" in no.text


def test_can_a_condition_at_the_start(in_house: Asker) -> None:
    answer = in_house.ask("can Ida.at is house")
    assert answer
    assert acts(answer) == []
    assert "at the start" in answer.text


def test_must(in_house: Asker, of_clock: Asker) -> None:
    assert in_house.ask("must hers")
    assert in_house.ask("must alone(Ida)")
    otherwise = of_clock.ask("must late")
    assert otherwise.answer is False
    assert otherwise.life is not None
    assert otherwise.life.ending == "rest"
    before = of_clock.ask("must wet")
    assert before.answer is False
    assert before.life is not None
    assert before.life.ending == "late"
    assert of_clock.ask("must hour is 2")


def test_must_where_a_life_is_stuck() -> None:
    answer = Asker(ladder()).ask("must out")
    assert (answer.answer, answer.proof) == (False, True)
    assert answer.life is not None
    assert answer.life.ending is None
    assert "dead end" in answer.text


def test_never(in_house: Asker) -> None:
    assert in_house.ask("never holder(silver) is Jon")
    assert in_house.ask("never his")
    broken = in_house.ask("never holder(silver) is Ida")
    assert broken.answer is False
    assert acts(broken)[-1] == "take(Ida, silver)"


def test_shortest(in_house: Asker) -> None:
    assert in_house.ask("shortest hers").answer == 2
    start = in_house.ask("shortest Jon.at is house")
    assert start.answer == 0
    assert start
    none = in_house.ask("shortest his")
    assert (none.answer, none.proof, bool(none)) == (None, True, False)


# --- most, least, who knows -----------------------------------------------------------------------------------------------


def test_most_and_least(of_clock: Asker) -> None:
    most = of_clock.ask("most hour")
    assert most.answer == 5
    assert most.details["endings"] == {"late": 5, "rest": 2}
    assert of_clock.ask("least hour").answer == 2
    assert of_clock.ask("most hour at rest").answer == 2
    assert of_clock.ask("least hour ever").answer == 0
    assert acts(of_clock.ask("least hour")) == ["strike()", "strike()", "pour()"]


def test_a_number_where_no_life_ends(in_house: Asker) -> None:
    answer = in_house.ask("most Ida.glad at his")
    assert (answer.answer, answer.proof, answer.life) == (None, True, None)


def test_who_knows(in_house: Asker) -> None:
    answer = in_house.ask("who knows lies(silver) is house")
    assert answer.answer == ("Ida",)
    assert answer.details["minds"] == [
        {"mind": "Ida", "knows": True, "always_at_the_end": False, "wrong": False, "life": []},
        {"mind": "Jon", "knows": False, "always_at_the_end": False, "wrong": False, "life": None},
    ]
    place = in_house.ask("who knows lies(silver)").details["minds"]
    assert isinstance(place, list)
    assert [one["wrong"] for one in place] == [False, True]


DOUBT = """
story "Doubt"
kind key
key brass
property holder(key): character
property killer: character
property code: 1..9
property lit
character Ann, she
character Ben, he
character Cal, he
character Dan, he
killer is Ben
code = 3
lit
Ann believes holder(brass) is unknown
Ann believes killer in (Ben, Cal)
Ann believes code in (2, 4)
Cal believes holder(brass) is Cal
Cal believes killer in (Cal, Dan)
Cal believes code in (2, 3)
Cal believes lit is unknown
Dan believes killer is nobody
Dan believes lit is no
action take(who: character)
    by who
    when holder(brass) is nobody
    do: holder(brass) = who
action change()
    by nobody
    when killer is nobody
    do
        killer = Ann
        code = 1
        lit = no
"""


@pytest.mark.parametrize(
    ("question", "knowing", "wrong"),
    [
        ("holder(brass) is nobody", "Ben Dan", ""),
        ("holder(brass)", "Ben Dan", "Cal"),
        ("killer", "Ben", "Cal Dan"),
        ("killer is nobody", "", "Dan"),
        ("code", "Ben Dan", "Ann"),
        ("code + 1", "Ben Dan", ""),
        ("code + 5", "Ben Dan", ""),
        ("killer if lit else Ann", "Ben", "Cal Dan"),
        ("lit", "Ann Ben", ""),
        ("(Ann believes killer)", "Ann", "Ben Dan"),
    ],
)
def test_who_does_not_know_is_neither_right_nor_wrong(question: str, knowing: str, wrong: str) -> None:
    """Nobody is a value that one can know; of several possible values one is wrong only if none of them is so."""
    answer = Asker(loads(DOUBT)).ask(f"who knows {question}")
    minds = answer.details["minds"]
    assert isinstance(minds, list)
    assert answer.answer == tuple(knowing.split())
    assert [one["mind"] for one in minds if one["wrong"]] == wrong.split()


def test_who_learns_it_and_how() -> None:
    answer = Asker(load("the_silver_key")).ask("who knows Jon.at is well")
    assert answer.answer == ("Ida", "Jon")
    assert acts(answer) == ["walk(Jon, house, well)"]


# --- why ------------------------------------------------------------------------------------------------------------------


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


# --- why not --------------------------------------------------------------------------------------------------------------


def test_why_not_for_a_wrong_belief(in_house: Asker) -> None:
    answer = in_house.ask("why not take(Jon, silver)")
    assert answer
    assert answer.answer == ("Jon believes that Jon is not where the silver key is.",)
    (one,) = hindrances(answer)
    assert (one["kind"], one["mind"]) == ("belief", "Jon")
    assert [(remedy["kind"], remedy["text"]) for remedy in one["would"]] == [
        ("knowing", "Jon knew that the silver key is hidden in the house")
    ]


def test_why_not_for_a_part_that_never_holds(in_house: Asker) -> None:
    answer = in_house.ask("why not throw(Jon, silver)")
    assert [one["text"] for one in hindrances(answer)] == ["In no life is it so that the silver key is in the hands of Jon."]


def test_why_not_for_parts_that_never_hold_at_once(of_clock: Asker) -> None:
    answer = of_clock.ask("why not bail")
    assert "all at once" in answer.text
    assert [one["kind"] for one in hindrances(answer)] == ["world"]
    assert "only where a life has ended" in of_clock.ask("why not toll").text


def test_why_not_where_it_is_done(in_house: Asker) -> None:
    answer = in_house.ask("why not take")
    assert (answer.answer, answer.proof, bool(answer)) == ((), True, False)
    assert acts(answer)[-1] == "take(Ida, silver)"


def test_why_not_after_some_acts_of_a_life(in_house: Asker) -> None:
    life = find(in_house.world, "hers", detours=0)
    assert in_house.ask("why not take(Ida, silver)", life=life, after=0)
    assert not in_house.ask("why not take(Ida, silver)", life=life, after=1)
    assert in_house.ask("why not take(Ida, silver)", life=life).answer == ("The life has ended.",)
    (one,) = hindrances(in_house.ask("why not take(Jon, silver)", life=life, after=1))
    assert (one["kind"], one["text"]) == (
        "world",
        "It is not possible: Jon is not where the silver key is (Jon would believe that it is).",
    )
    with pytest.raises(StoryProblems, match="does not have 3 acts"):
        in_house.ask("why not take", life=life, after=3)


@pytest.mark.parametrize(
    ("act", "kind", "text", "plan"),
    [
        ("climb", "thinking", "Ann thought 2 acts ahead, and not 1", ["climb(Ann)", "leap(Ann)"]),
        ("sell", "wanting", "'to have something' counted 3 times as much for Ann", ["sell(Ann)"]),
        ("leave", "knowing", "Ann knew that it is open gate", ["leave(Ann)"]),
    ],
)
def test_what_would_have_given_a_reason(act: str, kind: str, text: str, plan: list[str]) -> None:
    (one,) = hindrances(Asker(ladder()).ask(f"why not {act}"))
    assert one["would"] == [{"kind": kind, "text": text, "plan": plan}]


IDLE = """
character Ann, she
property lit
property hour: 0..2
action wait()
    by nobody
    do: hour += 1
action light()
    by nobody
    do: lit
action flash()
    by nobody
    when hour is 2
    do: hour = 2
action ring()
    by Ann
    when hour is 2
    do: hour = 2
Ann wants: 1 if lit
ending late when hour is 2 and lit
"""


def test_an_act_that_would_change_nothing_is_not_done() -> None:
    """It can be done for no reason, or everybody who is asked agrees, and yet it is no step of any life."""
    asker = Asker(loads(IDLE))
    answer = asker.ask("why not flash")
    assert answer.text.splitlines() == [
        "flash() could be done in 1 of 6 states, and would be no step of a life there.",
        "The first of them comes after 2 acts. There:",
        "  It would change nothing, in the world or in a mind.",
    ]
    assert answer.proof
    assert (hindrances(answer)[0]["kind"], acts(answer)) == ("world", ["wait()", "wait()"])
    assert asker.ask("why flash").answer is False
    assert [one["kind"] for one in hindrances(asker.ask("why not ring"))] == ["reason", "world"]
    played = Asker(loads(IDLE), ("Ann",)).ask("why not ring")
    assert [(one["kind"], one["mind"]) for one in hindrances(played)] == [("world", None)]


def test_an_act_is_shown_where_it_is_a_step() -> None:
    """Also where it could be done sooner and would change nothing there."""
    text = IDLE.replace("when hour is 2\n    do: hour = 2", "when hour is not 1\n    do: hour = 0", 1)
    asker = Asker(loads(text))
    assert acts(asker.ask("why flash")) == acts(asker.ask("why not flash")) == ["wait()", "wait()", "flash()"]


def test_what_would_change_nothing_in_a_moment_of_a_life() -> None:
    asker = Asker(loads(IDLE))
    life = replay(asker.world, ["light()"])
    assert not asker.ask("why not light", life=life, after=0)
    answer = asker.ask("why not light", life=life, after=1)
    assert answer.answer == ("It would change nothing, in the world or in a mind.",)
    assert answer.text.splitlines()[0] == "light(), after 1 act:"


# --- what stands between --------------------------------------------------------------------------------------------------


def test_what_stands_between_the_start_and_an_ending() -> None:
    asker = Asker(key())
    assert asker.ask("what stands between start and hers").answer == ()
    answer = asker.ask("what stands between start and his")
    assert answer
    assert answer.obstacles is not None
    assert answer.answer == tuple(rule.text for rule in answer.obstacles.rules)
    assert answer.obstacles.life is not None
    assert answer.obstacles.life.ending == "his"
    assert asker.ask("can his").obstacles is not None
    rules = answer.data()["obstacles"]
    assert isinstance(rules, list)
    assert [set(rule) >= {"kind", "text", "line"} for rule in rules] == [True] * len(answer.answer)


def test_with_which_act_an_ending_was_lost(of_clock: Asker) -> None:
    world = of_clock.world
    life = replay(world, ["strike()", "strike()", "strike()"])
    answer = of_clock.ask("what stands between life and rest", life=life)
    assert answer.details["lost_with"] == 3
    assert answer.details["instead"] == ["pour()"]
    assert acts(answer) == ["strike()"] * 3
    assert of_clock.ask("what stands between life and late", life=life).answer == ()


def test_a_life_that_had_nothing_to_lose(in_house: Asker) -> None:
    life = find(in_house.world, "hers", detours=0)
    answer = in_house.ask("what stands between life and his", life=life)
    assert answer
    assert answer.life is None


# --- budgets --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("can all", None),
        ("must all", None),
        ("never all", None),
        ("shortest all", None),
        ("most (1 if s0 else 0)", None),
        ("who knows s0 and never", ()),
        ("why give_up", None),
        ("what stands between start and all", None),
    ],
)
def test_an_ended_budget_is_no_proof(question: str, answer: object) -> None:
    found = Asker(wide(), finds_obstacles=False).ask(question, budget=Budget(20.0, None, 5_000))
    assert (found.answer, found.proof, found.life) == (answer, False, None)
    assert "no proof" in found.text
    assert not found


def test_what_was_found_before_the_budget_ended_is_a_proof() -> None:
    asker = Asker(wide())
    budget = Budget(20.0, None, 1_000)
    assert asker.ask("can s0 and s1", budget=budget).proof
    assert asker.ask("never s0", budget=budget).answer is False
    assert asker.ask("shortest s2 and s3", budget=budget).answer == 2
    assert asker.ask("why set7", budget=budget).proof
    assert asker.ask("most (1 if s0 else 0) ever", budget=budget).answer == 1
    assert not asker.ask("most (1 if s0 else 0) ever", budget=budget).proof
    assert not asker.atlas.complete


def test_a_new_budget_goes_on_where_the_old_one_ended() -> None:
    asker = Asker(clock(), finds_obstacles=False)
    assert asker.ask("can late", budget=Budget(20.0, None, 2)).proof is False
    assert asker.ask("can late").answer is True


def test_several_questions_share_one_exploration() -> None:
    asker = Asker(clock())
    answers = asker.ask_all(["can late", "must late", "most hour", "why pour"])
    assert [answer.question for answer in answers] == ["can late", "must late", "most hour", "why pour"]
    assert [answer.answer for answer in answers] == [True, False, 5, True]
    assert asker.atlas.complete


def test_an_interruption_says_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    asker = Asker(wide(), finds_obstacles=False)

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    found, missing = asker.ask_all(["can s0", "can all"], budget=Budget(60.0, None, None), watcher=interrupt)
    assert (found.answer, found.proof, found.interrupted) == (True, True, False)
    assert (missing.answer, missing.proof, missing.interrupted) == (None, False, True)


# --- words and data -------------------------------------------------------------------------------------------------------


def test_an_answer_in_words_tells_the_life(in_house: Asker) -> None:
    text = str(in_house.ask("can hers"))
    assert "  1  walk(Jon, house, well)\n" in text
    assert "because he wants to have the key, and means to take the silver key next." in text
    assert "-> hers: Hers" in text


def test_an_answer_as_data(in_house: Asker) -> None:
    answer = in_house.ask("can hers")
    assert answer.data() == {
        "question": "can hers",
        "answer": True,
        "proof": True,
        "life": ["walk(Jon, house, well)", "take(Ida, silver)"],
        "obstacles": [],
        "text": answer.text,
    }
    assert in_house.ask("who knows lies(silver)").data()["answer"] == ["Ida"]


def test_every_answer_of_the_flagship_replays() -> None:
    """A question of each kind about a story that nobody made for this."""
    story: Story = load("the_ridge")
    asker = Asker(story)
    for question in ("can together", "shortest unseen", "why kiss", "why nod(Aeris, the_deed)", "never Aeris.alive is no"):
        answer = asker.ask(question, budget=Budget(60.0, None, 40_000))
        assert answer.proof
        life = answer.life
        assert isinstance(life, Life)
        assert replay(story, life.acts).ending == life.ending
