"""A world to measure the atlas on: six guests of a house, each wrong about the others, each with letters to fetch."""

from __future__ import annotations

GUESTS = ("Ada", "Bela", "Cyril", "Dora", "Emil", "Fanny")
ROOMS = ("hall", "library", "garden", "cellar", "attic", "chapel")


def masquerade(rooms: int = 3, letters: int = 6, watches: int = 0, ahead: int = 2) -> str:
    """The text of a story in which six guests in a house of so many rooms look for letters that are theirs, of which there are
    so many. Everybody is wrong about where the next one is, and about where the next one believes the one after to be; and Ada
    would have Bela believe that Cyril is in the hall. Some also have a watch to wind, which nobody else sees. All think so many
    acts ahead and two levels deep."""
    spots = ROOMS[:rooms]
    lines = [
        'story "The Masquerade"',
        f"    ahead {ahead}",
        "use places, sight",
        "kind letter",
        *(f'place {spot} "the {spot}"' for spot in spots),
        *(f"path {one} - {other}" for index, one in enumerate(spots) for other in spots[index + 1 :]),
        *(f"character {guest}, they, at {spots[index % rooms]}" for index, guest in enumerate(GUESTS)),
        "property lies_at(letter): place",
        "property owner(letter): character",
        "property taken(letter)",
    ]
    for index, guest in enumerate(GUESTS):
        second, third = GUESTS[(index + 1) % 6], GUESTS[(index + 2) % 6]
        lines += [
            f"{guest} believes {second}.at is {spots[(index + 2) % rooms]}",
            f"{guest} believes {second} believes {third}.at is {spots[(index + 3) % rooms]}",
        ]
    for number in range(letters):
        lines += [f'letter letter{number} "a letter"', f"owner(letter{number}) is {GUESTS[number % 6]}"]
        lines.append(f"lies_at(letter{number}) is {spots[(number % 6 + number // 6 + 1) % rooms]}")
    if watches:
        lines += [
            "property ticks(character)",
            "action wind(who: character)",
            "    by who",
            "    when not who.ticks",
            "    do: who.ticks",
            "    seen by c: c is who",
            *(f"{guest} wants: 1 if {guest}.ticks" for guest in GUESTS[:watches]),
        ]
    lines += [
        "action fetch(who: character, what: letter)",
        "    by who",
        "    when owner(what) is who and who.at is lies_at(what) and not what.taken",
        "    do: what.taken",
        "    seen by c: here(c, who)",
        "action whisper(who: character, other: character, whom: character)",
        "    by who",
        "    when who is Ada and other is Bela and whom is Cyril and here(who, other)",
        "    do: other believes whom.at = hall",
        "    seen by c: c is who or c is other",
        *(f"{guest} wants: 2 for each x: letter if x.taken and owner(x) is {guest}" for guest in GUESTS),
        "Ada wants: 1 if Bela believes Cyril.at is hall",
        "ending morning when every x: letter (x.taken)",
    ]
    return "\n".join(lines) + "\n"
