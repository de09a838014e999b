"""What a mind has of a property, in values and in words: several values, none ruled out, nobody, known there."""

from __future__ import annotations

import pytest

from fabula.believing import Believing
from fabula.grounding.ideas import Idea, goes_without_saying, taken_values
from fabula.play.meeting import strangers
from fabula.play.mind import Mind, mind_of
from fabula.play.screens import belief_lines
from fabula.story import Story, loads
from fabula.task import NOBODY, Several
from fabula.telling.wording.phrases import phrases

STORY = """
story "Suspects"{language}
kind key
key brass "the brass key"
kind place
place hall
place yard
place mill
property holder(key) "in the hands of": character
property killer: character
property at(character): place
property code: 1..20
property lit
character Ann, she, at hall
character Ben, he, at yard
character Hugo, he, at yard
character Otto, he, at yard
killer is Otto
code = 3
lit
Ben believes holder(brass) is unknown
Ben believes killer in (Hugo, Otto)
Ben believes code in (2, 3, 4)
Ann believes killer is unknown
Ann believes at(Ben) is unknown
Ann believes lit is unknown
Ann believes Ben knows killer
Ben believes Ann believes killer in (Ann, Hugo)
Hugo believes killer is nobody
action take(who: character, what: key)
    by who
    when holder(what) is nobody
    do: holder(what) = who
action change(who: character)
    by who
    when killer is nobody
    do
        killer = who
        lit = no
        code = 1
        who.at = hall
ending over when holder(brass) is Ann
"""


def story(language: str = "") -> Story:
    return loads(STORY.format(language=f'\n    language "{language}"' if language else ""))


def mind(name: str) -> Mind:
    of = story()
    return mind_of(of, of.engine.initial(), of.ground.minds[name])


def test_codes_become_values_of_the_story() -> None:
    of = story()
    fluent = of.ground.fluents["holder", ("brass",)]
    everything = of.task.fluents[fluent].domain
    assert of.ground.idea(fluent, NOBODY) == Idea((None,), True)
    assert of.ground.idea(fluent, everything[1]) == Idea(("Ann",), True)
    assert of.ground.idea(fluent, Several(everything[:2])) == Idea((None, "Ann"), False)
    assert of.ground.idea(fluent, Several(everything)).everything
    assert of.ground.idea(fluent, Several(everything[1:3], True)) == Idea(("Ann", "Ben"), True)
    code = of.ground.fluents["code", ()]
    assert not of.ground.idea(code, Several(tuple(range(1, 20)))).everything
    assert of.ground.idea(code, Several(tuple(range(1, 21)))).everything


@pytest.mark.parametrize(
    ("values", "empty"),
    [((None,), True), ((False,), True), ((0,), True), ((True,), False), (("Ann",), False), ((None, "Ann"), False)],
)
def test_an_idea_that_says_little(values: tuple[bool | int | str | None, ...], empty: bool) -> None:
    assert Idea(values, len(values) == 1).is_empty is empty


def test_all_fluents_of_a_state_are_read_at_once() -> None:
    of = story()
    for number in of.ground.minds.values():
        state = of.engine.belief(of.engine.initial(), number)
        assert taken_values(of.engine, state) == tuple(of.engine.taken(state, f) for f in range(len(of.task.fluents)))


def test_what_is_ones_own_one_is_taken_to_know() -> None:
    of = story()
    at_ben, ben = of.ground.fluents["at", ("Ben",)], of.ground.minds["Ben"]
    places = of.task.fluents[at_ben].domain
    assert goes_without_saying(of.task, at_ben, ben, Several(places, True), Several(places))
    assert not goes_without_saying(of.task, at_ben, ben, Several(places), Several(places))
    assert not goes_without_saying(of.task, at_ben, of.ground.minds["Ann"], Several(places, True), Several(places))
    assert not goes_without_saying(of.task, at_ben, ben, Several(places[:2], True), Several(places))


def test_ideas_in_words() -> None:
    believing = Believing(phrases(story()))
    two, known = Idea(("Hugo", "Otto"), False), Idea(("Hugo", "Otto"), True)
    assert believing.values("killer", two) == "Hugo or Otto"
    assert believing.values("holder", Idea((None, "Ann"), False)) == "Ann or nobody"
    assert believing.values("at", Idea((None,), True)) == "nowhere"
    assert believing.values("lit", Idea((False, True), False, True)) == "unknown"
    assert believing.fact("killer", (), two, "Ann") == "the killer is Hugo or Otto"
    assert believing.belief("Ann", "killer", (), two) == "Ann believes that the killer is Hugo or Otto"
    assert believing.belief("Ann", "killer", (), known) == "Ann knows the killer: Hugo or Otto"
    assert believing.belief("Ann", "at", ("Ben",), Idea((None,), True)) == "Ann believes that Ben is nowhere"
    assert believing.belief("Ann", "at", ("Ben",), Idea(("hall", "yard"), False, True)) == "Ann does not know where Ben is"
    assert believing.belief("Ann", "lit", (), Idea((False, True), True, True)) == "Ann knows whether it is lit"


