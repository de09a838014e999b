"""All names of a story and what they stand for; how a name that is not known is reported, and when it is passed over.

A name that is defined wrongly stays known as *poisoned* (`None` where its kind or type would be): what depends on it is
passed over in silence, since its own problem has been reported already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from fabula import model
from fabula.checker.typed import Typed, with_article
from fabula.problems import Problems, nearest
from fabula.source import Span
from fabula.syntax import tree

THING, MIND, CHARACTER, WILL = "thing", "mind", "character", "will"
BUILT_IN = (THING, MIND, CHARACTER, WILL)
#: which mind moves a body; the language's own property
HELD_BY = "held_by"


#: how a name that is like no other is defined
_DEFINED = {
    "unknown-name": "define it, as in 'place {name}', 'character {name}' or 'property {name}', or use one that is defined",
    "character": "write 'character {name}' at the top of the story, or use one that is defined",
    "unknown-ending": "write 'ending {name} when CONDITION', or use one that is defined",
    "bad-expectation": "write 'ending {name} when CONDITION', or use one that is defined",
    "text-unknown-name": "a slot names a parameter of its act, a thing or a property; for plain words leave the braces out",
    "unknown-kind": "write 'kind {name}' at the top of the story, or 'use' the module that has it",
    "unknown-property": "write 'property {name}(...)' at the top of the story, or 'use' the module that has it",
    "unknown-action": "write 'action {name}(...)' at the top of the story, or use one that is defined",
}


@dataclass(frozen=True, slots=True)
class ThingName:
    """A thing that a story defines. `kind` None: poisoned."""

    name: str
    kind: str | None
    body: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class PropertyName:
    """A property that a story defines. A kind of None is poisoned, and so is a type of None."""

    name: str
    kinds: tuple[str | None, ...]
    type: model.Type | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class RuleName:
    """A rule. `body` None: poisoned, or not checked yet (rules are checked in an order that leaves no gap).

    `uses`: how often each parameter stands in the body; `under_belief`: parameters that stand in what someone believes."""

    name: str
    parameters: tuple[model.Variable | None, ...]
    body: Typed | None
    uses: Mapping[str, int]
    under_belief: frozenset[str]
    span: Span


@dataclass(frozen=True, slots=True)
class ActionName:
    """The head of an action or a trigger. A parameter of None is poisoned."""

    name: str
    parameters: tuple[model.Variable | None, ...]
    span: Span


@dataclass(slots=True)
class Names:
    """The tables that the passes of the checker fill and read."""

    problems: Problems
    #: words that may be names all the same: they stand in lines that could not be read
    forgiven: frozenset[str] = frozenset()
    #: a used file is missing, so that a name may come from there
    incomplete: bool = False
    #: every word that is defined, and as what
    words: Mapping[str, str] = field(default_factory=dict)
    kinds: dict[str, model.Kind | None] = field(default_factory=dict)
    things: dict[str, ThingName] = field(default_factory=dict)
    properties: dict[str, PropertyName] = field(default_factory=dict)
    rules: dict[str, RuleName] = field(default_factory=dict)
    choices: dict[str, Span] = field(default_factory=dict)
    actions: dict[str, ActionName] = field(default_factory=dict)
    triggers: dict[str, ActionName] = field(default_factory=dict)
    endings: dict[str, Span] = field(default_factory=dict)
    scenes: dict[str, Span] = field(default_factory=dict)
    #: pairs of kinds that share a thing, filled when all things are known
    sharing: set[tuple[str, str]] = field(default_factory=set)
    #: nodes that rules have been expanded to so far
    expanded: int = 0
    #: whether anything refers to `held_by`
    held_by_used: bool = False

    # --- kinds -----------------------------------------------------------------------------------------------------

    def is_below(self, kind: str, ancestor: str) -> bool:
        """Whether each thing of the kind is also one of the ancestor."""
        known = self.kinds.get(kind)
        return known is not None and ancestor in known.ancestors

    def is_mind(self, kind: str) -> bool:
        return self.is_below(kind, MIND)

    def may_share(self, left: str, right: str) -> bool:
        """Whether a thing can be of both kinds: one is below the other, or some thing of the story is."""
        return self.is_below(left, right) or self.is_below(right, left) or (left, right) in self.sharing

    def bodies_are_below(self, kind: str, wanted: str) -> bool:
        """Whether whatever body a mind of the kind stands for is of the wanted kind."""
        if wanted == CHARACTER or self.is_below(CHARACTER, wanted):
            return self.is_mind(kind)
        wills = [thing for thing in self.things.values() if thing.kind is not None and self.is_below(thing.kind, kind)]
        for thing in wills:
            body = self.things.get(thing.body) if thing.body is not None else thing
            if body is None or body.kind is None:
                continue
            if not self.is_below(body.kind, wanted):
                return False
        return bool(wills)

    # --- what is not known -------------------------------------------------------------------------------------------

    def unknown(
        self, code: str, what: str, name: tree.Name, candidates: Iterable[str], hint: str = "", fallback: str = ""
    ) -> None:
        """Report that nothing of the given sort has the name, unless the name may stand in what could not be read.

        `hint` is for a name that is known as something else; `fallback` for one that is like no known name."""
        guess = nearest(name.text, candidates)
        if name.text in self.forgiven or (self.incomplete and not guess and not hint):
            return
        self.problems.add(
            code,
            f"no {what} is called '{name.text}'",
            name.span,
            expected=f"the name of {with_article(what)}",
            seen=name.text,
            hint=hint or guess or fallback or _DEFINED.get(what, _DEFINED.get(code, "")).format(name=name.text),
        )

    def duplicate(self, name: tree.Name, what: str, first: Span | None) -> None:
        """Report a second definition of a name."""
        self.problems.add(
            "duplicate-name",
            f"'{name.text}' is defined twice",
            name.span,
            expected="a name that is not in use",
            seen=f"{name.text}, which is {what} already",
            hint="give one of the two another name",
            notes=((first, "first defined here"),) if first is not None else (),
        )

    def kind(self, name: tree.Name, fallback: str = "") -> str | None:
        """The kind of that name; reports an unknown one. None if it is unknown or poisoned."""
        if name.text in self.kinds:
            return name.text if self.kinds[name.text] is not None else None
        known = self.words.get(name.text)
        hint = f"'{name.text}' is {with_article(known)}: a kind is wanted here" if known is not None else ""
        self.unknown("unknown-kind", "kind", name, self.kinds, hint, fallback)
        return None


def _nothing() -> Mapping[str, model.Variable | None]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Scope:
    """Names and the variables that can be used at a place. A variable of None is poisoned."""

    names: Names
    variables: Mapping[str, model.Variable | None] = field(default_factory=_nothing)

    @property
    def problems(self) -> Problems:
        return self.names.problems

    def bind(self, name: str, variable: model.Variable | None) -> Scope:
        """The scope with one more variable; an outer one of the same name is hidden."""
        return replace(self, variables=MappingProxyType({**self.variables, name: variable}))

    def known(self) -> list[str]:
        """All names that can stand for a value here, the nearest first."""
        names = self.names
        without_arguments = [name for name, known in names.properties.items() if not known.kinds]
        rules = [name for name, known in names.rules.items() if not known.parameters]
        return [*reversed(list(self.variables)), *names.things, *without_arguments, *rules, *names.choices]


def bind_parameter(scope: Scope, parameter: tree.Parameter, default: str | None) -> tuple[Scope, model.Variable | None]:
    """The scope with a parameter in it. Without a kind it has the default one, or (default None) that of its own name."""
    if parameter.kind is not None:
        kind = scope.names.kind(parameter.kind)
    elif default is not None:
        kind = default
    else:
        kind = scope.names.kind(parameter.name, f"say of which kind it is, as in '{parameter.name.text}: character'")
    variable = None if kind is None else model.Variable(parameter.name.text, kind, parameter.name.span)
    return scope.bind(parameter.name.text, variable), variable


def bind_parameters(
    scope: Scope, parameters: Iterable[tree.Parameter], default: str | None
) -> tuple[Scope, tuple[model.Variable | None, ...]]:
    """The scope with all parameters of a head; two of one name are reported."""
    seen: dict[str, Span] = {}
    variables: list[model.Variable | None] = []
    for parameter in parameters:
        if parameter.name.text in seen:
            scope.names.duplicate(parameter.name, "a parameter", seen[parameter.name.text])
        seen.setdefault(parameter.name.text, parameter.name.span)
        scope, variable = bind_parameter(scope, parameter, default)
        variables.append(variable)
    return scope, tuple(variables)
