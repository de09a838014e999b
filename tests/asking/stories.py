"""Small stories to ask about, whose answers are plain."""

from __future__ import annotations

from fabula.story import Story, loads

#: Ida means to be alone with the key, Jon to have it; Jon is wrong about where it lies.
KEY = """
story "The Key"
    ahead 3
kind place
place house "the house"
place well "the well"
kind key
key silver "the silver key"
property at(character): place
property lies(key) "hidden in": place
property holder(key) "in the hands of": character
property glad(character): 0..3
rule alone(who: character): every other: character where other is not who (other.at is not who.at)
character Ida, she, at house
character Jon, he, at house
lies(silver) is house
Jon believes lies(silver) is well
action walk(who: character, from: place, to: place)
    by who
    when who.at is from and from is not to
    do: who.at = to
    seen by c: c.at is from or c.at is to
action take(who: character, what: key)
    by who
    when who.at is lies(what) and holder(what) is nobody
    do
        holder(what) = who
        lies(what) = nowhere
        who.glad += 2
    seen by c: c.at is who.at
action throw(who: character, what: key)
    by who
    when holder(what) is who and who.at is well
    do: holder(what) = nobody
Ida wants
    1 if holder(silver) is Ida and Jon.at is well "to have the key and be alone with it"
Jon wants
    1 if holder(silver) is Jon "to have the key"
    -2 if holder(silver) is nobody and lies(silver) is nowhere "the key not to be lost"
ending hers "Hers" when holder(silver) is Ida and Jon.at is well
ending his "His" when holder(silver) is Jon
ending lost "Lost" when holder(silver) is nobody and lies(silver) is nowhere
"""

#: Nobody but fate does anything: a clock, and rain that can end it early.
CLOCK = """
story "The Clock"
property hour: 0..5
property wet
property wound
character Ann, she
action strike()
    by nobody
    when not wet
    do: hour += 1
    seen by c: c is c
action pour()
    by nobody
    when hour >= 2 and not wet
    do: wet
    seen by nobody
action wind(who: character)
    by who
    when not wound
    do: wound
action bail(who: character)
    by who
    when wet and hour is 1
    do: not wet
action toll(who: character)
    by who
    when hour is 5 and not wet
    do: wound
action sleep(who: character)
    by who
    when hour < 3
    do: hour += 2
Ann wants
    1 if wet
ending late when hour is 5
ending rest when wet and hour is 2
"""

#: More states than anybody waits for, and no ending among them.
WIDE = (
    'story "Wide"\ncharacter Ann, she\nproperty never\n'
    + "".join(
        f"property s{n}\naction set{n}()\n    by nobody\n    when not s{n}\n    do: s{n}\n    seen by nobody\n"
        for n in range(24)
    )
    + "action give_up(who: character)\n    by who\n    when "
    + " and ".join(f"s{n}" for n in range(10))
    + "\n    do: never\nAnn wants: 1 if never\n"
    + "ending all when "
    + " and ".join(f"s{n}" for n in range(24))
    + "\n"
)


#: One state, and behind a gate more than anybody waits for.
GATED = (
    'story "Gated"\ncharacter Ann, she\nproperty gate\nproperty here: 0..3\n'
    + "".join(
        f"property s{n}\naction set{n}()\n    by nobody\n    when gate and not s{n}\n    do: s{n}\n    seen by nobody\n"
        for n in range(24)
    )
    + "gate is no\nending all when "
    + " and ".join(f"s{n}" for n in range(24))
    + "\nending open when s0 and here is 3\n"
)


def key() -> Story:
    return loads(KEY)


def clock() -> Story:
    return loads(CLOCK)


def wide() -> Story:
    return loads(WIDE)


#: Ann climbs and leaps only if she thinks of both; she would sell the ring if she were poorer, or loved it less.
LADDER = """
story "The Ladder"
    ahead 1
property high
property free
property coins: 0..5
property ring_kept = yes
character Ann, she
character Ben, he
Ann believes not open_gate
property open_gate = yes
action climb(who: character)
    by who
    when who is Ann and not high
    do: high
action leap(who: character)
    by who
    when who is Ann and high
    do: free
action sell(who: character)
    by who
    when who is Ann and ring_kept
    do
        not ring_kept
        coins += 1
action leave(who: character)
    by who
    when who is Ann and open_gate
    do: free
action fly(who: character)
    by who
    when who is Ann and high and not high
    do: free
Ann wants
    3 if free "to be free"
    coins "to have something"
    -2 if not ring_kept "to keep the ring"
Ben wants: 1 if high
ending out when free
ending end when coins is 5
"""


def ladder() -> Story:
    return loads(LADDER)
