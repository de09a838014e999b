"""Nothing that a reader is shown depends on what her character can't know, in states by chance of every bundled story."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from tests.play import apart
from tests.play.apart import Count, Difference, changed, differences, states_of, twin

from fabula.engine.interface import State
from fabula.lives import trying
from fabula.lives.world import World
from fabula.play import Mind, Session, attempts, words
from fabula.story import Story, load, loads

ROOT = Path(__file__).resolve().parent.parent.parent
PLANTED = sorted((Path(__file__).parent / "stories").glob("*.fabula"))
SECRETS = Path(__file__).parent / "stories" / "the_secrets.fabula"
STORIES = (*sorted((ROOT / "stories").glob("*.fabula")), ROOT / "python" / "fabula" / "templates" / "new.fabula", *PLANTED)
#: worlds of each story, lives of each world, acts of each life; less of a large story
SIZE, OF_LARGE = (24, 2, 7), (2, 1, 6)
LARGE = 100


@cache
def story_in(path: Path) -> Story:
    return load(path)


def secrets() -> Story:
    return story_in(SECRETS)


def found(path: Path, begin: int = 0) -> tuple[list[Difference], Count]:
    """The story and its twins compared; `begin`: the seed of the first twin."""
    story, count = story_in(path), Count()
    twins, lives, acts = OF_LARGE if len(story.task.actions) > LARGE else SIZE
    worlds = [story, *(twin(story, seed) for seed in range(begin, begin + twins))]
    return list(differences([(world, states_of(world, range(lives), acts)) for world in worlds], count)), count


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_what_is_shown_is_what_can_be_known(path: Path) -> None:
    assert found(path)[0] == []


@pytest.mark.worlds
@pytest.mark.skipif("FABULA_WORLDS" not in os.environ, reason="FABULA_WORLDS says how many lives")
@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_what_is_shown_in_many_worlds(path: Path) -> None:
    for begin in range(1000, 1000 + min(20, int(os.environ["FABULA_WORLDS"]))):
        assert found(path, 100 * begin)[0] == []


def test_much_is_compared() -> None:
    count = found(SECRETS)[1]
    assert min(count.pairs, count.failures, count.refusals, count.reasons) > 100


# --- each rule broken once: the comparison finds it --------------------------------------------------------------------


def sorts() -> set[str]:
    """What differs between the secrets and twins with another code, no broken window, or other fears of Ben's."""
    fluents, ben = secrets().ground.fluents, secrets().task.characters.index("Ben")
    code, broken = fluents["code", ()], fluents["broken", ()]
    cursed, has = fluents["cursed", ("ring",)], fluents["has", ("Iris", "ring")]
    changes: list[dict[tuple[tuple[int, ...], int], int]] = [
        {((), code): 7},
        {((), code): 3, ((), broken): 0},
        {((ben,), cursed): 0},
        {((ben,), cursed): 0, ((ben,), has): 0},
    ]
    worlds = [secrets(), *(changed(secrets(), one) for one in changes)]
    compared = [(world, states_of(world, range(2), 3)) for world in worlds]
    return {difference.sort for difference in differences(compared, Count())}


def test_nothing_differs_as_it_is() -> None:
    assert sorts() == set()


def test_a_choice_by_what_is_so_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def possible(world: World, state: State, player: int) -> tuple[int, ...]:
        actions = world.ground.task.actions
        return tuple(act for act in world.engine.possible(state) if player in actions[act].consenting)

    monkeypatch.setattr(apart, "open_to", possible)
    assert sorts() == {"choices"}


def test_a_failure_that_teaches_what_is_so_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def teach_truth(world: World, state: State, action: int, player: int) -> State:
        after = trying.fail(world, state, action, player)
        old, new = (world.engine.values(world.engine.belief(one, player)) for one in (state, after))
        truth = world.engine.values(state)
        facts = tuple(((), fluent, truth[fluent]) for fluent in range(len(new)) if old[fluent] != new[fluent])
        return world.engine.revise(after, player, facts)

    monkeypatch.setattr(attempts, "fail", teach_truth)
    assert "lesson" in sorts()


def test_a_failure_that_says_what_is_so_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "failure", lambda world, failed, player: str(world.engine.values(failed.before)))
    assert sorts() == {"failure"}


def test_a_refusal_that_says_what_the_other_thinks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "as_seen", lambda world, refused, player: refused)
    assert sorts() == {"refusal"}


def test_a_reason_that_can_not_be_known_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "reasons_seen", lambda world, event, player: event.reasons)
    assert sorts() == {"why"}


