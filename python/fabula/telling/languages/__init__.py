"""The languages that fabula can tell in. Each is a `Realiser`; which one a story is told in, its front says."""

from __future__ import annotations

from fabula.telling.languages.de import GERMAN
from fabula.telling.languages.en import ENGLISH
from fabula.telling.languages.realiser import Realiser

REALISERS: dict[str, Realiser] = {"en": ENGLISH, "de": GERMAN}


def is_spoken(language: str) -> bool:
    """Whether fabula has words of its own in a language, given by its tag."""
    return _short(language) in REALISERS


def realiser_for(language: str) -> Realiser:
    """The realiser for a language tag such as `de-AT`; English where there is none."""
    return REALISERS.get(_short(language), ENGLISH)


def _short(language: str) -> str:
    return language.lower().replace("_", "-").split("-")[0]
