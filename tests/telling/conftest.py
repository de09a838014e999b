"""A small story to be told: two places, a secret, a will in a body, a name that is not known at first, a second teller."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula import lives
from fabula.story import Story, loads

TEXT = """
story "The Well & the <Tower>"
    by "A. Writer"
    note "Be *kind*."
    disclaimer "None of it is so."
    content "a death"
    ask "What did you think?"
    told by Ann, Ben

kind place
property at(character) "at": place
property alive(character) "alive" = yes
property knows_name(character)
property cut(character) "bleeding"
property hour: 0..9, felt by all
property remembers(character)
property lit(place) "lit"

place well "the well"
place tower "the tower"
character Ann, she, at well
character Ben, he, at tower
character Cid "a stranger", he, at well
    called "Cid" if knows_name(Cid)
will Nyx, she, in Ben
Cid believes Ben.at is nowhere

action walk(who: character, from: place, to: place)
    by who
    when who.alive and who.at is from and from is not to
    do: who.at = to
    seen by c: c.at is from or c.at is to
    says "{who} [go] to {to}."

action greet(one: character, other: character)
    by one
    when one.alive and one.at is other.at and one is not other
    do: knows_name(one)
    seen by c: c.at is one.at
    says by Ann "{one} [greet] {other} and [say] a name: {one.name}."
    says "{one} [greet] {other}."
    says if other.cut "{one} [greet] {other}, who [bleed]."

action wound(one: character, other: character)
    by one
    when one.alive and one.at is other.at and one is not other
    do: other.cut
    seen by c: c.at is one.at

action kill(killer: character, victim: character)
    by killer
    when killer.alive and victim.alive and killer.at is victim.at and killer is not victim
    do: not victim.alive
    seen by c: c.at is killer.at
    says "{killer} [kill] {victim}."

action light(who: character, spot: place)
    by who
    when who.at is spot
    do: spot.lit
    seen by c: c.at is spot
    says "{who} [light] {spot}."

action whisper(who: character, other: character)
    by who
    when who is not other
    do: other believes who.at is well
    seen by c: c is who
    says "{who} [whisper]."

action recall(who: character)
    by who
    when not remembers(who)
    do: remembers(who)
    seen by nobody
    says "{who} [remember] her."

action take(other: will, body: character)
    by other
    when other is Nyx and body is Ben
    do: body.held_by = other
    seen by c: c is body
    says "{other} [take] hold of {body}."

action time_passes()
    when hour < 9
    do: hour += 1
    seen by everyone
    says "Time went by."

trigger notice(viewer: character, other: character, spot: place)
    when viewer.at is spot and other.at is spot and viewer is not other
    when not (viewer believes other.at is spot)
    do: viewer believes other.at = spot
    says "{viewer} [see] {other} at {spot}."

trigger bleed_out(who: character)
    when who.cut and hour >= 2 and who.alive
    do: not who.alive
    says "{who} [be] dead."

for each c: character
    c wants
        1 if c.at is tower "to be at the tower"
        1 if some p: place (p.lit) "to see a light"
Nyx wants
    1 if not Ann.alive

ending dark "It is dark" when not Ann.alive
ending remembered "Remembered" when remembers(Ben)
    says by Ben "{Ben} [see] her face."
    says "So it ended."
"""


@pytest.fixture(scope="session")
def story() -> Story:
    return loads(TEXT)


Lived = Callable[..., lives.Life]


@pytest.fixture(scope="session")
def lived(story: Story) -> Lived:
    """A life with given acts, in which nobody needs a reason."""
    free = tuple(range(len(story.task.characters)))

    def life(*acts: str) -> lives.Life:
        return lives.replay(story, acts, free)

    return life
