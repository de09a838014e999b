"""The words with which the engine joins what authors and it itself have said; all of them stand here, for each language."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.telling.irregular import MODALS


@dataclass(frozen=True, slots=True)
class Connectives:
    """`then`: before a sentence that would be the third in a row to begin alike, at least three; `again`: before what was told
    before in the same words, of the same people; `later`: before what comes first after hours of which nothing is told. None
    of them changes the order of the words behind it. `once_more`: who says again what was quoted before; `onward` and `back`:
    how one goes on from one place to the next; `there`: at a place that was named just before. `unended`: how those end who do
    not learn how it ends (`{who}` is the teller); `missing`: the same of those who miss somebody, `{other}`.
    `to` and `at` stand before a place; who `go` to where the teller is, `come`."""

    then: tuple[str, ...]
    again: tuple[str, ...]
    once_more: str
    later: str
    joint: str
    because: str
    though: str
    onward: str
    back: str
    there: str
    to: str
    at: str
    go: str
    come: str
    #: what a gain begins with that can follow an act without "because"; "" where none can
    purpose: str
    #: verbs of those who do nothing
    states: frozenset[str]
    #: verbs that say that what stands in quotes was said
    speech: frozenset[str]
    unended: tuple[str, ...]
    missing: str


ENGLISH = Connectives(
    then=("Then", "And then", "After that"),
    again=("Again", "Once more"),
    once_more=" [say] it once more.",
    later="Later",
    joint="and",
    because="because",
    though="though",
    onward="on",
    back="back",
    there="there",
    to="to",
    at="at",
    go="go",
    come="come",
    purpose="to ",
    states=frozenset({"be", "have", "know", "believe", "want", *MODALS}),
    speech=frozenset("say ask whisper cry answer call shout reply murmur beg add repeat tell think".split()),
    unended=(
        "That [be] all that {who} [see] of it.",
        "How it [go] on, {who} [do] not learn.",
        "What [come] of it, {who} never [see].",
    ),
    missing="Where {other} [have] gone, {who} [do] not know.",
)
GERMAN = Connectives(
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
