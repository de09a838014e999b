"""What a check says of endings and expectations where there are too many states to be counted."""

from __future__ import annotations

from tests.asking.crowded import CROWDED, crowded

from fabula.budget import Budget
from fabula.findings import Survey, check, examine
from fabula.findings.proving import Proven, prove
from fabula.lives.atlas import Atlas
from fabula.proving.goals import ending_goal
from fabula.story import loads

STAIRS = """story "Stairs"
character Ada, she
property height: 0..3
action climb(who: character)
    by who
    do: height += 1
Ada wants: height
ending up "Up" when height is 3
ending late "Late" when height >= 3
"""
#: more states than these are not counted here
FEW = Budget(60.0, None, 500)


def test_endings_are_decided_without_counting() -> None:
    report = check(crowded(), FEW)
    assert (report.complete, report.why, report.states) == (False, "states", 500)
    assert [(one.name, one.reached, one.shortest) for one in report.endings] == [
        ("far", True, 18),
        ("both", False, None),
        ("rich", False, None),
        ("silence", False, None),
    ]
    bases = {one.name: one.basis for one in report.endings}
    assert bases["far"] is None
    assert [None if basis is None else basis.method for basis in bases.values()] == [None, "facts", "values", "values"]
    assert bases["silence"] is not None
    assert bases["silence"].unwanted == ("crack_the_bell",)


def test_endings_that_no_life_reaches_are_found() -> None:
    report = check(crowded("expect not can silence\n"), FEW)
    lost = [one for one in report.findings if one.problem.code == "unreachable-ending"]
    assert [one.problem.message for one in lost] == [
        "the ending 'both' is reached by no life",
        "the ending 'rich' is reached by no life",
    ]
    assert [one.problem.span.text for one in lost if one.problem.span is not None][1] == "coins > 2"
    assert [one.problem.seen for one in lost] == [
        "all 2 states of the 2 facts that decide it were looked at: worn, locked",
        "nothing ever brings it about",
    ]
    assert "unreachable-ending" not in report.unknown
    assert "shadowed-ending" not in report.unknown
    assert "dead-end" in report.unknown


def test_expectations_are_judged_without_counting() -> None:
    lines = ["can far", "not can rich", "can silence", "never worn and locked", "never n1 is 9", "must far"]
    report = check(crowded("".join(f"expect {line}\n" for line in lines)), FEW)
    assert [one.holds for one in report.expects] == [True, True, False, True, False, None]
    assert report.expects[0].life == ("count0(Ada)",) * 9 + ("count1(Ada)",) * 9
    assert report.expects[4].life == ("count1(Ada)",) * 9
    broken = [one for one in report.findings if one.problem.code == "broken-expectation"]
    assert [one.problem.seen for one in broken] == ["nobody ever has a reason to crack_the_bell", "the life that is shown"]


def test_an_ending_that_another_one_overtakes_is_found() -> None:
    """It holds, though never first: lives that are followed to the end show that."""
    story = loads(STAIRS)
    atlas, proven = Atlas(story), Proven()
    assert not atlas.explore(Budget(None, None, 2))
    prove(atlas, proven, Budget(60.0, None, None))
    report = examine(Survey(story, atlas, None, proven), "states")
    assert [(one.name, one.reached) for one in report.endings] == [("up", True), ("late", False)]
    (late,) = [one for one in report.findings if one.problem.code == "shadowed-ending"]
    assert late.life == ("climb(Ada)",) * 3
    assert late.evidence["instead"] == {"up": 1}
    assert "shadowed-ending" not in report.unknown
    (whole,) = [one for one in check(loads(STAIRS)).findings if one.problem.code == "shadowed-ending"]
    assert (whole.problem.message, whole.problem.hint, whole.life) == (late.problem.message, late.problem.hint, late.life)


def test_without_time_nothing_is_proven() -> None:
    story = crowded()
    proven = Proven()
    prove(Atlas(story), proven, Budget(0.0, None, None))
    assert proven == Proven()


def test_one_who_waits_is_told_how_many_are_known() -> None:
    story = crowded("expect never n1 is 9\n")
    proven = Proven()
    told: list[tuple[int, int]] = []
    prove(Atlas(story), proven, FEW, lambda known, asked: told.append((known, asked)))
    assert told[-1] == (5, 5)
    assert proven.verdicts[ending_goal(story.task, 0)].least == 18


WELL = """property sunk
action sink(who: character)
    by who
    when n2 is 2 and not sunk
    do: sunk
Ada wants: 1 if sunk
"""


def test_dead_ends_are_found_without_counting() -> None:
    """What is sunk stays sunk, and no ending comes after it."""
    text = CROWDED.replace("n0 is 9 and n1 is 9", "n0 is 9 and n1 is 9 and not sunk").replace(
        '"Silence" when', '"Silence" when not sunk and'
    )
    report = check(loads(text + WELL), FEW)
    assert not report.complete
    (dead,) = [one for one in report.findings if one.problem.code == "dead-end"]
    assert dead.problem.message == "after 'sink' no ending can be reached"
    assert dead.life == ("count2(Ada)", "count2(Ada)", "sink(Ada)")
    assert dead.evidence["lost_after"] == 3
    assert dead.problem.seen == "sunk never changes back, first after sink(Ada)"
    assert not [
        one
        for one in check(loads(text + WELL.replace("    do: sunk", "    do: n3 += 1")), FEW).findings
        if one.problem.code == "dead-end"
    ]
