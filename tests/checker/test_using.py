"""Files of a story: what it uses, and what it may not use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.checker.stories import WORLD, marked

from fabula.checker import check_file, check_text
from fabula.checker.using import library
from fabula.problems import Problem

PLAIN = "character Aeris\nproperty night\nending over when night\n"


def write(folder: Path, **texts: str) -> Path:
    """Write stories into a folder; the first is the one to check."""
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.fabula"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / f"{next(iter(texts))}.fabula"


def only(path: Path) -> Problem:
    found = list(check_file(path)[1])
    assert len(found) == 1, found
    return found[0]


def test_own_files_come_first_and_once(tmp_path: Path) -> None:
    story = write(
        tmp_path,
        story='use "parts/b.fabula", "parts/a.fabula"\n' + PLAIN + "night\n",
        parts__a="property dusk = yes\nproperty dawn\ndawn\n",
        parts__b='use "parts/a.fabula"\nnot dusk\nstory "ignored"\n',
    )
    found, problems = check_file(story)
    assert not list(problems)
    assert found is not None
    assert [fact.target.property for fact in found.facts if hasattr(fact, "target")] == ["dawn", "dusk", "night"]
    assert found.front.title == "story"


@pytest.mark.parametrize("module", library())
def test_every_module_of_the_library_stands_alone(module: str) -> None:
    found, problems = check_text(f"use {module}\ncharacter Aeris\nproperty is_over_now\nending over when is_over_now\n")
    assert not problems.errors, problems.errors
    assert found is not None


def test_all_modules_of_the_library_go_together() -> None:
    found, problems = check_text(
        f"use {', '.join(library())}\ncharacter Aeris\nproperty is_over_now\nending o when is_over_now\n"
    )
    assert not problems.errors, problems.errors
    assert found is not None


def test_a_module_that_does_not_exist() -> None:
    (problem,) = check_text("use plaecs\n" + PLAIN)[1]
    assert (problem.code, marked(problem), problem.hint) == ("unknown-module", "plaecs", "did you mean 'places'?")
    (problem,) = check_text("use xyzzy\n" + PLAIN)[1]
    assert problem.code == "unknown-module"
    assert problem.hint == 'leave it out; put a file of your own in quotes: "xyzzy.fabula"'


def test_what_was_meant_is_used_so_that_nothing_else_is_reported() -> None:
    (problem,) = check_text("use plaecs\n" + PLAIN + "place field\ncharacter Cloud, at field\nCloud wants: 1 if night\n")[1]
    assert problem.code == "unknown-module"


def test_names_that_a_missing_file_may_define_are_passed_over_and_slips_are_not() -> None:
    found = list(
        check_text("use xyzzy\n" + PLAIN + "frobnicate(Aeris)\nending p when Aerif is Aeris\nending o when nihgt\n")[1]
    )
    assert [(one.code, marked(one)) for one in found] == [
        ("unknown-module", "xyzzy"),
        ("unknown-name", "Aerif"),
        ("unknown-name", "nihgt"),
    ]


def test_a_file_that_does_not_exist(tmp_path: Path) -> None:
    problem = only(write(tmp_path, story='use "vilage.fabula"\n' + PLAIN, village="kind place\n"))
    assert (problem.code, marked(problem), problem.hint) == (
        "unknown-module",
        '"vilage.fabula"',
        "did you mean 'village.fabula'?",
    )


def test_a_file_written_as_a_module(tmp_path: Path) -> None:
    problem = only(write(tmp_path, story="use village\n" + PLAIN, village="kind place\n"))
    assert (problem.code, problem.hint) == ("unknown-module", 'write "village.fabula" in quotes for the file beside the story')


def test_problems_in_a_used_file_are_reported_there_after_the_story_s_own(tmp_path: Path) -> None:
    story = write(tmp_path, story='use "other.fabula"\n' + PLAIN + "Aeris.armed\n", other="property cold: 3..1\n")
    first, second = check_file(story)[1]
    assert first.span is not None
    assert second.span is not None
    assert (first.code, Path(first.span.source.name).name) == ("unknown-property", "story.fabula")
    assert (second.code, second.span.source.name) == ("out-of-bounds", "other.fabula")


def test_use_cycle(tmp_path: Path) -> None:
    problem = only(write(tmp_path, story='use "a.fabula"\n' + PLAIN, a='use "b.fabula"\n', b='use "a.fabula"\n'))
    assert (problem.code, marked(problem), problem.seen) == ("use-cycle", '"a.fabula"', "a.fabula -> b.fabula -> a.fabula")
    problem = only(write(tmp_path, story='use "story.fabula"\n' + PLAIN))
    assert (problem.code, problem.seen) == ("use-cycle", "story.fabula -> story.fabula")
    problem = only(write(tmp_path, story='use "a.fabula"\n' + PLAIN, a='use "story.fabula"\n'))
    assert (problem.code, problem.seen) == ("use-cycle", "story.fabula -> a.fabula -> story.fabula")


@pytest.mark.parametrize("name", ["../other.fabula", "/etc/passwd", "a/../../other.fabula", "~/x.fabula", "C:/x", "..\\x", ""])
def test_use_outside(tmp_path: Path, name: str) -> None:
    (tmp_path / "other.fabula").write_text("kind place\n")
    folder = tmp_path / "here"
    folder.mkdir()
    escaped = name.replace("\\", "\\\\")
    problem = only(write(folder, story=f'use "{escaped}"\n' + PLAIN))
    assert problem.code == "use-outside"


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_link_that_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.fabula").write_text("kind place\n")
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "link.fabula").symlink_to(tmp_path / "secret.fabula")
    (folder / "up").symlink_to(tmp_path)
    (folder / "round.fabula").symlink_to(folder / "round.fabula")
    assert only(write(folder, story='use "link.fabula"\n' + PLAIN)).code == "use-outside"
    assert only(write(folder, story='use "up/secret.fabula"\n' + PLAIN)).code == "use-outside"
    assert only(write(folder, story='use "round.fabula"\n' + PLAIN)).code in ("use-outside", "unknown-module")


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_story_behind_a_link_uses_the_files_beside_the_link(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    write(real, story='use "a.fabula"\n' + PLAIN, a="property dusk\n")
    link = tmp_path / "link"
    link.symlink_to(real)
    found, problems = check_file(link / "story.fabula")
    assert not list(problems)
    assert found is not None


def test_a_text_from_memory_has_no_files_unless_it_is_told_where(tmp_path: Path) -> None:
    text = 'use "other.fabula"\n' + PLAIN
    write(tmp_path, other="property dusk\n")
    (problem,) = check_text(text)[1]
    assert problem.code == "use-outside"
    found, problems = check_text(text, folder=tmp_path)
    assert not list(problems)
    assert found is not None
    assert "dusk" in found.properties


def test_files_that_can_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "folder.fabula").mkdir()
    assert only(write(tmp_path, story='use "folder.fabula"\n' + PLAIN)).code == "unknown-module"
    (tmp_path / "bytes.fabula").write_bytes(b"kind \xff\n")
    assert only(write(tmp_path, story='use "bytes.fabula"\n' + PLAIN)).code == "not-utf8"
    assert [one.code for one in check_file(tmp_path / "missing.fabula")[1]] == ["unreadable-file"]
    assert [one.code for one in check_file(tmp_path)[1]] == ["unreadable-file"]


def test_many_files_in_a_row_end_in_a_problem(tmp_path: Path) -> None:
    texts = {f"f{number}": f'use "f{number + 1}.fabula"\n' for number in range(100)}
    story = write(tmp_path, story='use "f0.fabula"\n' + PLAIN, **texts)
    assert only(story).code == "too-deep"


def test_many_files_beside_each_other_end_in_a_problem(tmp_path: Path) -> None:
    texts = {f"f{number}": f"property p{number}\n" for number in range(250)}
    used = "".join(f'use "{name}.fabula"\n' for name in texts)
    story = write(tmp_path, story=used + PLAIN, **texts)
    assert {problem.code for problem in check_file(story)[1]} == {"too-large"}


def test_a_text_that_is_too_large() -> None:
    (problem,) = check_text("#" * (3 * 1024 * 1024))[1]
    assert problem.code == "too-large"


def test_line_ends_of_other_systems() -> None:
    assert check_text(WORLD.replace("\n", "\r\n"))[0] is not None
    assert check_text(WORLD.replace("\n", "\r"))[0] is not None


@pytest.mark.parametrize("word", ["us", "uses", "import"])
def test_a_misspelt_use_is_one_problem_and_its_modules_are_known(word: str) -> None:
    story = PLAIN + "place field\nplace ridge\npath field - ridge\ncharacter Cloud, at field\nCloud wants: 1 if night\n"
    (problem,) = check_text(f"{word} places, sight\n" + story)[1]
    assert (problem.code, marked(problem), problem.hint) == ("syntax", word, "write: use places, sight")


def test_a_kind_that_only_looks_like_use_is_a_kind() -> None:
    assert not check_text("kind user: character\nuser places\n" + PLAIN + "places wants: 1 if night\n")[1].errors
