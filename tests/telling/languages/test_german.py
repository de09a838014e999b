"""German as a realiser: verbs, names in their cases, who does what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.grounding import Idea
from fabula.model import Alias, Pronoun, Thing
from fabula.syntax.templates import Template, parse_template
from fabula.telling import Person, Tense, Voice, render
from fabula.telling.languages import is_spoken, realiser_for
from fabula.telling.languages.asides import Foreseen
from fabula.telling.languages.de import REALISER as GERMAN
from fabula.telling.languages.de.acts import told_of
from fabula.telling.languages.de.asides import ASIDES
from fabula.telling.languages.de.nouns import declined
from fabula.telling.languages.de.verbs import imperative_of, infinitive_of, with_zu
from fabula.telling.languages.grammar import Agreement, Case
from fabula.telling.wording.voice import Value

PRESENT, PAST = Tense.PRESENT, Tense.PAST
SHE = Agreement()
THEY = Agreement(Person.THIRD, True)
#: what is not known in a view: some of all values, or all of them
SEVERAL = {
    "suspect": Idea(("Hale", "Aeris"), False),
    "lover": Idea(("Hale", None), False),
    "taker": Idea(("Hale", "Aeris"), False, True),
    "giver": Idea(("Hale", None), False, True),
    "age": Idea((2, 3), False),
}


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("knien", "knie kniest kniet knien kniet knien | kniete knietest kniete knieten knietet knieten | gekniet"),
        ("sein", "bin bist ist sind seid sind | war warst war waren wart waren | gewesen"),
        ("haben", "habe hast hat haben habt haben | hatte hattest hatte hatten hattet hatten | gehabt"),
        ("wollen", "will willst will wollen wollt wollen | wollte wolltest wollte wollten wolltet wollten | gewollt"),
        ("wissen", "weiß weißt weiß wissen wisst wissen | wusste wusstest wusste wussten wusstet wussten | gewusst"),
        (
            "warten",
            "warte wartest wartet warten wartet warten | wartete wartetest wartete warteten wartetet warteten | gewartet",
        ),
        (
            "öffnen",
            "öffne öffnest öffnet öffnen öffnet öffnen | öffnete öffnetest öffnete öffneten öffnetet öffneten | geöffnet",
        ),
        ("lernen", "lerne lernst lernt lernen lernt lernen | lernte lerntest lernte lernten lerntet lernten | gelernt"),
        ("fahren", "fahre fährst fährt fahren fahrt fahren | fuhr fuhrst fuhr fuhren fuhrt fuhren | gefahren"),
        ("halten", "halte hältst hält halten haltet halten | hielt hieltest hielt hielten hieltet hielten | gehalten"),
        ("lesen", "lese liest liest lesen lest lesen | las lasest las lasen last lasen | gelesen"),
        ("gehen", "gehe gehst geht gehen geht gehen | ging gingst ging gingen gingt gingen | gegangen"),
        (
            "bringen",
            "bringe bringst bringt bringen bringt bringen | brachte brachtest brachte brachten brachtet brachten | gebracht",
        ),
        (
            "geschehen",
            "geschehe geschiehst geschieht geschehen gescheht geschehen | "
            "geschah geschahst geschah geschahen geschaht geschahen | geschehen",
        ),
        ("tun", "tue tust tut tun tut tun | tat tatest tat taten tatet taten | getan"),
    ],
)
def test_verbs(verb: str, forms: str) -> None:
    present, past, participle = (part.split() for part in forms.split("|"))
    persons = [Agreement(person, plural) for plural in (False, True) for person in Person]
    assert [GERMAN.conjugate(verb, agreement, PRESENT) for agreement in persons] == present
    assert [GERMAN.conjugate(verb, agreement, PAST) for agreement in persons] == past
    assert GERMAN.past_participle(verb) == participle[0]


@pytest.mark.parametrize(
    ("verb", "present", "past", "participle"),
    [
        ("niederknien", "kniet nieder", "kniete nieder", "niedergekniet"),
        ("aufstehen", "steht auf", "stand auf", "aufgestanden"),
        ("hinausgehen", "geht hinaus", "ging hinaus", "hinausgegangen"),
        ("versprechen", "verspricht", "versprach", "versprochen"),
        ("besuchen", "besucht", "besuchte", "besucht"),
        ("antworten", "antwortet", "antwortete", "geantwortet"),
        ("anfangen mit", "fängt mit an", "fing mit an", "angefangen mit"),
    ],
)
def test_verbs_with_something_before_them(verb: str, present: str, past: str, participle: str) -> None:
    assert GERMAN.conjugate(verb, SHE, PRESENT) == present
    assert GERMAN.conjugate(verb, SHE, PAST) == past
    assert GERMAN.past_participle(verb) == participle


@pytest.mark.parametrize("verb", ["lieben", "knien", "warten", "sein", "gehen", "wissen", "halten", "sehen", "sammeln"])
def test_the_infinitive_of_a_form(verb: str) -> None:
    assert GERMAN.base(GERMAN.conjugate(verb, SHE, PRESENT)) == verb
    assert GERMAN.base(verb) == verb


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("der Junge mit der gebrochenen Hand", "den Jungen|dem Jungen|des Jungen"),
        ("der grauhaarige Korporal", "den grauhaarigen Korporal|dem grauhaarigen Korporal|des grauhaarigen Korporals"),
        ("das Feld", "das Feld|dem Feld|des Feldes"),
        ("das alte Haus", "das alte Haus|dem alten Haus|des alten Hauses"),
        ("die stumme Soldatin", "die stumme Soldatin|der stummen Soldatin|der stummen Soldatin"),
        ("der Soldat", "den Soldaten|dem Soldaten|des Soldaten"),
        ("der Mann, der er war", "den Mann|dem Mann|des Mannes"),
        ("ein alter Mann", "einen alten Mann|einem alten Mann|eines alten Mannes"),
        ("das, was sie fühlte", "das|dem|dessen"),
        ("Aeris", "Aeris|Aeris|Aeris'"),
        ("Cloud", "Cloud|Cloud|Clouds"),
    ],
)
def test_names_in_their_cases(name: str, forms: str) -> None:
    assert GERMAN.inflected(name, Case.SUBJECT, False) == name
    for case, form in zip((Case.OBJECT, Case.DATIVE, Case.POSSESSIVE), forms.split("|"), strict=True):
        assert GERMAN.inflected(name, case, False).startswith(form)


def test_several() -> None:
    assert [GERMAN.inflected("die Leute", case, True) for case in (Case.OBJECT, Case.DATIVE, Case.POSSESSIVE)] == [
        "die Leute",
        "den Leuten",
        "der Leute",
    ]
    assert GERMAN.join(("Aeris", "Cloud", "Tifa")) == "Aeris, Cloud und Tifa"
    assert GERMAN.number(2) == "zwei"
    assert GERMAN.number(13) == "13"
    assert [GERMAN.plural(word) for word in ("Soldat", "Hoffnung", "Feld", "Lehrerin", "Garten", "Straße")] == [
        "Soldaten",
        "Hoffnungen",
        "Felder",
        "Lehrerinnen",
        "Garten",
        "Straßen",
    ]


def test_the_article_shows_the_gender() -> None:
    assert GERMAN.gender("der Grat") is Pronoun.HE
    assert GERMAN.gender("die Straße") is Pronoun.SHE
    assert GERMAN.gender("das Feld") is Pronoun.IT
    assert GERMAN.gender("Aeris") is None


def test_languages_by_their_tags() -> None:
    assert realiser_for("de-AT") is GERMAN
    assert realiser_for("DE") is GERMAN
    assert realiser_for("en") is realiser_for("tlh") is not GERMAN
    assert is_spoken("de_CH")
    assert not is_spoken("tlh")


# --- sentences ---------------------------------------------------------------------------------------------------------


class Scene:
    """Three people, two places, and a boy whose name is known or not."""

    def __init__(self, known: bool = False) -> None:
        self.known = known
        self.things = {
            "Aeris": Thing("Aeris", "character", "Aeris", Pronoun.SHE, mind=True),
            "Cloud": Thing("Cloud", "character", "Cloud", Pronoun.HE, mind=True),
            "Hale": Thing("Hale", "character", "der Junge", Pronoun.HE, (), mind=True),
            "Leute": Thing("Leute", "character", "die Leute", Pronoun.THEY, mind=True),
            "field": Thing("field", "place", "das Feld", Pronoun.IT),
            "ridge": Thing("ridge", "place", "der Grat", Pronoun.HE),
            "road": Thing("road", "place", "die Straße", Pronoun.SHE),
        }

    def thing(self, name: str) -> Thing | None:
        return self.things.get(name)

    def holds(self, condition: object, binding: object) -> bool:
        return self.known

    def possible(self, name: str, arguments: tuple[str, ...]) -> Idea:
        values: dict[str, Value] = {"at": "ridge", "follows": None, "wounds": 2, "alive": True}
        return SEVERAL.get(name) or Idea((values[name],), True)

    def nothing(self, name: str) -> str:
        return "nobody"

    def called(self, name: str, words: str) -> None:
        assert words


def told(text: str, teller: str | None = None, person: Person = Person.THIRD, tense: Tense = PAST, **binding: str) -> str:
    given = {"who": "Aeris", "other": "Hale", "to": "field", **binding}
    return render(parse_template(text), Voice(teller, person, tense, GERMAN), Scene(), given)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{who} [knien] bei {other}.", "Aeris kniete beim Jungen."),
        ("Dann [knien] {who} bei {other} nieder.", "Dann kniete Aeris beim Jungen nieder."),
        ("Bei {other} [knien] {who}.", "Beim Jungen kniete Aeris."),
        ("{who} [gehen] zu {to} und [warten].", "Aeris ging zum Feld und wartete."),
        ("{who} [sehen] {other}.", "Aeris sah den Jungen."),
        ("{who} [helfen] {other}.", "Aeris half dem Jungen."),
        ("{other} [sehen] {who} zu.", "Der Junge sah Aeris zu."),
        ("{who} und {other} [gehen].", "Aeris und der Junge gingen."),
        ("Der Wind [berühren] {other}.", "Der Wind berührte den Jungen."),
        ("Niemand [kommen], und {who} [schweigen].", "Niemand kam, und Aeris schwieg."),
        ("{who} [sprechen] mit {other} über {to}.", "Aeris sprach mit dem Jungen über das Feld."),
        ("{who} [sehen] {who}.", "Aeris sah sich."),
        ("{who} [kommen]. {who.she} [knien] bei {other.him}.", "Aeris kam. Sie kniete bei ihm."),
        ("{who.his}e Hand [zittern].", "Ihre Hand zitterte."),
        ("{who's} Hand [zittern].", "Aeris' Hand zitterte."),
        ("{who} [sein] auf {who.at}.", "Aeris war auf dem Grat."),
        ("{who} [folgen] {who.follows}.", "Aeris folgte niemand."),
        ("Es [sein] {who.suspect}.", "Es war der Junge oder Aeris."),
        ("Es [sein] {who.lover}.", "Es war der Junge oder niemand."),
        ("Es [sein] {who.taker}.", "Es war jemand."),
        ("Es [sein] {who.giver}.", "Es war jemand oder niemand."),
        ("Es [sein] {who.age}.", "Es war zwei oder drei."),
        ("Ein Ort, in dem {who} [warten].", "Ein Ort, in dem Aeris wartete."),
    ],
)
def test_sentences(text: str, said: str) -> None:
    assert told(text) == said


def test_who_tells_in_the_first_person() -> None:
    assert told("{who} [knien] bei {other}.", "Aeris", Person.FIRST, PRESENT) == "Ich knie beim Jungen."
    assert told("{other} [sehen] {who}.", "Aeris", Person.FIRST, PRESENT) == "Der Junge sieht mich."
    assert told("{other} [helfen] {who}.", "Aeris", Person.SECOND, PRESENT) == "Der Junge hilft dir."
    assert told("{other} [sprechen] mit {who}.", "Aeris", Person.FIRST) == "Der Junge sprach mit mir."


def test_several_agree() -> None:
    assert told("{who} [gehen] zu {to}.", who="Leute") == "Die Leute gingen zum Feld."
    assert told("{who} [gehen] mit {other}.", other="Leute") == "Aeris ging mit den Leuten."


def test_choices_are_imperatives() -> None:
    assert told("Töte {other}") == "Töte den Jungen"
    assert told("Hilf {other}") == "Hilf dem Jungen"
    assert told("Antworte {other}") == "Antworte dem Jungen"
    assert told("Geh zu {to}", to="road") == "Geh zur Straße"


def test_an_alias_is_declined_as_well() -> None:
    scene = Scene()
    named = Alias("der kleine Herr", None)
    scene.things["Hale"] = Thing("Hale", "character", "der Junge", Pronoun.HE, (named,), mind=True)
    text = parse_template("{who} [sehen] {other.name}, und {to} [sehen] {other.name}.")
    said = render(text, Voice(tense=PAST, realiser=GERMAN), scene, {"who": "Aeris", "other": "Hale", "to": "road"})
    assert said == "Aeris sah den Jungen, und die Straße sah den Jungen."


# --- every name, in every place ------------------------------------------------------------------------------------------

NAMES = {
    "Aeris": (Pronoun.SHE, "Aeris Aeris Aeris"),
    "Cloud": (Pronoun.HE, "Cloud Cloud Cloud"),
    "der Junge": (Pronoun.HE, "der_Junge den_Jungen dem_Jungen"),
    "die Soldatin": (Pronoun.SHE, "die_Soldatin die_Soldatin der_Soldatin"),
    "das Kind": (Pronoun.IT, "das_Kind das_Kind dem_Kind"),
    "die Leute": (Pronoun.THEY, "die_Leute die_Leute den_Leuten"),
    "Robin": (Pronoun.THEY, "Robin Robin Robin"),
}


@given(st.sampled_from(sorted(NAMES)), st.sampled_from(sorted(NAMES)), st.sampled_from([PRESENT, PAST]))
def test_any_name_in_any_case_with_a_verb_that_agrees(who: str, other: str, tense: Tense) -> None:
    if who == other:
        return
    things = {name: Thing(name, "character", name, pronoun, mind=True) for name, (pronoun, _) in NAMES.items()}

    class People(Scene):
        def __init__(self) -> None:
            super().__init__()
            self.things = things

    _, accusative, dative = (form.replace("_", " ") for form in NAMES[other][1].split())
    several = who == "die Leute"
    sees = ("sehen" if several else "sieht") if tense is PRESENT else ("sahen" if several else "sah")
    helps = ("helfen" if several else "hilft") if tense is PRESENT else ("halfen" if several else "half")
    text = parse_template("{who} [sehen] {other.name}. Dann [helfen] {who.name} {other.name}.")
    said = render(text, Voice(tense=tense, realiser=GERMAN), People(), {"who": who, "other": other})
    name = who[0].upper() + who[1:]
    assert said == f"{name} {sees} {accusative}. Dann {helps} {who} {dative}."


@pytest.mark.parametrize(
    ("imperative", "infinitive"),
    [
        ("Geh", "gehen"),
        ("Sieh", "sehen"),
        ("Gib", "geben"),
        ("Hilf", "helfen"),
        ("Töte", "töten"),
        ("Flüstere", "flüstern"),
        ("Warte", "warten"),
        ("Versteck", "verstecken"),
        ("Nimm", "nehmen"),
        ("Knie", "knien"),
        ("Lass", "lassen"),
    ],
)
def test_imperatives_and_their_infinitives(imperative: str, infinitive: str) -> None:
    assert infinitive_of(imperative) == infinitive
    assert infinitive_of(imperative_of(infinitive)) == infinitive


def test_zu_stands_inside_a_verb_that_is_separated() -> None:
    assert [with_zu(verb) for verb in ("gehen", "niederknien", "umdrehen", "versprechen")] == [
        "zu gehen",
        "niederzuknien",
        "umzudrehen",
        "zu versprechen",
    ]


@pytest.mark.parametrize(
    ("phrase", "case", "form"),
    [
        ("jeder Soldat", Case.OBJECT, "jeden Soldaten"),
        ("jede Figur", Case.DATIVE, "jeder Figur"),
        ("kein Soldat", Case.DATIVE, "keinem Soldaten"),
        ("irgendein Ding", Case.OBJECT, "irgendein Ding"),
        ("dieses Feld", Case.POSSESSIVE, "dieses Feldes"),
        ("nicht jeder Soldat", Case.OBJECT, "nicht jeden Soldaten"),
    ],
)
def test_words_before_a_kind(phrase: str, case: Case, form: str) -> None:
    assert declined(phrase, case, False) == form


def test_an_owner_behind_what_is_owned() -> None:
    assert GERMAN.inflected("Aeris", Case.OWN, False) == "von Aeris"
    assert GERMAN.inflected("der Junge", Case.OWN, False) == "des Jungen"


# --- between the acts ------------------------------------------------------------------------------------------------------


def said_aside(template: Template, teller: str | None = None, person: Person = Person.THIRD) -> str:
    given = {"who": "Aeris", "other": "Hale", "to": "field", "place": "field"}
    return render(template, Voice(teller, person, PAST, GERMAN), Scene(), given)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{who} [gehen] zu {to}.", "Der Junge hatte nicht vergessen, dass Aeris zum Feld gegangen war."),
        ("{who} [knien] bei {other} nieder.", "Der Junge hatte nicht vergessen, dass Aeris bei ihm niedergekniet hatte."),
        ("{who} [lügen]. Es half nichts.", "Der Junge hatte nicht vergessen, dass Aeris gelogen hatte."),
    ],
)
def test_looking_back(text: str, said: str) -> None:
    first, second = ASIDES.memories(parse_template(text).pieces, "other", False, False)
    assert said_aside(first) == said
    assert said_aside(second).endswith(("und er hatte das nicht vergessen.", "und der Junge hatte das nicht vergessen."))


def test_no_memory_is_made_of_what_can_not_be_read_alone() -> None:
    assert ASIDES.memories(parse_template("{who} [sehen] sie dort.").pieces, "other", False, False) == ()


@pytest.mark.parametrize(
    ("omen", "said"),
    [
        (Foreseen.PARTED, "Aeris war zum letzten Mal beim Jungen gewesen."),
        (Foreseen.LEFT, "Aeris sollte nicht mehr zum Feld zurückkehren."),
        (Foreseen.LAST, "Es war das Letzte, was Aeris tat."),
    ],
)
def test_foreshadowing(omen: Foreseen, said: str) -> None:
    assert said_aside(parse_template(ASIDES.omen(omen))) == said


def test_what_was_tried_in_vain() -> None:
    act = told_of(parse_template("{who} [gehen] zu {to}."), "who")
    assert act is not None
    assert said_aside(ASIDES.in_vain("who", act, (), 1)) == "Aeris wollte zum Feld gehen, doch es ging nicht."
    assert (
        said_aside(ASIDES.in_vain("who", act, (), 1), "Aeris", Person.FIRST) == "Ich wollte zum Feld gehen, doch es ging nicht."
    )
    refused = ASIDES.refused("who", "other", act, False, 1)
    assert said_aside(refused) == "Aeris bat den Jungen, zu dem Feld zu gehen, aber er wollte nicht."


def test_scenes_begin_where_they_are() -> None:
    assert ASIDES.scene("bei", "das Feld", False, True, False) == "wieder bei dem Feld:"
    assert ASIDES.scene("in", "die Mühle", False, False, True) == "später in der Mühle:"
    assert ASIDES.scene("in", "die Wälder", True, False, False) == "in den Wäldern:"
