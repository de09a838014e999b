"""The one who tells: writes a life event by event, as far as a teller perceives it and by what the teller believes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fabula.engine.interface import State
from fabula.model import Closeness, Says, Teller
from fabula.randomness import Random
from fabula.syntax.templates import Slot, Template, Text, parse_template
from fabula.telling.content.attempts import attempt_told
from fabula.telling.content.choosing import Chooser, is_generic
from fabula.telling.content.discoveries import Discovery, discoveries
from fabula.telling.content.focalization import matches
from fabula.telling.content.motives import Motive, is_deed, motives, with_motive
from fabula.telling.content.novelty import Memory
from fabula.telling.content.recollection import recollections
from fabula.telling.content.setting import Scenes
from fabula.telling.languages import realiser_for
from fabula.telling.languages.asides import Foreseen
from fabula.telling.languages.connectives import Connectives
from fabula.telling.languages.grammar import Case, Person
from fabula.telling.wording.acts import deed_of, named_wills
from fabula.telling.wording.aggregation import (
    destination,
    differing,
    goes_on,
    hither,
    is_done_to_another,
    on_the_way,
    others_do_the_same,
    returning,
    there,
)
from fabula.telling.wording.paragraphs import Manuscript, Paragraph, Passage, is_speech
from fabula.telling.wording.trace import Foretold, Found, Held, Trace, TracedView, Tracer, Wanted
from fabula.telling.wording.voice import Binding, References, Voice, render
from fabula.telling.world import Happening, StateView, Trial, World, is_alive_in, sees

#: so many sentences lie between two thoughts
BETWEEN_THOUGHTS = 8
#: so many sentences lie between two looks back
BETWEEN_MEMORIES = 16
#: an attempt that is made again and again is told so often
MOST_ATTEMPTS = 2
#: a clause of so many words at most is joined to the sentence before it
SHORT = 8
#: after so many hours of which nothing is told, it is said that it is later
HOURS = 2


class Storyteller:
    """Writes paragraphs, event by event. Remembers who was mentioned and which texts were used."""

    def __init__(self, world: World, random: Random, how: Teller | None = None) -> None:
        self.world = world
        self.random = random
        self.how = how or Teller()
        self._teller: str | None = None
        self._scenes = Scenes(world)
        self._page = Manuscript()
        self._references = References()
        self._chooser = Chooser(random, self.how.closeness)
        self._memory = Memory(world)
        self._since_thought = BETWEEN_THOUGHTS
        self._since_memory = BETWEEN_MEMORIES
        self._past: list[tuple[int, Happening]] = []
        self._recalled: set[int] = set()
        #: where those who act were when they did
        self._been: dict[str | None, set[object]] = {}
        self._omens: Mapping[int, Foretold] = {}
        self._tried: dict[tuple[int, str | None], int] = {}
        self._tracer = Tracer()
        #: the mind that acts in the passage before, if that is one plain clause that another can be joined to
        self._joinable: tuple[str, ...] = ()
        self._is_own = False

    def paragraphs(self, since: int = 0) -> tuple[Paragraph, ...]:
        """What was written so far, or since `mark` was this number."""
        return self._page.paragraphs(since)

    @property
    def mark(self) -> int:
        """Where the next paragraph begins."""
        return self._page.mark

    def take_over(self, teller: str | None) -> None:
        """From here on it is told from the eyes of `teller`; None = from nobody's."""
        if teller != self._teller or self._page.is_new:
            self._teller = teller
            self._references = References(teller)
            self._break()

    def foresee(self, omens: Mapping[int, Foretold]) -> None:
        """What of the rest of the life is told with which event."""
        self._omens = omens

    def opening(self, state: State) -> None:
        """Tell how the story opens: the texts for this teller or, if it has none of its own, those for everybody."""
        fitting = self._chooser.fitting(self.world.definition.front.openings, StateView(self.world, state, self._teller), {})
        own = [says for says in fitting if says.teller is not None]
        for says in own or fitting:
            self._write_says(says, state, {}, Trace((state,)))
            self._break()

    def perceives(self, event: Happening, mind: str | None) -> bool:
        """Whether a mind sees an event that is not left out, or finds something out by it."""
        return self._sees(event, mind) or bool(discoveries(self.world, event, mind))

    def event(self, index: int, event: Happening) -> None:
        """Tell an event, as far as the teller perceives it, and what the teller finds out by it."""
        self.events((index,), (event,))
        self.passed(index, event)

    def passed(self, index: int, event: Happening) -> None:
        """An event lies in the past, whether it was told or not: from here on one can look back to it."""
        self._past.append((index, event))

    def events(self, indices: Sequence[int], events: Sequence[Happening], is_last: bool = False) -> None:
        """Tell an event, or several that `joins` has put together; `indices`: theirs in the life. `is_last`: of the life."""
        event = events[0]
        seen = self._sees(event, self._teller) and not self._memory.is_routine(event, self._chooser)
        found = [found for found in discoveries(self.world, event, self._teller) if self._is_told(indices[0], found)]
        if not seen and not found:
            return
        late = self._scene(event, events[-1], seen, is_last)
        if seen:
            self._act(indices, events, late, is_last)
        for number, discovery in enumerate(found):
            self._discovery(indices, event, discovery, found[number - 1] if number else None)
        if seen and not self._is_own:
            for omen in (self._omens[index] for index in indices if index in self._omens):
                self._foretell(omen, events[-1])
        self._memory.told(events[-1])

    def attempt(self, number: int, trial: Trial) -> None:
        """Tell an attempt of the life (`number`: its index), if the teller is the one who tried."""
        if self._teller not in (None, trial.mind):
            return
        key = (trial.action, trial.refused_by)
        times = self._tried[key] = self._tried.get(key, 0) + 1
        if times > MOST_ATTEMPTS:
            return
        if self._page.ends((trial.mind,), False, False):
            self._break()
        self._page.goes_on((trial.mind,))
        binding = self.world.ground.actions[trial.action].binding
        held = tuple(Held(trial.after, self.world.ground.condition(part, binding), False) for part in trial.learned)
        trace = Trace((trial.before, trial.after), held=held, tried=(number,))
        prefix = self.random.choice(self._words.again) if times > 1 else ""
        template = attempt_told(self.world, trial, sum(self._tried.values()) - 1)
        self._write(template, (trial.after, trial.after), {}, (), trace, (trial.mind,), prefix)
        self._is_own = False

    def joins(self, events: Sequence[Happening], following: Happening) -> bool:
        """Whether an event reads as one with those before it, and the teller finds out nothing by it."""
        if differing(self.world, events, following) is None or not self._is_in_one_place(events, following):
            return False
        if not all(self._sees(e, self._teller) and not discoveries(self.world, e, self._teller) for e in (*events, following)):
            return False
        if others_do_the_same(self.world, events, following) and (
            len(events) == 1 or others_do_the_same(self.world, events[:1], following)
        ):
            return True
        templates = [self._generic(event) for event in (*events, following)]
        template = templates[0]
        if template is None or any(other != template for other in templates):
            return False
        going = goes_on(self.world, events, following, template)
        if len(events) > 1 and going != goes_on(self.world, events[:1], events[1], template):
            return False
        return going or is_done_to_another(self.world, events, following, template)

    def _is_in_one_place(self, events: Sequence[Happening], following: Happening) -> bool:
        """Whether an act is done where those before it began or ended; who tells what they perceive need not ask that."""
        if self._teller is not None:
            return True
        here = self._place_of(following.before, following)
        return here in (self._place_of(events[0].before, events[0]), self._place_of(events[-1].after, events[-1]))

    def _place_of(self, state: State, event: Happening) -> object:
        return self._place_in(state, self.world.ground.actions[event.action].doers)

    def ending(self, name: str, last: Happening) -> None:
        """Tell an ending by its author's text for it, if the teller knows that it has come to it or has a text of its own."""
        ending = self.world.definition.endings[name]
        view = StateView(self.world, last.after, self._teller)
        fitting = self._chooser.fitting(ending.says, view, {})
        own = [says for says in fitting if says.teller is not None]
        texts = fitting if self._knows(name, last) else own
        self._break()
        if texts:
            trace = Trace((last.after,))
            self._write_says(self._chooser.choose(texts), last.after, {}, trace)
            self._is_own = True

    def closing(self, name: str, last: Happening) -> None:
        """A last line for a teller who lives and does not learn how it ends, unless the last word was its own."""
        told = self._page.ever
        if self._teller is None or told is None or self._is_own or self._knows(name, last):
            return
        if not is_alive_in(self.world, last.after, self._teller):
            return
        missed = self._memory.missed(StateView(self.world, last.after, self._teller))
        binding: Binding = {"who": self._teller, **({"other": missed} if missed is not None else {})}
        text = self._words.missing if missed is not None else self.random.choice(self._words.unended)
        self._write(parse_template(text), (last.after, last.after), binding, (), Trace((last.after,)))

    # --- what is told ----------------------------------------------------------------------------------------------------

    def _sees(self, event: Happening, mind: str | None) -> bool:
        if any(matches(self.world, act, event) for act in self.how.leaves_out):
            return False
        return mind is None or sees(self.world, event, mind)

    def _knows(self, ending: str, last: Happening) -> bool:
        """Whether the teller lives to know that it has come to an ending."""
        if self._teller is not None and not is_alive_in(self.world, last.after, self._teller):
            return False
        view = StateView(self.world, last.after, self._teller)
        return view.holds(self.world.definition.endings[ending].condition, {})

    def _is_told(self, index: int, discovery: Discovery) -> bool:
        if discovery.felt and self.how.closeness is Closeness.SEEN:
            return False
        if any(act.name == discovery.schema for act in self.how.leaves_out):
            return False
        return self._memory.is_news(index, discovery)

    def _generic(self, event: Happening) -> Template | None:
        """The text of an act if it is the same for everybody and at all times, whether an author's or ours."""
        ground = self.world.ground.actions[event.action]
        says = self.world.definition.actions[ground.schema].says
        fitting = self._chooser.fitting(says, StateView(self.world, event.before, self._teller), dict(ground.binding))
        if not fitting:
            return Template((*deed_of(self.world, event.action).finite, Text(".")))
        return parse_template(fitting[0].text) if len(fitting) == 1 and is_generic(fitting[0]) else None

    def _act(self, indices: Sequence[int], events: Sequence[Happening], late: bool, is_last: bool) -> None:
        event = events[0]
        ground = self.world.ground.actions[event.action]
        view = StateView(self.world, event.before, self._teller)
        binding: dict[str, str | tuple[str, ...]] = dict(named_wills(self.world, event.action, self._knows_will(event, view)))
        generic = self._generic(event)
        goes = len(events) > 1 and generic is not None and goes_on(self.world, events[:1], events[1], generic)
        for name in ground.binding if not goes else ():
            several = tuple(dict.fromkeys(self.world.ground.actions[e.action].binding[name] for e in events))
            if len(several) > 1:
                binding[name] = several
        conditions = {name: binding[name] if isinstance(binding[name], tuple) else one for name, one in ground.binding.items()}
        fitting = self._chooser.fitting(self.world.definition.actions[ground.schema].says, view, conditions)
        chosen = self._chooser.choose(fitting) if fitting else None
        self._is_own = chosen is not None and chosen.teller is not None
        template = Template((*deed_of(self.world, event.action).finite, Text(".")))
        trace = Trace((event.before, events[-1].after), tuple(indices))
        if chosen is not None:
            template = parse_template(chosen.text)
            trace += self._chooser.trace(self.world, chosen, event.before, conditions)
        if goes:
            single = {name: bound for name, bound in binding.items() if isinstance(bound, str)}
            template = on_the_way(self.world, events, template, single)
        to = destination(self._words, template)
        if self._teller is not None:
            template = there(self._words, template, binding, self._memory.reached_before(event))
        if to is not None:
            self._memory.reach(event, binding.get(to, to))
        if not goes and self._place_in(event.before, ground.doers) in self._places_to(template, binding):
            template = hither(self._words, template)
        motive = self._motive(event) if len(events) == 1 and not self._is_own else None
        been = self._been.setdefault(next(iter(ground.doers), None), set())
        said = (self._page.last.text if self._page.last is not None else "") + (motive.text if motive is not None else "")
        if to is not None and not goes and binding.get(to, to) in been and self._words.back not in said:
            template = returning(self._words, template)
        been.add(self._seen_at(event))
        spoken = None if motive is None else with_motive(self.world, template, binding, motive)
        if motive is not None and spoken is not None:
            template, trace = spoken, trace + self._thought(indices[0], motive)
        again = self._memory.again(template, binding)
        if again and is_speech(template.source) and ground.doers:
            template, again = Template((Slot(ground.doers[0]), *parse_template(self._words.once_more).pieces)), False
        prefix = self._words.later if late and not self._is_own else self.random.choice(self._words.again) if again else ""
        prefix = self._scenes.lead(template, binding, late) or prefix
        states = (event.before, events[-1].after)
        self._write(template, states, binding, tuple(indices), trace, ground.doers, prefix, not self._is_own and spoken is None)
        if motive is not None and spoken is None and not motive.against and not is_last:
            self._stand_alone(indices[0], event, motive)
        if len(events) == 1 and not self._is_own and not is_last:
            self._look_back(indices[0], event)

    def _places_to(self, template: Template, binding: Binding) -> tuple[object, ...]:
        """Where an act leads, if it is a going that its text speaks of as that, seen by somebody who tells."""
        to = destination(self._words, template) if self._teller is not None else None
        return () if to is None else (binding.get(to, to),)

    def _seen_at(self, event: Happening) -> object:
        """Where the doer of an act is, as the teller believes."""
        doer = next(iter(self.world.ground.actions[event.action].doers), None)
        return None if doer is None else self._scenes.place_of(event.before, doer, self._teller)

    def _knows_will(self, event: Happening, view: StateView) -> bool:
        """Whether the teller knows that it is a will that moves a body in this act."""
        for doer in self.world.ground.actions[event.action].doers:
            body = self.world.definition.things[doer].body
            if body is not None and self._teller not in (None, doer) and not view.possible("held_by", (body,)).is_only(doer):
                return False
        return True

    def _discovery(self, indices: Sequence[int], event: Happening, discovery: Discovery, before: Discovery | None) -> None:
        view = StateView(self.world, event.after, self._teller)
        fitting = self._chooser.fitting(discovery.says, view, discovery.binding)
        chosen = self._chooser.choose(fitting) if fitting else None
        if chosen is None and not discovery.pieces:
            return
        mind = view.state
        found = tuple(Found(indices[0], fluent, self.world.engine.taken(mind, fluent)) for fluent in discovery.changed)
        trace = Trace((event.after,), found=found)
        self._is_own = chosen is not None and chosen.teller is not None
        if chosen is None:
            template = Template((*discovery.pieces, Text(".")))
        else:
            template = parse_template(chosen.text)
            trace += self._chooser.trace(self.world, chosen, event.after, discovery.binding)
        states = (event.after, event.after)
        if before is not None and (tail := self._memory.tail(template, discovery, before)) is not None:
            text = render(tail, self._voice, self._view(event.after), discovery.binding, self._references, begins=False)
            self._page.extend(f" {self._words.joint} {text}", tuple(indices), self._tracer.taken(trace), ())
        else:
            template = there(self._words, template, discovery.binding, self._memory.reached(event))
            if self._teller is None and self._scenes.moves_to(event.after, discovery.binding.values()):
                self._break()
            lead = self._scenes.lead(template, discovery.binding, False)
            self._write(template, states, discovery.binding, tuple(indices), trace, prefix=lead)
        self._memory.found(template, discovery)

    # --- why -------------------------------------------------------------------------------------------------------------

    def _motive(self, event: Happening) -> Motive | None:
        """Now and then, what the teller wanted with an act of its own; without a teller, what its doer wanted."""
        doers = self.world.ground.actions[event.action].doers
        mind = self._teller if self._teller is not None else next(iter(doers), None)
        if mind is None or mind not in doers or self._since_thought < BETWEEN_THOUGHTS:
            return None
        if self.how.closeness is Closeness.SEEN:
            return None
        return self._memory.fresh(motives(self.world, event, mind), self.random)

    def _thought(self, index: int, motive: Motive) -> Trace:
        self._memory.thoughts.append(motive)
        self._since_thought = 0
        return Trace(wanted=(Wanted(index, motive.mind, motive.text),))

    def _stand_alone(self, index: int, event: Happening, motive: Motive) -> None:
        """A motive as a sentence of its own, unless that would begin like those before it."""
        wish = self._voice.realiser.wish(Slot(motive.mind), motive.gain, subordinate=False)
        template = Template((*wish, Text(".")))
        text = render(template, self._voice, self._view(event.before), {}, self._references.fork())
        self._tracer.clear()
        if not self._page.is_worn(text):
            trace = Trace((event.before,)) + self._thought(index, motive)
            self._write(template, (event.before, event.before), {}, (index,), trace)

    # --- before and after ------------------------------------------------------------------------------------------------

    def _look_back(self, index: int, event: Happening) -> None:
        """Now and then, what an act rests on: of the teller's own; without a teller, of its doer's."""
        doers = self.world.ground.actions[event.action].doers
        mind = self._teller if self._teller is not None else next(iter(doers), None)
        if mind is None or mind not in doers or self._since_memory < BETWEEN_MEMORIES or not self.how.looks_back:
            return
        realiser = self._voice.realiser
        if self.how.closeness is Closeness.SEEN:
            return
        found = recollections(self.world, index, event, self._past, mind, realiser, self.how.tense)
        recollection = next((one for one in found if one.remembered.source not in self._recalled), None)
        if recollection is None:
            return
        template = self.random.choice(recollection.wordings)
        trace = Trace((event.before,), remembered=(recollection.remembered,))
        self._recalled.add(recollection.remembered.source)
        self._write(template, (event.before, event.before), {**recollection.binding, mind: mind}, (index,), trace)
        self._since_memory = 0

    def _foretell(self, omen: Foretold, event: Happening) -> None:
        """Something about the rest of the life, at the end of a paragraph."""
        template = parse_template(self._voice.realiser.asides.omen(omen.sort))
        binding = dict(zip(("who", "place" if omen.sort is Foreseen.LEFT else "other"), omen.things, strict=False))
        trace = Trace((event.after,), foretold=(omen,))
        self._write(template, (event.after, event.after), binding, (omen.event,), trace)
        self._break()

    # --- the page --------------------------------------------------------------------------------------------------------

    @property
    def _words(self) -> Connectives:
        return self._voice.realiser.connectives

    @property
    def _voice(self) -> Voice:
        realiser = realiser_for(self.world.definition.front.language)
        return Voice(self._teller, self.how.person, self.how.tense, realiser)

    def _view(self, state: State) -> TracedView:
        return TracedView(self.world, state, self._teller, self._tracer)

    def _write_says(self, says: Says, state: State, binding: Binding, trace: Trace) -> None:
        trace += self._chooser.trace(self.world, says, state, binding)
        self._write(parse_template(says.text), (state, state), binding, (), trace)

    def _write(
        self,
        template: Template,
        states: tuple[State, State],
        binding: Binding,
        events: tuple[int, ...],
        trace: Trace,
        doers: tuple[str, ...] = (),
        prefix: str = "",
        may_join: bool = False,
    ) -> None:
        """Add a text to the page. `states`: where the teller stands before it, and after it, when names that it tells are
        known; `prefix`: what is said before it; `may_join`: it can be a clause of the sentence before."""
        slot = template.pieces[0] if template.pieces else None
        begins = isinstance(slot, Slot) and not slot.path
        if self._page.parts_speech(template.source or "", doers):
            self._break()

        def told(references: References) -> str:
            self._tracer.clear()
            before, after = (self._view(state) for state in states)
            return render(template, self._voice, before, binding, references, begins=False, later=after)

        references = self._references.fork()
        text = told(references)
        plain = may_join and begins and is_deed(template, self._words.states) and not prefix
        clause = self._as_clause(text, slot, binding, doers) if plain and isinstance(slot, Slot) else None
        if clause is not None:
            self._references = references
            self._page.extend(clause, events, self._tracer.taken(trace), doers)
            self._joinable = ()
            return
        if begins and not prefix and self._page.is_worn(text):
            references = self._references.fork()
            references.paragraph()
            text = told(references)
            if self._page.is_worn(text):
                prefix = next(words for words in self._words.then if not self._page.is_worn(words))
        self._references = references
        if prefix and begins:
            # Behind a colon it begins anew.
            text = f"{prefix} {self._voice.realiser.capitalize(text) if prefix.endswith(':') else text}"
        text = self._voice.realiser.capitalize(text)
        self._page.write(Passage(text, events, self._tracer.taken(trace)), doers)
        sentences = max(1, sum(text.count(mark) for mark in ".!?\u2026"))
        self._since_thought += sentences
        self._since_memory += sentences
        self._joinable = doers if plain and len(text.split()) <= SHORT else ()

    def _as_clause(self, text: str, slot: Slot, binding: Binding, doers: tuple[str, ...]) -> str | None:
        """The text as a clause that goes on with the sentence before: the same does something more, or another answers."""
        last = self._page.last
        if not self._joinable or last is None or len(text.split()) > SHORT or is_speech(text):
            return None
        first, _, rest = text.partition(" ")
        thing = self.world.definition.things.get(str(binding.get(slot.who, slot.who)))
        realiser = self._voice.realiser
        is_pronoun = thing is not None and first.lower() in {
            realiser.pronoun(thing.pronoun, Case.SUBJECT, person, several).lower()
            for person in Person
            for several in (False, True)
        }
        if doers == self._joinable:
            verb, _, behind = rest.partition(" ")
            if behind.startswith(f"{self._words.to} ") and last.text.split()[1:3] == [verb, self._words.to]:
                rest = f"{self._words.onward} {behind}"
            return f" {self._words.joint} {rest}" if is_pronoun and rest else None
        return f", {self._words.joint} {text}" if is_pronoun or self._memory.concerned(doers) else None

    def _break(self) -> None:
        self._page.begin(self._teller)
        self._references.paragraph()
        self._joinable = ()

    def _scene(self, first: Happening, event: Happening, seen: bool, is_last: bool) -> bool:
        """Begin a new paragraph where the place changes, where somebody else acts after a while, and before it gets long. Says
        whether hours have passed of which nothing was told."""
        doers = self.world.ground.actions[event.action].doers if seen else None
        place = self._place_in(event.after, doers or ())
        elsewhere = place is not None and self._scenes.place is not None and place != self._scenes.place
        late = self._memory.hours_before(event, self._teller) >= HOURS
        answers = (bool(self._joinable) or self._teller is None) and doers is not None and self._memory.concerned(doers)
        if self._teller is None and doers is not None and self._scenes.moves_to(first.before, doers):
            self._break()
        if self._page.ends(None if answers else doers, elsewhere or late, is_last):
            self._break()
        self._page.goes_on(doers)
        self._scenes.is_at(place)
        return late and seen

    def _place_in(self, state: State, doers: tuple[str, ...]) -> object:
        """Where the teller believes itself to be in a state; without a teller, where its doer is."""
        mind = self._teller if self._teller is not None else next(iter(doers), None)
        return None if mind is None else self._scenes.place_of(state, mind, self._teller)
