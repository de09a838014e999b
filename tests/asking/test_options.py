"""An option reaches every search that a question leads to: who is played, limits, budgets, a life, a translation."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from tests.asking.obstacles.words import change
from tests.asking.stories import GATED, key

from fabula.asking import Answer, Asker, obstacles
from fabula.asking.remedies import Remedies
from fabula.budget import Budget
from fabula.lives import Life, replay
from fabula.lives.atlas import Atlas
from fabula.play.saved_life import saved_life
from fabula.problems import StoryProblems
from fabula.story import Story, load, loads
from fabula.task import Limits

#: Una would never burn the barn; whoever plays her may, once there are matches.
BARN = """
story "Barn"
character Una, she
property matches
property burnt
property gone
action burn(who)
    by who
    when matches
    do: burnt
action leave(who)
    by who
    do: gone
Una wants: 1 if gone
ending away when gone
ending ash when burnt
"""

#: Ann begins what Bob, Cid and Dan have to go on with: each counts on those behind him.
CHAIN = """
story "Chain"
    ahead 6
    deep {deep}
character Ann
character Bob
character Cid
character Dan
property step: 0..4
property rest
action first()
    by Ann
    when step is 0
    do: step = 1
action second()
    by Bob
    when step is 1
    do: step = 2
action third()
    by Cid
    when step is 2
    do: step = 3
action fourth()
    by Dan
    when step is 3
    do: step = 4
for each c: character
    c wants: 1 if step is 4
