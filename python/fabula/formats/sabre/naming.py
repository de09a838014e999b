"""Names for a problem file: as they are where the format can hold them, and otherwise something close to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

#: words that mean something to readers of problem files
RESERVED = frozenset(
    """type entity property action trigger utility believes if elseif else forall exists sum product precondition effect
    consenting observing True False boolean number character when nil goal""".split()
)

_STRANGE = re.compile(r"[\s(){}\[\],;:*/+\-&|!=<>?]+")
_HEAD = re.compile(r"([^(]+)\((.*)\)(.*)", re.DOTALL)
_CONSTANT = re.compile(r"True|False|-?[0-9]+")


class Names:
    """Names that are not in use yet; those of things stay the same wherever they occur."""

    def __init__(self, symbols: Sequence[str]) -> None:
        self._taken: dict[str, None] = {}
        self.symbols = tuple([self.fresh(symbol) for symbol in symbols])
        self._of = dict(zip(symbols, self.symbols, strict=True))
        self._titles: dict[str, None] = {}

    def fresh(self, wanted: str) -> str:
        """A name like the one that is wanted, that nothing else has."""
        plain = _plain(wanted)
        name, number = plain, 2
        while name in self._taken:
            name, number = f"{plain}{number}", number + 1
        self._taken[name] = None
        return name

    def title(self, wanted: str, taken: dict[str, None]) -> str:
        """The name of a fluent or an event, with its arguments, that is not in `taken` yet; enters it there."""
        title = self._title(wanted)
        name, bracket, arguments = title.partition("(")
        number = 2
        while title in taken:
            title, number = f"{name}{number}{bracket}{arguments}", number + 1
        taken[title] = None
        return title

    def _title(self, wanted: str) -> str:
        title = _HEAD.fullmatch(wanted)
        if title is None:
            return f"{_plain(wanted)}()"
        name, inner, rest = title.groups()
        arguments = [part.strip() for part in inner.split(",")] if inner.strip() else []
        if all(argument in self._of or _CONSTANT.fullmatch(argument) for argument in arguments):
            return f"{_plain(name + rest)}({', '.join(self._of.get(argument, argument) for argument in arguments)})"
        return f"{_plain(wanted)}()"


def _plain(wanted: str) -> str:
    """A word that can stand as a name."""
    word = _STRANGE.sub("_", wanted).strip("_") if _STRANGE.search(wanted) else wanted
    if not word[:1].isalpha():
        word = f"n{word}"
    return f"{word}_" if word in RESERVED else word


def unlike(names: Iterable[str], wanted: str) -> str:
    """A name that is none of those."""
    known = set(names)
    while wanted in known:
        wanted += "_"
    return wanted
