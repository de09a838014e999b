"""Endings of whose text the one who tells the story gets nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.engine.evaluate import holds
from fabula.findings.finding import Finding, is_own, joined, none_of
from fabula.findings.survey import Survey
from fabula.model import Ending, conjuncts
from fabula.problems import Problem
from fabula.telling.world import is_alive_in

#: how many states are looked at between two looks at the clock
OFTEN = 512


def of_unheard_endings(survey: Survey) -> Iterator[Finding]:
    """`unheard-ending`: lives end so, and nowhere does any who tells the story live to know it, so that a text for everybody is
    told to none of them. Those who tell are who is played or, in a story that nobody plays, who is named under `told by`;
    without any, all is told. Of a text by one of them it is known elsewhere whether it fits. The atlas is complete."""
    names = survey.task.characters
    tellers = [names[mind] for mind in survey.atlas.free] or list(survey.definition.front.teller.eyes)
    for number, ground in enumerate(survey.task.endings) if tellers else ():
        ending = survey.definition.endings[ground.name]
        plain = [says for says in ending.says if says.teller is None and is_own(says.span)]
        if not plain or any(says.teller in tellers for says in ending.says):
            continue
        states = [state for state, one in enumerate(survey.atlas.endings) if one == number and state > 0]
        if states and not any(_is_known(survey, place, state, number, tellers) for place, state in enumerate(states)):
            lacking = _lacking(survey, states[0], ending, tellers[-1])
            who = joined([f"'{one}'" for one in tellers], "or")
            yield Finding(
                Problem(
                    "unheard-ending",
                    f"{who} can't know that it ends with '{ending.name}': its text is told to nobody",
                    plain[0].span,
                    expected=f"an ending that {tellers[-1]} knows, or a text of {tellers[-1]}'s own",
                    seen=f"known in {none_of(len(states), 'state')} in which lives end so; in the first {tellers[-1]} "
                    + (f"does not know: {', '.join(lacking)}" if lacking else "is not alive"),
                    hint=f"write 'says by {tellers[-1]} \"...\"' with what {tellers[-1]} has of it, or let somebody see it",
                ),
                survey.life(states[0]),
                {"tellers": tellers, "states": len(states), "not_known": lacking},
            )


def _is_known(survey: Survey, place: int, number: int, ending: int, tellers: Sequence[str]) -> bool:
    """Whether one of those who tell lives to know of an ending, in a state in which lives end with it."""
    if place % OFTEN == 0:
        survey.go_on()
    engine, state = survey.atlas.world.engine, survey.atlas.state(number)
    condition = survey.task.endings[ending].condition
    return any(
        is_alive_in(survey.atlas.world, state, name)
        and holds(engine, engine.belief(state, survey.ground.minds[name]), condition)
        for name in tellers
    )


def _lacking(survey: Survey, number: int, ending: Ending, teller: str) -> list[str]:
    """The parts of an ending's condition that a teller does not know to hold, as they are written."""
    engine = survey.atlas.world.engine
    belief = engine.belief(survey.atlas.state(number), survey.ground.minds[teller])
    return [
        part.span.in_one_line
        for part in conjuncts(ending.condition)
        if part.span is not None and not holds(engine, belief, survey.ground.condition(part))
    ]
