"""A story of too many states to be counted, whose endings are decided all the same, each in another way."""

from __future__ import annotations

from fabula.story import Story, loads

CROWDED = (
    """story "Crowded"
    ahead 1
character Ada, she
property worn
property locked
locked
property cracked
property coins: 0..9
coins is 2
action put_on(who: character)
    by who
    when locked
    do
        not locked
        worn
action lock_away(who: character)
    by who
    when worn
    do
        not worn
        locked
action pay(who: character)
    by who
    when coins > 0
    do: coins -= 1
action crack_the_bell(who: character)
    by who
    when not cracked
    do: cracked
Ada wants
    1 if worn
    -1 * coins
"""
    + "".join(
        f"property n{number}: 0..9\n"
        f"action count{number}(who: character)\n    by who\n    do: n{number} += 1\n"
        f"Ada wants: n{number}\n"
        for number in range(8)
    )
    + """ending far "Far" when n0 is 9 and n1 is 9
ending both "Both" when worn and locked
ending rich "Rich" when coins > 2
ending silence "Silence" when cracked
"""
)


def crowded(more: str = "") -> Story:
    return loads(CROWDED + more)
