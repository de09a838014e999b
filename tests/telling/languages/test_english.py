"""The forms of English words. `inflect` is the judge where it is right; a table where it is not or can't say."""

from __future__ import annotations

from collections.abc import Mapping

import inflect
import pytest

from fabula.grounding import Idea
from fabula.model import Expression, Pronoun, Thing
from fabula.syntax.templates import parse_template
from fabula.telling.languages.en import REALISER as ENGLISH
from fabula.telling.languages.en import join
from fabula.telling.languages.en.irregular import VERBS
from fabula.telling.languages.en.nouns import article, is_plural, number, plural, possessive
from fabula.telling.languages.en.verbs import base, conjugate, past, past_participle, present_participle, third_person
from fabula.telling.languages.grammar import Agreement, Case, Person, Tense
from fabula.telling.wording.references import References
from fabula.telling.wording.voice import Voice, render

JUDGE = inflect.engine()

NOUNS = """soldier field tree ridge knife wife wolf man woman child person healer hero echo potato tomato box church brush bus
glass baby day boy key lady city story monkey roof chief cliff leaf shelf loaf half sheep deer fish series crisis oasis witch
wish dish torch match horse house mouse goose foot tooth ox piano photo radio studio nun priest king noblewoman swordsman
horseman human shaman werewolf housewife bookshelf quiz tax fox buzz enemy spy army body copy ally valley journey donkey hour
eye lie tie toe shoe volcano tornado cargo mosquito virus genius campus axis thesis stomach mother-in-law brother-in-law
attorney guest guard sword shield arrow bow stone river bridge gate wall tower castle village road path hill cave""".split()

ARTICLES = """hour honest honour heir heirloom apple orange egg ice umbrella uncle unicorn university union unit uniform usual
useful user European eulogy ewe one once one-eyed house hotel history horse ugly unarmed unhappy unimportant uninvited
unidentified unimaginable urn urgent utensil utter ukulele FBI X-ray UFO U-boat B-movie F-word 100 1 S L yellow year owl oar
oath onion hourglass humble heretic uranium soldier angry old young armed hungry evil white""".split()

PARTICIPLES = """kneel run stop plan walk lie die tie see agree be have do go make take panic mimic admit permit offer enter
occur reveal heal fail follow show fix play try cry carry swim begin forget get sit hit cut shut bind find kill tend flee hoe
whip worship kidnap whisper wander quit ask beg bow vow hug nod rub stab grab drag snap drop hop shrug spot rob step slip strip
trip wrap drum hum skim trim tap pat""".split()


@pytest.mark.parametrize("noun", NOUNS)
def test_plurals(noun: str) -> None:
    if noun != "ox":  # inflect says "oxes"
        assert plural(noun) == JUDGE.plural_noun(noun)
    assert is_plural("the " + plural(noun)) or plural(noun) == noun
    assert not is_plural("the " + noun)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("ox", "oxen"),
        ("thief", "thieves"),
        ("foot soldier", "foot soldiers"),
        ("man of war", "men of war"),
        ("soldier with the broken hand", "soldiers with the broken hand"),
        ("one of the fallen", "ones of the fallen"),
        ("brother-in-arms", "brothers-in-arms"),
        ("Kennedy", "Kennedys"),
    ],
)
def test_plurals_of_phrases(phrase: str, expected: str) -> None:
    assert plural(phrase) == expected


@pytest.mark.parametrize("phrase", ARTICLES)
def test_articles(phrase: str) -> None:
    assert article(phrase) == JUDGE.a(phrase)


@pytest.mark.parametrize("phrase", ["SOS", "11 soldiers", "8", "18", "MP", "FBI agent"])
def test_an_before_letters_and_numbers_that_sound_so(phrase: str) -> None:
    assert article(phrase) == "an " + phrase


@pytest.mark.parametrize("verb", PARTICIPLES)
def test_present_participles(verb: str) -> None:
    expected = {"quit": "quitting", "be": "being"}.get(verb) or JUDGE.present_participle(third_person(verb))
    assert present_participle(verb) == expected


