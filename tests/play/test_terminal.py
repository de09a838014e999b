"""The player for a terminal: what a reader types, and what is answered; whatever comes in, the life stays whole."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from fabula.budget import OutOfBudget
from fabula.play import Session
from fabula.play.screens import PlainScreen
from fabula.play.shelf import Shelf, shelf_of
from fabula.play.terminal import Options, Terminal
from fabula.problems import StoryProblems, UnknownName
from fabula.story import Story, loads


def play(story: Story, *lines: str, options: Options | None = None) -> str:
    """All that is printed while these lines are typed, and then nothing more."""
    out = io.StringIO()
    screen = PlainScreen(io.StringIO("".join(f"{line}\n" for line in lines)), out)
    Terminal(story, screen, options or Options("the_key.fabula")).run()
    return out.getvalue()


def shelf(story: Story) -> Shelf:
    return shelf_of(story.definition.front)


def number_of(story: Story, name: str) -> str:
    """What to type at the beginning for an act of Ann's."""
    actions = story.task.actions
    for number, choice in enumerate(Session(story).choices, start=1):
        if choice.action is not None and actions[choice.action].name == name:
            return str(number)
    raise AssertionError(name)


def test_the_page_before_the_story(the_key: Story) -> None:
    printed = play(the_key)
    for text in ("The Key", "by the tests", "A small house", "Nobody in it is real.", "a locked door", "You are Ann."):
        assert text in printed


def test_choices_are_numbered_and_the_end_of_the_input_is_polite(the_key: Story) -> None:
    """Nothing was chosen, so that nothing is kept."""
    printed = play(the_key)
    assert "1. " in printed
    assert "Wait, and let the others act" in printed
    assert printed.rstrip().endswith("Goodbye.")
    assert shelf(the_key).names() == ()


def test_a_choice_is_kept(the_key: Story) -> None:
    """What is said at the end is how to go on, and it works."""
    printed = play(the_key, number_of(the_key, "go(Ann, cellar)"), "quit")
    path = shelf(the_key).path("life-1")
    assert f"fabula play the_key.fabula --load {path}" in printed
    assert Session.load(the_key, path).life.acts[0] == "go(Ann, cellar)"
    again = play(the_key, options=Options("the_key.fabula", load=path))
    assert "the cellar" in again


def test_a_game_in_another_language_goes_on_in_it(the_key: Story) -> None:
    """How to go on names the translation that it was begun with."""
    printed = play(the_key, "1", "quit", options=Options("my key.fabula", texts="de"))
    path = shelf(the_key).path("life-1")
    assert f"fabula play 'my key.fabula' --texts de --load {path}" in printed


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (Options("key", as_="Ben"), "is that of Ann, and --as names Ben"),
        (Options("key", seed=3), "has the seed 0, and --seed names 3"),
    ],
)
def test_what_a_life_that_goes_on_can_not_have_is_refused(options: Options, said: str, the_key: Story) -> None:
    play(the_key, "1", "quit")
    path = shelf(the_key).path("life-1")
    with pytest.raises(StoryProblems) as caught:
        play(the_key, options=replace(options, load=path))
    (problem,) = caught.value.problems
    assert problem.code == "bad-usage"
    assert said in problem.message
    with pytest.raises(UnknownName):
        play(the_key, options=Options("key", as_="Xaver", load=path))
    for agreeing in (Options("key", as_="ann", load=path), Options("key", seed=0, load=path)):
        assert "Goodbye." in play(the_key, options=agreeing)


def test_a_turn_that_takes_too_long_ends_the_sitting_and_not_the_life(the_key: Story) -> None:
    """What was chosen is kept, and how to go on is said."""
    left = iter([True, True, True])

    @contextmanager
    def turn() -> Iterator[None]:
        yield
        if not next(left, False):
            raise OutOfBudget("time")

    out = io.StringIO()
    lines = f"{number_of(the_key, 'go(Ann, cellar)')}\nlook\n1\n1\n"
    terminal = Terminal(the_key, PlainScreen(io.StringIO(lines), out), Options("the_key.fabula", turn=turn))
    with pytest.raises(OutOfBudget):
        terminal.run()
    assert out.getvalue().count("> ") == 3
    path = shelf(the_key).path("life-1")
    assert f"fabula play the_key.fabula --load {path}" in out.getvalue()
    assert Session.load(the_key, path).life.acts[0] == "go(Ann, cellar)"


def test_the_life_before_is_not_written_over(the_key: Story) -> None:
    """A new sitting keeps its life in a file of its own."""
    play(the_key, number_of(the_key, "go(Ann, cellar)"))
    play(the_key, number_of(the_key, "take(Ann, lamp)"))
    assert Session.load(the_key, shelf(the_key).path("life-1")).life.acts[0] == "go(Ann, cellar)"
    assert Session.load(the_key, shelf(the_key).path("life-2")).life.acts[0] == "take(Ann, lamp)"


