"""Every problem has a page; its first example has that problem and no other, its second has none."""

from __future__ import annotations

import ast
import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.spreading import works

import fabula
from fabula.checker import check_file, check_text
from fabula.cli import main
from fabula.cli.desk import place_of
from fabula.findings import check
from fabula.findings.report import OF_ALL_LIVES
from fabula.formats.sabre.reading import read
from fabula.formats.sabre.solutions import read_solution
from fabula.formats.sabre.writing import write
from fabula.lives.atlas import Atlas
from fabula.play import Session
from fabula.problems import CATALOGUE, Problem, Problems, StoryProblems
from fabula.proving import checking
from fabula.proving.certificates import Certificate, Claim, certificate_from, digest_of
from fabula.source import Source
from fabula.spreading import LOCAL, Where, spread
from fabula.story import Story, loads
from fabula.task import TRUE
from fabula.translation import read_catalogue, translated

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = ROOT / "docs" / "problems"
FENCE = re.compile(r"^```fabula\n(.*?)^```$", re.DOTALL | re.MULTILINE)
#: what a page says of a problem that no text has by itself
ELSEWHERE = "not from a text"

#: problems that show only when all lives are known (an ending may be out of reach of a text already)
OF_LIVES = {code for codes, _ in OF_ALL_LIVES for code in codes}
SHOWN_BY_LIVES = {"broken-expectation", "over-at-once", *OF_LIVES} - {"unreachable-ending"}

SMALL = """character Aeris, she
property hour: 0..3
action wait(who)
    by who
    do: hour += 1
Aeris wants: hour
ending dawn when hour is 3
"""


def page(code: str) -> str:
    path = PAGES / f"{code}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def problems_of(text: str, in_lives: bool = False) -> list[Problem]:
    """All problems of a text, also those that show only when it is about to run; `in_lives`: or only in all of its lives."""
    try:
        story = loads(text)
    except StoryProblems as found:
        return list(found.problems)
    return [*story.problems, *(finding.problem for finding in check(story).findings if in_lives)]


def test_each_problem_has_a_page_and_each_page_a_problem() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} == set(CATALOGUE)


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_page_says_what_the_problem_is_and_what_to_do(code: str) -> None:
    severity, meaning = CATALOGUE[code]
    lines = page(code).splitlines()
    assert lines[0] == f"# {code}"
    assert lines[2] == f"*{severity.value}*: {meaning}."
    assert "## What to do" in lines


@pytest.mark.parametrize("code", [code for code in CATALOGUE if ELSEWHERE not in page(code)])
def test_the_examples_of_a_page(code: str) -> None:
    broken, repaired = FENCE.findall(page(code))
    in_lives = code in SHOWN_BY_LIVES
    assert {problem.code for problem in problems_of(broken, in_lives)} == {code}
    assert problems_of(repaired, in_lives) == []


@pytest.mark.parametrize("code", [code for code in CATALOGUE if ELSEWHERE in page(code)])
def test_a_problem_that_no_text_has_by_itself_has_a_test_of_its_own(code: str) -> None:
    assert not FENCE.findall(page(code))
    assert f"test_{code.replace('-', '_')}" in globals()


def codes(path: Path) -> list[str]:
    return [problem.code for problem in check_file(path)[1]]


def test_unreadable_file(tmp_path: Path) -> None:
    assert codes(tmp_path / "missing.fabula") == ["unreadable-file"]
    assert codes(tmp_path) == ["unreadable-file"]


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "story.fabula"
    path.write_bytes(SMALL.encode() + b"# caf\xe9\n")
    (problem,) = check_file(path)[1]
    assert problem.span is not None
    assert (problem.code, problem.span.line, problem.span.column) == ("not-utf8", SMALL.count("\n") + 1, 6)


def test_use_cycle(tmp_path: Path) -> None:
    path = tmp_path / "story.fabula"
    path.write_text('use "other.fabula"\n' + SMALL)
    (tmp_path / "other.fabula").write_text('use "story.fabula"\n')
    assert codes(path) == ["use-cycle"]


def test_not_whole() -> None:
    problems = Problems()
    assert read(Source("<text>", "utility() : 1.5;"), problems) is None
    assert [problem.code for problem in problems] == ["not-whole"]


def saved(folder: Path, text: str) -> Path:
    """The save of a life of two turns."""
    session = Session(loads(text))
    for _ in range(2):
        session.choose(0)
    path = folder / "life.save"
    session.save(path)
    return path


