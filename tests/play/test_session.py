"""A session: what a reader can try, what comes of it, and what the others do."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.engine.interface import State
from fabula.engine.reference import ReferenceEngine
from fabula.play import Done, Failed, Refused, Session
from fabula.play.attempts import attempt
from fabula.play.words import refusal
from fabula.problems import StoryProblems
from fabula.randomness import Random
from fabula.story import Story, load, loads

STORIES = [*sorted((Path(__file__).parent / "stories").glob("*.fabula")), Path("the_ridge")]


def names(session: Session) -> list[str]:
    actions = session.story.ground.task.actions
    return ["wait" if choice.action is None else actions[choice.action].name for choice in session.choices]


def take(session: Session, name: str) -> None:
    session.choose(names(session).index(name))


def by_chance(session: Session, seed: int, turns: int) -> None:
    random = Random(seed)
    for _ in range(turns):
        if session.choices:
            session.choose(random.below(len(session.choices)))


def test_what_can_be_tried_is_what_is_believed(the_key: Story) -> None:
    """Ann believes that the key lies in the hall, and that the garden is locked."""
    session = Session(the_key, "Ann")
    assert "take(Ann, key)" in names(session)
    assert "go(Ann, cellar)" in names(session)
    assert "go(Ann, garden)" not in names(session)
    assert names(session)[-1] == "wait"
    assert not any(name.startswith(("take(Ben", "go(Ben", "strike")) for name in names(session))


def test_an_attempt_that_fails_teaches_what_is_not_so(the_key: Story) -> None:
    """The world stays as it is; Ann learns that she can't take the key here, and not where it is."""
    session = Session(the_key, "Ann", seed=2)
    assert session.mind("Ann").of("lies", "key").wrong
    take(session, "take(Ann, key)")
    outcome = session.history[0].outcome
    assert isinstance(outcome, Failed)
    assert outcome.learned == (the_key.definition.actions["take"].when,)
    assert the_key.engine.values(outcome.before) == the_key.engine.values(outcome.after)
    assert session.mind("Ann").of("lies", "key").value is None
    assert session.mind("Ann").of("at", "Ann").value == "hall"
    assert "cellar" not in session.text + session.why()
    assert "take(Ann, key)" not in names(session)
    assert session.history[0].events == session.history[0].others


def test_who_has_no_reason_refuses(the_key: Story) -> None:
    """Ben wants nothing that an embrace would bring him; nothing changes, and what he says names him."""
    session = Session(the_key, "Ann")
    take(session, "embrace(Ann, Ben)")
    outcome = session.history[0].outcome
    assert isinstance(outcome, Refused)
    assert (outcome.mind, outcome.believed_possible, outcome.worse, outcome.better) == ("Ben", True, (), ())
    assert outcome.after == outcome.before
    assert "Ben" in session.text


def after(story: Story, *names: str) -> State:
    """The state after some acts, whoever has reasons for them."""
    numbers = {action.name: number for number, action in enumerate(story.task.actions)}
    state = story.engine.initial()
    for name in names:
        state = story.engine.do(state, numbers[name])
    return state


def test_a_refusal_names_what_it_would_cost(the_key: Story) -> None:
    """Ann asks for the key: Ben wants her not to have it."""
    state = after(the_key, "go(Ben, cellar)", "take(Ben, key)", "go(Ben, hall)")
    ann = the_key.task.characters.index("Ann")
    give = [action.name for action in the_key.task.actions].index("give(Ben, Ann, key)")
    outcome = attempt(the_key, state, give, ann)
    assert isinstance(outcome, Refused)
    assert (outcome.mind, outcome.believed_possible) == ("Ben", True)
    assert outcome.worse == ("-1 if Ann has key",)
    assert refusal(the_key, outcome, ann, all_minds=True) == "Ben refused: he wanted Ann not to have the key."


def test_the_others_act_for_reasons_of_their_own(the_key: Story) -> None:
    """Each act of others was possible and explained there; nobody acts twice in a turn, and nobody for the player."""
    for seed in range(5):
        session = Session(the_key, "Ann", seed)
        by_chance(session, seed, 12)
        for turn in session.history:
            busy: list[int] = []
            assert len(turn.others) <= 2
            for event in turn.others:
                action = the_key.task.actions[event.action]
                assert session.player not in action.consenting
                assert event.action in the_key.engine.explained(event.before)
                assert event.after == the_key.engine.do(event.before, event.action)
                assert {reason.mind for reason in event.reasons} == {the_key.task.characters[c] for c in action.consenting}
                busy += action.consenting or [-1]
            assert len(busy) == len(set(busy))


def test_turns_follow_each_other(the_key: Story) -> None:
    """What a turn begins with is what the one before ended with."""
    session = Session(the_key, "Ann")
    by_chance(session, 1, 12)
    here = the_key.engine.initial()
    for turn in session.history:
        assert turn.before == here
        for step in turn.others:
            assert step.before == (turn.outcome.after if turn.outcome and step is turn.others[0] else step.before)
        here = turn.after
    assert session.state == here


