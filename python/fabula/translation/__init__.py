"""The texts of a story apart from the story: each by its id, for those who translate them, and put back in another language."""

from __future__ import annotations

from fabula.translation.catalogue import Catalogue, Entry
from fabula.translation.ids import StoryText, texts_of
from fabula.translation.merging import Coverage, coverage, merged
from fabula.translation.reading import read_catalogue
from fabula.translation.translating import translated
from fabula.translation.writing import as_po

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
