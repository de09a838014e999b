"""What can be asked, how it is read, and what is said of what can't be asked."""

from __future__ import annotations

from contextlib import suppress

import pytest
from tests.asking.stories import key

from fabula.asking import GRAMMAR, Asker, grammar, question_of, questions_of
from fabula.asking.questions import Between, Can, Extreme, Must, Never, Shortest, Target, WhoKnows, Why, WhyNot
from fabula.model import Comparison, Get, Literal
from fabula.problems import Problem, StoryProblems
from fabula.source import Source
from fabula.story import Story, load


@pytest.fixture(scope="module")
def story() -> Story:
    return key()


def problem_of(story: Story, question: str) -> Problem:
    """The one problem of a question; its place is in the question."""
    with pytest.raises(StoryProblems) as found:
        question_of(story, question)
    (problem,) = found.value.problems
    assert problem.span is None or problem.span.source.text == question
    return problem


def acts(story: Story, question: str) -> list[str]:
    read = question_of(story, question)
    assert isinstance(read, Why | WhyNot)
    return [story.task.actions[act].name for act in read.acts]


def test_the_name_of_an_ending_is_the_ending(story: Story) -> None:
    for word, kind in (("can", Can), ("must", Must), ("never", Never), ("shortest", Shortest)):
        question = question_of(story, f"{word} hers")
        assert isinstance(question, kind)
        assert question.target == Target("hers", None)
        assert question.text == f"{word} hers"


def test_anything_else_is_a_condition_of_the_story(story: Story) -> None:
    question = question_of(story, "never  holder(silver) is Jon")
    assert isinstance(question, Never)
    condition = question.target.condition
    assert isinstance(condition, Comparison)
    assert isinstance(condition.left, Get)
    assert (condition.left.property, condition.right) == ("holder", Literal("Jon", condition.right.span))
    assert question.text == "never holder(silver) is Jon"


def test_rules_of_the_story_can_be_asked_for(story: Story) -> None:
    assert isinstance(question_of(story, "can alone(Ida)"), Can)
    assert isinstance(question_of(load("the_ridge"), "can face_to_face(Cloud, Aeris)"), Can)


def test_where_a_number_is_asked_for(story: Story) -> None:
    for text, least, at, ever in (
        ("most Ida.glad + 1", False, None, False),
        ("least count c: character (c.at is well) at hers", True, "hers", False),
        ("most Ida.glad ever", False, None, True),
        ("most (1 if Ida.at is well else 0)", False, None, False),
        ("most (1 if Ida.at is well else 0) at his", False, "his", False),
    ):
        question = question_of(story, text)
        assert isinstance(question, Extreme)
        assert (question.least, question.at, question.ever) == (least, at, ever)


def test_what_is_known_may_be_a_condition_or_a_value(story: Story) -> None:
    for text, truth in (("who knows Ida.at is well", True), ("who knows lies(silver)", False)):
        question = question_of(story, text)
        assert isinstance(question, WhoKnows)
        assert question.truth is truth


def test_acts_are_named_as_a_whole_or_in_part(story: Story) -> None:
    assert acts(story, "why take(Ida, silver)") == ["take(Ida, silver)"]
    assert acts(story, "why not walk( _ , house, well )") == ["walk(Ida, house, well)", "walk(Jon, house, well)"]
    assert acts(story, "why take") == ["take(Ida, silver)", "take(Jon, silver)"]


def test_an_act_of_a_will() -> None:
    ridge = load("the_ridge")
    assert acts(ridge, "why kill(Sephiroth, Rusk)") == ["kill(Sephiroth, Rusk)"]
    assert acts(ridge, "why kill(Sephiroth, Rusk) as Jenova") == ["kill(Sephiroth, Rusk) as Jenova"]
    assert acts(ridge, "why kill(Sephiroth, _) as Jenova") == [
        "kill(Sephiroth, Aeris) as Jenova",
        "kill(Sephiroth, Cloud) as Jenova",
        "kill(Sephiroth, Tifa) as Jenova",
        "kill(Sephiroth, Rusk) as Jenova",
    ]


def test_what_stands_between(story: Story) -> None:
    assert question_of(story, "what stands between start and his") == Between(
        "what stands between start and his", question_of(story, "what stands between start and his").span, "his", False
    )
    read = question_of(story, "what stands between life and his")
    assert isinstance(read, Between)
    assert read.life


