"""Who was mentioned, so that a pronoun can stand for them and for nobody else."""

from __future__ import annotations

from fabula.model import Thing

#: a teller who was not mentioned in so many sentences is no longer the first to come to mind
PATIENCE = 3


class References:
    """Who was mentioned in this sentence and in the two before it, in order. `teller` is always in mind."""

    def __init__(self, teller: str | None = None) -> None:
        self.teller = teller
        #: those of the sentence before that were named in a row with others, and those of this one
        self._row_before: list[Thing] = []
        self._row_now: list[Thing] = []
        self._teller: Thing | None = None
        #: so many sentences have ended since the teller was mentioned
        self._since_teller = 0
        self._earlier: list[Thing] = []
        self._before: list[Thing] = []
        self._now: list[Thing] = []

    def fork(self) -> References:
        """A memory of its own that begins with the same, for a sentence that may be told otherwise."""
        other = References(self.teller)
        other._row_before, other._row_now = list(self._row_before), list(self._row_now)
        other._teller, other._since_teller = self._teller, self._since_teller
        other._earlier, other._before, other._now = list(self._earlier), list(self._before), list(self._now)
        return other

    def mention(self, thing: Thing, in_row: bool = False) -> None:
        """`in_row`: together with others, as in "Cloud and Tifa"."""
        self._now.append(thing)
        if in_row:
            self._row_now.append(thing)
        if thing.name == self.teller:
            self._teller, self._since_teller = thing, 0

    def sentence(self) -> None:
        """A sentence has ended; one in which nobody was mentioned changes nothing."""
        if self._now:
            self._earlier, self._before, self._now = self._before, self._now, []
            self._row_before, self._row_now = self._row_now, []
            self._since_teller += 1

    def paragraph(self) -> None:
        """A paragraph has ended: everyone is named again."""
        self._earlier, self._before, self._now = [], [], []
        self._row_before, self._row_now = [], []

    def recent(self, thing: Thing) -> bool:
        """Whether it was mentioned in this sentence or the one before."""
        return thing in self._before or thing in self._now

    def in_mind(self, thing: Thing) -> bool:
        """Whether it is the teller, of whom it was told not long ago, and nobody in between could be meant as well: who is not
        named again in a new paragraph."""
        recent = thing == self._teller and self._since_teller <= PATIENCE
        return recent and not self._rival([*self._before, *self._now], thing)

    def unambiguous(self, thing: Thing, subject: bool, apart: Thing | None = None) -> bool:
        """Whether a pronoun can mean this thing and no other. Who opened the sentence before may open this one as well,
        though another was mentioned in it after. `apart`: who can't be meant, as they, of whom it was not told before, do it
        themselves: "Ann calls for her"."""
        if not self.recent(thing):
            return False
        apart = None if apart in self._before else apart
        earlier, before, now = ([one for one in part if one != apart] for part in (self._earlier, self._before, self._now))
        if thing not in now and (thing in self._row_before or (self._teller != apart and self._is_rival(thing))):
            return False
        if thing in now and not self._rival(now, thing):
            return True
        if all(other == thing or other.pronoun is not thing.pronoun for other in (*before, *now)):
            return thing in now or not self._rival(earlier, thing)
        return subject and not now and before[0] == thing and not self._rival(earlier, thing)

    def _is_rival(self, thing: Thing) -> bool:
        """Whether the teller could be meant as well: whose eyes it is told from is longer in a reader's mind than others."""
        teller = self._teller
        recent = self._since_teller <= PATIENCE
        return teller is not None and recent and teller != thing and teller.pronoun is thing.pronoun

    @staticmethod
    def _rival(mentioned: list[Thing], thing: Thing) -> bool:
        return any(other != thing and other.pronoun is thing.pronoun for other in mentioned)
