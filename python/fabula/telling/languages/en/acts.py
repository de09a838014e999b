"""Acts in English by the name of their action: "Aeris walks from the field to the trees".

The name is the verb, with particles; the kinds of what it is about say how that follows.
"""

from __future__ import annotations

import re
from dataclasses import replace

from fabula.model import Action, Definition, Variable
from fabula.syntax.templates import Form, Noun, Slot, Text, Verb, parse_template
from fabula.telling.languages.en.nouns import is_plural
from fabula.telling.languages.en.verbs import base
from fabula.telling.languages.grammar import further
from fabula.telling.languages.statements import Clause, Pieces, subject_of
from fabula.telling.world import always_offered

#: the first of two places is left, a single one is reached
_MOTION = frozenset(
    {
        "walk",
        "go",
        "move",
        "run",
        "ride",
        "travel",
        "flee",
        "wander",
        "return",
        "come",
        "climb",
        "sneak",
        "fly",
        "sail",
        "march",
    }
    | {"drive", "swim", "crawl", "hurry", "step", "retreat", "escape", "follow", "chase", "bring", "carry", "send", "lead"}
)
#: these are done at a place; of another verb a single place is the object ("search the tower")
_STAYING = frozenset(
    {"wait", "stand", "hide", "rest", "sleep", "kneel", "sit", "stay", "camp", "dance", "pray", "sing", "fight"}
    | {"linger", "weep", "meet", "hunt", "work", "play", "live", "die", "listen"}
)
#: these are done by all who agree to them
_MUTUAL = frozenset(
    {"arrive", "part", "marry", "quarrel", "talk", "speak", "agree", "kneel", "trade", "argue", "depart", "leave"}
)
#: whoever gets something stands before it: "give Hale the sword"
_GIVING = frozenset(
    {"give", "tell", "show", "offer", "teach", "promise", "ask", "hand", "send", "bring", "sell", "lend", "pay"}
)
_PARTICLES = frozenset(
    {"to", "at", "for", "from", "with", "on", "in", "into", "after", "about", "by", "behind", "under", "over", "of", "against"}
    | {"near", "toward", "towards", "around", "beside", "past", "through", "across"}
)
_FROM = frozenset({"from", "origin", "source", "start", "here", "leaving"})
_TO = frozenset({"to", "goal", "destination", "target", "there"})


def in_a_row(doers: tuple[Slot, ...]) -> Pieces:
    pieces: list[Slot | Text] = []
    for index, doer in enumerate(doers):
        if index:
            pieces.append(Text(" and " if index == len(doers) - 1 else ", "))
        pieces.append(doer)
    return tuple(pieces)


def is_shared(action: Action) -> bool:
    """Whether an act by several is one that all of them do, by its name: "leave together", "walk"."""
    words = action.name.lower().split("_")
    return words[-1] == "together" or words[0] in _MOTION | _STAYING | _MUTUAL


def of_itself(action: Action) -> Clause:
    """An act of nobody and about nobody: as its author tells it, or "the dawn comes", "time passes"."""
    for says in action.says:
        pieces = parse_template(says.text).pieces
        verbs = [index for index, piece in enumerate(pieces) if isinstance(piece, Verb)]
        plain = (
            says.teller is None
            and says.condition is None
            and not says.in_vain
            and not re.search(r"[.!?\u2026].*\w", says.text, re.DOTALL)
        )
        if plain and len(verbs) == 1 and verbs[0] > 0 and all(isinstance(piece, Text | Verb) for piece in pieces):
            verb = pieces[verbs[0]]
            before = "".join(piece.text for piece in pieces[: verbs[0]] if isinstance(piece, Text))
            assert isinstance(verb, Verb)
            subject = before.strip()
            rest = _without_stop((*pieces[verbs[0] + 1 :],))
            return Clause((Noun(subject, is_plural(subject)),), verb.verb, rest)
    head, _, last = action.name.replace("_", " ").rpartition(" ")
    if head and last.endswith("s") and not last.endswith(("ss", "us", "is")):
        return Clause((Noun(head),), base(last))
    return Clause((Noun("the " + action.name.replace("_", " ")),), "come")


def from_phrase(action: Action) -> Clause | None:
    """What its author calls an act; only an act of nobody says what does it."""
    pieces = parse_template(action.phrase).pieces if action.phrase else ()
    verb = next((piece for piece in pieces if isinstance(piece, Verb)), None)
    if verb is None:
        return None
    at = pieces.index(verb)
    before, behind = pieces[:at], further(_without_stop(pieces[at + 1 :]))
    if action.by:
        words = tuple(Text(f" {piece.text.strip()}") if isinstance(piece, Text) else piece for piece in before)
        return Clause((), verb.verb, (*behind, *words))
    subject = subject_of(before)
    if len(subject) == 1 and isinstance(subject[0], Noun):
        subject = (replace(subject[0], plural=is_plural(subject[0].text)),)
    return Clause(subject, verb.verb, behind)


