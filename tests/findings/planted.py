"""Stories with planted faults, each with its repaired twin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "docs" / "problems"
FENCE = re.compile(r"^```fabula\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault of a kind: the first words of the line that it is at, and the story without it."""

    name: str
    code: str
    line: str
    broken: str
    repaired: str


def of_page(code: str, line: str) -> Planted:
    broken, repaired = FENCE.findall((PAGES / f"{code}.md").read_text(encoding="utf-8"))
    return Planted(f"page of {code}", code, line, broken, repaired)


WAIT = """character Aeris, she
property hour: 0..3

action wait(who)
    by who
    do: hour += 1

Aeris wants: 2 * hour
"""
GOLD = "property gold: 0..3\n"
DAWN = "ending dawn when hour is 3\n"
PAID = DAWN + '    says by Aeris "For {gold + 1} coins."\n    says "Dawn."\n'
LIGHT = "property lit\naction light(who)\n    by who\n    when not lit\n    do: lit\n"

#: Two who have to agree; what each wants is below.
EMBRACE = """character Aeris, she
character Cloud, he
property embraced
property hour: 0..3

action wait(who)
    by who
    do: hour += 1

action embrace(one, other)
    by one, other
    when one is not other and not embraced
    do: embraced

Aeris wants: hour
Cloud wants: hour
Aeris wants: 1 if embraced
ending dawn when hour is 3
"""

#: She believes that the well is dry, and it is not.
WELL = (
    WAIT
    + DAWN
    + """property dry(thing)
kind well
well deep
property drunk

action drink(who)
    by who
    when not dry(deep) and not drunk
    do: drunk

Aeris wants: 1 if drunk
"""
)

#: Both sides of a river; who has crossed by the ford can't come back.
RIVER = """character Aeris, she
property over
property hour: 0..3
property told

action ford(who)
    by who
    when not over
    do: over

action walk_on(who)
    by who
    when not over
    do: hour += 1

Aeris wants: hour
Aeris wants: 3 if over
ending home when hour is 3
"""

PIT = """character Aeris, she
property fallen
action fall(who)
    by who
    when not fallen
    do: fallen
property climbed
action climb(who)
    by who
    when climbed and fallen
    do: not fallen
Aeris wants: 1 if fallen
ending out when climbed and not fallen
"""

ROADS = """character Aeris, she
property hour: 0..4
property side: 0..2

action go_left(who)
    by who
    when hour is 0
    do
        side = 1
        hour += 1

action go_right(who)
    by who
    when hour is 0
    do
        side = 2
        hour += 1

action cross_bridge(who)
    by who
    when hour is 1
    do
        side = 0
        hour += 1

Aeris wants: hour
ending home when hour is 2
"""

#: Iris takes three to be possible, and nobody but fate does anything
DOUBT = """property killer: character
property hour: 0..2
character Iris, she
character Hugo, he
character Otto, he
character Vera, she
killer is Otto
Iris believes killer in (Hugo, Otto, Vera)

action point()
    by nobody
    when hour is 0
    do
        killer = Otto
        hour += 1
    seen by c: no

action clear()
    by nobody
    when hour is 0
    do
        {}hour += 1

ending known when hour is 1
"""

