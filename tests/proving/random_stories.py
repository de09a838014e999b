"""Small stories by chance in which there is something to prove: dead ends, loops, endings that are out of reach each for
another reason, triggers by which one sees, acts that are worth doing only because they teach somebody. What is made by chance
of conditions is that of `asking`."""

from __future__ import annotations

from dataclasses import dataclass

from tests.asking.random_stories import Random, condition, in_time, with_selves

#: what stories are made of, besides conditions and wants by chance
PARTS = (
    "isle",  # a place without a way
    "ring",  # a thing in two states
    "coins",  # a sum that nothing changes, or that only shrinks
    "bell",  # an act that nobody wants, but may be by surprise
    "pit",  # a step that nobody takes back
    "lamp",  # a loop
    "sight",  # triggers that tell
    "dusk",  # triggers of the world
    "mood",  # numbers that are clamped, and effects under conditions
    "secret",  # who believes what is not so
    "pact",  # acts that take two
)


#: one story of so many has somebody who hopes, or asks
HOPEFUL = 7
#: one of so many has people who know the way to what they want, another one such as have something to do otherwise
GRADED = 6


@dataclass(frozen=True, slots=True)
class RandomStory:
    """A story as text, its minds, the parts that it has, and the endings that no life comes to by the way it is made."""

    text: str
    minds: list[str]
    parts: tuple[str, ...]
    planted: tuple[str, ...]


def random_story(seed: int) -> RandomStory:
    """The story of a number, the same on every machine."""
    chance = Random(seed)
    minds = ["Ann", "Bob", "Cid"][: chance.choice((2, 2, 2, 2, 2, 2, 2, 3))]
    parts = tuple(part for part in PARTS if part in chance.sample(PARTS, chance.choice((3, 3, 4, 5))))
    is_hopeful = seed % HOPEFUL == 3
    written = [_WRITERS[part](chance, minds) for part in (parts[:1] if is_hopeful else parts)]
    if is_hopeful:
        parts = (*parts[:1], "vault")
        written.append(_vault(Random(seed), minds))
    lines = [
        f'story "Number {seed}"',
        f"    ahead {chance.choice((1, 2, 2, 2, 2, 2, 2, 3))}",
        f"    deep {chance.randint(0, 2)}",
        "kind place",
        "place hut",
        "place mill",
        "property at(character): place",
        f"property mood(character): 0..2 = {chance.randint(0, 1)}",
        "property rain",
        "property lit",
        "rule with(one: character, other: character): one.at is other.at",
        *(f"character {mind}, at {chance.choice(('hut', 'mill'))}" for mind in minds),
        *(line for part in written for line in part.lines),
    ]
    wishes = [wish for part in written for wish in part.wishes]
    for mind in minds:
        lines.append(f"{mind} wants")
        lines += [f"    2 if {wish}" for part in written for who, wish in part.wants if who == mind]
        for _ in range(chance.randint(2, 4)):
            planted = chance.random() < 0.8 and wishes
            wish = chance.choice(wishes) if planted else condition(chance, minds, chance.randint(0, 1)).text
            lines.append(f"    {chance.choice((1, 1, 2, -1))} if {wish}")
            if seed % GRADED == 4 and "-1" not in lines[-1]:
                lines.append(f"        by way of {condition(Random(seed), minds, 1).text}")
        if seed % GRADED == 1:
            lines.append(
                f"    otherwise {condition(Random(seed), minds, 1).text} if {condition(Random(seed + 1), minds, 1).text}"
            )
    lines += [f"ending {ending}" for part in written for ending in part.endings]
    lines.append(f"ending other when {chance.choice(('lit', 'rain'))} and ({condition(chance, minds).text})")
    names = tuple(name for part in written for name in part.never)
    return RandomStory(in_time(seed, with_selves(seed, "\n".join(lines) + "\n")), minds, parts, names)


@dataclass(frozen=True, slots=True)
class _Part:
    lines: list[str]
    #: what somebody may want
    wishes: list[str]
    endings: list[str]
    #: the names of those that are out of reach
    never: list[str]
    #: what somebody does want: a mind, and what
    wants: tuple[tuple[str, str], ...] = ()


def _isle(chance: Random, minds: list[str]) -> _Part:
    who = chance.choice(minds)
    lines = [
        "place isle",
        "property way(place, place)",
        "hut way mill",
        "mill way hut",
        *(("isle way mill",) if chance.random() < 0.5 else ()),
        "action walk(who: character, to: place)\n    by who\n    when who.at is not to and who.at way to\n    do: who.at = to",
        f"    seen {_seen(chance)}",
    ]
    return _Part(
        lines, [f"{who}.at is {place}" for place in ("hut", "mill", "isle")], [f"isle when {who}.at is isle"], ["isle"]
    )


