"""What a session says: what happens as `telling` tells it, and the rest in the engine's own words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fabula.engine.interface import State
from fabula.lives import Aside, Colour, Event
from fabula.lives.world import World
from fabula.play.attempts import Done, Failed, Outcome, Refused, as_seen, reasons_seen
from fabula.randomness import Random
from fabula.telling.content.insets import FIRST, Occasion
from fabula.telling.languages import realiser_for
from fabula.telling.languages.grammar import Tense
from fabula.telling.languages.play_words import PlayWords
from fabula.telling.narrate import Storyteller
from fabula.telling.wording.phrases import Phrases, phrases
from fabula.telling.wording.voice import Voice, name_of
from fabula.telling.world import Happening, StateView

#: nothing was chosen before
NEW: Mapping[int | Colour, Occasion] = MappingProxyType({})


def words_of(world: World) -> PlayWords:
    """The words of play in the language of a story."""
    return realiser_for(world.definition.front.frame).play


class Chronicle:
    """Tells a session turn by turn from the eyes of the reader's character. It remembers what it has said: to be told alike, a
    life has to be told from its beginning."""

    def __init__(self, world: World, player: int, seed: int) -> None:
        self._world = world
        self._player = player
        self._name = world.ground.task.characters[player]
        self._storyteller = Storyteller(world, Random(seed))
        # The opening has described what is seen there.
        self._storyteller.take_over(self._name)
        self._storyteller.has_seen(world.engine.initial())
        self._events = 0
        self._asides = 0
        self._told = 0

    def turn(self, outcome: Outcome | None, others: tuple[Event, ...]) -> str:
        """What happened in a turn, as far as the character perceived it."""
        parts: list[str] = []
        match outcome:
            case Done(event):
                parts.append(self._tell((event, *others)))
            case Failed():
                parts += [failure(self._world, outcome, self._player), self._tell(others)]
            case Refused():
                parts += [refusal(self._world, outcome, self._player), self._tell(others)]
            case Aside():
                parts.append(self._tell(others, outcome))
            case None:
                parts.append(self._tell(others))
        text = "\n\n".join(part for part in parts if part)
        if text:
            return text
        if any(self._world.engine.observes(event.before, event.action, self._player) for event in others):
            # A telling leaves out what only repeats, such as the striking of a clock; a reader who waits has to be told.
            return words_of(self._world).time_passed
        name = self._world.definition.things[self._name].display
        return words_of(self._world).nothing_noticed.format(name=name)

    def ending(self, name: str, last: Happening) -> str:
        """What the story says at an ending, if the character knows that it has come to it, or else the ending's title."""
        self._storyteller.take_over(self._name)
        self._storyteller.ending(name, last)
        return self._new() or f"{self._world.definition.endings[name].title.rstrip('.')}."

    def _tell(self, events: tuple[Event, ...], aside: Aside | None = None) -> str:
        # Handing over to nobody and back sets what is told now apart from what was told before.
        self._storyteller.take_over(None)
        self._storyteller.take_over(self._name)
        if aside is not None:
            self._storyteller.aside(self._asides, aside)
            self._asides += 1
        for event in events:
            self._storyteller.event(self._events, event)
            self._events += 1
        return self._new()

    def _new(self) -> str:
        new = self._storyteller.paragraphs(self._told)
        self._told = self._storyteller.mark
        return "\n\n".join(paragraph.text for paragraph in new)


def opening(world: World, state: State, player: int, seed: int = 0) -> str:
    """How the story opens for the reader's character; where that is, and who is there, as it believes."""
    storyteller = Storyteller(world, Random(seed))
    storyteller.take_over(world.ground.task.characters[player])
    storyteller.opening(state)
    opened, mark = storyteller.paragraphs(), storyteller.mark
    storyteller.sights(state, 0)
    seen = storyteller.paragraphs(mark)
    parts = (*(one.text for one in opened), surroundings(world, state, player), *(one.text for one in seen))
    return "\n\n".join(part for part in parts if part)


def surroundings(world: World, state: State, player: int) -> str:
    """Where the reader's character is, and who is there, as it believes."""
    name = world.ground.task.characters[player]
    body = world.definition.things[name].body or name
    view = StateView(world, state, name)
    item = world.definition.properties.get("at")
    if item is None or len(item.kinds) != 1:
        return ""
    place = view.possible("at", (body,)).thing
    if place is None:
        return ""
    here = [
        name_of(thing, view)
        for thing in world.definition.things_of(item.kinds[0])
        if thing.name != body and view.possible("at", (thing.name,)).is_only(place)
    ]
    where = spoken(world, state, player, Tense.PAST).fluent("at", (body,), place)
    realiser = realiser_for(world.definition.front.language)
    company = f" {realiser.capitalize(words_of(world).company(here))}" if here else ""
    return realiser.capitalize(f"{where}.{company}")


