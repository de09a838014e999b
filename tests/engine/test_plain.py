"""Terms alone are written as they are, each part where it is used."""

from __future__ import annotations

import pytest

from fabula.engine.plain import condition_data, expression_data
from fabula.task import TRUE, AllOf, AnyOf, Arithmetic, Choose, Compare, Condition, Constant, Expression, Read

N = Read((1, 0), 2)
IS_ONE = Compare("==", N, Constant(1))
IS_ONE_WRITTEN = ["compare", "==", ["read", [1, 0], 2], ["constant", 1], False, False]


@pytest.mark.parametrize(
    ("term", "written"),
    [
        (Constant(1, (2, 3)), ["constant", 1, 2, 3]),
        (Arithmetic("+", N, Constant(1)), ["arithmetic", "+", ["read", [1, 0], 2], ["constant", 1]]),
        (Choose(IS_ONE, N, Constant(0)), ["choose", IS_ONE_WRITTEN, ["read", [1, 0], 2], ["constant", 0]]),
    ],
)
def test_an_expression_is_written(term: Expression, written: list[object]) -> None:
    assert expression_data(term) == written


@pytest.mark.parametrize(
    ("term", "written"),
    [
        (TRUE, ["all", []]),
        (IS_ONE, IS_ONE_WRITTEN),
        (
            Compare("known", N, Constant(0), denied=True),
            ["compare", "known", ["read", [1, 0], 2], ["constant", 0], False, True],
        ),
        (AnyOf((IS_ONE, AllOf((IS_ONE,)))), ["any", [IS_ONE_WRITTEN, ["all", [IS_ONE_WRITTEN]]]]),
    ],
)
def test_a_condition_is_written(term: Condition, written: list[object]) -> None:
    assert condition_data(term) == written
