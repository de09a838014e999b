"""`as "..."` in the block of an action."""

from __future__ import annotations

from tests.syntax.trees import read, tree_of

from fabula.syntax import tree

ACT = 'action tell(who, other)\n    by who\n    do: torn\n    as "[tell] {other}"\n'


def test_it_is_a_text_of_the_act() -> None:
    (found,) = tree_of(ACT).statements
    assert isinstance(found, tree.ActionDefinition)
    assert found.phrase is not None
    assert found.phrase.value == "[tell] {other}"


def test_a_second_one_is_reported() -> None:
    _, (found,) = read(ACT + '    as "[say]"\n')
    assert (found.code, found.message) == ("syntax", "an action has one 'as' and no second")
