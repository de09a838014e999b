"""Proofs where something happens at once: what could follow need not."""

from __future__ import annotations

import pytest

from fabula.asking import Asker
from fabula.asking.asker import SOON
from fabula.budget import Budget
from fabula.proving.goals import ending_goal
from fabula.proving.prover import Prover
from fabula.story import loads

#: time passes, unless Ann never comes to rest
CLOCK = """
property hour: 0..9
property left
character Ann, she
action sway(who)
    by who
    at once
    do: if left: not left else: left
action pass_time
    by nobody
    when hour < 9
    do: hour += 1
Ann wants: {want}
ending over when hour is 9
"""


@pytest.mark.parametrize(("want", "ends"), [("1 if left", True), ("0 - hour", True)])
def test_time_leads_on_where_nothing_comes_before_it(want: str, ends: bool) -> None:
    story = loads(CLOCK.replace("{want}", want).replace("    do: if left: not left else: left", "    do: left"))
    answer = story.ask("must over, sooner or later", budget=Budget(60))
    assert (answer.proof, answer.value) == (True, ends)


def test_time_does_not_lead_on_where_something_always_comes_first() -> None:
    """Ann, who is played, or who wants both in turn, could go on for ever; nobody else's time comes."""
    text = CLOCK.replace("    do: if left: not left else: left", "    do\n        if left: not left\n        else: left")
    story = loads(
        text.replace("{want}", "1 if left")
        .replace("    at once\n", "    at once\n    when not left\n")
        .replace(
            "action pass_time", "action fall\n    by nobody\n    at once\n    when left\n    do: not left\naction pass_time"
        )
    )
    # Also where it is not told from all lives.
    for asker in (story.asker, Asker(story, (), threads=1, finds_obstacles=False, alone=SOON)):
        answer = asker.ask("must over, sooner or later", budget=Budget(60))
        assert (answer.proof, answer.value) == (True, False)
    answer = story.ask("can over", budget=Budget(60))
    assert (answer.proof, answer.value) == (True, False)


def test_a_way_of_a_projection_is_a_life_only_if_nothing_comes_first() -> None:
    """That Ann could leave at once is what the facts say; but first it rains, and then she does not want to any more."""
    story = loads(
        "property rain\nproperty out\ncharacter Ann, she\naction leave(who)\n    by who\n    do: out\n"
        "action pour\n    by nobody\n    at once\n    when not rain\n    do: rain\n"
        "Ann wants: 1 if out and not rain\nending away when out\n"
    )
    prover = Prover(story)
    verdict = prover.decide(ending_goal(story.task, 0), Budget(60))
    assert (verdict.reached, verdict.moves) == (False, None)
