"""Whom a pronoun can mean: who was mentioned, who does it themselves, and whose eyes it is told from."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from fabula.grounding import Idea
from fabula.model import Expression, Pronoun, Thing
from fabula.syntax.templates import parse_template
from fabula.telling import References, Voice, render

ANN, EVE, CAT = (Thing(name.lower(), "character", name, Pronoun.SHE, mind=True) for name in ("Ann", "Eve", "Cat"))
BOB = Thing("bob", "character", "Bob", Pronoun.HE, mind=True)
PEOPLE = {"Ann": ANN, "Eve": EVE, "Cat": CAT, "Bob": BOB}


def references(*sentences: str, teller: Thing | None = None) -> References:
    """After sentences that mention people in order; the last of them is not at its end."""
    found = References(None if teller is None else teller.name)
    for number, sentence in enumerate(sentences):
        if number:
            found.sentence()
        for name in sentence.split():
            found.mention(PEOPLE[name])
    return found


@pytest.mark.parametrize(
    ("sentences", "teller", "apart", "clear"),
    [
        # "Eve waved. Ann calls for her": Ann, of whom it was not told before, does not call for herself.
        (("Eve", "Ann"), None, ANN, True),
        (("Eve", "Ann"), None, None, False),
        # "Eve waved to Ann. Ann calls for her": of both it was told before.
        (("Eve Ann", "Ann"), None, ANN, False),
        # "Cat and Eve came. Ann calls for her": there is a third.
        (("Cat Eve", "Ann"), None, ANN, False),
        # "Cat came. Eve waved. Ann calls for her": the third was mentioned before that.
        (("Cat", "Eve", "Ann"), None, ANN, False),
        (("Bob", "Eve", "Ann"), None, ANN, True),
        # "Cat waved to Ann. Eve came. Ann calls for her": that Ann was mentioned earlier is no obstacle, but Cat is.
        (("Cat Ann", "Eve", "Ann"), None, ANN, False),
        (("Bob Ann", "Eve", "Ann"), None, ANN, True),
        # Whose eyes it is told from is in mind for longer, but not as whom she calls for herself.
        (("Ann", "Bob", "Eve", "Ann"), ANN, ANN, True),
        (("Ann", "Bob", "Eve", "Ann"), ANN, None, False),
        (("Cat", "Bob", "Eve", "Ann"), CAT, ANN, False),
    ],
)
def test_who_does_it_is_not_whom_it_is_done_to(
    sentences: tuple[str, ...], teller: Thing | None, apart: Thing | None, clear: bool
) -> None:
    assert references(*sentences, teller=teller).unambiguous(EVE, subject=False, apart=apart) is clear


class Everybody:
    """A view of these people, of whom nothing is known."""

    def thing(self, name: str) -> Thing | None:
        return next((thing for thing in PEOPLE.values() if thing.name == name), None)

    def holds(self, condition: Expression, binding: Mapping[str, str]) -> bool:
        return False

    def possible(self, name: str, arguments: tuple[str, ...]) -> Idea:
        raise KeyError(name)

    def nothing(self, name: str) -> str:
        return "nobody"

    def called(self, name: str, words: str) -> None:
        """Names leave no trace here."""


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (("{eve} [wave].", "{ann} [call] for {eve}."), "Eve waved. Ann called for her."),
        (("{eve} [wave] to {ann}.", "{ann} [call] for {eve}."), "Eve waved to Ann. Ann called for Eve."),
        (("{eve} [wave].", "For {eve}, {ann} [call]."), "Eve waved. For her, Ann called."),
    ],
)
def test_so_it_is_told(texts: tuple[str, ...], told: str) -> None:
    mentioned = References()
    assert " ".join(render(parse_template(text), Voice(), Everybody(), {}, mentioned) for text in texts) == told
