"""What a session says: what happens as `telling` tells it, and the rest in the engine's own words."""

from __future__ import annotations

from fabula.engine.interface import State
from fabula.lives import Event
from fabula.lives.world import World
from fabula.play.attempts import Done, Failed, Outcome, Refused
from fabula.randomness import Random
from fabula.syntax.templates import Form, Piece, Slot, Text, Verb
from fabula.telling.deeds import deed_of, retold
from fabula.telling.english import ENGLISH
from fabula.telling.grammar import Tense
from fabula.telling.narrate import Narrator
from fabula.telling.phrasing import MOST_GAINS, Phrases, phrases
from fabula.telling.voice import Voice
from fabula.telling.world import Happening, StateView

NOTHING_YET = "Nothing has been done yet."
STUCK = "Here the life stands still: there is nothing left to do for anybody, and it has come to no ending."


class Chronicle:
    """Tells a session turn by turn from the eyes of the reader's character. It remembers what it has said: to be told alike, a
    life has to be told from its beginning."""

    def __init__(self, world: World, player: int, seed: int) -> None:
        self._world = world
        self._player = player
        self._name = world.ground.task.characters[player]
        self._narrator = Narrator(world, Random(seed))
        self._events = 0
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
            case None:
                parts.append(self._tell(others))
        text = "\n\n".join(part for part in parts if part)
        if text:
            return text
        if any(self._world.engine.observes(event.before, event.action, self._player) for event in others):
            # A telling leaves out what only repeats, such as the striking of a clock; a reader who waits has to be told.
            return "Time passed."
        return f"Nothing happened that {self._world.definition.things[self._name].display} could notice."

    def ending(self, name: str, last: Happening) -> str:
        """What the story says at an ending, if the character knows that it has come to it, or else the ending's title."""
        self._narrator.take_over(self._name)
        self._narrator.ending(name, last)
        return self._new() or f"{self._world.definition.endings[name].title.rstrip('.')}."

    def _tell(self, events: tuple[Event, ...]) -> str:
        # Handing over to nobody and back sets what is told now apart from what was told before.
        self._narrator.take_over(None)
        self._narrator.take_over(self._name)
        for event in events:
            self._narrator.event(self._events, event)
            self._events += 1
        return self._new()

    def _new(self) -> str:
        paragraphs = self._narrator.paragraphs()
        new = paragraphs[self._told :]
        self._told = len(paragraphs)
        return "\n\n".join(paragraph.text for paragraph in new)


def opening(world: World, state: State, player: int, seed: int = 0) -> str:
    """How the story opens for the reader's character; where that is, and who is there, as it believes."""
    narrator = Narrator(world, Random(seed))
    narrator.take_over(world.ground.task.characters[player])
    narrator.opening(state)
    paragraphs = [paragraph.text for paragraph in narrator.paragraphs()]
    return "\n\n".join(part for part in (*paragraphs, _surroundings(world, state, player)) if part)


def _surroundings(world: World, state: State, player: int) -> str:
    name = world.ground.task.characters[player]
    body = world.definition.things[name].body or name
    view = StateView(world, state, name)
    item = world.definition.properties.get("at")
    if item is None or len(item.kinds) != 1:
        return ""
    place = view.value("at", (body,))
    if place is None:
        return ""
    here = [
        thing.display
        for thing in world.definition.things_of(item.kinds[0])
        if thing.name != body and view.value("at", (thing.name,)) == place
    ]
    where = spoken(world, state, player, Tense.PAST).fluent("at", (body,), place)
    company = f" {ENGLISH.capitalize(ENGLISH.join(here))} {'were' if len(here) > 1 else 'was'} there too." if here else ""
    return ENGLISH.capitalize(f"{where}.{company}")


def spoken(world: World, state: State, player: int, tense: Tense = Tense.PRESENT) -> Phrases:
    """Sentences by the names that the reader's character has for things in a state."""
    name = world.ground.task.characters[player]
    return phrases(world, StateView(world, state, name), Voice(tense=tense))


def choices(world: World, state: State, actions: tuple[int, ...], player: int) -> list[str]:
    """The texts of acts that can be tried. Where two would read alike, the names of the acts tell them apart."""
    said = spoken(world, state, player)
    name = world.ground.task.characters[player]
    texts = [
        said.choice(action) if world.ground.actions[action].doers[0] == name else _letting(world, said, action)
        for action in actions
    ]
    return [
        f"{text} ({world.ground.task.actions[action].name})" if texts.count(text) > 1 else text
        for action, text in zip(actions, texts, strict=True)
    ]


def _letting(world: World, said: Phrases, action: int) -> str:
    """ "Let Ben embrace Ann": an act that somebody else does, and that the reader's character has to agree to."""
    deed = deed_of(world, action)
    who = Slot(world.ground.actions[action].doers[0])
    return said.sentence((Text("Let "), who, Text(f" {deed.verb}"), *retold(deed.binding, deed.rest)))


def why(world: World, event: Event, player: int) -> str:
    """The reasons of those who agreed to an act. The reader's own are the reader's."""
    text = spoken(world, event.before, player).because(event.action, event.reasons)
    consenting = world.ground.task.actions[event.action].consenting
    if player in consenting:
        return f"{text} Your own reasons are yours."
    return text if consenting else f"{text} Nobody did it: it is fate."


def failure(world: World, failed: Failed, player: int) -> str:
    """That an attempt failed, and what was learned by it."""
    name = world.ground.task.characters[player]
    tried = spoken(world, failed.before, player, Tense.PAST)
    now = spoken(world, failed.after, player, Tense.PAST)
    learned: list[str] = []
    for path, fluent, code in failed.learned:
        item, arguments = world.ground.property_of(fluent)
        value = world.ground.decode(fluent, code)
        if path:
            learned.append(now.belief(world.ground.task.characters[path[-1]], item, arguments, value))
        else:
            learned.append(now.fluent(item, arguments, value))
    display = world.definition.things[name].display
    attempt = f"{display} tried {tried.plan((failed.action,), name)}, but it could not be done"
    return ENGLISH.capitalize(f"{attempt}: {ENGLISH.join(learned)}." if learned else f"{attempt}.")


def refusal(world: World, refused: Refused, player: int) -> str:
    """Who refused, and why."""
    said = spoken(world, refused.before, player, Tense.PAST)
    if not refused.believed_possible:
        display = world.definition.things[refused.mind].display
        view = StateView(world, refused.before, refused.mind)
        obstacles = phrases(world, view, Voice(tense=Tense.PAST)).obstacles(refused.action)
        because = f"as {display} saw it, {ENGLISH.join(obstacles)}" if obstacles else "it could not be done"
        return ENGLISH.capitalize(f"{display} refused: {because}.")
    if not refused.worse:
        return said.refusal(refused.mind)
    who = Slot(refused.mind, form=Form.SUBJECT)
    pieces: list[Piece] = [Slot(refused.mind), Text(" "), Verb("refuse"), Text(": "), who, Text(" "), Verb("want"), Text(" ")]
    for index, line in enumerate(refused.worse[:MOST_GAINS]):
        pieces += [*([Text(" and ")] if index else []), *said.gain(refused.mind, line)]
    return said.sentence((*pieces, Text(".")))