def test_several_questions_stand_on_lines(story: Story) -> None:
    text = "# of the key\ncan hers   # hers\n\nmust his\nwhy take(Ida,\n    silver)\n"
    assert [question.text for question in questions_of(story, Source("questions", text))] == [
        "can hers",
        "must his",
        "why take(Ida, silver)",
    ]


def test_all_problems_of_all_questions_are_reported(story: Story) -> None:
    with pytest.raises(StoryProblems) as found:
        questions_of(story, Source("questions", "can hrs\nmust his\nwhy tak\ndance\n"))
    assert sorted((problem.code, problem.span.line if problem.span else 0) for problem in found.value.problems) == [
        ("bad-question", 4),
        ("unknown-action", 3),
        ("unknown-ending", 1),
    ]


@pytest.mark.parametrize(
    ("question", "code", "hint"),
    [
        ("", "bad-question", "ask one"),
        ("can hers\nmust his", "bad-question", "ask one"),
        ("cna hers", "bad-question", "did you mean 'can'?"),
        ("Could she", "bad-question", "can, must"),
        ("can", "bad-question", ""),
        ("most", "bad-question", ""),
        ("who knows", "bad-question", ""),
        ("why", "bad-question", ""),
        ("why not", "bad-question", ""),
        ("who believes Ida.at is well", "syntax", "who knows CONDITION"),
        ("what now", "syntax", "what stands between start and ENDING"),
        ("what stands between here and his", "bad-question", "what stands between start and ENDING"),
        ("what stands between start and hes", "unknown-ending", "did you mean 'hers'?"),
        ("can hes", "unknown-ending", "did you mean 'hers'?"),
        ("can dawn", "unknown-ending", "there are hers, his, lost"),
        ("must hers his", "syntax", "one question a line"),
        ("never Ida.at is wel", "unknown-name", "did you mean 'well'?"),
        ("can holder(slver) is Ida", "unknown-name", "did you mean 'silver'?"),
        ("can Ida.gladd is 1", "unknown-property", "did you mean 'glad'?"),
        ("can Ida.glad", "wrong-type", "compare it with something"),
        ("can Ida", "wrong-type", ""),
        ("most Ida.at", "wrong-type", ""),
        ("most nobody", "wrong-type", ""),
        ("most Ida.glad at hrs", "unknown-ending", "did you mean 'hers'?"),
        ("who knows nobody", "wrong-type", ""),
        ("why tak(Ida, silver)", "unknown-action", "did you mean 'take'?"),
        ("why take(Ida)", "wrong-count", "'_' stands for any thing"),
        ("why take(Idda, silver)", "unknown-name", "did you mean 'Ida'?"),
        ("why take(Ida, Jon)", "unknown-action", "'what' must be a key, and Jon is a character"),
        ("why not walk(Ida, well, well)", "unknown-action", "'from' and 'to' are two different things"),
        ("why take(Ida, silver) now", "syntax", ""),
        ("why take(Ida silver)", "syntax", ""),
        ("can (holder(silver) is Ida", "unclosed-bracket", ""),
    ],
)
def test_bad_questions(story: Story, question: str, code: str, hint: str) -> None:
    problem = problem_of(story, question)
    assert (problem.code, hint in problem.hint) == (code, True), problem


def test_a_problem_has_the_grammar_and_the_command_lists_it(story: Story) -> None:
    problem = problem_of(story, "tell me all")
    for form, meaning in GRAMMAR:
        assert form in problem.expected
        assert f"  {form} " in grammar()
        assert meaning in grammar()
    assert max(map(len, grammar().splitlines())) <= 120


@pytest.mark.parametrize(
    "question", ["can " + "(" * 400 + "hers", "can " + "not " * 400 + "hers", "\0", "can \0", "(" * 50, "can hers\r\n"]
)
def test_no_question_is_too_odd(story: Story, question: str) -> None:
    read = None
    with suppress(StoryProblems):
        read = question_of(story, question)
    assert read is None or read.text == "can hers"


def test_a_question_mark_is_not_asked_for_and_does_no_harm(story: Story) -> None:
    assert question_of(story, "can hers ?? # really?").text == "can hers"
    assert acts(story, "why take(Ida, silver)?") == ["take(Ida, silver)"]


def test_a_life_is_needed_where_one_is_asked_about(story: Story) -> None:
    with pytest.raises(StoryProblems) as found:
        Asker(story).ask("what stands between life and his")
    assert [problem.code for problem in found.value.problems] == ["bad-question"]
