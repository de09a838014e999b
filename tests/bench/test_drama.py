"""What is counted of lives that readers play is what they met."""

from __future__ import annotations

from collections import Counter

import pytest
from bench.drama import LONGEST, Met, chosen, lived, row_of
from bench.drama_page import evenness, page

from fabula.play import Session
from fabula.randomness import Random
from fabula.story import Story, loads

#: Ann can open the door or break the jug; she wants it open. Bob leaves once it is open.
HOUSE = """
story "A House"
use places
use sight

place room
character Ann, she, at room
character Bob, he, at room
property open
property broken
property gone

action unbar()
    by Ann
    when not open
    do: open
    seen by all
action smash()
    by Ann
    when not broken
    do: broken
    seen by all
action leave()
    by Bob
    when open and not gone
    do: gone
    seen by all

Ann wants
    5 if open
Bob wants
    5 if gone

ending left "He left." when gone
"""


@pytest.fixture(scope="module")
def house() -> Story:
    return loads(HOUSE, "house")


def test_what_a_reader_met_is_counted(house: Story) -> None:
    met = Met()
    for seed in range(20):
        lived(house, "Ann", "reasons", seed, met)
    assert (met.readers, met.endings) == (20, Counter(left=20))
    assert met.turns == sum(met.to_ending) == len(met.milliseconds)
    assert met.failures == met.refusals == met.stuck == met.away == 0


def test_who_waits_goes_away_where_nothing_comes(house: Story) -> None:
    met = Met()
    lived(house, "Ann", "waits", 0, met)
    assert met.endings == {}
    assert (met.turns, met.quiet, met.quiet_twice, met.longest_wait) == (LONGEST, LONGEST, LONGEST - 1, LONGEST)
    assert (met.away, met.stuck) == (1, 0)


def test_a_reader_with_reasons_takes_what_its_character_wants(house: Story) -> None:
    session = Session(house, "Ann")
    names = [one.text for one in session.choices]
    taken = {names[chosen(session, session.choices, "reasons", Random(seed))] for seed in range(20)}
    assert (len(names), len(taken)) == (3, 1)
    assert {names[chosen(session, session.choices, "chance", Random(seed))] for seed in range(50)} == set(names)
    assert names[chosen(session, session.choices, "waits", Random(0))] == names[-1]


def test_what_several_processes_counted_is_one() -> None:
    met = Met(2, 5, Counter(a=2), longest_wait=3, milliseconds=[1.0])
    met.add(Met(1, 4, Counter(a=1, b=1), longest_wait=2, milliseconds=[2.0]))
    assert (met.readers, met.turns, met.endings, met.longest_wait) == (3, 9, Counter(a=3, b=1), 3)
    assert met.milliseconds == [1.0, 2.0]


def test_as_even_as_so_many_endings() -> None:
    assert evenness({}) == 0
    assert evenness({"a": 7}) == pytest.approx(1)
    assert evenness({"a": 5, "b": 5, "c": 5}) == pytest.approx(3)
    assert 1 < evenness({"a": 9, "b": 1}) < 2


def test_the_page_has_both_tables_of_each_run() -> None:
    met = Met(4, 8, Counter(left=3), away=1, quiet=2, to_ending=[1, 2, 3], milliseconds=[1.0, 2.0])
    shown = page([row_of(met, run, "house", "Ann", "chance") for run in ("before", "after")])
    assert shown.index("## before") < shown.index("## after")
    assert shown.count("| house | Ann | chance | left 75 % |") == 2
    cells = "| house | Ann | chance | 4 | 1 | 1.00 | 2 | 0 % | 25 % | 0 | 0 | 0.00 | 0.00 | 0 % | 25 % | 0 % | 1.5 | 2.0 |"
    assert shown.count(cells) == 2
