"""Stories of the size that people write, of any size: a town whose people go about their business, with seven endings.

It is known which of them can be reached and how far away they are, why the others can't, and which acts spoil all of them.
`python -m bench.town PEOPLE PLACES --ahead N --seed N` prints a town.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from bench.everyday import CUSTOMS, Custom
from fabula.randomness import Random

#: how many people and places a town may have, and how far ahead they may think
MOST_PEOPLE, MOST_PLACES, MOST_AHEAD = 40, 100, 4

_WOMEN = (
    "Ada Clara Elsa Greta Ilse Katrin Marthe Olga Rike Thea Vera Xenia Zita Berta Dorte Frieda Hedda Jutta Lene Nora"
).split()
_MEN = (
    "Bruno Doran Felix Hanno Jakob Lorenz Nils Paul Simon Ulrich Wenzel Yannick Anselm Conrad "
    "Egon Georg Ivo Kaspar Moritz Oskar"
).split()
_SPOTS = "square street yard steps lane bridge mill market garden alley"
_SIDES = ("", "upper", "lower", "old", "new", "north", "south", "east", "west", "back")


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending of a town. `life`: the acts of a shortest life that comes to it; none = no life does, for the reason that `why`
    names."""

    name: str
    life: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """A planted dead end: once `act` is done `condition` holds, and from then on no ending can be reached."""

    act: str
    condition: str


@dataclass(frozen=True, slots=True)
class Town:
    """The text of a story, and what is so about it."""

    text: str
    endings: tuple[Ending, ...]
    dead_ends: tuple[DeadEnd, ...]


def town(
    people: int = 8,
    places: int = 12,
    ahead: int = 3,
    seed: int = 0,
    *,
    customs: int = len(CUSTOMS),
    distances: tuple[int, int, int] = (5, 15, 40),
    hours: int = 12,
) -> Town:
    """A town of so many people (2 to 40), with so many places that one can walk between (2 to 100) and two more: an island
    that no way leads to, and a pit that no way leads out of. Everybody thinks `ahead` acts ahead (1 to 4). `customs` is how
    many kinds of everyday acts there are; `distances`, how many acts away the three endings that can be reached are, at
    least, where the second is rounded to 4 k - 1; `hours`, how long the clock runs. The same arguments give the same text.
    Raises `ValueError` for what is no town."""
    for what, number, least, most in (
        ("people", people, 2, MOST_PEOPLE),
        ("places", places, 2, MOST_PLACES),
        ("ahead", ahead, 1, MOST_AHEAD),
        ("customs", customs, 0, len(CUSTOMS)),
        ("distance", min(distances), 1, 400),
        ("distance", max(distances), 1, 400),
        ("hours", hours, 1, 12),
    ):
        if not least <= number <= most:
            raise ValueError(f"{what} is {number}, and not from {least} to {most}")
    chosen = tuple(custom for custom in CUSTOMS[:customs] if people >= custom.people)
    plan = _plan(people, places, seed, chosen, distances, hours)
    lines = [
        'story "The Town"',
        f"    ahead {ahead}",
        '    opening "It [be] an evening like others, and everybody [have] something to do."',
        "use bodies, places, sight, bonds, memory, talk, time, waiting",
        *_where(plan, Random(seed)),
        *_who(plan),
        *_work(plan),
        *_ruin(plan),
        *_temptation(plan),
        *(line for custom in plan.customs for line in custom.text.strip("\n").splitlines()),
        *_things(plan, Random(seed + 1)),
        *_minds(plan, Random(seed + 2)),
        *_wants(plan, Random(seed + 3)),
        *_endings(plan),
    ]
    return Town("\n".join(lines) + "\n", _claims(plan), _dead_ends(plan))


