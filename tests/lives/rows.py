"""A road with four places, on which somebody could turn at any time."""

from __future__ import annotations

from fabula.lives import Life
from fabula.story import Story, loads

#: four places in a row, of which Ann likes the last best and the first no less than being anywhere between
ROW = """
story "Row"
    ahead 3
kind place
place hut
place wood
place ford
place town
property at(character): place
property road(place, place)
road(hut, wood)
road(wood, hut)
road(wood, ford)
road(ford, wood)
road(ford, town)
character Ann, she, at hut
property lame
property songs: 0..{songs}
action walk(who: character, to: place)
    by who
    when road(who.at, to)
    do: who.at is to
action sing(who: character)
    by who
    when songs < {songs}
    do: songs += 1
action stumble(who: character)
    by who
    when not lame
    do: lame
Ann wants
    -1 if lame
    9 if Ann.at is town
    3 if Ann.at is hut
    songs
ending there "There" when Ann.at is town
ending never "Never" when lame
"""


def row(songs: int, sung: int = 0) -> Story:
    return loads(ROW.format(songs=songs) + f"songs is {sung}\n")


def states(life: Life) -> list[int]:
    return [life.start, *(event.after for event in life.events)]