def test_a_mind_that_marks_what_is_wrong_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    telling = Mind.telling
    monkeypatch.setattr(Mind, "telling", lambda mind, truth: telling(mind, True))
    assert sorts() == {"mind"}


# --- the secrets, one by one -------------------------------------------------------------------------------------------


def played(*names: str | None) -> Session:
    """A life as Iris, in which Ben is not led by anybody."""
    session = Session(secrets(), "Iris")
    for name in names:
        acts = [None if one.action is None else secrets().task.actions[one.action].name for one in session.choices]
        session.choose(acts.index(name))
    return session


def offered(session: Session) -> list[str]:
    return [choice.text for choice in session.choices]


def told(session: Session) -> str:
    """All that the session shows."""
    lines = [one.text for one in session.mind("Iris").telling(False)]
    return "\n".join([session.transcript(), session.why(), *offered(session), *lines])


def test_a_wrong_name_does_not_give_the_right_one() -> None:
    session = played("prove(Iris, Otto)")
    assert session.text.startswith("Iris tried to prove that it was Otto, but it could not be done: the culprit was not Otto.")
    assert [text for text in offered(session) if text.startswith("Prove")] == []
    assert "was Hugo" not in told(session)


def test_a_wrong_dial_does_not_say_the_code() -> None:
    session = played("open_safe(Iris)")
    assert session.text.startswith("Iris tried to open the safe, but it could not be done: the dial was not the code.")
    assert session.mind("Iris").of("dial").value == 3
    assert session.mind("Iris").of("code").value is None
    assert "4" not in told(session)
    assert "Open the safe" not in offered(session)


def test_two_who_are_not_together_may_be_anywhere() -> None:
    session = played("send(Iris, Otto, Hugo)")
    assert "Otto was not where Hugo was" in session.text
    mind = session.mind("Iris")
    # One of them is elsewhere, and may be anywhere else: the tower, where he is, is one of all places.
    assert [mind.of("at", name).values for name in ("Otto", "Hugo")] == [("yard",), ("hall", "mill", "tower")]
    assert told(session).count("tower") == 1
    assert not any(text.startswith("Send") for text in offered(session))


def test_a_refusal_leaves_its_reason_with_the_one_who_refuses() -> None:
    session = played("give(Iris, Ben, ring)")
    assert session.text.startswith("Ben refused, and did not say why.")
    assert "cursed" not in told(session)
    assert "Ben refused: he wanted to carry nothing that is cursed." in session.why(all_minds=True)


def test_a_want_that_she_does_not_know_of_is_no_reason_given() -> None:
    session = played("prove(Iris, Otto)")
    assert "Ben goes to the mill. Iris can't tell why." in session.why()
    assert "far from what is cursed" not in told(session)
    assert "because he wants to be far from what is cursed" in session.why(all_minds=True)


def test_no_door_is_missing() -> None:
    lines = [one.text for one in played().mind("Iris").telling(False)]
    assert {f"the {colour} door is locked" for colour in ("red", "blue", "green")} <= set(lines)
    assert ("locked", ("green",)) not in secrets().ground.fluents


def test_what_never_changes_is_believed_as_well() -> None:
    text = """
story "Doors"
kind door
door red "the red door"
door green "the green door"
property ajar(door) "ajar"
property kept(door) "kept by": character
green.ajar
kept(green) is Ann
character Ann, she
action push(who: character, gate: door)
    by who
    when gate is red and not gate.ajar
    do
        gate.ajar
        kept(gate) = who
Ann wants: 1 if red.ajar
"""
    session = Session(loads(text))
    assert set(session.story.ground.fluents) == {("ajar", ("red",)), ("kept", ("red",))}
    assert [one.text for one in session.mind("Ann").telling(False)] == [
        "the green door is ajar",
        "the green door is kept by Ann",
    ]


def test_a_discovery_names_nobody_whom_it_does_not_show() -> None:
    session = played("go(Iris, yard)")
    assert session.mind("Iris").of("broken").value is True
    assert "had broken" not in told(session)


def test_acts_that_read_alike_are_told_apart_by_no_secret_name() -> None:
    text = """
story "Boxes"
kind box
box plain "the box"
box deadly "the box"
property opened(box)
property bad(box)
bad(deadly)
character Ann, she
action open(who: character, what: box)
    by who
    when not what.opened
    do: what.opened
Ann wants: 1 if plain.opened
"""
    assert offered(Session(loads(text)))[:2] == ["Open the box (1)", "Open the box (2)"]
