"""Whatever a text is, the checker gives a story or problems, and never anything else."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.checker.stories import WORLD
from tests.checker.test_all_at_once import BROKEN
from tests.checker.test_events import KILL, WANTS

from fabula import model
from fabula.checker import check_text
from fabula.problems import CATALOGUE

STORIES = Path(__file__).resolve().parent.parent.parent / "python" / "fabula" / "stories"
FLAGSHIP = (STORIES / "the_ridge.fabula").read_text(encoding="utf-8")
WITH_LIBRARY = """use places, bodies, sight
place field "the field"
place ridge
path field - ridge
ridge overlooks field
character Aeris, she, at field
character Cloud, he, at ridge, wounds 2
Cloud believes Aeris.at is nowhere
when c: character sees walk(who, _, to) if c is not who: c believes who.at = to
Aeris wants: 2 if Aeris.at is Cloud.at
Cloud wants
    -1 * Cloud.wounds
    1 for each c: character if can_see(Cloud, c.at)
ending together "They meet" when here(Aeris, Cloud)
expect can together
"""
SEEDS = [
    WORLD + KILL + WANTS,
    WITH_LIBRARY,
    WITH_LIBRARY,
    BROKEN,
    *(part for part in re.split(r"\n(?=# ---)", FLAGSHIP) if part.strip()),
]
TOKEN = re.compile(r'"[^"\n]*"|\w+|\s+|.', re.DOTALL)
WORDS = sorted({token for seed in SEEDS for token in TOKEN.findall(seed)})


def is_sound(text: str) -> None:
    """The contract: a definition if and only if there is no error; every problem points into a text."""
    found, problems = check_text(text)
    assert (found is None) == bool(problems.errors)
    assert found is None or isinstance(found, model.Definition)
    for problem in problems:
        assert problem.code in CATALOGUE
        assert problem.span is not None
        assert 0 <= problem.span.start <= problem.span.end <= len(problem.span.source.text)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A story with some of its tokens replaced, doubled, dropped, swapped or put elsewhere."""
    tokens = TOKEN.findall(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        here = draw(st.integers(0, len(tokens) - 1))
        there = draw(st.integers(0, len(tokens) - 1))
        match draw(st.sampled_from(["replace", "double", "drop", "swap", "insert", "borrow", "line"])):
            case "replace":
                tokens[here] = draw(st.sampled_from(WORDS))
            case "double":
                tokens.insert(here, tokens[here])
            case "drop" if len(tokens) > 1:
                del tokens[here]
            case "swap":
                tokens[here], tokens[there] = tokens[there], tokens[here]
            case "insert":
                tokens.insert(here, draw(st.sampled_from(WORDS)))
            case "borrow":
                tokens[here] = tokens[there]
            case "line":
                tokens.insert(here, "\n" + draw(st.sampled_from(FLAGSHIP.splitlines())) + "\n")
    return "".join(tokens)


@settings(max_examples=250)
@given(mutated())
def test_mutated_stories(text: str) -> None:
    is_sound(text)


NAMES = ["Aeris", "Cloud", "Jenova", "Hale", "field", "calm", "hour", "night", "alive", "at", "mood", "near", "following", "x",
         "soldier", "3", "yes", "nobody", "wounds", "loves", "held_by", "over", '"text"']  # fmt: skip


def grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(parts, parts)
    operators = ["and", "or", "is", "is not", "<", "<=", "+", "-", "*", "/", "loves", "near", "believes", "knows", "in"]
    words = ["every", "some", "no", "count", "sum", "most"]
    return st.one_of(
        st.builds(lambda pair, operator: f"({pair[0]} {operator} {pair[1]})", two, st.sampled_from(operators)),
        st.builds(lambda one: f"not ({one})", parts),
        st.builds(
            lambda one, name: f"{one}.{name}", parts, st.sampled_from(["at", "alive", "mood", "following", "wounds", "near"])
        ),
        st.builds(lambda pair: f"near({pair[0]}, {pair[1]})", two),
        st.builds(lambda one, name: f"{name}({one})", parts, st.sampled_from(["at", "alive", "night", "over"])),
        st.builds(lambda word, body: f"({word} x: soldier ({body}))", st.sampled_from(words), parts),
        st.builds(lambda pair, asked: f"({pair[0]} if {asked} else {pair[1]})", two, parts),
        st.builds(lambda one: f"({one} is a soldier)", parts),
        st.builds(lambda pair: f"({pair[0]} in ({pair[1]}, {pair[0]}))", two),
    )


EXPRESSIONS = st.recursive(st.sampled_from(NAMES), grown, max_leaves=12)
PLACES = ["ending e when {}", "{}", "Aeris wants: {}", "rule r(x: soldier): {}", "property p: 0..9 = {}", "Aeris.at = {}",
          "Cloud believes {}", "{} = Aeris", "{} learns {}", "if {}: night", "for each x: soldier if {}: x.wounds = 1",
          "expect never {}",
          "action a(x: soldier)\n    by x\n    when {}\n    do: {}\n    seen by c: {}", "{} wants: {}"]  # fmt: skip


@settings(max_examples=250)
@given(st.lists(st.tuples(st.sampled_from(PLACES), EXPRESSIONS), min_size=1, max_size=4))
def test_lines_of_any_expressions(lines: list[tuple[str, str]]) -> None:
    is_sound(WORLD + "".join(place.replace("{}", written) + "\n" for place, written in lines))


@settings(max_examples=120)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    is_sound(text)


TEXTS = st.text(alphabet="{}[]. who'sAerisdnotbe\\\"", max_size=40)


@settings(max_examples=120)
@given(TEXTS)
def test_any_text_in_a_story(text: str) -> None:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    is_sound(WORLD + f'action a(who)\n    do: night\n    says "{quoted}"\n')


def test_nesting_of_every_sort_ends() -> None:
    for opening, closing in (
        ("(", ")"),
        ("not (", ")"),
        ("(night and ", ")"),
        ("Cloud believes (", ")"),
        ("every x: soldier (", ")"),
    ):
        for depth in (20, 50, 90, 500, 3000):
            is_sound(WORLD + f"ending e when {opening * depth}night{closing * depth}\n")
            is_sound(WORLD + f"action a()\n    do: {opening * depth}night{closing * depth}\n")
    for depth in (20, 50, 90, 500):
        is_sound(
            WORLD
            + "action a()\n    do\n"
            + "".join(f"{' ' * (8 + i)}if night\n" for i in range(depth))
            + " " * (9 + depth)
            + "night\n"
        )
        is_sound(WORLD + f"ending e when Aeris{'.following' * depth} is Cloud\n")
        is_sound(WORLD + f"Aeris wants: {'1 + ' * depth}1\n")
        is_sound(WORLD + f"ending e when {'Cloud knows Aeris knows ' * depth}night\n")


def test_long_chains_of_definitions_end() -> None:
    is_sound(WORLD + "kind k0\n" + "".join(f"kind k{i}: k{i - 1}\n" for i in range(1, 3000)))
    is_sound(WORLD + "".join(f"kind k{i}: k{(i + 1) % 3000}\n" for i in range(3000)))
    is_sound(WORLD + "".join(f"rule r{i}: r{i ^ 1} or r{i // 2}\n" for i in range(3000)))
