"""The person of a verb comes from whoever tells, its number from the pronoun: in every person and tense, before and behind."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from fabula.grounding import Idea
from fabula.model import Expression, Pronoun, Thing
from fabula.syntax.templates import parse_template
from fabula.telling import Person, Tense, Voice, render
from fabula.telling.languages.de import REALISER as GERMAN
from fabula.telling.languages.en import REALISER as ENGLISH
from fabula.telling.languages.realiser import Realiser

#: of each pronoun: "be" as the story is told in the first, the second and the third person; present | past
ENGLISH_FORMS = {
    Pronoun.SHE: "I am, you are, she is | I was, you were, she was",
    Pronoun.HE: "I am, you are, he is | I was, you were, he was",
    Pronoun.IT: "I am, you are, it is | I was, you were, it was",
    Pronoun.THEY: "I am, you are, they are | I was, you were, they were",
    Pronoun.WE: "we are, you are, we are | we were, you were, we were",
}
GERMAN_FORMS = {
    Pronoun.SHE: "ich bin, du bist, sie ist | ich war, du warst, sie war",
    Pronoun.HE: "ich bin, du bist, er ist | ich war, du warst, er war",
    Pronoun.IT: "ich bin, du bist, es ist | ich war, du warst, es war",
    Pronoun.THEY: "ich bin, du bist, sie sind | ich war, du warst, sie waren",
    Pronoun.WE: "wir sind, ihr seid, wir sind | wir waren, ihr wart, wir waren",
}
#: of a name, whoever tells: one is one, and a crowd is several
NAMED = {ENGLISH: "is was are were", GERMAN: "ist war sind waren"}
#: in German a verb can come before what it agrees with
WORDS = {ENGLISH: ("[be] down", ""), GERMAN: ("[sein] fort", "Dann [sein] {who.he} fort")}
CASES = [
    (realiser, pronoun, person, tense, form)
    for realiser, forms in ((ENGLISH, ENGLISH_FORMS), (GERMAN, GERMAN_FORMS))
    for pronoun, row in forms.items()
    for tense, part in zip((Tense.PRESENT, Tense.PAST), row.split(" | "), strict=True)
    for person, form in zip(Person, part.split(", "), strict=True)
]


class View:
    """Two people, and nothing known of them."""

    def __init__(self, pronoun: Pronoun) -> None:
        self.things = {
            "who": Thing("who", "character", "Robin", pronoun, mind=True),
            "other": Thing("other", "character", "Kim", Pronoun.HE, mind=True),
        }

    def thing(self, name: str) -> Thing | None:
        return self.things.get(name)

    def holds(self, condition: Expression, binding: Mapping[str, str]) -> bool:
        return False

    def possible(self, name: str, arguments: tuple[str, ...]) -> Idea:
        raise KeyError(name)

    def nothing(self, name: str) -> str:
        return "nobody"

    def called(self, name: str, words: str) -> None:
        """Names leave no trace here."""


def told(text: str, realiser: Realiser, pronoun: Pronoun, person: Person, tense: Tense, **binding: tuple[str, ...]) -> str:
    voice = Voice("who", person, tense, realiser)
    return render(parse_template(text), voice, View(pronoun), binding)


@pytest.mark.parametrize(("realiser", "pronoun", "person", "tense", "form"), CASES)
def test_person_from_the_teller_and_number_from_the_pronoun(
    realiser: Realiser, pronoun: Pronoun, person: Person, tense: Tense, form: str
) -> None:
    behind, before = WORDS[realiser]
    subject, verb = form.split()
    rest = behind.partition(" ")[2]
    assert told(f"{{who.he}} {behind}.", realiser, pronoun, person, tense) == realiser.capitalize(f"{form} {rest}.")
    if before:
        assert told(f"{before}.", realiser, pronoun, person, tense) == f"Dann {verb} {subject} {rest}."
    if person is not Person.THIRD:
        # Who tells is never named where a text does not ask for it.
        assert told(f"{{who}} {behind}.", realiser, pronoun, person, tense) == realiser.capitalize(f"{form} {rest}.")


@pytest.mark.parametrize("person", list(Person))
@pytest.mark.parametrize("tense", list(Tense))
@pytest.mark.parametrize("pronoun", list(Pronoun))
@pytest.mark.parametrize("realiser", [ENGLISH, GERMAN])
def test_who_is_named_is_in_the_third_person(realiser: Realiser, pronoun: Pronoun, person: Person, tense: Tense) -> None:
    behind, _ = WORDS[realiser]
    verb = NAMED[realiser].split()[(tense is Tense.PAST) + 2 * (pronoun is Pronoun.WE)]
    said = told(f"{{who.name}} {behind}.", realiser, pronoun, person, tense)
    assert said == f"Robin {verb} {behind.partition(' ')[2]}."


@pytest.mark.parametrize(
    ("realiser", "person", "text", "expected"),
    [
        (ENGLISH, Person.FIRST, "{all} [be] down.", "Kim and I are down."),
        (ENGLISH, Person.SECOND, "{other} and {who} [be] down.", "Kim and you are down."),
        (GERMAN, Person.FIRST, "{all} [knien].", "Kim und ich knien."),
        (GERMAN, Person.SECOND, "{all} [knien].", "Kim und du kniet."),
        (GERMAN, Person.SECOND, "{other} und {who} [knien].", "Kim und du kniet."),
        (GERMAN, Person.THIRD, "{all} [knien].", "Kim und Robin knien."),
    ],
)
def test_several_agree_as_the_teller_among_them(realiser: Realiser, person: Person, text: str, expected: str) -> None:
    assert told(text, realiser, Pronoun.THEY, person, Tense.PRESENT, all=("other", "who")) == expected
