"""The texts of a story apart from the story: each by its id, for those who translate them, and put back in another language."""

from __future__ import annotations

from fabula.telling.texts.catalogue import Catalogue, Entry
from fabula.telling.texts.ids import StoryText, texts_of
from fabula.telling.texts.merging import Coverage, coverage, merged
from fabula.telling.texts.reading import read_catalogue
from fabula.telling.texts.translating import translated
from fabula.telling.texts.writing import as_po

__all__ = [
    "Catalogue",
    "Coverage",
    "Entry",
    "StoryText",
    "as_po",
    "coverage",
    "merged",
    "read_catalogue",
    "texts_of",
    "translated",
]
