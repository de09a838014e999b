"""The modules of the library: each stands alone, and what each is for comes about in a story that uses it."""

from __future__ import annotations

from importlib import resources

import pytest

from fabula.checker import check_text
from fabula.engine.interface import State
from fabula.lives import act_number
from fabula.story import Story, loads
from fabula.task import Several

MODULES = sorted(
    entry.name.removesuffix(".fabula")
    for entry in resources.files("fabula").joinpath("library").iterdir()
    if entry.name.endswith(".fabula")
)

HOUSE = """
story "House"
use {modules}
place hall
place cellar
place street
path street - hall - cellar
character Ann, she, at hall
character Bob, he, at street
"""


class Run:
    """A story and the state to which acts have led."""

    def __init__(self, text: str, modules: str) -> None:
        self.story: Story = loads(HOUSE.format(modules=modules) + text)
        self.state: State = self.story.engine.initial()

    def do(self, *acts: str) -> Run:
        for act in acts:
            assert self.can(act), act
            self.state = self.story.engine.do(self.state, self._number(act))
        return self

    def can(self, act: str) -> bool:
        return self.story.engine.is_possible(self.state, self._number(act))

    def value(self, fluent: str, *minds: str) -> object:
        state = self.state
        for mind in minds:
            state = self.story.engine.belief(state, self.story.task.characters.index(mind))
        number = next(number for number, known in enumerate(self.story.task.fluents) if known.name == fluent)
        found = self.story.engine.taken(state, number)
        if isinstance(found, Several):
            return {self.story.ground.decode(number, value) for value in found.values}
        return self.story.ground.decode(number, found)

    def _number(self, act: str) -> int:
        number = act_number(self.story.ground, act)
        assert number is not None, act
        return number


@pytest.mark.parametrize("module", MODULES)
def test_a_module_stands_alone(module: str) -> None:
    definition, problems = check_text(f'story "Alone"\nuse {module}\ncharacter Ann, she\n')
    assert definition is not None
    assert not problems.errors


def test_who_comes_is_noticed_and_who_is_gone_is_missed() -> None:
    run = Run("place yard\npath street - yard\nBob believes Ann.at is street\nAnn believes Bob.at is unknown\n", "sight")
    assert run.value("at(Ann)", "Bob") == {"hall", "cellar", "yard"}, "he looks round the street, and she is not there"
    assert run.value("at(Bob)", "Ann") == {"cellar", "street", "yard"}, "he is not in the hall, where she is"
    run.do("walk(Bob, street, hall)")
    assert run.value("at(Ann)", "Bob") == "hall"
    assert run.value("at(Bob)", "Ann") == "hall"


def test_who_hides_is_not_noticed_until_she_comes_out() -> None:
    run = Run("cover(cellar)\nBob believes Ann.at is unknown\n", "sight")
    run.do("walk(Ann, hall, cellar)", "hide(Ann, cellar)", "walk(Bob, street, hall)", "walk(Bob, hall, cellar)")
    assert run.value("at(Ann)", "Bob") == "cellar", "she is neither in the street nor in the hall: one place is left"
    assert not run.can("walk(Ann, cellar, hall)")
    run.do("come_out(Ann)")
    assert run.value("at(Ann)", "Bob") == "cellar"


def test_who_looks_everywhere_in_vain_believes_the_last_place() -> None:
    text = """
place attic
path hall - attic
cover(cellar)
Bob believes Ann.at is unknown
"""
    run = Run(text, "sight").do("walk(Ann, hall, cellar)", "hide(Ann, cellar)")
    assert run.value("at(Ann)", "Bob") == {"hall", "cellar", "attic"}
    assert run.do("walk(Bob, street, hall)").value("at(Ann)", "Bob") == {"cellar", "attic"}
    assert run.do("walk(Bob, hall, attic)").value("at(Ann)", "Bob") == "cellar"
    run.do("walk(Bob, attic, hall)", "walk(Bob, hall, cellar)")
    assert run.value("at(Ann)", "Bob") == "cellar", "where somebody is, nobody learns that they are not"


def test_one_glance_over_several_places_takes_them_away_together() -> None:
    text = """
place tower
place field
place wood
place shore
path street - tower
tower overlooks field
tower overlooks wood
Bob believes Ann.at in (field, wood)
Ann.at is cellar
"""
    run = Run(text, "sight").do("walk(Bob, street, tower)")
    assert run.value("at(Ann)", "Bob") == {"hall", "cellar", "street", "shore"}


def test_who_knows_somebody_well_knows_where_he_would_stand() -> None:
    text = """
place roof
roof overlooks street
Ann.at is roof
knows_ways(Bob, Ann)
Bob believes Ann.at is unknown
action turn(who)
    by who
    do: who.turned_away
"""
    assert Run(text, "sight").value("at(Ann)", "Bob") == "roof"


def test_the_dead_are_seen_to_be_dead_also_by_who_did_not_know() -> None:
    text = """
Bob believes Ann.alive is unknown
action die(who)
    by who
    do: not who.alive
    seen by nobody
"""
    run = Run(text, "sight")
    assert run.value("alive(Ann)", "Bob") == {True, False}
    assert run.do("die(Ann)", "walk(Bob, street, hall)").value("alive(Ann)", "Bob") is False


