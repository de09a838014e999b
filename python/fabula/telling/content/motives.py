"""Why somebody does something, as a clause of the sentence that tells it: "to see a light", "though he wanted to stay"."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.engine.evaluate import evaluate
from fabula.lives.reasons import wants_of
from fabula.syntax.templates import Form, Slot, Template, Text, Verb, parse_template
from fabula.task import UNKNOWN
from fabula.telling.languages import realiser_for
from fabula.telling.languages.statements import Pieces
from fabula.telling.wording.voice import Binding
from fabula.telling.world import Happening, World, mind_number

#: a sentence with so many words bears no further clause
LONGEST = 14


@dataclass(frozen=True, slots=True)
class Motive:
    """What a mind wants of an act (`text`, a line of its wants), or in spite of which it does it (`against`)."""

    mind: str
    text: str
    against: bool

    @property
    def gain(self) -> Pieces:
        """What is wanted, in the words of the author."""
        return parse_template(self.text).pieces


def motives(world: World, event: Happening, mind: str) -> list[Motive]:
    """What moves a mind to an act, as far as its author gave words for that: first what speaks against it."""
    phrased = {want.text for want in world.definition.wants.get(mind, ()) if want.phrased}
    gains = [gain for reason in event.reasons if reason.mind == mind for gain in reason.gains if gain in phrased]
    if not gains:
        return []
    lost = [text for text in _lost(world, event, mind) if text in phrased and text not in gains]
    return [*(Motive(mind, text, True) for text in lost), *(Motive(mind, text, False) for text in gains)]


def _lost(world: World, event: Happening, mind: str) -> list[str]:
    """The lines of a mind's wants that the act itself makes worse, in its own eyes."""
    engine = world.engine
    number = mind_number(world, mind)
    before = engine.belief(event.before, number)
    after = engine.do(before, event.action, number)
    lost: list[str] = []
    for text, expression in wants_of(world.ground, mind):
        was, is_now = evaluate(engine, before, expression), evaluate(engine, after, expression)
        if UNKNOWN not in (was, is_now) and is_now < was:
            lost.append(text)
    return lost


def with_motive(world: World, template: Template, binding: Binding, motive: Motive) -> Template | None:
    """The text of an act with the motive as a clause; None if it does not bear that. `binding`: what its slots stand for."""
    last = template.pieces[-1] if template.pieces else None
    joint = realiser_for(world.definition.front.language).connectives.joint
    if not is_plain(template) or not isinstance(last, Text) or _is_joint(template.pieces, joint):
        return None
    body: Pieces = (*template.pieces[:-1], *((Text(words),) if (words := last.text.rstrip(". ")) else ()))
    return Template((*body, *_clause(world, body, binding, motive), Text(".")), template.flaws, template.source)


def _clause(world: World, body: Pieces, binding: Binding, motive: Motive) -> Pieces:
    first, last = body[0], body[-1]
    realiser = realiser_for(world.definition.front.language)
    words = realiser.connectives
    gain = motive.gain
    alone = isinstance(first, Slot) and binding.get(first.who, first.who) == motive.mind
    there = isinstance(last, Slot) and _is_place(world, binding.get(last.who, last.who))
    simple = there and sum(isinstance(piece, Verb) for piece in body) == 1
    if alone and simple and not motive.against and words.purpose and _starts(gain, words.purpose):
        return (Text(" "), *gain)
    who = Slot(motive.mind, form=Form.SUBJECT if alone else Form.NAME)
    return (Text(f", {words.though if motive.against else words.because} "), *realiser.wish(who, gain, subordinate=True))


def _is_joint(body: Pieces, joint: str) -> bool:
    """Whether several do it: "Cloud and Tifa come"."""
    return len(body) > 1 and isinstance(body[1], Text) and body[1].text.strip() in (joint, ",")


def _is_place(world: World, bound: str | tuple[str, ...]) -> bool:
    thing = world.definition.things.get(bound) if isinstance(bound, str) else None
    return thing is not None and "place" in world.definition.kinds[thing.kind].ancestors


def _starts(pieces: Pieces, words: str) -> bool:
    return bool(pieces) and isinstance(pieces[0], Text) and pieces[0].text.startswith(words)


def is_plain(template: Template) -> bool:
    """Whether a text is one short statement to which something can be added."""
    said = "".join(piece.text if isinstance(piece, Text) else " x " for piece in template.pieces)
    body = said.rstrip()
    marks = set(',;:\u2014\u2013"\u201c\u201d!?\u2026')
    return body.endswith(".") and "." not in body[:-1] and not marks & set(body) and len(body.split()) <= LONGEST


def is_deed(template: Template, states: frozenset[str]) -> bool:
    """Whether a text is one short statement that somebody does something; `states`: the verbs that are no doing."""
    verbs = [piece.verb.partition(" ")[0] for piece in template.pieces if isinstance(piece, Verb)]
    return is_plain(template) and bool(verbs) and verbs[0] not in states
