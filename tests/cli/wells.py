"""Small worlds in the format of problem files, to plan in and to count."""

from __future__ import annotations

#: Ann can fetch water for Ben, who can't walk: four acts, and nobody misses any of them
WELL = """
type place;
entity Ann : character; entity Ben : character;
entity Hut : place; entity Well : place;
property at(c : character) : place;
property full(c : character) : boolean;
at(Ann) = Hut; at(Ben) = Hut;
action walk(from : place, to : place) {
    precondition: at(Ann) == from & from != to;
    effect: at(Ann) = to;
    consenting: Ann
};
action draw() {
    precondition: at(Ann) == Well & !full(Ann);
    effect: full(Ann);
    consenting: Ann
};
action hand(giver : character, taker : character) {
    precondition: giver != taker & at(giver) == at(taker) & full(giver) & !full(taker);
    effect: !full(giver) & full(taker);
    consenting: giver, taker
};
utility() : if(full(Ben)) 1 else 0;
utility(Ann) : if(full(Ben)) 1 else 0;
utility(Ben) : if(full(Ben)) 1 else 0;
"""

FETCHED = ["walk(Hut, Well)", "draw()", "walk(Well, Hut)", "hand(Ann, Ben)"]

#: the same, but nobody sees Ann at the well: Ben is wrong about her bucket
UNSEEN = WELL.replace("    effect: full(Ann);\n", "    effect: full(Ann);\n    observing(c : character): at(c) == Well;\n")


def rings(count: int) -> str:
    """A chain of rings of which each can be turned only if the next is on and all beyond are off: to take the first one off
    takes more acts than anybody can wait for, and nothing short of trying tells so."""
    names = [f"R{number}" for number in range(count)]
    lines = ["type ring;", "entity Zoe : character;", *(f"entity {name} : ring;" for name in names)]
    lines += ["property on(r : ring) : boolean;", *(f"on({name});" for name in names)]
    for number, name in enumerate(names):
        beyond = [f"on({names[number + 1]})", *(f"!on({other})" for other in names[number + 2 :])] if number + 1 < count else []
        for way, now, then in (("off", f"on({name})", f"!on({name})"), ("on", f"!on({name})", f"on({name})")):
            condition = " & ".join([now, *beyond])
            lines.append(f"action turn_{way}_{name}() {{ precondition: {condition}; effect: {then} }};")
    lines.append("utility() : if(" + " & ".join(f"!on({name})" for name in names) + ") 1 else 0;")
    return "\n".join(lines)


def lamps(count: int) -> str:
    """A story of lamps that can be switched in any order: twice as many states with each lamp, and whether it is worth while to
    switch the first one is known only when all ways to switch the others have been thought of."""
    lines = ['story "Lamps"', f"    ahead {count}", "kind lamp", "property lit(lamp)", "character Zoe, she"]
    lines += [f"lamp lamp{number}" for number in range(count)]
    for word, now, then in (("on", "not what.lit", "what.lit"), ("off", "what.lit", "not what.lit")):
        lines += [f"action switch_{word}(who, what: lamp)", "    by who", f"    when {now}", f"    do: {then}"]
    lines += ["Zoe wants: 1 if every lamp (lamp.lit)", "ending full when every lamp (lamp.lit)"]
    return "\n".join(lines) + "\n"
