"""The head of a story: title, what an author puts around it, limits of thought, tellers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fabula import model
from fabula.checker.names import Names, Scope
from fabula.checker.tellers import check_told, is_mind
from fabula.checker.texts import check_says
from fabula.problems import nearest
from fabula.syntax import tree

ENTRIES = ("by", "note", "disclaimer", "ask", "content", "language", "id")
#: entries that may be given in several paragraphs
_PARAGRAPHS = ("note", "disclaimer", "ask", "content")
#: what screen readers, browsers and books take for a language (BCP 47), by its form
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
#: letters and digits, in groups: it names a folder, and can be read out
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: how long an id is, at least and at most
_ID_LENGTH = (8, 64)
#: the least and the most that a limit can be
LIMITS = {"ahead": (1, 100), "deep": (0, 100)}


@dataclass(slots=True)
class Head:
    """What the head of a story says. `ahead` and `deep`: by mind, "" for all that are not named."""

    front: model.Front
    ahead: dict[str, int] = field(default_factory=dict)
    deep: dict[str, int] = field(default_factory=dict)


def check_head(names: Names, heads: list[tree.StoryHead], untitled: str, place: str = "") -> Head:
    """The head of a story, from its first `story` line; further ones are reported. `place`: the file that it stands in."""
    if not heads:
        return Head(model.Front(untitled, place=place))
    for further in heads[1:]:
        names.problems.add(
            "duplicate-name",
            "a story has one head",
            further.title.span,
            expected="one line 'story'",
            seen="a second one",
            hint="leave one of them out",
            notes=((heads[0].title.span, "the first one"),),
        )
    first = heads[0]
    texts = _entries(names, first)
    head = Head(
        model.Front(
            first.title.value,
            texts.get("by", ""),
            texts.get("note", ""),
            texts.get("disclaimer", ""),
            texts.get("ask", ""),
            texts.get("content", ""),
            texts.get("language", model.USUAL_LANGUAGE),
            check_told(names, first.told),
            check_says(Scope(names), first.openings),
            id=texts.get("id", ""),
            place=place,
        )
    )
    for word, mind, number in first.limits:
        _limit(names, head, word, mind, number)
    return head


def _entries(names: Names, head: tree.StoryHead) -> dict[str, str]:
    found: dict[str, str] = {}
    first: dict[str, tree.Name] = {}
    for word, text in head.entries:
        if word.text not in ENTRIES:
            names.problems.add(
                "syntax",
                f"'{word.text}' says nothing about a story",
                word.span,
                expected=f"one of {', '.join(ENTRIES)}",
                seen=word.text,
                hint=nearest(word.text, ENTRIES),
            )
        elif word.text in found and word.text in _PARAGRAPHS:
            found[word.text] += f"\n\n{text.value}"
        elif word.text in found:
            names.duplicate(word, "given", first[word.text].span)
        else:
            found[word.text] = text.value
            first[word.text] = word
            _check_form(names, word, text)
    return found


def _check_form(names: Names, word: tree.Name, text: tree.Text) -> None:
    """Report an entry that is for programs and is not written as they read it."""
    if word.text == "language" and not _LANGUAGE.fullmatch(text.value):
        names.problems.add(
            "syntax",
            f"'{text.value}' names no language",
            text.span,
            expected="the tag of a language",
            seen=f"'{text.value}'",
            hint="write it as web pages do: en, de, pt-BR",
        )
    least, most = _ID_LENGTH
    if word.text == "id" and not (_ID.fullmatch(text.value) and least <= len(text.value) <= most):
        names.problems.add(
            "syntax",
            "this can't be the id of a story",
            text.span,
            expected=f"{least} to {most} small letters from a to z and digits, with '-' between them",
            seen=f"'{text.value}'",
            hint="'fabula new' makes one that no other story has; to change it hides the saves of readers",
        )


def _limit(names: Names, head: Head, word: tree.Name, mind: tree.Name | None, number: tree.Number) -> None:
    low, high = LIMITS[word.text]
    table = head.ahead if word.text == "ahead" else head.deep
    if mind is not None and not is_mind(names, mind, "thinks ahead" if word.text == "ahead" else "thinks about others"):
        return
    if not low <= number.value <= high:
        names.problems.add(
            "out-of-bounds",
            f"'{word.text}' can't be {number.value}",
            number.span,
            expected=f"a number from {low} to {high}",
            seen=str(number.value),
            hint="4 acts ahead and 2 levels deep are what a mind has if nothing is said",
        )
        return
    who = "" if mind is None else mind.text
    if who in table:
        names.problems.add(
            "duplicate-name",
            f"'{word.text}' is given twice for {who or 'all'}",
            word.span,
            expected="one limit",
            seen=f"{table[who]} and {number.value}",
            hint="leave one of them out",
        )
        return
    table[who] = number.value
