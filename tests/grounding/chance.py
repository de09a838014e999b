"""Expressions and effects by chance, over a story with one property of each type."""

from __future__ import annotations

import random
from typing import cast

from tests.grounding.small import action, get, prop, put, story, thing, var

from fabula.model import (
    Action,
    Arithmetic,
    Assign,
    Believed,
    Comparison,
    Conditional,
    Definition,
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
    OneOf,
    Place,
    Quantified,
    Variable,
    When,
)

PEOPLE, PLACES, MOODS = ("Ann", "Bob", "Cid"), ("field", "wood"), ("calm", "angry")
PROPERTIES = (
    prop("at", "character", "place"),
    prop("friend", "character", "character"),
    prop("guest", "place", "mind"),
    prop("alive", "character", bool, True),
    prop("likes", "character character", bool),
    prop("strength", "character", (0, 3)),
    prop("hour", "", (0, 5)),
    prop("mood", "character", list(MOODS)),
    prop("path", "place place", bool),
    prop("worth", "place", (0, 9)),
    prop("held_by", "character", "mind"),
)


def setters() -> list[Action]:
    """Acts that give everything that is meant to vary any value."""
    x, y = var("x"), var("y")
    found = [
        action("go", [x, var("p", "place")], [put(get("at", x), var("p", "place"))]),
        action("befriend", [x, y], [put(get("friend", x), y)]),
        action("invite", [var("p", "place"), var("m", "mind")], [put(get("guest", var("p", "place")), var("m", "mind"))]),
        action("die", [x], [put(get("alive", x), False)]),
        action("like", [x, y], [put(get("likes", x, y))]),
        action("grow", [x], [put(get("strength", x), 1, operator="+=")]),
        action("wait", [], [put(get("hour"), 1, operator="+=")]),
    ]
    return found + [action(f"be_{mood}", [x], [put(get("mood", x), mood)]) for mood in MOODS]


def world(actions: list[Action]) -> Definition:
    """Three people, one with a second will, two places; `path` and `worth` never vary."""
    things = [*(thing(name, "character") for name in PEOPLE), thing("Jen", "will", "Cid")]
    things += [thing(name, "place") for name in PLACES]
    facts = [put(get("path", "field", "wood")), put(get("worth", "wood"), 3), put(get("at", "Ann"), "field")]
    facts.append(put(get("held_by", "Cid"), "Cid"))
    return story(things, PROPERTIES, [*setters(), *actions], facts=facts, choices=MOODS)


