"""The numbers that names get: symbols, minds, and which thing an argument stands for."""

from __future__ import annotations

from fabula.grounding.numbers import clamp
from fabula.grounding.variables import Variables
from fabula.model import ChoiceType, Definition, NumberType, Property, ThingType, TruthType
from fabula.task import NOBODY, UNKNOWN, Sort

Value = bool | int | str | None

#: a ground property: its name and the codes of its arguments
Key = tuple[str, tuple[int, ...]]


class Vocabulary:
    """Symbols are the things in order, then the values of enumerations; minds are numbered from 0 on their own.

    `sets`: whether what a mind has of a property is a set of values (`Task.sets`); `nobody`: the code of nobody and nothing,
    which is `?` where it is none."""

    def __init__(self, definition: Definition, sets: bool) -> None:
        self.definition = definition
        self.sets = sets
        self.nobody = NOBODY if sets else UNKNOWN
        self.variables = Variables()
        self.symbols: tuple[str, ...] = (*definition.things, *definition.choices)
        self.codes: dict[str, int] = {name: code for code, name in enumerate(self.symbols)}
        self.minds: tuple[str, ...] = tuple(thing.name for thing in definition.minds())
        self.mind_of: dict[int, int] = {self.codes[name]: number for number, name in enumerate(self.minds)}
        self.bodies: dict[int, int] = {
            self.codes[thing.name]: self.codes[thing.body] for thing in definition.things.values() if thing.body is not None
        }
        self._things: dict[str, tuple[int, ...]] = {}
        self._members: dict[str, frozenset[int]] = {}
        self._fits: dict[str, tuple[int, ...]] = {}
        self._standing: dict[str, dict[int, tuple[int, ...]]] = {}

    def things_of(self, kind: str) -> tuple[int, ...]:
        """The codes of all things of a kind, ascending."""
        things = self._things.get(kind)
        if things is None:
            things = self._things[kind] = tuple(self.codes[thing.name] for thing in self.definition.things_of(kind))
        return things

    def members(self, kind: str) -> frozenset[int]:
        members = self._members.get(kind)
        if members is None:
            members = self._members[kind] = frozenset(self.things_of(kind))
        return members

    def fitting(self, kind: str) -> tuple[int, ...]:
        """For each symbol what it means as an argument of a kind: itself, a will's body, or nothing (`UNKNOWN`)."""
        fits = self._fits.get(kind)
        if fits is None:
            members = self.members(kind)
            bodies = (code if code in members else self.bodies.get(code, UNKNOWN) for code in range(len(self.symbols)))
            fits = self._fits[kind] = tuple(code if code in members else UNKNOWN for code in bodies)
        return fits

    def standing_for(self, kind: str) -> dict[int, tuple[int, ...]]:
        """For each meaning of an argument of a kind the symbols that have it, ascending."""
        standing = self._standing.get(kind)
        if standing is None:
            gathered: dict[int, list[int]] = {}
            for code, meant in enumerate(self.fitting(kind)):
                gathered.setdefault(meant, []).append(code)
            standing = self._standing[kind] = {meant: tuple(codes) for meant, codes in gathered.items() if meant >= 0}
        return standing

    def domain(self, declared: Property) -> tuple[int, ...]:
        """The codes that a property of truths or symbols can have by its type, but for nobody, ascending."""
        match declared.type:
            case ThingType(kind):
                return self.things_of(kind)
            case ChoiceType(values):
                return tuple(sorted(self.codes[value] for value in values))
        return (0, 1) if sort_of(declared) is Sort.TRUTH else ()

    def all_values(self, declared: Property) -> tuple[int, ...]:
        """All codes that a property can have by its type, ascending; nobody is first."""
        match declared.type:
            case NumberType(int() as low, int() as high):
                return tuple(range(low, high + 1))
            case ThingType() | ChoiceType():
                return (self.nobody, *self.domain(declared))
        return self.domain(declared)

    def code(self, value: Value) -> int:
        """The code of a value. Raises `KeyError` for a name that no symbol has."""
        if value is None:
            return self.nobody
        return self.codes[value] if isinstance(value, str) else int(value)

    def nothing(self, declared: Property) -> int:
        """What a property of nobody is, and one of which nothing is said: no, the number nearest to 0, nobody."""
        match declared.type:
            case TruthType():
                return 0
            case NumberType(low, high) if self.sets:
                return clamp(0, low, high)
        return self.nobody

    def sort(self, name: str) -> Sort:
        """The sort of a property's values."""
        return sort_of(self.definition.properties[name])

    def key_name(self, key: Key) -> str:
        """As it is written: `at(Aeris)`, `hour`."""
        name, arguments = key
        return f"{name}({', '.join(self.symbols[code] for code in arguments)})" if arguments else name


def sort_of(declared: Property) -> Sort:
    if isinstance(declared.type, TruthType):
        return Sort.TRUTH
    return Sort.NUMBER if isinstance(declared.type, NumberType) else Sort.SYMBOL


def decoded(symbols: tuple[str, ...], sort: Sort, code: int) -> Value:
    """What a code stands for; None for nobody and for `?`."""
    if code == UNKNOWN or (code == NOBODY and sort is Sort.SYMBOL):
        return None
    if sort is Sort.TRUTH:
        return code == 1
    return code if sort is Sort.NUMBER else symbols[code]
