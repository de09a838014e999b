"""Arguments of properties that are written as names, so that nothing has to be split into cases to know what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fabula.grounding.vocabulary import Vocabulary
from fabula.model import Get, Literal, Variable


class Arguments:
    """Remembers how the arguments of each property are written that is read or changed."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        #: by identity: a property, and for each argument the name of a variable, or "" and a code, with what codes mean there;
        #: none, where one of them is to be found out
        self._known: dict[int, tuple[Get, tuple[tuple[str, int, Sequence[int]], ...] | None]] = {}

    def written(self, target: Get, binding: Mapping[str, int]) -> tuple[int, ...] | None:
        """What the arguments are, where all are names and things of their kinds."""
        known = self._known.get(id(target))
        if known is None:
            known = self._known[id(target)] = target, self._names(target)
        if known[1] is None:
            return None
        codes = tuple([fits[binding[name] if name else code] for name, code, fits in known[1]])
        # Neither nobody nor what does not fit is a symbol.
        return codes if min(codes, default=0) >= 0 else None

    def _names(self, target: Get) -> tuple[tuple[str, int, Sequence[int]], ...] | None:
        vocabulary = self._vocabulary
        names: list[tuple[str, int, Sequence[int]]] = []
        kinds = vocabulary.definition.properties[target.property].kinds
        for kind, argument in zip(kinds, target.arguments, strict=True):
            if isinstance(argument, Variable):
                names.append((argument.name, 0, vocabulary.fitting(kind)))
            elif isinstance(argument, Literal) and isinstance(argument.value, str):
                names.append(("", vocabulary.code(argument.value), vocabulary.fitting(kind)))
            else:
                return None
        return tuple(names)
