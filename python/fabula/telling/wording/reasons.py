"""Why somebody does something, as a clause of the sentence that tells it: "to see a light", "though he wanted to stay"."""

from __future__ import annotations

from fabula.syntax.templates import Form, Slot, Template, Text, Verb
from fabula.telling.content.motives import Motive
from fabula.telling.languages import realiser_for
from fabula.telling.languages.statements import Pieces
from fabula.telling.wording.plain import is_plain
from fabula.telling.world import Binding, World


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
