"""Small worlds of our own, as problem files, and the published problems with their known solutions, where they are."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fabula.formats.sabre import read
from fabula.formats.sabre.solutions import read_solution
from fabula.planning.limits import UNLIMITED, PlanLimits
from fabula.problems import Problem, Problems
from fabula.solution import Solution
from fabula.source import Source
from fabula.task import Task

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = Path(os.environ.get("FABULA_PROBLEMS", ROOT.parent / "shared" / "problems"))
BENCHMARK = FOLDER / "benchmark.json"

#: their known solutions attach reasons longer than the character limit
BEYOND_LIMITS = ("deerhunter_both", "fantasy_two", "fantasy_all")

#: Ann wants the lamp, and Bob, who has it, wants thanks.
LAMP = """
type place; type item;
entity Ann : character; entity Bob : character; entity Cat : character;
entity Hall : place; entity Yard : place; entity Lamp : item;
property at(c : character) : place;
property has(i : item) : character;
property thanked(c : character) : boolean;
property flooded() : boolean;
at(Ann) = Hall; at(Bob) = Yard; at(Cat) = Yard; has(Lamp) = Bob;
action walk(c : character, from : place, to : place) {
    precondition: at(c) == from & from != to;
    effect: at(c) = to;
    consenting: c;
};
action give(giver : character, taker : character, i : item, p : place) {
    precondition: giver != taker & has(i) == giver & at(giver) == p & at(taker) == p;
    effect: has(i) = taker & thanked(giver);
    consenting: giver, taker;
};
action flood() { precondition: !flooded(); effect: flooded(); };
utility() : (if(has(Lamp) == Ann) 1 else 0) + (if(flooded()) 1 else 0);
utility(Ann) : has(Lamp) == Ann;
utility(Bob) : thanked(Bob);
"""

GIVEN = """walk(Ann, Hall, Yard)
| give(Bob, Ann, Lamp, Yard)
| | goal(Bob, thanked(Bob) == True)
| goal(Ann, has(Lamp) == Ann)
give(Bob, Ann, Lamp, Yard)
| goal(Ann, has(Lamp) == Ann)
| goal(Bob, thanked(Bob) == True)
goal(flooded() == False & has(Lamp) == Ann)
"""

#: many lamps, each to be filled and lit, and nothing else to tell their orders apart
LAMPS = """
type lamp;
entity Ann : character;
entity {lamps} : lamp;
property full(l : lamp) : boolean;
property lit(l : lamp) : boolean;
property sung() : boolean;
action fill(c : character, l : lamp) {{ precondition: !full(l); effect: full(l); consenting: c; }};
action light(c : character, l : lamp) {{ precondition: full(l) & !lit(l); effect: lit(l); consenting: c; }};
action spark(l : lamp) {{ precondition: !lit(l); effect: lit(l); }};
action sing(c : character) {{ effect: sung(); consenting: c; }};
utility() : sum(l : lamp) (if({counted}) 1 else 0);
utility(Ann) : (sum(l : lamp) (if(lit(l)) 1 else 0)) + (if(sung()) 1 else 0);
"""


def task_of(text: str) -> Task:
    problems = Problems()
    task = read(Source("<text>", text), problems)
    assert not list(problems)
    assert task is not None
    return task


def lamps(number: int, counted: str = "lit(l)") -> Task:
    entities = ": lamp; entity ".join(f"L{place} " for place in range(number))
    return task_of(LAMPS.format(lamps=entities, counted=counted))


def read_text(task: Task, text: str) -> tuple[Solution | None, list[Problem]]:
    problems = Problems()
    return read_solution(Source("<text>", text), task, problems), list(problems)


def solution_of(task: Task, text: str) -> Solution:
    solution, problems = read_text(task, text)
    assert not problems
    assert solution is not None
    return solution


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a published problem."""

    name: str
    task: Task
    goal: int
    limits: PlanLimits
    text: str
    solution: Solution


def version_names() -> list[str]:
    if not BENCHMARK.is_file():
        return []
    return [version["name"] for version in json.loads(BENCHMARK.read_text())]


@cache
def version_of(name: str) -> Version:
    """A version, with the limits that its known solution keeps."""
    (version,) = (version for version in json.loads(BENCHMARK.read_text()) if version["name"] == name)
    task = _task_in(version["file"])
    limits = PlanLimits(version["author_limit"], version["character_limit"], version["belief_limit"])
    text = (FOLDER / version["solution"]).read_text()
    return Version(name, task, version["goal"], UNLIMITED if name in BEYOND_LIMITS else limits, text, solution_of(task, text))


@cache
def _task_in(file: str) -> Task:
    return task_of((FOLDER / file).read_text())
