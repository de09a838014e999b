"""The specification runs: every example in tests/spec/*.md is what the text around it says that it is.

The first words after the fence say what an example is:

    fabula                              a whole story; it has no errors, also when things are put for its variables
    fabula more                         goes on with the first story of its chapter
    fabula problem=CODE line=N          has that problem, on that line of the example, and no other error
    fabula file=NAME                    not a story itself, but a file that the stories of its chapter can use
    fabula syntax                       is read without problems; its names stand for anything
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from fabula.checker import check_text
from fabula.grounding import ground
from fabula.problems import CATALOGUE, Problems, Severity
from fabula.source import Source
from fabula.syntax import parse

FOLDER = Path(__file__).resolve().parent
CHAPTERS = [
    "layout",
    "kinds_and_things",
    "properties_and_facts",
    "beliefs",
    "ideas",
    "actions",
    "triggers_and_reactions",
    "colour",
    "wants_and_wills",
    "endings_and_fate",
    "time_and_chance",
    "scenes",
    "texts",
    "words",
    "expressions",
    "use_and_library",
    "problems",
]
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SETTING = re.compile(r"(problem|line|file)=(\S+)")


@dataclass(frozen=True, slots=True)
class Example:
    """One fenced block of a chapter. `before`: the text that it goes on with."""

    chapter: str
    line: int
    text: str
    before: str
    syntax_only: bool
    problem: str | None
    problem_line: int
    file: str | None

    def __str__(self) -> str:
        return f"{self.chapter}.md:{self.line}"


def examples_of(chapter: str) -> list[Example]:
    """The examples of a chapter; a fence that says anything else than the five things is an error here."""
    page = (FOLDER / f"{chapter}.md").read_text(encoding="utf-8")
    found: list[Example] = []
    world = ""
    for match in FENCE.finditer(page):
        language, *words = match.group(1).split()
        if language != "fabula":
            raise ValueError(f"{chapter}.md: an example in {language!r}")
        settings = {setting[1]: setting[2] for setting in map(SETTING.fullmatch, words) if setting is not None}
        plain = {word for word in words if SETTING.fullmatch(word) is None}
        if not plain <= {"more", "syntax"} or ("problem" in settings) != ("line" in settings):
            raise ValueError(f"{chapter}.md: a fence that means nothing: {match.group(1)!r}")
        if settings.get("problem", "syntax") not in CATALOGUE:
            raise ValueError(f"{chapter}.md: an unknown problem in {match.group(1)!r}")
        text = match.group(2)
        if not words and not world:
            world = text
        line = page.count("\n", 0, match.start()) + 1
        found.append(
            Example(
                chapter,
                line,
                text,
                world if "more" in plain else "",
                "syntax" in plain,
                settings.get("problem"),
                int(settings.get("line", 0)),
                settings.get("file"),
            )
        )
    return found


EXAMPLES = [example for chapter in CHAPTERS for example in examples_of(chapter)]


def test_every_page_is_a_chapter_with_examples() -> None:
    """A page that nobody runs would be no specification."""
    assert sorted(path.stem for path in FOLDER.glob("*.md")) == sorted(CHAPTERS)
    for chapter in CHAPTERS:
        assert len([example for example in EXAMPLES if example.chapter == chapter]) >= 3


def seen_in(example: Example, folder: Path) -> Problems:
    """All problems of an example, its chapter's files beside it."""
    for other in EXAMPLES:
        if other.chapter == example.chapter and other.file is not None:
            (folder / other.file).write_text(other.text, encoding="utf-8")
    text = example.before + example.text
    if example.syntax_only or example.file is not None:
        problems = Problems()
        parse(Source(str(example), text), problems)
        return problems
    definition, problems = check_text(text, str(example), folder)
    assert (definition is None) == bool(problems.errors)
    if definition is not None:
        ground(definition, problems)
    return problems


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_is_what_it_says(example: Example, tmp_path: Path) -> None:
    """No error in a story; in an example of a problem that one, on its line, and no other error."""
    problems = seen_in(example, tmp_path)
    if example.problem is None:
        assert [(problem.code, problem.message, str(problem.span)) for problem in problems.errors] == []
        return
    before = example.before.count("\n")
    if CATALOGUE[example.problem][0] is Severity.WARNING:
        assert problems.errors == []
        found = [problem for problem in problems if problem.code == example.problem]
    else:
        found = problems.errors
    assert [(problem.code, problem.span.line - before if problem.span else 0) for problem in found] == [
        (example.problem, example.problem_line)
    ]
    assert all(problem.hint or problem.expected for problem in found)
