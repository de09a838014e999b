"""Telling: a life as prose from a point of view, and the engine's own sentences about a story."""

from fabula.syntax.templates import Flaw, Template, parse_template
from fabula.telling.grammar import Person, Tense
from fabula.telling.narrate import NOBODY, Narrator, Paragraph, Passage, Telling, tell
from fabula.telling.phrasing import NOW, Phrases, phrases
from fabula.telling.voice import References, UnknownSlot, Voice, name_of, render
from fabula.telling.world import PlainView, StateView

__all__ = [
    "NOBODY",
    "NOW",
    "Flaw",
    "Narrator",
    "Paragraph",
    "Passage",
    "Person",
    "Phrases",
    "PlainView",
    "References",
    "StateView",
    "Telling",
    "Template",
    "Tense",
    "UnknownSlot",
    "Voice",
    "name_of",
    "parse_template",
    "phrases",
    "render",
    "tell",
]
