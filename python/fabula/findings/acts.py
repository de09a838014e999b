"""Acts that never happen: because their condition is never met, or because nobody ever has a reason; and who never acts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.findings.far_away import far_away
from fabula.findings.finding import Finding, asked_by, is_own, joined, none_of
from fabula.findings.survey import Survey
from fabula.model import Action, conjuncts
from fabula.problems import Problem, counted
from fabula.task import AllOf, AnyOf, Condition


def of_acts(survey: Survey) -> Iterator[Finding]:
    """`unmet-condition`, `idle-act` and `no-reason`, one at most for each action of the author's that has instances. The atlas
    is complete."""
    for schema, acts in survey.instances.items():
        action = survey.definition.actions[schema]
        if schema in survey.happening or not is_own(action.span):
            continue
        if not any(survey.possible(act) for act in acts):
            survey.go_on()
            yield _unmet(survey, action, acts)
        elif any(survey.tried[act].explained for act in acts if survey.possible(act)):
            yield _changing_nothing(survey, action, acts)
        elif any(_waits(survey, act) for act in acts if survey.possible(act)):
            yield _always_late(survey, action, acts)
        elif (found := _unwanted(survey, action, acts)) is not None:
            yield found


def of_minds(survey: Survey) -> Iterator[Finding]:
    """`never-acts`: who wants something and does nothing in any life; but for those who could only do what nobody does. The
    atlas is complete."""
    acting = {mind for act, places in enumerate(survey.sources) if places for mind in survey.task.actions[act].consenting}
    for mind in survey.definition.minds():
        number = survey.ground.minds[mind.name]
        if number in acting or not survey.definition.wants.get(mind.name):
            continue
        own = [act for act, event in enumerate(survey.task.actions) if number in event.consenting]
        schemas = list(dict.fromkeys(survey.ground.actions[act].schema for act in own))
        spans = [survey.definition.actions[schema].span for schema in schemas]
        if own and all(is_own(span) and name not in survey.happening for span, name in zip(spans, schemas, strict=True)):
            continue
        possible = {act: survey.possible(act) for act in own if survey.possible(act)}
        first = min((survey.tried[act].first_possible for act in possible), default=None)
        if not own:
            seen = "there is no act that asks for it"
        elif not possible:
            seen = f"{none_of(len(own), 'act')} of its own is ever possible"
        else:
            seen = f"{counted(len(possible), 'act')} of its own {'is' if len(possible) == 1 else 'are'} possible in some lives"
        tried = [act for act in possible if survey.tried[act].first_possible == first]
        far = None if first is None else far_away(survey, survey.atlas.state(first), tried, number)
        yield Finding(
            Problem(
                "never-acts",
                f"'{mind.name}' does nothing in any life",
                mind.span,
                seen=seen,
                hint=f"ask what '{mind.name}' could do about what it wants, and whether it believes that it can"
                if far is None
                else far.hint,
            ),
            None if first is None else survey.life(first),
            {
                "acts": len(own),
                "possible": {survey.task.actions[act].name: times for act, times in possible.items()},
                "by_way_of": [] if far is None else list(far.way),
            },
            about=("mind", mind.name),
            lacks=asked_by(survey.definition.wants[mind.name]),
        )


def _unmet(survey: Survey, action: Action, acts: Sequence[int]) -> Finding:
    parts = list(conjuncts(action.when))
    texts = [part.span.in_one_line if part.span is not None else "" for part in parts]
    conditions = [[survey.ground.condition(part, survey.ground.actions[act].binding) for part in parts] for act in acts]
    blamed, last, ended = None, [0], False
    for place in range(len(parts)):
        one = [row[place] for row in conditions]
        together = [AllOf(tuple(row[: place + 1])) for row in conditions]
        states = survey.where_open(_some(together))
        if not states:
            blamed = place
            alone = len(survey.atlas.where(_some(one)))
            ended = bool(len(survey.atlas.where(_some(together))))
            break
        last = states
    else:
        alone = 0
    name = action.name
    if blamed is None:
        seen = "all that is said under 'when' holds in some state, but somebody else then moves the body of who is to do it"
    elif ended:
        seen = "this holds only where a life has ended already"
    elif alone:
        seen = f"this holds in {counted(alone, 'state')}, but in none in which all holds that is asked for before it"
    else:
        seen = f"this holds in {none_of(survey.atlas.size, 'state')}"
    return Finding(
        Problem(
            "unmet-condition",
            f"'{name}' happens in no life: its condition is never met",
            (parts[blamed].span if blamed is not None else None) or action.span,
            expected="a condition that some life makes true",
            seen=seen,
            hint=f"let something bring about what '{name}' waits for, or leave it out",
        ),
        survey.life(last[0]),
        {
            "states": survey.atlas.size,
            "met": texts[:blamed],
            "unmet": None if blamed is None else texts[blamed],
            "unmet_alone": alone,
            "only_at_endings": ended,
        },
        ("act", action.name),
        () if blamed is None or ended else (parts[blamed],),
    )


def _changing_nothing(survey: Survey, action: Action, acts: Sequence[int]) -> Finding:
    first, act = min(
        (one.first_explained, act)
        for act in acts
        if survey.possible(act) and (one := survey.tried[act]).first_explained is not None
    )
    times = sum(survey.tried[act].explained for act in acts if survey.possible(act))
    name = survey.task.actions[act].name
    return Finding(
        Problem(
            "idle-act",
            f"'{action.name}' happens in no life: wherever it could, it would change nothing",
            action.span,
            expected="an act that leaves the world or a mind other than it was",
            seen=f"it could happen in {counted(times, 'state')}, first as {name}",
            hint="let it leave a trace, or leave it out",
        ),
        survey.life(first),
        {"act": name, "states": times},
    )


def _waits(survey: Survey, act: int) -> bool:
    """Whether everybody would do an act somewhere that is explained nowhere: something more urgent comes first."""
    return survey.possible(act) > sum(
        one.times for mind in survey.task.actions[act].consenting if (one := survey.lacking.get((act, mind))) is not None
    )


def _always_late(survey: Survey, action: Action, acts: Sequence[int]) -> Finding:
    """Wherever everybody would do it, something that happens at once comes first."""
    first, act = min((survey.tried[act].first_possible, act) for act in acts if survey.possible(act))
    times = sum(survey.possible(act) for act in acts)
    name = survey.task.actions[act].name
    return Finding(
        Problem(
            "idle-act",
            f"'{action.name}' happens in no life: wherever it could, something that happens at once comes first",
            action.span,
            expected="an act for which there is time in some life",
            seen=f"possible in {counted(times, 'state')}, first as {name}",
            hint="let it happen 'at once', too, or be possible for longer",
        ),
        survey.life(first),
        {"act": name, "states": times},
    )


def _some(conditions: Sequence[Condition]) -> Condition:
    return AnyOf(tuple(dict.fromkeys(conditions)))


def _unwanted(survey: Survey, action: Action, acts: Sequence[int]) -> Finding | None:
    """None where all who never have a reason want nothing at all: that has been said already."""
    asked: dict[int, int] = {}
    first_to_lack: dict[int, int] = {}
    for act in acts:
        for mind in survey.task.actions[act].consenting:
            asked[mind] = asked.get(mind, 0) + survey.possible(act)
            if (act, mind) in survey.lacking:
                first_to_lack[mind] = first_to_lack.get(mind, 0) + survey.lacking[act, mind].times
    names = survey.task.characters
    never = [mind for mind in sorted(asked) if asked[mind] and first_to_lack.get(mind) == asked[mind]]
    lacking = never or sorted(first_to_lack)
    if all(not survey.definition.wants.get(names[mind]) and mind not in survey.atlas.free for mind in lacking):
        return None
    first, act = min((survey.tried[act].first_possible, act) for act in acts if survey.possible(act))
    doubting = [mind for mind in survey.task.actions[act].consenting if _doubts(survey, first, act, mind)]
    who = joined([f"'{names[mind]}'" for mind in lacking], "or")
    if all(mind in survey.atlas.free for mind in lacking):
        always = f"{who} never {'believes' if len(lacking) == 1 else 'believe'} that it can be done"
    else:
        always = f"{who} never {'has' if len(lacking) == 1 else 'have'} a reason for it"
    far = far_away(survey, survey.atlas.state(first), [act], lacking[0]) if len(lacking) == 1 and not doubting else None
    total = sum(survey.possible(one) for one in acts)
    unsure = f", where {joined([names[mind] for mind in doubting])} believes that it can't be done" if doubting else ""
    return Finding(
        Problem(
            "no-reason",
            f"'{action.name}' happens in no life: {always if never else 'those who have to agree never all have a reason'}",
            action.span,
            seen=f"possible in {counted(total, 'state')}, first as {survey.task.actions[act].name}{unsure}",
            hint=far.hint
            if far is not None
            else "let it bring somebody nearer to what they want, as far as they know and as far ahead as they think",
        ),
        survey.life(first),
        {
            "act": survey.task.actions[act].name,
            "possible": total,
            "lacking": {names[mind]: {"asked": asked[mind], "first": times} for mind, times in sorted(first_to_lack.items())},
            "believes_impossible": [names[mind] for mind in doubting],
            "by_way_of": [] if far is None else list(far.way),
        },
        ("act", action.name),
        tuple(one for mind in lacking for one in asked_by(survey.definition.wants.get(names[mind], ()))),
    )


def _doubts(survey: Survey, number: int, act: int, mind: int) -> bool:
    engine = survey.atlas.world.engine
    return not engine.may_try(engine.belief(survey.atlas.state(number), mind), survey.task.act_of(act))
