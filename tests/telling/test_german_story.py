"""A story that is German from the beginning: told, played, asked for reasons and minds, with no English word in it."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import fabula
from fabula.lives import Life, Reason, replay
from fabula.lives.replaying import acts_of
from fabula.model import Comparison, Expression, Get, Literal, Logic, Not
from fabula.pages import page_of
from fabula.play import Session
from fabula.play.screens import PlainScreen
from fabula.play.terminal import Options, Terminal
from fabula.story import Story, load, loads
from fabula.telling import NOBODY, phrases, tell

PACKAGE = Path(fabula.__file__).parent
PLAYING = ("words.py", "mind.py", "terminal.py", "screens.py", "rich_screen.py")
#: all others say what the engine says, in whatever language: no word of it stands in them
WITHOUT_WORDS = (
    *sorted(
        path.relative_to(PACKAGE).as_posix()
        for path in (PACKAGE / "telling").rglob("*.py")
        if not {"en", "de"} & set(path.parts) and path.name != "focalization.py"  # whose problems are for authors
    ),
    *(f"play/{name}" for name in PLAYING),
    "believing.py",
)
#: nothing stands here but the tags and the style of pages
MARKING_UP = sorted(path.relative_to(PACKAGE).as_posix() for path in (PACKAGE / "pages").glob("*.py"))
SAYING = ("__init__", "answers", "asides", "play", "sentences", "statements")
ENGLISH = tuple(f"languages/en/{name}.py" for name in (*SAYING, "acts"))
GERMAN = tuple(f"languages/de/{name}.py" for name in (*SAYING, "clauses", "nouns"))


@cache
def well() -> Story:
    return load(Path(__file__).parent / "der_brunnen.fabula")


@cache
def lived() -> Life:
    acts = ("gehen(Kinder, Brunnen, Hof)", "gehen(Bert, Brunnen, Hof)", "geben(Bert, Anna, Schwert)")
    return replay(well(), (*acts, "gehen(Anna, Hof, Brunnen)", "anzünden(Anna, Brunnen)"))


def literals(path: Path) -> Iterator[str]:
    """The texts in a module that are no docstrings, and are not for programmers alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == "__repr__":
            node.body.clear()
    described = [node for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    docstrings = {id(node.value) for node in described}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def words_in(names: tuple[str, ...]) -> set[str]:
    found = (text for name in names for text in literals(PACKAGE / "telling" / name))
    # What stands in braces is filled in, and no word of any language.
    plain = (re.sub(r"\{\w+\}", " ", text) for text in found)
    return {word for text in plain for word in re.findall(r"[a-zäöüß]{2,}", text.lower())}


#: German as well as English
BOTH = frozenset("her stand hand arm rest wind hat war was also bald".split())
#: what reads as prose and is none
MARKUP = frozenset({"<th scope='col'>{}</th>", "bold cyan", "may be"})


@cache
def english_only() -> frozenset[str]:
    story = (Path(__file__).parent / "der_brunnen.fabula").read_text(encoding="utf-8")
    # names of commands are the same in every language
    commands = set("undo why mind look save load transcript restart quit help name file all minds path count commands".split())
    return frozenset(words_in(ENGLISH) - words_in(GERMAN) - set(re.findall(r"[a-zäöüß]+", story.lower())) - commands - BOTH)


def english_in(text: str) -> set[str]:
    return set(re.findall(r"[a-zäöüß]{2,}", text.lower())) & english_only()


def test_the_check_finds_english() -> None:
    assert {"because", "believe"} <= english_in("Because they believe it.")


# --- told --------------------------------------------------------------------------------------------------------------


def test_it_is_told_in_german() -> None:
    assert tell(well(), lived(), None, 1).text == (
        "Es war Abend, und der Brunnen lag still.\n\n"
        "Die Kinder und der Müller kamen zum Hof. Der Müller gab Anna das Schwert, und sie ging zum alten Brunnen. "
        "Sie zündete beim alten Brunnen ein Licht an, weil sie ein Licht sehen wollte.\n\n"
        "Nun war es hell."
    )


@pytest.mark.parametrize("by", [None, NOBODY, "Anna", "Bert", "Kinder"])
def test_no_word_of_it_is_english(by: str | None) -> None:
    for seed in range(5):
        assert english_in(tell(well(), lived(), by, seed).text) == set()
    page = page_of(well(), lived(), by, reasons=True)
    assert english_in(" ".join(line for lines in page.reasons for line in lines)) == set()


def test_reasons() -> None:
    reasons = [line for lines in page_of(well(), lived(), reasons=True).reasons for line in lines]
    assert reasons[0] == "Die Kinder gehen zum Hof, weil sie beim Hof sein wollen."
    assert reasons[1].startswith("Der Müller geht zum Hof, weil er will, dass ")
    assert reasons[-1] == "Anna zündet beim alten Brunnen ein Licht an, weil sie ein Licht sehen will."


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Bert", "Der Müller geht zum Hof, weil er Wasser holen und nach Hause gehen will."),
        ("Kinder", "Die Kinder gehen zum Hof, weil sie Wasser holen und nach Hause gehen wollen."),
    ],
)
def test_who_wants_two_things_wants_them_both(who: str, said: str) -> None:
    """The verb stands behind the second thing, and who wants it before the first."""
    act = next(n for n, one in enumerate(well().task.actions) if one.name == f"gehen({who}, Brunnen, Hof)")
    assert phrases(well()).because(act, [Reason(who, (act,), ("Wasser holen", "nach Hause gehen"))]) == said


