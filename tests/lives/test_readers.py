"""Random readers: repeatable, the same for any number of processes, and right about what they count."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache

import pytest
from click.testing import CliRunner

from fabula.charts.readings import readings_text
from fabula.charts.texts import texts_read
from fabula.cli.playtest import command
from fabula.lives import readers as reading
from fabula.lives import replay
from fabula.lives.atlas import Atlas, Budget
from fabula.lives.readers import Paved, Readings, chance_of, playtest, read, share_between
from fabula.story import Story, load, loads

FORK = """
story "Fork"
use places
place home "home"
place left "the left"
place right "the right"
path home - left
path home - right
character Ann, she, at home
property done
action stop(who: character)
    by who
    when who.at is left and not done
    do: done
    seen by all
    says "{who} [stop]."
    says by Ann "I stopped." if Ann.at is right
Ann wants
    1 if Ann.at is left "to see the left"
    1 if Ann.at is right "to see the right"
    2 if done "to be done"
ending over "Over" when done
    says "It was over."
"""


@cache
def fork() -> Story:
    return loads(FORK)


@cache
def explored() -> Atlas:
    atlas = Atlas(fork())
    assert atlas.explore()
    return atlas


def test_each_reader_is_a_life_and_all_counts_are_those_of_the_lives() -> None:
    found = playtest(fork(), 300, 4, atlas=explored(), longest=6)
    names = [action.name for action in fork().task.actions]
    hits: Counter[int] = Counter()
    acts: Counter[str] = Counter()
    lengths: Counter[int] = Counter()
    ended = 0
    for life, times in found.tally.lives.items():
        replayed = replay(fork(), [names[act] for act in life])
        numbers = {explored().number_of(state) for state in replayed.states}
        for number in numbers:
            assert number is not None
            hits[number] += times
        for act in set(replayed.acts):
            acts[act] += times
        lengths[len(life)] += times
        ended += times * (replayed.ending == "over")
    assert sum(found.tally.lives.values()) == found.readers == 300
    assert list(found.hits) == [hits[number] for number in range(explored().size)]
    assert found.acts == {name: acts[name] for name in names}
    assert found.lengths == dict(sorted(lengths.items()))
    assert found.endings == {"over": ended}
    assert found.tally.stuck + found.tally.tired + ended == 300
    assert found.tally.tired > 0
    assert found.different > 3


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    first, again, other = (playtest(fork(), 200, seed, atlas=explored()).data() for seed in (1, 1, 2))
    assert json.dumps(first) == json.dumps(again)
    assert first != other


def test_a_reader_depends_on_nobody_else() -> None:
    roads = _roads()
    whole = read(roads, 5, range(100), 20)
    parts = read(roads, 5, range(37), 20)
    parts.add(read(roads, 5, range(37, 100), 20))
    assert parts == whole
    streams = {chance_of(seed, reader).bits() for seed in range(20) for reader in range(50)}
    assert len(streams) == 1000


def _roads() -> Paved:
    atlas = explored()
    return Paved(atlas.firsts, atlas.acts, atlas.targets, atlas.endings)


def test_several_processes_count_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MANY", 0)
    monkeypatch.setattr(reading, "BATCH", 40)
    alone = playtest(fork(), 300, 9, atlas=explored())
    together = playtest(fork(), 300, 9, atlas=explored(), workers=2)
    assert together.tally == alone.tally
    assert json.dumps(together.data()) == json.dumps(alone.data())


def test_beyond_a_budget_of_states_readers_go_on_the_same_ways() -> None:
    part = Atlas(fork())
    assert not part.explore(Budget(None, None, 2))
    whole = playtest(fork(), 150, 3, atlas=explored())
    beyond = playtest(fork(), 150, 3, atlas=part, budget=Budget(None, None, 2))
    assert not beyond.atlas.complete
    assert beyond.tally.lives == whole.tally.lives
    assert beyond.endings == whole.endings


def test_without_time_it_says_how_many_have_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BATCH", 10)
    ticks = iter(range(0, 10_000_000, 10))
    monkeypatch.setattr("fabula.lives.readers.time.monotonic", lambda: float(next(ticks)))
    found = playtest(fork(), 1000, 0, atlas=explored(), budget=Budget(1.0, None, None))
    assert found.why == "time"
    assert found.readers == 10
    assert "10 random readers" in readings_text(found, None, None)
    assert found.data()["ended"] == "time"


def test_an_interrupted_reading_keeps_who_has_read() -> None:
    def interrupt(now: object) -> None:
        if now == 1000:
            raise KeyboardInterrupt

    found = playtest(fork(), 5000, 0, atlas=explored(), watcher=interrupt)
    assert (found.why, found.readers) == ("interrupted", 1000)


def test_acts_of_the_readers_own_character_need_no_reason() -> None:
    shy = loads(FORK.replace("2 if done", "0 if done"))
    assert playtest(shy, 100).endings == {"over": 0}
    free = playtest(shy, 100, free=("Ann",))
    assert free.endings["over"] > 50
    life = free.commonest_life()
    assert life is not None
    assert all(event.reasons == () for event in life.events)
    with pytest.raises(KeyError):
        playtest(shy, 1, free=("Bob",))


@pytest.mark.parametrize(("count", "whole"), [(0, 10), (10, 10), (3, 10), (4927, 10_000), (1, 1_000_000)])
def test_bounds_of_a_share_are_wilsons_rounded_outwards(count: int, whole: int) -> None:
    share, squared = count / whole, 4
    middle = (share + squared / (2 * whole)) / (1 + squared / whole)
    half = 2 * (share * (1 - share) / whole + squared / (4 * whole * whole)) ** 0.5 / (1 + squared / whole)
    below, above = share_between(count, whole)
    assert below <= 1000 * max(0, middle - half) + 1e-6
    assert above >= 1000 * min(1, middle + half) - 1e-6
    assert above - below <= 2000 * half + 3
    assert share_between(0, 0) == (0, 1000)


def test_texts_come_up_where_they_fit() -> None:
    found = playtest(fork(), 200, 0, atlas=explored())
    ended = found.endings["over"]
    by_ann = {text.text: text.times for text in texts_read(found, "Ann")}
    assert by_ann["{who} [stop]."] == by_ann["It was over."] == ended > 0
    assert by_ann["I stopped."] == 0
    assert "I stopped." not in {text.text for text in texts_read(found, None)}
    report = readings_text(found, texts_read(found, "Ann"), "Ann")
    assert "told by Ann: 2 of 3 came up" in report
    assert "never: stop, line 17" in report


def _ridge() -> Readings:
    story = load("the_ridge")
    return playtest(story, 2000, 0)


@pytest.mark.slow
def test_the_flagship_is_read_and_every_life_of_it_ends() -> None:
    found = _ridge()
    assert found.atlas.complete
    assert found.tally.stuck == found.tally.tired == 0
    assert sum(found.endings.values()) == found.readers == 2000
    assert found.endings["every_one"] == 0
    assert found.hits[0] == 2000


def test_the_command_prints_a_report_and_data() -> None:
    told = CliRunner().invoke(command, ["the_silver_key", "--readers", "50"])
    assert told.exit_code == 0
    assert "50 random readers of" in told.stdout
    data = json.loads(CliRunner().invoke(command, ["the_silver_key", "--readers", "50", "--json"]).stdout)
    assert data["readers"] == 50
    assert {one["name"]: one["readers"] for one in data["endings"]}["his"] == 0
    assert CliRunner().invoke(command, ["the_silver_key", "--as", "Nemo"]).exit_code == 2
    assert CliRunner().invoke(command, ["the_silver_key", "--as", "Jon", "--readers", "20"]).exit_code == 0
