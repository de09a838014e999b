"""The one who tells: how much of the content of a life is said, in which order, and where a paragraph ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from fabula.engine.interface import State
from fabula.lives.colour import Aside, Colour
from fabula.model import Says, Teller, Thing
from fabula.randomness import Random
from fabula.syntax.templates import Slot, Template, Text, parse_template
from fabula.telling.content.asides import Remark, remark
from fabula.telling.content.attempts import Tried
from fabula.telling.content.choosing import Chooser
from fabula.telling.content.discoveries import Discovery
from fabula.telling.content.endings import known_parts
from fabula.telling.content.motives import Motive
from fabula.telling.content.novelty import Novelty
from fabula.telling.content.perception import Perceptions
from fabula.telling.content.setting import Setting, place_of, place_told
from fabula.telling.content.sights import fresh, in_sight
from fabula.telling.content.steps import Content, Step, can_be_told, step_of
from fabula.telling.languages.asides import Foreseen
from fabula.telling.wording.aggregation import grouped, tail_of
from fabula.telling.wording.attempts import attempt_told
from fabula.telling.wording.colour import aside_told
from fabula.telling.wording.going import destination, hither, returning, there
from fabula.telling.wording.leads import lead
from fabula.telling.wording.memories import wordings
from fabula.telling.wording.paragraphs import Paragraph, is_speech
from fabula.telling.wording.phrases import phrases
from fabula.telling.wording.reasons import with_motive
from fabula.telling.wording.spoken import spoken
from fabula.telling.wording.texts import Chosen, text_of
from fabula.telling.wording.trace import UNTRACED, Found, Held, Trace, Wanted
from fabula.telling.wording.writer import Line, Writer
from fabula.telling.world import Binding, Happening, StateView, World, is_alive_in

#: so many sentences lie between two thoughts
BETWEEN_THOUGHTS = 8
#: so many sentences lie between two looks back
BETWEEN_MEMORIES = 16
#: an attempt that is made again and again, or an act of colour, is told so often
MOST_ATTEMPTS = 2
#: after so many hours of which nothing is told, it is said that it is later
HOURS = 2


class Storyteller:
    """Writes paragraphs: the whole content of a life (`write`), or event by event while a life is played (`event`). Remembers
    which texts were used, and what has been said."""

    def __init__(self, world: World, random: Random, how: Teller | None = None) -> None:
        self.world = world
        self.random = random
        self.how = how or Teller()
        self._writer = Writer(world, self.how)
        self._chooser = Chooser(random, self.how.closeness)
        self._novelty = Novelty(world)
        self._setting = Setting(world)
        self._perceptions = Perceptions(world)
        self._past: list[tuple[int, Happening]] = []
        #: after so many sentences the last thought was told, and the last look back
        self._thought_at: int | None = None
        self._recalled_at: int | None = None
        self._recalled: set[int] = set()
        #: where those who act were when they did
        self._been: dict[str | None, set[object]] = {}
        self._tried: dict[tuple[int, str | None], int] = {}
        self._told_asides: dict[Colour, int] = {}
        #: of what the description was told
        self._described: set[str] = set()
        self._has_descriptions = any(thing.descriptions for thing in world.definition.things.values())
        self._is_own = False
        #: the state before the first event, once there is one
        self._opened: State | None = None

    # --- what is written -------------------------------------------------------------------------------------------------

    def paragraphs(self, since: int = 0) -> tuple[Paragraph, ...]:
        """What was written so far, or since `mark` was this number."""
        return self._writer.page.paragraphs(since)

    @property
    def mark(self) -> int:
        """Where the next paragraph begins."""
        return self._writer.page.mark

    def take_over(self, teller: str | None) -> None:
        """From here on it is told from the eyes of `teller`; None = from nobody's."""
        self._writer.take_over(teller)

    # --- the stages ------------------------------------------------------------------------------------------------------

    def write(self, content: Content) -> None:
        """Tell a life: how it opens, its acts and what was tried in vain, how it ends."""
        self._opened = content.opening
        if content.begins:
            self.take_over(content.first)
        if content.opening is not None:
            self.opening(content.opening)
            self.sights(content.opening, 0)
            self._writer.part()
        acts = [one for one in content.told if isinstance(one, Step)]
        for group in grouped(self.world, self._chooser, content.told):
            if isinstance(group, Tried):
                self.take_over(group.mind)
                self.attempt(group)
            elif isinstance(group, Remark):
                self.take_over(group.mind)
                self._passing(group)
            else:
                self.take_over(group[0].mind)
                for part in self._parted(group):
                    self.acts(part, is_last=content.ends and part[-1] is acts[-1])
        if content.ending is not None and content.last is not None:
            self.ending(content.ending, content.last)
            self.closing(content.ending, content.last)

    def _parted(self, group: Sequence[Step]) -> Iterator[Sequence[Step]]:
        """Acts that read as one, parted where something comes before the teller's eyes that has to be described."""
        begin = 0
        for number, step in enumerate(group[:-1], start=1):
            doers = self.world.ground.actions[step.event.action].doers
            if self._to_describe(step.event.after, next(iter(doers), None)):
                yield group[begin:number]
                begin = number
        yield group[begin:]

    def event(self, index: int, event: Happening) -> None:
        """Tell an event, as far as the teller perceives it, and what the teller finds out by it."""
        step = step_of(self.world, self.how, self._perceptions, index, event, self._writer.teller, tuple(self._past), {})
        if self._opened is None:
            self._opened = event.before
        if step is not None:
            self.acts((step,))
        self._past.append((index, event))

    def acts(self, group: Sequence[Step], is_last: bool = False) -> None:
        """Tell an act, or several that read as one, with what the teller finds out by it. `is_last`: of the life."""
        step = group[0]
        seen = step.seen and not self._novelty.is_routine(step.event, self._chooser)
        news = [one for one in step.found if can_be_told(self.how, one) and self._novelty.is_news(step.index, one)]
        if not seen and not news:
            return
        late = self._paragraph(group, seen, is_last)
        if seen:
            self._act(group, late, is_last)
        for before, discovery in zip((None, *news), news, strict=False):
            self._discovery(step, discovery, before)
        if seen and not self._is_own:
            self._foretell(group)
        self._novelty.told(group[-1].event)
        after = group[-1].event.after
        if not is_last and self.world.engine.ending(after) is None:
            self.sights(after, group[-1].index + 1, next(iter(self.world.ground.actions[step.event.action].doers), None))

    def opening(self, state: State) -> None:
        """Tell how the story opens: the texts for this teller or, if it has none of its own, those for everybody."""
        view = StateView(self.world, state, self._teller)
        fitting = self._chooser.fitting(self.world.definition.front.openings, view, {})
        for says in _own(fitting) or fitting:
            self._says(says, state)
            self._writer.part()

    def sights(self, state: State, at: int, mind: str | None = None) -> None:
        """Describe what comes before the teller's eyes for the first time, after `at` events; without a teller, what is where
        `mind` is."""
        for thing, texts in self._to_describe(state, mind):
            self._described.add(thing.name)
            self._says(self._chooser.choose(texts), state, Trace(sights=((thing.name, at),)))

    def _to_describe(self, state: State, mind: str | None) -> list[tuple[Thing, list[Says]]]:
        eyes = self._teller or mind
        if eyes is None or not self._has_descriptions:
            return []
        view = StateView(self.world, state, self._teller)
        found = fresh(in_sight(self.world, state, eyes, self._teller), self._described)
        return [(thing, texts) for thing in found if (texts := self._chooser.fitting(thing.descriptions, view, {}))]

    def has_seen(self, state: State) -> None:
        """What is before the teller's eyes has been described elsewhere."""
        self._described |= {thing.name for thing, _ in self._to_describe(state, None)}

    def look_at(self, thing: Thing, state: State, at: int) -> bool:
        """Describe a thing, whether it has been described or not; false where there is no text for it."""
        texts = self._chooser.fitting(thing.descriptions, StateView(self.world, state, self._teller), {})
        if texts:
            self._says(self._chooser.choose(texts), state, Trace(sights=((thing.name, at),)))
        return bool(texts)

    def ending(self, name: str, last: Happening) -> None:
        """Tell an ending by its author's text for it, if the teller knows that it has come to it or has a text of its own."""
        view = StateView(self.world, last.after, self._teller)
        fitting = self._chooser.fitting(self.world.definition.endings[name].says, view, {})
        texts = fitting if self._knows(name, last) else _own(fitting)
        self._writer.part()
        if texts:
            self._says(self._chooser.choose(texts), last.after)
            self._is_own = True

    def closing(self, name: str, last: Happening) -> None:
        """A last line for a teller who lives and does not learn how it ends, unless the last word was its own."""
        if self._teller is None or self._writer.page.ever is None or self._is_own or self._knows(name, last):
            return
        if not is_alive_in(self.world, last.after, self._teller):
            return
        view = StateView(self.world, last.after, self._teller)
        missed = self._novelty.missed(view)
        parts = () if missed is not None else known_parts(self.world, self._opened, view, name)
        if parts:
            # What it knows of the ending is told in place of that it saw no more.
            for part in parts:
                statement = phrases(self.world).statement(part)
                held = (Held(last.after, self.world.ground.condition(part), True),)
                line = Line(Template((*statement, Text("."))), last.after, last.after, trace=Trace((last.after,), held=held))
                self._writer.write(line)
            return
        binding: Binding = {"who": self._teller, **({"other": missed} if missed is not None else {})}
        words = self._writer.words
        text = words.missing if missed is not None else self.random.choice(words.unended)
        self._writer.write(Line(parse_template(text), last.after, last.after, binding, trace=Trace((last.after,))))

    def attempt(self, tried: Tried) -> None:
        """Tell an attempt, if the teller is the one who tried."""
        trial = tried.trial
        if self._teller not in (None, trial.mind):
            return
        key = (trial.action, trial.refused_by)
        times = self._tried[key] = self._tried.get(key, 0) + 1
        if times > MOST_ATTEMPTS:
            return
        page = self._writer.page
        if page.ends((trial.mind,), False, False):
            self._writer.part()
        page.goes_on((trial.mind,))
        binding = self.world.ground.actions[trial.action].binding
        held = tuple(Held(trial.after, self.world.ground.condition(part, binding), False) for part in trial.learned)
        trace = Trace((trial.before, trial.after), held=held, tried=(tried.number,))
        prefix = self.random.choice(self._writer.words.again) if times > 1 else ""
        template = attempt_told(self.world, tried, sum(self._tried.values()) - 1)
        self._writer.write(Line(template, trial.after, trial.after, trace=trace, doers=(trial.mind,), prefix=prefix))
        self._is_own = False

    def aside(self, number: int, aside: Aside) -> None:
        """Tell an act of colour, if the teller sees it."""
        found = remark(self.world, self.how, number, aside, self._teller)
        if found is not None:
            self._remark(found)

    def _passing(self, remark: Remark) -> None:
        """One of a whole life, unless it was told so often that nobody wants to hear it again."""
        act = remark.aside.act
        times = self._told_asides[act] = self._told_asides.get(act, 0) + 1
        if times <= MOST_ATTEMPTS:
            self._remark(remark)

    def _remark(self, remark: Remark) -> None:
        state, doers = remark.aside.state, (remark.aside.act.mind,)
        chosen = aside_told(self.world, self._chooser, remark, self._teller)
        page = self._writer.page
        if page.ends(doers, False, False):
            self._writer.part()
        page.goes_on(doers)
        template, prefix = self._anew(chosen.template, chosen, doers, False)
        self._writer.write(Line(template, state, state, chosen.binding, trace=chosen.trace, doers=doers, prefix=prefix))
        self._is_own = chosen.own

    # --- an act ----------------------------------------------------------------------------------------------------------

    def _act(self, group: Sequence[Step], late: bool, is_last: bool) -> None:
        """An act in its words: with a motive as a clause of it or behind it, and what it rests on."""
        step, chosen = group[0], text_of(self.world, self._chooser, group)
        self._is_own = chosen.own
        if not chosen.template.pieces:
            # Of its text nothing is told this time.
            self._is_own = True
            return
        doers = self.world.ground.actions[step.event.action].doers
        motive = self._motive(step) if len(group) == 1 and not chosen.own else None
        template, trace = self._led(step, chosen, motive), chosen.trace
        spoken = None if motive is None else with_motive(self.world, template, chosen.binding, motive)
        if motive is not None and spoken is not None:
            template, trace = spoken, trace + self._thought(step, motive)
        template, prefix = self._anew(template, chosen, doers, late)
        self._writer.write(
            Line(
                template,
                step.event.before,
                group[-1].event.after,
                chosen.binding,
                tuple(step.index for step in group),
                trace,
                doers,
                prefix,
                may_join=not chosen.own and spoken is None,
                answers=self._novelty.concerned(doers),
            )
        )
        if motive is not None and spoken is None and not motive.against and not is_last:
            self._stand_alone(step, motive)
        if len(group) == 1 and not chosen.own and not is_last:
            self._look_back(step)

    def _led(self, step: Step, chosen: Chosen, motive: Motive | None) -> Template:
        """The text of an act by what is known of where it leads: "there", hither, back."""
        words, template, binding, event = self._writer.words, chosen.template, chosen.binding, step.event
        doers = self.world.ground.actions[event.action].doers
        to = destination(words, template)
        if self._teller is not None:
            template = there(words, template, binding, self._novelty.reached_before(event))
        if to is not None:
            self._novelty.reach(event, binding.get(to, to))
        led = destination(words, template) if self._teller is not None and not chosen.way else None
        if led is not None and place_told(self.world, event.before, doers, self._teller) == binding.get(led, led):
            template = hither(words, template)
        doer = next(iter(doers), None)
        been = self._been.setdefault(doer, set())
        last = self._writer.page.last
        said = (last.text if last is not None else "") + (motive.text if motive is not None else "")
        if to is not None and not chosen.way and binding.get(to, to) in been and words.back not in said:
            template = returning(words, template)
        been.add(None if doer is None else place_of(self.world, event.before, doer, self._teller))
        return template

    def _anew(self, template: Template, chosen: Chosen, doers: tuple[str, ...], late: bool) -> tuple[Template, str]:
        """The text, and the words before it: that it is later, that it is done again, or elsewhere. What was quoted before is
        not quoted again."""
        words = self._writer.words
        again = self._novelty.again(template, chosen.binding)
        if again and is_speech(template.source) and doers:
            template, again = Template((Slot(doers[0]), *parse_template(words.once_more).pieces)), False
        prefix = words.later if late and not chosen.own else self.random.choice(words.again) if again else ""
        return template, lead(self.world, self._setting.entered(), template, chosen.binding, late) or prefix

    # --- what is found out -----------------------------------------------------------------------------------------------

    def _discovery(self, step: Step, discovery: Discovery, before: Discovery | None) -> None:
        """Something found out; after one of the same sort (`before`) what is new in it alone."""
        state = step.event.after
        view = StateView(self.world, state, self._teller)
        fitting = self._chooser.fitting(discovery.says, view, discovery.binding)
        chosen = self._chooser.choose(fitting) if fitting else None
        if chosen is not None:
            told = spoken(self.world, chosen, state, self._teller, discovery.binding, self._chooser.told(chosen))
            template, held = told.template, told.trace
            if not template.pieces:
                self._novelty.found(discovery)
                return
        elif discovery.learned is not None:
            template, held = Template((*phrases(self.world).learned(discovery.learned, not discovery.felt), Text("."))), Trace()
        else:
            return
        engine = self.world.engine
        found = tuple(Found(step.index, fluent, engine.taken(view.state, fluent)) for fluent in discovery.changed)
        self._is_own = chosen is not None and chosen.teller is not None
        trace = Trace((state,), found=found) + held
        line = Line(template, state, state, discovery.binding, (step.index,), trace)
        tail = None if before is None else tail_of(template, discovery, before)
        if tail is not None:
            self._writer.extend(replace(line, template=tail))
        else:
            self._writer.write(self._placed(step, line))
        self._novelty.found(discovery)

    def _placed(self, step: Step, line: Line) -> Line:
        """A discovery where it is made: "there", or in another place, to which the telling goes."""
        template = there(self._writer.words, line.template, line.binding, self._novelty.reached(step.event))
        if self._teller is None and self._setting.moves_to(line.after, line.binding.values()):
            self._writer.part()
        prefix = lead(self.world, self._setting.entered(), template, line.binding, False)
        return replace(line, template=template, prefix=prefix)

    # --- why, and before and after ---------------------------------------------------------------------------------------

    def _motive(self, step: Step) -> Motive | None:
        """Now and then, what the teller wanted with an act of its own; without a teller, what its doer wanted."""
        if not _is_due(self._thought_at, self._writer.sentences, BETWEEN_THOUGHTS):
            return None
        return self._novelty.fresh(step.motives, self.random)

    def _thought(self, step: Step, motive: Motive) -> Trace:
        self._novelty.thoughts.append(motive)
        self._thought_at = self._writer.sentences
        return Trace(wanted=(Wanted(step.index, motive.mind, motive.text),))

    def _stand_alone(self, step: Step, motive: Motive) -> None:
        """A motive as a sentence of its own, unless that would begin like those before it."""
        state = step.event.before
        wish = self._writer.realiser.wish(Slot(motive.mind), motive.gain, subordinate=False)
        line = Line(Template((*wish, Text("."))), state, state, events=(step.index,), trace=Trace((state,)))
        if not self._writer.would_be_worn(line):
            self._writer.write(replace(line, trace=line.trace + self._thought(step, motive)))

    def _look_back(self, step: Step) -> None:
        """Now and then, what an act rests on: of the teller's own; without a teller, of its doer's."""
        if not _is_due(self._recalled_at, self._writer.sentences, BETWEEN_MEMORIES):
            return
        for recollection in step.recollections:
            remembered = recollection.remembered
            told = () if remembered.source in self._recalled else wordings(self.world, recollection, self.how.tense)
            if told:
                state, mind = step.event.before, remembered.mind
                trace = Trace((state,), remembered=(remembered,))
                binding = {**recollection.binding, mind: mind}
                self._recalled.add(remembered.source)
                self._writer.write(Line(self.random.choice(told), state, state, binding, (step.index,), trace))
                self._recalled_at = self._writer.sentences
                return

    def _foretell(self, group: Sequence[Step]) -> None:
        """What of the rest of the life is told with these acts, each at the end of a paragraph."""
        for omen, state in ((step.foretold, step.event.after) for step in group):
            if omen is None:
                continue
            template = parse_template(self._writer.realiser.asides.omen(omen.sort))
            binding = dict(zip(("who", "place" if omen.sort is Foreseen.LEFT else "other"), omen.things, strict=False))
            self._writer.write(Line(template, state, state, binding, (omen.event,), Trace((state,), foretold=(omen,))))
            self._writer.part()

    # --- paragraphs, and who tells ---------------------------------------------------------------------------------------

    def _paragraph(self, group: Sequence[Step], seen: bool, is_last: bool) -> bool:
        """Begin a new paragraph where the place changes, where somebody else acts after a while, and before it gets long. Says
        whether hours have passed of which nothing was told."""
        event, page = group[-1].event, self._writer.page
        doers = self.world.ground.actions[event.action].doers if seen else None
        place = place_told(self.world, event.after, doers or (), self._teller)
        elsewhere = place is not None and self._setting.place is not None and place != self._setting.place
        late = self._novelty.hours_before(event, self._teller) >= HOURS
        answers = (self._writer.can_join or self._teller is None) and doers is not None and self._novelty.concerned(doers)
        if self._teller is None and doers is not None and self._setting.moves_to(group[0].event.before, doers):
            self._writer.part()
        if page.ends(None if answers else doers, elsewhere or late, is_last):
            self._writer.part()
        page.goes_on(doers)
        self._setting.is_at(place)
        return late and seen

    @property
    def _teller(self) -> str | None:
        return self._writer.teller

    def _knows(self, ending: str, last: Happening) -> bool:
        """Whether the teller lives to know that it has come to an ending."""
        if self._teller is not None and not is_alive_in(self.world, last.after, self._teller):
            return False
        view = StateView(self.world, last.after, self._teller)
        return view.holds(self.world.definition.endings[ending].condition, {})

    def _says(self, says: Says, state: State, more: Trace = UNTRACED) -> None:
        """A text of the author's that is no act's."""
        told = spoken(self.world, says, state, self._teller, {}, self._chooser.told(says))
        if told.template.pieces:
            self._writer.write(Line(told.template, state, state, trace=Trace((state,)) + more + told.trace))


def _is_due(last: int | None, now: int, between: int) -> bool:
    """Whether so many sentences lie between what was told last of a sort and now."""
    return last is None or now - last >= between


def _own(texts: Iterable[Says]) -> list[Says]:
    """Those that were written for one teller."""
    return [says for says in texts if says.teller is not None]
