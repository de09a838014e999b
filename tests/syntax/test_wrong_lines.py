"""Wrong lines, as people write them who come from elsewhere or slip: the cure is said, and can be applied."""

from __future__ import annotations

import pytest
from tests.syntax.corpus import STORY, Wrong, corpus, problems_of

from fabula.fixing import fixed
from fabula.problems import Problem, Severity
from fabula.syntax.habits.looking import habits
from fabula.syntax.habits.texts import foreign

LINES = list(corpus())


def errors_of(text: str) -> list[Problem]:
    return [problem for problem in problems_of(text) if problem.severity is Severity.ERROR]


def is_comment(wrong: Wrong, text: str) -> bool:
    """Whether nothing is left of a line in a text that was put right but a comment."""
    return all(line.lstrip().startswith("#") for line in wrong.mended(text).splitlines() if line.strip())


def test_the_corpus_is_large_and_what_is_around_its_lines_is_right() -> None:
    assert len(LINES) >= 400
    assert len({str(wrong) for wrong in LINES}) == len(LINES)
    assert not problems_of(STORY)


@pytest.mark.parametrize("wrong", LINES, ids=str)
def test_the_cure_is_said_and_can_be_applied(wrong: Wrong) -> None:
    found = errors_of(wrong.text)
    assert wrong.cure in " ".join(f"{one.message} {one.expected} {one.hint}" for one in found)
    assert len(found) == 1
    text, done = fixed(wrong.text, problems_of)
    assert done
    assert not errors_of(text)


def test_most_lines_become_what_they_mean() -> None:
    """What has no counterpart here becomes a comment: jumps, pictures, rules of other tools."""
    comments = sum(is_comment(wrong, fixed(wrong.text, problems_of)[0]) for wrong in LINES)
    assert 100 < comments < len(LINES) * 9 // 20


def test_every_habit_is_shown_by_a_line() -> None:
    """In the order of the tables: one that another hides would never be said."""
    used: set[int] = set()
    rows = habits()
    for wrong in LINES:
        for line in wrong.lines:
            used.update(next(([place] for place, (_, one) in enumerate(rows) if one.line.fullmatch(line.strip())), []))
    assert [one.line.pattern for place, (_, one) in enumerate(rows) if place not in used] == []


def test_a_line_that_is_right_is_never_taken_for_one_of_another_tool() -> None:
    """A line that a table knows, since programs have it, too, is looked up only where something is wrong with it."""
    line = "if (code > 3):"
    assert any(one.line.fullmatch(line) for _, one in habits())
    text = f"{STORY}action rest(who: character)\n    by who\n    do\n        {line}\n            code = 0\n"
    assert not problems_of(text)


def test_a_line_of_another_tool_covers_its_block() -> None:
    (problem,) = errors_of(f"{STORY}menu:\n    go home\n        jump home\n    stay:\n        pass\n")
    assert problem.code == "foreign-line"
    assert len(problem.fix) == 5


def test_a_line_is_explained_also_between_lines_that_are_right() -> None:
    text = f"{STORY}-> hall\nplace mill\nVAR nerve = 3\n"
    assert [problem.code for problem in errors_of(text)] == ["foreign-line", "foreign-line"]
    after, done = fixed(text, problems_of)
    assert after == f"{STORY}# -> hall\nplace mill\nproperty nerve: 0..10 = 3\n"
    assert len(done) == 2


def test_very_long_lines_are_not_looked_up() -> None:
    """Patterns may take long on them."""
    assert {problem.code for problem in errors_of(f"{STORY}-> {'x' * 300}\n")} == {"syntax"}


def test_a_fix_that_helps_nothing_ends() -> None:
    text = "a\n"

    def problems(now: str) -> list[Problem]:
        return errors_of(f"{now}\x01") if len(now) > 200 else errors_of(now)

    after, _ = fixed(text, problems)
    assert len(after) < 200


@pytest.mark.parametrize("text", ["{" + "? : " * 480, "{" * 999 + "a:|" * 300, "[if " * 480, "[one of]" * 200, "<<if " * 390])
def test_markup_that_never_ends_is_nothing(text: str) -> None:
    """Patterns may take long on it: this would be noticed."""
    assert foreign(text) == []
