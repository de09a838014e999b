"""Random readers: repeatable, the same for any number of processes, and right about what they count."""

from __future__ import annotations

import json
import time
import tracemalloc
from array import array
from collections import Counter
from functools import cache

import pytest
from click.testing import CliRunner
from tests.lives.fork import FORK

from fabula.budget import Budget
from fabula.charts.readers.report import readings_text
from fabula.cli import main
from fabula.cli.playtest import command
from fabula.lives import readers as reading
from fabula.lives import replay, walking
from fabula.lives.atlas import Atlas
from fabula.lives.readers import Readings, playtest, share_between
from fabula.lives.walking import Bounds, Paved, Shared, Unpaved, chance_of, lived, packed, read, tally_of, unpacked
from fabula.spreading import Where
from fabula.story import Story, load, loads


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
    for life, times in ((unpacked(one), count) for one, count in found.tally.lives.items()):
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
    together = playtest(fork(), 300, 9, atlas=explored(), where=Where(2))
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


def test_several_processes_go_on_the_same_ways_beyond_an_atlas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with an engine of its own, which knows nothing of what was explored. How often the states of the atlas were passed
    is counted all the same, also where a life comes back into it."""
    monkeypatch.setattr(reading, "FEW", 7)
    whole = playtest(fork(), 60, 3, atlas=explored())
    found = []
    for where in (Where(), Where(2)):
        part = Atlas(fork())
        part.explore(Budget(None, None, 3))
        assert not part.complete
        found.append(playtest(fork(), 60, 3, atlas=part, budget=Budget(None, 4_000_000_000, 3), where=where))
    here, there = found
    assert here.tally == there.tally
    assert here.tally.lives == whole.tally.lives
    assert list(here.hits) == list(whole.hits)[: here.atlas.size]
    assert here.tally.ends[here.atlas.size] > 0


def test_a_worker_that_has_no_memory_left_says_so() -> None:
    part = Atlas(fork())
    part.explore(Budget(None, None, 2))
    shared = Shared(Unpaved(part), 0, 200)
    assert lived(shared, range(9), Budget(60.0, 1_000)).why == "memory"
    assert lived(shared, range(9), Budget(0.0, None)).why == "time"
    all_of_them = lived(shared, range(9), Budget(None, None))
    assert (len(all_of_them.lived), all_of_them.why) == (9, "")
    assert tally_of(all_of_them, Unpaved(part)).lives == read(_roads(), 0, range(9), 200).lives


def test_without_time_it_says_how_many_have_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is looked at in the midst of a parcel, and of a life: whoever was reading then does not count."""
    monkeypatch.setattr(walking, "LOOK", 50)
    ticks = iter(range(0, 10_000_000, 10))
    monkeypatch.setattr("fabula.lives.walking.time.monotonic", lambda: float(next(ticks)))
    tally = read(_roads(), 0, range(1000), 200, Bounds(100.0))
    assert tally.why == "time"
    assert 0 < tally.readers < 400
    assert tally.lives.total() == tally.hits[0] == tally.readers


def test_what_the_readers_came_to_in_time_is_said() -> None:
    found = playtest(fork(), 10**9, 0, atlas=explored(), budget=Budget(0.5, None, None))
    assert found.why == "time"
    assert 0 < found.readers < 10**9
    assert f"{found.readers} random readers" in readings_text(found, None, None).replace(",", "")
    assert found.data()["ended"] == "time"


def test_one_reader_who_never_comes_to_an_end_is_within_the_budget() -> None:
    """Seven hundred acts a millisecond, for as long as one has patience: it is not the number of readers that counts."""
    began = time.monotonic()
    late = playtest(fork(), 1, 0, atlas=explored(), budget=Budget(0.5, None, None), longest=10**12, free=())
    assert time.monotonic() - began < 1.0
    assert (late.readers, late.why) in ((0, "time"), (1, ""))
    endless = Paved(array("q", [0, 1]), array("q", [0]), array("q", [0]), array("q", [-1]))
    assert read(endless, 0, range(1), 10**12, Bounds(time.monotonic() + 0.3, None)).why == "time"
    assert read(endless, 0, range(1), 10**12, Bounds(None, 1_000_000)).why == "memory"


def _forks(depth: int) -> Paved:
    """Roads on which hardly any two readers have the same life: two ways on, again and again."""
    starts = array("q", [2 * number for number in range(depth)] + [2 * depth] * 2)
    targets = array("q", [number // 2 + 1 for number in range(2 * depth)])
    return Paved(starts, array("q", [300, 301] * depth), targets, array("q", [-1] * depth + [0]))


def test_without_memory_it_says_how_many_have_read() -> None:
    """Each different life is kept. The same memory is the same count: nothing is asked of the machine."""
    found = [read(_forks(40), 0, range(10**11), 200, Bounds(time.monotonic() + 60, 2_000_000)) for _ in range(2)]
    assert [one.why for one in found] == ["memory", "memory"]
    assert found[0].readers == found[1].readers > 1000
    assert 1_900_000 < found[0].size < 2_200_000


def test_so_many_readers_are_no_list() -> None:
    """Of a hundred thousand million readers there is at any time no more than those who read."""
    tracemalloc.start()
    try:
        found = playtest(fork(), 10**11, 0, atlas=explored(), budget=Budget(0.5, None, None))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.why == "time"
    assert most < 5_000_000


def test_what_is_counted_takes_what_it_is_said_to_take() -> None:
    """The bytes of a tally are those that Python has given for it, within a quarter."""
    tracemalloc.start()
    try:
        tally = read(_forks(40), 7, range(3000), 150)
        taken = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert 0.75 * tally.size < taken < 1.25 * tally.size


def test_lives_are_packed_as_they_sort() -> None:
    lives = [(), (0,), (0, 300), (1,), (255, 1), (256,), (70_000, 2)]
    assert [unpacked(packed(life)) for life in lives] == lives
    assert sorted(packed(life) for life in lives) == [packed(life) for life in sorted(lives)]


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
    data = json.loads(CliRunner().invoke(main, ["playtest", "the_silver_key", "--readers", "50", "--json"]).stdout)
    assert data["readers"] == 50
    assert {one["name"]: one["readers"] for one in data["endings"]}["his"] == 0
    assert CliRunner().invoke(command, ["the_silver_key", "--as", "Nemo"]).exit_code == 2
    assert CliRunner().invoke(command, ["the_silver_key", "--as", "Jon", "--readers", "20"]).exit_code == 0
