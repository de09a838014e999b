"""Which of an author's texts tells something: by whom it is for, by what the teller believes, by what was told before."""

from __future__ import annotations

from fabula.model import Closeness, Says
from fabula.randomness import Random
from fabula.telling.content.insets import FIRST, Occasion, can_be_told, decided, single
from fabula.telling.world import Binding, StateView


class Chooser:
    """Chooses texts for one telling, and remembers which were used."""

    def __init__(self, random: Random, closeness: Closeness) -> None:
        self.random = random
        self.closeness = closeness
        self._seed = random.state
        self._used: dict[Says, int] = {}

    def fitting(self, says: tuple[Says, ...], view: StateView, binding: Binding) -> list[Says]:
        """The texts that the mind of a view can tell, by whom they are for and by what it believes. What is written for one
        mind speaks from within: from outside it is not told."""
        fitting: list[Says] = []
        for text in says:
            if text.teller is not None and self.closeness is Closeness.SEEN:
                continue
            if _is_meant(text, view, binding) and _fits(text, view, binding, self.occasion(text)):
                fitting.append(text)
        return fitting

    def choose(self, texts: list[Says]) -> Says:
        """A text that was used least in this life; while there are new ones, of those the ones made for this case. Once all
        have been used it is the other way round: what was made for one case does not bear to be heard again."""
        fewest = min(self._used.get(text, 0) for text in texts)
        fresh = [text for text in texts if self._used.get(text, 0) == fewest or fewest > 0]
        closest = (min if fewest else max)(_closeness(text) for text in fresh)
        return self.random.choice([text for text in fresh if _closeness(text) == closest])

    def occasion(self, text: Says) -> Occasion:
        """How often a text was used before."""
        return Occasion(self._used.get(text, 0), self._seed)

    def told(self, text: Says) -> Occasion:
        """How often a text had been used before it was told just now; that it is told is kept in mind."""
        occasion = self.occasion(text)
        self._used[text] = occasion.times + 1
        return occasion

    def were_used(self, texts: tuple[Says, ...]) -> bool:
        """Whether there are texts, and each of them was told."""
        return bool(texts) and all(text in self._used for text in texts)


def _closeness(says: Says) -> int:
    return 2 * (says.teller is not None) + (says.condition is not None)


def offered(choices: tuple[Says, ...], view: StateView, binding: Binding, occasion: Occasion = FIRST) -> Says | None:
    """By which of its texts an act is offered to the mind of a view: the one that was made most closely for the case; several
    that were take turns."""
    fitting = [one for one in choices if _is_meant(one, view, binding) and _fits(one, view, binding, occasion)]
    fitting = [one for one in fitting if decided(one, view, binding, occasion)]
    closest = max(map(_closeness, fitting), default=0)
    alike = [one for one in fitting if _closeness(one) == closest]
    return alike[occasion.times % len(alike)] if alike else None


def _is_meant(text: Says, view: StateView, binding: Binding) -> bool:
    """Whether the mind of a view is the one that a text is for, if it is for one."""
    meant = None if text.teller is None else binding.get(text.teller, text.teller)
    return meant is None or view.mind in (meant if isinstance(meant, tuple) else (meant,))


def _fits(text: Says, view: StateView, binding: Binding, occasion: Occasion) -> bool:
    """Whether a text can be told by what the mind of a view believes and knows."""
    if text.condition is not None and not all(view.holds(text.condition, each) for each in single(binding)):
        return False
    return can_be_told(text, view, binding, occasion)
