"""What writers bring from other tools into a text: markup that means something there, and what it is in a text of a story."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from fabula.syntax.habits.habit import asked

#: characters of markup that is looked for
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Foreign:
    """Markup from `start` to `end` of a text; `what` it is, and in which `tool`; `instead`: the same of ours."""

    start: int
    end: int
    tool: str
    what: str
    instead: str


_Turn = Callable[[re.Match[str]], str | None]


def _asked(written: str) -> str:
    condition = written.strip()
    while condition.startswith("(") and condition.endswith(")") and _is_whole(condition):
        condition = condition[1:-1].strip()
    return asked(condition)


def _is_whole(condition: str) -> bool:
    """Whether the last bracket closes the first."""
    depth = 0
    for place, letter in enumerate(condition):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place == len(condition) - 1
    return False


def _if(condition: str, then: str, otherwise: str | None) -> str:
    rest = "" if not (otherwise or "").strip() else f"|else: {(otherwise or '').strip()}"
    return f"{{if {_asked(condition)}: {then.strip()}{rest}}}"


def in_order(texts: list[str]) -> str:
    """One text after the other; the last one stays."""
    first, *others = [text.strip() for text in texts]
    labels = ["then"] * (len(others) - 1) + ["at last"]
    behind = [f"|{label}: {text}".strip() for label, text in zip(labels, others, strict=True)]
    return f"{{first: {first}{''.join(behind)}}}"


def _among(way: str, texts: list[str]) -> str:
    return f"{{{way}: {'|'.join(text.strip() for text in texts)}}}"


def _ink(found: re.Match[str]) -> str | None:
    sign, texts = found["sign"], found["texts"].split("|")
    if sign == "&":
        return _among("in turn", texts)
    if sign == "~":
        return _among("one of", texts)
    if sign == "!":
        return in_order([*texts, ""])
    return in_order(texts) if not re.match(r"\s*(if|first|one\s+of|in\s+turn)\b", texts[0]) else None


def _inform(found: re.Match[str]) -> str | None:
    texts = re.split(r"\[or\]", found["texts"])
    end = " ".join(found["way"].split())
    if end == "cycling":
        return _among("in turn", texts)
    return in_order(texts) if end == "stopping" else _among("one of", texts)


def _ink_if(found: re.Match[str]) -> str | None:
    if re.match(r"(if|first|then|at\s+last|one\s+of|in\s+turn|else)\b", found["condition"].strip()):
        return None
    return _if(found["condition"], found["then"], found["otherwise"])


def _either(found: re.Match[str]) -> str:
    return _among("one of", [one[1:-1] for one in re.findall(r"\"[^\"]*\"|'[^']*'", found["texts"])])


_PLAIN = r"[^{}|\[\]]"
#: words with slots and verbs in them
_WORDS = r"(?:[^{}|]|\{[^{}|]*\})"
_HABITS: tuple[tuple[str, str, str, _Turn], ...] = (
    (
        "Inform", "a text under a condition",
        r"\[(?P<not>if|unless)\s+(?P<condition>[^\]]+)\](?P<then>.*?)(?:\[(?:otherwise|else)\](?P<otherwise>.*?))?\[end\s+(?:if|unless)\]",
        lambda found: _if(
            found["condition"] if found["not"] == "if" else f"not ({found['condition']})", found["then"], found["otherwise"]
        ),
    ),
    (
        "Inform", "one of several texts",
        r"\[one of\](?P<texts>.*?)\[(?P<way>[a-z ]*(?:random|cycling|stopping|order|outcomes))\]",
        _inform,
    ),
    (
        "Inform", "a text that is said once", r"\[first time\](?P<text>.*?)\[only\]",
        lambda found: f"{{first: {found['text'].strip()}}}",
    ),
    (
        "Twine", "a text under a condition",
        r"\(if:\s*(?P<condition>[^\[\]]*)\)\s*\[(?P<then>[^\[\]]*)\](?:\s*\(else:\s*\)\s*\[(?P<otherwise>[^\[\]]*)\])?",
        lambda found: _if(found["condition"], found["then"], found["otherwise"]),
    ),
    (
        "Twine", "a text under a condition",
        r"<<if\s+(?P<condition>.*?)>>(?P<then>[^<>]*)(?:<<else>>(?P<otherwise>[^<>]*))?<<[/]if>>",
        lambda found: _if(found["condition"], found["then"], found["otherwise"]),
    ),
    ("Twine", "one of several texts", r"\((?:either|cycling-link):\s*(?P<texts>(?:\"[^\"]*\"|'[^']*'|[,\s])+)\)", _either),
    ("Twine", "one of several texts", r"<<=?\s*either\((?P<texts>(?:\"[^\"]*\"|'[^']*'|[,\s])+)\)\s*>>", _either),
    ("Twine", "a value", r"<<(?:print\s+|=\s*|-\s*)\$?(?P<value>[\w.]+)\s*>>", lambda found: f"{{{found['value']}}}"),
    ("Twine", "a value", r"\(print:\s*\$?(?P<value>[\w.]+)\s*\)", lambda found: f"{{{found['value']}}}"),
    (
        "ChoiceScript", "one of two texts",
        r"@\{\s*(?P<condition>\([^{}|]*\)|[\w.]+)\s+(?P<then>[^{}|]*)\|(?P<otherwise>[^{}|]*)\}",
        lambda found: _if(found["condition"], found["then"], found["otherwise"]),
    ),
    ("ChoiceScript", "a value", r"\$!{0,2}\{\s*(?P<value>[\w.]+)\s*\}", lambda found: f"{{{found['value']}}}"),
    ("Ren'Py", "a value", r"\[(?P<value>\w+(?:\.\w+)+)(?:![a-z]+)?\]", lambda found: f"{{{found['value']}}}"),
    (
        "other tools", "a text under a condition",
        r"\{(?P<condition>[^{}|\[\]?:]+)\?(?P<then>[^{}|\[\]?:]+):(?P<otherwise>[^{}|\[\]?:]+)\}",
        lambda found: _if(found["condition"], found["then"].strip(" '\""), found["otherwise"].strip(" '\"")),
    ),
    (
        "ink", "a text under a condition",
        rf"\{{\s*(?P<condition>{_PLAIN}+?)\s*:(?P<then>{_WORDS}*)(?:\|(?P<otherwise>{_WORDS}*))?\}}",
        _ink_if,
    ),
    ("ink", "one of several texts", rf"\{{\s*(?P<sign>[&~!]?)(?P<texts>{_WORDS}*(?:\|{_WORDS}*)+)\}}", _ink),
)  # fmt: skip
_PATTERNS = tuple((tool, what, re.compile(pattern, re.DOTALL), turned) for tool, what, pattern, turned in _HABITS)


def foreign(text: str) -> list[Foreign]:
    """The markup of other tools in a text, in its order; none lies in another."""
    if len(text) > LONGEST or not re.search(r"[\[{(<]", text):
        return []
    found: list[Foreign] = []
    for tool, what, pattern, turned in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            doubled = text[start : start + 2] in ("{{", "[[") or text[start - 1 : start + 1] in ("{{", "[[")
            if doubled or any(start < other.end and other.start < end for other in found):
                continue
            instead = turned(match)
            if instead is not None:
                found.append(Foreign(start, end, tool, what, instead))
    return sorted(found, key=lambda one: one.start)
