"""The words with which German joins what authors and the engine have said."""

from __future__ import annotations

from fabula.telling.languages.connectives import Connectives

CONNECTIVES = Connectives(
    then=("Und", "Und dann:", "Danach:"),
    again=("Und wieder:", "Noch einmal:"),
    once_more=" [sagen] es noch einmal.",
    later="Später:",
    joint="und",
    because="weil",
    though="obwohl",
    onward="weiter",
    back="zurück",
    there="dort",
    to="zu",
    at="bei",
    go="gehen",
    come="kommen",
    purpose="",
    states=frozenset("sein haben wissen glauben wollen können müssen sollen dürfen mögen werden".split()),
    speech=frozenset("sagen fragen flüstern rufen antworten schreien erwidern murmeln bitten wiederholen denken".split()),
    unended=(
        "Mehr [sehen] {who} davon nicht.",
        "Wie es weiterging, [erfahren] {who} nicht.",
        "Was daraus wurde, [sehen] {who} nie.",
    ),
    missing="Wohin {other} gegangen war, [wissen] {who} nicht.",
)
