"""Texts that never come up: in no life is there a moment at which a telling, from whosever eyes, could use them.

What is asked is what `telling` asks: by whom the text is for, what that mind believes, and whether it perceives the event at
all. Whether a telling then prefers another text that fits as well is not asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fabula.engine.evaluate import holds
from fabula.engine.interface import State
from fabula.findings.finding import Finding, is_own, none_of
from fabula.findings.survey import Survey
from fabula.grounding.ideas import taken_values
from fabula.model import Expression, Says
from fabula.problems import Problem
from fabula.syntax.templates import Branch, parse_template
from fabula.task import FALSE, TRUE, Condition, Value
from fabula.telling.content.discoveries import discoveries
from fabula.telling.content.insets import Occasion, asks, can_be_told, conditional, may_come, occasions, single
from fabula.telling.world import Binding as ToldOf
from fabula.telling.world import StateView, is_alive_in, is_generic

#: how many moments are looked at between two looks at the clock
OFTEN = 512
#: how many letters of a text are shown
SHOWN = 50

Binding = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of a life, for those who tell; nobody asks it for reasons."""

    action: int
    before: State
    after: State
    reasons: tuple[()] = ()


def of_texts(survey: Survey) -> Iterator[Finding]:
    """`unread-text`, of the author's own texts for what does happen. The atlas is complete."""
    views = _Views(survey)
    definition = survey.definition
    for says in definition.front.openings:
        if is_own(says.span) and not _opens(survey, views, says):
            yield from views.unread(says, "at the beginning")
    for schema in survey.instances:
        for says in definition.actions[schema].says if schema in survey.happening else ():
            if is_own(says.span) and not _tells_act(survey, views, schema, says):
                times = sum(len(survey.sources[act]) for act in survey.instances[schema])
                yield from views.unread(says, f"at {none_of(times, 'step')} with '{schema}'")
    yield from _of_triggers(survey, views)
    for number, ending in enumerate(survey.task.endings):
        states = [state for state, one in enumerate(survey.atlas.endings) if one == number and state > 0]
        for says in definition.endings[ending.name].says if states else ():
            if is_own(says.span) and not _tells_ending(survey, views, ending.name, states, says):
                where = f"in {none_of(len(states), 'state')} in which lives end with '{ending.name}'"
                yield from views.unread(says, where)


def _unread(says: Says, where: str, branch: Branch | None = None) -> Finding:
    """Of a text, or of an alternative in one that is told else."""
    text = " ".join((says.text if branch is None else _written(says.text, branch)).split())
    shown = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
    what = "a text" if branch is None else "an alternative in a text"
    who = "" if says.teller is None else f" by {says.teller}"
    return Finding(
        Problem(
            "unread-text",
            f'{what}{who} that no telling of any life comes to: "{shown}"',
            says.span,
            seen=f"it fits {where}",
            hint="ask whether its teller can be there and see it, and whether that mind then believes what 'if' asks for"
            + (", and knows what is to be worked out" if asks(says) else ""),
        ),
        evidence={"teller": says.teller, "where": where},
    )


def _written(text: str, branch: Branch) -> str:
    """An alternative as it stands in a text, with its condition."""
    depth, end = 0, branch.end
    while depth > 0 or text[end] not in "|}":
        depth += (text[end] == "{") - (text[end] == "}")
        end += 1
    return f"if {text[branch.position : end]}" if branch.condition else f"else: {text[branch.end : end]}"


def _conditional(says: Says) -> Iterator[Branch]:
    return conditional(parse_template(says.text).pieces)


