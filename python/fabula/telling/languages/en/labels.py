"""The words around a page in English."""

from __future__ import annotations

from fabula.telling.languages.labels import Labels

LABELS = Labels(
    by="by {by}",
    note="Note",
    disclaimer="Disclaimer",
    content="Content notes",
    before="Before the story",
    contents="Contents",
    cover="Cover",
    story="Story",
    skip="Skip to the story",
    reasons="Reasons",
    wait="Wait, and let the others act",
    missing="Endings that no life came to",
    after="To the reader",
    words=("word", "words"),
    minutes=("minute", "minutes"),
    lives=("life", "lives"),
    states=("state", "states"),
    proven="{title}: there is no such life, which is proven.",
    never="{title}: there is no such life. All {states} of the story were looked at.",
    unknown="{title}: none was found in {states}, which proves nothing.",
    stopped="{title}: the search was stopped, which proves nothing.",
    access="Text only, in reading order, with headings and a table of contents.",
)
