"""A checked story and what the engines make of it, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from fabula.grounding.compiler import Compiler
from fabula.grounding.failures import problem_of
from fabula.grounding.figures import BadNumber
from fabula.grounding.ideas import Idea, idea
from fabula.grounding.sizes import Sizes
from fabula.grounding.steps import StepsEnded
from fabula.grounding.vocabulary import Value, decoded
from fabula.model import Definition, NumberType, Says, TruthType, Type
from fabula.model import Expression as Spoken
from fabula.task import Condition, Expression, Sort, Task
from fabula.task import Value as Taken

#: a property and the things that it is asked of
GroundProperty = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class GroundAction:
    """`binding`: parameter -> thing; `doers`: the minds that must have a reason, in the order of `by`; `in_vain`: what was
    hoped for fails."""

    schema: str
    binding: Mapping[str, str]
    doers: tuple[str, ...]
    in_vain: bool = False


@dataclass(frozen=True, slots=True)
class GroundTrigger:
    """`binding`: parameter -> thing."""

    schema: str
    binding: Mapping[str, str]


def own_fluents(definition: Definition, minds: Sequence[str], keys: Sequence[GroundProperty]) -> tuple[tuple[int, ...], ...]:
    """For each mind the fluents that are about itself, or its body."""
    selves = [{name, definition.things[name].body or name} for name in minds]
    return tuple(tuple(n for n, (_, arguments) in enumerate(keys) if own & set(arguments[:1])) for own in selves)


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A story and its task. `actions` and `triggers` say what those of the task, number for number, are instances of.

    `fluents`: the number of each ground property that can vary. `statics`: the value of those that a fact or an effect speaks
    of and that yet never vary; what is in neither has its property's default for ever (`static` knows all).
    `symbols`: the code of each thing and of each value of an enumeration; `minds`: the number of each character.
    `scenes`: the conditions of the scenes that the author has marked, in the order of the text; the task knows nothing of them.
    """

    definition: Definition
    task: Task
    actions: Sequence[GroundAction]
    triggers: Sequence[GroundTrigger]
    fluents: Mapping[GroundProperty, int]
    statics: Mapping[GroundProperty, Value]
    symbols: Mapping[str, int]
    minds: Mapping[str, int]
    _keys: tuple[GroundProperty, ...] = field(repr=False)
    _compiler: Compiler = field(repr=False)
    _sizes: Sizes = field(repr=False)
    scenes: Mapping[str, Condition] = field(default_factory=lambda: MappingProxyType({}))

    def says(self, act: int) -> tuple[Says, ...]:
        """The author's texts for an act, or for that act in vain."""
        action = self.actions[act]
        return tuple(says for says in self.definition.actions[action.schema].says if says.in_vain == action.in_vain)

    def condition(self, expression: Spoken, binding: Mapping[str, str] | None = None) -> Condition:
        """A truth as a condition, with things for its variables. Raises `StoryProblems` if it can't be computed."""
        try:
            condition = self._compiler.condition(expression, self._codes(binding))
            self._sizes.check(condition)
        except (StepsEnded, BadNumber) as failed:
            raise problem_of(failed, expression.span) from None
        return condition

    def expression(self, expression: Spoken, binding: Mapping[str, str] | None = None) -> Expression:
        """Any expression, a truth as 1 or 0. Raises `StoryProblems` if it can't be computed."""
        try:
            value = self._compiler.value(expression, self._codes(binding), sort=Sort.SYMBOL)
            self._sizes.check(value)
        except (StepsEnded, BadNumber) as failed:
            raise problem_of(failed, expression.span) from None
        return value

    def _codes(self, binding: Mapping[str, str] | None) -> dict[str, int]:
        self._compiler.terms.steps.renew()
        return {name: self.symbols[thing] for name, thing in (binding or {}).items()}

    def code(self, value: Value) -> int:
        """The code of a value. Raises `KeyError` for a name that the story does not have."""
        return self._compiler.vocabulary.code(value)

    def decode(self, fluent: int, code: int) -> Value:
        """What the code of a fluent's value stands for; None for nobody and for `?`."""
        return decoded(self.task.symbols, self.task.fluents[fluent].sort, code)

    def meant(self, kind: Type, code: int) -> Value:
        """What the code of a value of a type stands for; None for nobody and for `?`."""
        sort = Sort.NUMBER if isinstance(kind, NumberType) else Sort.TRUTH if isinstance(kind, TruthType) else Sort.SYMBOL
        return decoded(self.task.symbols, sort, code)

    def idea(self, fluent: int, taken: Taken) -> Idea:
        """What a mind takes a fluent to be, of which it has `taken` (`Engine.taken`): one value, several, or any."""
        return idea(self.task.symbols, self.task.fluents[fluent], taken)

    def property_of(self, fluent: int) -> GroundProperty:
        """The property and the arguments of a fluent."""
        return self._keys[fluent]

    def fluent(self, name: str, *arguments: str) -> int | None:
        """The number of a ground property, or None if it never varies; a will stands for its body where that is meant."""
        return self.fluents.get(self._fitted(name, arguments))

    def static(self, name: str, *arguments: str) -> Value:
        """The value of a ground property that never varies. Raises `KeyError` for one that does."""
        key = self._fitted(name, arguments)
        if key in self.fluents:
            raise KeyError(key)
        if key in self.statics:
            return self.statics[key]
        vocabulary, declared = self._compiler.vocabulary, self.definition.properties[name]
        if declared.default is not None or not self.task.sets:
            return declared.default
        return decoded(self.task.symbols, vocabulary.sort(name), vocabulary.nothing(declared))

    def place(self, name: str, *arguments: str) -> GroundProperty:
        """A ground property by its key; a will stands for its body where that is meant."""
        return self._fitted(name, arguments)

    def _fitted(self, name: str, arguments: tuple[str, ...]) -> GroundProperty:
        vocabulary = self._compiler.vocabulary
        kinds = self.definition.properties[name].kinds
        codes = [vocabulary.fitting(kind)[self.symbols[a]] for kind, a in zip(kinds, arguments, strict=True)]
        names = [a if code < 0 else self.task.symbols[code] for code, a in zip(codes, arguments, strict=True)]
        return name, tuple(names)
