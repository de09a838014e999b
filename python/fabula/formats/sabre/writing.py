"""A task as the text of a problem file: the way back from `reading`.

Everything is written as it stands in the task, with things in place of variables: `action walk(Tom, Home, Market) {...}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from fabula.formats.sabre.naming import Names, unlike
from fabula.formats.sabre.phrases import Phrases, Unsayable
from fabula.problems import Problems
from fabula.task import (
    FALSE,
    NOBODY,
    TRUE,
    UNKNOWN,
    Action,
    Arithmetic,
    Choose,
    Condition,
    Constant,
    Expression,
    Fact,
    Limits,
    Sort,
    Task,
    Trigger,
)

_UNLIMITED = Limits(-1, -1)


def write(task: Task, problems: Problems) -> str | None:
    """The task as a problem file; None if the format can't say all of it, which is reported. What the format leaves to the
    search (limits, endings) is reported as left out."""
    before = len(problems.errors)
    writer = _Writer(task, problems)
    text = "".join(f"{line}\n" for line in writer.file())
    return None if len(problems.errors) > before else text


class _Writer:
    def __init__(self, task: Task, problems: Problems) -> None:
        self._task = task
        self._problems = problems
        names = Names(task.symbols)
        self._symbols = names.symbols
        fluents: dict[str, None] = {}
        self._fluents = [names.title(fluent.name, fluents) for fluent in task.fluents]
        events: dict[str, None] = {}
        named = [*(action.name for action in task.actions), *(trigger.name for trigger in task.triggers)]
        self._events = [names.title(name, events) for name in named]
        self._names = names
        self._say = Phrases(task.fluents, self._fluents, self._symbols, self._symbols, names.fresh)
        self._observer = unlike(self._symbols, "observer")

    def file(self) -> Iterator[str]:
        """The lines of the file."""
        self._check()
        yield f"// {' '.join(self._task.name.split())}"
        yield ""
        yield from self._things()
        body = list(self._body())
        yield from self._constants()
        yield ""
        yield from self._facts()
        yield from body

    def _body(self) -> Iterator[str]:
        for number, title in enumerate(self._events):
            yield ""
            acts = self._task.actions
            if number < len(acts):
                yield from self._action(title, acts[number])
            else:
                yield from self._trigger(title, self._task.triggers[number - len(acts)])
        yield ""
        yield from self._utilities()

    def _constants(self) -> Iterator[str]:
        """Properties that always have one value, each of which is compared as what is read."""
        for (sort, code), name in self._say.constants.items():
            yield f"property {name}() : {'number' if sort is Sort.NUMBER else 'entity'};"
            said = "?" if code == UNKNOWN else self._symbols[code] if sort is Sort.SYMBOL else str(code)
            yield f"{name}() = {said};"

    def _check(self) -> None:
        task = self._task
        if task.symbols[: len(task.characters)] != task.characters:
            self._unsayable("that characters come after other things", task.characters[0])
        for name, limits in zip(task.characters, task.limits, strict=True):
            if limits != _UNLIMITED:
                hint = f"give them to the search: {_some(limits.ahead)} acts ahead, {_some(limits.deep)} levels deep"
                self._problems.add("left-unsaid", f"the limits of {name} are not written", seen=name, hint=hint)
        known = _conditions(task.utility)
        for ending in task.endings:
            if ending.condition not in known:
                hint = f"'fate prefers {ending.name}' makes it something that the author wants"
                self._problems.add("left-unsaid", f"the ending '{ending.name}' is not written", seen=ending.name, hint=hint)

    def _unsayable(self, what: str, seen: str) -> None:
        self._problems.add("unsayable", f"a problem file can't say {what}, as '{seen}' needs it", seen=seen)

    # --- things and properties ---------------------------------------------------------------------------------------

    def _things(self) -> Iterator[str]:
        """Types, entities, properties. Each set of values that a fluent can have is a type."""
        task = self._task
        minds = frozenset(range(len(task.characters)))
        types: dict[frozenset[int], str] = {minds: "character", frozenset(range(len(task.symbols))): "entity"}
        kinds: list[str] = []
        for fluent, title in zip(task.fluents, self._fluents, strict=True):
            values = frozenset(code for code in fluent.domain if code != NOBODY)
            if fluent.sort is Sort.SYMBOL and values not in types:
                types[values] = self._names.fresh(f"{title.partition('(')[0]}_value")
                yield f"type {types[values]};"
            kinds.append({Sort.TRUTH: "boolean", Sort.NUMBER: "number"}.get(fluent.sort) or types[values])
        for code, name in enumerate(self._symbols):
            of = [kind for values, kind in types.items() if code in values and kind not in ("character", "entity")]
            yield f"entity {name} : {', '.join([*(['character'] if code in minds else []), *of]) or 'entity'};"
        yield ""
        for title, kind in zip(self._fluents, kinds, strict=True):
            yield f"property {title} : {kind};"

    def _facts(self) -> Iterator[str]:
        task = self._task
        said = {fact.fluent for fact in task.facts if not fact.path}
        for number, fluent in enumerate(task.fluents):
            # A number that can't be 0 begins with the bound that is next to it.
            start = max(fluent.low or 0, min(0, fluent.high or 0))
            if fluent.sort is Sort.NUMBER and start and number not in said:
                yield self._fact(Fact((), number, start))
        for fact in task.facts:
            if fact.others or fact.known or fact.among:
                self._unsayable("which of several values somebody takes to be possible", task.fluents[fact.fluent].name)
            elif fact.value != NOBODY or fact.path or task.fluents[fact.fluent].sort is not Sort.SYMBOL:
                yield self._fact(fact)

    def _fact(self, fact: Fact) -> str:
        return f"{self._say.place(fact.path, fact.fluent)} = {self._say.code(fact.fluent, fact.value)};"

    # --- events ------------------------------------------------------------------------------------------------------

    def _action(self, title: str, action: Action) -> Iterator[str]:
        if action.public is not None:
            felt = self._task.publics[action.public].name
            self._unsayable(f"that everybody feels a change of '{felt}', whoever sees the act", action.name)
        yield f"action {title} {{"
        yield from self._event(action)
        if action.consenting:
            yield f"\tconsenting: {', '.join(self._symbols[mind] for mind in action.consenting)};"
        if any(sees != TRUE for sees in action.observing):
            try:
                yield f"\tobserving({self._observer} : character): {self._observing(action.observing)};"
            except Unsayable as failed:
                self._unsayable(str(failed), action.name)
        yield "};"

    def _observing(self, observing: tuple[Condition, ...]) -> str:
        if len(set(observing)) == 1:
            return self._say.condition(observing[0])
        cases: dict[Condition, list[str]] = {}
        for mind, sees in enumerate(observing):
            if sees != FALSE:
                cases.setdefault(sees, []).append(f"{self._observer} == {self._symbols[mind]}")
        words = []
        for sees, observers in cases.items():
            who = " | ".join(observers)
            if sees != TRUE:
                who = f"({who if len(observers) == 1 else f'({who})'} & ({self._say.condition(sees)}))"
            words.append(who)
        return " | ".join(words)

    def _trigger(self, title: str, trigger: Trigger) -> Iterator[str]:
        yield f"trigger {title} {{"
        yield from self._event(trigger)
        yield "};"

    def _event(self, event: Action | Trigger) -> Iterator[str]:
        try:
            if event.precondition != TRUE:
                yield f"\tprecondition: {self._say.condition(event.precondition)};"
            yield f"\teffect: {' & '.join(map(self._say.effect, event.effects)) or 'True'};"
        except Unsayable as failed:
            self._unsayable(str(failed), event.name)

    # --- utilities ---------------------------------------------------------------------------------------------------

    def _utilities(self) -> Iterator[str]:
        wanted = [("", self._task.utility), *zip(self._symbols, self._task.utilities, strict=False)]
        for name, utility in wanted:
            if utility != Constant(0):
                try:
                    yield f"utility({name}): {self._say.number(utility)};"
                except Unsayable as failed:
                    self._unsayable(str(failed), f"the wants of {name or 'fate'}")


def _conditions(utility: Expression) -> set[Condition]:
    """What a utility asks."""
    conditions: set[Condition] = set()
    pending = {id(utility): utility}
    while pending:
        _, expression = pending.popitem()
        if isinstance(expression, Choose):
            conditions.add(expression.condition)
            pending |= {id(part): part for part in (expression.then, expression.otherwise)}
        elif isinstance(expression, Arithmetic):
            pending |= {id(part): part for part in (expression.left, expression.right)}
    return conditions


def _some(limit: int) -> str:
    return "any number of" if limit < 0 else str(limit)