def test_a_file_of_ones_own(the_key: Story, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    play(the_key, number_of(the_key, "go(Ann, cellar)"), options=Options("the_key.fabula", save=path))
    assert Session.load(the_key, path).life.acts[0] == "go(Ann, cellar)"
    assert shelf(the_key).names() == ()


@pytest.mark.parametrize(
    "line",
    ["0", "99", "99999999999999999999999", "-1", "fly", "take the key", "'", "\x1b[31m", "²", "load nothing", "mind Nobody"],
)
def test_what_means_nothing_changes_nothing(the_key: Story, line: str) -> None:
    """It is answered with what is possible, and the choices stand as before."""
    printed = play(the_key, line, "look", "quit")
    assert "\x1b" not in printed
    assert printed.count("1. ") == 2
    assert printed.rstrip().endswith("Goodbye.")


def test_undo_and_look(the_key: Story) -> None:
    printed = play(the_key, number_of(the_key, "go(Ann, cellar)"), "undo", "undo", "look")
    assert "nothing to take back" in printed
    assert Session.load(the_key, shelf(the_key).path("life-1")).history == ()


def test_why_after_a_refusal_and_a_failure(the_key: Story) -> None:
    refused = play(the_key, number_of(the_key, "embrace(Ann, Ben)"), "why")
    assert refused.count("Ben refused") == 2
    failed = play(the_key, number_of(the_key, "take(Ann, key)"))
    assert "the cellar" in failed
    assert "Nothing has been done yet." in play(the_key, "why")


def test_minds(the_key: Story) -> None:
    """One's own at any time; those of others, and what is believed wrongly, by the option only."""
    own = play(the_key, "mind")
    assert "What Ann believes" in own
    assert "The key is in the hall." in own
    assert "Wrong" not in own
    other = play(the_key, "mind Ben")
    assert "What Ben believes" not in other
    assert "--all-minds" in other
    everything = play(the_key, "mind", "mind ben", options=Options("the_key.fabula", all_minds=True))
    assert "The key is in the hall. (Wrong: the key is in the cellar.)" in everything
    assert "What Ben believes" in everything


def test_slots_and_transcript(the_key: Story, tmp_path: Path) -> None:
    """Lives can be kept side by side; a file that is there is not written over."""
    file = tmp_path / "told.txt"
    go, lamp = number_of(the_key, "go(Ann, cellar)"), number_of(the_key, "take(Ann, lamp)")
    printed = play(
        the_key, go, "save one", "restart", lamp, "save two", "load one", f"transcript {file}", f"transcript {file}", "load"
    )
    assert file.read_text(encoding="utf-8") == Session.load(the_key, shelf(the_key).path("one")).transcript()
    assert "nothing is written over it" in printed
    assert "Saved lives: " in printed
    assert set(shelf(the_key).names()) == {"one", "two", "life-1", "life-2", "life-3"}
    # What was played first, what after `restart`, and what was loaded: nothing is written over a life.
    first, second, third = (Session.load(the_key, shelf(the_key).path(f"life-{number}")) for number in (1, 2, 3))
    assert first.life.acts[0] == third.life.acts[0] == "go(Ann, cellar)"
    assert second.life.acts[0] == "take(Ann, lamp)"


def test_a_place_that_can_not_be_written(the_key: Story, tmp_path: Path) -> None:
    """Said, and the life goes on."""
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    options = Options("the_key.fabula", save=blocked / "save.json")
    printed = play(the_key, number_of(the_key, "go(Ann, cellar)"), f"save {blocked}/x.json", "look", options=options)
    assert "can't be written" in printed
    assert printed.rstrip().endswith("Goodbye.")


def test_the_page_after_the_story(the_key: Story) -> None:
    """The ending by its title, the other endings, the number of acts, and what the author asks; undo still works."""
    lines = ["wait"] * 12
    printed = play(the_key, *lines, "undo")
    assert "The clock has struck for the last time." in printed
    assert "The end: It is too late" in printed
    assert "'She is free'" in printed
    assert "Did you find the way out?" in printed
    assert printed.rindex("1. ") > printed.index("The end")


def test_a_choice_survives_an_interruption(the_key: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while the others make up their minds: the choice is in the save and is carried out when it is loaded."""

    def interrupted(self: Session, number: int) -> None:
        raise KeyboardInterrupt

    go = number_of(the_key, "go(Ann, cellar)")
    with monkeypatch.context() as patch:
        patch.setattr(Session, "choose", interrupted)
        printed = play(the_key, go)
    assert "to go on with it" in printed
    loaded = Session.load(the_key, shelf(the_key).path("life-1"))
    straight = Session(the_key)
    straight.choose(int(go) - 1)
    assert loaded.transcript() == straight.transcript()


def test_an_act_that_breaks_the_story(tmp_path: Path) -> None:
    """Two effects that contradict each other in one case only: said with the place, and the life stands as before."""
    story = loads(
        """
story "Two switches"
property left
property right
property light: 0..2 = 0
character Zoe, she
action flip_left(who: character)
    by who
    do: left
action flip_right(who: character)
    by who
    do: right
action look(who: character)
    by who
    do
        if left: light = 1
        if right: light = 2
Zoe wants
    1 if light is 1
ending lit "Light" when light is 2
"""
    )
    names = [action.name for action in story.task.actions]
    order = [str(names.index(f"{name}(Zoe)") + 1) for name in ("flip_left", "flip_right", "look")]
    printed = play(story, *order, "look", "undo", options=Options("two.fabula"))
    assert "error[contradiction]" in printed
    assert "action look(who: character)" in printed
    assert Session.load(story, shelf(story).path("life-1")).life.acts == ("flip_left(Zoe)",)
