"""The measurements of towns and stories: what is written down is what was said, and nothing is measured twice."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bench.processes import Outcome
from bench.scale import Limits, Measure, Row, World, ended, kept, key_of, measure_all, measured, measures, world_of, written
from bench.scale_page import chart, page
from bench.town import town

from bench import scale

FOLDER = Path(__file__).resolve().parent.parent.parent / "bench" / "stories"
LIMITS = Limits(60.0, 2_000_000_000, 3)


@pytest.fixture(scope="module")
def small() -> World:
    """A town of which `check` knows everything in a second."""
    return world_of("2x2", town(2, 2, 1, customs=0, distances=(2, 3, 2), hours=1), scale.AHEAD)


def row_of(world: World, measure: Measure, folder: Path, limits: Limits = LIMITS) -> Row:
    file = folder / "story.fabula"
    file.write_text(world.text, encoding="utf-8")
    return measured(world, measure, file, limits, Row("run", world.name, str(world.ahead), measure.kind, measure.asked))


def test_a_story_is_loaded_and_played(small: World, tmp_path: Path) -> None:
    loaded = row_of(small, Measure("load"), tmp_path)
    assert (loaded.status, loaded.turns, loaded.acts) == ("", "", "24")
    assert float(loaded.load_seconds) > 0
    played = row_of(small, Measure("turn"), tmp_path)
    assert (played.status, played.turns) == ("", "3")
    assert 0 < float(played.median_ms) <= float(played.p99_ms)


def test_every_question_has_its_answer(small: World, tmp_path: Path) -> None:
    """Those to which the answer is known beforehand come to it, or the row would be wrong."""
    kinds = {}
    for measure in measures(small):
        if measure.kind not in ("load", "turn", "check"):
            row = row_of(small, measure, tmp_path)
            assert row.status == "", measure
            kinds[measure.kind, measure.asked] = row.answer
    assert kinds["tell", "crossing"] == "crossing"
    assert kinds["can", "can all_is_well"] == "True"
    assert kinds["can", "can island_reached"] == "False"
    assert kinds["shortest", "shortest letter"] == "2"
    assert {kind for kind, _ in kinds} == {
        "tell",
        "can",
        "must",
        "never",
        "why",
        "why not",
        "who knows",
        "shortest",
        "most",
        "between",
    }


def test_check_says_how_many_endings_and_dead_ends_it_knows(small: World, tmp_path: Path) -> None:
    row = row_of(small, Measure("check"), tmp_path)
    assert (row.status, row.decided, row.dead_ends) == ("", "7 of 7", "3 of 3")


def test_what_is_not_so_is_called_wrong(small: World, tmp_path: Path) -> None:
    """An answer that is another than the one known beforehand; an ending that is said to be nearer than it can be, or to be
    out of reach although a life comes to it."""
    assert row_of(small, Measure("can", "can letter", "False"), tmp_path).status == "wrong"
    nearer = replace(small, reached={**small.reached, "letter": 3})
    assert row_of(nearer, Measure("check"), tmp_path).status == "wrong"
    assert row_of(small, Measure("tell", "silence", "silence"), tmp_path).status == "wrong"


def test_check_has_a_time_of_its_own() -> None:
    limits = replace(LIMITS, check_seconds=600.0)
    assert [limits.of(kind).seconds for kind in ("load", "can", "check")] == [60.0, 60.0, 600.0]
    assert LIMITS.of("check") == LIMITS
    assert "60 s (`check` 600 s) and 4 GB" in page([], 60, 4_000_000_000, 600)


def test_a_row_says_what_ended_it(small: World, tmp_path: Path) -> None:
    """The budget of time, from within and from without, and the code of a problem."""
    large = world_of("8x12", town(8, 12, 3), scale.AHEAD)
    assert row_of(large, Measure("can", "can silence"), tmp_path, Limits(0.5, 2_000_000_000, 3)).status == "over 0.5 s"
    assert row_of(large, Measure("load"), tmp_path, Limits(0.1, 2_000_000_000, 3)).status == "over 0.1 s"
    refused = replace(small, text=small.text.replace("ending letter", "ending letter letter"))
    assert row_of(refused, Measure("load"), tmp_path).status == "syntax"
    full, crashed = Outcome({}, 2.0, 1.0, 1900.0, -6, late=False), Outcome({}, 2.0, 1.0, 90.0, 1, late=False)
    assert (ended(full, LIMITS), ended(crashed, LIMITS)) == ("over 2 GB", "exit 1")
    assert ended(replace(crashed, data={"ended": "memory"}), LIMITS) == "over 2 GB"
    assert ended(replace(crashed, data={"ended": None, "problems": [], "interrupted": True}), LIMITS) == "interrupted"


def test_what_is_measured_is_kept_and_goes_on(small: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of the same run are not measured again; those of another are forgotten. Of what can't be loaded nothing is tried."""
    table = tmp_path / "scale.csv"
    refused = replace(small, text="story")
    rows: dict[scale.Key, Row] = {}
    measure_all(refused, LIMITS, "one", rows, tmp_path, table)
    assert {row.status for row in rows.values()} == {"syntax"}
    assert len(rows) == len(list(measures(refused)))
    assert kept(table, "one") == rows
    assert kept(table, "two") == {}
    monkeypatch.setattr(scale, "measured", None)
    measure_all(refused, LIMITS, "one", kept(table, "one"), tmp_path, table)