ANNA_AT_THE_WELL: Expression = Comparison("==", Get("at", (Literal("Anna"),)), Literal("Brunnen"))


@pytest.mark.parametrize(
    ("condition", "sentence", "denied"),
    [
        (ANNA_AT_THE_WELL, "Anna ist beim alten Brunnen", "Anna ist nicht beim alten Brunnen"),
        (Get("lebt", (Literal("Bert"),)), "der Müller ist am Leben", "der Müller ist nicht am Leben"),
        (Get("liebt", (Literal("Anna"), Literal("Bert"))), "Anna liebt den Müller", "Anna liebt den Müller nicht"),
        (
            Comparison("==", Get("folgt", (Literal("Kinder"),)), Literal("Bert")),
            "die Kinder folgen dem Müller",
            "die Kinder folgen dem Müller nicht",
        ),
        (
            Comparison(">=", Get("trauer", (Literal("Bert"),)), Literal(2)),
            "die Trauer des Müllers ist mindestens zwei",
            "die Trauer des Müllers ist weniger als zwei",
        ),
        (
            Logic("and", (ANNA_AT_THE_WELL, Not(Get("hell", (Literal("Hof"),))))),
            "Anna ist beim alten Brunnen und der Hof ist nicht hell",
            "Anna ist nicht beim alten Brunnen oder der Hof ist hell",
        ),
    ],
)
def test_conditions(condition: Expression, sentence: str, denied: str) -> None:
    said = phrases(well())
    assert said.condition(condition) == sentence
    assert said.condition(condition, denied=True) == denied


def test_behind_dass_the_verb_stands_last() -> None:
    said = phrases(well())
    assert said.believes("Bert", ANNA_AT_THE_WELL) == "der Müller glaubt, dass Anna beim alten Brunnen ist"
    assert said.belief("Anna", "liebt", ("Bert", "Kinder"), False) == "Anna glaubt, dass der Müller die Kinder nicht liebt"
    assert said.belief("Anna", "folgt", ("Bert",), None) == "Anna glaubt, dass der Müller niemandem folgt"
    assert said.belief("Anna", "at", ("Bert",), None) == "Anna glaubt, dass der Müller nirgends ist"
    assert said.question("at", ("Bert",)) == "wo der Müller ist"
    assert said.question("folgt", ("Bert",)) == "wem der Müller folgt"
    assert said.question("hell", ("Hof",)) == "ob der Hof hell ist"


def test_wants() -> None:
    said = phrases(well())
    assert said.want("Anna", well().definition.wants["Anna"][0].text) == "Anna will ein Licht sehen"
    assert said.want("Bert", "dass Anna nicht mehr traurig ist") == "der Müller will, dass Anna nicht mehr traurig ist"
    assert said.want("Kinder", well().definition.wants["Kinder"][0].text) == "die Kinder wollen beim Hof sein"
    assert said.refusal("Kinder") == "Die Kinder weigern sich: sie sehen nichts darin, was sie wollen."


def test_acts_and_choices() -> None:
    said = phrases(well())
    found = {well().task.actions[number].name: number for number in range(len(well().task.actions))}
    for act, sentence, choice in (
        ("geben(Bert, Anna, Schwert)", "Der Müller gibt Anna das Schwert", "Gib Anna das Schwert"),
        ("geben(Anna, Bert, Schwert)", "Anna gibt dem Müller das Schwert", "Gib dem Müller das Schwert"),
        ("anzünden(Anna, Hof)", "Anna zündet beim Hof ein Licht an", "Zünde beim Hof ein Licht an"),
        ("verstecken(Kinder)", "Die Kinder verstecken sich", "Versteck dich"),
    ):
        assert said.act(found[act]) == sentence
        assert said.choice(found[act]) == choice
    assert said.plan((found["anzünden(Anna, Hof)"],), "Anna") == "beim Hof ein Licht anzünden"
    assert said.failed(found["verstecken(Anna)"], "Anna", ()) == "Anna versuchte, sich zu verstecken, doch es ging nicht."
    assert said.letting(found["geben(Bert, Anna, Schwert)"]) == "Lass den Müller Anna das Schwert geben"


