"""From a template to a sentence: who tells, in which person and tense, and by what word everyone is called.

A name is the thing's own or an alias that holds in the teller's mind. A pronoun stands only for someone who was mentioned in
this sentence or the one before, while nobody else was whom it could mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fabula.grounding import Idea
from fabula.model import USUAL_LANGUAGE, Pronoun, Thing
from fabula.syntax.templates import Alternatives, Computed, Form, Noun, Slot, Template, Text, Verb
from fabula.telling.languages import realiser_for
from fabula.telling.languages.grammar import Agreement, Case, Past, Person, Roles, Tense, case_of
from fabula.telling.languages.realiser import Realiser
from fabula.telling.wording.references import References
from fabula.telling.wording.view import View
from fabula.telling.world import Binding

Value = bool | int | str | None


@dataclass(frozen=True, slots=True)
class Voice:
    """`teller`: whose eyes (None: everybody's); in which `person` they are spoken of; the tense of what happens."""

    teller: str | None = None
    person: Person = Person.THIRD
    tense: Tense = Tense.PAST
    realiser: Realiser = field(default_factory=lambda: realiser_for(USUAL_LANGUAGE), compare=False)

    def person_of(self, name: str) -> Person:
        return self.person if name == self.teller else Person.THIRD


class UnknownSlot(ValueError):
    """A text names something that its act and its story do not have; `name` is what."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


@dataclass(slots=True)
class _Line:
    """One text being told."""

    template: Template
    roles: Roles
    voice: Voice
    view: View
    binding: Binding
    references: References
    written: list[str]
    later: View
    #: whether a slot (by index) was written as a name: a verb agrees with that
    named: dict[int, bool]
    #: the verbs: where they stand in `written`, their index, and they themselves
    verbs: list[tuple[int, int, Verb]] = field(default_factory=list)

    def things(self, slot: Slot) -> tuple[Thing, ...] | None:
        """What a slot without a path stands for; None if it is no thing."""
        bound = self.binding.get(slot.who, slot.who)
        names = (bound,) if isinstance(bound, str) else bound
        found = tuple(thing for name in names if (thing := self.view.thing(name)) is not None)
        return found if len(found) == len(names) else None


_SENTENCE_END = re.compile(r"[.!?\u2026][\"'\u201d\u2019)]*(\s+|$)")
_ENDS_SPEECH = re.compile(r"[!?\u2026][\"'\u201d\u2019]\s+$")
_BEGINS = re.compile(r"(^|[.!?\u2026][\"'\u201d\u2019)]*\s+)[\"'\u201c\u2018(\u2014\u2013 ]*$")


def render(
    template: Template,
    voice: Voice,
    view: View,
    binding: Binding | None = None,
    references: References | None = None,
    begins: bool = True,
    later: View | None = None,
) -> str:
    """A text as the voice tells it; `begins`: it begins a sentence. `references` is brought up to date.

    `later`: what the teller has before their eyes once it is done; `{who.name}` is the name that holds then, so that
    somebody can be told a name. Raises `UnknownSlot`.
    """
    memory = references if references is not None else References()
    template = _politely(_plain(template), voice, binding or {})
    roles = voice.realiser.roles(template.pieces)
    line = _Line(template, roles, voice, view, binding or {}, memory, [], later or view, {})
    for index, piece in enumerate(template.pieces):
        match piece:
            case Text(text):
                line.written.append(text)
                for _ in _SENTENCE_END.finditer(text):
                    memory.sentence()
            case Noun(text):
                _write(line, text)
            case Verb():
                # What it agrees with may come after it: "Then [kneel] {who}".
                line.verbs.append((len(line.written), index, piece))
                line.written.append(piece.verb)
            case Slot():
                _write(line, _slot(line, index, piece), _is_speaker(template, index, voice.realiser))
    for place, index, verb in line.verbs:
        tense = Tense.PAST if isinstance(verb, Past) else voice.tense
        form = voice.realiser.conjugate(verb.verb, _agreement(line, index), tense)
        line.written[place] = voice.realiser.capitalize(form) if verb.capital else form
    memory.sentence()
    told = voice.realiser.finished("".join(line.written))
    return voice.realiser.capitalize(told) if begins else told


def _plain(template: Template) -> Template:
    """The template with all that was not decided before it is told, as it is written."""
    if not template.varies:
        return template
    pieces = (Text(piece.source) if isinstance(piece, Computed | Alternatives) else piece for piece in template.pieces)
    return Template(tuple(pieces), template.flaws, template.source)


def _politely(template: Template, voice: Voice, binding: Binding) -> Template:
    """The template with whoever says "I" named last: "Cloud and I"."""
    if voice.teller is None or voice.person is not Person.FIRST:
        return template
    pieces = list(template.pieces)
    for index in range(len(pieces) - 2):
        first, joint, second = pieces[index : index + 3]
        if isinstance(first, Slot) and isinstance(second, Slot) and joint == Text(f" {voice.realiser.connectives.joint} "):
            told = binding.get(first.who, first.who) == voice.teller
            if told and not (first.path or first.possessive or second.possessive):
                pieces[index], pieces[index + 2] = second, first
    return Template(tuple(pieces), template.flaws, template.source)


def _write(line: _Line, words: str, speaker: bool = False) -> None:
    before = "".join(line.written[-2:])
    begins = _BEGINS.search(before) and not (speaker and _ENDS_SPEECH.search(before))
    line.written.append(line.voice.realiser.capitalize(words) if line.written and begins else words)


def _is_speaker(template: Template, index: int, realiser: Realiser) -> bool:
    """Whether a slot is followed by a verb of speech: behind a quotation it goes on with its sentence ("How long?" he asks)."""
    after = template.pieces[index + 1 : index + 3]
    verb = after[1] if len(after) == 2 else None
    return after[:1] == (Text(" "),) and isinstance(verb, Verb) and verb.verb in realiser.connectives.speech


def _agreement(line: _Line, index: int) -> Agreement:
    subjects = line.roles.subjects[index]
    if isinstance(subjects, bool):
        return Agreement(Person.THIRD, subjects)
    if len(subjects) > 1:
        persons = [_agreement_of(line, subject).person for subject in subjects]
        return Agreement(min(persons), True)
    return _agreement_of(line, subjects[0])


def _agreement_of(line: _Line, index: int) -> Agreement:
    piece = line.template.pieces[index]
    if isinstance(piece, Noun):
        return Agreement(Person.THIRD, piece.plural)
    if not isinstance(piece, Slot) or piece.path:
        return Agreement()
    things = line.things(piece)
    if things is None:
        return Agreement()
    if len(things) > 1:
        return Agreement(min(line.voice.person_of(thing.name) for thing in things), True)
    thing = things[0]
    named = line.named.get(index, True)
    # Who tells is in the third person where a text asks for the name.
    person = Person.THIRD if named else line.voice.person_of(thing.name)
    return line.voice.realiser.agreement(thing.pronoun, person, is_several(thing, line.voice.realiser), named)


def is_several(thing: Thing, realiser: Realiser) -> bool:
    """Whether a thing is several: they are spoken of as `they` or `we`, and named in the plural."""
    return thing.pronoun is Pronoun.WE or (thing.pronoun is Pronoun.THEY and realiser.is_plural(thing.display))


def name_of(thing: Thing, view: View) -> str:
    """What a thing is called by someone with this view: the first alias under a condition that holds, else its name."""
    for alias in thing.aliases:
        if alias.condition is not None and view.holds(alias.condition, {}):
            return alias.text
    return thing.display


def _by_name(line: _Line, thing: Thing, varied: bool = False) -> str:
    """A name, or, where that would come twice in a row, a second one that the thing has."""
    second = next((alias.text for alias in thing.aliases if alias.condition is None), None)
    name = name_of(thing, line.view)
    if varied and second is not None and name == thing.display:
        name = second
    line.view.called(thing.name, name)
    return name


def _slot(line: _Line, index: int, slot: Slot) -> str:
    realiser = line.voice.realiser
    if slot.path or line.things(slot) is None:
        return _value(line, slot, line.roles.cases[index])
    things = line.things(slot)
    assert things is not None
    if len(things) > 1:
        return _several(line, index, slot, things)
    thing = things[0]
    case = _case(line, index, slot, thing)
    groups = line.roles.subjects.values()
    pronoun = _as_pronoun(line, index, slot, thing, case)
    varied = slot.form is Form.AUTO and line.references.recent(thing)
    line.named[index] = not pronoun
    line.references.mention(thing, any(isinstance(group, tuple) and len(group) > 1 and index in group for group in groups))
    if pronoun:
        person = line.voice.person_of(thing.name)
        return realiser.pronoun(thing.pronoun, case, person, is_several(thing, realiser))
    if slot.form is Form.NAME:
        name = name_of(thing, line.later)
        line.later.called(thing.name, name)
    else:
        name = _by_name(line, thing, varied)
    return realiser.possessive(name) if slot.possessive else realiser.inflected(name, case, is_several(thing, realiser))


def _several(line: _Line, index: int, slot: Slot, things: tuple[Thing, ...]) -> str:
    """Several things in one slot: their names in a row; whoever tells comes last."""
    realiser = line.voice.realiser
    for thing in things:
        line.references.mention(thing, True)
    if (case := case_of(slot.form)) is not None:
        return realiser.pronoun(Pronoun.THEY, case, Person.THIRD, True)
    cases = line.roles.cases
    named = [thing for thing in things if line.voice.person_of(thing.name) is Person.THIRD]
    names = [realiser.inflected(_by_name(line, thing), cases[index], is_several(thing, realiser)) for thing in named]
    for thing in things:
        person = line.voice.person_of(thing.name)
        if person is not Person.THIRD:
            names.append(realiser.pronoun(thing.pronoun, line.roles.cases[index], person, is_several(thing, realiser)))
    if slot.possessive:
        names[-1] = realiser.possessive(names[-1])
    return realiser.join(names)


def _case(line: _Line, index: int, slot: Slot, thing: Thing) -> Case:
    if (asked := case_of(slot.form)) is not None:
        # "mit {who.him}": which object it is, the words around it say
        return Case.DATIVE if asked is Case.OBJECT and line.roles.cases[index] is Case.DATIVE else asked
    if slot.owner:
        return Case.POSSESSIVE
    case = line.roles.cases[index]
    if case is Case.OBJECT and slot.form is Form.AUTO and index in line.roles.doers:
        doers = line.roles.doers[index]
        piece = line.template.pieces[doers[0]]
        if len(doers) == 1 and isinstance(piece, Slot) and not piece.path and line.things(piece) == (thing,):
            return Case.REFLEXIVE
    return case


def _as_pronoun(line: _Line, index: int, slot: Slot, thing: Thing, case: Case) -> bool:
    if slot.form is Form.NAME:
        return False
    if slot.form is not Form.AUTO or case is Case.REFLEXIVE:
        return True
    if line.voice.person_of(thing.name) is not Person.THIRD:
        return True
    if not thing.mind and thing.pronoun is Pronoun.IT:
        # "she walked to it" is never better than "she walked to the field"
        return False
    if thing.name == line.voice.teller and case is not Case.SUBJECT and line.references.in_mind(thing):
        return True
    return line.references.unambiguous(thing, case is Case.SUBJECT, _doer(line, index, case))


def _doer(line: _Line, index: int, case: Case) -> Thing | None:
    """Who does what is done to a thing, if that one was named: a pronoun behind it can't mean the same."""
    doers = line.roles.doers.get(index, ()) if case in (Case.OBJECT, Case.DATIVE) else ()
    piece = line.template.pieces[doers[0]] if len(doers) == 1 else None
    things = line.things(piece) if isinstance(piece, Slot) and not piece.path else None
    return things[0] if things is not None and len(things) == 1 and line.named.get(doers[0], False) else None


def _value(line: _Line, slot: Slot, case: Case) -> str:
    """What the value of a property is in the teller's mind, in words."""
    realiser = line.voice.realiser
    view = line.view
    bound = line.binding.get(slot.who, slot.who)
    current = Idea((bound if isinstance(bound, str) else None,), True)
    last = slot.who
    try:
        if current.thing is not None and view.thing(current.thing) is None:
            current = view.possible(slot.who, ())
        for last in slot.path:
            if current.thing is None:
                return realiser.word(_some(view.nothing(last)) if not current.is_one else view.nothing(last))
            current = view.possible(last, (current.thing,))
    except KeyError:
        raise UnknownSlot(".".join((slot.who, *slot.path))) from None
    if not current.everything:
        return realiser.join([_named(line, slot, case, last, value) for value in current.said], "or")
    if None in current.values:
        return realiser.join([realiser.word(_some(view.nothing(last))), realiser.word(view.nothing(last))], "or")
    return realiser.word(_some(view.nothing(last)))


def _some(nothing: str) -> str:
    """The word for whichever of all values, beside the word for none of them."""
    return {"nobody": "somebody", "nowhere": "somewhere", "nothing": "something"}.get(nothing, nothing)


def _named(line: _Line, slot: Slot, case: Case, last: str, current: Value) -> str:
    """One value of a property (`last`) in words."""
    realiser, view = line.voice.realiser, line.view
    if current is None:
        return realiser.word(view.nothing(last))
    if isinstance(current, bool):
        return realiser.word("yes" if current else "no")
    if isinstance(current, int):
        return realiser.number(current)
    thing = view.thing(current)
    if thing is None:
        return current.replace("_", " ")
    line.references.mention(thing)
    if (asked := case_of(slot.form)) is not None:
        return realiser.pronoun(thing.pronoun, asked, Person.THIRD, is_several(thing, realiser))
    name = name_of(thing, view)
    view.called(thing.name, name)
    return realiser.possessive(name) if slot.possessive else realiser.inflected(name, case, is_several(thing, realiser))