def test_an_ending_ends_it(the_key: Story) -> None:
    session = Session(the_key, "Ann")
    while session.ending is None:
        session.choose(len(session.choices) - 1)
    assert session.ending == "late"
    assert session.choices == ()
    assert "The clock has struck for the last time." in session.closing
    with pytest.raises(IndexError):
        session.choose(0)
    assert session.undo()
    assert session.ending is None


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_same_seed_gives_the_same_bytes(path: Path) -> None:
    """Also where one of the two was played, taken back to the start and played again."""
    first, second = Session(load(path), seed=5), Session(load(path), seed=5)
    by_chance(second, 9, 6)
    while second.undo():
        pass
    assert second.state == second.story.engine.initial()
    assert second.history == ()
    by_chance(first, 2, 8)
    by_chance(second, 2, 8)
    assert first.transcript().encode() == second.transcript().encode()
    assert first.life.acts == second.life.acts


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", [1, 2])
def test_save_and_load_change_nothing(path: Path, seed: int, tmp_path: Path) -> None:
    """Every story once more through save and load: the same transcript, and it goes on in the same way."""
    story = load(path)
    for mind in range(len(story.task.characters)):
        session = Session(story, story.task.characters[mind], seed)
        by_chance(session, seed, 6)
        session.save(tmp_path / "save.json")
        loaded = Session.load(load(path), tmp_path / "save.json")
        assert loaded.problems == ()
        assert loaded.transcript() == session.transcript()
        by_chance(session, seed + 1, 3)
        by_chance(loaded, seed + 1, 3)
        assert loaded.transcript() == session.transcript()


def test_undo_takes_back_one_turn_at_a_time(the_key: Story) -> None:
    session = Session(the_key, "Ann")
    marks = []
    for _ in range(4):
        marks.append((session.state, session.text, session.choices))
        session.choose(len(session.choices) - 1)
    for mark in reversed(marks):
        assert session.undo()
        assert (session.state, session.text, session.choices) == mark
    assert not session.undo()


def test_who_one_can_be(the_key: Story) -> None:
    """By name in any case; by default whoever the story is told by."""
    assert Session(the_key).as_ == "Ann"
    assert Session(the_key, "ben").as_ == "Ben"
    with pytest.raises(StoryProblems) as caught:
        Session(the_key, "Benn")
    (problem,) = caught.value.problems
    assert problem.code == "unknown-character"
    assert "Ben" in problem.hint


def test_one_can_be_a_will() -> None:
    """As Jenova one acts with the body of Sephiroth, while it is hers."""
    story = load("the_ridge")
    session = Session(story, "Jenova")
    jenova = story.task.characters.index("Jenova")
    for choice in session.choices[:-1]:
        assert choice.action is not None
        assert jenova in story.task.actions[choice.action].consenting


def test_done_says_why_the_others_agreed(the_key: Story) -> None:
    """The reader's own act carries no reason of the reader's character."""
    session = Session(the_key, "Ann")
    take(session, "go(Ann, cellar)")
    outcome = session.history[0].outcome
    assert isinstance(outcome, Done)
    assert outcome.event.reasons == ()


def test_both_engines_play_the_same_life() -> None:
    """Failures, refusals and what the others do: the definition and the fast engine agree."""
    text = (Path(__file__).parent / "stories" / "the_key.fabula").read_text(encoding="utf-8")
    fast = loads(text.replace("ahead 6", "ahead 2"))
    slow = Story(fast.definition, fast.ground, ReferenceEngine(fast.task), ())
    for seed in range(2):
        one, two = Session(fast, "Ann", seed), Session(slow, "Ann", seed)
        by_chance(one, seed, 8)
        by_chance(two, seed, 8)
        assert one.transcript() == two.transcript()
        assert one.why(all_minds=True) == two.why(all_minds=True)
        assert one.mind("Ben") == two.mind("Ben")


BOXES = """
story "Boxes"
    told by Ann
character Ann, she
kind box
box gift_box "the box"
box bomb_box "the box"
property lies(box) "in": hall | cellar
property opened(box)
property ticks(box)
bomb_box.ticks
{facts}
action unwrap(who, what: box)
    by who
    when not what.opened
    do: what.opened
    choice "Open {{what}}"
action carry(who, what: box)
    by who
    when what.opened
    do: what.lies is cellar
action look(who)
    by who
    do: gift_box.opened
    choice "Wait a bit"
action sleep(who)
    by who
    do: bomb_box.opened
    choice "Wait a bit"
ending over when gift_box.opened and bomb_box.opened
"""


def offered(facts: str) -> list[str]:
    return [choice.text for choice in Session(loads(BOXES.format(facts=facts))).choices]


def test_two_things_of_one_name_are_told_apart_as_a_reader_would() -> None:
    """By what is believed of them; never by the names that they have in the text of the story."""
    apart = offered("gift_box.lies is hall\nbomb_box.lies is cellar")
    assert [text for text in apart if text.startswith("Open")] == [
        "Open the box (the box is in hall)",
        "Open the box (the box is in cellar)",
    ]
    alike = offered("gift_box.lies is hall\nbomb_box.lies is hall")
    assert [text for text in alike if text.startswith("Open")] == ["Open the box (1)", "Open the box (2)"]
    # What she is wrong about tells her nothing of how it is.
    wrong = offered("gift_box.lies is hall\nbomb_box.lies is cellar\nAnn believes bomb_box.lies is hall")
    assert [text for text in wrong if text.startswith("Open")] == ["Open the box (1)", "Open the box (2)"]
    assert [text for text in alike if text.startswith("Wait a bit")] == ["Wait a bit (1)", "Wait a bit (2)"]
    assert not [text for text in (*apart, *alike, *wrong) if "_box" in text or "Ann" in text]
