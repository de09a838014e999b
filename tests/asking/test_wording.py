"""An answer is a value, and its words are made in the language of the story: nothing of another language stands among them."""

from __future__ import annotations

import dataclasses
import json
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from click.testing import CliRunner
from tests.asking.stories import CLOCK, KEY, LADDER, key
from tests.telling.test_german_story import english_in, literals

import fabula
from fabula.asking import Answer, Asker, question_about, question_of
from fabula.asking.conclusions import Circle, Extent, Lost, NoLife, SomeLife, Undecided
from fabula.asking.questions import Must, WhyNot
from fabula.budget import Budget
from fabula.cli import main
from fabula.lives import replay
from fabula.problems import StoryProblems
from fabula.story import Story, load, loads
from fabula.telling.languages import LANGUAGES, realiser_for

PACKAGE = Path(fabula.__file__).parent
WELL = Path(__file__).parents[1] / "telling" / "der_brunnen.fabula"
FEW = Budget(seconds=None, states=2_000)


def german(text: str) -> Story:
    """A story whose words are English, so that every German one is an answer's own."""
    head, rest = text.strip().split("\n", 1)
    return loads(f'{head}\n    language "de"\n{rest}')


# --- values -----------------------------------------------------------------------------------------------------------------


def test_an_answer_is_what_was_asked_and_what_was_found() -> None:
    asker = Asker(key(), finds_obstacles=False)
    answer = asker.ask("can hers")
    assert answer.asked == question_of(asker.world, "can hers")
    assert (answer.value, answer.conclusion, answer.extent) == (True, SomeLife(2), Extent(3, True, "stopped"))
    assert asker.ask("shortest his").conclusion == NoLife()
    life = replay(asker.world, ("walk(Jon, house, well)", "take(Ida, silver)"))
    assert asker.ask("what stands between life and lost", life=life).text.startswith("No life ends in 'lost'")


def test_that_it_is_not_known_is_a_value_too() -> None:
    answer = Asker(loads(CLOCK), finds_obstacles=False).ask("shortest late", budget=Budget(None, None, 2))
    assert answer.conclusion == Undecided(more_than=3)
    assert answer.extent == Extent(2, False, "budget")


def test_a_life_that_goes_round_is_told_with_its_circle() -> None:
    answer = Asker(load("the_silver_key"), ("Ida",)).ask("must hers")
    assert answer.conclusion == Circle(0, ("walk(Ida, house, well)", "walk(Ida, well, house)"), None)
    assert answer.details == {"circle": ["walk(Ida, house, well)", "walk(Ida, well, house)"], "lost_after": None}


def test_a_question_is_built_from_what_it_is_about() -> None:
    story = key()
    assert isinstance(question_about(story, "must", "hers, sooner or later"), Must)
    assert question_about(story, "must", "hers, sooner or later").text == "must hers, sooner or later"
    assert isinstance(question_about(story, "why not", "take"), WhyNot)
    assert story.can("hers").question == "can hers"
    assert story.who_knows("lies(silver)?").question == "who knows lies(silver)"


@pytest.mark.parametrize(("words", "about"), [("why", "not take"), ("can", "hers\nmust his"), ("can", ""), ("can", "# hers")])
def test_what_a_question_is_about_makes_no_other_question(words: str, about: str) -> None:
    with pytest.raises(StoryProblems) as found:
        question_about(key(), words, about)
    assert {problem.code for problem in found.value.problems} <= {"bad-question", "unknown-action", "syntax"}


def test_there_is_one_way_to_ask_each_question() -> None:
    """The nine questions are methods of a story; whoever answers them takes questions alone."""
    named = ("can", "must", "never", "shortest", "most", "least", "who_knows", "why", "why_not")
    assert all(hasattr(Story, name) for name in named)
    assert not any(hasattr(Asker, name) for name in named)


# --- words ------------------------------------------------------------------------------------------------------------------


