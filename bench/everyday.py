"""What people of a generated town do all day: kinds of acts as a writer puts them down, each with what it needs and a want."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Custom:
    """One kind of act. `text` declares what the act needs and then the act itself; it may use what the customs before it have
    declared, and the things of a town. `want` is a line of somebody's wants, with `{me}` for the name; empty = what the act
    changes is wanted by way of other customs alone. `people` is how many it takes at least."""

    name: str
    text: str
    want: str = ""
    people: int = 2


#: In this order: a town with so many customs has the first ones.
CUSTOMS: tuple[Custom, ...] = (
    Custom(
        "take_up",
        """
property lies_at(item) "lies at": place
property holder(item) "in the hands of": character

action take_up(who: character, what: item)
    by who
    when who.alive and who.at is lies_at(what)
    do
        holder(what) = who
        lies_at(what) = nowhere
    seen by c: near(c, who)
    choice "Take up {what}"
    says "{who} [take] up {what}."
""",
        '1 for each x: item if holder(x) is {me} "to have something in hand"',
    ),
    Custom(
        "give",
        """
property obliged(character, character) "obliged to"

action give(giver: character, taker: character, what: item)
    by giver
    when face_to_face(giver, taker) and holder(what) is giver
    do
        holder(what) = taker
        obliged(taker, giver)
    seen by c: near(c, giver)
    choice "Give {what} to {taker}"
    says "{giver} [give] {what} to {taker}."
""",
        '2 if some c: character (obliged(c, {me})) "somebody to be obliged to one"',
    ),
    Custom(
        "eat",
        """
property eaten(loaf)
property fed(character) "has eaten"

action eat(who: character, what: loaf)
    by who
    when who.alive and holder(what) is who and not what.eaten
    do
        what.eaten
        holder(what) = nobody
        who.fed
    seen by c: near(c, who)
    choice "Eat {what}"
    says "{who} [eat] {what}, standing."
""",
        '3 if {me}.fed "to have eaten"',
    ),
    Custom(
        "buy_drink",
        """
property warmed(character) "has had a drink"

action buy_drink(who: character, host: character)
    by who
    when face_to_face(who, host) and host.keeps_tap and who.coins > 0 and not who.warmed and hour < 9
    do
        who.coins -= 1
        host.coins += 1
        who.warmed
    seen by c: near(c, who)
    choice "Buy a drink from {host}"
    says "{who} [put] down a coin, and {host} [draw] a cup."
""",
        '3 if {me}.warmed "a drink"',
    ),
    Custom(
        "light",
        """
property stands(lamp): place
property lit(lamp) "lit"

action light(who: character, what: lamp)
    by who
    when who.alive and who.at is stands(what) and not what.lit
    do: what.lit
    seen by c: watches(c, stands(what))
    choice "Light {what}"
    says "{who} [light] {what}."
""",
        '1 for each x: lamp if x.lit "light in the streets"',
    ),
    Custom(
        "snuff",
        """
action snuff(who: character, what: lamp)
    by who
    when who.alive and who.at is stands(what) and what.lit
    do: not what.lit
    seen by c: watches(c, stands(what))
    choice "Put out {what}"
    says "{who} [put] out {what}."
""",
        '1 for each x: lamp if not x.lit and stands(x) is {me}.at "to stand in the dark"',
    ),
    Custom(
        "tell_on",
        """
when c sees tell(teller, c, the_fire)
    c believes culprit = (teller believes culprit)
    c learns (teller believes culprit)
""",
        '1 for each c: character if c believes culprit is {scapegoat} "everybody to know who lit the fire"',
    ),
    Custom(
        "accuse",
        """
property accused(character) "accused"

action accuse(who: character, other: character)
    by who
    when face_to_face(who, other) and who believes culprit is other and not other.accused
    do: other.accused
    seen by c: near(c, who)
    choice "Accuse {other} of the fire"
    says "\\"It was {other},\\" {who} [say], loud enough for the street."
""",
        '2 if some c: character (c.accused and {me} believes culprit is c) "the one who lit the fire to be named"',
    ),
    Custom(
        "deny",
        """
