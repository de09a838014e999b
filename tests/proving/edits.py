"""Edits of small stories by chance, of the kinds that a writer makes: each turns the text of a story into another one. What is
taken away by one is added by the other way round."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.asking.random_stories import Random, condition

#: a story as its parts: a line, with those that are indented below it
Blocks = list[str]


def blocks_of(text: str) -> Blocks:
    found: Blocks = []
    for line in text.splitlines():
        if line.startswith(" ") and found:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found


def edited(chance: Random, kind: str, text: str, minds: list[str]) -> tuple[str, str] | None:
    """The story before and after an edit of a kind; None where the story has nothing for it."""
    name, _, way = kind.partition(" ")
    blocks = blocks_of(text)
    after = _EDITS[name](chance, blocks, minds)
    if after is None or after == blocks:
        return None
    pair = "\n".join(blocks) + "\n", "\n".join(after) + "\n"
    return (pair[1], pair[0]) if way == "removed" else pair


def _text(chance: Random, blocks: Blocks, minds: list[str]) -> Blocks | None:
    found = list(blocks)
    place = chance.choice([number for number, block in enumerate(found) if block.startswith(("action", "story"))])
    first, *rest = found[place].splitlines()
    if first.startswith("story"):
        found[place] = "\n".join(['story "Another title"', *rest])
    else:
        found[place] += f'\n    choice "Do it"\n    says "So it is done."\n    # {len(found)}'
    return found


def _act(chance: Random, blocks: Blocks, minds: list[str]) -> Blocks | None:
    change = chance.choice(("who.mood += 1", "rain", "not rain", "lit", "who.at = mill"))
    seen = chance.choice(("by nobody", "by c: c.at is mill", "by c: c is c"))
    when = condition(chance, minds, 0).text
    return [*blocks, f"action fresh(who: character)\n    by who\n    when {when}\n    do: {change}\n    seen {seen}"]


def _fact(chance: Random, blocks: Blocks, minds: list[str]) -> Blocks | None:
    lines = [
        chance.choice(("lit", "rain", f"{minds[0]} believes lit", f"{minds[1]} believes rain is unknown")),
        "property spare\naction try(who: character)\n    by who\n    when not spare\n    do: spare",
    ]
    line = chance.choice(lines)
    return None if line in blocks else [*blocks, *re.split(r"\n(?! )", line)]


def _want(chance: Random, blocks: Blocks, minds: list[str]) -> Blocks | None:
    found = list(blocks)
    place = chance.choice([number for number, block in enumerate(found) if re.match(r"\w+ wants", block)])
    found[place] += f"\n    {chance.choice((1, 2, -1))} if {condition(chance, minds, 0).text}"
    return found


def _condition(chance: Random, blocks: Blocks, minds: list[str]) -> Blocks | None:
    found = list(blocks)
    places = [number for number, block in enumerate(found) if "\n    when " in block and block.startswith("action")]
    if not places:
        return None
    place = chance.choice(places)
    more = chance.choice((condition(chance, minds, 0).text, "not rain", "lit", "rain"))
    found[place] = re.sub(r"(\n    when [^\n]*)", rf"\1\n    when {more}", found[place], count=1)
    return found


def _ending(chance: Random, blocks: Blocks, minds: list[str]) -> Blocks | None:
    line = f"ending late when {condition(chance, minds, 1).text}"
    places = [number for number, block in enumerate(blocks) if block.startswith("ending")]
    place = chance.choice((*places, len(blocks)))
    return [*blocks[:place], line, *blocks[place:]]


def _person(chance: Random, blocks: Blocks, minds: list[str]) -> Blocks | None:
    lines = [f"character Dot, at {chance.choice(('hut', 'mill'))}"]
    if chance.random() < 0.5:
        lines.append(f"Dot wants\n    1 if {chance.choice(('lit', 'rain', 'Dot.at is mill'))}")
    place = max(number for number, block in enumerate(blocks) if block.startswith("character")) + 1
    return [*blocks[:place], *lines, *blocks[place:]]


def _number(chance: Random, blocks: Blocks, minds: list[str]) -> Blocks | None:
    places = [
        (number, found)
        for number, block in enumerate(blocks)
        for found in re.finditer(r"(?<![\w.])\d(?!\w)", block)
        if "0.." not in block[max(0, found.start() - 1) : found.end() + 2] and '"' not in block.splitlines()[0]
    ]
    if not places:
        return None
    place, number = chance.choice(places)
    found = list(blocks)
    value = chance.choice([other for other in (0, 1, 2) if str(other) != number[0]])
    found[place] = f"{found[place][: number.start()]}{value}{found[place][number.end() :]}"
    return found


_EDITS: dict[str, Callable[[Random, Blocks, list[str]], Blocks | None]] = {
    "text": _text,
    "act": _act,
    "fact": _fact,
    "want": _want,
    "condition": _condition,
    "ending": _ending,
    "person": _person,
    "number": _number,
}

#: what becomes of a story, a kind of edit each
KINDS = (
    "text",
    "act added",
    "act removed",
    "fact added",
    "fact removed",
    "want added",
    "want removed",
    "condition added",
    "condition removed",
    "ending added",
    "ending removed",
    "person added",
    "person removed",
    "number",
)