@dataclass(frozen=True, slots=True)
class _Plan:
    """Who is who. The finder opens boxes, the porter carries planks, the watch calls the hours; the burner, the sinker and the
    reeve can spoil it all. In a small town somebody is several of them."""

    names: tuple[str, ...]
    spots: tuple[str, ...]
    homes: tuple[str, ...]
    customs: tuple[Custom, ...]
    boxes: int
    planks: int
    rounds: int
    rounds_distance: int
    hours: int

    @property
    def finder(self) -> str:
        return self.names[0]

    @property
    def porter(self) -> str:
        return self.names[1]

    @property
    def watch(self) -> str:
        return self.names[2 % len(self.names)]

    @property
    def burner(self) -> str:
        return self.names[3 % len(self.names)]

    @property
    def sinker(self) -> str:
        return self.names[4 % len(self.names)]

    @property
    def reeve(self) -> str:
        return self.names[-1] if len(self.names) > 3 else self.porter

    @property
    def square(self) -> str:
        return self.spots[0]

    @property
    def yard(self) -> str:
        return self.spots[1]

    @property
    def both_ways(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """From the yard to the square, and back."""
        return (self.yard, self.square), (self.square, self.yard)

    @property
    def coins(self) -> int:
        return min(len(self.names), 4)

    def has(self, custom: str) -> bool:
        return any(one.name == custom for one in self.customs)


def _plan(
    people: int, places: int, seed: int, customs: tuple[Custom, ...], distances: tuple[int, int, int], hours: int
) -> _Plan:
    near, middle, far = distances
    names = tuple(name for pair in zip(_WOMEN, _MEN, strict=True) for name in pair)[:people]
    spots = [f"{side}_{spot}" if side else spot for side in _SIDES for spot in _SPOTS.split()][:places]
    random = Random(seed)
    # The finder and the watch begin at the square, the porter and the reeve at the yard: their work is there.
    fixed = {people - 1: spots[1], 0: spots[0], 1: spots[1], 2: spots[0]}
    homes = tuple(fixed.get(index, random.choice(spots)) for index in range(people))
    return _Plan(
        names, tuple(spots), homes, customs, boxes=near, planks=max(1, (middle + 1) // 4),
        rounds=(far + 1) // 2, rounds_distance=far, hours=hours,
    )  # fmt: skip


def _title(name: str) -> str:
    return "the " + name.replace("_", " ")


def _where(plan: _Plan, random: Random) -> Iterator[str]:
    yield from (f'place {spot} "{_title(spot)}"' for spot in plan.spots)
    yield 'place island "the island"'
    yield 'place pit "the pit"'
    yield f"path {plan.square} - {plan.yard}"
    linked = {(0, 1)}
    for index in range(2, len(plan.spots)):
        before = max(0, index - 4) + random.below(min(index, 4))
        linked.add((before, index))
        yield f"path {plan.spots[before]} - {plan.spots[index]}"
    for _ in range(len(plan.spots) // 4):
        one = random.below(len(plan.spots))
        other = random.below(len(plan.spots))
        pair = (min(one, other), max(one, other))
        if one != other and pair not in linked:
            linked.add(pair)
            yield f"path {plan.spots[pair[0]]} - {plan.spots[pair[1]]}"
    yield f"{plan.spots[-1]} overlooks island"


def _who(plan: _Plan) -> Iterator[str]:
    for index, (name, home) in enumerate(zip(plan.names, plan.homes, strict=True)):
        yield f"character {name}, {'he' if index % 2 else 'she'}, at {home}, home {home}"
    yield from ("kind item", "kind loaf: item", "kind tool: item", "kind lamp", "kind gate")
    yield "property home(character): place"
    yield f"property coins(character): 0..{plan.coins + 1}"
    yield from (f"coins({name}) is 1" for name in plan.names[: plan.coins])
    yield 'property culprit "who lit the fire": character'
    yield f"culprit is {plan.burner}"
    yield 'topic the_fire "the fire"'
    yield f"last_hour is {plan.hours}"


def _work(plan: _Plan) -> Iterator[str]:
    """What the three endings that can be reached are made of: boxes within boxes, planks to carry, hours to call."""
    yield "# --- boxes within boxes: what is in the innermost is what was looked for"
    yield "kind box"
    yield from (f'box box{index} "box {index + 1}"' for index in range(plan.boxes))
    yield 'property opened(box) "open"'
    yield "property inside(box, box)"
    yield from (f"inside(box{index}, box{index - 1})" for index in range(1, plan.boxes))
    yield from f"""action open_box(who: character, what: box)
    by who
    when who.alive and who.at is {plan.square} and not what.opened
    when every outer: box where inside(what, outer) (outer.opened)
    do: what.opened
    seen by c: near(c, who)
    choice "Open {{what}}"
    says "{{who}} [open] {{what}}."
# --- planks to carry from the yard to the bridge, one at a time
property porter(character), felt by all
porter({plan.porter})
property loaded(character)
property laid "how many planks lie": 0..{plan.planks}
action shoulder(who: character)
    by who
    when who.alive and porter(who) and who.at is {plan.yard} and not who.loaded and laid < {plan.planks}
    do: who.loaded
    seen by c: near(c, who)
    choice "Shoulder a plank"
    says "{{who}} [shoulder] a plank."
action lay(who: character)
    by who
    when who.alive and who.at is {plan.square} and who.loaded
    do
        not who.loaded
        laid += 1
    seen by c: near(c, who)
    choice "Lay the plank"
    says "{{who}} [lay] down the plank beside the others."
# --- hours to call, at the one end of the beat and at the other
property on_watch(character), felt by all
on_watch({plan.watch})
property calls "how often the hour has been called": 0..{plan.rounds}
property beat "where it is called next": place
beat is {plan.square if plan.rounds_distance % 2 else plan.yard}
action call_hour(who: character)
    by who
    when who.alive and on_watch(who) and who.at is beat and calls < {plan.rounds}
    do
        calls += 1
        if beat is {plan.square}: beat = {plan.yard}
        else: beat = {plan.square}
    seen by c: near(c, who)
    choice "Call the hour"
    says "\\"All is well,\\" {{who}} [call], and [be] heard as far as the next corner.\"""".splitlines()


def _ruin(plan: _Plan) -> Iterator[str]:
    """What spoils all endings for good: the daybook burnt, the key in the well, the reeve in the pit."""
    yield from f"""# --- what can't be made good again
kind book
book daybook "the daybook"
property burnt(book) "burnt"
kind key
key iron_key "the iron key"
property sunk(key) "in the well"
kind hoard
hoard silver "the silver"
property buried_at(hoard) "is buried at": place
buried_at(silver) is island
property shaft(place, place)
shaft({plan.yard}, pit)
property reckless(character), felt by all
reckless({plan.burner})
reckless({plan.sinker})
rule can_be_mended(): not burnt(daybook) and not sunk(iron_key) and {plan.reeve}.at is not pit
action burn(who: character, what: book)
    by who
    when who.alive and who.reckless and not what.burnt and hour >= {max(1, plan.hours // 2)}
    do: what.burnt
    seen by c: near(c, who)
    choice "Burn {{what}}"
    says "{{who}} [put] {{what}} into the stove and [watch] it."
action sink(who: character, what: key)
    by who
    when who.alive and who.reckless and not what.sunk and hour >= {max(1, plan.hours // 3)}
    do: what.sunk
    seen by c: near(c, who)
    choice "Throw {{what}} down the well"
    says "{{who}} [throw] {{what}} down the well. It [take] a while."
action climb_down(who: character, from: place, to: place)
    by who
    when who.alive and who.at is from and shaft(from, to)
    do: who.at = to
    seen by c: c.alive and (c.at is from or c.at is to)
    choice "Climb down into {{to}}"
    says "{{who}} [climb] down into {{to}}, and [see] that there [be] no way up again."
trigger no_hoard(who: character, what: hoard)
    when who.alive and who.at is not buried_at(what) and who believes buried_at(what) is who.at
    do: who learns buried_at(what) is not who.at
    says "{{who}} [dig] everywhere, and {{what}} [be] not there.\"""".splitlines()


def _temptation(plan: _Plan) -> Iterator[str]:
    """What the impossible endings are about: a ring that is worn or locked away, coins, and a bell that nobody would crack."""
    yield from f"""# --- a ring that is either worn or locked away
kind jewel
jewel ring "the ring"
property worn(jewel) "worn"
property locked_away(jewel) "locked away"
locked_away(ring)
action put_on(who: character, what: jewel)
    by who
    when who is {plan.finder} and who.alive and locked_away(what)
    do
        not locked_away(what)
        worn(what)
    seen by c: near(c, who)
    choice "Put on {{what}}"
    says "{{who}} [put] on {{what}}."
action lock_away(who: character, what: jewel)
    by who
    when who is {plan.porter} and who.alive and worn(what) and here(who, {plan.finder})
    do
        locked_away(what)
        not worn(what)
    seen by c: near(c, who)
    choice "Lock {{what}} away"
    says "{{who}} [take] {{what}} and [lock] it away."
# --- coins that go from hand to hand and become no more
property watchful(character) "watchful"
action steal(thief: character, victim: character)
    by thief
    when face_to_face(thief, victim) and victim.coins > 0 and not victim.watchful
    do
        victim.coins -= 1
        thief.coins += 1
        victim.watchful
    seen by c: near(c, thief) and c is not victim
    choice "Put a hand into {{victim's}} pocket"
    says "{{thief}} [take] a coin out of {{victim's}} pocket."
# --- a bell that anybody could crack
property cracked "the bell cracked"
action crack_the_bell(who: character)
    by who
    when who.alive and who.at is {plan.square} and not cracked
    do: cracked
    seen by c: near(c, who)
    choice "Strike the bell with the hammer"
    says "{{who}} [strike] the bell with the hammer, and it [crack].\"""".splitlines()


def _things(plan: _Plan, random: Random) -> Iterator[str]:
    """What the customs that the town has need: things lying about, lamps, gates, debts."""
    people = len(plan.names)
    if plan.has("take_up"):
        for index in range(max(1, people // 3)):
            yield f'loaf loaf{index} "a loaf of bread", lies_at {random.choice(plan.spots)}'
            yield f'tool tool{index} "a hammer", lies_at {random.choice(plan.spots)}'
    if plan.has("buy_drink"):
        yield "property keeps_tap(character), felt by all"
        yield from (f"keeps_tap({name})" for name in plan.names[1::6])
    if plan.has("light"):
        yield from (f'lamp lamp{index} "a lamp", stands {spot}' for index, spot in enumerate(plan.spots[::5]))
    if plan.has("unbar"):
        yield from (
            f'gate gate{index} "the door by {_title(spot)}", bars {spot}, barred' for index, spot in enumerate(plan.spots[1::6])
        )
    if plan.has("draw_water"):
        yield "property well_at: place"
        yield f"well_at is {random.choice(plan.spots)}"
    if plan.has("pray"):
        yield "property chapel_at: place"
        yield f"chapel_at is {random.choice(plan.spots)}"
    for index, name in enumerate(plan.names):
        second, third = plan.names[(index + 1) % people], plan.names[(index + 2) % people]
        if plan.has("mislead"):
            yield f"{name}.shields is {third if third != name else second}"
        if plan.has("pay_back") and index % 2:
            yield f"owes({name}, {second})"
        if plan.has("tell_on"):
            yield f"can_tell({name}, {second}, the_fire)"
            if index % 3 == 0:
                yield f"may_ask({name}, {third if third != name else second}, the_fire)"
                yield f"may_refuse({third if third != name else second}, the_fire)"


def _minds(plan: _Plan, random: Random) -> Iterator[str]:
    """Who is wrong about what, and about whom."""
    people = len(plan.names)
    yield "# --- what they wrongly believe"
    yield f"{plan.reeve} believes buried_at(silver) is pit"
    for index, name in enumerate(plan.names):
        second, third = plan.names[(index + 1) % people], plan.names[(index + 2) % people]
        if random.below(3):
            yield f"{name} believes {second}.at is {random.choice(plan.spots)}"
        else:
            yield f"{name} believes {second}.at is unknown"
        if third != name:
            yield f"{name} believes {second} believes {third}.at is {random.choice(plan.spots)}"
        if name == plan.burner:
            continue
        if random.below(2):
            yield f"{name} believes culprit is {random.choice(plan.names)}"
        else:
            yield f"{name} believes culprit is unknown"
        yield f"{plan.burner} believes {name} believes culprit is unknown"


def _wants(plan: _Plan, random: Random) -> Iterator[str]:
    yield "# --- what they want"
    yield from f"""{plan.finder} wants
    1 for each b: box if b.opened "to see what is in the boxes"
    5 if {plan.finder}.at is island "to see the island, once"
    1 if worn(ring) "to wear the ring"
    1 * {plan.finder}.coins
{plan.porter} wants
    9 * laid "to have the planks across"
    5 if {plan.porter}.loaded
    3 if {plan.porter}.loaded and {plan.porter}.at is {plan.square}
    3 if not {plan.porter}.loaded and {plan.porter}.at is {plan.yard}
    1 if locked_away(ring) "the ring under lock and key"
{plan.watch} wants
    5 * calls "to have called every hour"
    3 if {plan.watch}.at is beat "to be where the hour is called"
{plan.burner} wants: 1 if burnt(daybook) "nobody to read the daybook"
{plan.sinker} wants: 1 if sunk(iron_key) "nobody to unlock the hall"
{plan.reeve} wants: 2 if {plan.reeve}.at is buried_at(silver) "to find the silver\"""".splitlines()
    people = len(plan.names)
    for index, name in enumerate(plan.names):
        rival, shielded = plan.names[(index + 1) % people], plan.names[(index + 2) % people]
        wishes = [custom.want for custom in plan.customs if custom.want and random.below(2)]
        if not wishes:
            continue
        yield f"{name} wants"
        for wish in wishes:
            line = wish.replace("{me}", name).replace("{rival}", rival).replace("{scapegoat}", rival)
            yield "    " + line.replace("{shielded}", shielded if shielded != name else rival)


def _endings(plan: _Plan) -> Iterator[str]:
    yield from f"""# --- how it can end
ending letter "What was in the last box"
    when every b: box (b.opened)
    when can_be_mended()
    says "In the last box [lie] a letter, and it [be] short."
ending crossing "Across"
    when laid is {plan.planks} and can_be_mended()
    says "The last plank [lie] where it should, and whoever [want] to [walk] across."
ending all_is_well "All is well"
    when calls is {plan.rounds} and can_be_mended()
    says "The last hour [be] called, and all [be] well."
ending island_reached "The island" when {plan.finder}.at is island
ending worn_and_locked "Two rings" when worn(ring) and locked_away(ring)
ending rich "Rich" when {plan.finder}.coins > {plan.coins}
ending silence "Silence" when cracked
expect can letter
expect can crossing
expect can all_is_well
expect not can island_reached
expect not can worn_and_locked
expect not can rich
expect not can silence""".splitlines()


def _claims(plan: _Plan) -> tuple[Ending, ...]:
    there, back = (f"walk({plan.porter}, {one}, {other})" for one, other in plan.both_ways)
    carrying = (f"shoulder({plan.porter})", there, f"lay({plan.porter})", back) * plan.planks
    go, come = (f"walk({plan.watch}, {other}, {one})" for one, other in plan.both_ways)
    call = f"call_hour({plan.watch})"
    beat = (call, go, call, come) if plan.rounds_distance % 2 else (go, call, come, call)
    return (
        Ending("letter", tuple(f"open_box({plan.finder}, box{index})" for index in range(plan.boxes))),
        Ending("crossing", carrying[:-1]),
        Ending("all_is_well", (beat * plan.rounds)[: plan.rounds_distance]),
        Ending("island_reached", why="no way leads to the island"),
        Ending("worn_and_locked", why="the ring is worn or locked away, never both"),
        Ending("rich", why="there are not so many coins"),
        Ending("silence", why="nobody gains by cracking the bell"),
    )


def _dead_ends(plan: _Plan) -> tuple[DeadEnd, ...]:
    return (
        DeadEnd("burn", "burnt(daybook)"),
        DeadEnd("sink", "sunk(iron_key)"),
        DeadEnd("climb_down", f"{plan.reeve}.at is pit"),
    )


def main() -> None:
    """Print a town."""
    parser = argparse.ArgumentParser(prog="python -m bench.town", description=__doc__)
    parser.add_argument("people", type=int)
    parser.add_argument("places", type=int)
    parser.add_argument("--ahead", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    print(town(arguments.people, arguments.places, arguments.ahead, arguments.seed).text, end="")


if __name__ == "__main__":
    main()
