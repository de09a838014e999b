"""The languages that fabula can tell in. Each is a folder here, by its tag, and everything of it stands there: a third language
is a folder more and nothing else. Its package offers `REALISER`; it is imported when a story is told in it.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from fabula.model import USUAL_LANGUAGE
from fabula.telling.languages.realiser import Realiser

#: the tags of the languages
LANGUAGES: tuple[str, ...] = tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg))


def is_spoken(language: str) -> bool:
    """Whether fabula has words of its own in a language, given by its tag."""
    return _short(language) in LANGUAGES


def realiser_for(language: str) -> Realiser:
    """The realiser for a language tag such as `pt-BR`; that of the usual language where there is none."""
    return _realiser(_short(language) if is_spoken(language) else USUAL_LANGUAGE)


@cache
def _realiser(tag: str) -> Realiser:
    realiser: Realiser = importlib.import_module(f"{__name__}.{tag}").REALISER
    return realiser


def _short(language: str) -> str:
    return language.lower().replace("_", "-").split("-")[0]