action deny(who: character, other: character)
    by who
    when face_to_face(who, other) and who.accused and other believes culprit is who
    do
        other believes culprit is unknown
    seen by c: near(c, who)
    choice "Swear to {other} that it was not you"
    says "{who} [swear] to {other} that {who.he} [be] asleep when it [burn]."
""",
        '-1 for each c: character if c believes culprit is {me} "not to be taken for the one who lit the fire"',
    ),
    Custom(
        "greet",
        """
property greeted(character, character)

action greet(who: character, other: character)
    by who
    when face_to_face(who, other) and not greeted(who, other) and not offended(who, other)
    do: greeted(who, other)
    seen by c: near(c, who)
    choice "Greet {other}"
    says "{who} [greet] {other}."
property offended(character, character) "offended by"
""",
        '1 for each c: character if greeted({me}, c) "to have a word for everybody"',
    ),
    Custom(
        "insult",
        """
action insult(who: character, other: character)
    by who
    when face_to_face(who, other) and not offended(other, who)
    do
        offended(other, who)
        trust(other, who) -= 1
    seen by c: near(c, who)
    choice "Insult {other}"
    says "{who} [say] to {other} what one [say] of {other.him}."
""",
        '1 if offended({rival}, {me}) "{rival} to have heard the truth for once"',
    ),
    Custom(
        "apologise",
        """
action apologise(who: character, other: character)
    by who
    when face_to_face(who, other) and offended(other, who)
    do
        not offended(other, who)
        trust(other, who) += 1
    seen by c: near(c, who)
    choice "Ask {other's} pardon"
    says "{who} [ask] {other's} pardon."
""",
        '-2 for each c: character if offended(c, {me}) "nobody to bear a grudge"',
    ),
    Custom(
        "sleep",
        """
property asleep(character) "asleep"

action sleep(who: character)
    by who
    when who.alive and hour >= 8 and who.at is who.home and not who.asleep
    do: who.asleep
    seen by c: near(c, who)
    choice "Lie down"
    says "{who} [lie] down and [be] asleep."
""",
        '2 if {me}.asleep "to lie down at last"',
    ),
    Custom(
        "wake",
        """
action wake(who: character, other: character)
    by who
    when face_to_face(who, other) and other.asleep
    do: not other.asleep
    seen by c: near(c, who)
    choice "Wake {other}"
    says "{who} [shake] {other} awake."
""",
        '1 if not {rival}.asleep "{rival} to have no rest"',
    ),
    Custom(
        "draw_water",
        """
property has_water(character)

action draw_water(who: character)
    by who
    when who.alive and who.at is well_at and not who.has_water
    do: who.has_water
    seen by c: near(c, who)
    choice "Draw water"
    says "{who} [let] down the bucket and [draw] it up again."
""",
        '1 if {me}.has_water "water in the house"',
    ),
    Custom(
        "wash",
        """
property clean(character)

action wash(who: character)
    by who
    when who.alive and who.has_water and who.at is who.home and not who.clean
    do
        not who.has_water
        who.clean
    seen by c: near(c, who)
    choice "Wash"
    says "{who} [wash]."
""",
        '2 if {me}.clean "to be clean"',
    ),
    Custom(
        "stash",
        """
property stashed(item) "hidden away at": place

action stash(who: character, what: item)
    by who
    when who.alive and holder(what) is who
    do
        holder(what) = nobody
        stashed(what) = who.at
    seen by c: c is who
    choice "Hide {what}"
    says "{who} [look] round, and [hide] {what}."
""",
        '2 if some x: item (stashed(x) is {me}.home) "something put by at home"',
    ),
    Custom(
        "dig_out",
        """
action dig_out(who: character, what: item)
    by who
    when who.alive and stashed(what) is who.at
    do
        holder(what) = who
        stashed(what) = nowhere
    seen by c: near(c, who)
    choice "Bring out {what}"
    says "{who} [bring] out {what} from where it [be] hidden."
