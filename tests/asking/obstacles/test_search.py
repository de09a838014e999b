"""What stands in the way of an ending: each kind of rule alone, the flagship, and small stories by chance against all sets."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import pytest
from tests.asking.obstacles.words import change, data, speech, whole, written

from fabula.asking import Asker
from fabula.asking.obstacles import Obstacles, Trying, obstacles
from fabula.asking.obstacles.relaxation import Relaxed, is_given
from fabula.asking.obstacles.rules import options_of
from fabula.asking.wording.obstacles import rule_data
from fabula.budget import Budget
from fabula.engine.interface import EndlessTrigger, State
from fabula.engine.reference import ReferenceEngine
from fabula.lives import replay
from fabula.problems import Problems, StoryProblems
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.source import Source
from fabula.story import Story, load, loads
from fabula.task import Task

WORLDS = int(os.environ.get("FABULA_WORLDS", "1"))
AMPLE = Budget(seconds=None)

HEAD = """
story "A door"
    ahead 2
property open
property strength: 0..2
property key(character)
"""
PEOPLE = """
character Ann
Ann wants
    1 if open "to get in"
"""
ENDING = """
ending inside
    when open
"""


def found(text: str, ending: str = "inside", every: bool = False) -> Obstacles:
    """What stands in the way, checked: the life that is shown is one on the obvious engine."""
    answer = obstacles(loads(text), ending, AMPLE, every=every)
    assert_shown(answer)
    return answer


def assert_shown(answer: Obstacles) -> None:
    assert answer.life is not None
    world = answer.life.story
    obvious = Relaxed(world.definition, world.ground, ReferenceEngine(world.ground.task))
    assert replay(obvious, answer.life.acts).ending == answer.ending


def changes(answer: Obstacles) -> list[str]:
    assert answer.minimal
    assert answer.smallest
    assert answer.complete
    return [change(rule) for rule in answer.rules]


def act(*conditions: str, by: str = "who") -> str:
    whens = "".join(f"    when {condition}\n" for condition in conditions)
    return f"\naction enter(who: character)\n    by {by}\n{whens}    do: open\n"


def test_scenes_are_in_nobody_s_way() -> None:
    """A mark stays out of the stories that are tried."""
    text = HEAD + PEOPLE + act("who.key") + ENDING
    answer = found(text + "scene closed when not open and 6 / (strength + 1) > 2\n")
    assert changes(answer) == changes(found(text))
    assert answer.life is not None
    assert not answer.life.story.definition.scenes


def test_nothing_stands_in_the_way_of_what_can_be_reached() -> None:
    answer = found(HEAD + PEOPLE + act() + ENDING)
    assert changes(answer) == []
    assert answer.life is not None
    assert answer.life.acts == ("enter(Ann)",)
    assert whole(answer).startswith("Nothing stands in the way of 'inside'")


def test_an_ending_that_the_story_does_not_have() -> None:
    with pytest.raises(KeyError):
        obstacles(loads(HEAD + PEOPLE + act() + ENDING), "outside")


def test_what_an_act_asks_for() -> None:
    text = HEAD + PEOPLE + act("who.key", "not open") + ENDING
    answer = found(text)
    assert changes(answer) == ["enter without 'who.key'"]
    (rule,) = answer.rules
    assert rule.kind == "condition"
    assert rule.span is not None
    assert rule.span.text == "who.key"
    assert rule.span.line == text.splitlines().index("    when who.key") + 1
    assert rule_data(speech([rule]), rule)["line"] == rule.span.line
    assert "line" in whole(answer)


def test_a_fact_the_nearest_value_first() -> None:
    text = HEAD + PEOPLE + "\nstrength is 0\n" + act("strength >= 1") + ENDING
    answer = found(text)
    assert changes(answer) == ["strength is 1 instead of 0"]
    assert answer.rules[0].kind == "fact"
    assert written(answer.rules[0]) == "strength is 0"
    others = found(text, every=True).alternatives
    assert [change(rules[0]) for rules in others] == ["strength is 2 instead of 0", "enter without 'strength >= 1'"]


def test_what_a_property_is_at_the_start() -> None:
    text = HEAD.replace("strength: 0..2", "strength: 0..2 = 0") + PEOPLE + act("strength is 2") + ENDING
    answer = found(text)
    assert changes(answer) == ["strength is 2 instead of 0, where nothing else is said"]
    assert answer.rules[0].kind == "start"


def test_a_belief() -> None:
    text = HEAD + PEOPLE + "\nAnn.key\nAnn believes not Ann.key\n" + act("who.key") + ENDING
    answer = found(text)
    assert changes(answer) == ["Ann believes Ann.key is yes instead of no"]
    assert answer.rules[0].kind == "belief"


def test_a_bound() -> None:
    train = "\nproperty power: 0..5\npower is 3\nstrength is 2\naction train()\n    by nobody\n    do: strength += 1\n"
    answer = found(HEAD + PEOPLE + train + ENDING.replace("open", "strength is power"), every=True)
    assert changes(answer) == ["strength goes up to 3 instead of 2"]
    assert answer.rules[0].kind == "bound"
    assert written(answer.rules[0]) == "property strength: 0..2"
    assert "power is 2 instead of 3" in [change(rules[0]) for rules in answer.alternatives]


LONG = """
action fetch(who: character)
    by who
    when not who.key and not open
    do: who.key