@pytest.mark.parametrize(
    ("verb", "third", "before", "participle", "present"),
    [
        ("be", "is", "was", "been", "being"),
        ("have", "has", "had", "had", "having"),
        ("do", "does", "did", "done", "doing"),
        ("go", "goes", "went", "gone", "going"),
        ("kneel", "kneels", "knelt", "knelt", "kneeling"),
        ("bind", "binds", "bound", "bound", "binding"),
        ("lie", "lies", "lay", "lain", "lying"),
        ("die", "dies", "died", "died", "dying"),
        ("weep", "weeps", "wept", "wept", "weeping"),
        ("flee", "flees", "fled", "fled", "fleeing"),
        ("withdraw", "withdraws", "withdrew", "withdrawn", "withdrawing"),
        ("overhear", "overhears", "overheard", "overheard", "overhearing"),
        ("understand", "understands", "understood", "understood", "understanding"),
        ("forgive", "forgives", "forgave", "forgiven", "forgiving"),
        ("travel", "travels", "travelled", "travelled", "travelling"),
        ("open", "opens", "opened", "opened", "opening"),
        ("prefer", "prefers", "preferred", "preferred", "preferring"),
        ("offer", "offers", "offered", "offered", "offering"),
        ("visit", "visits", "visited", "visited", "visiting"),
        ("equip", "equips", "equipped", "equipped", "equipping"),
        ("panic", "panics", "panicked", "panicked", "panicking"),
        ("carry", "carries", "carried", "carried", "carrying"),
        ("vow", "vows", "vowed", "vowed", "vowing"),
        ("singe", "singes", "singed", "singed", "singeing"),
        ("dye", "dyes", "dyed", "dyed", "dyeing"),
        ("watch", "watches", "watched", "watched", "watching"),
        ("rewrite", "rewrites", "rewrote", "rewritten", "rewriting"),
        ("reset", "resets", "reset", "reset", "resetting"),
        ("look away", "looks away", "looked away", "looked away", "looking away"),
    ],
)
def test_verbs(verb: str, third: str, before: str, participle: str, present: str) -> None:
    assert conjugate(verb, Agreement(), Tense.PRESENT) == third
    assert conjugate(verb, Agreement(), Tense.PAST) == before
    assert past_participle(verb) == participle
    assert present_participle(verb) == present
    assert base(third.partition(" ")[0]) == verb.partition(" ")[0]


def test_every_irregular_verb_is_found_back_from_its_third_person() -> None:
    for verb, (before, participle) in VERBS.items():
        assert past(verb) == before
        assert past_participle(verb) == participle
        assert base(third_person(verb)) == verb


@pytest.mark.parametrize(
    ("agreement", "present", "before"),
    [
        (Agreement(Person.FIRST, False), "am", "was"),
        (Agreement(Person.SECOND, False), "are", "were"),
        (Agreement(Person.THIRD, False), "is", "was"),
        (Agreement(Person.FIRST, True), "are", "were"),
        (Agreement(Person.THIRD, True), "are", "were"),
    ],
)
def test_being_agrees_in_person_and_number(agreement: Agreement, present: str, before: str) -> None:
    assert conjugate("be", agreement, Tense.PRESENT) == present
    assert conjugate("be", agreement, Tense.PAST) == before
    assert conjugate("kneel", agreement, Tense.PRESENT) == ("kneels" if present == "is" else "kneel")


@pytest.mark.parametrize(("modal", "before"), [("can", "could"), ("will", "would"), ("may", "might"), ("must", "had to")])
def test_modals_have_no_endings(modal: str, before: str) -> None:
    assert conjugate(modal, Agreement(), Tense.PRESENT) == modal
    assert conjugate(modal, Agreement(), Tense.PAST) == before


@pytest.mark.parametrize(
    ("pronoun", "person", "several", "forms"),
    [
        (Pronoun.SHE, Person.THIRD, False, "she her her hers herself"),
        (Pronoun.HE, Person.THIRD, False, "he him his his himself"),
        (Pronoun.IT, Person.THIRD, False, "it it its its itself"),
        (Pronoun.THEY, Person.THIRD, True, "they them their theirs themselves"),
        (Pronoun.THEY, Person.THIRD, False, "they them their theirs themself"),
        (Pronoun.WE, Person.THIRD, True, "we us our ours ourselves"),
        (Pronoun.SHE, Person.FIRST, False, "I me my mine myself"),
        (Pronoun.THEY, Person.FIRST, True, "we us our ours ourselves"),
        (Pronoun.HE, Person.SECOND, False, "you you your yours yourself"),
        (Pronoun.THEY, Person.SECOND, True, "you you your yours yourselves"),
    ],
)
def test_pronouns(pronoun: Pronoun, person: Person, several: bool, forms: str) -> None:
    told = {case: ENGLISH.pronoun(pronoun, case, person, several) for case in Case}
    assert told.pop(Case.DATIVE) == told[Case.OBJECT]
    assert list(told.values()) == forms.split()


def test_one_person_who_is_they_takes_a_plural_verb_after_the_pronoun_only() -> None:
    assert not ENGLISH.agreement(Pronoun.THEY, Person.THIRD, plural=False, named=True).plural
    assert ENGLISH.agreement(Pronoun.THEY, Person.THIRD, plural=False, named=False).plural
    assert ENGLISH.agreement(Pronoun.THEY, Person.THIRD, plural=True, named=True).plural


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("Aeris", "Aeris's"),
        ("Cloud", "Cloud's"),
        ("the soldiers", "the soldiers'"),
        ("the men", "the men's"),
        ("James", "James's"),
    ],
)
def test_owners(name: str, owner: str) -> None:
    assert possessive(name) == owner