""",
    ),
    Custom(
        "beg",
        """
property has_begged(character, character)

action beg(who: character, other: character)
    by who, other
    when face_to_face(who, other) and other.coins > 1 and not has_begged(who, other)
    do
        other.coins -= 1
        who.coins += 1
        has_begged(who, other)
    seen by c: near(c, who)
    choice "Share with {who}"
    says "{other} [give] {who} a coin."
""",
        '2 for each c: character if has_begged(c, {me}) "to have given"',
    ),
    Custom(
        "unbar",
        """
property barred(gate) "barred"
property bars(gate): place

action unbar(who: character, what: gate)
    by who
    when who.alive and who.at is bars(what) and what.barred
    do: not what.barred
    seen by c: watches(c, bars(what))
    choice "Unbar {what}"
    says "{who} [lift] the bar off {what}."
""",
        '1 for each x: gate if not x.barred "all doors open"',
    ),
    Custom(
        "bar",
        """
action bar(who: character, what: gate)
    by who
    when who.alive and who.at is bars(what) and not what.barred and hour >= 6
    do: what.barred
    seen by c: watches(c, bars(what))
    choice "Bar {what}"
    says "{who} [lay] the bar across {what}."
""",
        '1 for each x: gate if x.barred and hour >= 6 "the doors barred at night"',
    ),
    Custom(
        "mislead",
        """
action mislead(who: character, other: character, whom: character)
    by who
    when face_to_face(who, other) and whom is who.shields and other is not whom and other believes whom.at is whom.at
    do: other believes whom.at = who.home
    seen by c: c is who or c is other
    choice "Send {other} the wrong way after {whom}"
    says "\\"{whom}?\\" {who} [say]. \\"At my house, I should think.\\""
property shields(character) "protects": character
""",
        '1 if {rival} believes {shielded}.at is not {shielded}.at "{rival} not to find {shielded}"',
        people=3,
    ),
    Custom(
        "pray",
        """
property at_peace(character)

action pray(who: character)
    by who
    when who.alive and who.at is chapel_at and not who.at_peace
    do: who.at_peace
    seen by c: near(c, who)
    choice "Pray"
    says "{who} [kneel] for a while."
""",
        '1 if {me}.at_peace "peace"',
    ),
    Custom(
        "dance",
        """
property danced(character, character)

action dance(one: character, other: character)
    by one, other
    when face_to_face(one, other) and not danced(one, other)
    when (one.warmed or one.keeps_tap) and (other.warmed or other.keeps_tap)
    do
        danced(one, other)
        danced(other, one)
    seen by c: near(c, one)
    choice "Dance with {other}"
    says "{one} [dance] with {other}."
""",
        '2 if some c: character (danced({me}, c)) "to dance with somebody"',
    ),
    Custom(
        "mend",
        """
property mended(gate)

action mend(who: character, what: gate)
    by who
    when who.alive and who.at is bars(what) and not what.mended and some x: tool (holder(x) is who)
    do: what.mended
    seen by c: watches(c, bars(what))
    choice "Mend {what}"
    says "{who} [mend] {what}."
""",
        '2 for each x: gate if x.mended "doors that hold"',
    ),
    Custom(
        "pay_back",
        """
property owes(character, character) "owes"

action pay_back(who: character, other: character)
    by who
    when face_to_face(who, other) and owes(who, other) and who.coins > 0
    do
        who.coins -= 1
        other.coins += 1
        not owes(who, other)
    seen by c: near(c, who)
    choice "Pay {other} back"
    says "{who} [pay] {other} back."
""",
        '-3 for each c: character if owes({me}, c) "to be out of debt"',
    ),
    Custom(
        "sweep",
        """
property swept(place) "swept"

action sweep(who: character, spot: place)
    by who
    when who.alive and who.at is spot and who.home is spot and not swept(spot)
    do: swept(spot)
    seen by c: near(c, who)
    choice "Sweep"
    says "{who} [sweep] {spot}."
""",
        '1 if swept({me}.home) "a clean doorstep"',
    ),
)
