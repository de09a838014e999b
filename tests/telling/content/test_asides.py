"""Acts of colour in a telling: by whom they are told, how often, and what they take for granted."""

from __future__ import annotations

from pathlib import Path

from fabula.lives import replay
from fabula.model import ActPattern, Teller
from fabula.story import Story, load
from fabula.telling import tell
from fabula.telling.content.asides import Remark
from fabula.telling.content.steps import Step, content_of

VIGIL = load(Path(__file__).parents[2] / "play" / "stories" / "the_vigil.fabula")


def remarks(story: Story, moves: list[str], teller: Teller) -> list[str]:
    told = content_of(story, replay(story, moves, (0, 1)), teller).told
    return [one.aside.act.name for one in told if isinstance(one, Remark)]


def test_who_tells_tells_what_is_seen() -> None:
    """The Prior, who has gone to the crypt, does not see that Oda touches the bell in the nave; her humming everybody hears."""
    moves = ["hum(Oda)", "go(Prior, crypt)", "touch(Oda, bell)"]
    assert remarks(VIGIL, moves, Teller(("Oda",))) == ["hum(Oda)", "touch(Oda, bell)"]
    assert remarks(VIGIL, moves, Teller()) == ["hum(Oda)", "touch(Oda, bell)"]
    assert remarks(VIGIL, moves, Teller(("Prior",))) == ["hum(Oda)"]
    assert remarks(VIGIL, ["go(Prior, crypt)", "hum(Oda)", "touch(Oda, bell)"], Teller(("Prior",))) == ["hum(Oda)"]


def test_what_is_left_out_is_not_told() -> None:
    moves = ["hum(Oda)", "touch(Oda, bell)"]
    for pattern in (ActPattern("touch"), ActPattern("touch", (None, "bell"))):
        assert remarks(VIGIL, moves, Teller(leaves_out=(pattern,))) == ["hum(Oda)"]
    assert remarks(VIGIL, moves, Teller(leaves_out=(ActPattern("touch", (None, "skull")),))) == moves


def test_they_stand_where_they_were_done() -> None:
    moves = ["hum(Oda)", "go(Prior, crypt)", "hum(Oda)", "snuff(Prior)"]
    told = content_of(VIGIL, replay(VIGIL, moves, (0, 1)), Teller()).told
    assert [type(one) for one in told] == [Remark, Step, Remark, Step]


def test_what_is_done_again_and_again_is_told_twice() -> None:
    life = replay(VIGIL, ["hum(Oda)"] * 5, (0,))
    assert tell(VIGIL, life, "Oda").text.count("hum") == 2


def test_a_text_for_whoever_does_it_is_told_from_those_eyes_alone() -> None:
    life = replay(VIGIL, ["touch(Oda, skull)"], (0,))
    assert tell(VIGIL, life, "Oda").text.endswith("\n\nIt was colder than it should be.")
    assert tell(VIGIL, life, "Prior").text == "Oda laid a hand on the skull."