def test_towns_that_think_further_are_only_played(small: World) -> None:
    assert [measure.kind for measure in measures(replace(small, ahead=4))] == ["load", "turn"]


def test_written_stories_are_asked_for_what_they_expect() -> None:
    world = written(FOLDER / "the_assay_office.fabula")
    assert set(world.reached) == {"away", "taken", "sold", "dawn"}
    assert world.impossible == ("all_four",)
    assert [measure.asked for measure in measures(world) if measure.kind == "can"][-1] == "can all_four"


def rows_of_a_run() -> list[Row]:
    rows = []
    for place, name in enumerate(("2x12", "8x12", "40x100")):
        gone = "too-many-actions" if name == "40x100" else ""
        for ahead in "1234":
            rows += [
                Row(
                    "r",
                    name,
                    ahead,
                    "load",
                    status=gone,
                    load_seconds="" if gone else f"0.{place + 1}",
                    load_mb="40.2",
                    acts="150",
                ),
                Row("r", name, ahead, "turn", status=gone, median_ms="" if gone else "7.25", p99_ms="" if gone else "900.4"),
            ]
        rows.append(Row("r", name, "3", "tell", status=gone, seconds="" if gone else "1.5", peak_mb="80"))
        rows += [Row("r", name, "3", "tell", ending, gone or "over 60 s") for ending in ("letter", "crossing", "all_is_well")]
        rows.append(Row("r", name, "3", "can", "can letter", gone, "True", seconds="2.5"))
        rows.append(Row("r", name, "3", "can", "can island_reached", gone, "False", seconds="0.25"))
        rows.append(
            Row("r", name, "3", "check", status=gone or "over 60 s", seconds="61", decided="1 of 7", dead_ends="2 of 3")
        )
    rows.append(Row("r", "the_poor_box", "", "load", load_seconds="0.2", load_mb="40", acts="56", triggers="52"))
    rows.append(Row("r", "the_poor_box", "", "turn", status="over 60 s", turns="12", median_ms="41.5", p99_ms="130"))
    rows.append(Row("r", "the_poor_box", "", "tell", seconds="3"))
    rows += [Row("r", "the_poor_box", "", "tell", "driven", "over 60 s"), Row("r", "the_poor_box", "", "tell", "sunday")]
    rows.append(Row("r", "the_poor_box", "", "check", seconds="28.4", decided="5 of 5"))
    return rows


def test_the_page_has_a_line_for_each_world() -> None:
    """With figures, or with what stood in the way; a figure of turns that were ended says of how many it is."""
    text = page([asdict(row) for row in rows_of_a_run()], 60, 4_000_000_000)
    lines = [[cell.strip() for cell in line.strip("| ").split("|")] for line in text.splitlines() if line.startswith("| ")]
    towns = [line for line in lines if line[0] == "8x12"]
    assert towns[0][:6] == ["8x12", "150", "", "0.20", "40", "7.2 / 900"]
    assert towns[1][:7] == ["8x12", "1.50", "over 60 s", "over 60 s", "over 60 s", "2.50", "0.25"]
    assert towns[1][-3:] == ["over 60 s", "1 of 7", "2 of 3"]
    gone = [line for line in lines if line[0] == "40x100"]
    assert "too-many-actions" in gone[0]
    (story,) = [line for line in lines if line[0] == "the poor box"]
    assert story == ["the poor box", "56", "52", "0.20", "40", "42 / 130 (12 turns)", "3.00", "1 of 2", "", "28", "5 of 5"]
    assert len({len(line) for line in lines if line[0] in ("people x places", "8x12")}) == 2


def test_the_picture_has_a_curve_for_each_figure_and_a_cross_where_a_limit_ended_it() -> None:
    root = ElementTree.fromstring(chart([asdict(row) for row in rows_of_a_run()]))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts.count("load") == 2
    assert texts.count("40x100") == 2
    assert {"turn, p99, ahead 1", "turn, p99, ahead 4", "check", "Seconds, logarithmic"} <= set(texts)
    # What was refused, and the checks that a limit ended.
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) == 15
    assert len(list(root.iter("{http://www.w3.org/2000/svg}polyline"))) >= 6


def test_a_page_of_nothing_and_a_picture_of_nothing_can_be_made() -> None:
    assert page([], 60, 4_000_000_000).startswith("# ")
    ElementTree.fromstring(chart([]))


def test_no_two_rows_have_one_key(small: World) -> None:
    keys = [key_of(Row("r", small.name, "3", measure.kind, measure.asked)) for measure in measures(small)]
    assert len(set(keys)) == len(keys)
