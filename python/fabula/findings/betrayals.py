"""Acts by which somebody is seen to know, or to have, what another does not want to be known."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.engine.evaluate import holds
from fabula.engine.interface import State
from fabula.findings.finding import Finding, is_own
from fabula.findings.survey import Survey
from fabula.lives.reasons import wants_of
from fabula.model import Expression, conjuncts
from fabula.problems import Problem
from fabula.task import Condition, reads
from fabula.task import Expression as Value


def of_betrayals(survey: Survey) -> Iterator[Finding]:
    """`betraying-act`: in some life somebody who only sees an act learns by one of its conditions what a property is, and a
    want of another that is about what this mind believes of it is less fulfilled by the act, which itself changes nothing of
    that property. So it is the seeing that betrays it. The atlas is complete."""
    for schema, acts in survey.instances.items():
        action = survey.definition.actions[schema]
        if schema not in survey.happening or not is_own(action.span):
            continue
        survey.go_on()
        for part in conjuncts(action.when if action.shown is None else action.shown):
            found = next(_betrayed(survey, part, acts), None)
            if found is None:
                continue
            number, mind, other, want = found
            text = "it" if part.span is None else f"'{part.span.in_one_line}'"
            yield Finding(
                Problem(
                    "betraying-act",
                    f"whoever sees '{schema}' learns that {text} holds: {mind} does, and {other} does not want it known",
                    part.span or action.span,
                    expected="a condition that nobody sees, or an act that those do not see who are not to know",
                    seen=f"{mind} learns it by seeing the act, against the want of {other}: {want}",
                    hint="write 'when hidden ...', or say under 'seen by' who sees the act",
                ),
                survey.life(number),
                {"act": schema, "who": mind, "against": other, "want": want},
            )


def _betrayed(survey: Survey, part: Expression, acts: tuple[int, ...]) -> Iterator[tuple[int, str, str, str]]:
    """States of lives in which an act betrays what a part of its condition says: to whom, against whom, and which want."""
    engine, task, ground = survey.world.engine, survey.task, survey.ground
    for act in acts:
        action = task.actions[act]
        if not survey.sources[act]:
            continue
        condition = ground.condition(part, ground.actions[act].binding)
        told = {place.fluent for place in reads(condition)} - {effect.fluent for effect in task.effects_of(action)}
        candidates = [
            (mind, other, want, value)
            for other, character in enumerate(task.characters)
            for want, value in wants_of(ground, character)
            for mind in _speaks_of(value, told)
            if mind != other and mind not in action.consenting
        ]
        for number in survey.sources[act] if candidates else ():
            state = survey.atlas.state(number)
            after = None
            for mind, other, want, value in candidates:
                if not engine.observes(state, act, mind) or not _learns(survey, state, mind, condition):
                    continue
                after = engine.do(state, act) if after is None else after
                if engine.evaluate(after, value) < engine.evaluate(state, value):
                    yield number, task.characters[mind], task.characters[other], want
                    return


def _learns(survey: Survey, state: State, mind: int, condition: Condition) -> bool:
    engine = survey.world.engine
    return holds(engine, state, condition) and not holds(engine, engine.belief(state, mind), condition)


def _speaks_of(value: Value, fluents: set[int]) -> list[int]:
    """The minds of which a want asks what they believe of one of some fluents."""
    return list(dict.fromkeys(place.path[0] for place in reads(value) if place.path and place.fluent in fluents))
