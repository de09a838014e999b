"""The content of a telling stands before there is a word of it: who tells what, what is news, why, and what it rests on."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import fabula
from fabula import lives
from fabula.model import ActPattern, Closeness, Teller
from fabula.story import Story
from fabula.telling import NOBODY, tell
from fabula.telling.content import perception, steps
from fabula.telling.content.attempts import Tried
from fabula.telling.content.discoveries import discoveries
from fabula.telling.content.motives import Motive
from fabula.telling.content.perception import Perceptions
from fabula.telling.content.steps import Step, can_be_told, content_of

Lived = Callable[..., lives.Life]
TELLING = Path(fabula.__file__).parent / "telling"
ACTS = ("light(Ann, well)", "walk(Ann, well, tower)", "wound(Ann, Ben)", "time_passes()", "time_passes()", "recall(Cid)")


def steps_of(story: Story, life: lives.Life, how: Teller) -> list[Step]:
    return [one for one in content_of(story, life, how).told if isinstance(one, Step)]


def test_acts_that_are_not_perceived_are_no_content(story: Story, lived: Lived) -> None:
    life = lived(*ACTS)
    assert [step.index for step in steps_of(story, life, Teller(("Ben",)))] == [1, 2, 3, 4]
    assert [step.index for step in steps_of(story, life, Teller(("Cid",)))] == [0, 1, 3, 4, 5]
    everything = steps_of(story, life, Teller())
    assert [(step.index, step.seen) for step in everything] == [(index, True) for index in range(6)]
    assert {step.mind for step in everything} == {None}


def test_a_step_has_what_is_found_out_in_it(story: Story, lived: Lived) -> None:
    life = lived(*ACTS)
    for mind in (None, "Ann", "Ben", "Cid"):
        for step in steps_of(story, life, Teller(() if mind is None else (mind,))):
            assert step.found == discoveries(story, life.events[step.index], mind)
    last = steps_of(story, life, Teller(("Ann",)))[-1]
    assert [one.schema for one in last.found] == ["bleed_out"]


def test_why_is_content_of_an_act_of_one_s_own(story: Story) -> None:
    life = lives.replay(story, ["walk(Ann, well, tower)"])
    assert life.events[0].reasons
    (own,) = steps_of(story, life, Teller(("Ann",)))
    assert [(motive.mind, motive.text, motive.against) for motive in own.motives] == [("Ann", "to be at the tower", False)]
    assert steps_of(story, life, Teller())[0].motives == own.motives
    assert steps_of(story, life, Teller(("Ben",)))[0].motives == ()
    assert steps_of(story, life, Teller(("Ann",), closeness=Closeness.SEEN))[0].motives == ()


def test_motives_are_looked_for_when_they_are_asked_for(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few are told, and to look for all of them takes a third of the time of a telling."""
    asked: list[str] = []

    def looked_for(_: object, __: object, mind: str, ___: object) -> tuple[Motive, ...]:
        asked.append(mind)
        return ()

    monkeypatch.setattr(steps, "motives", looked_for)
    (own,) = steps_of(story, lives.replay(story, ["walk(Ann, well, tower)"]), Teller(("Ann",)))
    assert asked == []
    assert (own.motives, own.motives, asked) == ((), (), ["Ann"])


def test_what_is_left_out_is_not_seen_and_from_outside_no_belief_is_told(story: Story, lived: Lived) -> None:
    life = lived("light(Ann, well)", "whisper(Ann, Cid)")
    how = Teller(leaves_out=(ActPattern("light"),))
    assert [step.index for step in steps_of(story, life, how)] == [1]
    _, told = steps_of(story, lived("walk(Ann, well, tower)", "whisper(Ann, Cid)"), Teller(("Cid",)))
    (belief,) = told.found
    assert belief.felt
    assert belief.learned is not None
    assert (belief.learned.mind, belief.learned.name, belief.learned.arguments) == ("Cid", "at", ("Ann",))
    assert can_be_told(Teller(("Cid",)), belief)
    assert not can_be_told(Teller(("Cid",), closeness=Closeness.SEEN), belief)


def test_it_says_where_a_life_opens_and_ends(story: Story, lived: Lived) -> None:
    life = lived("kill(Cid, Ann)")
    whole = content_of(story, life, Teller())
    assert (whole.begins, whole.opening, whole.ending, whole.last) == (True, life.start, "dark", life.events[-1])
    cut = content_of(story, lived("light(Ann, well)", "kill(Cid, Ann)"), Teller(ends=ActPattern("light")))
    assert (cut.ends, cut.ending, cut.last) == (True, None, None)
    late = content_of(story, lived("light(Ann, well)", "kill(Cid, Ann)"), Teller(begins=ActPattern("kill")))
    assert (late.begins, late.opening, [one.place for one in late.told]) == (False, None, [1])


def test_what_was_tried_before_an_act_comes_before_it(story: Story, lived: Lived) -> None:
    life = lived("light(Ann, well)", "light(Cid, well)")
    state = life.events[1].before
    number = lives.act_number(story.ground, "walk(Ann, tower, well)")
    assert number is not None
    attempt = lives.Attempt(1, "Ann", number, state, state, ())
    whole = lives.Life(story, life.start, life.events, None, (attempt,))
    assert [type(one) for one in content_of(story, whole, Teller()).told] == [Step, Tried, Step]


def test_the_same_life_has_the_same_content(story: Story, lived: Lived) -> None:
    life = lived(*ACTS)
    assert content_of(story, life, Teller(("Ann", "Cid"))) == content_of(story, life, Teller(("Ann", "Cid")))


# --- worked out once -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [None, NOBODY, "Ann", "Ben", "Cid"])
def test_what_is_found_out_in_an_event_is_asked_once(
    story: Story, lived: Lived, by: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Counter[tuple[object, ...]] = Counter()

    def counted(world: Story, event: lives.Event, mind: str | None) -> tuple[object, ...]:
        asked[event.before, event.action, event.after, mind] += 1
        return discoveries(world, event, mind)

    monkeypatch.setattr(perception, "discoveries", counted)
    tell(story, lived(*ACTS), by)
    assert asked
    assert set(asked.values()) == {1}


def test_there_is_one_place_that_asks() -> None:
    asking = {
        path.relative_to(TELLING).as_posix()
        for path in sorted(TELLING.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "discoveries"
    }
    assert asking == {"content/perception.py"}


def test_nobody_s_eyes_see_every_act(story: Story, lived: Lived) -> None:
    seen = Perceptions(story)
    (event,) = lived("recall(Cid)").events
    assert seen.sees(event, None)
    assert not seen.perceives(event, "Ann")
