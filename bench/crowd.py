"""A world to measure engines on: many characters, many places, wrong and nested beliefs."""

from __future__ import annotations


def crowd(people: int = 8, places: int = 20) -> str:
    """The text of a story in which `people` characters look for each other and for a purse in a ring of places with a
    square in its middle. Everybody is wrong about where somebody else is, and knows it of a third."""
    names = [f"Person{index}" for index in range(people)]
    spots = [f"spot{index}" for index in range(places)]
    lines = [
        'story "The Crowd"',
        "use places, sight, bonds",
        "kind purse",
        *(f'place {spot} "place {index}"' for index, spot in enumerate(spots)),
        "path " + " - ".join([*spots, spots[0]]),
        "path " + " - ".join(f"{spots[index]}" for index in range(0, places, 4)),
        *(f"character {name}, they, at {spots[(index * 5) % places]}" for index, name in enumerate(names)),
        "purse purse1",
        "property holder(purse): character",
        "property weary(character): 0..7",
        f"holder(purse1) is {names[0]}",
    ]
    for index, name in enumerate(names):
        other, third = names[(index + 1) % people], names[(index + 2) % people]
        lines.append(f"{name} believes {other}.at is {spots[(index * 7 + 3) % places]}")
        lines.append(f"{name} believes {other} believes {third}.at is {spots[(index * 3 + 1) % places]}")
    lines += [
        "action take(thief: character, victim: character, what: purse)",
        "    by thief",
        "    when thief is not victim and here(thief, victim) and holder(what) is victim and thief.weary < 7",
        "    do",
        "        holder(what) = thief",
        "        thief.weary += 1",
        "    seen by c: c is thief",
        "action point(liar: character, other: character, whom: character)",
        "    by liar",
        "    when liar is not other and other is not whom and liar is not whom and here(liar, other)",
        "    do",
        "        other believes whom.at = liar.at",
        "    seen by c: here(c, liar)",
    ]
    for name in names:
        lines += [f"{name} wants", f"    2 if holder(purse1) is {name}", f"    -1 * {name}.weary"]
    lines += ["ending rich", f"    when holder(purse1) is {names[-1]}"]
    return "\n".join(lines) + "\n"