PLANTED = [
    of_page("broken-expectation", "expect never"),
    of_page("over-at-once", "ending dawn"),
    of_page("shadowed-ending", "ending warm"),
    of_page("dead-end", "action sleep"),
    of_page("endless-loop", "action row_out"),
    of_page("unmet-condition", "when hour is 1 and lit"),
    of_page("idle-act", "action thunder"),
    of_page("no-reason", "action burn"),
    of_page("never-acts", "character Cloud"),
    of_page("silent-trigger", "trigger gather"),
    of_page("silent-reaction", "when Aeris sees wait"),
    of_page("unread-text", "says if hour is 3"),
    of_page("unheard-ending", 'says "And so'),
    of_page("betraying-act", "when killer is suspect"),
    of_page("idle-choice", "action rest"),
    of_page("idle-want", "Aeris wants: 1 if snow"),
    of_page("never-changes", "property calm"),
    Planted(
        "what somebody may come to rule out",
        "never-changes",
        "property killer",
        DOUBT.format(""),
        DOUBT.format("Iris learns killer is not Vera\n        "),
    ),
    Planted(
        "what somebody may come not to know",
        "never-changes",
        "property killer",
        DOUBT.format(""),
        DOUBT.format("Iris forgets killer\n        "),
    ),
    Planted(
        "an ending that takes what nobody does",
        "unreachable-ending",
        "ending found when lit",
        WAIT + DAWN + LIGHT + "ending found when lit\n",
        WAIT + DAWN + LIGHT + "ending found when lit\nAeris wants: 1 if lit\n",
    ),
    Planted(
        "parts of an ending that never hold together",
        "unreachable-ending",
        "ending early when hour is 1 and late",
        WAIT.replace("do: hour += 1", "do\n        hour += 1\n        if hour is 1: late")
        + "property late\nending early when hour is 1 and late\n",
        WAIT.replace("do: hour += 1", "do\n        hour += 1\n        if hour is 0: late")
        + "property late\nending early when hour is 1 and late\n",
    ),
    Planted(
        "can, and no life does",
        "broken-expectation",
        "expect can never_so",
        WAIT + DAWN + LIGHT + "ending never_so when lit\nexpect can never_so\n",
        WAIT + DAWN + LIGHT + "ending never_so when lit\nexpect not can never_so\n",
    ),
    Planted(
        "must, and another ending is reached",
        "broken-expectation",
        "expect must dawn",
        RIVER.replace("ending home", "ending dawn") + "ending over_there when over\nexpect must dawn\n",
        RIVER.replace("ending home", "ending dawn") + "ending over_there when over\nexpect not must dawn\n",
    ),
    Planted(
        "must, and a life gets stuck",
        "broken-expectation",
        "expect must home",
        RIVER + "expect must home\n",
        RIVER + "expect not must home\n",
    ),
    Planted(
        "not can, and a life does",
        "broken-expectation",
        "expect not can dawn",
        WAIT + DAWN + "expect not can dawn\n",
        WAIT + DAWN + "expect can dawn\n",
    ),
    Planted(
        "not must, and all do",
        "broken-expectation",
        "expect not must dawn",
        WAIT + DAWN + "expect not must dawn\n",
        WAIT + DAWN + "expect must dawn\n",
    ),
    Planted(
        "not never, and it is never so",
        "broken-expectation",
        "expect not never lit",
        WAIT + DAWN + LIGHT + "expect not never lit\n",
        WAIT + DAWN + LIGHT + "Aeris wants: 1 if lit\nexpect not never lit\n",
    ),
    of_page("empty-scene", "scene late"),
    Planted(
        "a scene for what nobody does",
        "empty-scene",
        "scene lamplight when lit and hour is 1",
        WAIT + DAWN + LIGHT + "scene lamplight when lit and hour is 1\n",
        WAIT + DAWN + LIGHT + "scene lamplight when lit and hour is 1\nAeris wants: 1 if lit\n",
    ),
    Planted(
        "a scene after the end",
        "empty-scene",
        "scene morning when hour is 3",
        WAIT + DAWN + "scene morning when hour is 3\n",
        WAIT + DAWN + "scene morning when hour >= 2\n",
    ),
    Planted(
        "a scene between an earlier one and the end",
        "empty-scene",
        "scene morning when hour >= 2",
        WAIT + DAWN + "scene late when hour is 2\nscene morning when hour >= 2\n",
        WAIT + DAWN + "scene morning when hour >= 2\nscene early when hour < 2\n",
    ),
    Planted("one of two never agrees", "no-reason", "action embrace", EMBRACE, EMBRACE + "Cloud wants: 1 if embraced\n"),
    Planted("who believes that it can't be done", "no-reason", "action drink", WELL + "Aeris believes dry(deep)\n", WELL),
    Planted("a way that ends", "dead-end", "action ford", RIVER, RIVER + "ending away when over\n"),
    Planted(
        "stuck whatever is done",
        "dead-end",
        "action fall",
        PIT,
        PIT.replace("climbed and fallen\n", "fallen\n")
        .replace("do: not fallen", "do\n        climbed\n        not fallen")
        .replace("wants: 1 if fallen", "wants: 1 if fallen\nAeris wants: 2 if climbed"),
    ),
    Planted("roads that meet again", "idle-choice", "action go_left", ROADS, ROADS.replace("        side = 0\n", "")),
    Planted(
        "a reaction that nobody is there to have",
        "silent-reaction",
        "when Cloud sees wait",
        EMBRACE.replace("    do: hour += 1\n", "    do: hour += 1\n    seen by c: c is Aeris or embraced\n")
        + "property glad\nwhen Cloud sees wait(Aeris) if hour is 3: glad\n",
        EMBRACE.replace("    do: hour += 1\n", "    do: hour += 1\n    seen by c: c is Aeris or not embraced\n")
        + "property glad\nwhen Cloud sees wait(Aeris) if hour is 2: glad\n",
    ),
    Planted(
        "an ending that is told only by who is not there",
        "unread-text",
        'says by Aeris if hour is 2 "Too early',
        WAIT + DAWN + '    says by Aeris if hour is 2 "Too early for {Aeris}."\n    says "Dawn."\n',
        WAIT + DAWN + '    says by Aeris if hour is 3 "Too early for {Aeris}."\n    says "Dawn."\n',
    ),
    Planted(
        "an opening for another beginning",
        "unread-text",
        "opening if hour is 1",
        'story "One"\n    opening if hour is 1 "It had struck one."\n    opening "It was midnight."\n' + WAIT + DAWN,
        'story "One"\n    opening if hour is 0 "It had struck none."\n    opening "It was midnight."\n' + WAIT + DAWN,
    ),
    Planted(
        "an alternative that never comes",
        "unread-text",
        'says "{if hour is 3',
        WAIT + DAWN + '    says "{if hour is 3: Dawn|if hour is 2: {if hour is 2: Early|else: Late}}."\n',
        WAIT + DAWN + '    says "{if hour is 3: Dawn}."\n',
    ),
    Planted(
        "a value that nobody who could tell it knows",
        "unread-text",
        "says by Aeris",
        WAIT
        + GOLD
        + "Aeris believes gold is unknown\n"
        + DAWN
        + '    says by Aeris "For {gold + 1} coins."\n    says "Dawn."\n',
        WAIT + GOLD + "Aeris believes gold is 3\n" + DAWN + '    says by Aeris "For {gold + 1} coins."\n    says "Dawn."\n',
    ),
]