def from_choice(subject: Pieces, action: Action) -> Clause | None:
    """What the author says in the imperative, if that is one plain clause."""
    choice = always_offered(action)
    if not choice or not action.by:
        return None
    doer = action.by[0].name if isinstance(action.by[0], Variable) else ""
    template = parse_template(re.sub(r"\byour\b", f"{{{doer}.his}}" if doer else "your", choice))
    first = template.pieces[0]
    plain = not any(mark in choice for mark in (",", " and ", ";", ":", '"', "?", "!", " or ", "[", "\u201c"))
    # "Say that you are tired" is said to the reader, and would be wrong of anybody else
    to_reader = re.search(r"\b(you|yours|yourself)\b", choice)
    if template.flaws or not plain or to_reader or not isinstance(first, Text):
        return None
    verb, space, rest = first.text.partition(" ")
    pieces = (Text(space + rest), *template.pieces[1:])
    return Clause(subject, verb.lower(), tuple(piece for piece in _without_stop(pieces) if piece != Text("")))


def to_reader(subject: Pieces, pieces: Pieces) -> Pieces:
    """What follows an imperative: whoever is told to do it is "you" there."""
    own = subject[0].who if len(subject) == 1 and isinstance(subject[0], Slot) else ""
    words = {Form.POSSESSIVE: "your", Form.REFLEXIVE: "yourself", Form.OBJECT: "you", Form.SUBJECT: "you", Form.OWN: "yours"}
    return tuple(
        Text(words[piece.form])
        if isinstance(piece, Slot) and piece.who == own and not piece.path and piece.form in words
        else piece
        for piece in pieces
    )


def _without_stop(pieces: Pieces) -> Pieces:
    if not pieces:
        return ()
    last = pieces[-1]
    return (*pieces[:-1], Text(last.text.rstrip(". "))) if isinstance(last, Text) else pieces


def from_name(subject: Pieces, definition: Definition, action: Action, others: tuple[Variable, ...]) -> Clause:
    """An act by its name; `others`: the parameters that do not do it."""
    words = action.name.split("_")
    verb = words[0].lower()
    words = _unless_named(words, others)
    pieces: list[Text | Slot] = [Text(f" {word}") for word in words[1:]]
    takes = bool(words[1:]) and words[-1] in _PARTICLES
    places = [other for other in others if _is(definition, other, "place")]
    things = [other for other in others if other not in places]
    minds = [thing for thing in things if _is(definition, thing, "mind")]
    if verb in _GIVING and len(minds) == 1 and not takes:
        things = minds + [thing for thing in things if thing not in minds]
        if pieces and len(things) == 1:
            # "tell_plan(other)": the one, and then what is told
            given = Slot(things.pop().name)
            pieces = [Text(" "), given, Text(f" the {' '.join(words[1:])}")]
    for index, thing in enumerate(things):
        direct = index == 0 and not (takes and places and places[0] == others[0])
        second = index == 1 and verb in _GIVING
        pieces.append(Text(" " if direct or second else " with "))
        pieces.append(Slot(thing.name))
    if not things and len(places) == 1 and not takes and verb not in _MOTION | _STAYING:
        return Clause(subject, verb, (*pieces, Text(" "), Slot(places[0].name)))
    for place in places:
        pieces.extend((Text(f" {_preposition(verb, place, places, takes and not things)}".rstrip() + " "), Slot(place.name)))
    return Clause(subject, verb, tuple(pieces))


def _unless_named(words: list[str], others: tuple[Variable, ...]) -> list[str]:
    """The words of a name without the last, where that is what follows by itself: "drop_tool(tool)"."""
    last = words[-1].lower()
    return words[:-1] if len(words) > 1 and any(last in (other.name, other.kind) for other in others) else words


def _preposition(verb: str, place: Variable, places: list[Variable], taken: bool) -> str:
    if taken and place == places[0]:
        return ""
    if place.name in _FROM:
        return "from"
    if place.name in _TO:
        return "to"
    if len(places) > 1:
        return "from" if place == places[0] else "to"
    return "to" if verb in _MOTION else "at"


def _is(definition: Definition, variable: Variable, kind: str) -> bool:
    return kind in definition.kinds[variable.kind].ancestors
