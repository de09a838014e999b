"""Acts in German: from what the author says in the imperative ("Geh zu {to}"), or tells of everybody, or from the name of the
action: an infinitive, with what stands before it ("nach_hause_gehen").
"""

from __future__ import annotations

import re
from dataclasses import replace

from fabula.model import Action, Definition, Variable
from fabula.syntax.templates import Form, Noun, Piece, Slot, Template, Text, Verb, parse_template
from fabula.telling.languages.de.clauses import GIVING, roles
from fabula.telling.languages.de.statements import cased, joined, trimmed
from fabula.telling.languages.de.verbs import infinitive_of, parted
from fabula.telling.languages.grammar import Case, Cased, Further, further
from fabula.telling.languages.statements import Clause, Pieces
from fabula.telling.world import always_offered, is_generic

#: the first of two places is left, a single one is reached
_MOTION = frozenset(
    """gehen laufen rennen reiten reisen fliehen wandern zurückkehren kommen klettern schleichen fliegen segeln fahren schwimmen
    kriechen eilen steigen folgen ziehen bringen tragen führen""".split()
)
#: these are done by all who agree to them
_MUTUAL = frozenset(
    "ankommen scheiden heiraten streiten reden sprechen knien handeln aufbrechen warten schlafen tanzen".split()
)
_FROM = frozenset("von start aus woher from".split())
_TO = frozenset("nach ziel zu wohin to".split())
_REFLEXIVE = re.compile(r"\b(dich|dir)\b")
_NOT_PLAIN = re.compile(r"[;:\"?!\u201c\u201e]|,.*,|\b(und|oder|du|euch|deine[rsmn]?|dein)\b", re.DOTALL)


def from_phrase(action: Action) -> Clause | None:
    """What its author calls an act, with its verb first or last; only an act of nobody says what does it."""
    pieces = parse_template(action.phrase).pieces if action.phrase else ()
    verb = next((piece for piece in pieces if isinstance(piece, Verb)), None)
    if verb is None:
        return None
    at = pieces.index(verb)
    before, behind = pieces[:at], _without_stop(pieces[at + 1 :])
    if not action.by:
        said = "".join(piece.text for piece in before if isinstance(piece, Text)).strip()
        plain = all(isinstance(piece, Text) for piece in before)
        subject = (Noun(said, " und " in said),) if plain else cased(before, Case.SUBJECT)
        return replace(_whole(verb.verb, _known(verb, behind)), subject=subject)
    last = before[-1] if before else None
    if isinstance(last, Text):
        before = (*before[:-1], Text(last.text.rstrip()))
    if before:
        before = (Text(" "), *before)
    own, joined_to = _parted_at_further(_known(verb, behind))
    whole = _whole(verb.verb, tuple(piece for piece in (*_known(verb, before), *own) if piece != Text("")))
    return replace(whole, content=joined_to)


def _parted_at_further(pieces: Pieces) -> tuple[Pieces, Pieces]:
    """What belongs to the verb, and what is said with a further one: "{other} | und [gehen]"."""
    at = next((index for index, piece in enumerate(pieces) if isinstance(piece, Further)), 0)
    link = pieces[at - 1] if at else None
    if not isinstance(link, Text) or " und " not in link.text:
        return pieces, ()
    before, _, behind = link.text.rpartition(" und ")
    return (*pieces[: at - 1], *((Text(before),) if before else ())), (Text(" und " + behind), *pieces[at:])


def _known(verb: Verb, pieces: Pieces) -> Pieces:
    """What follows a verb, each slot in the case that it has there."""
    whole = (Slot("x"), Text(" "), verb, *pieces)
    cases = roles(whole).cases
    return further(tuple(_in_case(piece, cases.get(index, Case.OBJECT)) for index, piece in enumerate(whole))[3:])


def from_choice(subject: Pieces, action: Action) -> Clause | None:
    """What the author says in the imperative or, without that, tells of everybody, if it is one plain clause."""
    if not action.by:
        return None
    doer = action.by[0].name if isinstance(action.by[0], Variable) else ""
    choice = always_offered(action)
    if choice and (found := _imperative(choice, doer)) is not None:
        return replace(found, subject=subject)
    for says in action.says:
        if is_generic(says) and not says.in_vain and (found := told_of(parse_template(says.text), doer)) is not None:
            return replace(found, subject=subject)
    return None


def _imperative(choice: str, doer: str) -> Clause | None:
    template = parse_template(choice)
    first = template.pieces[0] if template.pieces else None
    if template.flaws or _NOT_PLAIN.search(choice) or not isinstance(first, Text):
        return None
    word, space, rest = first.text.partition(" ")
    cases = roles(template.pieces).cases
    known = [_in_case(piece, cases.get(index, Case.OBJECT)) for index, piece in enumerate(template.pieces)]
    pieces = _without_stop((Text(space + rest), *known[1:]))
    said, content = _parted_at_comma(tuple(one for piece in pieces for one in _reflexive(piece, doer)))
    if word.endswith(","):
        return Clause((), infinitive_of(word[:-1]), content=(Text(","), *said))
    return replace(_whole(infinitive_of(word), said), content=content)


def _parted_at_comma(pieces: Pieces) -> tuple[Pieces, Pieces]:
    """What stands before the first comma, and what from it on."""
    for index, piece in enumerate(pieces):
        if isinstance(piece, Text) and "," in piece.text:
            before, _, behind = piece.text.partition(",")
            return (*pieces[:index], *((Text(before),) if before else ())), (Text("," + behind), *pieces[index + 1 :])
    return pieces, ()


