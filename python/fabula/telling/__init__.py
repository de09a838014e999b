"""Telling: a life as prose from a point of view, and the engine's own sentences about a story."""

from fabula.model import ActPattern, Closeness, Teller
from fabula.syntax.templates import Flaw, Template, parse_template
from fabula.telling.content.focalization import NOBODY, flaws, from_eyes, pattern
from fabula.telling.content.foreshadowing import Foretold
from fabula.telling.content.recollection import Remembered
from fabula.telling.languages.asides import Foreseen
from fabula.telling.languages.grammar import Person, Tense
from fabula.telling.narrate import Storyteller, Telling, tell
from fabula.telling.wording.paragraphs import Paragraph, Passage
from fabula.telling.wording.phrases import NOW, Phrases, phrases
from fabula.telling.wording.references import References
from fabula.telling.wording.trace import Found, Held, Named, Trace, Wanted
from fabula.telling.wording.voice import UnknownSlot, Voice, name_of, render
from fabula.telling.world import PlainView, StateView

__all__ = [
    "NOBODY",
    "NOW",
    "ActPattern",
    "Closeness",
    "Flaw",
    "Foreseen",
    "Foretold",
    "Found",
    "Held",
    "Named",
    "Paragraph",
    "Passage",
    "Person",
    "Phrases",
    "PlainView",
    "References",
    "Remembered",
    "StateView",
    "Storyteller",
    "Teller",
    "Telling",
    "Template",
    "Tense",
    "Trace",
    "UnknownSlot",
    "Voice",
    "Wanted",
    "flaws",
    "from_eyes",
    "name_of",
    "parse_template",
    "pattern",
    "phrases",
    "render",
    "tell",
]