def _ring(chance: Random, minds: list[str]) -> _Part:
    lines = [
        "property worn",
        "property locked",
        "action wear(who: character)\n    by who\n    when not worn and not locked\n    do: worn",
        f"    seen {_seen(chance)}",
        "action lock(who: character)\n    by who\n    when not worn and not locked\n    do: locked",
    ]
    if chance.random() < 0.5:
        lines.append("action bare(who: character)\n    by who\n    when worn\n    do: not worn")
    return _Part(lines, ["worn", "locked", "worn and locked"], ["both when worn and locked"], ["both"])


def _coins(chance: Random, minds: list[str]) -> _Part:
    first, second = minds[:2]
    start = chance.randint(0, 2), chance.randint(0, 1)
    is_clamped = chance.random() < 0.3
    lines = [
        "property coins(character): 0..2",
        f"{first}.coins = {start[0]}",
        f"{second}.coins = {start[1]}",
        "action give(who: character, other: character)\n    by who",
        f"    when who.coins > 0{'' if is_clamped else ' and other.coins < 2'}",
        "    do\n        who.coins -= 1\n        other.coins += 1",
        f"    seen {_seen(chance)}",
    ]
    if chance.random() < 0.4:
        lines.append("action lose(who: character)\n    by nobody\n    when who.coins > 0 and rain\n    do: who.coins -= 1")
    total, all_of_them = sum(start), " + ".join(f"{mind}.coins" for mind in minds)
    wishes = [f"{second}.coins > {first}.coins", f"{second}.coins is 0", f"{first}.coins > 1"]
    return _Part(lines, wishes, [f"rich when {all_of_them} > {total}"], ["rich"])


def _bell(chance: Random, minds: list[str]) -> _Part:
    who, other = chance.sample(minds, 2)
    teaches = chance.random() < 0.6
    needed = " and lit" if teaches else chance.choice(("", " and lit", " and who.at is mill", " and rain"))
    seen = "by c: c is c" if teaches else _seen(chance)
    lines = [
        *(("lit", f"{other} believes not lit", f"{who} believes {other} believes not lit") if teaches else ()),
        "property cracked",
        f"action crack(who: character)\n    by who\n    when not cracked{needed}\n    do: cracked\n    seen {seen}",
    ]
    wishes = [f"{one} believes lit" for one in minds if one != who]
    if chance.random() < 0.2:
        wishes.append("cracked")
    wants = ((who, f"{other} believes lit"),) if teaches else ()
    return _Part(lines, wishes, ["noise when cracked"], [], wants)


def _pit(chance: Random, minds: list[str]) -> _Part:
    who = chance.choice(minds)
    lines = [
        "property sunk(character)",
        f"{who}.mood = 0",
        "action sink(who: character)\n    by who\n    when not who.sunk and who.mood is 0\n    do: who.sunk",
        f"    seen {_seen(chance)}",
        "action rise(who: character)\n    by who\n    when not who.sunk and who.mood < 1\n    do: who.mood += 1",
    ]
    wants = ((who, f"{who}.sunk"), (who, f"{who}.mood is 1"))
    return _Part(lines, [f"{who}.sunk", f"{who}.mood is 1"], [f"risen when {who}.mood > 0 and not {who}.sunk"], [], wants)


def _lamp(chance: Random, minds: list[str]) -> _Part:
    whose = chance.choice(("by who", "by nobody"))
    lines = [
        f"action light(who: character)\n    {whose}\n    when not lit and who.at is mill\n    do: lit",
        f"    seen {_seen(chance)}",
        f"action douse(who: character)\n    {whose}\n    when lit and who.at is mill\n    do: not lit",
        f"    seen {_seen(chance)}",
    ]
    return _Part(lines, ["lit", "not lit"], [], [])


def _sight(chance: Random, minds: list[str]) -> _Part:
    lines = [
        "trigger notice(viewer: mind, other: character)\n    when viewer.at is other.at\n"
        "    when (viewer believes other.at) is not other.at\n    do: viewer learns other.at",
    ]
    if chance.random() < 0.6:
        lines.append(
            "trigger glow(viewer: mind)\n    when lit and viewer.at is mill\n    when not (viewer believes lit)\n"
            "    do: viewer learns lit"
        )
    if chance.random() < 0.4:
        lines.append(
            "trigger miss(viewer: mind, other: character)\n"
            "    when viewer.at is not other.at and (viewer believes other.at may be viewer.at)\n"
            "    do: viewer learns other.at is not viewer.at"
        )
    if chance.random() < 0.5:
        lines.append(
            "action slip(who: character)\n    by who\n    when who.at is hut\n    do: who.at = mill\n"
            "    seen by c: c.at is mill"
        )
    one, other = minds[:2]
    return _Part(lines, [f"{one} believes {other}.at is mill", f"{one} with {other}"], [], [])