def spoken(world: World, state: State, player: int, tense: Tense = Tense.PRESENT) -> Phrases:
    """Sentences by the names that the reader's character has for things in a state."""
    name = world.ground.task.characters[player]
    return phrases(world, StateView(world, state, name), Voice(tense=tense))


def choices(
    world: World,
    state: State,
    actions: tuple[int, ...],
    player: int,
    occasions: Mapping[int | Colour, Occasion] = NEW,
    colours: tuple[Colour, ...] = (),
) -> list[str]:
    """The texts of acts that can be tried, and of acts of colour behind them; `occasions`: how often some of them were chosen
    before. Where two would read alike, it is said what tells apart what they are about, as the reader's character believes it;
    else a number does. The names of the acts would say what she does not know."""
    said = spoken(world, state, player)
    name = world.ground.task.characters[player]
    texts = [_offer(world, said, action, name, occasions.get(action, FIRST)) for action in actions]
    texts += [said.offered(act.schema, act.binding(world), occasions.get(act, FIRST)) for act in colours]
    about = [*(world.ground.actions[action].binding for action in actions), *(act.binding(world) for act in colours)]
    shown = list(texts)
    for text in sorted({text for text in texts if texts.count(text) > 1}):
        places = [place for place, other in enumerate(texts) if other == text]
        marks = _marks(world, world.engine.belief(state, player), said, [about[place] for place in places])
        for place, mark in zip(places, marks, strict=True):
            shown[place] = f"{text} ({mark})"
    return shown


def _offer(world: World, said: Phrases, action: int, name: str, occasion: Occasion) -> str:
    """An act as it is offered to somebody who does it, or who has to agree to it."""
    if world.ground.actions[action].doers[0] == name:
        return said.choice(action, occasion)
    own = said.own_choice(action, occasion, True)
    return said.letting(action) if own is None else own


def _marks(world: World, belief: State, said: Phrases, alike: list[Mapping[str, str]]) -> list[str]:
    """What tells acts apart that read alike, one text for each: the first thing believed that differs from act to act; else
    numbers in the order in which the story defines what they are about."""
    definition, view = world.definition, StateView(world, belief, None)
    about = [tuple(binding.values()) for binding in alike]
    differing = [place for place, values in enumerate(zip(*about, strict=False)) if len(set(values)) > 1]
    for place in differing:
        things = [values[place] for values in about]
        above = [definition.kinds[definition.things[thing].kind].ancestors for thing in things]
        for name, item in definition.properties.items():
            if len(item.kinds) != 1 or not all(item.kinds[0] in kinds for kinds in above):
                continue
            # What never changes nobody has to have looked at: an author may count on its not being said.
            if all(world.ground.fluent(name, thing) is None for thing in things):
                continue
            values = [view.possible(name, (thing,)) for thing in things]
            if all(value.is_one and not value.is_only(None) for value in values) and len(set(values)) == len(values):
                return [said.fluent(name, (thing,), value) for thing, value in zip(things, values, strict=True)]
    order = {name: number for number, name in enumerate(world.definition.things)}
    ranks = [[*(order.get(values[place], 0) for place in differing), number] for number, values in enumerate(about)]
    return [str(sorted(ranks).index(rank) + 1) for rank in ranks]


def why(world: World, event: Event, player: int, all_minds: bool = False) -> str:
    """The reasons of those who agreed to an act, as far as the reader's character can work them out, or with `all_minds` as
    they are. The reader's own are the reader's."""
    said = spoken(world, event.before, player)
    consenting = world.ground.task.actions[event.action].consenting
    reasons = event.reasons if all_minds else reasons_seen(world, event, player)
    text = said.because(event.action, reasons or ())
    if reasons is None and (player not in consenting or len(consenting) > 1):
        text = f"{text} {words_of(world).not_known_why.format(name=_name(world, player))}"
    if player in consenting:
        return f"{text} {words_of(world).own_reasons}"
    return text if consenting else f"{text} {words_of(world).fate}"


def failure(world: World, failed: Failed, player: int) -> str:
    """That an attempt failed, and what was found not to be so by it."""
    name = world.ground.task.characters[player]
    tried = spoken(world, failed.before, player, Tense.PAST)
    now = spoken(world, failed.after, player, Tense.PAST)
    binding = world.ground.actions[failed.action].binding
    return tried.failed(failed.action, name, [now.condition(part, binding, denied=True) for part in failed.learned])


def refusal(world: World, refused: Refused, player: int, all_minds: bool = False) -> str:
    """Who refused, and why: as it looks to the reader's character, or with `all_minds` as it is."""
    said = spoken(world, refused.before, player, Tense.PAST)
    seen = refused if all_minds else as_seen(world, refused, player)
    if seen is None:
        return said.refused_for_unknown_reasons(refused.mind)
    if seen.believed_possible:
        return said.refusal(refused.mind, seen.worse)
    return said.refused_as_impossible(refused.mind, said.obstacles(refused.action, StateView(world, seen.before, refused.mind)))


def _name(world: World, player: int) -> str:
    return world.definition.things[world.ground.task.characters[player]].display