class Chance:
    """Makes well-typed expressions; `open` are the variables that may be used."""

    def __init__(self, seed: int, of_sets: bool = True) -> None:
        self._random = random.Random(seed)
        self._of_sets = of_sets
        self._names = 0

    def _pick(self, *options: str) -> str:
        return self._random.choice(options)

    def truth(self, depth: int, bound: tuple[Variable, ...] = ()) -> Expression:
        if depth <= 0:
            return self._pick_truth(bound)
        deeper = depth - 1
        ways = ("and", "or", "not", "thing", "number", "truth", "mind", "kind", "if", "every", "get", "mood", "one", "set")
        match self._pick(*ways):
            case "and" | "or" as operator:
                parts = tuple(self.truth(deeper, bound) for _ in range(self._random.randint(2, 3)))
                return Logic(operator, parts)
            case "not":
                return Not(self.truth(deeper, bound))
            case "thing":
                kind = self._pick("character", "place", "mind")
                sides = (self.thing(kind, deeper, bound), self.thing(kind, deeper, bound))
                return Comparison(self._pick("==", "!="), *sides)
            case "mood":
                sides = (self.mood(deeper, bound), self.mood(deeper, bound))
                return Comparison(self._pick("==", "!="), *sides)
            case "number":
                sides = (self.number(deeper, bound), self.number(deeper, bound))
                return Comparison(self._pick("==", "!=", "<", "<=", ">", ">="), *sides)
            case "truth":
                return Comparison(self._pick("==", "!="), self.truth(deeper, bound), self.truth(deeper, bound))
            case "mind":
                return Believed(self.thing("mind", deeper, bound), self.truth(deeper, bound))
            case "one":
                place, values = self._place(deeper, bound)
                return OneOf(place, tuple(self._random.sample(values, self._random.randint(1, len(values)))))
            case "set" if self._of_sets:
                place, values = self._place(deeper, bound)
                match self._pick("known", "may be", "knows"):
                    case "known":
                        return Known(place)
                    case "may be":
                        asked = self._kind_of(place)
                        if asked is not None and self._random.random() < 0.5:
                            return MayBe(place, self.thing(asked, deeper, bound))
                        return MayBe(place, self._random.choice(values))
                while isinstance(place, Believed):
                    place = cast(Place, place.content)
                return Knows(self.thing("mind", deeper, bound), place)
            case "kind":
                return IsKind(self.thing("mind", deeper, bound), self._pick("character", "will", "mind"))
            case "if":
                return Conditional(self.truth(deeper, bound), self.truth(deeper, bound), self.truth(deeper, bound))
            case "every":
                return self._quantified(self._pick("every", "some", "no"), deeper, bound)
        return self._pick_truth(bound, deeper)

    def _place(self, depth: int, bound: tuple[Variable, ...]) -> tuple[Place, list[Literal]]:
        """A property, in whoever's mind, and values that it could have."""
        if depth > 0 and self._random.random() < 0.3:
            place, values = self._place(depth - 1, bound)
            return Believed(self.thing("mind", depth - 1, bound), place), values
        someone = self.thing("mind", depth, bound)
        match self._pick("at", "friend", "mood", "strength", "alive"):
            case "at":
                return Get("at", (someone,)), [Literal(name) for name in (*PLACES, None)]
            case "friend":
                return Get("friend", (someone,)), [Literal(name) for name in (*PEOPLE, None)]
            case "mood":
                return Get("mood", (someone,)), [Literal(name) for name in (*MOODS, None)]
            case "strength":
                return Get("strength", (someone,)), [Literal(number) for number in range(4)]
        return Get("alive", (someone,)), [Literal(True), Literal(False)]

    @staticmethod
    def _kind_of(place: Place) -> str | None:
        """The kind of things that a property can be, in whoever's mind."""
        while isinstance(place, Believed):
            place = cast(Place, place.content)
        return {"at": "place", "friend": "character"}.get(place.property)

    def _pick_truth(self, bound: tuple[Variable, ...], depth: int = 0) -> Expression:
        match self._pick("alive", "likes", "path", "literal"):
            case "alive":
                return Get("alive", (self.thing("mind", depth, bound),))
            case "likes":
                return Get("likes", (self.thing("character", depth, bound), self.thing("mind", depth, bound)))
            case "path":
                return Get("path", (self.thing("place", depth, bound), self.thing("place", depth, bound)))
        return Literal(self._random.random() < 0.5)

    def _quantified(self, word: str, depth: int, bound: tuple[Variable, ...]) -> Quantified:
        self._names += 1
        variable = Variable(f"v{self._names}", self._pick("character", "place", "mind"))
        inner = (*bound, variable)
        where = self.truth(depth - 1, inner) if self._random.random() < 0.5 else None
        body = self.truth(depth, inner) if word in ("every", "some", "no", "count") else self.number(depth - 1, inner)
        return Quantified(word, variable, where, body)

    def thing(self, kind: str, depth: int, bound: tuple[Variable, ...]) -> Expression:
        fitting = [v for v in bound if v.kind == kind or (v.kind == "character" and kind == "mind")]
        if fitting and self._random.random() < 0.5:
            return self._random.choice(fitting)
        if depth > 0:
            deeper = depth - 1
            match self._pick("get", "get", "get", "mind", "if"):
                case "get" if kind == "place":
                    return Get("at", (self.thing("mind", deeper, bound),))
                case "get" if kind == "character":
                    return Get("friend", (self.thing("mind", deeper, bound),))
                case "get":
                    return Get("guest", (self.thing("place", deeper, bound),))
                case "mind":
                    return Believed(self.thing("mind", deeper, bound), self.thing(kind, deeper, bound))
                case "if":
                    sides = (self.thing(kind, deeper, bound), self.thing(kind, deeper, bound))
                    return Conditional(sides[0], self.truth(deeper, bound), sides[1])
        names = PLACES if kind == "place" else PEOPLE if kind == "character" else (*PEOPLE, "Jen")
        return Literal(None if self._random.random() < 0.1 else self._random.choice(names))

    def mood(self, depth: int, bound: tuple[Variable, ...]) -> Expression:
        if self._random.random() < 0.5:
            return Get("mood", (self.thing("mind", depth, bound),))
        return Literal(self._random.choice((*MOODS, None)))

    def number(self, depth: int, bound: tuple[Variable, ...]) -> Expression:
        if depth > 0:
            deeper = depth - 1
            match self._pick("get", "worth", "sum", "arithmetic", "mind", "if"):
                case "get":
                    return Get("strength", (self.thing("mind", deeper, bound),))
                case "worth":
                    return Get("worth", (self.thing("place", deeper, bound),))
                case "sum":
                    return self._quantified(self._pick("count", "sum", "most", "least"), deeper, bound)
                case "arithmetic":
                    sides = (self.number(deeper, bound), self.number(deeper, bound))
                    return Arithmetic(self._pick("+", "-", "*", "min", "max"), *sides)
                case "mind":
                    return Believed(self.thing("mind", deeper, bound), self.number(deeper, bound))
                case "if":
                    sides = (self.number(deeper, bound), self.number(deeper, bound))
                    return Conditional(sides[0], self.truth(deeper, bound), sides[1])
        return Get("hour", ()) if self._random.random() < 0.3 else Literal(self._random.randint(0, 4))

    def effect(self, depth: int, bound: tuple[Variable, ...] = ()) -> Effect:
        deeper = depth - 1
        if depth > 0 and self._random.random() < 0.4:
            inner = tuple(self.effect(deeper, bound) for _ in range(2))
            if self._random.random() < 0.5:
                return When(self.truth(deeper, bound), inner[:1], inner[1:])
            self._names += 1
            variable = Variable(f"v{self._names}", "character")
            where = self.truth(deeper, (*bound, variable)) if self._random.random() < 0.5 else None
            return ForEach(variable, where, (self.effect(deeper, (*bound, variable)),))
        believers = tuple(self.thing("mind", deeper, bound) for _ in range(self._random.choice((0, 0, 1, 2))))
        someone = self.thing("mind", deeper, bound)
        match self._pick("at", "friend", "alive", "strength", "strength", "hour", "mood", "held_by"):
            case "held_by":
                return Assign(believers, Get("held_by", (Literal("Cid"),)), "=", self.thing("mind", deeper, bound))
            case "at":
                return Assign(believers, Get("at", (someone,)), "=", self.thing("place", deeper, bound))
            case "friend":
                return Assign(believers, Get("friend", (someone,)), "=", self.thing("character", deeper, bound))
            case "alive":
                return Assign(believers, Get("alive", (someone,)), "=", self.truth(deeper, bound))
            case "mood":
                return Assign(believers, Get("mood", (someone,)), "=", self.mood(deeper, bound))
            case "hour":
                return Assign(believers, Get("hour", ()), self._pick("=", "+=", "-="), self.number(deeper, bound))
        return Assign(believers, Get("strength", (someone,)), self._pick("=", "+=", "-="), self.number(deeper, bound))
