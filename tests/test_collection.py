"""Garbage is collected again after what is made without."""

from __future__ import annotations

import gc

import pytest

from fabula.collection import without_collection
from fabula.problems import StoryProblems
from fabula.story import loads


def test_nothing_is_collected_meanwhile() -> None:
    with without_collection():
        assert not gc.isenabled()
        with without_collection():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_who_collects_nothing_goes_on_so() -> None:
    gc.disable()
    try:
        with without_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_story_that_is_refused_leaves_it_as_it_was() -> None:
    too_many = 'story "Circle"\nproperty next(character): character\ncharacter Ann, she\n' + "".join(
        f"character c{number}, they\n" for number in range(40)
    )
    far = "Ann" + ".next" * 12
    turn = "action turn(a: character, b: character)\n    by a\n    do: a.next = b\n"
    with pytest.raises(StoryProblems):
        loads(f"{too_many}{turn}ending end\n    when {far} is Ann\n")
    assert gc.isenabled()
