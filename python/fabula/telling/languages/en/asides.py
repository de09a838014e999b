"""What the engine says between the acts in English."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fabula.syntax.templates import Piece, Slot, Template, Text, Verb, parse_template
from fabula.telling.languages.asides import Asides, Foreseen
from fabula.telling.languages.en.irregular import MODALS
from fabula.telling.languages.en.verbs import past_participle
from fabula.telling.languages.grammar import Past, unfinished
from fabula.telling.languages.statements import Clause, Pieces

#: whom such a word means can be read only where it was written
_PRONOUN = re.compile(r"\b(he|she|it|they|him|her|them|his|hers|its|their|theirs|here|there|this|that)\b", re.IGNORECASE)
#: a memory has no more words than this
SHORT = 14
#: the words around what is remembered, `*`: of an act that was seen, and of what was found out, which says by itself who did
_SEEN = ("{who} [have] not forgotten that *.", "*, and {who} [have] not forgotten it.")
_FOUND = ("*.",)
_OMENS = {
    Foreseen.PARTED: "{who} [have] been with {other} for the last time.",
    Foreseen.LEFT: "{who} [will] not come back to {place}.",
    Foreseen.LAST: "It [be] the last thing that {who} [do].",
}
#: the words around an act, `*` ("to go to the road"). Behind these stands why, or that it was impossible
_FAILED = ("{who} [try] *, but ", "{who} [be] about *, but ")
_IMPOSSIBLE = "it [can] not be done"
_REFUSED = ("{who} [want] *, but {other} [will] not", "{who} [be] about *, but {other} [will] not have it")
_ASKED = (
    "{who} [want] {other} *, but {other.he} [will] not",
    "{who} [wish] for {other} *, but {other.he} [will] not",
)


class EnglishAsides:
    """English as `Asides`."""

    def memories(self, pieces: Pieces, who: str, found: bool, present: bool) -> tuple[Template, ...]:
        earlier = _earlier(pieces, present)
        if earlier is None:
            return ()
        return tuple(_framed(frame, earlier, {"who": who}) for frame in (_FOUND if found else _SEEN))

    def omen(self, sort: Foreseen) -> str:
        return _OMENS[sort]

    def in_vain(self, who: str, act: Clause, learned: Sequence[Pieces], turn: int) -> Template:
        told: list[Piece] = []
        for index, sentence in enumerate(learned):
            told += [*((Text(" and "),) if index else ()), *sentence]
        begun = _framed(_FAILED[turn % len(_FAILED)], _infinitive(act), {"who": who})
        return Template((*begun.pieces, *(told or parse_template(_IMPOSSIBLE).pieces), Text(".")))

    def refused(self, who: str, other: str, act: Clause, own: bool, turn: int) -> Template:
        frames = _REFUSED if own else _ASKED
        told = _framed(frames[turn % len(frames)], _infinitive(act), {"who": who, "other": other})
        return Template((*told.pieces, Text(".")))

    def scene(self, at: str, place: str, several: bool, again: bool, late: bool) -> str:
        return f"{'later, ' if late else ''}{'back ' if again else ''}{at if at.isalpha() else 'at'} {place},"


def _infinitive(act: Clause) -> Pieces:
    return (Text("to " + act.verb), *unfinished(act.rest))


def _framed(frame: str, pieces: Pieces, names: dict[str, str]) -> Template:
    """Pieces with words around them, whose slots are filled."""
    before, _, behind = frame.partition("*")
    return Template((*_filled(before, names), *pieces, *_filled(behind, names)))


def _filled(words: str, names: dict[str, str]) -> Pieces:
    pieces = parse_template(words).pieces if words else ()
    return tuple(Slot(names[piece.who], form=piece.form) if isinstance(piece, Slot) else piece for piece in pieces)


def _earlier(pieces: Pieces, present: bool) -> Pieces | None:
    told: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Text) and (stop := re.search(r"[.!?](\s|$)", piece.text)):
            told.append(Text(piece.text[: stop.start()]))
            break
        told.append(piece)
    said = "".join(piece.text if isinstance(piece, Text) else " x " for piece in told)
    first = told[0] if told else None
    verbs = [piece for piece in told if isinstance(piece, Verb)]
    paths = any(isinstance(piece, Slot) and piece.path for piece in told)
    if not isinstance(first, Slot) or paths or not verbs or verbs[0].verb.partition(" ")[0] in MODALS:
        return None
    if (
        _PRONOUN.search(said)
        or re.search(r"[,;:\"\u201c\u2014\u2013]", said)
        or len(said.split()) > SHORT
        or told.index(verbs[0]) > 4
    ):
        return None
    earlier: list[Piece] = []
    for piece in told:
        if not isinstance(piece, Verb):
            earlier.append(piece)
        elif present:
            earlier.append(Past(piece.verb))
        elif piece is verbs[0]:
            earlier += [Past("have"), Text(" " + past_participle(piece.verb))]
        elif isinstance(earlier[-1], Text) and earlier[-1].text.endswith(" and "):
            earlier.append(Text(past_participle(piece.verb)))
        else:
            earlier.append(Past(piece.verb))
    return tuple(piece for piece in earlier if piece != Text(""))


ASIDES: Asides = EnglishAsides()