def load(text: str, path: Path) -> Problem:
    with pytest.raises(StoryProblems) as caught:
        Session.load(loads(text), path)
    (problem,) = caught.value.problems
    return problem


def test_bad_save(tmp_path: Path) -> None:
    path = tmp_path / "life.save"
    for content in ("", "{", "[]", '{"fabula": 99}', saved(tmp_path, SMALL).read_text() + "{\n"):
        path.write_text(content)
        assert load(SMALL, path).code == "bad-save"


def test_other_story(tmp_path: Path) -> None:
    other = SMALL.replace("Aeris", "Cloud").replace("wait", "sit")
    path = saved(tmp_path, 'story "One"\n' + SMALL)
    assert load('story "Two"\n' + other, path).code == "other-story"


def test_other_version(tmp_path: Path) -> None:
    session = Session.load(loads(SMALL + "# an afterthought\n"), saved(tmp_path, SMALL))
    assert [problem.code for problem in session.problems] == ["other-version"]
    assert len(session.history) == 2


def test_damaged_atlas(tmp_path: Path) -> None:
    path = tmp_path / "small.atlas"
    assert Atlas.opened(loads(SMALL), path).explore()
    path.write_bytes(path.read_bytes()[:-1])
    assert [problem.code for problem in Atlas.opened(loads(SMALL), path).problems] == ["damaged-atlas"]


def test_damaged_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "small.fabula").write_text(SMALL, encoding="utf-8")
    path = place_of(fabula.load(tmp_path / "small.fabula").definition.front)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"nothing of ours")
    found = CliRunner().invoke(main, ["check", str(tmp_path / "small.fabula")])
    assert (found.exit_code, found.stderr.count("warning[damaged-desk]")) == (0, 1)


def test_life_parts(tmp_path: Path) -> None:
    path = saved(tmp_path, SMALL)
    session = Session.load(
        loads(SMALL.replace("    do: hour", "    when hour < 1\n    do: hour").replace("is 3", "is 1")), path
    )
    assert [problem.code for problem in session.problems] == ["life-parts"]


def test_lost_worker() -> None:
    with pytest.raises(StoryProblems) as caught:
        list(spread(works.leaving, 1, range(3), Where(2)))
    assert [problem.code for problem in caught.value.problems] == ["lost-worker"]


def test_no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(StoryProblems) as caught:
        list(spread(works.leaving, 1, range(3), Where(2, LOCAL)))
    assert [problem.code for problem in caught.value.problems] == ["no-workers"]


def test_unknown_character() -> None:
    with pytest.raises(StoryProblems) as caught:
        Session(loads(SMALL), "Arsei")
    assert [problem.code for problem in caught.value.problems] == ["unknown-character"]


def test_wrong_reason() -> None:
    world = "entity Ann : character; property lit() : boolean; action light() { effect: lit(); };"
    problems = Problems()
    task = read(Source("<text>", world), problems)
    assert task is not None
    assert read_solution(Source("<text>", "light()\n| goal(Ann, lit())\ngoal(lit())"), task, problems) is None
    assert [problem.code for problem in problems] == ["wrong-reason"]


def test_unsayable() -> None:
    problems = Problems()
    task = loads(SMALL.replace("hour += 1", "hour = (hour + 3) / 2")).task
    assert write(task, problems) is None
    (problem,) = problems.errors
    assert (problem.code, problem.seen) == ("unsayable", "wait(Aeris)")


def test_left_unsaid() -> None:
    problems = Problems()
    assert write(loads(SMALL).task, problems) is not None
    assert [(problem.code, problem.seen) for problem in problems] == [("left-unsaid", "Aeris"), ("left-unsaid", "dawn")]


def problems_of_texts(text: str) -> list[str]:
    """The codes of a file of texts for the small story."""
    problems = Problems()
    catalogue = read_catalogue(Source("story.de.po", text), problems)
    definition, _ = check_text(SMALL, "story.fabula")
    if catalogue is not None and definition is not None:
        translated(definition, catalogue, problems)
    return [problem.code for problem in problems]


def texts(identity: str, source: str, said: str, language: str = "de") -> str:
    header = f'msgid ""\nmsgstr "Project-Id-Version: story\\nLanguage: {language}\\n"\n\n'
    return f'{header}msgctxt "{identity}"\nmsgid "{source}"\nmsgstr "{said}"\n'


