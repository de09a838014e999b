"""Whatever stands in an argument, the native engine answers or raises an exception that says what is wrong: it never panics."""

from __future__ import annotations

import inspect
import itertools
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from tests.engine.test_core_border import counters

from fabula.engine import _native
from fabula.engine.plain import condition_data, expression_data
from fabula.task import TRUE, Read

TASK = json.dumps(counters(2, 2).data())
CONDITION = json.dumps(condition_data(TRUE))
EXPRESSION = json.dumps(expression_data(Read((), 0)))
#: what a number may be that is none of anything
NUMBERS = (-(1 << 63), -1, 0, 1, 99, (1 << 31) - 1, (1 << 63) - 1, 1 << 70)
COUNTS = (0, 1, 99, 1 << 63)
SECONDS = (-1.0, 0.0, float("nan"), float("inf"), 1e30)
TEXTS = ("", "{}", "[]", "null", '[["=="]]', '{"op": "nothing"}', "\x00")
LISTS: tuple[list[int], ...] = ([], [0, 0], *([number] for number in NUMBERS))
FACTS = ((), *((((), number, 1),) for number in NUMBERS), *((((number,), 0, number),) for number in NUMBERS), (((0, 0), 0, 1),))

#: by method, what is tried in the place of each argument, and what stands there otherwise
NODE = (NUMBERS, 0)
ACT, MIND, OWNER = NODE, NODE, ((None, *NUMBERS), None)
BUDGET = (COUNTS, 5)
METHODS: dict[str, tuple[tuple[tuple[Any, ...], Any], ...]] = {
    "bound": (((None, *SECONDS), None), ((None, *COUNTS), None)),
    "initial": (),
    "value": (NODE, NODE),
    "values": (NODE,),
    "taken": (NODE, NODE),
    "belief": (NODE, MIND),
    "possible": (NODE,),
    "is_possible": (NODE, ACT),
    "may_try": (NODE, ACT),
    "open_to": (NODE, MIND),
    "foresee_act": (NODE, ACT, MIND),
    "act": (NODE, ACT, OWNER),
    "revise": (NODE, MIND, (FACTS, ()), (FACTS, ())),
    "in_vain": (NODE, MIND, ((*TEXTS, "[]"), "[]")),
    "successors": (NODE,),
    "utility": (NODE, OWNER),
    "prepare": ((TEXTS, EXPRESSION),),
    "prepared_value": (NODE, NODE),
    "observes": (NODE, ACT, MIND),
    "ending": (NODE,),
    "plan": (NODE, ACT, MIND, BUDGET),
    "plan_in": (NODE, ACT, MIND, (NUMBERS, 2), (NUMBERS, 2), BUDGET),
    "explained": (NODE, BUDGET),
    "moves": (NODE, (LISTS, []), BUDGET),
    "untaught": (NODE, (LISTS, [])),
    "twin": (),
    "take_over": (((None, 3, "twin"), "twin"), NODE),
    "forget_reasons": (),
    "forget_states": (),
    "foresee": (NODE, (LISTS, []), (COUNTS, 9), (COUNTS, 99)),
    "left_out": (),
    "teach": (MIND, ACT, ((*TEXTS, "[]"), "[]")),
    "search": (NODE, (LISTS, [0]), (LISTS, []), (COUNTS, 50)),
    "find_plans": (
        (("", "find", "shortest", "all"), "find"),
        (NUMBERS, 1),
        (COUNTS, 3),
        (NUMBERS, 2),
        (COUNTS, 1),
        ((None, *SECONDS), 0.5),
        ((None, *COUNTS), None),
        ((None, "flag"), "flag"),
        ((None, 3, print), None),
    ),
    "count": (((0, 1, 99), 1), ((False, True), True)),
    "count_begin": (((False, True), True),),
    "count_on": ((SECONDS, 0.0),),
    "measure": ((SECONDS, 0.0),),
    "states": (),
    "bytes": (),
}
OF_ATLAS: dict[str, tuple[tuple[tuple[Any, ...], Any], ...]] = {
    "explore": (
        ((0, 1, 2), 1),
        (SECONDS, 1.0),
        ((None, *SECONDS), 5.0),
        ((None, *COUNTS), None),
        ((None, *COUNTS), None),
        (COUNTS, 0),
        ((None, "flag"), "flag"),
        ((None, 3), None),
    ),
    **dict.fromkeys(("size", "is_packed", "firsts", "acts", "targets", "endings", "levels", "tried", "lacking", "keep"), ()),
    "state": (NODE,),
    "number_of": (NODE,),
    "way": (NODE,),
    "holding": ((TEXTS, CONDITION),),
    "values": ((TEXTS, EXPRESSION),),
    "leading_to": ((LISTS, [0]),),
    "cycles": ((LISTS, []),),
    "bottlenecks": ((LISTS, [0]),),
    "pack": ((COUNTS, 0),),
    "unpack": (((b"", b"\x00" * 16, b"\xff" * 64, b"\x01" + b"\x00" * 63), b""),),
}


def _twin() -> _native.Native:
    """Another engine for the task, with a state."""
    twin = _native.Native(TASK, 1000)
    twin.initial()
    return twin


def asked(method: Callable[..., object], arguments: list[Any]) -> None:
    """Nothing but what an engine may raise comes of it: a panic is no `Exception`, and is let through."""
    made = {"flag": _native.Flag, "twin": _twin}
    given = [made[argument]() if isinstance(argument, str) and argument in made else argument for argument in arguments]
    with suppress(ValueError, TypeError, OverflowError, MemoryError, _native.NativeFault):
        method(*given)


def tried(places: tuple[tuple[tuple[Any, ...], Any], ...]) -> list[list[Any]]:
    """Each value in its place, all other places as usual; in the first three places all together."""
    usual = [value for _, value in places]
    one = [[*usual[:place], value, *usual[place + 1 :]] for place, (values, _) in enumerate(places) for value in values]
    together = [[*values, *usual[2:]] for values in itertools.product(*(values for values, _ in places[:2]))]
    return one + together


@pytest.mark.parametrize("name", METHODS)
def test_no_argument_makes_the_engine_panic(name: str) -> None:
    for arguments in tried(METHODS[name]):
        native = _native.Native(TASK, 1000)
        native.initial()
        asked(getattr(native, name), arguments)


@pytest.mark.parametrize("name", OF_ATLAS)
def test_no_argument_makes_the_atlas_panic(name: str) -> None:
    for arguments in tried(OF_ATLAS[name]):
        native = _native.Native(TASK, 1000)
        asked(getattr(_native.Atlas(native, TASK, []), name), arguments)


def test_every_method_is_tried() -> None:
    def public(thing: type) -> set[str]:
        return {name for name, _ in inspect.getmembers(thing) if not name.startswith("_")}

    assert public(_native.Native) == set(METHODS)
    assert public(_native.Atlas) == set(OF_ATLAS)


def test_what_an_engine_is_made_of_is_checked() -> None:
    for text, nodes in itertools.product((*TEXTS, TASK), COUNTS):
        asked(_native.Native, [text, nodes])
    native = _native.Native(TASK, 1000)
    for text, free in itertools.product((*TEXTS, TASK), LISTS):
        asked(_native.Atlas, [native, text, free])


@pytest.mark.parametrize("ending", [1, 99, -1, 1 << 70])
def test_an_ending_that_there_is_not_is_named(ending: int) -> None:
    native = _native.Native(TASK, 1000)
    with pytest.raises(ValueError, match=rf"there is no ending {ending}$|a number is out of range"):
        native.search(native.initial(), [ending], [], 0)
