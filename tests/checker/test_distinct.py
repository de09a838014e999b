"""Two parameters of an action are two different things, unless the action says that they may be one."""

from __future__ import annotations

import re

import pytest
from tests.asking.random_stories import SELVES, TWO
from tests.asking.random_stories import random_story as asked_story
from tests.checker.stories import WORLD, definition, problems_of, shown
from tests.proving.random_stories import random_story

from fabula.checker import check_text
from fabula.grounding import ground
from fabula.problems import Problem, StoryProblems
from fabula.story import loads

STORIES = 60


def pairs(lines: str, head: str) -> list[str]:
    block = "".join(f"    {line}\n" for line in lines.splitlines())
    action = definition(f"{WORLD}action act({head})\n{block}    do: night\n").actions["act"]
    return [f"{shown(one).partition(':')[0]} {shown(other).partition(':')[0]}" for one, other in action.distinct]


def problems(lines: str, head: str = "who, other") -> list[Problem]:
    block = "".join(f"    {line}\n" for line in lines.splitlines())
    definition_, found = check_text(
        f"{WORLD}action act({head})\n{block}    do: night\nfor each c: character\n    c wants: hour\n"
    )
    if definition_ is not None:
        ground(definition_, found)
    return [one for one in found if one.code not in ("wants-nothing", "unreachable-ending")]


def test_any_two_whose_kinds_have_things_in_common() -> None:
    assert pairs("by who", "who, other, third: soldier") == ["?who ?other", "?who ?third", "?other ?third"]
    assert pairs("by who", "who, spot: place") == []
    assert pairs("by who", "who, from: place, to: place") == ["?from ?to"]
    assert pairs("by who", "who, what: thing, spot: place") == ["?who ?what", "?what ?spot"]
    assert pairs("by who", "who: will, other: character") == []
    assert pairs("by who", "who: mind, other: character") == ["?who ?other"]


def test_unless_it_says_that_they_may_be_one() -> None:
    assert pairs("by who\nwho may be other", "who, other, third") == ["?who ?third", "?other ?third"]
    assert pairs("other may be who\nby who", "who, other, third") == ["?who ?third", "?other ?third"]
    assert pairs("by who\nwho may be other, third", "who, other, third") == ["?other ?third"]
    assert pairs("by who\nwho may be other\nwho may be third\nother may be third", "who, other, third") == []


def test_who_stands_by_name_after_by_is_none_of_the_parameters() -> None:
    assert pairs("by who, Cloud", "who, spot: place") == ["?who Cloud"]
    assert pairs("by Cloud", "other") == ["?other Cloud"]
    assert pairs("by Cloud\nother may be Cloud", "other") == []
    assert pairs("by nobody", "other") == []


@pytest.mark.parametrize(
    ("lines", "code", "at", "said"),
    [
        ("by who\nwho may be who", "syntax", "who", "itself"),
        ("by who\nwho may be spot", "wrong-kind", "spot", "nothing is both"),
        ("by who\nwho may be Cloud", "unknown-name", "Cloud", "Cloud"),
        ("by who\nwho may be othr", "unknown-name", "othr", "did you mean 'other'?"),
        ("by who, who", "syntax", "who", "stands after 'by' already"),
        ("by who\nwho can be other", "syntax", "can be", "may be"),
        ("by who\nwho may be the same as other", "syntax", "may be the same as", "may be"),
        ("by who\nwhen who is other", "never-possible", "who is other", "who may be other"),
        ("by who\nwhen other is who and night", "never-possible", "other is who", "who may be other"),
    ],
)
def test_what_is_wrong_with_it(lines: str, code: str, at: str, said: str) -> None:
    (found,) = problems(lines, "who, other, spot: place")
    assert (found.code, found.span and found.span.text) == (code, at)
    assert said in f"{found.message} {found.expected} {found.hint}"


def test_one_thing_for_two_is_no_act() -> None:
    (found,) = problems("by nobody", "one: soldier, other: soldier")
    assert (found.code, found.seen) == ("never-possible", "only Hale")
    (found,) = problems("by one, Hale", "one: soldier")
    assert (found.code, found.seen) == ("never-possible", "only Hale")
    assert problems("by nobody\none may be other", "one: soldier, other: soldier") == []


@pytest.mark.parametrize("reaction", ["Aeris sees act(Aeris, Aeris)", "c sees act(c, c)", "Aeris sees act(x, x)"])
def test_a_reaction_to_what_is_never_done(reaction: str) -> None:
    text = f"{WORLD}action act(who, other)\n    by who\n    do: night\nwhen {reaction}: hour += 1\n"
    (found,) = [one for one in problems_of(text) if one.code == "never-possible"]
    assert "who may be other" in found.hint
    allowed = text.replace("by who\n", "by who\n    who may be other\n")
    assert "never-possible" not in [one.code for one in problems_of(allowed)]


def test_a_trigger_looks_at_everything() -> None:
    text = f"{WORLD}trigger mirror(one, other)\n    when one is other and not night\n    do: night\n"
    assert "never-possible" not in [one.code for one in problems_of(text)]


def test_an_act_of_one_for_two_is_asked_for_in_vain() -> None:
    story = loads(f"{WORLD}action act(who, other)\n    by who\n    do: night\nAeris wants: 1 if night\n")
    with pytest.raises(StoryProblems) as raised:
        story.why_not("act(Aeris, Aeris)")
    (found,) = raised.value.problems
    assert "'who' and 'other' are two different things" in found.hint


def acts(text: str) -> list[str]:
    return [action.name for action in loads(text).task.actions]


def test_saying_it_makes_no_difference_and_not_meaning_it_can_be_said() -> None:
    """By chance: what is so of itself may be written out, or the action may say that two may be one and then ask for two."""
    allowed = more = 0
    for make in (random_story, asked_story):
        for seed in range(STORIES):
            text = make(seed).text
            if TWO not in text:
                continue
            plain = text.replace("    who may be other\n", "")
            written = plain.replace(TWO, f"{TWO}    when who is not other\n")
            asked = plain.replace(TWO, f"{TWO}    who may be other\n    when who is not other\n")
            free = plain.replace(TWO, f"{TWO}    who may be other\n")
            if check_text(text)[0] is None:
                continue
            task = loads(plain).task
            assert loads(written).task == task, (make, seed)
            assert loads(asked).task == task, (make, seed)
            is_free = text != plain
            allowed += is_free
            more += set(acts(free)) != {action.name for action in task.actions}
            assert is_free == (seed % SELVES == 2)
            assert all(not re.fullmatch(r"\w+\((\w+), \1\).*", action.name) for action in task.actions)
    assert allowed > 5, allowed
    assert more > 30, more