def test_bad_texts() -> None:
    assert problems_of_texts("<<<<<<< HEAD\n")[0] == "bad-texts"
    assert problems_of_texts(texts("thing.Aeris.name", "Aeris", "Aerith")) == []


def test_lost_slot() -> None:
    spoken = SMALL.replace("    do: hour", '    choice "Wait, {who}"\n    do: hour')
    definition, _ = check_text(spoken, "story.fabula")
    problems = Problems()
    catalogue = read_catalogue(Source("de.po", texts("action.wait.choice", "Wait, {who}", "Warte")), problems)
    assert catalogue is not None
    assert definition is not None
    translated(definition, catalogue, problems)
    assert [problem.code for problem in problems] == ["lost-slot"]


def test_wrong_language() -> None:
    assert problems_of_texts(texts("thing.Aeris.name", "Aeris", "Aeris", "tlh")) == ["wrong-language"]


def test_outdated_text() -> None:
    assert problems_of_texts(texts("thing.Aeris.name", "Aerith", "Aerith")) == ["outdated-text"]


def test_unknown_text() -> None:
    known = texts("thing.Aeris.name", "Aeris", "Aeris")
    more = '\nmsgctxt "thing.Zack.name"\nmsgid "Zack"\nmsgstr "Zack"\n'
    assert problems_of_texts(known + more) == ["unknown-text"]


def test_bad_question(tmp_path: Path) -> None:
    path = tmp_path / "story.fabula"
    path.write_text(SMALL)
    result = CliRunner().invoke(main, ["ask", str(path), "could dawn"])
    assert result.exit_code == 2
    assert "bad-question" in result.output + result.stderr


def test_unreached(tmp_path: Path) -> None:
    path = tmp_path / "story.fabula"
    path.write_text(
        SMALL.replace("hour < 3", "")
        + "property bells\nproperty drums\n"
        + "action ring(who)\n    by who\n    when not drums\n    do: bells\n"
        + "action beat(who)\n    by who\n    when not bells\n    do: drums\n"
        + "ending both when bells and drums\n"
    )
    assert isinstance(loads(path.read_text()), Story)
    result = CliRunner().invoke(main, ["tell", str(path), "--ending", "both"])
    assert result.exit_code != 0
    assert "unreached" in result.output + result.stderr


def test_a_trigger_that_never_stops_is_reported_with_its_chain() -> None:
    broken, _ = FENCE.findall(page("endless-trigger"))
    (problem,) = problems_of(broken)
    assert problem.code == "endless-trigger"
    assert "wake(Aeris) -> doze(Aeris)" in problem.seen


def messages() -> list[tuple[str, str]]:
    """Where a problem is made in the sources, and the beginning and the end of its message."""
    found: list[tuple[str, str]] = []
    makers = {"add", "Problem", "report", "fail", "UsageError", "_refuse", "_wrong_type"}
    for path in sorted((ROOT / "python" / "fabula").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            for argument in node.args[:3] if name in makers else ():
                parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
                texts = [part.value if isinstance(part, ast.Constant) else "{}" for part in parts]
                said = "".join(text for text in texts if isinstance(text, str))
                if " " in said:
                    found.append((f"{path.name}:{node.lineno}", said))
    return found


def test_messages_are_of_one_style() -> None:
    """One sentence that goes on after `error[code]: `, in small letters and without a full stop."""
    said = messages()
    assert len(said) > 150
    assert [(place, text) for place, text in said if text.endswith(".") or text[0].isupper()] == []


def test_bad_usage() -> None:
    ended = CliRunner().invoke(main, ["tell", "the_silver_key", "--life", "a", "--ending", "hers", "--json"])
    assert ended.exit_code == 2
    assert [problem["code"] for problem in json.loads(ended.stdout)["problems"]] == ["bad-usage"]


def test_bad_certificate() -> None:
    with pytest.raises(StoryProblems) as found:
        certificate_from("no certificate\n")
    assert [problem.code for problem in found.value.problems] == ["bad-certificate"]


def test_refused_certificate() -> None:
    task = loads(SMALL).task
    with pytest.raises(StoryProblems) as found:
        checking.check(task, Certificate(digest_of(task), Claim(None, TRUE), {}))
    assert [problem.code for problem in found.value.problems] == ["refused-certificate"]


def test_bad_atlas(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("no atlas\n", encoding="utf-8")
    with pytest.raises(StoryProblems) as found:
        Atlas.opened(loads(SMALL), file)
    assert [problem.code for problem in found.value.problems] == ["bad-atlas"]
