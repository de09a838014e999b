"""Looking: where the reader's character is, and what a thing looks like. It takes no turn."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.engine.interface import State
from fabula.lives.world import World
from fabula.model import Thing
from fabula.play.words import surroundings, words_of
from fabula.randomness import Random
from fabula.telling.content.sights import at_hand, in_sight
from fabula.telling.storyteller import Storyteller
from fabula.telling.wording.voice import name_of
from fabula.telling.world import StateView


def around(world: World, state: State, player: int, seed: int) -> str:
    """Where the character is, who is there, and what can be seen there, as far as the author has described it; "" if that is
    nothing."""
    name = world.ground.task.characters[player]
    seen = [thing for thing in in_sight(world, state, name, name) if thing.descriptions]
    parts = (surroundings(world, state, player), _described(world, state, player, seed, seen))
    return "\n\n".join(part for part in parts if part)


def at(world: World, state: State, player: int, seed: int, asked: str) -> str:
    """What is to be said of a thing by what it is called, as far as the character can see it. Whether there is something of
    that name elsewhere is not said."""
    name, words = world.ground.task.characters[player], words_of(world)
    found = _called(world, state, name, asked)
    if not found:
        return words.not_in_sight.format(name=world.definition.things[name].display)
    if len(found) > 1:
        view = StateView(world, state, name)
        return words.several_in_sight.format(names=", ".join(name_of(thing, view) for thing in found))
    return _described(world, state, player, seed, found) or words.nothing_special


def _described(world: World, state: State, player: int, seed: int, things: Sequence[Thing]) -> str:
    storyteller = Storyteller(world, Random(seed))
    storyteller.take_over(world.ground.task.characters[player])
    for thing in things:
        storyteller.look_at(thing, state, 0)
    return "\n\n".join(paragraph.text for paragraph in storyteller.paragraphs())


def _called(world: World, state: State, name: str, asked: str) -> list[Thing]:
    """The things at hand that are called so: wholly, or else in part."""
    view, words = StateView(world, state, name), asked.casefold().split()
    called = {thing.name: name_of(thing, view).casefold().split() for thing in at_hand(world, state, name)}
    things = [world.definition.things[one] for one in called]
    whole = [thing for thing in things if words in (called[thing.name], [thing.name.casefold()])]
    # "look at mill", "look at the mill", where it is called "the old mill"
    return whole or [thing for thing in things if words and set(words) <= set(called[thing.name])]
