"""Triggers that never fire, and reactions that never come up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fabula.findings.finding import Finding, is_own, none_of
from fabula.findings.instrumentation import Note, rehearse, some
from fabula.findings.survey import Survey
from fabula.model import Literal, Reaction, Trigger, Variable
from fabula.problems import Problem, counted
from fabula.task import FALSE, AllOf, Condition


def of_events(survey: Survey) -> Iterator[Finding]:
    """`silent-trigger` and `silent-reaction`, of the author's own; neither in the world nor in anybody's mind. The atlas is
    complete."""
    looked: list[tuple[Trigger | Reaction, int, Note]] = []
    for trigger in survey.definition.triggers.values():
        numbers = tuple(number for number, one in enumerate(survey.ground.triggers) if one.schema == trigger.name)
        if numbers and is_own(trigger.span) and not trigger.name.endswith("'"):
            looked.append((trigger, len(numbers), Note(triggers=numbers)))
    for reaction in survey.definition.reactions:
        if not is_own(reaction.span):
            continue
        if is_own(survey.definition.actions[reaction.action].span) and reaction.action not in survey.happening:
            continue  # that the act never happens has been found already
        acts = reacting(survey, reaction)
        looked.append((reaction, len(acts), Note(acts=acts)))
    for (event, instances, _), comes_up in zip(looked, rehearse(survey, [note for _, _, note in looked]), strict=True):
        if not comes_up:
            yield _trigger(survey, event, instances) if isinstance(event, Trigger) else _reaction(survey, event, instances)


def _trigger(survey: Survey, trigger: Trigger, instances: int) -> Finding:
    return Finding(
        Problem(
            "silent-trigger",
            f"the trigger '{trigger.name}' fires in no life, and in nobody's mind",
            trigger.span,
            seen=f"it fires at {none_of(survey.atlas.edges, 'step')} of lives",
            hint="let something bring about what it waits for, or leave it out",
        ),
        evidence={"instances": instances, "steps": survey.atlas.edges},
        about=("trigger", trigger.name),
        lacks=(trigger.when,),
    )


def _reaction(survey: Survey, reaction: Reaction, acts: int) -> Finding:
    times = sum(len(survey.sources[act]) for act in survey.instances.get(reaction.action, ()))
    happens = f"at {counted(times, 'step')} of lives" if times else "in no life"
    return Finding(
        Problem(
            "silent-reaction",
            f"no life comes to this reaction to '{reaction.action}'",
            reaction.span,
            seen=f"'{reaction.action}' happens {happens}",
            hint="ask who sees the act, whom it is done to, and whether what 'if' asks for can hold then",
        ),
        evidence={"acts": acts, "happening": times},
    )


def reacting(survey: Survey, reaction: Reaction) -> dict[int, Condition]:
    """The acts that a reaction is to, each with the condition that somebody whom it is about sees it and reacts."""
    found: dict[int, Condition] = {}
    parameters = survey.definition.actions[reaction.action].parameters
    for act in survey.instances.get(reaction.action, ()):
        binding = survey.ground.actions[act].binding
        matched = _matched(survey, reaction, [binding[parameter.name] for parameter in parameters])
        if matched is None:
            continue
        ways = [_sees(survey, reaction, act, matched, who) for who in _seers(survey, reaction, matched)]
        condition = some([way for way in ways if way != FALSE])
        if condition != FALSE:
            found[act] = condition
    return found


def _matched(survey: Survey, reaction: Reaction, things: list[str]) -> dict[str, str] | None:
    """The variables of a reaction, if the arguments of the act fit."""
    found: dict[str, str] = {}
    for argument, thing in zip(reaction.arguments, things, strict=True):
        if isinstance(argument, Literal):
            if argument.value != thing:
                return None
        elif argument is not None and (
            not _is(survey, thing, argument.kind) or found.setdefault(argument.name, thing) != thing
        ):
            return None
    return found


def _seers(survey: Survey, reaction: Reaction, matched: Mapping[str, str]) -> list[str]:
    observer = reaction.observer
    if isinstance(observer, Literal):
        names = [str(observer.value)]
    elif observer.name in matched:
        names = [matched[observer.name]] if _is(survey, matched[observer.name], observer.kind) else []
    else:
        names = [thing.name for thing in survey.definition.things_of(observer.kind)]
    return [name for name in names if name in survey.ground.minds]


def _sees(survey: Survey, reaction: Reaction, act: int, matched: Mapping[str, str], who: str) -> Condition:
    sees = survey.task.actions[act].observing[survey.ground.minds[who]]
    if reaction.condition is None or sees == FALSE:
        return sees
    binding = {**matched, reaction.observer.name: who} if isinstance(reaction.observer, Variable) else matched
    condition = survey.ground.condition(reaction.condition, binding)
    return FALSE if condition == FALSE else AllOf((sees, condition))


def _is(survey: Survey, thing: str, kind: str) -> bool:
    return kind in survey.definition.kinds[survey.definition.things[thing].kind].ancestors
