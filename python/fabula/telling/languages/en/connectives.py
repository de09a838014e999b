"""The words with which English joins what authors and the engine have said."""

from __future__ import annotations

from fabula.telling.languages.connectives import Connectives
from fabula.telling.languages.en.irregular import MODALS

CONNECTIVES = Connectives(
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
