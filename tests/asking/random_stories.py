"""Small stories by chance, as text, and questions about them whose answers can be found without any of `asking`.

A condition or a number is made twice: as text in the language of stories, and as a function of a state on the obvious engine.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from fabula.engine.interface import Engine, State
from fabula.grounding import Ground
from fabula.task import UNKNOWN

Random = random.Random
#: the value of something in a state; a truth as 1 or 0
Value = Callable[[Engine, Ground, State], int]

#: the head of an act of two; in one story of so many the two may be one
TWO = "(who: character, other: character)\n"
SELVES = 5
#: in one of so many something happens at once or by chance, in one something is drawn at the start
HURRIED = 4

NAMES = ("dawn", "dusk", "noon")


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition or a number: as it is written, and what it is."""

    text: str
    value: Value


def fluent(name: str, *arguments: str) -> Value:
    """What a property of things is."""

    def value(engine: Engine, ground: Ground, state: State) -> int:
        number = ground.fluent(name, *arguments)
        if number is None:
            static = ground.static(name, *arguments)
            return UNKNOWN if static is None else ground.code(static)
        return engine.value(state, number)

    return value


def flag(chance: Random) -> Asked:
    name = chance.choice(("rain", "lit"))
    return Asked(name, fluent(name))


def place(chance: Random, minds: list[str]) -> Asked:
    who, where = chance.choice(minds), chance.choice(("hut", "mill"))
    at = fluent("at", who)
    return Asked(f"{who}.at is {where}", lambda engine, ground, state: int(at(engine, ground, state) == ground.symbols[where]))


def mood(chance: Random, minds: list[str]) -> Asked:
    # Equality alone has a denial that also holds of what is unknown: an order of numbers and its denial are both false of that.
    who, just = chance.choice(minds), chance.randint(0, 2)
    value = fluent("mood", who)
    return Asked(f"{who}.mood is {just}", lambda engine, ground, state: int(value(engine, ground, state) == just))


def together(chance: Random, minds: list[str]) -> Asked:
    one, other = chance.sample(minds, 2)
    first, second = fluent("at", one), fluent("at", other)
    return Asked(
        f"{one} with {other}",
        lambda engine, ground, state: int(first(engine, ground, state) == second(engine, ground, state)),
    )


def condition(chance: Random, minds: list[str], depth: int = 2) -> Asked:
    """A condition by chance."""
    roll = chance.random()
    if depth == 0 or roll < 0.4:
        return chance.choice([flag(chance), place(chance, minds), mood(chance, minds), together(chance, minds)])
    if roll < 0.55:
        inner = condition(chance, minds, depth - 1)
        return Asked(f"not ({inner.text})", lambda engine, ground, state: 1 - inner.value(engine, ground, state))
    if roll < 0.75:
        who = chance.choice(minds)
        held = condition(chance, minds, depth - 1)
        return Asked(
            f"{who} believes ({held.text})",
            lambda engine, ground, state: held.value(engine, ground, engine.belief(state, ground.minds[who])),
        )
    left, right = condition(chance, minds, depth - 1), condition(chance, minds, depth - 1)
    if roll < 0.88:
        return Asked(f"({left.text} and {right.text})", lambda e, g, s: left.value(e, g, s) & right.value(e, g, s))
    return Asked(f"({left.text} or {right.text})", lambda e, g, s: left.value(e, g, s) | right.value(e, g, s))


def number(chance: Random, minds: list[str]) -> Asked:
    """A number by chance."""
    one, other = chance.choice(minds), chance.choice(minds)
    first, second = fluent("mood", one), fluent("mood", other)
    counted = place(chance, minds)
    match chance.randint(0, 2):
        case 0:
            return Asked(f"{one}.mood - 2 * {other}.mood", lambda e, g, s: first(e, g, s) - 2 * second(e, g, s))
        case 1:
            where = counted.text.rpartition(" ")[2]
            return Asked(
                f"count c: character (c.at is {where})",
                lambda e, g, s: sum(fluent("at", mind)(e, g, s) == g.symbols[where] for mind in minds),
            )
        case _:
            return Asked(
                f"(1 if {counted.text} else 3) + {one}.mood", lambda e, g, s: 3 - 2 * counted.value(e, g, s) + first(e, g, s)
            )


@dataclass(frozen=True, slots=True)
class RandomStory:
    """A story as text, its minds, and its endings by name, each with its condition."""

    text: str
    minds: list[str]
    endings: dict[str, Asked]


