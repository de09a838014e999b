"""What a desk has for one story: what was in vain is not tried again as long, and what took no time is not kept."""

from __future__ import annotations

from math import inf

import pytest

from fabula.engine.attempts import move_name
from fabula.proving.desk import Desk
from fabula.proving.drawer import AGAIN, Drawer
from fabula.proving.entries import Entry, Vain
from fabula.proving.goals import Goal, ending_goal
from fabula.proving.prover import Prover
from fabula.proving.refining import Refining
from fabula.story import Story, loads
from fabula.task import Compare, Constant, Read

TEXT = """
story "Hours"
property hour: 0..9
property bell
character Ann
action wait(who: character)
    by nobody
    do: hour += 1
action ring(who: character)
    by who
    when hour is 2
    do: bell
Ann wants: 1 if bell
ending late when hour is 4
ending rung when bell
ending both when bell and hour > 5
"""


@pytest.fixture(scope="module")
def story() -> Story:
    return loads(TEXT)


def has(story: Story, fluent: str, value: int) -> Compare:
    number = [one.name for one in story.task.fluents].index(fluent)
    return Compare("==", Read((), number), Constant(value))


def goal_of(story: Story, name: str) -> Goal:
    return ending_goal(story.task, story.task.ending(name))


def test_what_takes_no_time_is_not_kept(story: Story) -> None:
    desk = Desk()
    Prover(story, kept=Drawer(desk, story, worth=100.0)).decide(goal_of(story, "rung"))
    assert not desk.is_changed
    Prover(story, kept=Drawer(desk, story, worth=0.0)).decide(goal_of(story, "rung"))
    ((_, name),) = desk.entries
    assert name == "ending rung"
    assert desk.entries[(), name].life == ("wait(Ann)", "wait(Ann)", "ring(Ann)")
    # What was found in less than it is worth is not kept any longer.
    Prover(story, kept=Drawer(desk, loads(TEXT.replace("hour is 2", "hour is 1")), worth=0.0)).decide(goal_of(story, "rung"))
    assert desk.entries[(), name].found is not None


def test_what_is_kept_stays_worth_it_as_long_as_it_helps(story: Story) -> None:
    """It takes no time with what was kept: that is no reason to throw that away."""
    desk, goal = Desk(), goal_of(story, "both")
    Prover(story, kept=Drawer(desk, story, worth=0.0)).decide(goal)
    (key,) = desk.entries
    desk.put(key, Entry(None, desk.entries[key].facts, desk.entries[key].size, 50.0))
    drawer = Drawer(desk, story, worth=1.0)
    Prover(story, kept=drawer).decide(goal)
    assert drawer.taken == {goal}
    assert desk.entries[key].seconds == 50.0


def test_a_prover_from_another_state_on_has_no_desk(story: Story) -> None:
    desk = Desk()
    prover = Prover(story, kept=Drawer(desk, story, worth=0.0))
    prover.at(story.engine.do(story.engine.initial(), 0)).decide(goal_of(story, "late"))
    assert not desk.is_changed


def test_what_was_in_vain_is_not_tried_again_as_long(story: Story) -> None:
    desk, goal = Desk(), goal_of(story, "late")
    drawer = Drawer(desk, story)
    assert drawer.share(goal, 20.0) == 20.0
    drawer.keep_vain(goal, 20.0)
    assert drawer.share(goal, 20.0) == 0.0
    assert drawer.share(goal, 22.0) == 0.0
    assert drawer.share(goal, 23.0) == 23.0
    assert drawer.share(goal, None) is None
    changed = Drawer(desk, loads(TEXT.replace("0..9", "0..8")))
    assert changed.share(goal, 20.0) == 20.0 / AGAIN
    # That it was in vain in a part of the time says less than what is known.
    changed.keep_vain(goal, 2.0)
    (entry,) = desk.entries.values()
    assert entry.vain == Vain(drawer.digest, 20.0)
    changed.keep_vain(goal, 30.0)
    assert changed.share(goal, 30.0) == 0.0


def test_a_trap_that_was_given_up_is_not_looked_at_again(story: Story) -> None:
    desk, trap = Desk(), Goal(None, has(story, "bell", 1))
    drawer = Drawer(desk, story)
    drawer.give_up(trap)
    assert not desk.is_changed
    drawer.asked = 60.0
    assert drawer.parts_of(trap) == 1.0
    drawer.give_up(trap)
    assert drawer.parts_of(trap) == inf
    # That a trap is none says nothing of how long it takes to come there.
    assert drawer.share(trap, 60.0) == 60.0
    drawer.asked = 70.0
    assert drawer.parts_of(trap) == 1.0
    changed = Drawer(desk, loads(TEXT.replace("0..9", "0..8")))
    changed.asked = 60.0
    assert changed.parts_of(trap) == AGAIN


