"""Quotation marks as they are printed, and texts that XML can't say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.pages.typography import escaped, is_leftward, printed


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('"Was it him?" Cloud asked.', "“Was it him?” Cloud asked."),
        ('He said: "No." ("Yes," she thought.)', "He said: “No.” (“Yes,” she thought.)"),
        ("It isn't hers; it's the soldiers' own.", "It isn’t hers; it’s the soldiers’ own."),
        ("\"She said 'go' and it wasn't kind,\" he said.", "“She said ‘go’ and it wasn’t kind,” he said."),
        ("\"'Go,' she said,\" he said.", "“‘Go,’ she said,” he said."),
        ("'Tis a thing of the '90s, that of 'em.", "’Tis a thing of the ’90s, that of ’em."),
        ("He sang 'Home', and 'Away'.", "He sang ‘Home’, and ‘Away’."),
        ('"I won\'t—"', "“I won’t—”"),
        ('Then—"Stop!"', "Then—“Stop!”"),
        ("“Already ‘so’,” he said.", "“Already ‘so’,” he said."),
        ("", ""),
    ],
)
def test_english(typed: str, shown: str) -> None:
    assert printed(typed, "en") == printed(typed, "en-GB") == shown


def test_german() -> None:
    assert printed('"Geh!", sagte er. "\'s ist \'Zeit\'."', "de") == "„Geh!“, sagte er. „’s ist ‚Zeit‘.“"


def test_a_language_whose_marks_are_not_known_keeps_what_was_typed() -> None:
    assert printed('"Va !" dit-il, l\'autre.', "fr") == '"Va !" dit-il, l\'autre.'


@given(st.text())
def test_nothing_but_quotation_marks_is_touched(text: str) -> None:
    marks = str.maketrans(dict.fromkeys("“”„", '"') | dict.fromkeys("‘’‚", "'"))
    for language in ("en", "de"):
        shown = printed(text, language)
        assert shown.translate(marks) == text.translate(marks)
        assert '"' not in shown
        assert "'" not in shown


def test_what_xml_has_no_way_to_say() -> None:
    assert escaped("a\x00b\x0bc\ufffed\ud800<&>\"'", "fr") == "a\ufffdb\ufffdc\ufffdd\ufffd&lt;&amp;&gt;&quot;&#x27;"


@pytest.mark.parametrize(
    ("language", "leftward"),
    [("ar", True), ("he-IL", True), ("fa_IR", True), ("az-Arab", True), ("ar-Latn", False), ("en", False), ("de-AT", False)],
)
def test_which_way_a_language_is_written(language: str, leftward: bool) -> None:
    assert is_leftward(language) is leftward
