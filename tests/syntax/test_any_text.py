"""Whatever the text: there is a tree, there are problems with all that they need, and every place lies inside the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.syntax.trees import read, spans

from fabula.diagnostics import draw
from fabula.source import Span
from fabula.syntax.words import ACTION_LINES, RESERVED, STATEMENTS, STORY_LINES

ROOT = Path(__file__).resolve().parents[2]
STORIES = [
    path.read_text(encoding="utf-8")
    for folder in ("library", "stories")
    for path in sorted((ROOT / "python" / "fabula" / folder).glob("*.fabula"))
]

WORDS = [
    *sorted(RESERVED),
    *STORY_LINES,
    "sees",
    "prefers",
    "can",
    "never",
    "felt",
    "all",
    "told",
    "a",
    "b",
    "Aeris",
    "soldier",
    "_",
]
SIGNS = [
    *"+-*/=<>.,:;()|\"#!&[]{}'\\“”‘$ \t",
    "==",
    "!=",
    "+=",
    "-=",
    "..",
    "||",
    "0",
    "17",
    "1.5",
    "9" * 30,
    '"a text"',
    "\u200b",
    "é",
]
LINES = ["\n", "\n    ", "\n        ", "\n  ", "\n\t", "\r\n", " "]
ENDINGS = [
    *(f"\n{word} " for word in STATEMENTS),
    *(f"\n    {word} " for word in ACTION_LINES),
]


def check(text: str) -> None:
    """What must hold of any text."""
    tree, problems = read(text)
    assert tree.source.text == text
    for span in spans(tree.statements):
        _inside(span, text)
    for problem in problems:
        assert problem.span is not None
        _inside(problem.span, text)
        assert problem.message
        assert problem.hint
        assert problem.expected or problem.message.startswith("these are")
        assert draw(problem, colour=False)
        for span, _ in problem.notes:
            _inside(span, text)
    hash(tree)
    repr(tree)


def _inside(span: Span, text: str) -> None:
    assert span.source.text == text
    assert 0 <= span.start <= span.end <= len(text)


@given(st.text(max_size=300))
@settings(max_examples=400)
def test_any_characters(text: str) -> None:
    check(text)


@given(st.lists(st.sampled_from([*WORDS, *SIGNS, *LINES, *ENDINGS]), max_size=120), st.sampled_from(["", " "]))
@settings(max_examples=800)
def test_any_soup_of_words(parts: list[str], between: str) -> None:
    check(between.join(parts))


@given(st.sampled_from(STORIES), st.data())
@settings(max_examples=300)
def test_any_story_that_is_cut_off(story: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(story)))
    end = data.draw(st.integers(begin, len(story)))
    check(story[begin:end])


@given(st.sampled_from(STORIES), st.data())
@settings(max_examples=400)
def test_any_story_that_is_damaged(story: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(story)))
    story = story[begin : begin + 1500]
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(story)))
        end = min(len(story), start + data.draw(st.integers(0, 12)))
        piece = data.draw(st.sampled_from(["", *WORDS, *SIGNS, *LINES]) | st.text(max_size=3))
        story = story[:start] + piece + story[end:]
    check(story)


@pytest.mark.parametrize("story", STORIES)
def test_our_own_stories_have_no_problems(story: str) -> None:
    _, problems = read(story)
    assert problems == []


@pytest.mark.parametrize(
    "opening", ["(", "not ", "- ", "a.", "a believes ", "every a (", "1 if a else ", "f(", "a and (", "-(", "(-", "a is (not "]
)
@pytest.mark.parametrize("head", ["rule r: ", "x.y = ", "Aeris wants: ", "when c sees a if ", "if ", "ending e when "])
def test_depth_is_no_trouble(opening: str, head: str) -> None:
    for count in (59, 60, 74, 150, 700):
        check(head + opening * count)
        closing = ")" * (opening * count).count("(")
        check(head + opening * count + "b" + closing)


def test_deep_blocks_are_no_trouble() -> None:
    for count in (58, 59, 60, 61, 500):
        lines = [" " * level + head + "\n" for level, head in enumerate(["if a", "for each s: a", "elif b"] * count)]
        check("".join(lines[:count]) + " " * count + "x.y = " + "-(" * 70 + "1" + ")" * 70)
        check("action a\n do\n" + "".join("  " + line for line in lines[:count]))
