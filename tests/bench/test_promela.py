"""A ground task as a model for SPIN: both count the same states, where SPIN is; what a model can't say is refused."""

from __future__ import annotations

import shutil

import pytest
from bench.checkers import carriers, checked, drawn
from bench.promela import promela

from fabula.story import load, loads


def test_each_fluent_is_declared_and_each_act_is_a_step() -> None:
    task = loads(carriers(2), "carriers").ground.task
    model = promela(task)
    assert model.count("d_step") == len(task.actions) == 12
    assert model.count("bit f") + model.count("byte f") == len(task.fluents) == 10
    assert "byte f0 = 0;" in model


@pytest.mark.parametrize("text", ["ending over when Ann.room is 3\n", "Ann believes Ben.room is 1\n"])
def test_what_a_model_can_not_say_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a model has no minds, triggers or endings"):
        promela(loads(carriers(2) + text, "carriers").ground.task)


def test_the_flagship_is_no_model() -> None:
    with pytest.raises(ValueError, match="a model has no minds"):
        promela(load("the_ridge").ground.task)


def test_the_atlas_has_as_many_states_as_there_are() -> None:
    # A ball lies in one of four rooms or is carried by one of two; each carrier is in one of four rooms.
    assert drawn(loads(carriers(3), "carriers"))["states"] == 4 * 4 * 6**3


@pytest.mark.skipif(not (shutil.which("spin") and shutil.which("cc")), reason="there is no SPIN here")
def test_spin_counts_the_same_states() -> None:
    story = loads(carriers(3), "carriers")
    assert [row["states"] for row in checked(story, 3456)] == [3456, 3456]
