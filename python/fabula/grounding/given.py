"""The ground of a definition whose task is there already: made from another format, and only spoken of by the definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fabula.grounding.compiler import Compiler, Path
from fabula.grounding.ground import Ground, GroundAction, GroundProperty, GroundTrigger, own_fluents
from fabula.grounding.sizes import Sizes
from fabula.grounding.steps import Capacity, Steps
from fabula.grounding.terms import Leaf, Terms
from fabula.grounding.vocabulary import Key, Value, Vocabulary
from fabula.model import Definition
from fabula.task import Task

#: whoever made the task has kept it within bounds
_AMPLE = Capacity(steps=1 << 40, parts=1 << 40, written=1 << 40)


def given(
    definition: Definition,
    task: Task,
    keys: Sequence[GroundProperty],
    statics: Mapping[GroundProperty, Value],
    actions: Sequence[GroundAction],
    triggers: Sequence[GroundTrigger],
) -> Ground:
    """The ground of `task`, as it is. `keys`, `actions` and `triggers` say of its fluents, actions and triggers, number for
    number, what they are called in the definition; `statics` holds what never varies. Raises `ValueError` where they do not
    fit."""
    vocabulary = Vocabulary(definition, task.sets)
    if vocabulary.symbols != task.symbols or vocabulary.minds != task.characters:
        raise ValueError("the things of the definition are not those of the task")
    if [len(keys), len(actions), len(triggers)] != [len(task.fluents), len(task.actions), len(task.triggers)]:
        raise ValueError("the definition speaks of more or of less than the task has")
    terms = Terms(Steps(_AMPLE), task.sets)
    for fluent in task.fluents:
        terms.add(fluent)
    fluents = {key: number for number, key in enumerate(keys)}
    return Ground(
        definition=definition,
        task=replace(task, own=own_fluents(definition, vocabulary.minds, keys)),
        actions=tuple(actions),
        triggers=tuple(triggers),
        fluents=fluents,
        statics=statics,
        symbols=dict(vocabulary.codes),
        minds={name: number for number, name in enumerate(vocabulary.minds)},
        _keys=tuple(keys),
        _compiler=Compiler(vocabulary, terms, _Given(vocabulary, terms, fluents, statics)),
        _sizes=Sizes(_AMPLE),
    )


class _Given:
    """What a ground property is in a task that is there already."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        terms: Terms,
        fluents: Mapping[GroundProperty, int],
        statics: Mapping[GroundProperty, Value],
    ) -> None:
        self._vocabulary = vocabulary
        self._terms = terms
        self._fluents = fluents
        self._statics = statics

    def __call__(self, path: Path, key: Key) -> Leaf:
        name = (key[0], tuple([self._vocabulary.symbols[code] for code in key[1]]))
        number = self._fluents.get(name)
        if number is not None:
            return self._terms.read(path, number)
        value = self._statics.get(name, self._vocabulary.definition.properties[key[0]].default)
        return self._terms.constant(self._vocabulary.code(value))