action oil(who: character)
    by who
    when who.key
    do: strength = 1
"""


def test_a_limit() -> None:
    text = HEAD + PEOPLE + LONG + act("strength is 1") + ENDING
    answer = found(text)
    assert changes(answer) == ["ahead is 3 instead of 2"]
    assert answer.rules[0].kind == "limit"
    assert answer.rules[0].span is not None
    assert answer.rules[0].span.text == "ahead 2"


def test_a_limit_that_is_written_nowhere_has_no_place() -> None:
    text = HEAD.replace("    ahead 2\n", "") + PEOPLE + LONG + act("strength is 1") + ENDING
    spans = {
        str(option.said.text): option.said.span
        for option in options_of(loads(text).ground, "inside")
        if option.said.kind == "limit"
    }
    assert spans == {"ahead 4": None, "deep 2": None}


def test_somebody_has_no_reason() -> None:
    text = HEAD + "\ncharacter Ann\ncharacter Bob\nAnn wants\n    1 if open\n" + act("who is Bob") + ENDING
    answer = found(text, every=True)
    assert changes(answer) == ["Bob needs no reason to enter"]
    assert answer.rules[0].kind == "reason"
    assert written(answer.rules[0]) == "Bob has no reason to enter"
    assert answer.life is not None
    assert answer.life.acts == ("enter(Bob) without a reason of Bob",)
    assert [[change(rule) for rule in rules] for rules in answer.alternatives] == [["enter without 'who is Bob'"]]


def test_who_agrees_is_asked_for_a_reason_all_the_same() -> None:
    people = "\ncharacter Ann\ncharacter Bob\nAnn wants\n    1 if open\n"
    both = act("who is Ann and other is Bob", by="who, other").replace("who: character", "who: character, other: character")
    answer = found(HEAD + people + both + ENDING)
    assert changes(answer) == ["Bob needs no reason to enter"]
    assert answer.life is not None
    assert [[reason.mind for reason in event.reasons] for event in answer.life.events] == [["Ann"]]


def test_a_trigger() -> None:
    shut = "\ntrigger shut()\n    when open\n    do: not open\n"
    answer = found(HEAD + PEOPLE + act() + shut + ENDING)
    assert changes(answer) == ["without the trigger shut"]
    assert written(answer.rules[0]) == "trigger shut()"


def test_a_reaction() -> None:
    text = (
        HEAD + PEOPLE + act("not who.key") + "\nwhen c sees enter(c): c.key\n" + ENDING.replace("open", "open and not Ann.key")
    )
    answer = found(text)
    assert changes(answer) == ["without the reaction 'when c sees enter(c)'"]


def test_facts_for_each_are_left_out_one_line_at_a_time() -> None:
    locked = "\nproperty locked(character)\nfor each c: character\n    c.locked\n"
    answer = found(HEAD + PEOPLE + locked + act("not who.locked") + ENDING)
    assert change(answer.rules[0]) in ("without 'c.locked'", "enter without 'not who.locked'")
    every = found(HEAD + PEOPLE + locked + act("not who.locked") + ENDING, every=True)
    assert {change(rules[0]) for rules in every.alternatives} | {change(every.rules[0])} == {
        "without 'c.locked'",
        "enter without 'not who.locked'",
    }


def test_who_moves_a_body_can_stand_in_the_way() -> None:
    text = """
story "Held"
use wills
property open
character Ann
will Imp, in Ann
Imp inside Ann
Ann inside Ann
Ann.held_by is Imp
Imp believes not open
Ann wants
    1 if open
action enter(who: character)
    by who
    do: open
ending inside
    when open
