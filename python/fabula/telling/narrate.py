"""A life as prose, from somebody's eyes (semantics 7, focalization).

An event is told when the teller perceives it; a discovery, when the teller's beliefs change without that. Texts, names and
values are chosen by what the teller believes. Without a teller everything is told, as it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fabula.engine.interface import State
from fabula.model import Says
from fabula.randomness import Random
from fabula.syntax.templates import Template, Text, parse_template
from fabula.telling.deeds import deed_of, named_wills
from fabula.telling.discoveries import Discovery, discoveries
from fabula.telling.grammar import Person, Tense
from fabula.telling.phrasing import Phrases
from fabula.telling.statements import Pieces
from fabula.telling.voice import Binding, References, Voice, render
from fabula.telling.world import Happening, Lived, StateView, World, mind_number, sees

#: `by` for a telling from nobody's eyes, also of a story that names a teller; no thing can have this name
NOBODY = "nobody"
#: a paragraph goes on for so many sentences although somebody else begins to act, and never for more than the second number
PATIENCE, LONGEST = 4, 8
_QUOTES = ('"', "\u201c")
#: so many sentences lie between two thoughts
BETWEEN_THOUGHTS = 8
#: for so many events it is not told again that somebody was seen, or was not where the teller had thought
BETWEEN_DISCOVERIES = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a telling and the events of the life (by their index) that it tells; none: how the life ends."""

    text: str
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`teller`: whose eyes; None = nobody's."""

    passages: tuple[Passage, ...]
    teller: str | None

    @property
    def text(self) -> str:
        return " ".join(passage.text for passage in self.passages)

    @property
    def events(self) -> tuple[int, ...]:
        """The events that it tells, by their index in the life, ascending."""
        return tuple(sorted({event for passage in self.passages for event in passage.events}))


