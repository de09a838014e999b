"""Which of an author's texts tells something: by whom it is for, by what the teller believes, by what was told before."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from fabula.model import Closeness, Says
from fabula.randomness import Random
from fabula.telling.world import Binding, StateView


class Chooser:
    """Chooses texts for one telling, and remembers which were used."""

    def __init__(self, random: Random, closeness: Closeness) -> None:
        self.random = random
        self.closeness = closeness
        self._used: dict[Says, int] = {}

    def fitting(self, says: tuple[Says, ...], view: StateView, binding: Binding) -> list[Says]:
        """The texts that the mind of a view can tell, by whom they are for and by what it believes. What is written for one
        mind speaks from within: from outside it is not told."""
        fitting: list[Says] = []
        for text in says:
            meant = None if text.teller is None else binding.get(text.teller, text.teller)
            if meant is not None and view.mind not in (meant if isinstance(meant, tuple) else (meant,)):
                continue
            if meant is not None and self.closeness is Closeness.SEEN:
                continue
            if text.condition is None or all(view.holds(text.condition, each) for each in single(binding)):
                fitting.append(text)
        return fitting

    def choose(self, texts: list[Says]) -> Says:
        """A text that was used least in this life; while there are new ones, of those the ones made for this case. Once all
        have been used it is the other way round: what was made for one case does not bear to be heard again."""
        fewest = min(self._used.get(text, 0) for text in texts)
        fresh = [text for text in texts if self._used.get(text, 0) == fewest or fewest > 0]
        closest = (min if fewest else max)(_closeness(text) for text in fresh)
        chosen = self.random.choice([text for text in fresh if _closeness(text) == closest])
        self._used[chosen] = self._used.get(chosen, 0) + 1
        return chosen

    def were_used(self, texts: tuple[Says, ...]) -> bool:
        """Whether there are texts, and each of them was told."""
        return bool(texts) and all(text in self._used for text in texts)


def is_generic(says: Says) -> bool:
    """Whether a text is for everybody and at all times."""
    return says.teller is None and says.condition is None


def _closeness(says: Says) -> int:
    return 2 * (says.teller is not None) + (says.condition is not None)


def single(binding: Binding) -> list[Mapping[str, str]]:
    """The bindings that a binding with several things for a parameter stands for."""
    names = list(binding)
    choices = [bound if isinstance(bound, tuple) else (bound,) for bound in binding.values()]
    return [dict(zip(names, chosen, strict=True)) for chosen in itertools.product(*choices)]
