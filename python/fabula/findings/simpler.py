"""What multiplies the states of a story, told to its writer, and what would have to be simpler."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.findings.finding import joined
from fabula.findings.multiplying import Multiplier, Multiplying
from fabula.lives.world import World
from fabula.problems import counted

_SIMPLER = {
    "clock": "let it have fewer values, or let fewer acts move it on",
    "place": "let there be fewer places, let some people stay where they are ('stays'), or let a walk take time",
    "unread": "nothing in the story asks for it: leave it out",
    "property": "let it have fewer values, let fewer have it, or let what changes it be done only once",
    "mind": "let {who} see less of what makes no difference to {who}: 'seen by' says who sees an act",
    "nested": "let acts be seen by all who are there, so that nobody believes that another has missed something",
}


def simpler_lines(world: World, found: Multiplying) -> Iterator[str]:
    """Lines of text."""
    if not found.parts:
        yield f"no single property, and nobody's beliefs, multiply the {counted(found.sample, 'state')} that were looked at"
        return
    yield f"what multiplies states, by the first {counted(found.sample, 'state')} (it may be otherwise beyond):"
    before = found.sample
    for number, part in enumerate(found.parts):
        besides = " besides" if number else ""
        left = f"{counted(part.left, 'state')} {'is' if part.left == 1 else 'are'} left"
        yield f"  {_what(world, part)}: without it{besides}, {left} in place of {before:,}"
        if part.acts:
            times = [f"{name} ({counted(steps, 'step')})" for name, steps in part.acts]
            yield f"    changed most by {joined(times)}"
        who = world.definition.things[part.name].display if part.kind == "mind" else ""
        yield f"    simpler: {_SIMPLER[part.kind].format(who=who)}"
        before = part.left


def _what(world: World, part: Multiplier) -> str:
    if part.kind == "nested":
        return "what people think that others believe"
    if part.kind == "mind":
        return f"what {world.definition.things[part.name].display} believes"
    phrase = world.definition.properties[part.name].phrase
    return f"'{part.name}' ({phrase})" if phrase and phrase != part.name.replace("_", " ") else f"'{part.name}'"