@pytest.mark.parametrize("name", ["the soldiers", "the men", "Tifa and Barret", "the others", "the men of the king", "people"])
def test_names_of_several(name: str) -> None:
    assert is_plural(name)


@pytest.mark.parametrize("name", ["James", "the boss", "the king of thieves", "Robin", "the virus", "a man with horses"])
def test_names_of_one(name: str) -> None:
    assert not is_plural(name)


def test_lists_and_numbers() -> None:
    assert join(()) == ""
    assert join(("a",)) == "a"
    assert join(("a", "b")) == "a and b"
    assert join(("a", "b", "c"), "or") == "a, b or c"
    assert [number(n) for n in (0, 2, 12, 13, -1)] == ["none", "two", "twelve", "13", "-1"]


@pytest.mark.parametrize("count", range(1, 6))
def test_lists_as_the_judge_has_them(count: int) -> None:
    names = ["Aeris", "the soldiers", "a boy", "Robin", "the men of the king"][:count]
    for word in ("and", "or"):
        assert join(names, word) == JUDGE.join(names, conj=word, final_sep="")


@pytest.mark.parametrize("verb", PARTICIPLES)
def test_verbs_of_several_as_the_judge_has_them(verb: str) -> None:
    several = Agreement(Person.THIRD, True)
    if verb not in ("be", "lie", "die", "tie"):  # inflect says "ly"
        assert conjugate(verb, several, Tense.PRESENT) == JUDGE.plural_verb(third_person(verb))
    assert conjugate(verb, several, Tense.PRESENT) == ("are" if verb == "be" else verb)


SUBJECTS = [
    ("Aeris", Pronoun.SHE, False),
    ("Cloud", Pronoun.HE, False),
    ("James", Pronoun.HE, False),
    ("the old oak", Pronoun.IT, False),
    ("Robin", Pronoun.THEY, False),
    ("an honest thief", Pronoun.THEY, False),
    ("the soldiers", Pronoun.THEY, True),
    ("the men of the king", Pronoun.THEY, True),
    ("Tifa and Barret", Pronoun.THEY, True),
    ("the crew", Pronoun.WE, True),
]


@pytest.mark.parametrize(("name", "pronoun", "several"), SUBJECTS)
@pytest.mark.parametrize("verb", ["be", "have", "go", "try", "pass", "kneel", "watch"])
@pytest.mark.parametrize("tense", list(Tense))
def test_any_name_and_pronoun_agree_with_any_verb(name: str, pronoun: Pronoun, several: bool, verb: str, tense: Tense) -> None:
    """After a name the verb is singular unless it names several; after "they" and "we" it is plural for one as well."""
    thing = Thing("who", "character", name, pronoun, mind=True)
    references = References()

    def told(text: str) -> str:
        return render(parse_template(text), Voice(tense=tense), One(thing), {}, references, begins=False)

    one, many = (conjugate(verb, Agreement(Person.THIRD, plural), tense) for plural in (False, True))
    if tense is Tense.PRESENT and verb != "be":
        assert many == JUDGE.plural_verb(one)
    assert told(f"{{who}} [{verb}].") == f"{name} {many if several else one}."
    subject = ENGLISH.pronoun(pronoun, Case.SUBJECT, Person.THIRD, several)
    owner = ENGLISH.pronoun(pronoun, Case.POSSESSIVE, Person.THIRD, several)
    plural = pronoun in (Pronoun.THEY, Pronoun.WE)
    assert told(f"{{who.he}} [{verb}] as {{who.his}} kind [do].") == (
        f"{subject} {many if plural else one} as {owner} kind {conjugate('do', Agreement(), tense)}."
    )


class One:
    """A view of one thing."""

    def __init__(self, thing: Thing) -> None:
        self.one = thing

    def thing(self, name: str) -> Thing | None:
        return self.one if name == self.one.name else None

    def holds(self, condition: Expression, binding: Mapping[str, str]) -> bool:
        return False

    def possible(self, name: str, arguments: tuple[str, ...]) -> Idea:
        raise KeyError(name)

    def nothing(self, name: str) -> str:
        return "nobody"

    def called(self, name: str, words: str) -> None:
        assert words == self.one.display


def test_a_sentence_begins_with_a_capital_behind_its_quotes() -> None:
    assert ENGLISH.capitalize("“come,” she says") == "“Come,” she says"
    assert ENGLISH.capitalize("(élan)") == "(Élan)"
    assert ENGLISH.capitalize("") == ""