def random_story(seed: int) -> RandomStory:
    """The story of a number, the same on every machine."""
    chance = Random(seed)
    minds = ["Ann", "Bob", "Cid"][: chance.choice((2, 2, 3))]
    endings = {name: _both(flag(chance), condition(chance, minds)) for name in NAMES[: chance.randint(1, 3)]}
    lines = [
        f'story "Number {seed}"',
        f"    ahead {chance.choice((1, 2, 2, 2))}",
        f"    deep {chance.randint(0, 1)}",
        "kind place",
        "place hut",
        "place mill",
        "property at(character): place",
        f"property mood(character): 0..2 = {chance.randint(0, 1)}",
        "property rain",
        "property lit",
        "rule with(one: character, other: character): one.at is other.at",
        *(f"character {mind}, at {chance.choice(('hut', 'mill'))}" for mind in minds),
    ]
    for _ in range(chance.randint(0, 3)):
        who, about = chance.choice(minds), chance.choice(minds)
        lines.append(
            chance.choice(
                (
                    f"{who} believes {about}.at is {chance.choice(('hut', 'mill'))}",
                    f"{who} believes {about}.mood is {chance.randint(0, 2)}",
                    f"{who} believes lit",
                    f"{who} believes {about} believes rain",
                )
            )
        )
    lines += _acts(chance)
    for mind in minds:
        if chance.random() < 0.9:
            lines.append(f"{mind} wants")
            for _ in range(chance.randint(2, 4)):
                weight = chance.choice((1, 1, 2, 3, -1))
                lines.append(f"    {weight} if {condition(chance, minds, chance.randint(0, 1)).text}")
    lines += [f"ending {name} when {asked.text}" for name, asked in endings.items()]
    return RandomStory(in_time(seed, with_selves(seed, "\n".join(lines) + "\n")), minds, endings)


def with_selves(seed: int, text: str) -> str:
    """The text of the story of a number; in one of so many, acts of two may also be of one with himself."""
    return text if seed % SELVES != 2 else text.replace(TWO, f"{TWO}    who may be other\n")


def in_time(seed: int, text: str) -> str:
    """The text of the story of a number; in some, acts come first or are left to chance, or something is drawn."""
    if seed % HURRIED == 1:
        chance = Random(seed)
        acts = text.split("\naction ")
        hurried = chance.sample(range(1, len(acts)), min(2, len(acts) - 1))
        for place in hurried:
            head, _, rest = acts[place].partition("\n")
            acts[place] = f"{head}\n    at once\n{rest}"
        text = "\naction ".join(acts).replace("    by nobody\n", f"    by nobody\n    weight {chance.randint(1, 9)}\n")
    if seed % HURRIED == 3:
        lines = "property card: 1..2\ndrawn card: 1 | 2 3\n    Ann learns card\n"
        text = text.replace("\nending ", f"\n{lines}ending ", 1)
        text = text.replace("when not rain\n    do: rain", "when not rain and card is 2\n    do: rain")
    return text


def _both(left: Asked, right: Asked) -> Asked:
    return Asked(f"{left.text} and ({right.text})", lambda e, g, s: left.value(e, g, s) & right.value(e, g, s))


def _acts(chance: Random) -> list[str]:
    seen = ("by c: c.at is who.at", "by nobody", "by c: c is c")
    known = {
        "go": "(who: character, to: place)\n    by who\n    when who.at is not to\n    do: who.at = to",
        "sing": "(who: character)\n    by who\n    when who.mood < 2\n    do: who.mood += 1",
        "sigh": "(who: character)\n    by who\n    when who.mood > 0 and rain\n    do: who.mood -= 1",
        "light": "(who: character)\n    by who\n    when not lit and who.at is mill\n    do: lit",
        "douse": "(who: character)\n    by who\n    when lit\n    do: not lit",
        "meet": "(who: character, other: character)\n    by who, other\n    when who with other\n"
        "    when who.mood < 2\n    do\n        who.mood += 1\n        lit",
        "tell": "(who: character, other: character)\n    by who\n    when who with other\n    do: other learns lit",
        "pray": "(who: character)\n    by who\n    when who believes not rain and who.at is hut\n    do: rain",
    }
    chosen = chance.sample(sorted(known), chance.randint(3, 5))
    acts = [f"action {name}{known[name]}\n    seen {chance.choice(seen)}" for name in chosen]
    if chance.random() < 0.9:
        acts.append("action pour()\n    by nobody\n    when not rain\n    do: rain\n    seen by c: c.at is mill")
    if chance.random() < 0.6:
        acts.append("action dry()\n    by nobody\n    when rain\n    do: not rain")
    if chance.random() < 0.5:
        acts.append("action fall(who: character)\n    by nobody\n    when rain and who.mood > 0\n    do: who.mood -= 1")
    if chance.random() < 0.5:
        acts.append("action drift(who: character)\n    by nobody\n    when rain and who.at is hut\n    do: who.at = mill")
    return acts
