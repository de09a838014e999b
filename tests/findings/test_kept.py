"""A check with a desk says what one without says, and does not do again what was in vain."""

from __future__ import annotations

from dataclasses import replace

from fabula.budget import Budget
from fabula.findings import Report, check
from fabula.lives.atlas import Atlas
from fabula.lives.atlas_file import MOST_KEPT, KeptFrames
from fabula.proving.desk import Desk
from fabula.proving.drawer import Drawer
from fabula.proving.entries import Entry
from fabula.proving.goals import ending_goal
from fabula.story import Story, loads

#: more lives than anybody has time for; one ending is near, one is out of reach, and one needs all of them
ENDLESS = (
    'story "Endless"\ncharacter Ann\nproperty worn\nproperty locked\n'
    "action wear()\n    by nobody\n    when not worn and not locked\n    do: worn\n"
    "action lock()\n    by nobody\n    when not worn and not locked\n    do: locked\n"
    + "".join(
        f"property n{one}: 0..9\naction count{one}()\n    by Ann\n    do: n{one} += 1\nAnn wants: n{one}\n" for one in range(9)
    )
    + "ending near when n1 is 3\nending isle when worn and locked\n"
    + f"ending far when {' and '.join(f'n{one} > 2' for one in range(2, 9))}\n"
    + "expect not can isle\nexpect can near\n"
)
BUDGET = Budget(2.0, 1_000_000_000, None)


def checked(story: Story, desk: Desk, budget: Budget = BUDGET, most: int = MOST_KEPT) -> Report:
    """As the command does it."""
    drawer = Drawer(desk, story, worth=0.0)
    known = drawer.explored
    frames, seconds = ((), 0.0) if known is None or not known.frames else (known.frames, known.seconds)
    return check(story, budget, atlas=Atlas.kept(story, KeptFrames(frames, most), seconds=seconds), drawer=drawer)


def without_origin(report: Report) -> dict[str, object]:
    return replace(report, kept=None).data()


def test_the_second_time_nothing_is_done_again() -> None:
    # Whether an ending that is far away is found within the budget is up to the machine.
    text = ENDLESS.replace("when n2 > 2 and", "when n2 > 2 or")
    assert text != ENDLESS
    story, desk = loads(text), Desk()
    first = checked(story, desk)
    assert first.why == "time"
    assert first.kept is not None
    assert (first.kept.states, first.kept.proven, first.kept.spared) == (0, 0, 0.0)
    near, isle, far = first.endings
    assert (near.shortest, isle.reached, far.reached) == (3, False, True)
    size = desk.explored[()].states
    for other in (text, text.replace('"Endless"', '"Of another name"') + "# a remark\n"):
        again = checked(loads(other), desk)
        assert without_origin(again) == without_origin(first)
        assert again.kept is not None
        assert again.kept.states == size == first.states
        assert again.kept.seconds > 0.5
    assert desk.explored[()].states == size


def test_more_time_goes_on_from_there() -> None:
    story, desk = loads(ENDLESS), Desk()
    first = checked(story, desk, Budget(0.5, None, None))
    longer = checked(story, desk, Budget(3.0, None, None))
    assert (first.why, longer.why) == ("time", "time")
    assert longer.states > first.states
    assert longer.kept is not None
    assert longer.kept.states == first.states


def test_after_a_change_lives_are_not_followed_as_long_in_vain() -> None:
    story, desk = loads(ENDLESS), Desk()
    checked(story, desk)
    changed = loads(ENDLESS.replace("n1 is 3", "n1 is 2"))
    report = checked(changed, desk)
    assert report.why == "spared"
    assert report.kept is not None
    assert (report.kept.states, report.kept.spared) == (0, BUDGET.seconds)
    assert [one.reached for one in report.endings[:2]] == [True, False]
    again = checked(changed, desk)
    assert without_origin(again) == without_origin(report)
    # Who has more time than was in vain is not spared anything.
    assert checked(changed, desk, Budget(3.0, None, None)).why == "time"


def test_lives_that_are_too_many_to_be_kept_are_followed_again() -> None:
    """That it was in vain is no reason to say less of the same story."""
    story, desk = loads(ENDLESS), Desk()
    budget = Budget(1.0, None, None)
    first = checked(story, desk, budget, most=1_000)
    assert desk.explored[()].frames == ()
    again = checked(story, desk, budget, most=1_000)
    assert (first.why, again.why) == ("time", "time")
    assert again.kept is not None
    assert (again.kept.states, again.kept.spared) == (0, 0.0)
    assert checked(loads(ENDLESS.replace("n1 is 3", "n1 is 2")), desk, budget, most=1_000).why == "spared"


def test_a_life_that_is_kept_shows_an_ending_but_not_how_soon_it_comes() -> None:
    story, desk = loads(ENDLESS), Desk()
    life = tuple(f"count{one}()" for one in range(8, 1, -1) for _ in range(3))
    desk.put(((), "ending far"), Entry(life))
    report = checked(story, desk, Budget(0.3, None, None))
    far = report.endings[2]
    assert (far.reached, far.shortest) in ((True, None), (True, len(life)))
    goal = ending_goal(story.task, 2)
    for kept, is_one in ((life, True), (life[1:], False), (("count9()", *life), False), ((), False)):
        desk.put(((), "ending far"), Entry(kept))
        assert (Drawer(desk, story).life(goal) is not None) is is_one


def test_all_lives_are_kept_where_they_are_few() -> None:
    text = (
        'story "Few"\ncharacter Ann\nproperty n: 0..5\naction go_on()\n    by nobody\n    do: n += 1\nending dawn when n is 4\n'
    )
    story, desk = loads(text), Desk()
    first = checked(story, desk)
    assert first.complete
    (entry,) = desk.entries.values()
    assert entry.life == ("go_on()",) * 4
    again = checked(story, desk)
    assert without_origin(again) == without_origin(first)
    assert again.kept is not None
    assert again.kept.states == first.states