class _Views:
    """What minds believe where, remembered: most moments are the same for most minds."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._conditions: dict[tuple[int, tuple[tuple[str, str], ...]], Condition] = {}
        self._held: dict[tuple[State, Condition], bool] = {}
        self._alive: dict[tuple[State, int], bool] = {}
        self._known: dict[tuple[State, int, tuple[tuple[str, str | tuple[str, ...]], ...]], bool] = {}
        #: the texts that are told, and where in each the alternatives stand that have not come up yet
        self._told: set[int] = set()
        self._waiting: dict[int, set[int]] = {}
        self._looks = 0

    def condition(self, expression: Expression | None, binding: Binding) -> Condition:
        if expression is None:
            return TRUE
        key = (id(expression), tuple(binding.items()))
        if key not in self._conditions:
            self._conditions[key] = self._survey.ground.condition(expression, binding)
        return self._conditions[key]

    def holds(self, state: State, mind: int | None, condition: Condition) -> bool:
        """Whether a condition holds in a mind, or (None) in the world."""
        self._looks += 1
        if self._looks % OFTEN == 0:
            self._survey.go_on()
        if condition in (TRUE, FALSE):
            return condition == TRUE
        engine = self._survey.atlas.world.engine
        here = state if mind is None else engine.belief(state, mind)
        key = (here, condition)
        if key not in self._held:
            self._held[key] = holds(engine, here, condition)
        return self._held[key]

    def tells(self, state: State, mind: int | None, says: Says, binding: ToldOf) -> bool:
        """Keep in mind that somebody is there to tell a text, of all of whose alternatives it asks whether they have come up by
        now. Not if it has a value that this mind does not know."""
        if asks(says) and not self._knows(state, mind, says, binding):
            return False
        self._told.add(id(says))
        waiting = self._waiting.setdefault(id(says), {branch.position for branch in _conditional(says)})
        if waiting:
            each = single(binding)
            waiting.difference_update(
                may_come(says, lambda asked: all(self.holds(state, mind, self.condition(asked, one)) for one in each))
            )
        return not waiting

    def unread(self, says: Says, where: str) -> Iterator[Finding]:
        """That a text is not told, or, where it is, each of its alternatives that is not."""
        if id(says) not in self._told:
            yield _unread(says, where)
            return
        within: set[int] = set()
        for branch in _conditional(says):
            if branch.position in self._waiting[id(says)] - within:
                # What stands in it is not told for the same cause.
                within |= {inner.position for inner in conditional(branch.pieces)}
                yield _unread(says, where, branch)

    def _knows(self, state: State, mind: int | None, says: Says, binding: ToldOf) -> bool:
        """Whether a mind knows the values in a text, some time that it is told."""
        survey = self._survey
        here = state if mind is None else survey.atlas.world.engine.belief(state, mind)
        key = (here, id(says), tuple(binding.items()))
        if key not in self._known:
            view = StateView(survey.atlas.world, state, None if mind is None else survey.task.characters[mind])
            self._known[key] = any(can_be_told(says, view, binding, Occasion(times)) for times in occasions(says))
        return self._known[key]

    def is_alive(self, state: State, mind: int | None) -> bool:
        if mind is None:
            return True
        key = (state, mind)
        if key not in self._alive:
            survey = self._survey
            self._alive[key] = is_alive_in(survey.atlas.world, state, survey.task.characters[mind])
        return self._alive[key]


def _minds(survey: Survey, says: Says, bindings: Iterable[Binding]) -> list[int | None]:
    """From whose eyes a text can be told: for everybody, from nobody's too. One that is for a parameter can be told by whoever
    takes that part in one of several events that are told as one."""
    minds = survey.ground.minds
    if says.teller is None:
        return [None, *minds.values()]
    names = dict.fromkeys(binding.get(says.teller, says.teller) for binding in bindings)
    return [minds[name] for name in names if name in minds]


def _opens(survey: Survey, views: _Views, says: Says) -> bool:
    condition = views.condition(says.condition, {})
    start = survey.atlas.state(0)
    return any(
        views.holds(start, mind, condition) and views.tells(start, mind, says, {}) for mind in _minds(survey, says, [{}])
    )


def _tells_act(survey: Survey, views: _Views, schema: str, says: Says) -> bool:
    if is_generic(says) and not says.in_vain and not asks(says):
        return True
    engine = survey.atlas.world.engine
    acts = [act for act in survey.instances[schema] if survey.sources[act] and says in survey.ground.says(act)]
    tellers = _minds(survey, says, [survey.ground.actions[act].binding for act in acts])
    for act in acts:
        binding = survey.ground.actions[act].binding
        condition = views.condition(says.condition, binding)
        for number in survey.sources[act] if condition != FALSE else ():
            state = survey.atlas.state(number)
            for mind in tellers:
                if not views.holds(state, mind, condition):
                    continue
                is_told = mind is None or (engine.observes(state, act, mind) and views.is_alive(state, mind))
                if is_told and views.tells(state, mind, says, binding):
                    return True
    return False


def _tells_ending(survey: Survey, views: _Views, name: str, states: list[int], says: Says) -> bool:
    """A text for everybody is told to those who live to know that it has come to this, and to nobody's eyes."""
    condition = views.condition(says.condition, {})
    ending = views.condition(survey.definition.endings[name].condition, {})
    for number in states:
        state = survey.atlas.state(number)
        for mind in _minds(survey, says, [{}]):
            if not views.holds(state, mind, condition):
                continue
            needs_to_know = mind is not None and says.teller is None
            if needs_to_know and not (views.is_alive(state, mind) and views.holds(state, mind, ending)):
                continue
            if views.tells(state, mind, says, {}):
                return True
    return False


