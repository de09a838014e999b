"""A problem file as a story: a definition that says what its task says, so that it can be told, played and explained.

Every ground act becomes an action of its own, whose parameters can each stand for one thing only; every fluent becomes a
property of the things that it is about. What the author's utility asks for is the one ending.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from fabula.formats.sabre.reading import Reading
from fabula.formats.sabre.spoken import Spoken
from fabula.formats.sabre.wanting import Wanting
from fabula.formats.sabre.wording import WHEREABOUTS, display, parameter, parts_of, wording, words
from fabula.model import (
    Action,
    Definition,
    Ending,
    Front,
    Kind,
    Literal,
    NumberType,
    Observation,
    Pronoun,
    Property,
    Says,
    Thing,
    ThingType,
    Trigger,
    TruthType,
    Variable,
)
from fabula.problems import Problems
from fabula.source import Source, Span, place_of
from fabula.task import FALSE, TRUE, UNKNOWN, Compare, Condition, Constant, Fluent, Limits, Sort, Task
from fabula.task import Ending as TaskEnding

#: the ending of a story from a problem file
GOAL, GOAL_TITLE = "goal", "the author's goal"

#: how far characters think: like those of a story that says nothing of it
USUAL = Limits()

_THING, _CHARACTER, _PLACE = "thing", "character", "place"

GroundProperty = tuple[str, tuple[str, ...]]
Value = bool | int | str | None


@dataclass(frozen=True, slots=True)
class Told:
    """A definition and its task. `keys`: which ground property of the definition each fluent of the task is; `statics`: the
    values of those that never vary; `acts` and `events`: which things the parameters of each action and each trigger of the
    task stand for, and for actions who does it. Actions and triggers have their names in the task."""

    definition: Definition
    task: Task
    keys: tuple[GroundProperty, ...]
    statics: Mapping[GroundProperty, Value]
    acts: tuple[tuple[Mapping[str, str], tuple[str, ...]], ...]
    events: tuple[Mapping[str, str], ...]


def goal_above(task: Task, utility: int) -> Condition:
    """What the ending asks for: that the author's utility, which is `utility` at the start, has become better. It can't where
    it is always the same."""
    if isinstance(task.utility, Constant):
        return FALSE
    if utility == UNKNOWN:
        return Compare("!=", task.utility, Constant(UNKNOWN))
    return Compare(">=", task.utility, Constant(utility + 1))


def report_missing(task: Task, source: Source, problems: Problems) -> None:
    """Report what a problem file can do without and a story can't, or should not."""
    span = Span(source, 0, len(source.line(1)))
    if not task.characters:
        problems.add(
            "no-characters",
            "there is nobody in this problem",
            span,
            expected="at least one character",
            seen="none",
            hint="write 'entity NAME : character;'",
        )
    if isinstance(task.utility, Constant):
        problems.add(
            "no-ending",
            "the author's utility is always the same, so that a story of this problem has no ending",
            span,
            expected="a utility of the author's that acts can change",
            seen=str(task.utility.value) if task.utility.value != UNKNOWN else "?",
            hint="write 'utility() : EXPRESSION;'",
        )


def told(reading: Reading, source: Source, title: str, goal: Condition) -> Told:
    """The story of a problem file, with `goal` as its ending unless nothing can make that true."""
    endings = () if goal == FALSE else (TaskEnding(GOAL, goal),)
    return _Telling(replace(reading.task, endings=endings), reading.constants, source, reading.places).told(title)


