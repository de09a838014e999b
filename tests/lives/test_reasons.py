"""What a plan is gained by: the lines of wants that it makes better, also where one of the two is not known."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.lives.reasons import agrees, gains_of, reasons_for, wants_changed, wants_of
from fabula.story import Story, load, loads

#: what Ann has in her purse she does not know until she counts it
PURSE = """
entity Ann : character;
property purse(c : character) : number;
property counted(c : character) : boolean;
purse(Ann) = ?;
action count(c : character) { precondition: !counted(c); effect: counted(c) & purse(c) = -3; consenting: c; };
action forget(c : character) { effect: purse(c) = ?; consenting: c; };
utility(Ann) : purse(Ann);
"""

WEIGHED = """
story "Weighed"
property warm
property fed
property hours: 0..3 = 2
character Ann, she
character Ben, he
action cook(who: character)
    by who
    when not fed
    do: warm; fed
action watch(who: character, other: character)
    by who and other
    when who is not other and not warm
    do: warm
Ann wants
    2 if fed
    -1 if warm
    hours
Ben wants
    1 if warm
ending over when fed and warm
"""


@pytest.fixture
def purse(tmp_path: Path) -> Story:
    path = tmp_path / "purse.txt"
    path.write_text(PURSE, encoding="utf-8")
    return load(path)


def act(story: Story, name: str) -> int:
    return [action.name for action in story.task.actions].index(name)


def test_to_know_is_a_gain_and_not_to_know_any_more_is_a_loss(purse: Story) -> None:
    """What is not known is less than anything (semantics 4): the least number that is known is more."""
    engine, ground = purse.engine, purse.ground
    before = engine.initial()
    (line,) = (text for text, _ in wants_of(ground, "Ann"))
    after = engine.do(before, act(purse, "count(Ann)"), 0)
    assert gains_of(ground, engine, "Ann", before, (act(purse, "count(Ann)"),)) == (line,)
    assert wants_changed(ground, engine, "Ann", before, after) == ((line,), ())
    assert wants_changed(ground, engine, "Ann", after, before) == ((), (line,))
    assert wants_changed(ground, engine, "Ann", before, before) == ((), ())
    there_and_back = (act(purse, "count(Ann)"), act(purse, "forget(Ann)"))
    assert gains_of(ground, engine, "Ann", before, there_and_back) == ()


def test_wants_are_weighed_line_by_line_and_what_stays_as_it_is_is_in_neither_list() -> None:
    story = loads(WEIGHED)
    before = story.engine.initial()
    after = story.engine.do(before, act(story, "cook(Ann)"))
    assert wants_changed(story.ground, story.engine, "Ann", before, after) == (("2 if fed",), ("-1 if warm",))
    assert wants_changed(story.ground, story.engine, "Ann", after, before) == (("-1 if warm",), ("2 if fed",))
    assert wants_changed(story.ground, story.engine, "Ben", before, after) == (("1 if warm",), ())


def test_all_who_consent_need_a_reason_but_those_who_are_played() -> None:
    """Ben would watch for the warmth that Ann does not want."""
    story = loads(WEIGHED)
    before = story.engine.initial()
    ann, ben = story.ground.minds["Ann"], story.ground.minds["Ben"]
    watch = act(story, "watch(Ben, Ann)")
    assert reasons_for(story, before, watch) is None
    assert [agrees(story, before, watch, mind) for mind in (ann, ben)] == [False, True]
    assert [agrees(story, before, watch, mind, (ann,)) for mind in (ann, ben)] == [True, True]
    reasons = reasons_for(story, before, watch, (ann,))
    assert reasons is not None
    assert [(reason.mind, reason.plan, reason.gains) for reason in reasons] == [("Ben", (watch,), ("1 if warm",))]
    # Who is played does nothing that they believe to be impossible.
    warm = story.engine.do(before, act(story, "cook(Ann)"))
    assert not agrees(story, warm, watch, ann, (ann,))
