"""The pages of the site: links lead where they led, and what is not in `docs` gets a page too."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.pages import NoPage, Sources, write

MODULE = '''"""Tests."""

import pytest


def helper() -> int:
    return 1


@pytest.mark.slow
@pytest.mark.parametrize("text", ["""```
"""])
def test_it(text: str) -> None:
    """It works."""
    assert text
'''


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    """A project with a page, its problems, and a test."""
    for folder in ("docs/problems", "tests"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "docs" / "problems" / "no-end.md").write_text("# no-end: it has no end\n", encoding="utf-8")
    (tmp_path / "tests" / "test_it.py").write_text(MODULE, encoding="utf-8")
    return Sources(tmp_path, tmp_path / "docs")


def made(sources: Sources, text: str) -> Path:
    (sources.docs / "index.md").write_text(text, encoding="utf-8")
    write(sources, sources.root / "pages")
    return sources.root / "pages"


def test_links_out_of_the_docs_lead_to_pages_of_source(sources: Sources) -> None:
    (sources.root / "tests" / "notes.md").write_text("[back](../docs/index.md)\n", encoding="utf-8")
    pages = made(sources, "[it](../tests/test_it.py#test_it) and [a note][note]\n\n[note]: ../tests/notes.md\n")
    text = (pages / "index.md").read_text(encoding="utf-8")
    assert text == "[it](source/tests/test_it.py.md#test_it) and [a note][note]\n\n[note]: source/tests/notes.md\n"
    assert (pages / "source/tests/notes.md").read_text(encoding="utf-8").endswith("[back](../../index.md)\n")


def test_a_test_can_be_named_in_its_page(sources: Sources) -> None:
    """Every definition has a heading with its name as the anchor; decorators go with it."""
    page = (made(sources, "[it](../tests/test_it.py)\n") / "source/tests/test_it.py.md").read_text(encoding="utf-8")
    assert page.startswith("---\nsearch:\n  exclude: true\n---\n# tests/test_it.py\n")
    assert "## helper { #helper }\n\n````python\ndef helper() -> int:\n    return 1\n````\n" in page
    assert "## test\\_it { #test_it }\n\n````python\n@pytest.mark.slow\n@pytest.mark.parametrize" in page
    assert "import pytest\n````\n" in page


def test_what_is_fenced_is_no_link(sources: Sources) -> None:
    text = "```\n[nowhere](nowhere.md)\n```\n"
    assert (made(sources, text) / "index.md").read_text(encoding="utf-8") == text


def test_what_a_fence_says_to_tests_is_left_out(sources: Sources) -> None:
    """Otherwise it would be no fence on the site, and swallow the headings below it."""
    pages = made(sources, "```fabula more line=3\nstory\n```\n")
    assert (pages / "index.md").read_text(encoding="utf-8") == "```fabula\nstory\n```\n"


def test_all_problems_are_listed(sources: Sources) -> None:
    assert "- [no-end: it has no end](no-end.md)\n" in (made(sources, "") / "problems/index.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", ["gone.md", "../tests", "../../outside.md"])
def test_a_link_that_can_be_no_page_is_refused(target: str, sources: Sources) -> None:
    (sources.root.parent / "outside.md").touch()
    with pytest.raises(NoPage, match=r"leads to no file of the project"):
        made(sources, f"[there]({target})\n")
