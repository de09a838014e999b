"""Certificates: what a proof that something never happens rests on, as a file that anybody can check.

A certificate is data and nothing else: which task it is about, what is claimed, and the sets that the claim follows from.
Whether it does is for `checking` to say, which trusts nothing that stands here; reading one only makes sure that it has
its shape and is not larger than can be looked at.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from fabula.engine.plain import condition_data
from fabula.problems import Problem, StoryProblems
from fabula.proving.estimates import Among, listed
from fabula.task import LARGEST, UNKNOWN, AllOf, AnyOf, Arithmetic, Choose, Compare, Condition, Constant, Expression, Read, Task

FORMAT = "fabula certificate"
VERSION = 1
#: a certificate is no longer than so many bytes
LONGEST = 1 << 24
#: nothing that it claims is nested deeper
DEEPEST = 64
_ORDERS = ("==", "!=", "<", "<=", ">", ">=")
_OPERATORS = (*_ORDERS, "in", "known", "may be", "knows")


@dataclass(frozen=True, slots=True)
class Claim:
    """No life comes to an ending, by its name; or (`ending` None) passes a state in which a condition holds. In such
    lives nobody in `free` needs a reason."""

    ending: str | None
    condition: Condition | None
    free: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """The sum of some numbers is never below `least` or above `most`; None = there is no such bound."""

    fluents: tuple[int, ...]
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The `acts` that no life does since nobody can gain by them. `idle`: the facts that count for nobody. `witnesses`: (mind,
    fluent, trigger), the trigger tells the mind what the fluent is wherever it sees one of those acts."""

    acts: tuple[int, ...]
    idle: frozenset[int]
    witnesses: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Values of some fluents that are never left once they are come to. `passed`: by row a trigger that is sure to fire
    there, so that no life stays; `ended`: by row an ending that is sure there, so that no life goes on."""

    fluents: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...]
    passed: Mapping[int, int]
    ended: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Certificate:
    """That something never happens in the lives of a task, by its `digest`.

    `ranges`: what fluents never leave; those that are not in it may be anything. `states`: all lives were followed, to so
    many states, but not on from where `rows` say that it can't come any more; None: the rows hold the start, or there are
    none and the ranges are enough."""

    digest: str
    claim: Claim
    ranges: Mapping[int, Among]
    sums: tuple[Bound, ...] = ()
    left_out: LeftOut = LeftOut((), frozenset(), ())
    rows: Rows | None = None
    states: int | None = None

    def text(self) -> str:
        """As it stands in a file; the same certificate is the same text."""
        claim, out, rows = self.claim, self.left_out, self.rows
        data: dict[str, Any] = {
            "format": FORMAT,
            "version": VERSION,
            "task": self.digest,
            "never": {"ending": claim.ending} if claim.condition is None else {"condition": condition_data(claim.condition)},
            "free": list(claim.free),
            "ranges": [[number, _range_data(values)] for number, values in sorted(self.ranges.items())],
            "sums": [[list(bound.fluents), bound.least, bound.most] for bound in self.sums],
            "left_out": {
                "acts": list(out.acts),
                "idle": sorted(out.idle),
                "witnesses": [list(witness) for witness in out.witnesses],
            },
            "rows": None
            if rows is None
            else {
                "fluents": list(rows.fluents),
                "rows": [list(row) for row in rows.rows],
                "passed": [list(pair) for pair in sorted(rows.passed.items())],
                "ended": [list(pair) for pair in sorted(rows.ended.items())],
            },
            "states": self.states,
        }
        # A key on each line, so that one can look at it.
        lines = [f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in data.items()]
        return "{" + ",\n ".join(lines) + "}\n"


def digest_of(task: Task) -> str:
    """Which world it is. The same world is the same under any title, and in any language."""
    text = json.dumps({**task.data(), "name": ""}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _range_data(values: Among) -> list[Any]:
    if isinstance(values.numbers, range):
        return ["from", values.numbers.start, values.numbers.stop - 1, values.unknown]
    return ["of", *values.codes()]


def refuse(where: str, expected: str, seen: str) -> NoReturn:
    """The certificate does not prove what it claims."""
    message = f"this certificate proves nothing: what it says in {where!r} is not so"
    raise StoryProblems([Problem("refused-certificate", message, None, expected, seen)])


def certificate_from(text: str, name: str = "") -> Certificate:
    """The certificate in the text of the file `name`. Raises `StoryProblems`."""
    reader = _Reader(name)
    try:
        return reader.certificate(json.loads(text))
    except RecursionError:
        raise reader.wrong("the file", "a certificate", "what is nested too deep") from None
    except ValueError as error:
        raise reader.wrong("the file", "a certificate, written as JSON", str(error)) from None


class _Reader:
    """Reads the parts of a certificate, each of the shape that it has to have."""

    def __init__(self, name: str) -> None:
        self._name = name

    def wrong(self, where: str, expected: str, seen: object) -> StoryProblems:
        text = seen if isinstance(seen, str) else json.dumps(seen)
        short = text if len(text) <= 60 else f"{text[:57]}..."
        message = f"this is no certificate that can be read: {where} is wrong"
        return StoryProblems([Problem("bad-certificate", message, expected=expected, seen=short, hint=self._name)])

    def certificate(self, data: object) -> Certificate:
        """The whole of it. Raises `StoryProblems`."""
        whole = self._object("the file", data)
        if whole.get("format") != FORMAT:
            raise self.wrong("the file", f'"format": "{FORMAT}"', whole.get("format"))
        if whole.get("version") != VERSION:
            raise self.wrong("its version", str(VERSION), whole.get("version"))
        digest = whole.get("task")
        if not isinstance(digest, str):
            raise self.wrong("task", "the digest of a task", digest)
        rows = whole.get("rows")
        states = whole.get("states")
        return Certificate(
            digest,
            self._claim(whole),
            dict(self._range(item) for item in self._list("ranges", whole.get("ranges"))),
            tuple(self._bound(item) for item in self._list("sums", whole.get("sums"))),
            self._left_out(self._object("left_out", whole.get("left_out"))),
            None if rows is None else self._rows(self._object("rows", rows)),
            None if states is None else self._number("states", states),
        )

    # --- its parts ----------------------------------------------------------------------------------------------------

    def _claim(self, whole: dict[str, Any]) -> Claim:
        never = self._object("never", whole.get("never"))
        free = self._numbers("free", whole.get("free"))
        if set(never) == {"ending"} and isinstance(never["ending"], str):
            return Claim(never["ending"], None, free)
        if set(never) == {"condition"}:
            return Claim(None, self._condition(never["condition"], 0), free)
        raise self.wrong("never", "an ending, by its name, or a condition", never)

    def _range(self, data: object) -> tuple[int, Among]:
        match data:
            case [number, ["of", *values]]:
                return self._number("a fluent in ranges", number), listed(self._numbers("ranges", values))
            case [number, ["from", least, most, bool(unknown)]]:
                first, last = self._number("ranges", least), self._number("ranges", most)
                if -LARGEST <= first <= last <= LARGEST:
                    return self._number("a fluent in ranges", number), Among(range(first, last + 1), unknown)
        raise self.wrong("ranges", 'the number of a fluent, and ["of", values] or ["from", least, most, unknown]', data)

    def _bound(self, data: object) -> Bound:
        match data:
            case [fluents, least, most]:
                ends = [None if end is None else self._number("a bound of sums", end) for end in (least, most)]
                return Bound(self._numbers("sums", fluents), *ends)
        raise self.wrong("sums", "numbers of fluents, and the least and the greatest of their sum", data)

    def _left_out(self, data: dict[str, Any]) -> LeftOut:
        witnesses = [self._numbers("witnesses", item) for item in self._list("witnesses", data.get("witnesses"))]
        if any(len(witness) != 3 for witness in witnesses):
            raise self.wrong("witnesses", "a mind, a fluent and a trigger each", data.get("witnesses"))
        return LeftOut(
            self._numbers("acts", data.get("acts")),
            frozenset(self._numbers("idle", data.get("idle"))),
            tuple((mind, fluent, trigger) for mind, fluent, trigger in witnesses),
        )

    def _rows(self, data: dict[str, Any]) -> Rows:
        fluents = self._numbers("fluents", data.get("fluents"))
        rows = tuple(self._numbers("rows", row) for row in self._list("rows", data.get("rows")))
        wrong = next((row for row in rows if len(row) != len(fluents)), None)
        if wrong is not None:
            raise self.wrong("rows", f"{len(fluents)} values in each", list(wrong))
        return Rows(fluents, rows, self._by_row("passed", data, len(rows)), self._by_row("ended", data, len(rows)))

    def _by_row(self, key: str, data: dict[str, Any], rows: int) -> dict[int, int]:
        pairs = [self._numbers(key, pair) for pair in self._list(key, data.get(key))]
        wrong = next((pair for pair in pairs if len(pair) != 2 or not 0 <= pair[0] < rows), None)
        if wrong is not None:
            raise self.wrong(key, "the number of a row, and that of a trigger or an ending", list(wrong))
        return {pair[0]: pair[1] for pair in pairs}

    # --- plain data ---------------------------------------------------------------------------------------------------

    def _object(self, where: str, data: object) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise self.wrong(where, "an object", data)
        return data

    def _list(self, where: str, data: object) -> list[Any]:
        if not isinstance(data, list):
            raise self.wrong(where, "a list", data)
        return data

    def _numbers(self, where: str, data: object) -> tuple[int, ...]:
        return tuple(self._number(where, item) for item in self._list(where, data))

    def _number(self, where: str, data: object) -> int:
        # True is a number to Python.
        if type(data) is not int or not (data == UNKNOWN or abs(data) <= 2 * LARGEST):
            raise self.wrong(where, "a number", data)
        return data

    # --- conditions ---------------------------------------------------------------------------------------------------

    def _condition(self, data: object, depth: int) -> Condition:
        if depth <= DEEPEST:
            match data:
                case ["all", list(parts)]:
                    return AllOf(tuple(self._condition(part, depth + 1) for part in parts))
                case ["any", list(parts)]:
                    return AnyOf(tuple(self._condition(part, depth + 1) for part in parts))
                case ["compare", str(operator), left, right, bool(of_reads), bool(denied)] if operator in _OPERATORS:
                    sides = self._expression(left, depth + 1), self._expression(right, depth + 1)
                    if operator in _ORDERS or (isinstance(sides[0], Read) and isinstance(sides[1], Constant)):
                        return Compare(operator, *sides, of_reads, denied)
        raise self.wrong("never", f"a condition, nested no deeper than {DEEPEST}", data)

    def _expression(self, data: object, depth: int) -> Expression:
        if depth <= DEEPEST:
            match data:
                case ["constant", value, *others]:
                    return Constant(self._number("never", value), self._numbers("never", others))
                case ["read", path, fluent]:
                    return Read(self._numbers("never", path), self._number("never", fluent))
                case ["arithmetic", str(operator), left, right] if operator in ("+", "-", "*", "/", "min", "max"):
                    sides = self._expression(left, depth + 1), self._expression(right, depth + 1)
                    return Arithmetic(operator, *sides)
                case ["choose", condition, then, otherwise]:
                    ways = self._expression(then, depth + 1), self._expression(otherwise, depth + 1)
                    return Choose(self._condition(condition, depth + 1), *ways)
        raise self.wrong("never", f"a value, nested no deeper than {DEEPEST}", data)