def test_a_question_hangs_in_the_air_until_it_is_met() -> None:
    text = """
topic money
may_ask(Bob, Ann, money)
can_answer(Ann, money)
"""
    asked = Run(text, "talk").do("walk(Bob, street, hall)", "ask(Bob, Ann, money)")
    assert asked.value("asked(Ann)") == "money"
    assert not asked.can("ask(Bob, Ann, money)")
    assert (
        Run(text, "talk").do("walk(Bob, street, hall)", "ask(Bob, Ann, money)", "nod(Ann, money)").value("asked(Ann)") is None
    )
    evaded = Run(text, "talk").do("walk(Bob, street, hall)", "ask(Bob, Ann, money)", "evade(Ann, Bob, money)")
    assert evaded.value("asked(Ann)") is None
    assert evaded.value("trust(Bob, Ann)") == 1
    answered = Run(text, "talk").do("walk(Bob, street, hall)", "ask(Bob, Ann, money)", "answer(Ann, Bob, money)")
    assert answered.value("trust(Bob, Ann)") == 2


def test_what_is_told_is_believed_if_the_story_says_so() -> None:
    text = """
topic fire
property burning
can_tell(Bob, Ann, fire)
when Ann sees tell(Bob, Ann, fire): Ann believes burning
"""
    run = Run(text, "talk").do("walk(Bob, street, hall)", "tell(Bob, Ann, fire)")
    assert run.value("burning", "Ann") is True
    assert run.value("burning") is False, "it was a lie"
    assert run.value("burning", "Bob") is False
    assert run.value("burning", "Bob", "Ann") is True, "and he knows that she believes it"


SECRET = """
character Cal, he, at hall
topic fire
property burning
burning
Ann believes burning is unknown
Cal believes burning is unknown
Ann believes Bob knows whether burning
Ann believes Cal does not know whether burning
can_tell(Bob, Ann, fire)
can_tell(Cal, Ann, fire)
"""


def test_who_is_told_something_is_as_sure_of_it_as_the_teller() -> None:
    text = f"""{SECRET}
when Ann sees tell(other, Ann, fire)
    Ann believes burning = (other believes burning)
    Ann learns (other believes burning)
"""
    run = Run(text, "talk").do("walk(Bob, street, hall)")
    assert run.do("tell(Cal, Ann, fire)").value("burning", "Ann") == {True, False}
    assert run.do("tell(Bob, Ann, fire)").value("burning", "Ann") is True
    assert run.value("burning", "Bob", "Ann") is True, "he knows that she believes it now"
    assert run.value("burning", "Ann", "Bob") is True
    assert run.value("burning", "Cal") == {True, False}


def test_one_asks_whom_one_takes_to_know() -> None:
    text = f"""{SECRET}
trigger wonder(asker: character, other: character)
    when asker believes burning is unknown and asker believes other knows whether burning
    when not may_ask(asker, other, fire)
    do: may_ask(asker, other, fire)
"""
    run = Run(text, "talk").do("walk(Bob, street, hall)")
    assert run.can("ask(Ann, Bob, fire)")
    assert not run.can("ask(Ann, Cal, fire)")


def test_a_vow_is_remembered_by_those_who_heard_it() -> None:
    run = Run("memory words\ncan_vow(Ann, words)\n", "talk").do("walk(Bob, street, hall)", "vow(Ann, words)")
    assert run.can("recall(Bob, words)")
    assert run.do("recall(Bob, words)").value("recalled(Bob, words)") is True


def test_time_takes_those_whom_nobody_tends() -> None:
    text = """
kind soldier: patient
soldier near_one, he, at hall, lasts 1
soldier far_one, he, at hall, lasts 2
in_charge(Ann)
"""
    run = Run(text, "triage, waiting").do("scout(Ann, hall)", "time_passes()")
    assert run.value("alive(near_one)") is False
    assert run.do("tend(Ann, far_one)", "time_passes()").value("alive(far_one)") is True


def test_two_wills_take_turns_by_how_firmly_the_body_is_held() -> None:
    text = """
will Eve, she, in Bob
Eve dwells_in Bob
Eve inside Bob
Bob inside Bob
property broken
action press(who: character)
    by who
    when who is Bob
    do
        who.hold -= 1
        who.chink
Bob.hold is 2
"""
    run = Run(text, "wills")
    assert run.value("held_by(Bob)") == "Bob"
    assert not run.can("press(Bob) as Eve")
    run.do("press(Bob)")
    assert run.value("held_by(Bob)") == "Eve"
    assert run.can("press(Bob) as Eve")
    assert not run.can("press(Bob)")


def test_one_looks_where_a_way_leads_after_calling_in_vain() -> None:
    run = Run("Bob seeks Ann\nBob believes Ann.at is unknown\n", "pursuit")
    assert not run.can("look_for(Bob, Ann, street, hall)")
    run.do("call_out(Bob, Ann)", "look_for(Bob, Ann, street, hall)")
    assert run.value("at(Ann)", "Bob") == "hall"
    assert run.value("hour") == 1
