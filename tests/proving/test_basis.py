"""What a proof rests on, in words."""

from __future__ import annotations

import pytest
from tests.asking.crowded import crowded

from fabula.proving.basis import Basis, basis_in_english, basis_of, basis_text
from fabula.proving.goals import ending_goal
from fabula.proving.prover import Prover
from fabula.story import Story, loads
from fabula.telling.languages import realiser_for

#: somebody who would have to be worse off first
STEPS = """story "Steps"
    ahead 1
character Ada, she
property height: 0..3
action climb(who: character)
    by who
    do: height += 1
Ada wants
    1 if height is 1
    2 if height is 3
ending up "Up" when height is 3
"""


def basis(story: Story, ending: str) -> Basis:
    number = story.endings.index(ending)
    verdict = Prover(story).decide(ending_goal(story.task, number))
    assert verdict.proof is not None
    return basis_of(story, verdict.proof, story.definition.endings[ending].condition)


def test_each_way_of_proving_has_its_words() -> None:
    story = crowded()
    assert basis_in_english(basis(story, "rich")) == "nothing ever brings it about that 'coins > 2'"
    assert basis_in_english(basis(story, "rich"), names_part=False) == "nothing ever brings it about"
    assert basis_in_english(basis(story, "silence")) == "nobody ever has a reason to crack_the_bell"
    both = "all 2 states of the 2 facts that decide it were looked at: worn, locked"
    assert basis_in_english(basis(story, "both")) == both
    searched = basis(loads(STEPS), "up")
    assert (searched.method, searched.states) == ("search", 2)
    assert basis_in_english(searched) == "all 2 states on the way were looked at"


@pytest.mark.parametrize(
    ("found", "english", "german"),
    [
        (
            Basis("values"),
            "nothing ever brings all of it about at once",
            "nichts führt je dazu, dass alles davon zugleich gilt",
        ),
        (
            Basis("facts", facts=("a",), states=1234),
            "all 1,234 states that the one fact which decides it can come to were looked at: a",
            "geprüft an allen 1.234 Zuständen der einen Tatsache, auf die es ankommt: a",
        ),
        (
            Basis("facts", facts=tuple("abcd"), states=1, unwanted=("crack",)),
            "the one state of the 4 facts that decide it was looked at; nobody ever has a reason to crack",
            "geprüft am einzigen Zustand der 4 Tatsachen, auf die es ankommt; niemand hat je einen Grund für crack",
        ),
        (
            Basis("values", unwanted=("crack", "steal")),
            "nobody ever has a reason to crack or to steal",
            "niemand hat je einen Grund für crack oder für steal",
        ),
        (
            Basis("values", unwanted=tuple("abcd")),
            "nobody ever has a reason for the acts that it would take",
            "niemand hat je einen Grund für das, was dazu nötig wäre",
        ),
        (
            Basis("search", states=1),
            "the one state on the way was looked at",
            "geprüft am einzigen Zustand auf dem Weg dorthin",
        ),
    ],
)
def test_it_is_said_in_both_languages(found: Basis, english: str, german: str) -> None:
    assert basis_text(realiser_for("en").answers, found) == english
    assert basis_text(realiser_for("de").answers, found) == german


def test_what_is_too_long_for_a_line_is_not_said() -> None:
    story = crowded('ending long "Long" when ' + " or ".join(f"coins is {number} + 2" for number in range(1, 8)) + "\n")
    found = basis(story, "long")
    assert found.method == "values"
    assert basis_in_english(found) == "nothing ever brings it about"