def _dusk(chance: Random, minds: list[str]) -> _Part:
    lines = [
        "property dark",
        chance.choice(
            (
                "trigger darken\n    when rain and not dark\n    do: dark",
                "trigger darken\n    when rain and not lit and not dark\n    do\n        dark\n        not rain",
                "trigger darken\n    when lit and rain\n    do: not lit",
            )
        ),
        "action pour()\n    by nobody\n    when not rain\n    do: rain\n    seen by c: c.at is mill",
    ]
    return _Part(lines, ["dark"], ["night when dark and rain"], [])


def _mood(chance: Random, minds: list[str]) -> _Part:
    lines = [
        f"action sing(who: character)\n    by who\n    when who.mood < 2\n    do: who.mood += {chance.choice((1, 2))}",
        "action sway(who: character)\n    by nobody\n    when rain or lit\n    do\n        if who.at is mill: who.mood = 2\n"
        "        else: who.mood -= 1",
    ]
    return _Part(lines[: chance.choice((1, 2, 2))], [f"{minds[0]}.mood is 2", f"{minds[1]}.mood < 1"], [], [])


def _secret(chance: Random, minds: list[str]) -> _Part:
    one, other = minds[:2]
    wrong = chance.choice((f"{one} believes {other}.at is mill", f"{one} believes rain is unknown"))
    lines = [
        f"{one}.mood = 0",
        f"{one} believes lit",
        *((wrong,) if chance.random() < 0.3 else ()),
        f"action flare()\n    by nobody\n    when not lit and {other}.mood is 2\n    do: lit\n    seen by nobody",
        "action look(who: character)\n    by who\n    when lit and who.mood < 2\n    do: who.mood = 2",
        "action whisper(who: character, other: character)\n    by who\n    when who with other and lit\n"
        "    do: other learns lit\n    seen by nobody",
    ]
    wishes = [f"{other} believes lit", f"{one}.mood is 2", f"not ({one} believes lit)"]
    return _Part(lines, wishes, [f"taught when {one} believes not lit and {one}.mood is 0"], [])


def _pact(chance: Random, minds: list[str]) -> _Part:
    lines = [
        "property sworn",
        "action swear(who: character, other: character)\n    by who, other\n    when not sworn",
        "    do\n        sworn",
        *(("        if lit: rain",) if chance.random() < 0.5 else ()),
        f"    seen {_seen(chance)}",
    ]
    return _Part(lines, ["sworn"], ["sworn_in when sworn and lit"], [])


def _vault(chance: Random, minds: list[str]) -> _Part:
    """Somebody tries one of two codes, or asks for it whom he takes to know it."""
    thief, other = chance.sample(minds, 2)
    lines = [
        "kind digits",
        "digits one",
        "digits two",
        "property code: digits",
        "property unlocked",
        f"code is {chance.choice(('one', 'two'))}",
        f"{thief} believes code is unknown",
        "action try(who: character, number: digits)\n    by who\n    when not unlocked\n    hoping code is number",
        "    do: unlocked",
        *(("    in vain: who.mood += 1",) if chance.random() < 0.5 else ()),
        f"    seen {_seen(chance)}",
    ]
    if chance.random() < 0.5:
        lines.append(f"{thief} believes {other} knows code")
        lines.append(
            "action ask(who: character, other: character)\n    by who\n"
            "    do: who learns code from other\n    seen by who, other"
        )
    return _Part(lines, ["unlocked"], [f"rich when unlocked and {thief}.mood is 2"], [], ((thief, "unlocked"),))


def _seen(chance: Random) -> str:
    return chance.choice(("by c: c.at is mill", "by nobody", "by c: c is c", "by c: c.at is hut or lit"))


_WRITERS = {
    "isle": _isle,
    "ring": _ring,
    "coins": _coins,
    "bell": _bell,
    "pit": _pit,
    "lamp": _lamp,
    "sight": _sight,
    "dusk": _dusk,
    "mood": _mood,
    "secret": _secret,
    "pact": _pact,
}