ending done when step is 4
"""


def chain(deep: int) -> Story:
    wants = "".join(f"{name} wants: 1 if step is 4\n" for name in ("Ann", "Bob", "Cid", "Dan"))
    return loads(CHAIN.replace("for each c: character\n    c wants: 1 if step is 4\n", wants).format(deep=deep))


def would(answer: Answer) -> list[tuple[str, str]]:
    """What would have given a reason, by kind and text."""
    (one,) = _hindrances(answer)
    found = one["would"]
    assert isinstance(found, list)
    return [(remedy["kind"], remedy["text"]) for remedy in found]


def _hindrances(answer: Answer) -> list[dict[str, object]]:
    found = answer.details["hindrances"]
    assert isinstance(found, list)
    return found


# --- who is played ----------------------------------------------------------------------------------------------------------


def test_that_a_player_has_no_reason_stands_in_nobody_s_way() -> None:
    story = loads(BARN)
    played = Asker(story, ("Una",)).ask("what stands between start and ash")
    assert played.answer == ("matches",)
    unplayed = Asker(story).ask("what stands between start and ash")
    assert unplayed.answer == ("matches", "Una has no reason to burn")
    for answer in (played, unplayed):
        assert answer.obstacles is not None
        assert answer.obstacles.smallest
    assert played.obstacles is not None
    assert played.obstacles.life is not None
    assert played.obstacles.life.acts == ("burn(Una)",)
    assert played.obstacles.life.events[0].reasons == ()
    assert Asker(loads(BARN.replace("property matches", "property matches = yes")), ("Una",)).ask("can ash")


def test_a_life_in_a_file_is_read_as_one_that_is_played(tmp_path: Path) -> None:
    story = loads(BARN.replace("property matches", "property matches = yes"))
    file = tmp_path / "una.life"
    file.write_text("burn(Una)\n", encoding="utf-8")
    assert saved_life(story, file, ("Una",)).life.ending == "ash"
    with pytest.raises(StoryProblems, match="Una has no reason for it"):
        saved_life(story, file)


@pytest.mark.parametrize("free", [(), ("Ida",), ("Jon",), ("Ida", "Jon")])
def test_every_kind_of_question_is_about_the_same_lives(free: tuple[str, ...]) -> None:
    """Whatever shows a life, a way on or a hindrance agrees with what `can` says of the lives with the same option."""
    story = key()
    asker = Asker(story, free)
    minds = tuple(story.ground.minds[name] for name in free)
    for ending in story.endings:
        can = asker.ask(f"can {ending}")
        assert asker.ask(f"never {ending}").answer is not can.answer
        assert bool(asker.ask(f"shortest {ending}")) is bool(can)
        between = asker.ask(f"what stands between start and {ending}")
        assert (between.answer == ()) is bool(can)
        onward = asker.ask(f"what stands between life and {ending}", life=replay(story, (), minds))
        assert (onward.answer == ()) is bool(can)
        if onward.answer == ():
            acts = onward.details["onward"]
            assert isinstance(acts, list)
            assert replay(story, acts, minds).ending == ending
        if can.life is not None:
            assert replay(story, can.life.acts, minds).ending == ending
        if between.obstacles is not None and between.obstacles.life is not None:
            assert between.obstacles.life.ending == ending
    for number, action in enumerate(story.task.actions):
        why, why_not = asker.ask(f"why {action.name}"), asker.ask(f"why not {action.name}")
        assert bool(why) is not bool(why_not)
        for one in why_not.details.get("hindrances", ()):  # type: ignore[attr-defined]
            # A reason is not what a player lacks.
            assert one["mind"] not in free or one["kind"] == "belief", action.name
        assert bool(why) is (asker.atlas.tried[number].explained > 0 if number in asker.atlas.tried else False)


# --- limits -----------------------------------------------------------------------------------------------------------------


def test_limits_in_place_of_all_others_hold_in_relaxed_stories_too() -> None:
    story = chain(9)
    atlas = Atlas(story, limits=Limits(1, 9), threads=1)
    answer = Asker(story, atlas=atlas).ask("what stands between start and done")
    assert answer.proof
    found = answer.obstacles
    assert found is not None
    assert found.rules
    # What the story says of limits is not in the way: it does not hold.
    assert not any(rule.kind == "limit" for rule in found.rules)
    assert found.life is not None
    assert set(found.life.story.ground.task.limits) == {Limits(1, 9)}
    assert Asker(story).ask("can done")


def test_why_not_tries_deeper_thought() -> None:
    assert Asker(chain(3)).ask("can done")
    answer = Asker(chain(2), finds_obstacles=False).ask("why not first")
    assert would(answer) == [("thinking", "Ann thought 3 levels deep, and not 2")]
    assert "as far as Ann thinks (6 acts ahead, 2 levels deep)" in answer.text
    (one,) = _hindrances(answer)
    assert one["complete"] is True
    assert one["would"][0]["plan"] == ["first()", "second()", "third()", "fourth()"]  # type: ignore[index]


def test_why_not_tries_whether_all_would_have_to_think_deeper() -> None:
    assert would(Asker(chain(1), finds_obstacles=False).ask("why not first")) == [
        ("thinking", "everybody thought 2 levels deeper")
    ]


def test_what_all_would_have_to_think_is_tried_after_an_attempt_in_vain_too() -> None:
    """Eve believes that it is open: she tries it in vain, and knows better."""
    text = (
        CHAIN.format(deep=1)
        .replace("property rest", "property rest\nproperty open\ncharacter Eve\nEve believes open")
        .replace("ending done", "action fifth()\n    by Eve\n    when open\n    do: rest\nending done")
        .replace("for each c: character\n    c wants: 1 if step is 4\n", "")
    )
    story = loads(text + "".join(f"{name} wants: 1 if step is 4\n" for name in ("Ann", "Bob", "Cid", "Dan")))
    life = replay(story, ["Eve tries fifth()"], (story.ground.minds["Eve"],))
    assert len(life.attempts) == 1
    answer = Asker(story, ("Eve",), finds_obstacles=False).ask("why not first", life=life)
    assert would(answer) == [("thinking", "everybody thought 2 levels deeper")]
    (one,) = _hindrances(answer)
    assert one["complete"] is True


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        (Limits(3, 2), "Ann thought 4 acts ahead and 3 levels deep, and not 3 and 2"),
        (Limits(2, 2), "everybody thought 2 acts further ahead and 1 level deeper"),
    ],
)
def test_why_not_tries_both_at_once(limits: Limits, text: str) -> None:
    story = chain(2)
    answer = Asker(story, atlas=Atlas(story, limits=limits, threads=1), finds_obstacles=False).ask("why not first")
    assert would(answer) == [("thinking", text)]


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        (Limits(-1, 2), "Ann thought 3 levels deep, and not 2"),
        (Limits(3, -1), "Ann thought 4 acts ahead, and not 3"),
    ],
)
def test_no_limit_is_no_limit_where_the_other_one_is_raised(limits: Limits, text: str) -> None:
    story = chain(9)
    answer = Asker(story, atlas=Atlas(story, limits=limits, threads=1), finds_obstacles=False).ask("why not first")
    assert would(answer) == [("thinking", text)]


def test_wants_are_looked_at_as_far_ahead_as_there_is_no_limit() -> None:
    text = CHAIN.split("for each")[0].format(deep=9) + "Ann wants\n    1 if step is 4\n    -3 if step is 4\n"
    text += "".join(f"{name} wants: 1 if step is 4\n" for name in ("Bob", "Cid", "Dan")) + "ending done when step is 4\n"
    story = loads(text)
    for limits in (Limits(6, 9), Limits(-1, 9)):
        atlas = Atlas(story, limits=limits, threads=1)
        answer = Asker(story, atlas=atlas, finds_obstacles=False).ask("why not first")
        assert [kind for kind, _ in would(answer)] == ["wanting"], limits


# --- budgets ----------------------------------------------------------------------------------------------------------------


def test_what_is_proved_is_told_before_it_is_looked_for_what_stands_in_the_way() -> None:
    told: list[tuple[int, object, bool, bool]] = []
    questions = ["can all", "can gate", "can open"]
    asker = Asker(loads(GATED), threads=1)
    start = time.monotonic()
    answers = asker.ask_all(
        questions,
        budget=Budget(1.0, None, None),
        told=lambda number, answer: told.append((number, answer.answer, answer.proof, answer.obstacles is not None)),
    )
    assert time.monotonic() - start < 1.5
    assert told == [
        (0, False, True, False),
        (1, False, True, False),
        (2, False, True, False),
        (0, False, True, True),
        (2, False, True, True),
    ]
    assert [(answer.answer, answer.proof, answer.interrupted) for answer in answers] == [(False, True, False)] * 3
    assert answers[0].obstacles is not None
    assert answers[0].obstacles.why == "time"
    assert answers[0].data()["answer"] is False


def test_an_interruption_while_obstacles_are_sought_leaves_the_answer() -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    asker = Asker(loads(GATED), threads=1)
    assert asker.atlas.explore()
    (answer,) = asker.ask_all(["can all"], watcher=interrupt)
    assert (answer.answer, answer.proof, answer.interrupted) == (False, True, True)


def test_a_search_of_a_relaxed_story_ends_with_the_time() -> None:
    start = time.monotonic()
    found = obstacles(loads(GATED), "all", Budget(0.5, None, 50_000_000), lost=True)
    assert time.monotonic() - start < 1.0
    assert (found.why, found.rules) == ("time", ())


def test_what_was_too_large_is_searched_further_while_there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST", "STATES", "FREE"):
        # The function of that name hides the module.
        monkeypatch.setattr(sys.modules["fabula.asking.obstacles.search"], name, 5)
    small = GATED[: GATED.index("property s6\n")] + "gate is no\nending all when "
    story = loads(small + " and ".join(f"s{n}" for n in range(6)) + "\n")
    found = obstacles(story, "all", Budget(30.0, None, None), lost=True)
    assert [change(rule) for rule in found.rules] == ["gate is yes instead of no"]
    assert (found.complete, found.minimal, found.smallest) == (True, True, True)
    bounded = obstacles(story, "all", Budget(30.0, None, 5), lost=True, most=1)
    assert (bounded.rules, bounded.why) == ((), "states")
    unhurried = obstacles(story, "all", Budget(None, None, None), lost=True, most=1)
    assert (unhurried.rules, unhurried.why) == ((), "states")


def test_a_search_of_a_relaxed_story_keeps_to_its_memory() -> None:
    found = obstacles(loads(GATED), "all", Budget(20.0, 20_000_000, 50_000_000), lost=True, most=1, proves=False)
    assert not found.complete
    assert found.life is None


@pytest.mark.parametrize("question", ["what stands between life and all", "why not give_up", "why not set0"])
def test_questions_about_a_life_end_with_the_budget(question: str) -> None:
    text = GATED.replace("gate is no", "gate") + "property never\naction give_up(who: character)\n    by who\n    do: never\n"
    story = loads(text + "Ann wants: 1 if s23 and never\n")
    life = replay(story, ["set0()"])
    start = time.monotonic()
    answer = Asker(story, threads=1, finds_obstacles=False).ask(question, life=life, budget=Budget(0.6, None, None))
    assert time.monotonic() - start < 1.2
    if question.startswith("what"):
        assert (answer.answer, answer.proof) == (None, False)
    else:
        assert answer.proof


def test_the_states_of_a_search_from_a_life_are_bounded_by_the_budget_alone() -> None:
    """A life that no life of the atlas begins like: it was played, and is asked about without its player."""
    text = BARN.replace("property matches", "property matches = yes") + "".join(
        f"property s{n}\naction set{n}()\n    by nobody\n    when burnt and not s{n}\n    do: s{n}\n    seen by nobody\n"
        for n in range(18)
    )
    text = text.replace("ending ash when burnt", "ending ash when " + " and ".join(f"s{n}" for n in range(18)) + " and gone")
    story = loads(text)
    life = replay(story, ["burn(Una)"], (0,))
    answer = Asker(story, threads=1, finds_obstacles=False).ask("what stands between life and ash", life=life)
    assert (answer.proof, bool(answer)) == (True, True)
    few = Budget(20.0, None, 1_000)
    assert (
        not Asker(story, threads=1, finds_obstacles=False).ask("what stands between life and ash", life=life, budget=few).proof
    )


def test_all_acts_that_may_be_meant_are_looked_at() -> None:
    """The only one that can be done is the last of many."""
    things = "".join(f"stone t{n}\n" for n in range(80))
    text = f'story "Stones"\nkind stone\n{things}property hot(stone)\nproperty done\ncharacter Ann\n'
    text += "for each s: stone\n    s.hot\nnot t79.hot\n"
    text += "action lift(s: stone)\n    by Ann\n    when not s.hot\n    do: done\nAnn wants: 1 if done\nending end when done\n"
    story = loads(text)
    answer = Asker(story).ask("why not lift", life=Life(story, story.engine.initial(), (), None))
    assert answer.answer == ()
    assert "lift(t79)" in answer.text


def test_what_was_not_tried_to_the_end_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fabula.asking.remedies.PATIENCE", 1)
    answer = Asker(chain(2), finds_obstacles=False).ask("why not first")
    (one,) = _hindrances(answer)
    assert (one["complete"], one["would"]) == (False, [])
    assert "Not all that could have given a reason was tried to the end." in answer.text
    assert answer.proof


def test_when_the_time_is_over_nothing_is_tried() -> None:
    story = chain(2)
    remedies = Remedies(story, story.engine.initial(), 0, 0, (), time.monotonic())
    assert list(remedies.thinking()) == []
    assert not remedies.complete


# --- texts ------------------------------------------------------------------------------------------------------------------


def test_a_translated_story_has_the_same_answers() -> None:
    """What its own text says stays as it is written; what can happen does not depend on its words."""
    place = Path(__file__).parents[2] / "stories" / "the_ridge.fabula"
    budget = Budget(60.0, None, 4_000)
    questions = ["can taken", "shortest taken", "why kill", "who knows Hale.alive", "never Rusk.alive is no"]
    own, german = (
        [
            (answer.answer, answer.proof, None if answer.life is None else answer.life.acts, _plans(answer))
            for answer in Asker(load(place, texts), threads=1).ask_all(questions, budget=budget)
        ]
        for texts in (None, "de")
    )
    assert own == german
    assert any(plans for *_, plans in own)


def _plans(answer: Answer) -> list[object]:
    reasons = answer.details.get("reasons", [])
    assert isinstance(reasons, list)
    return [reason["plan"] for reason in reasons]
