"""Small stories by chance in which something may keep lives going, and something may bring all of them to an end: clocks, time
that passes by itself or by somebody's act, things that are spent, doors that stay shut, and triggers that turn it all back."""

from __future__ import annotations

from tests.asking.random_stories import Random


def always_story(seed: int) -> str:
    """The story of a number, the same on every machine."""
    chance = Random(seed)
    last = chance.choice((1, 2, 2, 3))
    most = chance.choice((last, last, last + 1, 70))
    lines = [
        f'story "Number {seed}"',
        "    ahead 1",
        "    deep 0",
        "kind place",
        "place hut",
        "place mill",
        "property at(character): place",
        f"property hour: 0..{most}" if most < 70 or chance.random() < 0.5 else "property hour: number",
        "property coins: 0..2 = 2",
        "property shut",
        "property lit",
        "character Ann, at hut",
        "character Bob, at mill",
        *_clock(chance, last),
        *_acts(chance, last),
        *_triggers(chance, last),
        "Ann wants",
        *(f"    {chance.choice((1, 2, -1))} if {_wish(chance)}" for _ in range(chance.randint(1, 3))),
        "Bob wants",
        *(f"    {chance.choice((1, -1))} if {_wish(chance)}" for _ in range(chance.randint(1, 2))),
    ]
    ends = [f"late when hour {chance.choice(('>=', '>=', '>=', 'is'))} {last}"]
    if chance.random() < 0.35:
        ends.append(f"other when {_wish(chance)}{chance.choice(('', ' and shut', ' and hour >= 1'))}")
    if chance.random() < 0.3:
        ends.append(
            chance.choice(("never when coins > 2", "both when shut and lit and coins is 0", "dark when shut and not lit"))
        )
    if chance.random() < 0.5:
        ends.reverse()
    return "\n".join([*lines, *(f"ending {end}" for end in ends)]) + "\n"


def _wish(chance: Random) -> str:
    return chance.choice(("lit", "not lit", "shut", "Ann.at is mill", "Bob.at is hut", "coins < 2", "coins is 0", "hour >= 1"))


def _clock(chance: Random, last: int) -> list[str]:
    """Time that passes by itself, nearly always."""
    if chance.random() < 0.12:
        return []
    when = chance.choice((f"when hour < {last}", f"when hour < {last}", "when hour < 90", f"when hour < {last} and not shut"))
    whose = chance.choice(("nobody", "nobody", "nobody", "nobody", "Ann"))
    by = f"    by {whose}\n" if whose != "nobody" else ""
    does = chance.choice(("hour += 1", "hour += 1", "hour += 1\n        lit", "hour += 2", f"hour = {last}"))
    lines = [f"action tick()\n{by}    {when}\n    do\n        {does}\n    seen by everyone"]
    if chance.random() < 0.15:
        lines.append("action drip()\n    when coins > 0\n    do: coins -= 1\n    seen by nobody")
    return lines


def _acts(chance: Random, last: int) -> list[str]:
    takes = chance.choice(("", "\n        hour += 1", "\n        hour += 1", "\n        hour += 1"))
    early = f" and hour < {last}" if chance.random() < 0.7 else ""
    acts = [
        "action walk(who: character, to: place)\n    by who\n"
        f"    when who.at is not to{early}\n    do\n        who.at = to{takes}\n    seen by nobody",
        f"action light(who: character)\n    by who\n    when not lit{early}\n    do\n        lit{takes}\n    seen by nobody",
        f"action douse(who: character)\n    by who\n    when lit{early}\n    do\n        not lit{takes}\n    seen by nobody",
        "action spend(who: character)\n    by who\n    when coins > 0\n    do: coins -= 1\n    seen by nobody",
        "action close(who: character)\n    by who\n    when not shut\n    do: shut\n    seen by nobody",
        "action open(who: character)\n    by who\n    when shut\n    do: not shut\n    seen by nobody",
        "action earn(who: character)\n    by who\n    when coins < 2\n    do: coins += 1\n    seen by nobody",
        "action wait(who: character)\n    by who\n    do\n        if lit: hour += 1\n    seen by nobody",
        "action wind(who: character)\n    by who\n    when hour > 0 and shut\n    do: hour = 0\n    seen by nobody",
        "action swing(who: character, to: place)\n    by nobody\n    when who.at is not to\n"
        "    do: who.at = to\n    seen by nobody",
        "action flicker()\n    by nobody\n    do\n        if lit: not lit\n        else: lit\n    seen by nobody",
        "action hint(who: character, other: character)\n    by who\n    when lit and who is not other\n"
        "    do: other learns lit\n    seen by nobody",
    ]
    return chance.sample(acts, chance.choice((1, 1, 2, 2, 3)))


def _triggers(chance: Random, last: int) -> list[str]:
    if chance.random() < 0.75:
        return []
    return [
        chance.choice(
            (
                f"trigger back\n    when hour is {last} and shut\n    do: hour = 0",
                "trigger fade\n    when lit and hour > 0\n    do: not lit",
                "trigger slam\n    when hour is 1 and not shut\n    do: shut",
                "trigger strike\n    when lit and hour is 0\n    do: hour = 1",
            )
        )
    ]