def test_of_many_numbers_it_is_said_what_they_are_not() -> None:
    believing = Believing(phrases(story()))
    rest = Idea(tuple(value for value in range(1, 21) if value not in (7, 9)), False)
    assert believing.fact("code", (), rest, "Ann") == "the code is not seven and the code is not nine"
    assert believing.belief("Ann", "code", (), rest).startswith("Ann believes that the code is not seven and")
    assert believing.values("code", Idea(tuple(range(1, 11)), False)) == "1, 2, 3, 4, 5, 6, \u2026 or 10"


def test_in_the_words_of_the_language() -> None:
    believing = Believing(phrases(story("de")))
    assert believing.values("killer", Idea((None, "Hugo", "Otto"), False)) == "Hugo, Otto oder niemand"
    assert believing.belief("Ann", "at", ("Ben",), Idea(("hall", "yard"), False, True)) == "Ann weiß nicht, wo Ben ist"


def test_nobody_is_what_one_can_believe_and_not_known_is_not() -> None:
    holder = mind("Ben").of("holder", "brass")
    assert (holder.value, holder.known, holder.words) == (None, False, "unknown")
    assert holder.values == (None, "Ann", "Ben", "Hugo", "Otto")
    assert (holder.right, holder.wrong, holder.empty) == (False, False, False)
    assert holder.text == "Ben does not know whom the brass key is in the hands of"
    nobody = mind("Hugo").of("killer")
    assert (nobody.value, nobody.known, nobody.values, nobody.words) == (None, True, (None,), "nobody")
    assert (nobody.right, nobody.wrong, nobody.text) == (False, True, "the killer is nobody")
    assert mind("Hugo").of("holder", "brass").right


def test_a_mind_has_all_that_it_takes_to_be_possible() -> None:
    killer = mind("Ben").of("killer")
    assert (killer.values, killer.known, killer.wrong, killer.right) == (("Hugo", "Otto"), False, False, False)
    assert killer.text == "the killer is Hugo or Otto"
    assert mind("Ben").of("code").values == (2, 3, 4)
    assert mind("Ann").of("lit").text == "Ann does not know whether it is lit"


def test_that_another_knows_or_has_fewer_to_choose_from() -> None:
    (ben,) = mind("Ann").of("killer").others
    assert (ben.mind, ben.value, ben.known, ben.text) == ("Ben", None, True, "Ben knows the killer")
    (ann,) = mind("Ben").of("killer").others
    assert (ann.values, ann.known, ann.words) == (("Ann", "Hugo"), False, "Ann or Hugo")
    assert mind("Ann").of("at", "Ben").others == ()


def test_a_table_and_lines_say_so_too() -> None:
    table = mind("Ben")._repr_html_()
    assert "<td>killer</td><td>Hugo or Otto</td><td>Otto</td><td>Ann: Ann or Hugo</td>" in table
    assert "<td>brass.holder</td><td>unknown</td><td>nobody</td>" in table
    assert "<td>killer</td><td>unknown</td><td>Otto</td><td>Ben: Ben knows the killer</td>" in mind("Ann")._repr_html_()
    ben, hugo = mind("Ben"), mind("Hugo")
    assert belief_lines(ben.of("killer"), True, ben.words)[0] == "The killer is Hugo or Otto. (The killer is Otto.)"
    assert belief_lines(ben.of("killer"), False, ben.words)[0] == "The killer is Hugo or Otto."
    assert belief_lines(hugo.of("killer"), True, hugo.words)[0] == "The killer is nobody. (Wrong: the killer is Otto.)"
    assert ben.of("holder", "brass") in ben.telling(False)


def test_to_think_of_nobody_is_to_know_of_nobody() -> None:
    """The last thing of a story is no one whom those have met who think of nobody."""
    of = loads("""
story "Nobody"
property holder: character
property noted(character): character
character Ann, she
character Zoe, she
Ann believes noted(Ann) is unknown
action hold(who: character)
    by who
    do
        holder = who
        noted(who) = who
""")
    assert strangers(of, [of.engine.initial()], (), of.ground.minds["Ann"]) == {"Zoe"}