@dataclass(frozen=True, slots=True)
class Telling:
    """A life as it is told. Paragraphs are joined by an empty line in `text`. `ending`: the title of the ending, which no
    paragraph tells; "" for a life without one."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    ending: str = ""

    @property
    def text(self) -> str:
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def words(self) -> int:
        return len(self.text.split())


def tell(
    world: World,
    life: Lived,
    by: str | None = None,
    seed: int = 0,
    person: Person = Person.THIRD,
    tense: Tense = Tense.PAST,
) -> Telling:
    """Tell a life. `by`: whose eyes; None = those that the story names, with the hand-over to its second teller once the first
    perceives nothing any more; `NOBODY` = everything. Same seed, same text. Raises `KeyError` for a teller without a mind.

    `person` is that of the teller.
    """
    tellers = world.definition.front.tellers if by is None else () if by == NOBODY else (by,)
    for named in tellers:
        mind_number(world, named)
    narrator = Narrator(world, Random(seed), person, tense)
    by_event = _handed_over(world, life, tellers)
    if life.events:
        narrator.take_over(by_event[0])
        narrator.opening(life.events[0].before)
    at = 0
    while at < len(life.events):
        narrator.take_over(by_event[at])
        end = at + 1
        while (
            end < len(life.events) and by_event[end] == by_event[at] and narrator.joins(life.events[at:end], life.events[end])
        ):
            end += 1
        narrator.events(at, life.events[at:end])
        at = end
    if life.ending is None:
        return Telling(world.definition.front.title, narrator.paragraphs())
    if life.events:
        narrator.ending(life.ending, life.events[-1])
    title = world.definition.endings[life.ending].title
    return Telling(world.definition.front.title, narrator.paragraphs(), title)


def _handed_over(world: World, life: Lived, tellers: tuple[str, ...]) -> list[str | None]:
    """Who tells each event: the first teller until the last event that it perceives, then the second, if that one does."""
    if not tellers:
        return [None] * len(life.events)
    told: list[str | None] = [tellers[0]] * len(life.events)
    for earlier, later in itertools.pairwise(tellers):
        last = max(
            (i for i, event in enumerate(life.events) if told[i] == earlier and _perceives(world, event, earlier)), default=-1
        )
        if any(_perceives(world, event, later) for event in life.events[last + 1 :]):
            told[last + 1 :] = [later] * (len(life.events) - last - 1)
    return told


def _perceives(world: World, event: Happening, mind: str) -> bool:
    return sees(world, event, mind) or bool(discoveries(world, event, mind))


@dataclass(slots=True)
class _Draft:
    """A paragraph that is being written."""

    teller: str | None
    passages: list[Passage] = field(default_factory=list)
    sentences: int = 0
    doers: tuple[str, ...] = ()


class Narrator:
    """Writes paragraphs, event by event. Remembers who was mentioned and which texts were used."""

    def __init__(self, world: World, random: Random, person: Person = Person.THIRD, tense: Tense = Tense.PAST) -> None:
        self.world = world
        self.random = random
        self.person = person
        self.tense = tense
        self._teller: str | None = None
        self._place: object = None
        self._drafts: list[_Draft] = []
        self._references = References()
        self._used: dict[Says, int] = {}
        self._thoughts: set[str] = set()
        self._found: dict[tuple[str, ...], int] = {}
        self._since_thought = BETWEEN_THOUGHTS

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """What was written so far."""
        return tuple(Paragraph(tuple(draft.passages), draft.teller) for draft in self._drafts if draft.passages)

    def take_over(self, teller: str | None) -> None:
        """From here on it is told from the eyes of `teller`; None = from nobody's."""
        if teller != self._teller or not self._drafts:
            self._teller = teller
            self._references = References(teller)
            self._break()

    def opening(self, state: State) -> None:
        """Tell how the story opens: the texts for this teller or, if it has none of its own, those for everybody."""
        view = StateView(self.world, state, self._teller)
        fitting = self._fitting(self.world.definition.front.openings, view, {})
        own = [says for says in fitting if says.teller is not None]
        for says in own or fitting:
            self._write(self._render(says, view, {}), ())
            self._break()

    def event(self, index: int, event: Happening) -> None:
        """Tell an event, as far as the teller perceives it, and what the teller finds out by it."""
        self.events(index, (event,))

    def events(self, first: int, events: Sequence[Happening]) -> None:
        """Tell an event, or several that `joins` has put together; `first` is the index of the first of them in the life."""
        indices = tuple(range(first, first + len(events)))
        event = events[0]
        seen = self._sees(event) and not self._is_routine(event)
        found = [found for found in discoveries(self.world, event, self._teller) if self._is_news(first, found)]
        if not seen and not found:
            return
        self._scene(events[-1], seen)
        if seen:
            text, is_own = self._act(events)
            self._write(text, indices)
            if len(events) == 1 and not is_own:
                self._thought(first, event)
        for discovery in found:
            self._write(self._discovery(event, discovery), indices)

    def joins(self, events: Sequence[Happening], following: Happening) -> bool:
        """Whether an event reads as one with those before it: others do the same, and the teller finds out nothing by it."""
        before, after = (self.world.ground.actions[event.action] for event in (events[-1], following))
        if before.schema != after.schema or any(after.binding == self.world.ground.actions[e.action].binding for e in events):
            return False
        first = self.world.ground.actions[events[0].action]
        differing = [name for name, bound in after.binding.items() if first.binding[name] != bound]
        if (
            len(differing) != 1
            or first.binding[differing[0]] not in first.doers
            or after.binding[differing[0]] not in after.doers
        ):
            return False
        if any(before.binding[name] != bound for name, bound in after.binding.items() if name != differing[0]):
            return False
        return all(self._sees(e) and not discoveries(self.world, e, self._teller) for e in (*events, following))

    def ending(self, name: str, last: Happening) -> None:
        """Tell an ending by its author's text for it, if the teller knows that it has come to it or has a text of its own."""
        ending = self.world.definition.endings[name]
        view = StateView(self.world, last.after, self._teller)
        fitting = self._fitting(ending.says, view, {})
        known = view.holds(ending.condition, {})
        own = [says for says in fitting if says.teller is not None]
        texts = fitting if known else own
        self._break()
        if texts:
            self._write(self._render(self._choose(texts), view, {}), ())

    # --- what is said --------------------------------------------------------------------------------------------------

    def _sees(self, event: Happening) -> bool:
        return self._teller is None or sees(self.world, event, self._teller)

    def _is_routine(self, event: Happening) -> bool:
        """Whether an event is one of nobody and about nobody, such as the passing of time, that was told before."""
        ground = self.world.ground.actions[event.action]
        says = self.world.definition.actions[ground.schema].says
        return not ground.doers and not ground.binding and bool(says) and all(text in self._used for text in says)

    def _is_news(self, index: int, discovery: Discovery) -> bool:
        """Whether it has not been told lately that the same was found out about the same things."""
        if not discovery.schema:
            return True
        key = (discovery.schema, *(str(bound) for bound in discovery.binding.values() if not self._is_scenery(bound)))
        last = self._found.get(key)
        if last is not None and index - last < BETWEEN_DISCOVERIES:
            return False
        self._found[key] = index
        return True

    def _is_scenery(self, bound: str | tuple[str, ...]) -> bool:
        names = bound if isinstance(bound, tuple) else (bound,)
        return all("place" in self.world.definition.kinds[self.world.definition.things[name].kind].ancestors for name in names)

    def _act(self, events: Sequence[Happening]) -> tuple[str, bool]:
        """What is said of an act, and whether that was written for this teller, who then needs no thought from us."""
        event = events[0]
        ground = self.world.ground.actions[event.action]
        view = StateView(self.world, event.before, self._teller)
        binding: dict[str, str | tuple[str, ...]] = dict(named_wills(self.world, event.action, self._knows_will(event, view)))
        for name in ground.binding:
            several = tuple(dict.fromkeys(self.world.ground.actions[e.action].binding[name] for e in events))
            if len(several) > 1:
                binding[name] = several
        fitting = self._fitting(self.world.definition.actions[ground.schema].says, view, self._bodies(ground.binding, binding))
        if fitting:
            later = StateView(self.world, events[-1].after, self._teller)
            chosen = self._choose(fitting)
            return self._render(chosen, view, binding, later), chosen.teller is not None
        return self._say((*deed_of(self.world, event.action).finite, Text(".")), view, binding), False

    @staticmethod
    def _bodies(ground: Mapping[str, str], told: Binding) -> Binding:
        """What conditions are read with: as the act has it, a body as a body, but with all of those who do it together."""
        return {name: told[name] if isinstance(told[name], tuple) else bound for name, bound in ground.items()}

    def _knows_will(self, event: Happening, view: StateView) -> bool:
        """Whether the teller knows that it is a will that moves a body in this act."""
        for doer in self.world.ground.actions[event.action].doers:
            body = self.world.definition.things[doer].body
            if body is not None and self._teller not in (None, doer) and view.value("held_by", (body,)) != doer:
                return False
        return True

    def _discovery(self, event: Happening, discovery: Discovery) -> str:
        view = StateView(self.world, event.after, self._teller)
        fitting = self._fitting(discovery.says, view, discovery.binding)
        if fitting:
            return self._render(self._choose(fitting), view, discovery.binding)
        return self._say((*discovery.pieces, Text(".")), view, {}) if discovery.pieces else ""

    def _thought(self, index: int, event: Happening) -> None:
        """Now and then, what the teller wanted with an act of its own; without a teller, what its doer wanted."""
        doers = self.world.ground.actions[event.action].doers
        mind = self._teller if self._teller is not None else next(iter(doers), None)
        gains = [gain for reason in event.reasons if reason.mind == mind for gain in reason.gains]
        fresh = [gain for gain in gains if f"{mind}: {gain}" not in self._thoughts and self._is_phrased(mind or "", gain)]
        if mind is None or mind not in doers or not fresh or self._since_thought < BETWEEN_THOUGHTS:
            return
        gain = self.random.choice(fresh)
        self._thoughts.add(f"{mind}: {gain}")
        self._since_thought = 0
        view = StateView(self.world, event.before, self._teller)
        phrases = Phrases(self.world, view, self._voice)
        self._write(self._say((*phrases.wanting(mind, gain), Text(".")), view, {}), (index,))

    def _is_phrased(self, mind: str, gain: str) -> bool:
        return any(want.phrased and want.text == gain for want in self.world.definition.wants.get(mind, ()))

    # --- which text ----------------------------------------------------------------------------------------------------

    def _fitting(self, says: tuple[Says, ...], view: StateView, binding: Binding) -> list[Says]:
        """The texts that this teller can tell, by whom they are for and by what it believes."""
        fitting: list[Says] = []
        for text in says:
            meant = None if text.teller is None else binding.get(text.teller, text.teller)
            if meant is not None and self._teller not in (meant if isinstance(meant, tuple) else (meant,)):
                continue
            if text.condition is None or all(view.holds(text.condition, each) for each in _single(binding)):
                fitting.append(text)
        return fitting

    def _choose(self, texts: list[Says]) -> Says:
        """A text that was used least in this life; while there are new ones, of those the ones made for this case. Once all
        have been used it is the other way round: what was made for one case does not bear to be heard again."""
        fewest = min(self._used.get(text, 0) for text in texts)
        fresh = [text for text in texts if self._used.get(text, 0) == fewest or fewest > 0]
        closest = (min if fewest else max)(_closeness(text) for text in fresh)
        chosen = self.random.choice([text for text in fresh if _closeness(text) == closest])
        self._used[chosen] = self._used.get(chosen, 0) + 1
        return chosen

    # --- the page ------------------------------------------------------------------------------------------------------

    @property
    def _voice(self) -> Voice:
        return Voice(self._teller, self.person, self.tense)

    def _render(self, says: Says, view: StateView, binding: Binding, later: StateView | None = None) -> str:
        passages = self._drafts[-1].passages
        if passages and says.text.startswith(_QUOTES) and any(mark in passages[-1].text for mark in _QUOTES):
            # another voice, another paragraph
            self._break()
        return render(parse_template(says.text), self._voice, view, binding, self._references, later=later)

    def _say(self, pieces: Pieces, view: StateView, binding: Binding) -> str:
        return render(Template(pieces), self._voice, view, binding, self._references)

    def _write(self, text: str, events: tuple[int, ...]) -> None:
        if text:
            draft = self._drafts[-1]
            draft.passages.append(Passage(text, events))
            count = max(1, len(re.findall(r"[.!?\u2026][\"'\u201d\u2019)]*(?=\s|$)", text)))
            draft.sentences += count
            self._since_thought += count

    def _break(self) -> None:
        self._drafts.append(_Draft(self._teller, doers=self._drafts[-1].doers if self._drafts else ()))
        self._references.paragraph()

    def _scene(self, event: Happening, seen: bool) -> None:
        """Begin a new paragraph where the place changes, where somebody else acts after a while, and before it gets long."""
        draft = self._drafts[-1]
        doers = self.world.ground.actions[event.action].doers if seen else draft.doers
        place = self._place_after(event, doers)
        moved = place is not None and self._place is not None and place != self._place and draft.sentences > 2
        others = doers != draft.doers and draft.sentences >= PATIENCE
        if draft.passages and (moved or others or draft.sentences >= LONGEST):
            self._break()
        self._drafts[-1].doers = doers
        self._place = place if place is not None else self._place

    def _place_after(self, event: Happening, doers: tuple[str, ...]) -> object:
        """Where the teller believes itself to be after an event; without a teller, where its doer is."""
        item = self.world.definition.properties.get("at")
        mind = self._teller if self._teller is not None else next(iter(doers), None)
        if item is None or len(item.kinds) != 1 or mind is None:
            return None
        return StateView(self.world, event.after, self._teller).value("at", (self.world.definition.things[mind].body or mind,))


def _closeness(says: Says) -> int:
    return 2 * (says.teller is not None) + (says.condition is not None)


def _single(binding: Binding) -> list[Mapping[str, str]]:
    """The bindings that a binding with several things for a parameter stands for."""
    names = list(binding)
    choices = [bound if isinstance(bound, tuple) else (bound,) for bound in binding.values()]
    return [dict(zip(names, chosen, strict=True)) for chosen in itertools.product(*choices)]


__all__ = ["NOBODY", "Narrator", "Paragraph", "Passage", "Telling", "tell"]