# --- what is found out -------------------------------------------------------------------------------------------------


def _of_triggers(survey: Survey, views: _Views) -> Iterator[Finding]:
    """Texts of triggers, told where somebody finds something out. Only of triggers some text of which is told at all: the rest
    is no matter of texts."""
    waiting: dict[str, list[Says]] = {}
    for trigger in survey.definition.triggers.values():
        own = [says for says in trigger.says if is_own(says.span)]
        if own and any(one.schema == trigger.name for one in survey.ground.triggers):
            waiting[trigger.name] = own
    told: set[str] = set()
    for step in _discovering(survey, views, waiting):
        event, mind = step
        for found in discoveries(survey.atlas.world, event, None if mind is None else survey.task.characters[mind]):
            if found.schema not in waiting:
                continue
            told.add(found.schema)
            bindings = single(found.binding)
            for says in list(waiting[found.schema]):
                if says.teller is not None and mind not in _minds(survey, says, bindings):
                    continue
                if not all(views.holds(event.after, mind, views.condition(says.condition, each)) for each in bindings):
                    continue
                if views.tells(event.after, mind, says, found.binding):
                    waiting[found.schema].remove(says)
        if not any(waiting.values()):
            return
    for schema in sorted(told, key=list(waiting).index):
        for says in waiting[schema]:
            yield from views.unread(says, f"nowhere where somebody finds out what '{schema}' tells of")


def _discovering(survey: Survey, views: _Views, waiting: Mapping[str, list[Says]]) -> Iterator[tuple[_Step, int | None]]:
    """The steps of lives, each with whoever may find something out by it for which a text is still waiting."""
    engine = survey.atlas.world.engine
    effects: dict[str, frozenset[int]] = {
        schema: frozenset(
            effect.fluent
            for number, one in enumerate(survey.ground.triggers)
            if one.schema == schema
            for effect in survey.task.triggers[number].effects
        )
        for schema in waiting
    }
    bindings = {schema: [one.binding for one in survey.ground.triggers if one.schema == schema] for schema in waiting}
    tellers = {
        id(says): frozenset(_minds(survey, says, bindings[schema])) for schema, texts in waiting.items() for says in texts
    }
    rows: dict[State, tuple[Value, ...]] = {}

    def row(state: State) -> tuple[Value, ...]:
        if state not in rows:
            rows[state] = taken_values(engine, state)
        return rows[state]

    for step, (number, act, target) in enumerate(survey.edges()):
        if step % OFTEN == 0:
            survey.go_on()
        if act >= len(survey.task.actions):
            continue  # what is learned by an attempt in vain is told in other words
        before, after = survey.atlas.state(number), survey.atlas.state(target)
        for mind in (None, *survey.ground.minds.values()):
            inside = (before, after) if mind is None else (engine.belief(before, mind), engine.belief(after, mind))
            if inside[0] == inside[1]:
                continue
            old, new = row(inside[0]), row(inside[1])
            if any(
                any(mind in tellers[id(says)] for says in texts)
                and any(old[fluent] != new[fluent] for fluent in effects[schema])
                and _may_fit(survey, views, texts, bindings[schema], after, mind)
                for schema, texts in waiting.items()
            ):
                yield _Step(act, before, after), mind


def _may_fit(survey: Survey, views: _Views, texts: list[Says], bindings: list[Binding], after: State, mind: int | None) -> bool:
    """Whether one of the texts fits what a mind believes, for some of all the things that it could be about."""
    return any(
        says.condition is None or views.holds(after, mind, views.condition(says.condition, binding))
        for says in texts
        for binding in bindings
    )