"""
    answer = found(text, every=True)
    several = {change(answer.rules[0]), *(change(rules[0]) for rules in answer.alternatives)}
    assert "Ann.held_by is Ann instead of Imp" in several
    assert "Imp needs no reason to enter" in several


def test_two_rules_together_and_none_of_them_alone() -> None:
    text = HEAD + PEOPLE + "\nstrength is 0\n" + act("strength is 1", "who.key") + ENDING
    answer = found(text)
    assert changes(answer) == ["strength is 1 instead of 0", "enter without 'who.key'"]
    assert "Fewer rules do not suffice" in whole(answer)


def test_what_the_ending_asks_for_is_not_relaxed() -> None:
    answer = obstacles(
        loads(HEAD + PEOPLE + act("not who.key") + ENDING.replace("open", "open and Ann.key")), "inside", AMPLE, most=2
    )
    assert answer.life is None
    assert answer.complete
    assert answer.rules == ()
    assert "nor does one if any 2 rules are relaxed" in whole(answer)


def test_rules_of_the_library_are_the_storys_own_only_if_asked_for() -> None:
    text = """
story "Away"
use places
place here
place there
property free
character Ann, at here, stays
Ann wants
    1 if Ann.at is there
path here - there
ending away
    when Ann.at is there
"""
    story = loads(text)
    own = {change(option.said) for option in options_of(story.ground, "away")}
    every = {change(option.said) for option in options_of(story.ground, "away", library=True)}
    assert "walk without 'not who.stays'" in every - own
    assert changes(found(text, "away"))[0].startswith("Ann.")


def test_the_time_ends_before_anything_is_known() -> None:
    text = HEAD + PEOPLE + act("who.key", "strength is 1") + ENDING
    answer = obstacles(loads(text), "inside", Budget(seconds=0.0))
    assert not answer.complete
    assert answer.why == "time"
    assert not answer.smallest
    assert "proves nothing" in whole(answer)


def test_an_interruption_keeps_what_is_known_and_the_search_says_where_it_stands() -> None:
    text = HEAD + PEOPLE + act("who.key") + ENDING
    seen: list[Trying] = []

    def watch(trying: Trying) -> None:
        seen.append(trying)
        if len(seen) == 2:
            raise KeyboardInterrupt

    answer = obstacles(loads(text), "inside", AMPLE, watch)
    assert answer.why == "interrupted"
    assert [trying.size for trying in seen] == [0, 1]


def test_a_problem_file_is_relaxed_in_its_task() -> None:
    text = """