class _Telling:
    def __init__(
        self, task: Task, constants: tuple[tuple[Fluent, int], ...], source: Source, places: Mapping[str, Span]
    ) -> None:
        self._task = task
        self._span = Span(source, 0, 0)
        self._stand = places
        self._characters = frozenset(task.characters)
        self._known = frozenset(task.symbols)
        names = _Names(self._known)
        self._keys = tuple(names.key(fluent) for fluent in task.fluents)
        self._constants = [(names.key(fluent), fluent, code) for fluent, code in constants]
        self._spoken = Spoken(task, self._keys)
        self._fluents: dict[str, list[tuple[tuple[str, ...], Fluent]]] = {}
        for fluent, (name, arguments) in zip(task.fluents, self._keys, strict=True):
            self._fluents.setdefault(name, []).append((arguments, fluent))
        for (name, arguments), fluent, _ in self._constants:
            self._fluents.setdefault(name, []).append((arguments, fluent))
        self._places = self._whereabouts()

    def told(self, title: str) -> Told:
        task, spoken = self._task, self._spoken
        wanting = Wanting(task, spoken)
        properties = {name: self._property(name) for name in self._fluents}
        actions, acts = self._actions()
        triggers, events = self._triggers()
        statics = {key: spoken.decoded(code, fluent.sort) for key, fluent, code in self._constants}
        definition = Definition(
            front=Front(title, place=place_of(self._span.source)),
            kinds=self._kinds(),
            things={name: self._thing(name) for name in task.symbols},
            choices=(),
            properties=properties,
            facts=tuple(spoken.fact(fact.path, fact.fluent, fact.value) for fact in task.facts),
            actions=actions,
            triggers=triggers,
            reactions=(),
            wants={name: wanting.wants(utility) for name, utility in zip(task.characters, task.utilities, strict=True)},
            fate_wants=wanting.wants(task.utility),
            endings={
                ending.name: Ending(ending.name, GOAL_TITLE, spoken.condition(ending.condition), (), self._span)
                for ending in task.endings
            },
            fate=(),
            expectations=(),
            ahead={name: limits.ahead for name, limits in zip(task.characters, task.limits, strict=True)},
            deep={name: limits.deep for name, limits in zip(task.characters, task.limits, strict=True)},
            stands=self._stand,
        )
        return Told(definition, task, self._keys, statics, acts, events)

    # --- kinds, things, properties -----------------------------------------------------------------------------------

    def _whereabouts(self) -> dict[str, None]:
        """The things that a character can be at."""
        return {
            self._task.symbols[code]: None
            for name, instances in self._fluents.items()
            if name in WHEREABOUTS
            for arguments, fluent in instances
            if fluent.sort is Sort.SYMBOL and arguments and arguments[0] in self._characters
            for code in fluent.domain
            if self._task.symbols[code] not in self._characters
        }

    def _kinds(self) -> dict[str, Kind]:
        """One for each thing, below those that say which properties it has and what it is."""
        asked: dict[str, dict[str, None]] = {name: {} for name in self._task.symbols}
        kinds = {
            _THING: Kind(_THING, (), frozenset({_THING}), _THING, self._span),
            "mind": Kind("mind", (_THING,), frozenset({"mind", _THING}), "mind"),
            _CHARACTER: Kind(_CHARACTER, ("mind",), frozenset({_CHARACTER, "mind", _THING}), _CHARACTER),
            _PLACE: Kind(_PLACE, (_THING,), frozenset({_PLACE, _THING}), _PLACE),
        }
        for name, instances in self._fluents.items():
            for arguments, _ in instances:
                for place, argument in enumerate(arguments):
                    kind = _asked_of(name, place)
                    asked[argument][kind] = None
                    kinds.setdefault(kind, Kind(kind, (_THING,), frozenset({kind, _THING}), ""))
        for name, above in asked.items():
            is_what = _CHARACTER if name in self._characters else _PLACE if name in self._places else _THING
            ancestors = kinds[is_what].ancestors | {_own(name), *above}
            kinds[_own(name)] = Kind(_own(name), (is_what, *above), ancestors, "")
        return kinds

    def _thing(self, name: str) -> Thing:
        mind = name in self._characters
        return Thing(name, _own(name), display(name), Pronoun.THEY if mind else Pronoun.IT, mind=mind)

    def _property(self, name: str) -> Property:
        instances = self._fluents[name]
        arguments, fluent = instances[0]
        kinds = tuple(_asked_of(name, place) for place in range(len(arguments)))
        phrase = "at" if name in WHEREABOUTS and fluent.sort is Sort.SYMBOL else words(name.split(" ")[0].partition("(")[0])
        if len(arguments) > 1 and fluent.sort is not Sort.TRUTH:
            # "Hank's trust as to Carl": the name does not say how the second thing belongs to the first.
            phrase += " as to"
        match fluent.sort:
            case Sort.TRUTH:
                return Property(name, kinds, TruthType(), False, phrase=phrase)
            case Sort.NUMBER:
                return Property(name, kinds, NumberType(), 0, phrase=phrase)
            case Sort.SYMBOL:
                values = {self._task.symbols[code] for _, each in instances for code in each.domain}
                return Property(name, kinds, ThingType(self._kind_of(name, values)), None, phrase=phrase)

    def _kind_of(self, name: str, values: set[str]) -> str:
        if name in WHEREABOUTS or (values and values <= self._places.keys()):
            return _PLACE
        return _CHARACTER if values and values <= self._characters else _THING

    # --- events ------------------------------------------------------------------------------------------------------

    def _actions(self) -> tuple[dict[str, Action], tuple[tuple[Mapping[str, str], tuple[str, ...]], ...]]:
        actions: dict[str, Action] = {}
        bound: list[tuple[Mapping[str, str], tuple[str, ...]]] = []
        for action in self._task.actions:
            name, arguments = parts_of(action.name)
            consenting = [self._task.characters[mind] for mind in action.consenting]
            doers = tuple(dict.fromkeys((*(each for each in arguments if each in consenting), *consenting)))
            said = wording(name, arguments, doers, self._characters, self._places, self._known)
            parameters = self._parameters(arguments)
            slots = {variable.kind: variable for variable in reversed(parameters)}
            seen_by_all = all(sees == TRUE for sees in action.observing)
            actions[action.name] = Action(
                said.name,
                parameters,
                tuple(slots.get(_own(doer), Literal(doer)) for doer in doers),
                self._spoken.condition(action.precondition),
                tuple(map(self._spoken.effect, action.effects)),
                () if seen_by_all else tuple(self._observations(action.observing)),
                seen_by_all,
                () if said.choice is None else (Says(said.choice),),
                () if said.says is None else (Says(said.says),),
            )
            bound.append((self._binding(arguments), doers))
        return actions, tuple(bound)

    def _triggers(self) -> tuple[dict[str, Trigger], tuple[Mapping[str, str], ...]]:
        triggers: dict[str, Trigger] = {}
        bound: list[Mapping[str, str]] = []
        for trigger in self._task.triggers:
            arguments = parts_of(trigger.name)[1]
            when, effects = self._spoken.condition(trigger.precondition), tuple(map(self._spoken.effect, trigger.effects))
            triggers[trigger.name] = Trigger(trigger.name, self._parameters(arguments), when, effects)
            bound.append(self._binding(arguments))
        return triggers, tuple(bound)

    def _parameters(self, arguments: Iterable[str]) -> tuple[Variable, ...]:
        return tuple(Variable(parameter(n), _own(each)) for n, each in enumerate(arguments) if each in self._known)

    def _binding(self, arguments: Iterable[str]) -> Mapping[str, str]:
        return {parameter(place): each for place, each in enumerate(arguments) if each in self._known}

    def _observations(self, observing: Iterable[Condition]) -> Iterator[Observation]:
        for name, sees in zip(self._task.characters, observing, strict=True):
            if sees != FALSE:
                yield Observation(Variable("observer", _own(name)), self._spoken.condition(sees))


class _Names:
    """What fluents are called as properties: those of one name are one property if their arguments are as many and their
    values of one sort."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        self._taken: dict[str, tuple[int, Sort]] = {}

    def key(self, fluent: Fluent) -> GroundProperty:
        name, arguments = parts_of(fluent.name)
        if not all(argument in self._known for argument in arguments):
            name, arguments = fluent.name, ()
        signature = (len(arguments), fluent.sort)
        while self._taken.setdefault(name, signature) != signature:
            # A blank can't be part of a name, so that this one is new.
            name += " +"
        return name, arguments


def _asked_of(name: str, place: int) -> str:
    """The kind of whatever a property can be asked of."""
    return f"what has {name} ({place + 1})"


def _own(name: str) -> str:
    """The kind of one thing alone."""
    return f"{name} alone"
