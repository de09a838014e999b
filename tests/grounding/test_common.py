"""One line about many minds: what each of them, and each idea of each, has of a property from the start."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from fabula.engine.core import NativeEngine
from fabula.engine.interface import Engine
from fabula.engine.reference import ReferenceEngine
from fabula.story import Story, loads
from fabula.task import Several

INN = """kind place
kind letter
property was(character): place
property lies_in(letter): place
property burned(letter)
property score: 0..3 = 1
place study
place hall
place cellar
letter note, lies_in study
character Vane, was hall
character Cole, was cellar
character Wit, was study
action ask(who, other)
    by who
    do: who learns was(Cole) from other
action put(who, note: letter, room: place)
    by who
    do
        note.lies_in = room
        note.burned
        score += 1
ending done when Vane knows was(Cole)
"""
ANY = "study hall cellar"


def story(*lines: str) -> Story:
    return loads(INN + "\n".join(lines) + "\n")


def look(engine: Engine, story: Story, path: str, name: str) -> str:
    """What is taken to be so at the end of a path of initials: the values, with `?` where they are several and `!` where they
    are known there."""
    initials = {mind[0]: number for number, mind in enumerate(story.task.characters)}
    state = engine.initial()
    for letter in path:
        state = engine.belief(state, initials[letter])
    fluent = story.task.fluents[[one.name for one in story.task.fluents].index(name)]
    taken = engine.taken(state, story.task.fluents.index(fluent))

    def shown(code: int) -> str:
        if fluent.sort.value != "symbol":
            return str(code)
        return "nowhere" if code < 0 else story.task.symbols[code]

    if not isinstance(taken, Several):
        return shown(taken)
    return ("!" if taken.known else "?") + " ".join(map(shown, taken.values))


def ideas(name: str, *lines: str) -> dict[str, str]:
    """What there is at the end of every path of up to three minds; both engines say the same."""
    told = story(*lines)
    engines = ReferenceEngine(told.task), NativeEngine(told.task)
    found: dict[str, str] = {}
    for length in range(4):
        for path in product("VCW", repeat=length):
            if all(first != second for first, second in pairwise(path)):
                one, other = (look(engine, told, "".join(path), name) for engine in engines)
                assert one == other
                found["".join(path)] = one
    return found


def by_last(known: str, inside: str, outside: str, unknown: str) -> dict[str, str]:
    """Who of `known` knows in any idea of people of `known` what is so (`inside`), and which it is in any other (`outside`)."""
    paths = ["".join(path) for length in range(4) for path in product("VCW", repeat=length)]
    found = {}
    for path in paths:
        if all(first != second for first, second in pairwise(path)):
            is_inside = all(mind in known for mind in path)
            found[path] = inside if is_inside else outside if path[-1] in known else unknown
    return found


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("only Cole knows was(Cole)", "C"),
        ("nobody but Cole knows was(Cole)", "C"),
        ("nobody knows was(Cole) but Cole", "C"),
        ("only Cole and Wit know was(Cole)", "CW"),
        ("everyone but Vane knows was(Cole)", "CW"),
        ("nobody knows was(Cole)", ""),
        ("only Wit knows was(Cole)", "W"),
        ("for each c: character if c is Cole: only c knows was(c)", "C"),
    ],
)
def test_who_knows_and_who_is_taken_to(line: str, known: str) -> None:
    assert ideas("was(Cole)", line) == by_last(known, "cellar", f"!{ANY}", f"?{ANY}")


def test_what_was_left_of_it_is_left() -> None:
    found = ideas("was(Cole)", "everybody believes was(Cole) in (hall, cellar)", "only Wit, Cole know was(Cole)")
    assert found == by_last("CW", "cellar", "!hall cellar", "?hall cellar")


def test_yes_or_no_and_numbers() -> None:
    assert ideas("burned(note)", "only Cole knows whether note.burned") == by_last("C", "0", "!0 1", "?0 1")
    assert ideas("burned(note)", "only Cole knows note.burned") == by_last("C", "1", "!0 1", "?0 1")
    assert ideas("score", "only Cole knows score is 2") == by_last("C", "2", "!0 1 2 3", "?0 1 2 3")


@pytest.mark.parametrize(
    ("lines", "now", "before"),
    [
        (["Cole, Wit share a secret: note.lies_in is nowhere"], "nowhere", "study"),
        (
            [
                "note.lies_in is hall",
                "Vane believes note.lies_in is cellar",
                "Wit and Cole share a secret: note.lies_in is study",
            ],
            "study",
            "hall",
        ),
        (["Cole, Wit share a secret: note.lies_in"], "study", "?study hall cellar"),
    ],
)
def test_a_secret(lines: list[str], now: str, before: str) -> None:
    assert ideas("lies_in(note)", *lines) == by_last("CW", now, before, before)


def test_a_secret_of_what_nobody_had_spoken_of() -> None:
    letter = "letter other_note"
    found = ideas("lies_in(other_note)", letter, "Cole, Wit share a secret: other_note.lies_in is hall")
    assert found == by_last("CW", "hall", f"?{ANY}", f"?{ANY}")


def test_a_secret_of_what_is_somebodys_own() -> None:
    found = ideas("was(Cole)", "Cole, Wit share a secret: was(Cole)")
    assert found["V"] == found["VW"] == found["CV"] == f"?{ANY}"
    assert found["VC"] == f"!{ANY}"


def test_what_everybody_believes() -> None:
    assert ideas("lies_in(note)", "everybody believes note.lies_in is hall") == by_last("", "study", "", "hall")
    found = ideas("lies_in(note)", "everybody but Cole believes note.lies_in is hall")
    assert {path for path, value in found.items() if value != "hall"} == {"", "C"}


def test_in_one_mind() -> None:
    found = ideas("was(Cole)", "Vane believes only Wit knows was(Cole)")
    assert {path: value for path, value in found.items() if not path.startswith("V")} == {
        path: "cellar" for path in found if not path.startswith("V")
    }
    assert found["V"] == found["VC"] == found["VWC"] == found["VWV"] == f"?{ANY}"
    assert found["VW"] == found["VCW"] == f"!{ANY}"
    found = ideas("was(Cole)", "Vane believes only Vane knows was(Cole)")
    assert (found["V"], found["VC"], found["VCV"]) == ("cellar", f"?{ANY}", f"!{ANY}")
    found = ideas("was(Cole)", "Wit does not know was(Cole), and thinks that nobody does")
    assert (found["W"], found["WC"], found["WV"], found["V"]) == (f"?{ANY}", f"?{ANY}", f"?{ANY}", "cellar")
    found = ideas("was(Cole)", "Wit does not know was(Cole), but thinks Vane does")
    assert (found["W"], found["WV"]) == (f"?{ANY}", f"!{ANY}")


def test_a_line_takes_the_place_of_what_was_said_before() -> None:
    before = "Vane believes Cole believes was(Cole) is study", "Vane believes nobody knows was(Cole)"
    assert ideas("was(Cole)", *before, "only Cole knows was(Cole)") == ideas("was(Cole)", "only Cole knows was(Cole)")
    found = ideas("was(Cole)", "only Cole knows was(Cole)", "Vane believes Wit believes was(Cole) is hall")
    assert (found["VW"], found["W"], found["CW"], found["VCW"]) == ("hall", *[f"?{ANY}"] * 3)


def test_everybody_knows_what_everybody_knows_without_it() -> None:
    plain = story()
    again = story(
        "Vane believes note.burned", "Wit believes nobody knows whether note.burned", "everybody knows whether note.burned"
    )
    engines = [ReferenceEngine(one.task) for one in (plain, again)]
    for path in ("", "V", "W", "WV", "VWV"):
        assert {look(engine, one, path, "burned(note)") for engine, one in zip(engines, (plain, again), strict=True)} == {"0"}