type place;
entity Tom : character;
entity Home : place;
entity Sea : place;
property at(character : character) : place;
property free(character : character) : boolean;
property tired(character : character) : boolean;
at(Tom) = Home;
action swim(character : character, to : place) {
    precondition: at(character) != to & free(character) & !tired(character);
    effect: at(character) = to;
    consenting: character;
};
action unchain(character : character) {
    effect: free(character) & tired(character);
};
utility(): if(at(Tom) == Sea) 1 else 0;
utility(Tom): if(at(Tom) == Sea) 1 else 0;
"""
    story = Story.of_problem(Source("tom.txt", text), Problems())
    assert is_given(story.ground)
    answer = obstacles(story, "goal", AMPLE)
    assert_shown(answer)
    assert changes(answer) == ["swim(Tom, Sea) without 'Tom.free'"]


# --- the flagship ----------------------------------------------------------------------------------------------------


def test_what_keeps_everyone_in_the_ridge_from_being_saved() -> None:
    def watch(trying: Trying) -> None:
        # That no single rule suffices takes a minute to prove; that neither of the two does is known before.
        if trying.best:
            raise KeyboardInterrupt

    answer = obstacles(load("the_ridge"), "every_one", AMPLE, watch)
    assert answer.minimal
    assert not answer.smallest
    assert {change(rule) for rule in answer.rules} == {"Aeris.weariness is 1 instead of 2", "Hale.lasts is 2 instead of 1"}
    assert [rule.span.text for rule in answer.rules if rule.span is not None] == ["weariness 2", "lasts 1"]
    assert answer.life is not None
    assert answer.life.ending == "every_one"


# --- small stories by chance, against all sets of changes of their text ------------------------------------------------


#: a line and what stands there then, or a mind and the act that it needs no reason for; and what that is called
Way = tuple[tuple[int | str, str], str]


@dataclass(frozen=True)
class Line:
    """A part of a text, and the ways to relax it: what stands there then, and what that is called."""

    text: str
    ways: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Chance:
    """A story as parts, and who needs a reason for which act."""

    lines: tuple[Line, ...]
    reasons: tuple[tuple[str, str], ...]

    def options(self) -> list[Way]:
        """Each way to relax a rule: what it replaces by what, and its name."""
        ways: list[Way] = [((number, new), called) for number, line in enumerate(self.lines) for new, called in line.ways]
        return [*ways, *((pair, f"{pair[0]} needs no reason to {pair[1]}") for pair in self.reasons)]

    def text(self, changed: dict[int, str]) -> str:
        return "".join(changed.get(number, line.text) for number, line in enumerate(self.lines))


FLAGS = ("wet", "lit", "warm")


def chance_story(seed: int) -> Chance:
    chance = random.Random(seed)
    minds = ("Ann", "Bob")[: chance.choice((1, 2))]
    ahead = chance.choice((1, 1, 2))
    more = tuple((f"    ahead {ahead + n}\n", f"ahead is {ahead + n} instead of {ahead}") for n in (1, 2, 3))
    lines = [Line('story "S"\n'), Line(f"    ahead {ahead}\n", more), Line("    deep 9\n")]
    bounds = [("up to 2 instead of 1", "0..2"), ("up to 3 instead of 1", "0..3")]
    bounds += [("down to -1 instead of 0", "-1..1"), ("down to -2 instead of 0", "-2..1")]
    lines.append(
        Line(
            "property might: 0..1\n",
            tuple((f"property might: {new}\n", f"might goes {words}") for words, new in bounds),
        )
    )
    lines += [Line(f"property {flag}\n") for flag in (*FLAGS, "done")]
    lines += [Line(f"character {mind}\n") for mind in minds]
    now = chance.randint(0, 1)
    lines.append(Line(f"might is {now}\n", ((f"might is {1 - now}\n", f"might is {1 - now} instead of {now}"),)))
    if chance.random() < 0.5:
        flag = chance.choice(FLAGS)
        lines.append(Line(f"{flag}\n", ((f"not {flag}\n", f"{flag} is no instead of yes"),)))
    if chance.random() < 0.4:
        mind, flag = chance.choice(minds), chance.choice(FLAGS)
        lines.append(
            Line(
                f"{mind} believes not {flag}\n",
                ((f"{mind} believes {flag}\n", f"{mind} believes {flag} is yes instead of no"),),
            )
        )
    reasons = []
    names = ("one", "two")[: chance.randint(1, 2)]
    effects = [chance.choice((*FLAGS, "might += 1")) for _ in names[1:]] + ["done"]
    for name, effect in zip(names, effects, strict=True):
        by = chance.choice((*minds, "nobody"))
        lines.append(Line(f"action {name}()\n    by {by}\n"))
        if by != "nobody":
            reasons.append((by, name))
        for condition in dict.fromkeys(_condition(chance) for _ in range(chance.randint(0, 2))):
            lines.append(Line(f"    when {condition}\n", (("", f"{name} without '{condition}'"),)))
        lines.append(Line(f"    do: {effect}\n    seen by {chance.choice(('c: c is c', 'nobody'))}\n"))
    for mind in minds:
        if chance.random() < 0.6:
            lines.append(Line(f"{mind} wants\n    1 if done\n    1 if {chance.choice(FLAGS)}\n"))
    lines.append(Line(f"ending over when done and {_condition(chance)}\nending other when done\n"))
    return Chance(tuple(lines), tuple(reasons))


def _condition(chance: random.Random) -> str:
    flag = chance.choice(FLAGS)
    return chance.choice((flag, f"not {flag}", f"might >= {chance.randint(1, 2)}", "might < 1", "not done"))


def is_reached(text: str, free: frozenset[tuple[str, str]]) -> bool | None:
    """Whether a life comes to the ending `over`, on the obvious engine; None if that is no story."""
    task = _task(text)
    if task is None:
        return False
    engine = ReferenceEngine(task)
    index = [ending.name for ending in task.endings].index("over")
    try:
        seen: dict[State, None] = {engine.initial(): None}
        pending = list(seen)
        for state in pending:
            ending = engine.ending(state)
            if ending is not None:
                if ending == index:
                    return True
                continue
            for number, action in enumerate(task.actions):
                if not engine.is_possible(state, number):
                    continue
                needing = [m for m in action.consenting if (task.characters[m], action.name.partition("(")[0]) not in free]
                if all(engine.plan(state, number, mind) is not None for mind in needing):
                    after = engine.do(state, number)
                    if after not in seen:
                        seen[after] = None
                        pending.append(after)
    except EndlessTrigger:
        return False
    return False


@cache
def _task(text: str) -> Task | None:
    try:
        return loads(text).task
    except StoryProblems:
        return None


def outcome(story: Chance, chosen: tuple[Way, ...]) -> bool | None:
    """Whether relaxing these suffices; None if a rule is relaxed in two ways at once."""
    changed: dict[int, str] = {}
    free: set[tuple[str, str]] = set()
    for (first, second), _ in chosen:
        if isinstance(first, str):
            free.add((first, second))
        elif first in changed:
            return None
        else:
            changed[first] = second
    return is_reached(story.text(changed), frozenset(free))


def unreachable() -> Iterator[tuple[int, Chance]]:
    """Stories by chance whose ending no life reaches, with their numbers."""
    for seed in range(100_000):
        story = chance_story(seed)
        if _task(story.text({})) is not None and outcome(story, ()) is False:
            yield seed, story


def test_small_stories_by_chance_all_sets_of_changes_agree() -> None:
    sizes = [0, 0, 0, 0]
    for (seed, story), _ in zip(unreachable(), range(100 * WORLDS), strict=False):
        answer = obstacles(loads(story.text({})), "over", AMPLE, most=2)
        options = story.options()
        assert len({called for _, called in options}) == len(options)
        named = {called: one for one, called in options}
        least = next((size for size in (1, 2) if any(outcome(story, chosen) for chosen in combinations(options, size))), 0)
        assert len(answer.rules) == least, (seed, whole(answer))
        assert answer.complete, seed
        sizes[least] += 1
        if least:
            assert answer.minimal, seed
            assert answer.smallest, seed
            assert_shown(answer)
            mine = tuple((named[change(rule)], change(rule)) for rule in answer.rules)
            assert outcome(story, mine), (seed, whole(answer))
            assert not any(outcome(story, part) for size in range(len(mine)) for part in combinations(mine, size)), seed
    assert all(sizes[:3]), sizes


@cache
def can_be_reached(text: str, players: tuple[str, ...]) -> bool:
    """What `can` answers of a story that these are played in; no if that is no story, or it goes wrong."""
    try:
        return bool(Asker(loads(text), players, threads=1, finds_obstacles=False).ask("can over"))
    except (StoryProblems, *RUNTIME_ERRORS):
        return False


def can_with(story: Chance, chosen: tuple[Way, ...], players: tuple[str, ...]) -> bool | None:
    """What `can` answers of the story with these ways to relax it; None if a rule is relaxed in two ways at once. That somebody
    needs no reason is written as an act of nobody beside the old one."""
    changed: dict[int, str] = {}
    alone: list[str] = []
    for (first, second), _ in chosen:
        if isinstance(first, str):
            alone.append(second)
        elif first in changed:
            return None
        else:
            changed[first] = second
    text = story.text(changed)
    for name in alone:
        block = text[text.index(f"action {name}()") :].split("\n")
        end = next((n for n, line in enumerate(block) if n and not line.startswith(" ")), len(block))
        act = "\n".join(block[:end]).replace(f"action {name}()", f"action {name}_alone()")
        text += re.sub(r"    by \w+", "    by nobody", act) + "\n"
    return can_be_reached(text, players)


@pytest.mark.parametrize("players", [(), ("Ann",), ("Ann", "Bob")])
def test_what_is_named_suffices_and_nothing_less_whoever_is_played(players: tuple[str, ...]) -> None:
    sizes = [0, 0, 0]
    for seed in range(100_000):
        story = chance_story(seed)
        text = story.text({})
        task = _task(text)
        if task is None or not set(players) <= set(task.characters) or can_be_reached(text, players):
            continue
        answer = Asker(loads(text), players, threads=1).ask("what stands between start and over", budget=AMPLE)
        assert answer.proof
        found = answer.obstacles
        assert found is not None
        assert not any(written(rule).startswith(f"{mind} has no reason") for mind in players for rule in found.rules), seed
        options = [way for way in story.options() if way[0][0] not in players]
        named = {called: (what, called) for what, called in options}
        mine = tuple(named[change(rule)] for rule in found.rules)
        if mine:
            assert found.smallest, seed
            assert can_with(story, mine, players), (seed, whole(found))
            assert found.life is not None
            assert found.life.ending == "over"
        assert not any(can_with(story, part, players) for size in range(len(mine)) for part in combinations(mine, size)), (
            seed,
            whole(found),
        )
        # Nor does anything smaller than what is named, of all that there is.
        smaller = len(mine) if mine else 2
        assert not any(can_with(story, part, players) for size in range(smaller) for part in combinations(options, size)), seed
        if len(mine) < 3:
            sizes[len(mine)] += 1
        if sum(sizes) == 40 * WORLDS:
            break
    assert all(sizes[1:]), sizes


def test_the_same_story_has_the_same_answer() -> None:
    story = next(unreachable())[1]
    one, other = (data(obstacles(loads(story.text({})), "over", AMPLE)) for _ in range(2))
    assert one == other
