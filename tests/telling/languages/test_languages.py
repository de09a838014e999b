"""A language is a folder and nothing else: nothing of it stands outside, and one more is found without being named anywhere."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import fabula
from fabula.model import USUAL_LANGUAGE, Front
from fabula.telling.languages import LANGUAGES, is_spoken, realiser_for

PACKAGE = Path(fabula.__file__).parent
HOME = PACKAGE / "telling" / "languages"
#: the one place that names a language: what a story is written in that does not say
USUAL = PACKAGE / "model.py"


def outside() -> Iterator[tuple[Path, ast.AST]]:
    """All that stands in modules outside of the folders of languages."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if not any(path.is_relative_to(HOME / tag) for tag in LANGUAGES):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                yield path, node


def test_there_are_two_and_each_is_told_in() -> None:
    assert LANGUAGES == ("de", "en")
    assert all(is_spoken(tag) for tag in ("de", "DE-at", "en_GB"))
    assert not is_spoken("fr")
    assert realiser_for("fr") is realiser_for(USUAL_LANGUAGE)
    assert len({realiser_for(tag) for tag in LANGUAGES}) == len(LANGUAGES)
    assert Front("").language == USUAL_LANGUAGE


def test_no_language_is_named_outside_of_its_folder() -> None:
    named = [
        (path.relative_to(PACKAGE).as_posix(), node.value)
        for path, node in outside()
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.lower() in LANGUAGES
    ]
    assert named == [(USUAL.name, USUAL_LANGUAGE)]


def test_nobody_outside_imports_from_the_folder_of_a_language() -> None:
    home = re.compile(r"fabula\.telling\.languages\.(" + "|".join(LANGUAGES) + r")\b")
    importing = [
        path.relative_to(PACKAGE).as_posix()
        for path, node in outside()
        if (isinstance(node, ast.ImportFrom) and home.match(node.module or ""))
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "fabula.telling.languages"
            and {a.name for a in node.names} & {*LANGUAGES}
        )
        or (isinstance(node, ast.Import) and any(home.match(alias.name) for alias in node.names))
    ]
    assert importing == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_language_imports_from_another(tag: str) -> None:
    others = "|".join(other for other in LANGUAGES if other != tag)
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted((HOME / tag).rglob("*.py"))}
    assert [name for name, text in texts.items() if re.search(rf"languages(\.| import )({others})\b", text)] == []


TOLD = """
import fabula, sys
from fabula import pages
from fabula.lives import replay
story = fabula.loads(sys.stdin.read())
print(pages.FORMATS[".md"](pages.page_of(story, replay(story, ["wave(Ann)"], [0]))).decode())
"""
STORY = """
story "One"
    by "Somebody"
    language "xx"
character Ann, she
property done
action wave(who: character)
    by who
    do: done
    says "{who} [wave], and {who.she} [wave]."
ending over "Over" when done
"""


def test_a_third_language_is_a_folder_and_nothing_else(tmp_path: Path) -> None:
    """A copy of the package in which one folder was added tells a story in that language."""
    copy = tmp_path / "fabula"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    added = copy / "telling" / "languages" / "xx"
    shutil.copytree(HOME / "en", added, ignore=shutil.ignore_patterns("__pycache__"))
    for path in added.rglob("*.py"):
        text = path.read_text(encoding="utf-8").replace("languages.en", "languages.xx")
        path.write_text(text.replace('by="by {by}"', 'by="yb {by}"').replace('"she her her', '"ehs reh reh'), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    told = subprocess.run(
        [sys.executable, "-c", TOLD], input=STORY, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert told.stderr == ""
    assert "yb Somebody" in told.stdout
    assert "Ann waved, and ehs waved." in told.stdout
