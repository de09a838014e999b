"""The meaning of the story's expressions and effects, read off the model directly, where every mind has one value of
everything: what grounding must keep."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from fabula.engine.evaluate import evaluate, truth, value_of, values_of
from fabula.engine.interface import State
from fabula.grounding import Ground
from fabula.grounding.numbers import clamp
from fabula.model import (
    Arithmetic,
    Assign,
    Believed,
    Comparison,
    Conditional,
    Effect,
    Expression,
    ForEach,
    Get,
    IsKind,
    Known,
    Knows,
    Literal,
    Logic,
    MayBe,
    Not,
    NumberType,
    OneOf,
    Opens,
    Quantified,
    TruthType,
    Type,
    Variable,
    When,
)
from fabula.task import Condition, Read, Several
from fabula.task import Expression as TaskExpression
from fabula.task import Value as Taken

Path = tuple[int, ...]
Value = bool | int | str | None


class World:
    """A valuation by chance of all fluents along all paths of belief: as an engine would offer it, and by names. `sets`: how
    often there are several values of one."""

    def __init__(self, ground: Ground, seed: int, sets: float = 0.0) -> None:
        self.ground = ground
        self._chance = random.Random(seed)
        self._sets = sets
        self._values: dict[tuple[Path, int], Taken] = {}
        self._paths: list[Path] = [()]

    def read(self, path: Path, fluent: int) -> Taken:
        known = self._values.get((path, fluent))
        if known is None:
            known = self._values[path, fluent] = self._any(fluent)
        return known

    def _any(self, number: int) -> Taken:
        possible = self.ground.task.fluents[number].possible()
        if self._chance.random() >= self._sets:
            return self._chance.choice(possible)
        return value_of(self._chance.sample(possible, self._chance.randint(1, len(possible))))

    def settled(self, seed: int) -> World:
        """A world in which one of the values of each set is the one."""
        found, chance = World(self.ground, seed), random.Random(seed)
        for place, value in self._values.items():
            found._values[place] = chance.choice(values_of(value))
        return found

    # as an engine: a state is a path
    def taken(self, state: State, fluent: int) -> Taken:
        return self.read(self._paths[state], fluent)

    def belief(self, state: State, character: int) -> State:
        path = inward(self._paths[state], character)
        if path not in self._paths:
            self._paths.append(path)
        return State(self._paths.index(path))

    def truth(self, condition: Condition) -> bool | None:
        return truth(self, State(0), condition)

    def holds(self, condition: Condition) -> bool:
        return self.truth(condition) is True

    def code(self, expression: TaskExpression) -> int:
        return evaluate(self, State(0), expression)

    # by names
    def property(self, path: Path, name: str, arguments: tuple[str, ...]) -> Value:
        fluent = self.ground.fluent(name, *arguments)
        if fluent is None:
            return self.ground.static(name, *arguments)
        value = self.read(path, fluent)
        assert not isinstance(value, Several)
        return self.ground.decode(fluent, value)


def inward(path: Path, mind: int) -> Path:
    return path if path and path[-1] == mind else (*path, mind)


def _order(operator: str, left: Value, right: Value) -> bool:
    if operator == "==":
        return left == right
    if operator == "!=":
        return left != right
    assert isinstance(left, int)
    assert isinstance(right, int)
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator]


class Meaning:
    """Evaluates in a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.story = world.ground.definition

    def truth(self, expression: Expression, bound: Mapping[str, str], path: Path = ()) -> bool:
        return bool(self.value(expression, bound, path))

    def value(self, expression: Expression, bound: Mapping[str, str], path: Path = ()) -> Value:
        match expression:
            case Literal(value):
                return value
            case Variable(name):
                return bound[name]
            case Get(name, arguments):
                return self.got(name, [self.value(argument, bound, path) for argument in arguments], path)
            case Believed(mind, content):
                who = self.value(mind, bound, path)
                number = self.world.ground.minds.get(str(who)) if who is not None else None
                return self._nothing(content) if number is None else self.value(content, bound, inward(path, number))
            case Not(operand):
                return not self.truth(operand, bound, path)
            case Logic(operator, parts):
                return (all if operator == "and" else any)(self.truth(part, bound, path) for part in parts)
            case Comparison(operator, left, right):
                return _order(operator, self.value(left, bound, path), self.value(right, bound, path))
            case OneOf(place, options):
                return self.value(place, bound, path) in [self.value(option, bound, path) for option in options]
            case Known():
                return True
            case MayBe(place, one):
                return self.value(place, bound, path) == self.value(one, bound, path)
            case Knows(mind, content):
                who = self.value(mind, bound, path)
                number = self.world.ground.minds.get(str(who)) if who is not None else None
                if number is None:
                    return False
                things = [self.value(argument, bound, path) for argument in content.arguments]
                there = self.got(content.property, things, inward(path, number))
                return there == self.got(content.property, things, path)
            case IsKind(operand, kind):
                found = self.value(operand, bound, path)
                return found in self.story.things and kind in self.story.kinds[self.story.things[str(found)].kind].ancestors
            case Arithmetic(operator, left, right):
                return self._calculated(operator, self.value(left, bound, path), self.value(right, bound, path))
            case Conditional(then, condition, otherwise):
                return self.value(then if self.truth(condition, bound, path) else otherwise, bound, path)
            case Quantified():
                return self._quantified(expression, bound, path)
        raise AssertionError

    def got(self, name: str, arguments: list[Value], path: Path) -> Value:
        declared = self.story.properties[name]
        fitted = []
        for kind, argument in zip(declared.kinds, arguments, strict=True):
            found = self.story.things.get(str(argument)) if argument is not None else None
            if found is not None and kind not in self.story.kinds[found.kind].ancestors and found.body is not None:
                found = self.story.things[found.body]
            if found is None or kind not in self.story.kinds[found.kind].ancestors:
                return self._of_nobody(declared.type)
            fitted.append(found.name)
        return self.world.property(path, name, tuple(fitted))

    @staticmethod
    def _of_nobody(kind: Type) -> Value:
        return False if isinstance(kind, TruthType) else 0 if isinstance(kind, NumberType) else None

    def _nothing(self, content: Expression) -> Value:
        while isinstance(content, Believed):
            content = content.content
        if isinstance(content, Get):
            return self._of_nobody(self.story.properties[content.property].type)
        if isinstance(content, Conditional):
            return self._nothing(content.then)
        if isinstance(content, Literal):
            return False if isinstance(content.value, bool) else 0 if isinstance(content.value, int) else None
        if isinstance(content, Variable):
            return None
        return 0 if isinstance(content, Arithmetic) or self._is_number(content) else False

    @staticmethod
    def _is_number(content: Expression) -> bool:
        return isinstance(content, Quantified) and content.word in ("count", "sum", "most", "least")

    def _calculated(self, operator: str, left: Value, right: Value) -> Value:
        assert isinstance(left, int)
        assert isinstance(right, int)
        calculate: dict[str, Callable[[int, int], int]] = {
            "+": lambda a, b: a + b,
            "-": lambda a, b: a - b,
            "*": lambda a, b: a * b,
            "min": min,
            "max": max,
        }
        return calculate[operator](left, right)

    def _meant(
        self, variable: Variable, where: Expression | None, bound: Mapping[str, str], path: Path
    ) -> list[dict[str, str]]:
        inner = [{**bound, variable.name: thing.name} for thing in self.story.things_of(variable.kind)]
        return [each for each in inner if where is None or self.truth(where, each, path)]

    def _quantified(self, expression: Quantified, bound: Mapping[str, str], path: Path) -> Value:
        word, body = expression.word, expression.body
        inner = self._meant(expression.variable, expression.where, bound, path)
        match word:
            case "every":
                return all(self.truth(body, each, path) for each in inner)
            case "some":
                return any(self.truth(body, each, path) for each in inner)
            case "no":
                return not any(self.truth(body, each, path) for each in inner)
            case "count":
                return sum(self.truth(body, each, path) for each in inner)
        values = [self.value(body, each, path) for each in inner]
        if word == "sum":
            return sum(int(value or 0) for value in values)
        if not values:
            return 0
        return (max if word == "most" else min)(int(value or 0) for value in values)

    # --- effects: target -> the values that it is given at once ------------------------------------------------------

    def effects(self, effects: tuple[Effect, ...], bound: Mapping[str, str]) -> dict[tuple[Path, int], set[int]]:
        given: dict[tuple[Path, int], set[int]] = {}
        steps: dict[tuple[Path, int], list[tuple[str, Value]]] = {}
        for assign, inner in self._fired(effects, bound):
            target = self._target(assign, inner)
            if target is None:
                continue
            value = self.value(assign.value, inner)
            itself = Read((), target[1])
            if not target[0] and assign.operator == "=" and self.world.ground.expression(assign.value, inner) == itself:
                # What takes the value that it has stays as it is, and contradicts nothing.
                continue
            if assign.operator == "=":
                given.setdefault(target, set()).add(self._clamped(target[1], value))
            else:
                steps.setdefault(target, []).append((assign.operator[0], value))
        for (path, fluent), each in steps.items():
            before = self.world.read(path, fluent)
            assert not isinstance(before, Several)
            result: Value = self.world.ground.decode(fluent, before)
            for operator, value in each:
                result = self._calculated(operator, result, value)
            given.setdefault((path, fluent), set()).add(self._clamped(fluent, result))
        # A value that is there already is no change.
        return {t: values for t, values in given.items() if values != {self.world.read(*t)}}

    def _fired(self, effects: tuple[Effect, ...], bound: Mapping[str, str]) -> list[tuple[Assign, Mapping[str, str]]]:
        found: list[tuple[Assign, Mapping[str, str]]] = []
        for effect in effects:
            match effect:
                case Assign():
                    found.append((effect, bound))
                case Opens():
                    raise AssertionError(effect)
                case When(condition, then, otherwise):
                    found += self._fired(then if self.truth(condition, bound) else otherwise, bound)
                case ForEach(variable, where, inner):
                    for each in self._meant(variable, where, bound, ()):
                        found += self._fired(inner, each)
        return found

    def _target(self, assign: Assign, bound: Mapping[str, str]) -> tuple[Path, int] | None:
        path: Path = ()
        for believer in assign.believers:
            who = self.value(believer, bound)
            if who is None or str(who) not in self.world.ground.minds:
                return None
            path = inward(path, self.world.ground.minds[str(who)])
        arguments = []
        for argument in assign.target.arguments:
            value = self.value(argument, bound)
            if value is None:
                return None
            arguments.append(str(value))
        fluent = self.world.ground.fluent(assign.target.property, *arguments)
        return None if fluent is None else (path, fluent)

    def _clamped(self, fluent: int, value: Value) -> int:
        name, _ = self.world.ground.property_of(fluent)
        kind = self.story.properties[name].type
        code = self.world.ground.code(value)
        return clamp(code, kind.low, kind.high) if isinstance(kind, NumberType) else code


def fired(world: World, number: int) -> dict[tuple[Path, int], set[int]]:
    """What a ground action of the task gives to each target."""
    given: dict[tuple[Path, int], set[int]] = {}
    for effect in world.ground.task.actions[number].effects:
        if world.holds(effect.condition):
            fluent = world.ground.task.fluents[effect.fluent]
            value = clamp(world.code(effect.value), fluent.low, fluent.high)
            given.setdefault((effect.path, effect.fluent), set()).add(value)
    return {target: values for target, values in given.items() if values != {world.code(Read(*target))}}
