"""The words of the language: those that can't be names, and those that a line can begin with."""

from __future__ import annotations

#: values that stand for themselves
TRUTHS = {"yes": True, "true": True, "True": True, "no": False, "false": False, "False": False}
UNKNOWNS = frozenset({"unknown", "nobody", "nothing", "nowhere", "none"})
#: `every s: soldier (...)`; `no` only where a name follows
QUANTIFIERS = frozenset({"every", "some", "no", "count", "sum", "most", "least"})
#: quantifiers that can do without a bracket: `count soldier where soldier.alive`
BARE_QUANTIFIERS = frozenset({"some", "no", "count"})

RESERVED = (
    frozenset("and or not is in if elif else for each where believes knows learns forgets hoping".split())
    | frozenset(
        "when do seen by says choice story use kind property rule action trigger wants ending scene fate expect telling".split()
    )
    | frozenset({"will"})
    | frozenset(TRUTHS)
    | UNKNOWNS
    | QUANTIFIERS
)

#: what a line at the top of a story can begin with, other than a kind or a fact
STATEMENTS = (
    "story",
    "use",
    "kind",
    "property",
    "rule",
    "action",
    "trigger",
    "when",
    "ending",
    "scene",
    "fate",
    "expect",
    "telling",
    "for",
    "if",
)
#: lines in the block of an action
ACTION_LINES = ("by", "when", "hoping", "do", "seen", "choice", "says")
#: words for an action or a property; all but the reserved ones of them may be names elsewhere
PHRASE_LINES = ("as", "is", "unknown", "noun", "bookkeeping")
#: `in vain`, in the block of an action
IN_VAIN = ("in", "vain")
TRIGGER_LINES = ("when", "do", "says")
ENDING_LINES = ("when", "says")
SCENE_LINES = ("when",)
STORY_TEXTS = ("by", "note", "disclaimer", "ask", "content", "language", "id")
STORY_LINES = (*STORY_TEXTS, "opening", "ahead", "deep", "told")

#: words for lines of an action that people bring from elsewhere, and what they are here
ACTION_WORDS = {
    "then": "do", "does": "do", "effect": "do", "effects": "do", "changes": "do", "result": "do",
    "if": "when", "requires": "when", "precondition": "when", "needs": "when", "where": "when",
    "text": "says", "tell": "says", "told": "says", "say": "says", "label": "choice", "option": "choice", "title": "choice",
}  # fmt: skip

#: what can follow on `must ENDING`, after a comma
SOONER_OR_LATER = ("sooner", "or", "later")

#: a line that begins with one of these never continues the line above it
STARTERS = (frozenset(STATEMENTS) - {"if"}) | frozenset(ACTION_LINES) | {"elif"}
#: reserved words that can stand after the first operand of a fact
INFIX = frozenset("and or not is in if else believes knows learns forgets wants when".split())
#: kinds that every story has
KINDS = frozenset({"thing", "character", "will", "mind"})
