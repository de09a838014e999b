"""What a finding rests on, and what is none: rules that hold in few stories, each with one of its own."""

from __future__ import annotations

from tests.findings.planted import DAWN, WAIT, WELL

from fabula.findings import Finding, check
from fabula.lives.atlas import Atlas
from fabula.story import loads


def found(text: str, code: str) -> list[Finding]:
    return [finding for finding in check(loads(text)).findings if finding.problem.code == code]


def test_a_condition_that_holds_only_at_the_end_is_told_from_one_that_never_does() -> None:
    sing = "property sung\naction sing(who)\n    by who\n    when hour is {}\n    do: sung\nAeris wants: 1 if sung\n"
    (late,) = found(WAIT + DAWN + sing.format(3), "unmet-condition")
    assert (late.evidence["only_at_endings"], late.evidence["unmet_alone"]) == (True, 1)
    assert late.problem.seen == "this holds only where a life has ended already"
    doze = (
        "property late\naction doze(who)\n    by who\n    when hour is 2 and not late\n    do: late\nAeris wants: 1 if late\n"
    )
    (never,) = found(WAIT + DAWN + doze + sing.format("1 and late"), "unmet-condition")
    assert (never.evidence["only_at_endings"], never.evidence["unmet"]) == (False, "late")


def test_a_reaction_to_what_somebody_does_to_themselves_is_one_to_no_other_act() -> None:
    nudge = """character Aeris, she
character Cloud, he
property hour: 0..3
property tired(character)
action nudge(who, other)
    by who
    when hour < 3 and who is not other
    do: hour += 1
when c sees nudge(a, {})
    c.tired
Aeris wants: hour
ending dawn when hour is 3
"""
    (silent,) = found(nudge.format("a"), "silent-reaction")
    assert silent.evidence == {"acts": 0, "happening": 3}
    assert found(nudge.format("b"), "silent-reaction") == []


def test_where_most_lives_get_lost_comes_first() -> None:
    """Also if the act after which they do is later by its name."""
    roads = """character Aeris, she
property ditch: 0..4
property hour: 0..3
action fall(who)
    by who
    when ditch is 0 and hour is 2
    do: ditch = 1
action jump(who)
    by who
    when ditch is 0
    do: ditch = 2
action wait(who)
    by who
    when ditch is 0
    do: hour += 1
Aeris wants: hour
Aeris wants: 4 if ditch > 0
ending dawn when hour is 3
"""
    ends = found(roads, "dead-end")
    assert [(one.problem.message.split("'")[1], one.evidence["states"]) for one in ends] == [("jump", 3), ("fall", 1)]


DEAD = """use bodies
character Aeris, she
character Cloud, he
property hour: 0..3
property sunny
Cloud believes sunny
action wait(who)
    by who
    do: hour += 1
    says by Cloud if not Cloud.alive "Another hour, and I am dead."
action kill(who, other)
    by who
    when other.alive and who is not other and hour is 0
    do: not other.alive
Aeris wants: hour
Aeris wants: 4 if not Cloud.alive
"""


def test_the_dead_tell_nothing() -> None:
    """Neither what is done later, nor how it ends."""
    (act,) = found(DEAD + DAWN, "unread-text")
    assert act.evidence["where"] == "at none of 6 steps with 'wait'"
    ending = 'ending dawn when hour is 3{}\n    says if sunny "So it seems to Cloud."\n'
    text = DEAD.replace("Cloud if not Cloud.alive", "Aeris")
    (last,) = found(text + ending.format(" and not Cloud.alive"), "unread-text")
    assert last.evidence["where"] == "in no state in which lives end with 'dawn'"
    assert found(text + ending.format(""), "unread-text") == []


def test_who_does_not_know_that_it_has_come_to_an_ending_does_not_tell_of_it() -> None:
    hidden = WAIT.replace("by who\n", "by who\n    seen by who\n") + "character Cloud, he\nCloud believes hour is 1\n"
    ending = 'ending dawn when hour is 3\n    says if hour is {} "So it seems."\n'
    (text,) = found(hidden + ending.format(1), "unread-text")
    assert text.evidence["where"] == "in no state in which lives end with 'dawn'"
    assert found(hidden + ending.format(3), "unread-text") == []


def test_those_who_are_played_need_no_wants_to_be_missed() -> None:
    """What they do needs no reason, but that they believe that it can be done."""
    story = loads(
        WELL.replace("Aeris wants: 1 if drunk\n", "").replace("Aeris wants: 2 * hour\n", "") + "Aeris believes dry(deep)\n"
    )
    atlas = Atlas(story, ("Aeris",))
    (finding,) = [one for one in check(story, atlas=atlas).findings if one.problem.code == "no-reason"]
    assert "'Aeris' never believes that it can be done" in finding.problem.message
    assert [one for one in check(story).findings if one.problem.code == "no-reason"] == []
