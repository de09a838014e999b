"""Small stories in which something never happens, each for another reason."""

from __future__ import annotations

from fabula.story import Story, loads

#: nobody comes to the island; the ring is never worn and locked away; of two coins nobody has three; nobody cracks the bell
TOWN = """
story "A Small Town"
    ahead 2
    deep 1
use places, sight
place square "the square"
place mill "the mill"
place island "the island"
path square - mill
character Ada, she, at square
character Bruno, he, at mill
property coins(character): 0..9
coins(Ada) is 1
coins(Bruno) is 1
property worn
property locked
property cracked
worn
action steal(thief: character, victim: character)
    by thief
    when thief is not victim and thief.at is victim.at and victim.coins > 0
    do
        victim.coins -= 1
        thief.coins += 1
    seen by c: c.at is thief.at
action lock(who: character)
    by who
    when worn
    do
        not worn
        locked
    seen by c: c.at is who.at
action crack(who: character)
    by who
    when who.at is mill and not cracked
    do: cracked
    seen by c: c.at is who.at
Ada wants
    1 if Ada.coins >= 2 "a coin more"
    1 if locked "the ring to be safe"
Bruno wants
    1 if Bruno.coins >= 2 "a coin more"
ending overseas "Overseas" when Ada.at is island or Bruno.at is island
ending both "Worn and locked" when worn and locked
ending rich "Rich" when Ada.coins >= 3
ending silent "Silence" when cracked
"""

#: a sum that stays what it is, of numbers that one act changes together
BALANCE = """
story "The Balance"
property level(character): -10..100
character Ann, she
character Bob, he
level(Ann) is 5
level(Bob) is 0
action shift()
    by nobody
    when Ann.level < 9 and Bob.level > -10
    do
        Ann.level += 1
        Bob.level -= 1
ending high "High" when Ann.level >= 8
ending beyond "Beyond" when Ann.level >= 10
"""

#: who is right about everything goes with the world as the lamp goes out, who is wrong about dust does not: so Ann raises dust
DUST = """
story "Dust"
    ahead 3
    deep 1
property dust
property lit
property bell
property trouble
character Ann, she
character Cid, he
lit
action smudge(who: character)
    by who
    when who is Ann and not dust
    do: dust
    seen by nobody
action ring(who: character)
    by who
    when who is Ann and not bell
    do: bell
    seen by c: c is c
trigger goes_out()
    when bell and lit
    do: not lit
trigger startles()
    when not lit and Cid believes lit and not trouble
    do: trouble
Ann wants
    1 if trouble "trouble"
ending dusty "Dusty" when dust and trouble
"""

#: asked with one act less ahead, Dan agrees to pay; so Cid dallies first, which changes nothing that anybody wants
DALLYING = """
story "Dallying"
    ahead 3
    deep 3
property dallied
property paid
property done
property one
property two
character Cid, he
character Dan, he
character Eve, she
action dally(who: character)
    by who
    when who is Cid and not dallied
    do: dallied
    seen by c: c is c
action pay(who: character)
    by who
    when who is Dan and not paid
    do: paid
    seen by c: c is c
action work(who: character)
    by who
    when who is Eve and not done
    do: done
    seen by c: c is c
action begin(who: character)
    by who
    when who is Eve and done and not one
    do: one
    seen by c: c is c
action finish(who: character)
    by who
    when who is Eve and one and not two
    do: two
    seen by c: c is c
Cid wants
    1 if paid "the pay"
Dan wants
    1 if done "the work"
Eve wants
    1 if paid and done "to be paid"
    1 if two "it whole"
ending late "Late" when dallied
"""


def town() -> Story:
    return loads(TOWN)