# --- played ------------------------------------------------------------------------------------------------------------


def test_it_is_played_in_german() -> None:
    out = io.StringIO()
    lines = ("1", "why", "mind", "2", "undo", "help", "99", "nonsuch", "mind Bert", "quit")
    screen = PlainScreen(io.StringIO("".join(f"{line}\n" for line in lines)), out)
    Terminal(well(), screen, Options("der_brunnen.fabula")).run()
    printed = out.getvalue()
    assert "Du bist Anna." in printed
    assert "Was Anna glaubt:" in printed
    assert "Auf Wiedersehen." in printed
    told, _, command = printed.rpartition("fabula play ")
    assert command.startswith("der_brunnen.fabula --load ")
    assert english_in(told.replace("nonsuch", "")) == set()


def test_minds() -> None:
    for name in well().task.characters:
        mind = Session(well(), name).mind(name)
        for belief in mind.beliefs:
            assert english_in(belief.text) == set()
        assert english_in(mind._repr_html_().replace("<th scope='col'>", "")) <= {"td", "tr", "th", "table"}


# --- where words stand ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WITHOUT_WORDS)
def test_words_stand_in_the_modules_of_their_language(name: str) -> None:
    prose = [text for text in literals(PACKAGE / name) if re.search(r"[a-z]{2,} [a-z]{2,}", text) and text not in MARKUP]
    assert prose == []


@pytest.mark.parametrize("name", MARKING_UP)
def test_the_words_around_a_page_are_labels_of_its_language(name: str) -> None:
    said = [
        text for text in literals(PACKAGE / name) if re.search(r"[a-z]{2,} [a-z]{2,}", text) and not re.search("[<>{}=]", text)
    ]
    assert said == []


# --- the flagship ------------------------------------------------------------------------------------------------------


def test_the_flagship_is_told_in_german() -> None:
    ridge = load("the_ridge", "de")
    assert list(ridge.problems) == []
    assert ridge.definition.translation is None
    path = Path(fabula.__file__).parent / "stories" / "the_ridge.eighteen_beats.life"
    life = replay(ridge, acts_of(path.read_text(encoding="utf-8")))
    page = page_of(ridge, life, reasons=True)
    assert page.words >= 900
    assert english_in(page.text) == set()
    reasons = [line for lines in page.reasons for line in lines]
    assert [line for line in reasons if english_in(line)] == []
    assert "Cloud fragt Aeris nach dem Massaker, weil er den Schuldigen kennen will; als Nächstes soll sie nicken." in reasons


# --- clauses within clauses ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        # a clause at the end of a statement that another one follows
        ("Anna.at is Bert.at or hell(Hof)", "Anna ist dort, wo der Müller ist, oder der Hof ist hell"),
        ("(Anna believes Bert.lebt) and hell(Hof)", "Anna glaubt, dass der Müller am Leben ist, und der Hof ist hell"),
        ("(Anna knows Bert.at) and hell(Hof)", "Anna weiß, wo der Müller ist, und der Hof ist hell"),
        (
            "Anna believes (Bert.lebt and (Kinder believes Bert.lebt) and hell(Hof))",
            "Anna glaubt, dass der Müller am Leben ist, die Kinder glauben, dass er am Leben ist, und der Hof hell ist",
        ),
        ("hell(Hof) and (Anna knows Bert.at)", "der Hof ist hell und Anna weiß, wo der Müller ist"),
        # one that stands for whoever something is true of: acted on, behind a preposition, as the subject, as the owner
        ("folgt(Anna) is folgt(Bert)", "Anna folgt, wem der Müller folgt"),
        ("not (folgt(Anna) is folgt(Bert))", "Anna folgt nicht, wem der Müller folgt"),
        ("Anna believes folgt(Anna) is folgt(Bert)", "Anna glaubt, dass sie folgt, wem der Müller folgt"),
        ("(folgt(Anna) is folgt(Bert)) and hell(Hof)", "Anna folgt, wem der Müller folgt, und der Hof ist hell"),
        ("liebt(Bert, folgt(Anna))", "der Müller liebt, wem Anna folgt"),
        ("besitz(Schwert) is folgt(Bert)", "das Schwert ist im Besitz von dem, wem der Müller folgt"),
        ("liebt(folgt(Anna), Bert)", "wem Anna folgt, liebt den Müller"),
        ("trauer(folgt(Anna)) > 1", "die Trauer dessen, wem Anna folgt, ist mehr als eins"),
    ],
)
def test_clauses_within_clauses_are_closed_by_commas(condition: str, said: str) -> None:
    text = (Path(__file__).parent / "der_brunnen.fabula").read_text(encoding="utf-8")
    story = loads(f"{text}\nscene probe when {condition}\n")
    assert phrases(story).condition(story.definition.scenes["probe"].condition) == said