def told_of(template: Template, doer: str) -> Clause | None:
    """ "{who} [gehen] zu {to}.": somebody, one verb, and what follows it."""
    pieces = template.pieces
    if len(pieces) < 3:
        return None
    who = pieces[0]
    verbs = [piece for piece in pieces if isinstance(piece, Verb)]
    said = "".join(piece.text for piece in pieces if isinstance(piece, Text))
    if not isinstance(who, Slot) or who.who != doer or who.path or len(verbs) != 1 or _NOT_PLAIN.search(said):
        return None
    if "," in said or pieces[1] != Text(" ") or pieces[2:3] != (verbs[0],) or "." in said.rstrip().removesuffix("."):
        return None
    cases = roles(pieces).cases
    known = [_in_case(piece, cases.get(index, Case.OBJECT)) for index, piece in enumerate(pieces)]
    return _whole(verbs[0].verb, _without_stop(tuple(known[3:])))


def _in_case(piece: Piece, case: Case) -> Piece:
    if not isinstance(piece, Slot) or piece.possessive or piece.form is not Form.AUTO:
        return piece
    return Cased(piece.who, piece.path, piece.form, piece.owner, 0, case)


def _reflexive(piece: Piece, doer: str) -> Pieces:
    """ "dich" said to the reader, as it is said of whoever does it."""
    if not isinstance(piece, Text) or not doer:
        return (piece,) if piece != Text("") else ()
    found: list[Piece] = []
    for index, part in enumerate(_REFLEXIVE.split(piece.text)):
        if index % 2:
            found.append(Slot(doer, form=Form.REFLEXIVE))
        elif part:
            found.append(Text(part))
    return tuple(found)


def _whole(verb: str, pieces: Pieces) -> Clause:
    """The verb with what was separated from it: "Knie bei {hurt} nieder" is of "niederknien"."""
    first, _, more = verb.partition(" ")
    last = pieces[-1] if pieces else None
    if isinstance(last, Text):
        before, _, word = last.text.rpartition(" ")
        if word and parted(word + first) == (word, first):
            first = word + first
            pieces = (*pieces[:-1], *((Text(before),) if before else ()))
    return Clause((), first, behind=(*((Text(" " + more),) if more else ()), *pieces))


def _without_stop(pieces: Pieces) -> Pieces:
    last = pieces[-1] if pieces else None
    return (*pieces[:-1], Text(last.text.rstrip(". "))) if isinstance(last, Text) else pieces


def from_name(subject: Pieces, definition: Definition, action: Action, others: tuple[Variable, ...]) -> Clause:
    """An act by its name; `others`: the parameters that do not do it."""
    *before, verb = action.name.lower().split("_")
    if not verb.endswith("n"):
        # a name in another language gives no verb
        choice = always_offered(action)
        called = parse_template(choice).pieces if choice else (Text(action.name.replace("_", " ")),)
        return Clause(subject, "handeln", behind=(Text(' ("'), *called, Text('")')))
    pieces: list[Piece] = []
    places = [other for other in others if "place" in definition.kinds[other.kind].ancestors]
    things = [other for other in others if other not in places]
    minds = [thing for thing in things if "mind" in definition.kinds[thing.kind].ancestors]
    gives = verb in GIVING and bool(minds)
    if gives:
        things = minds[:1] + [thing for thing in things if thing not in minds[:1]]
    for index, thing in enumerate(things):
        direct = index == 0 or (index == 1 and gives)
        case = Case.DATIVE if (gives and index == 0) or not direct else Case.OBJECT
        pieces += [Text(" " if direct else " mit "), Cased(thing.name, case=case)]
    rest: Pieces = tuple(pieces)
    behind: list[Piece] = []
    for place in places:
        behind += [Text(f" {_preposition(verb, place, places)} "), Cased(place.name, case=Case.DATIVE)]
    behind += [Text(" " + word) for word in before]
    return Clause(subject, verb, rest, behind=tuple(behind))


def _preposition(verb: str, place: Variable, places: list[Variable]) -> str:
    if place.name in _FROM or (len(places) > 1 and place == places[0] and place.name not in _TO):
        return "von"
    if place.name in _TO or len(places) > 1:
        return "zu"
    return "zu" if verb in _MOTION else "bei"


def of_itself(action: Action) -> Clause:
    """An act of nobody and about nobody: as its author tells it, or by its name: "das Morgengrauen kommt"."""
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
            subject = "".join(piece.text for piece in pieces[: verbs[0]] if isinstance(piece, Text)).strip()
            assert isinstance(verb, Verb)
            return replace(
                _whole(verb.verb, _without_stop(pieces[verbs[0] + 1 :])), subject=(Noun(subject, " und " in subject),)
            )
    *before, last = action.name.replace("_", " ").split()
    return Clause((Noun(" ".join(before)),), last.lower()) if before else Clause((Noun(last),), "geschehen")


def is_shared(action: Action) -> bool:
    """Whether an act by several is one that all of them do, by its name."""
    *before, verb = action.name.lower().split("_")
    return before[-1:] in (["zusammen"], ["gemeinsam"]) or verb in _MOTION | _MUTUAL


def in_a_row(doers: tuple[Slot, ...]) -> Pieces:
    return trimmed(joined([(doer,) for doer in doers], "und"))
