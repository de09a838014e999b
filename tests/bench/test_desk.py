"""What is changed in stories that are checked again is what the page says."""

from __future__ import annotations

from bench.desk import Row, changes, page, stories

from fabula.proving.desk import Desk
from fabula.proving.drawer import Drawer
from fabula.story import loads


def test_each_change_is_one_of_a_story_that_can_be_loaded() -> None:
    for name, text in stories():
        if name == "town_8_12":
            # As the others, and takes longer.
            assert len(dict(changes(text))) == 5
            continue
        anew, again, texts, act, number = (Drawer(Desk(), loads(one, name)).digest for _, one in changes(text))
        assert anew == again == texts
        assert len({anew, act, number}) == 3


def test_the_page_has_a_line_for_each_check() -> None:
    shown = page([Row("village", "anew", 60.5, 31.2, 410.4, "3 of 4"), Row("village", "a text", 6.0, 3.1, 400.0, "3 of 4")])
    assert "| village | anew | 60.5 | 31.2 | 410 | 3 of 4 |" in shown
    assert shown.count("\n| village") == 2
