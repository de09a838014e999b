"""The words around a page in German."""

from __future__ import annotations

from fabula.telling.languages.labels import Labels

LABELS = Labels(
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
    proven="{title}: Ein solches Leben gibt es nicht; das ist bewiesen.",
    never="{title}: Ein solches Leben gibt es nicht; die Suche in {states} war vollständig.",
    unknown="{title}: In {states} wurde keines gefunden, was nichts beweist.",
    stopped="{title}: Die Suche wurde abgebrochen, was nichts beweist.",
    access="Nur Text, in der Reihenfolge des Lesens, mit Überschriften und Inhaltsverzeichnis.",
)
