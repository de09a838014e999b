"""The pages that say what everything means: rules name tests that exist, and citations sections that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools.rules import DEFINITION, PAGES, ROOT, anchors, mended, prose, used

DOCS = ROOT / "docs"
NUMBER = r"\d(?:\.\d)?"
CITATION = re.compile(rf"\b(semantics|problem-files) ({NUMBER}(?:(?:,? step |,? and |, ){NUMBER})*)", re.IGNORECASE)
SECTION = re.compile(rf"\bsections? ({NUMBER}(?:(?:,? step | \(\w+\) and |,? and |, ){NUMBER})*)", re.IGNORECASE)


def text_of(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def items(page: str) -> list[str]:
    """The list items of a page, each with its lines; what is nested is an item of its own."""
    found: list[list[str]] = []
    for line in prose(text_of(page)).splitlines():
        if re.match(r" *(?:- |\d\. )", line):
            found.append([line])
        elif found and line.startswith("  ") and found[-1]:
            found[-1].append(line)
        else:
            found.append([])
    return ["\n".join(item) for item in found if item]


def headings(page: str) -> dict[str, str]:
    """The numbered sections, each with its text."""
    parts = re.split(rf"^##+ ({NUMBER}) .*$", text_of(page), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def sources() -> list[Path]:
    folders = ("python", "rust/engine/src", "rust/border/src", "tests", "docs", "bench", "tools")
    return [path for folder in folders for kind in ("py", "rs", "md") for path in sorted((ROOT / folder).rglob(f"*.{kind}"))]


def cited(words: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The sections that a citation names, and the steps of sections."""
    sections: list[str] = []
    steps: list[tuple[str, str]] = []
    for step, number in re.findall(rf"(step )?({NUMBER})", words):
        if step:
            steps.append((sections[-1], number))
        else:
            sections.append(number)
    return sections, steps


def missing(page: str, words: str) -> list[str]:
    """What a citation names and the page does not have."""
    sections, steps = cited(words)
    known = headings(page)
    return [number for number in sections if number not in known] + [
        f"{section}, step {step}"
        for section, step in steps
        if not re.search(rf"^{step}\. ", known.get(section, ""), flags=re.MULTILINE)
    ]


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_a_rule_names_is_there(page: str) -> None:
    """In the file, by its name; in the words of that name. `python -m tools.rules` follows a test that has moved."""
    text = text_of(page)
    assert len(DEFINITION.findall(text)) > 30
    assert mended(text, anchors(ROOT)).splitlines() == text.splitlines()


@pytest.mark.parametrize("page", PAGES)
def test_every_rule_names_a_test(page: str) -> None:
    """Each item of a list does, or those below it."""
    known = {words for words, _, _ in DEFINITION.findall(text_of(page))}
    assert [words for words in used(prose(text_of(page))) if words not in known] == []
    assert sorted(known - set(used(prose(text_of(page))))) == []
    rules = items(page)
    assert len(rules) > 20
    below = [*rules[1:], ""]
    assert [rule for rule, inner in zip(rules, below, strict=True) if not used(rule) and not inner.startswith("    ")] == []


def test_every_citation_names_a_section_that_is_there() -> None:
    cites = [
        (path, f"{name.lower()} {words}", missing(f"{name.lower()}.md", words))
        for path in sources()
        for name, words in CITATION.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(cites) > 80
    assert [(path.relative_to(ROOT).as_posix(), words) for path, words, gone in cites if gone] == []


@pytest.mark.parametrize("module", ["reference", "terms", "surprises", "explanations"])
def test_the_definition_is_the_page_as_code(module: str) -> None:
    """Sections in the plain engine are those of the semantics."""
    text = (ROOT / "python" / "fabula" / "engine" / f"{module}.py").read_text(encoding="utf-8")
    assert [words for words in SECTION.findall(text) if missing("semantics.md", words)] == []
    assert SECTION.findall(text)