def test_what_could_not_be_read_again_is_not_kept(story: Story) -> None:
    desk = Desk()
    drawer = Drawer(desk, story, worth=0.0)
    drawer.keep_life(goal_of(story, "late"), (0,) * 10_001, 1, 1.0)
    assert not desk.is_changed


def test_lives_that_were_followed_in_vain(story: Story) -> None:
    desk = Desk()
    drawer = Drawer(desk, story)
    assert drawer.explored is None
    assert not drawer.was_in_vain(60.0)
    drawer.keep_explored(0.1, 900, "time", (b"frame",), 60.0)
    assert not desk.is_changed
    drawer.keep_explored(40.0, 900, "time", (b"frame",), 60.0)
    assert drawer.explored is not None
    assert drawer.was_in_vain(60.0)
    assert not drawer.was_in_vain(70.0)
    assert not drawer.was_in_vain(None)
    # After an edit: nothing is known of its lives, but that it was in vain.
    changed = Drawer(desk, loads(TEXT.replace("0..9", "0..8")))
    assert changed.explored is None
    assert changed.was_in_vain(60.0)
    changed.keep_explored(5.0, 100, "spared", (b"frame",))
    assert changed.explored is not None
    assert (changed.explored.states, changed.was_in_vain(60.0), drawer.explored) == (100, True, None)
    changed.keep_explored(9.0, 200, "", (b"frame",))
    assert not changed.was_in_vain(1.0)


def test_a_life_to_a_moment_ends_where_that_is(story: Story) -> None:
    desk = Desk()
    moment = Goal(None, has(story, "hour", 3))
    drawer = Drawer(desk, story)
    waits = ("wait(Ann)",) * 4
    desk.put(((), drawer.name_of(moment)), Entry(waits))
    moves = drawer.life(moment)
    assert moves is not None
    assert [story.task.actions[move].name for move in moves] == list(waits[:3])
    # Another goal, and nothing is kept of that.
    assert drawer.life(Goal(None, has(story, "hour", 2))) is None


def test_moments_are_named_as_they_are_written(story: Story) -> None:
    drawer = Drawer(Desk(), story)
    condition = story.task.endings[story.task.ending("both")].condition
    assert drawer.name_of(Goal(None, condition)) == "moment bell is so and hour > 5"
    assert drawer.name_of(goal_of(story, "both")) == "ending both"


def test_facts_that_are_enough_without_what_is_asked_about_are_projected_to_by_themselves() -> None:
    text = (
        'story "Doors"\ncharacter Ann\nproperty n: 0..9\nproperty worn\nproperty locked\nAnn wants: n\n'
        "action go_on()\n    by Ann\n    do: n += 1\n"
        "action wear()\n    by nobody\n    when not worn and not locked\n    do: worn\n"
        "action lock()\n    by nobody\n    when not worn and not locked\n    do: locked\n"
        "ending isle when worn and locked and n < 9\n"
    )
    story = loads(text)
    prover, goal = Prover(story), goal_of(story, "isle")
    worn, locked, n = (
        number for name in ("worn", "locked", "n") for number, one in enumerate(story.task.fluents) if one.name == name
    )

    def found(*guess: int) -> tuple[int, ...]:
        refining = Refining(prover.engine, prover.outlook(()), Goal(None, goal.condition), prover.start, guess)
        never = refining.go_on().never
        assert never is not None
        assert never.complete
        assert never.way() is None
        return never.fluents

    assert found() == tuple(sorted((worn, locked, n)))
    assert found(worn, locked) == tuple(sorted((worn, locked)))
    # What is not enough is where one goes on from.
    assert found(worn) == tuple(sorted((worn, locked, n)))


def test_a_life_by_chance_is_lived_again_and_is_no_proof_that_none_is_shorter(story: Story) -> None:
    desk = Desk()
    drawer, goal = Drawer(desk, story, worth=0.0), goal_of(story, "rung")
    names = {move_name(story.task, move): move for move in range(len(story.task.actions))}
    moves = tuple(names[name] for name in ("wait(Ann)", "wait(Ann)", "ring(Ann)"))
    drawer.keep_some_life(goal, moves)
    assert drawer.recall(goal) is None
    assert Drawer(desk, story).life(goal) == moves
    assert Drawer(desk, loads(TEXT.replace("hour is 2", "hour is 1"))).life(goal) is None
    # What a search has shown is better.
    Prover(story, kept=drawer).decide(goal)
    known = desk.entries[(), "ending rung"]
    assert known.found is not None
    drawer.keep_some_life(goal, moves)
    assert desk.entries[(), "ending rung"] is known
