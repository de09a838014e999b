"""The words that a finished page adds to those of the author, by the language of the story."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """`by`, `never`, `unknown` and `stopped` have slots in braces; what is counted is given for one and for several."""

    by: str
    note: str
    disclaimer: str
    content: str
    before: str
    contents: str
    cover: str
    story: str
    skip: str
    reasons: str
    #: what a reader can always choose to do
    wait: str
    missing: str
    after: str
    words: tuple[str, str]
    minutes: tuple[str, str]
    lives: tuple[str, str]
    states: tuple[str, str]
    #: there is no life with this ending; it is not known whether there is one; nobody waited for an answer
    never: str
    unknown: str
    stopped: str
    #: says to whom a file can't be shown, by an organisation of accessibility metadata, what it is like to read
    access: str


def counted(count: int, word: tuple[str, str]) -> str:
    return f"{count} {word[count != 1]}"


ENGLISH = Labels(
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
    never="{title}: there is no such life. All {states} of the story were looked at.",
    unknown="{title}: none was found in {states}, which proves nothing.",
    stopped="{title}: the search was stopped, which proves nothing.",
    access="Text only, in reading order, with headings and a table of contents.",
)
GERMAN = Labels(
    by="von {by}",
    note="Vorbemerkung",
    disclaimer="Disclaimer",
    content="Hinweise zum Inhalt",
    before="Vor der Geschichte",
    contents="Inhalt",
    cover="Titel",
    story="Geschichte",
    skip="Zur Geschichte",
    reasons="Gründe",
    wait="Warte und lass die anderen handeln",
    missing="Enden, zu denen kein Leben kam",
    after="Nachbemerkung",
    words=("Wort", "Wörter"),
    minutes=("Minute", "Minuten"),
    lives=("Leben", "Leben"),
    states=("Zustand", "Zuständen"),
    never="{title}: Ein solches Leben gibt es nicht; die Suche in {states} war vollständig.",
    unknown="{title}: In {states} wurde keines gefunden, was nichts beweist.",
    stopped="{title}: Die Suche wurde abgebrochen, was nichts beweist.",
    access="Nur Text, in der Reihenfolge des Lesens, mit Überschriften und Inhaltsverzeichnis.",
)
_BY_LANGUAGE = {"en": ENGLISH, "de": GERMAN}


def labels_for(language: str) -> Labels:
    """The words for a language tag, such as `de-AT`; English where we have none."""
    return _BY_LANGUAGE.get(language.lower().split("-")[0], ENGLISH)
