"""Any text of a story in a mind: its alternatives decided, its values in words, and what all that takes for granted."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.engine.interface import State
from fabula.model import Says
from fabula.syntax.templates import Noun, Piece, Slot, Template, Text, Verb, parse_template
from fabula.telling.content.choosing import offered
from fabula.telling.content.insets import FIRST, Occasion, Worked, decided
from fabula.telling.languages import realiser_for
from fabula.telling.languages.realiser import Realiser
from fabula.telling.wording.trace import Trace, TracedView, Tracer, held_for
from fabula.telling.wording.voice import Voice, name_of, render
from fabula.telling.world import Binding, StateView, World, no_value_of


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text as it is told: slots, verbs and words, and what it takes for granted."""

    template: Template
    trace: Trace


def spoken(world: World, says: Says, state: State, mind: str | None, binding: Binding, occasion: Occasion = FIRST) -> Spoken:
    """A text as a mind (None: nobody) tells it in a state of the world. That it can be told there, by whom it is for, by its
    condition and by what is known of its values, `Chooser.fitting` has found."""
    held = held_for(world, says, state, binding)
    if not parse_template(says.text).varies:
        return Spoken(parse_template(says.text), held)
    tracer = Tracer()
    template = worded(world, says, TracedView(world, state, mind, tracer), binding, occasion)
    return Spoken(template, tracer.taken(held))


def said(
    world: World, texts: tuple[Says, ...], state: State, voice: Voice, binding: Binding, occasion: Occasion = FIRST
) -> str | None:
    """Any text of a story in the mind of the voice's teller: of several the one that was made most closely for the case; None
    if that mind can tell none. What is told of a life goes through a `Storyteller` instead, which leaves a trace of it."""
    view = StateView(world, state, voice.teller)
    text = offered(texts, view, binding, occasion)
    return None if text is None else render(worded(world, text, view, binding, occasion), voice, view, binding)


def worded(
    world: World, says: Says, view: StateView, binding: Binding, occasion: Occasion = FIRST, realiser: Realiser | None = None
) -> Template:
    """The text alone, by what a view has before its eyes. `realiser`: of the language that it is in, if not the story's."""
    if not parse_template(says.text).varies:
        return parse_template(says.text)
    language = realiser or realiser_for(world.definition.front.language)
    pieces = tuple(
        _in_words(world, one, view, binding, language) if isinstance(one, Worked) else one
        for one in decided(says, view, binding, occasion)
    )
    return Template(pieces, (), "".join(map(_source, pieces)))


def _in_words(world: World, worked: Worked, view: StateView, binding: Binding, realiser: Realiser) -> Piece:
    value, written = worked.idea.value, worked.value
    if isinstance(value, bool):
        return Noun(realiser.word("yes" if value else "no"))
    if isinstance(value, int):
        return Noun(realiser.number(value), value != 1)
    if value is None:
        words = realiser.word(no_value_of(world.definition, worked.type))
    elif (thing := view.thing(value)) is None:
        words = value.replace("_", " ")
    elif value not in binding:
        return Slot(value, form=written.form, owner=written.owner)
    else:
        # A parameter has the name of the thing, and a slot would mean that.
        words = name_of(thing, view)
        view.called(value, words)
    return Noun(realiser.possessive(words) if written.owner else words)


def _source(piece: Piece) -> str:
    """A piece as it could be written."""
    match piece:
        case Text(text) | Noun(text):
            return text
        case Slot():
            return "{" + ".".join((piece.who, *piece.path)) + "}"
        case Verb():
            return f"[{piece.verb}]"
        case _:
            return piece.source
