"""Lives that lead through minds, which projections say nothing about, and projections that would have too many states."""

from __future__ import annotations

from pathlib import Path

from fabula.budget import Budget
from fabula.proving.goals import ending_goal
from fabula.proving.prover import Prover
from fabula.proving.refining import MOST, Refining
from fabula.story import Story, load, loads

FOLDER = Path(__file__).resolve().parent.parent.parent / "bench" / "stories"
ENOUGH = Budget(None, None, 20_000)

#: seventeen things that can only be lost, and must not be
KEEPING = (
    """story "Keeping"
    ahead 2
character Ada, she
kind pearl
property lost(pearl)
property tally: 0..9
"""
    + "".join(f"pearl t{number}\n" for number in range(17))
    + """action lose(who: character, what: pearl)
    by who
    when not what.lost
    do: what.lost
action sing(who: character)
    by who
    when tally < 9
    do: tally += 1
Ada wants
    1 * tally
    1 for each x: pearl if x.lost
ending there "There" when tally is 9 and not (some x: pearl (x.lost))
"""
)


def assay_office() -> Story:
    return load(str(FOLDER / "the_assay_office.fabula"))


def test_a_life_through_minds_is_found_and_not_called_a_shortest_one() -> None:
    """What has to be in whose mind the facts do not tell: least first, it is not found in ten times as many states."""
    story = assay_office()
    prover = Prover(story)
    goal = ending_goal(story.task, story.task.ending("taken"))
    verdict = prover.decide(goal, ENOUGH)
    assert verdict.reached is True
    assert verdict.moves is not None
    assert not verdict.is_shortest
    assert verdict.least < len(verdict.moves)
    assert verdict.states < 2_000
    state = story.engine.initial()
    for move in verdict.moves:
        assert story.engine.ending(state) is None
        state = dict(story.engine.moves(state))[move]
    assert story.engine.ending(state) == goal.ending
    assert prover.decide(goal, ENOUGH) == verdict


def test_how_few_acts_it_takes_is_found_out_where_that_is_asked() -> None:
    """The same goal, asked for with no more states than led to some life, and then for how few acts it takes."""
    story = loads(KEEPING)
    prover = Prover(story)
    goal = ending_goal(story.task, 0)
    verdict = prover.decide(goal, ENOUGH, shortest=True)
    assert verdict.is_shortest
    assert verdict.moves is not None
    assert len(verdict.moves) == 9


def test_what_must_only_not_be_lost_does_not_multiply_states() -> None:
    story = loads(KEEPING)
    prover = Prover(story)
    goal = ending_goal(story.task, 0)
    whole = prover.outlook(prover.out).project(goal.fluents(), goal.condition, MOST)
    assert not whole.complete
    refining = Refining(prover.engine, prover.outlook(prover.out), goal, prover.start)
    found = refining.go_on()
    assert found.guide is None or found.guide.complete
    verdict = prover.decide(goal, ENOUGH)
    assert verdict.is_shortest
    assert verdict.states <= 10
