"""A line as it is written by habit in another tool, and what it is in a story."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

#: how many words of a text make the name of what it is the text of
WORDS_OF_A_NAME = 4
_SLOT = re.compile(r"\{\{|\}\}|\{(?P<groups>[a-z_]+(?:\+[a-z_]+)*)(?:\|(?P<filter>\w+))?\}")
_KINDS = {"person": "character", "people": "character", "man": "character", "woman": "character", "room": "place"}


@dataclass(frozen=True, slots=True)
class Habit:
    """`line` matches a whole line without its indentation. `what` it is in that tool; `cure`: what it is here; `top` and
    `within`: the lines that stand for it at the top of a story and in the block of an action, or None where it can only be left
    out.

    All of these are templates: `{group}` is a group of the match, `{group+group|filter}` what a filter makes of them,
    `{instead}` in a cure the first line that stands for it."""

    line: re.Pattern[str]
    what: str
    cure: str
    top: str | None = None
    within: str | None = None
    #: whether it begins with a word that lines of a story begin with
    own: bool = False

    def instead(self, match: re.Match[str], within: bool) -> str | None:
        """The lines that stand for one that matches."""
        template = self.within if within else self.top
        return None if template is None else filled(template, groups_of(match))

    def cure_of(self, match: re.Match[str], within: bool) -> str:
        """The cure in words. Where nothing stands for the line here, its place elsewhere is shown."""
        lines = self.instead(match, within) or self.instead(match, not within) or ""
        return filled(self.cure, {**groups_of(match), "instead": lines.split("\n")[0]})


def groups_of(match: re.Match[str]) -> dict[str, str]:
    """The groups of a match by their names; empty where they did not take part."""
    return {name: text or "" for name, text in match.groupdict().items()}


def filled(template: str, groups: dict[str, str]) -> str:
    """A template with its slots filled."""

    def fill(slot: re.Match[str]) -> str:
        if slot["groups"] is None:
            return slot.group()[0]
        values = [groups.get(name, "") for name in slot["groups"].split("+")]
        return FILTERS[slot["filter"]](*values) if slot["filter"] else "".join(values)

    return _SLOT.sub(fill, template)


# --- filters -----------------------------------------------------------------------------------------------------------


def name_of(text: str) -> str:
    """A name made of the first words of a text."""
    words = re.findall(r"[^\W\d]\w*", re.sub(r"['’]", "", text))[:WORDS_OF_A_NAME]
    return "_".join(words).lower() or "it"


def _capital(text: str) -> str:
    return "_".join(word.capitalize() for word in name_of(text).split("_"))


def _quoted(text: str) -> str:
    """A text in quotes. What stands in brackets elsewhere is no verb or name here."""
    bare = re.sub(r"[{}\[\]\\]", "", text.strip().strip('"“”'))
    return '"' + bare.replace('"', '\\"') + '"'


def _varying(text: str) -> str:
    """A text in quotes whose braces stay: what is wrong with them is found in the text."""
    return '"' + text.strip().replace("\\", "").replace('"', '\\"') + '"'


def _said(text: str) -> str:
    return '"{who} [say]: ' + _quoted(text)[1:]


def asked(text: str) -> str:
    """A condition in our words, of one that has signs for them."""
    for sign, word in (
        ("&&", " and "),
        ("||", " or "),
        ("===", "=="),
        ("$", ""),
        ("<>", "!="),
        (" eq ", " == "),
        (" neq ", " != "),
        (" gt ", " > "),
        (" gte ", " >= "),
        (" lt ", " < "),
        (" lte ", " <= "),
    ):
        text = text.replace(sign, word)
    text = re.sub(r"!(?!=)\s*", "not ", text.strip().rstrip(":"))
    text = re.sub(r"(?<![=!<>])=(?!=)", "==", text)
    return re.sub(r"\s+", " ", text).strip()


def _value(text: str) -> str:
    return text.strip().rstrip(";").strip().strip("\"'")


def _defined(name: str, value: str) -> str:
    """A property, with what it is at the start."""
    given = _value(value)
    if given.lower() in ("", "false", "no"):
        return f"property {name}"
    if given.lower() in ("true", "yes"):
        return f"property {name}\n{name}"
    if re.fullmatch(r"-?\d{1,6}", given):
        return f"property {name}: {min(0, int(given))}..{max(10, int(given))} = {given}"
    word = name_of(given)
    return f"property {name}: {word} | not_{word}\n{name} is {word}"


def _changed(name: str, sign: str, value: str) -> str:
    given = _value(value)
    step = re.fullmatch(rf"\$?{re.escape(name)}\s*([-+])\s*(\d+)", given)
    if step is not None:
        sign, given = step[1], step[2]
    if sign[:1] in ("+", "-") and sign:
        return f"{name} {sign[0]}= {given}"
    if given.lower() in ("true", "yes"):
        return name
    if given.lower() in ("false", "no"):
        return f"not {name}"
    return f"{name} = {given if re.fullmatch(r'-?[0-9]+', given) else name_of(given)}"


def _parameters(text: str) -> str:
    names = [
        part.split(":")[0].split("=")[0].split()[-1] for part in text.split(",") if part.split(":")[0].split("=")[0].split()
    ]
    return ", ".join(f"{name}: character" for name in names if name.isidentifier()) or "who: character"


FILTERS: dict[str, Callable[..., str]] = {
    "name": name_of,
    "Name": _capital,
    "quoted": _quoted,
    "varying": _varying,
    "the": lambda text: _quoted(f"the {text}"),
    "said": _said,
    "asked": asked,
    "defined": _defined,
    "set": lambda name, value: _changed(name, "", value),
    "changed": _changed,
    "stepped": lambda name, sign: f"{name} {sign[0]}= 1",
    "values": lambda text: " | ".join(name_of(part) for part in text.split(",")),
    "kind": lambda text: _KINDS.get(name_of(text), name_of(text)),
    "pronoun": lambda text: {"man": ", he", "woman": ", she"}.get(text, ""),
    "at": lambda text: f", at {name_of(text)}" if text else "",
    "parameters": _parameters,
    "first": lambda text: _parameters(text).split(":")[0],
}
