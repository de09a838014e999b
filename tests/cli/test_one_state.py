"""A story of one state: what is counted is said in the singular."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from fabula.cli import main

STORY = """
story "One"
    told by Ann
character Ann, she
property tired
property up: 0..3
action rest(who)
    by who
    when tired
    do: not tired
action get_up(who)
    by who
    when up is 2
    do: up += 1
    says "{who} [get] up."
action fall_asleep(who)
    by who
    do: tired
action sigh
    by nobody
    when not tired
    do: not tired
Ann wants: 1 if not tired
ending over when up is 3
    says "It is over."
expect can over
expect never up is 0
"""
CALLS = [
    ("check",),
    ("tell", "--ending", "over"),
    ("tell", "--all-endings"),
    ("minds", "--ending", "over"),
    ("playtest", "--readers", "1"),
    ("map", "-o", "m.svg"),
    ("plan",),
    ("count", "--depth", "1"),
    *(
        ("ask", question)
        for question in (
            "can over",
            "must over",
            "never up is 3",
            "shortest over",
            "what stands between start and over",
            "who knows tired",
            "most up",
            "least up",
            "why rest(Ann)",
            "why not rest(Ann)",
            "why not fall_asleep(Ann)",
            "why not sigh",
        )
    ),
]


@pytest.mark.parametrize("arguments", CALLS, ids=" ".join)
def test_one_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.fabula").write_text(STORY, encoding="utf-8")
    said = CliRunner().invoke(main, [arguments[0], "one.fabula", *arguments[1:]])
    assert said.exit_code in (0, 1), said.output
    plural = r"\b1 (states|steps|acts|readers|moments|endings)\b", r"\b(none|all) of (the )?1\b", r"\b1 \w+ were\b|\ball 1\b"
    assert re.findall("|".join((*plural, "the one state were")), said.output) == []


def test_the_one_state_is_said_to_have_been_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.fabula").write_text(STORY, encoding="utf-8")

    def said(*arguments: str) -> str:
        return CliRunner().invoke(main, [arguments[0], "one.fabula", *arguments[1:]]).output

    assert "no life ends in 'over' (the one state was looked at)" in said("ask", "can over")
    assert "the one state of the story was looked at" in said("tell", "--ending", "over")
    assert "this holds in no state\n" in said("check")
    assert "no state shows it, and lives pass no other" in said("check")
