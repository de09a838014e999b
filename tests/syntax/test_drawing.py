"""How problems look to people."""

from __future__ import annotations

from fabula.diagnostics import draw, printable
from fabula.problems import Problem
from fabula.source import Source, Span

RIDGE = Source("ridge.fabula", 'place field "the field"\n\ncharacter Areis, at feild\n')


def place(text: str, what: str, name: str = "story.fabula") -> Span:
    start = text.index(what)
    return Span(Source(name, text), start, start + len(what))


def test_a_problem_with_everything() -> None:
    problem = Problem(
        "unknown-name",
        "nothing in this story is called 'feild'",
        Span(RIDGE, 45, 50),
        "a place",
        "'feild'",
        "did you mean 'field'?",
        ((Span(RIDGE, 6, 11), "the place is defined here"),),
    )
    assert draw(problem, colour=False) == (
        "error[unknown-name]: nothing in this story is called 'feild'\n"
        " --> ridge.fabula:3:21\n"
        "  |\n"
        "3 | character Areis, at feild\n"
        "  |                     ^^^^^\n"
        "  |\n"
        "  = expected: a place\n"
        "  = seen:     'feild'\n"
        "  = help:     did you mean 'field'?\n"
        "note: the place is defined here\n"
        " --> ridge.fabula:1:7\n"
        "  |\n"
        '1 | place field "the field"\n'
        "  |       -----"
    )


def test_a_warning_with_little() -> None:
    assert (
        draw(Problem("no-ending", "this story has no ending"), colour=False) == "warning[no-ending]: this story has no ending"
    )


def test_a_problem_without_a_place() -> None:
    problem = Problem("unreadable-file", "there is no file 'x'", hint="look at the name")
    assert draw(problem, colour=False) == "error[unreadable-file]: there is no file 'x'\n = help: look at the name"


def test_colours_change_nothing_but_colours() -> None:
    problem = Problem("syntax", "no", Span(RIDGE, 45, 50), "a", "b", "c", ((Span(RIDGE, 6, 11), "d"),))
    coloured = draw(problem, colour=True)
    assert coloured.startswith("\x1b[1;31merror[syntax]\x1b[0m\x1b[1m: no\x1b[0m\n")
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[1;31m", "\x1b[1;34m", "\x1b[1;36m"):
        assert code in coloured
        coloured = coloured.replace(code, "")
    assert coloured == draw(problem, colour=False)
    assert "\x1b[1;33mwarning" in draw(Problem("no-ending", "none"), colour=True)


def test_tabs_are_drawn_as_spaces() -> None:
    text = "action act\n\tby\ta $ b\n"
    assert draw(Problem("stray-character", "no", place(text, "$")), colour=False) == (
        "error[stray-character]: no\n --> story.fabula:2:7\n  |\n2 |     by  a $ b\n  |           ^"
    )
    assert draw(Problem("bad-indentation", "no", place(text, "\t")), colour=False).endswith("2 |     by  a $ b\n  | ^^^^")


def test_wide_letters_take_two_columns_and_marks_none() -> None:
    text = "character 雲, cafe\u0301 $"
    assert draw(Problem("stray-character", "no", place(text, "$")), colour=False).endswith(
        "1 | character 雲, cafe\u0301 $\n  |                    ^"
    )
    assert draw(Problem("syntax", "no", place(text, "雲")), colour=False).endswith("  |           ^^")


def test_a_place_at_the_end_of_a_line_has_one_caret() -> None:
    source = Source("story.fabula", "action act\n    by\n    do: war\n")
    assert draw(Problem("syntax", "no", Span(source, 17, 17)), colour=False).endswith("2 |     by\n  |       ^")


def test_a_place_of_several_lines_shows_the_first() -> None:
    source = Source("story.fabula", "if a\n    b\n")
    assert draw(Problem("syntax", "no", Span(source, 3, 10)), colour=False).endswith("1 | if a\n  |    ^")


def test_line_numbers_stand_below_each_other() -> None:
    source = Source("story.fabula", "\n" * 11 + "kind a")
    problem = Problem("syntax", "no", Span(source, 11, 15), hint="h", notes=((Span(source, 2, 2), "empty"),))
    assert draw(problem, colour=False) == (
        "error[syntax]: no\n"
        "  --> story.fabula:12:1\n"
        "   |\n"
        "12 | kind a\n"
        "   | ^^^^\n"
        "   |\n"
        "   = help: h\n"
        "note: empty\n"
        "  --> story.fabula:3:1\n"
        "   |\n"
        " 3 |\n"
        "   | -"
    )


def test_of_a_long_line_the_part_around_the_place_is_shown() -> None:
    text = "x" * 500 + "$" + "y" * 500
    lines = draw(Problem("stray-character", "no", place(text, "$")), colour=False).split("\n")
    assert len(lines[3]) == 4 + 120
    assert lines[3].startswith("1 | …xxx")
    assert lines[3].endswith("yyy…")
    assert lines[3][lines[4].index("^")] == "$"
    everything = draw(Problem("syntax", "no", Span(Source("s", text), 0, len(text))), colour=False).split("\n")
    assert len(everything[3]) <= 4 + 120
    assert everything[4].count("^") == len(everything[3]) - 4


def test_nothing_in_a_text_can_command_a_terminal() -> None:
    text = 'says "\x1b[2J\u202e\x07"'
    drawn = draw(Problem("syntax", "no \x1b[0m", place(text, text, "a\x1bb"), seen=text), colour=False)
    assert not any(character in drawn for character in "\x1b\u202e\x07")
    assert printable("a\tb\x00é雲") == "a b\ufffdé雲"
