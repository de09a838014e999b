"""The engine's own sentences: what somebody does, believes, wants and why; for `why`, `mind`, refusals, a telling's gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fabula.model import Arithmetic, Definition, Expression, Get, Literal, Logic, Not, NumberType, TruthType, Want
from fabula.syntax.templates import Form, Slot, Template, Text, Verb, parse_template
from fabula.telling.deeds import deed_of, retold
from fabula.telling.grammar import Tense
from fabula.telling.languages import realiser_for
from fabula.telling.renamed import InOriginal, RenamedView
from fabula.telling.statements import Clause, Describer, Pieces, Statement, finite, infinitive, negate
from fabula.telling.voice import References, View, Voice, render
from fabula.telling.world import Motive, PlainView, World

NOW = Voice(tense=Tense.PRESENT)
#: so many of the wants that an act serves are named as its reason
MOST_GAINS = 3


@dataclass(frozen=True, slots=True)
class Phrases:
    """Sentences about a story. `view`: whose names for things they use; `voice`: in which tense, and who is "I"."""

    world: World
    view: View
    voice: Voice = NOW
    #: the story in the language that a reader is asked in, where that is another
    asked: Definition | None = None

    def __post_init__(self) -> None:
        original = self.world.definition.original
        if original is not None and not realiser_for(self.world.definition.front.language).has_clauses:
            # What can't be said in the language of the translation is said as in the original, with the names that are there.
            object.__setattr__(self, "asked", self.world.definition)
            object.__setattr__(self, "view", RenamedView(self.view, original.things))
            object.__setattr__(self, "world", InOriginal(original, self.world.ground, self.world.engine))

    @property
    def _speaking(self) -> Voice:
        """The voice in the language of the story."""
        return replace(self.voice, realiser=realiser_for(self.world.definition.front.language))

    # --- acts --------------------------------------------------------------------------------------------------------

    def act(self, number: int) -> str:
        """ "Aeris walks from the field to the trees": an act without a full stop."""
        deed = deed_of(self.world, number)
        return self.sentence(retold(deed.binding, deed.finite))

    def choice(self, number: int) -> str:
        """What the reader may choose: the author's `choice`, or the act in the imperative."""
        ground = self.world.ground.actions[number]
        asked = self.asked or self.world.definition.translation or self.world.definition
        text = asked.actions[ground.schema].choice
        if text is not None:
            voice = replace(self.voice, realiser=realiser_for(asked.front.language))
            view = self.view if asked is self.world.definition else RenamedView(self.view, asked.things)
            return render(parse_template(text), voice, view, dict(ground.binding))
        deed = deed_of(self.world, number)
        return self.sentence((Text(deed.verb), *retold(deed.binding, deed.rest)))

    def plan(self, numbers: Sequence[int], mind: str) -> str:
        """ "to kill Hale, then for Cloud to come to the field": acts as the intention of a mind."""
        return self._told(self._plan(numbers, mind))

    def _plan(self, numbers: Sequence[int], mind: str) -> Pieces:
        pieces: list[Text | Slot | Verb] = []
        for index, number in enumerate(numbers):
            deed = deed_of(self.world, number)
            own = mind in self.world.ground.actions[number].doers or retold(deed.binding, deed.subject) == (Slot(mind),)
            if index:
                pieces.append(Text(", then "))
            if not own:
                pieces.append(Text("for "))
                pieces.extend(piece for piece in retold(deed.binding, deed.subject) if isinstance(piece, Slot | Text))
                pieces.append(Text(" "))
            pieces.extend(piece for piece in retold(deed.binding, deed.infinitive) if isinstance(piece, Slot | Text | Verb))
        return tuple(pieces)

    # --- what is so, and what is believed ------------------------------------------------------------------------------

    def condition(self, condition: Expression, binding: Mapping[str, str] | None = None, denied: bool = False) -> str:
        """ "Hale is alive and Aeris is at the field": a condition, or its denial, without a full stop."""
        statement = self._statement(condition, denied)
        return self._told(retold(binding or {}, finite(statement)))

    def fluent(self, name: str, arguments: Sequence[str], value: bool | int | str | None) -> str:
        """ "Aeris is following nobody", "Cloud's trust in Aeris is 2 of 3": the value of a property, without a full stop."""
        return self._told(finite(self.fact(name, arguments, value)))

    def belief(self, mind: str, name: str, arguments: Sequence[str], value: bool | int | str | None) -> str:
        """ "Cloud believes that Aeris is following nobody"; "Cloud does not know where Aeris is"."""
        return self._told(finite(self._believed(mind, name, arguments, value)))

    def learned(
        self, mind: str, name: str, arguments: Sequence[str], value: bool | int | str | None, verb: str = "believe"
    ) -> Pieces:
        """ "now Cloud believes that Aeris is at the trees": a new belief. It does not say whether the belief is true."""
        if value is None:
            where = Describer(self.world.definition).noun(Get(name, tuple(Literal(argument) for argument in arguments)))
            return (Slot(mind), Text(" no longer "), Verb("know"), Text(" "), *where)
        content = finite(self.fact(name, arguments, value))
        found = (Slot(mind), Text(" "), Verb(verb), Text(" that "), *content)
        return (Text("now "), *found) if verb == "believe" else found

    def believes(self, mind: str, condition: Expression) -> str:
        """ "Cloud believes that Hale is alive": a condition in a mind."""
        content = finite(Describer(self.world.definition).statement(condition))
        return self._told((Slot(mind), Text(" "), Verb("believe"), Text(" that "), *content))

    def fact(self, name: str, arguments: Sequence[str], value: bool | int | str | None) -> Clause:
        """The value of a property as a clause."""
        item = self.world.definition.properties[name]
        describer = Describer(self.world.definition)
        things = tuple(Literal(argument) for argument in arguments)
        if isinstance(item.type, TruthType):
            clause = describer.predicate(item, things)
            return clause if value else _denied(clause)
        return describer.valued(item, things, Literal(value), exact=True)

    def _believed(self, mind: str, name: str, arguments: Sequence[str], value: bool | int | str | None) -> Statement:
        if value is None and not isinstance(self.world.definition.properties[name].type, NumberType):
            things = tuple(Literal(argument) for argument in arguments)
            describer = Describer(self.world.definition)
            if describer.nothing(self.world.definition.properties[name]) == "nowhere":
                return Clause((Slot(mind),), "know", (Text(" "), *describer.noun(Get(name, things))), negated=True)
        return Clause((Slot(mind),), "believe", (Text(" that "), *finite(self.fact(name, arguments, value))))

    def _statement(self, condition: Expression, denied: bool) -> Statement:
        return Describer(self.world.definition).statement(Not(condition) if denied else condition)

    # --- wants and reasons -------------------------------------------------------------------------------------------

    def want(self, mind: str, text: str) -> str:
        """ "Aeris wants Hale to be alive": one line of a mind's wants, given as it is written."""
        return self._told(self.wanting(mind, text))

    def wanting(self, mind: str, text: str) -> Pieces:
        """The same in pieces."""
        return (Slot(mind), Text(" "), Verb("want"), Text(" "), *self.gain(mind, text))

    def gain(self, mind: str, text: str) -> Pieces:
        """What a line of somebody's wants asks for, as it follows "wants"."""
        told = (self.asked or self.world.definition).wants.get(mind, ())
        for want, line in zip(self.world.definition.wants.get(mind, ()), told, strict=True):
            if line.text == text:
                return self._wanted(want, mind)
        return parse_template(text).pieces if text.startswith("to ") else (Text(f'"{text}"'),)

    def _wanted(self, want: Want, mind: str) -> Pieces:
        if want.phrased:
            return parse_template(want.text).pieces
        describer = Describer(self.world.definition)
        weight = want.weight
        less = isinstance(weight, Literal) and isinstance(weight.value, int) and weight.value < 0
        for variable in want.each:
            describer.introduce(variable, "each")
        if want.condition is None:
            if isinstance(weight, Literal):
                return (Text(f'"{want.text}"'),)
            if isinstance(weight, Arithmetic) and weight.operator == "*" and isinstance(weight.left, Literal):
                much = isinstance(weight.left.value, int) and weight.left.value > 0
                return (Text("more of " if much else "less of "), *describer.noun(weight.right))
            return (Text("more of "), *describer.noun(weight))
        condition = Not(want.condition) if less else want.condition
        return infinitive(describer.statement(condition), mind)

    def reason(self, motive: Motive) -> str:
        """ "she wants Hale to be alive, and means to kneel by Hale, then to go to the trees", without a full stop."""
        return self._told(self._reason(motive, Slot(motive.mind)))

    def _reason(self, motive: Motive, who: Slot) -> Pieces:
        gains = [self.gain(motive.mind, text) for text in motive.gains[:MOST_GAINS]]
        pieces: list[Pieces] = [(who, Text(" "), Verb("want"), Text(" "))]
        if gains:
            for index, gain in enumerate(gains):
                pieces.append(((Text(" and " if index == len(gains) - 1 else ", ")),) if index else ())
                pieces.append(gain)
        else:
            pieces.append((Text("what comes of it"),))
        if len(motive.plan) > 1:
            further = self._plan(motive.plan[1:], motive.mind)
            pieces.append((Text(", and "), Verb("mean"), Text(" "), *further, Text(" next")))
        return tuple(piece for part in pieces for piece in part)

    def because(self, number: int, motives: Iterable[Motive]) -> str:
        """Why an act is done: one sentence for each who consents to it.

        "Sephiroth kills Hale because he wants Aeris to come to the ridge, and means to go to the ridge next."
        """
        deed = deed_of(self.world, number)
        doers = self.world.ground.actions[number].doers
        sentences: list[str] = []
        references = References()
        for index, motive in enumerate(motives):
            who = Slot(motive.mind)
            reason = self._reason(motive, who)
            if index == 0:
                told = (*retold(deed.binding, deed.finite), Text(" because "), *reason, Text("."))
            elif motive.mind in doers:
                told = (*reason, Text("."))
            else:
                told = (who, Text(" "), Verb("agree"), Text(" because "), *reason, Text("."))
            sentences.append(self._told(told, references, begins=True))
        if not sentences:
            sentences.append(self._told((*retold(deed.binding, deed.finite), Text(".")), references, begins=True))
        return " ".join(sentences)

    # --- what does not happen ----------------------------------------------------------------------------------------

    def refusal(self, mind: str) -> str:
        """ "Aeris refuses: she sees nothing in it that she wants."""
        who = Slot(mind, form=Form.SUBJECT)
        pieces = (Slot(mind), Text(" "), Verb("refuse"), Text(": "), who, Text(" "), Verb("see"))
        return self._told((*pieces, Text(" nothing in it that "), who, Text(" "), Verb("want"), Text(".")), begins=True)

    def obstacles(self, number: int) -> tuple[str, ...]:
        """Why an act is not possible, by this view: the denial of each of its conditions that does not hold."""
        ground = self.world.ground.actions[number]
        action = self.world.definition.actions[ground.schema]
        return tuple(
            self.condition(part, ground.binding, denied=True)
            for part in _conjuncts(action.when)
            if not self.view.holds(part, ground.binding)
        )

    # --- the rim -----------------------------------------------------------------------------------------------------

    def sentence(self, pieces: Pieces) -> str:
        """Pieces as words, with a capital."""
        return self._told(pieces, begins=True)

    def _told(self, pieces: Pieces, references: References | None = None, begins: bool = False) -> str:
        return render(Template(pieces), self._speaking, self.view, {}, references, begins)


def _denied(clause: Clause) -> Clause:
    denied = negate(clause)
    assert isinstance(denied, Clause)
    return denied


def _conjuncts(condition: Expression) -> tuple[Expression, ...]:
    if isinstance(condition, Logic) and condition.operator == "and":
        return tuple(part for whole in condition.parts for part in _conjuncts(whole))
    return (condition,)


def phrases(world: World, view: View | None = None, voice: Voice = NOW) -> Phrases:
    """Sentences about a story; without a view, things go by their own names."""
    return Phrases(world, view if view is not None else PlainView(world.definition), voice)