def slots(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def templates(words: object) -> dict[str, tuple[str, ...]]:
    """All templates of a table by the names of their fields."""
    found: dict[str, tuple[str, ...]] = {}
    for field in dataclasses.fields(words):  # type: ignore[arg-type]
        value = getattr(words, field.name)
        if isinstance(value, str | tuple):
            found[field.name] = (value,) if isinstance(value, str) else value
        else:
            found |= {f"{field.name}.{name}": texts for name, texts in templates(value).items()}
    return found


#: forms of the same thing, of which a template takes what it needs
FORMS = ({"clause", "Clause", "dependent"}, {"because", "Because"}, {"nowhere", "Nowhere"})


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_language_fills_in_what_the_others_fill_in(tag: str) -> None:
    ours, theirs = templates(realiser_for("en").answers), templates(realiser_for(tag).answers)
    for name, texts in theirs.items():
        asked = {slot for text in ours[name] for slot in slots(text)}
        offered = asked.union(*(forms for forms in FORMS if forms & asked))
        assert {slot for text in texts for slot in slots(text)} <= offered, name


#: two that report problems; one that quotes the story; and one that names acts, as they are named in every language
NOT_WORDED = ("grammar.py", "asker.py", "rules.py", "relaxation.py")


@pytest.mark.parametrize(
    "path",
    [path for path in sorted((PACKAGE / "asking").rglob("*.py")) if path.name not in NOT_WORDED],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_no_words_stand_in_the_analysis(path: Path) -> None:
    """Prose stands in the tables of languages alone."""
    prose = [text for text in literals(path) if re.search(r"[a-z]{2,} [a-z]{2,}", text)]
    assert [text for text in prose if text not in ("that of an atlas is one", "<fabula.Answer to ")] == []


@cache
def of_the_well() -> tuple[Answer, ...]:
    story = load(WELL)
    named = story.definition
    questions = [f"{word} {name}" for word in ("why", "why not") for name in named.actions]
    questions += ["who knows Bert.at", "most stunde ever", "can hell(Hof)", "never hell(Hof)", "must licht"]
    questions += [f"{word} {name}" for word in ("can", "shortest", "what stands between start and") for name in named.endings]
    return tuple(Asker(story, finds_obstacles=False, threads=1).ask_all(questions, budget=FEW))


def test_no_word_of_a_german_answer_is_english() -> None:
    # How a question is asked is the same in every language, and so are the names of acts.
    for answer in of_the_well():
        said = re.sub(r"why not|sooner or later|'ever'", "", str(answer))
        assert english_in(said) == set(), answer.question


def test_who_is_several_is_spoken_of_as_several() -> None:
    (why,) = [answer for answer in of_the_well() if answer.question == "why trösten"]
    assert "\n  Die Kinder haben vor: trösten(Bert, Kinder), gehen(Bert, Brunnen, Hof).\n" in why.text
    assert "\n  Die Kinder glauben zu Recht, dass der Müller beim alten Brunnen ist; dass " in why.text


LADDERS = {
    "why not sell": "sell(Ann) ist in dem einen Zustand möglich, und immer fehlt jemandem ein Grund: Ann (in 1).\n"
    "Am Anfang:\n"
    "  Ann hat keinen Grund dazu: Es liefe „to keep the ring“ zuwider und brächte „to have something“ nicht mehr ein als das.\n"
    "    Ann täte es, wenn „to have something“ 3-mal so viel zählte.",
    "why not climb": "climb(Ann) ist in dem einen Zustand möglich, und immer fehlt jemandem ein Grund: Ann (in 1).\n"
    "Am Anfang:\n"
    "  Ann hat keinen Grund dazu: Nichts, was Ann will, rückt dadurch näher, soweit Ann denkt (1 Tat voraus, 2 Ebenen tief).\n"
    "    Ann täte es, wenn Ann 2 Taten voraus dächte und nicht nur 1.",
    "must out": "Nein: Ein Leben kann am Anfang in eine Sackgasse geraten, in der es stecken bleibt: Nichts kann mehr folgen.",
    "most coins": "Eine solche Zahl gibt es nicht: Kein Leben kommt zu einem Ende; 'ever' fragt nach jedem Augenblick eines "
    "Lebens (der eine Zustand wurde geprüft).",
}


@pytest.mark.parametrize("question", LADDERS)
def test_german_sentences(question: str) -> None:
    assert str(Asker(german(LADDER), finds_obstacles=False).ask(question)) == LADDERS[question]


def test_rules_in_the_way_are_named_in_german() -> None:
    answer = Asker(german(KEY)).ask("can his")
    assert answer.obstacles_text == (
        "Kein Leben kommt zu „his“. Das steht im Weg:\n"
        "  lies(silver) is house (<text>, Zeile 16)\n"
        "    gelockert: silver.lies ist well statt house\n"
        "Wird genau das geändert, kommt ein Leben dorthin:\n"
        "  walk(Jon, house, well)\n"
        "  take(Jon, silver)\n"
        "Weniger als eine Regel kann es nicht sein."
    )
    assert answer.data()["obstacles"][0]["change"] == "silver.lies ist well statt house"  # type: ignore[index]


def test_what_was_lost_in_a_german_life() -> None:
    story = german(CLOCK)
    answer = Asker(story).ask("what stands between life and rest", life=replay(story, ("strike()",) * 5))
    assert isinstance(answer.conclusion, Lost)
    assert answer.text == (
        "Verloren ging es mit Tat 3, strike(): Vorher war „rest“ noch zu erreichen, danach nicht mehr.\n"
        "Stattdessen hätte das Leben weitergehen können mit pour()."
    )


IN_THE_RIDGE = {
    "can Hale.alive": "Ja: In einem Leben gibt es einen Augenblick, in dem der Junge mit der gebrochenen Hand am Leben ist, "
    "frühestens am Anfang.",
    "shortest taken": "4 Taten, und kein Leben ist eher dort.",
    "can saved": "Ja: Ein Leben endet in „saved“, frühestens nach 14 Taten.",
    "can nightfall": "Nicht bekannt: Ein solches Leben wurde nicht gefunden. Nach 51 Zuständen war das Budget erschöpft: "
    "kein Beweis.",
    "why walk(Rusk, trees, ridge)": "walk(Rusk, trees, ridge), Tat 1 des kürzesten Lebens, in dem es geschieht:\n",
}


@pytest.mark.parametrize("question", IN_THE_RIDGE)
def test_the_flagship_answers_in_german(question: str) -> None:
    answer = Asker(load("the_ridge", "de"), threads=1).ask(question, budget=Budget(None, None, 50))
    assert answer.text.startswith(IN_THE_RIDGE[question])


def test_the_command_answers_in_the_language_of_the_texts() -> None:
    result = CliRunner().invoke(main, ["ask", "the_ridge", "can Hale.alive", "--texts", "de"])
    assert (result.exit_code, result.stdout) == (0, IN_THE_RIDGE["can Hale.alive"] + "\n")
    found = json.loads(CliRunner().invoke(main, ["ask", "the_ridge", "can Hale.alive", "--texts", "de", "--json"]).stdout)
    assert (found["question"], found["answer"], found["proof"]) == ("can Hale.alive", True, True)
    assert found["text"] == IN_THE_RIDGE["can Hale.alive"]
