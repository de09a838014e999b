"""The engine's own sentences: what somebody does, believes, wants and why; for `why`, `mind`, refusals, a telling's gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fabula.grounding import Idea
from fabula.grounding.causes import properties_of
from fabula.model import Arithmetic, Definition, Expression, Get, Literal, Not, OneOf, Says, TruthType, Want, conjuncts
from fabula.phrase import said_as
from fabula.syntax.templates import Form, Slot, Template, Text, parse_template
from fabula.telling.content.choosing import offered
from fabula.telling.content.discoveries import Learned
from fabula.telling.content.insets import FIRST, Occasion
from fabula.telling.languages import realiser_for
from fabula.telling.languages.grammar import Tense
from fabula.telling.languages.sentences import Sentences, Step
from fabula.telling.languages.statements import Clause, Describer, Pieces, Statement, negate
from fabula.telling.wording.acts import Deed, deed_as, deed_of, retold
from fabula.telling.wording.references import References
from fabula.telling.wording.spoken import worded
from fabula.telling.wording.view import RenamedView, View
from fabula.telling.wording.voice import Value, Voice, render
from fabula.telling.world import Motive, PlainView, StateView, World, always_offered

NOW = Voice(tense=Tense.PRESENT)
#: so many of the wants that an act serves are named as its reason
MOST_GAINS = 3


@dataclass(frozen=True, slots=True)
class Phrases:
    """Sentences about a story. `view`: whose names for things they use; `voice`: in which tense, and who is "I"; `dependent`:
    what is so, and what is believed, is said as a clause after a word such as "that"."""

    world: World
    view: View
    voice: Voice = NOW
    dependent: bool = False

    @property
    def _speaking(self) -> Voice:
        """The voice in the language of the story."""
        return replace(self.voice, realiser=realiser_for(self.world.definition.front.language))

    @property
    def _say(self) -> Sentences:
        return realiser_for(self.world.definition.front.language).sentences

    @property
    def _describer(self) -> Describer:
        return self._say.describer(self.world.definition)

    # --- acts --------------------------------------------------------------------------------------------------------

    def _deed(self, number: int) -> Deed:
        """An act as this view has it: done by the will that moves a body, or by the body where a mind does not know of that."""
        view, known = self.view, True
        if isinstance(view, StateView) and view.mind is not None:
            things = self.world.definition.things
            moved = {doer: things[doer].body for doer in self.world.ground.actions[number].doers if doer != view.mind}
            known = all(body is None or view.possible("held_by", (body,)).is_only(doer) for doer, body in moved.items())
        return deed_of(self.world, number, known)

    def act(self, number: int) -> str:
        """ "Aeris walks from the field to the trees": an act without a full stop."""
        deed = self._deed(number)
        return self.sentence(retold(deed.binding, deed.finite))

    def choice(self, number: int, occasion: Occasion = FIRST) -> str:
        """What the reader may choose: the author's `choice` for whose view this is, or the act in the imperative. `occasion`:
        how often it was chosen before."""
        own = self.own_choice(number, occasion)
        return self.sentence(self._say.imperative(self._deed(number).named)) if own is None else own

    def own_choice(self, number: int, occasion: Occasion = FIRST, alone: bool = False) -> str | None:
        """The author's `choice` alone, if there is one for whose view this is; `alone`: and for nobody else."""
        ground = self.world.ground.actions[number]
        asked = self.world.definition.translation or self.world.definition
        action = asked.actions[ground.schema]
        return self._own(asked, action.choices, always_offered(action), ground.binding, occasion, alone)

    def offered(self, name: str, binding: Mapping[str, str], occasion: Occasion = FIRST) -> str:
        """By what text an act of colour is offered: the author's `choice`, or the act in the imperative."""
        asked = self.world.definition.translation or self.world.definition
        action = asked.colours[name]
        own = self._own(asked, action.choices, always_offered(action), binding, occasion, False)
        if own is not None:
            return own
        return self.sentence(self._say.imperative(deed_as(self.world, self.world.definition.colours[name], binding).named))

    def _own(
        self,
        asked: Definition,
        choices: tuple[Says, ...],
        always: str | None,
        bound: Mapping[str, str],
        occasion: Occasion,
        alone: bool,
    ) -> str | None:
        binding = dict(bound)
        texts = tuple(one for one in choices if one.teller is not None or not alone)
        voice = replace(self.voice, realiser=realiser_for(asked.front.language))
        if not isinstance(self.view, StateView):
            template = None if always is None else parse_template(always)
        else:
            chosen = offered(texts, self.view, binding, occasion)
            template = None if chosen is None else worded(self.world, chosen, self.view, binding, occasion, voice.realiser)
        if template is None:
            return None
        view = self.view if asked is self.world.definition else RenamedView(self.view, asked.things)
        return render(template, voice, view, binding)

    def letting(self, number: int) -> str:
        """ "Let Ben embrace Ann": an act that somebody else does, as it is chosen by one who has to agree to it."""
        return self.sentence(self._say.letting(self._deed(number).named))

    def failed(self, number: int, mind: str, learned: Sequence[str]) -> str:
        """ "Ann tried to open the door, but it could not be done: it was locked.": `learned` in clauses."""
        return self._told(self._say.failed(Slot(mind, form=Form.NAME), self._deed(number).named, learned), begins=True)

    def plan(self, numbers: Sequence[int], mind: str) -> str:
        """ "to kill Hale, then for Cloud to come to the field": acts as the intention of a mind."""
        return self._told(self._say.plan(self._plan(numbers, mind)))

    def _plan(self, numbers: Sequence[int], mind: str) -> list[Step]:
        steps: list[Step] = []
        for number in numbers:
            act = self._deed(number).named
            steps.append(Step(act, mind in self.world.ground.actions[number].doers or act.subject == (Slot(mind),)))
        return steps

    # --- what is so, and what is believed ------------------------------------------------------------------------------

    def stated(self, statement: Statement) -> Pieces:
        """A statement as a sentence of its own, or as a dependent one."""
        return self._say.dependent(statement) if self.dependent else self._say.finite(statement)

    def condition(self, condition: Expression, binding: Mapping[str, str] | None = None, denied: bool = False) -> str:
        """ "Hale is alive and Aeris is at the field": a condition, or its denial, without a full stop."""
        statement = self._statement(condition, denied)
        return self._told(retold(binding or {}, self.stated(statement)))

    def statement(self, condition: Expression) -> Pieces:
        """The same in pieces."""
        return self.stated(self._statement(condition, False))

    def fluent(self, name: str, arguments: Sequence[str], value: Value | Idea) -> str:
        """ "Aeris is following nobody", "Cloud's trust in Aeris is 2 of 3", "Aeris is at the field or the trees": what a
        property is, without a full stop."""
        return self._told(self.stated(self.fact(name, arguments, value)))

    def belief(self, mind: str, name: str, arguments: Sequence[str], value: Value | Idea) -> str:
        """ "Cloud believes that Aeris is following nobody"; where it may be anything, "Cloud does not know where Aeris is"."""
        return self._told(self.stated(self._believed(mind, name, arguments, value)))

    def question(self, name: str, arguments: Sequence[str]) -> str:
        """ "where Aeris is", "whether Hale is alive", "his pride": what one may know or not know of a property."""
        item = self.world.definition.properties[name]
        if not isinstance(item.type, TruthType):
            return self._say.asked(self._told(self._describer.noun(Get(name, tuple(Literal(one) for one in arguments)))))
        if said_as(item.phrases, "unknown"):
            return self._told(self._asked(name, arguments))
        whether = None if arguments else self._say.whether_so(self._describer.words(item))
        return whether or self._told(
            self._say.whether(self._describer.predicate(item, tuple(Literal(one) for one in arguments)))
        )

    def learned(self, news: Learned, seen: bool) -> Pieces:
        """ "now Cloud believes that Aeris is at the trees": a new belief, or something `seen`; "Cloud no longer knows where
        Aeris is". It does not say whether the belief is true."""
        if news.lost:
            return self._say.no_longer_knows(Slot(news.mind), self._asked(news.name, news.arguments))
        return self._say.learned(Slot(news.mind), self.fact(news.name, news.arguments, news.value), seen)

    def believes(self, mind: str, condition: Expression) -> str:
        """ "Cloud believes that Hale is alive": a condition in a mind."""
        return self._told(self.stated(self._say.believing(Slot(mind), self._describer.statement(condition))))

    def fact(self, name: str, arguments: Sequence[str], value: Value | Idea) -> Statement:
        """What a property is, as a statement: a value, one of several, or that it is not known."""
        item = self.world.definition.properties[name]
        describer = self._describer
        things = tuple(Literal(argument) for argument in arguments)
        taken = value if isinstance(value, Idea) else Idea((value,), True)
        if taken.everything:
            return replace(describer.is_known(self._asked(name, arguments)), negated=True)
        if isinstance(item.type, TruthType):
            clause = describer.predicate(item, things)
            return clause if taken.is_only(True) else _denied(clause)
        options = tuple(Literal(one) for one in taken.said)
        if len(options) == 1:
            return describer.valued(item, things, options[0], exact=True)
        several = OneOf(Get(name, things), options)
        return describer.statement(several) if name == "held_by" else describer.valued(item, things, several, exact=True)

    def _asked(self, name: str, arguments: Sequence[str]) -> Pieces:
        things = tuple(Literal(argument) for argument in arguments)
        return self._describer.asked(self.world.definition.properties[name], things)

    def _believed(self, mind: str, name: str, arguments: Sequence[str], value: Value | Idea) -> Statement:
        if isinstance(value, Idea) and value.everything:
            return replace(self._say.knowing(Slot(mind), self._asked(name, arguments)), negated=True)
        return self._say.believing(Slot(mind), self.fact(name, arguments, value))

    def _statement(self, condition: Expression, denied: bool) -> Statement:
        return self._describer.statement(Not(condition) if denied else condition)

    # --- wants and reasons -------------------------------------------------------------------------------------------

    def want(self, mind: str, text: str) -> str:
        """ "Aeris wants Hale to be alive": one line of a mind's wants, given as it is written."""
        return self._told(self.wanting(mind, text))

    def wanting(self, mind: str, text: str) -> Pieces:
        """The same in pieces."""
        return self._say.wanting(Slot(mind), (self.gain(mind, text),))

    def gain(self, mind: str, text: str) -> Pieces:
        """What a line of somebody's wants asks for, as it follows "wants"."""
        for want in self.world.definition.wants.get(mind, ()):
            if want.text == text:
                return self._wanted(want, mind)
        return parse_template(text).pieces if self._say.is_gain(text) else (Text(f'"{text}"'),)

    def _wanted(self, want: Want, mind: str) -> Pieces:
        if want.phrased:
            return parse_template(want.text).pieces
        describer = self._describer
        weight = want.weight
        less = isinstance(weight, Literal) and isinstance(weight.value, int) and weight.value < 0
        for variable in want.each:
            describer.introduce(variable)
        if want.condition is None:
            if isinstance(weight, Literal):
                return (Text(f'"{want.text}"'),)
            if isinstance(weight, Arithmetic) and weight.operator == "*" and isinstance(weight.left, Literal):
                much = isinstance(weight.left.value, int) and weight.left.value > 0
                return self._say.more_of(describer.noun(weight.right), much)
            return self._say.more_of(describer.noun(weight), True)
        condition = Not(want.condition) if less else want.condition
        return self._say.gain(describer.statement(condition), mind)

    def reason(self, motive: Motive) -> str:
        """ "she wants Hale to be alive, and means to kneel by Hale, then to go to the trees", without a full stop."""
        return self._told(self._say.reason(Slot(motive.mind), *self._reason(motive)))

    def _reason(self, motive: Motive) -> tuple[list[Pieces], list[Step]]:
        """What a mind gains by an act, and what it means to do next."""
        gains = [self.gain(motive.mind, text) for text in motive.gains[:MOST_GAINS]]
        return gains, self._plan(motive.plan[1:], motive.mind)

    def because(self, number: int, motives: Iterable[Motive]) -> str:
        """Why an act is done: one sentence for each who consents to it.

        "Sephiroth kills Hale because he wants Aeris to come to the ridge, and means to go to the ridge next."
        """
        act = self._say.finite(self._deed(number).named)
        doers = self.world.ground.actions[number].doers
        sentences: list[str] = []
        references = References()
        for index, motive in enumerate(motives):
            who, (gains, further) = Slot(motive.mind), self._reason(motive)
            if index == 0:
                told = self._say.because(act, who, gains, further)
            elif motive.mind in doers:
                told = self._say.reason(who, gains, further)
            else:
                told = self._say.agreeing(who, gains, further)
            sentences.append(self._told((*told, Text(".")), references, begins=True))
        if not sentences:
            sentences.append(self._told((*act, Text(".")), references, begins=True))
        return " ".join(sentences)

    # --- what does not happen ----------------------------------------------------------------------------------------

    def refusal(self, mind: str, worse: Sequence[str] = ()) -> str:
        """ "Aeris refuses: she sees nothing in it that she wants." `worse`: the lines of its wants that speak against it."""
        gains = [self.gain(mind, line) for line in worse[:MOST_GAINS]]
        return self._told(self._say.refusing(Slot(mind), gains), begins=True)

    def refused_for_unknown_reasons(self, mind: str) -> str:
        """ "Aeris refused, and did not say why."""
        return self._told(self._say.refused_for_unknown_reasons(Slot(mind)), begins=True)

    def refused_as_impossible(self, mind: str, obstacles: Sequence[str]) -> str:
        """ "Aeris refuses: as Aeris sees it, the door is locked."""
        return self._told(self._say.refused_as_impossible(Slot(mind, form=Form.NAME), obstacles), begins=True)

    def obstacles(self, number: int, eyes: View | None = None) -> tuple[str, ...]:
        """Why an act is not possible, as those `eyes` see it (this view's, if nobody's are given): the denial of each of its
        conditions that does not hold."""
        eyes = self.view if eyes is None else eyes
        ground = self.world.ground.actions[number]
        action = self.world.definition.actions[ground.schema]
        return tuple(
            self.condition(part, ground.binding, denied=True)
            for part in conjuncts(action.when)
            if not eyes.holds(part, ground.binding) and not self._keeps_account(part)
        )

    def _keeps_account(self, part: Expression) -> bool:
        """Whether a condition asks for bookkeeping, of which nobody is told."""
        return any(self.world.definition.properties[name].bookkeeping for name in properties_of(part))

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


def phrases(world: World, view: View | None = None, voice: Voice = NOW) -> Phrases:
    """Sentences about a story; without a view, things go by their own names."""
    return Phrases(world, view if view is not None else PlainView(world.definition), voice)
