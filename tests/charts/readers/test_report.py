"""What random readers came to, as a report, and which texts came up."""

from __future__ import annotations

from tests.lives.fork import FORK

from fabula.charts.readers.report import readings_text
from fabula.charts.readers.texts import texts_read
from fabula.lives.readers import Readings, playtest
from fabula.story import loads


def fork() -> Readings:
    return playtest(loads(FORK), 200, 0)


def test_texts_come_up_where_they_fit() -> None:
    found = fork()
    ended = found.endings["over"]
    by_ann = {text.text: text.times for text in texts_read(found, "Ann")}
    assert by_ann["{who} [stop]."] == by_ann["It was over."] == ended > 0
    assert by_ann["I stopped."] == 0
    assert "I stopped." not in {text.text for text in texts_read(found, None)}
    report = readings_text(found, texts_read(found, "Ann"), "Ann")
    assert "told by Ann: 2 of 3 came up" in report
    assert "never: stop, line 17" in report


def test_a_report_has_all_that_was_counted() -> None:
    found = fork()
    told = readings_text(found, None, None)
    assert told.startswith("200 random readers of \u201cFork\u201d (seed 0)\n\nEndings (with 95 % confidence)\n")
    assert f"  over {found.endings['over']:>10,}  " in told
    assert f"Lives: {found.different} different ones" in told
    assert "Actions: " in told
    assert "Texts, " not in told
