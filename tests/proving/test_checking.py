"""The checker: it accepts what the prover proves, it refuses what is damaged, and each of its rules is needed.

`FABULA_WORLDS` says on how many stories by chance (60 if it is not set).
"""

from __future__ import annotations

import ast
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path

import pytest
from tests.asking.brute import Lives, TooLarge, all_lives
from tests.asking.random_stories import condition, random_story
from tests.proving.damages import contradicted, damaged
from tests.proving.never_stories import BALANCE, DALLYING, DUST, TOWN

import fabula
from fabula.asking.grammar import question_of
from fabula.asking.proving import goal_of
from fabula.asking.questions import Never
from fabula.budget import Budget
from fabula.engine.interface import BudgetEnded
from fabula.engine.reference import ReferenceEngine
from fabula.problems import StoryProblems
from fabula.proving import checking, estimates, idling
from fabula.proving.certificates import Bound, Certificate, Claim, LeftOut, Rows, certificate_from, digest_of
from fabula.proving.certifying import certificate_of
from fabula.proving.checking import Checked, check
from fabula.proving.estimates import Among, Truth, listed
from fabula.proving.goals import ending_goal
from fabula.proving.prover import Prover
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.story import Story, loads
from fabula.task import LARGEST, Arithmetic, Compare, Read, Task

WORLDS = int(os.environ.get("FABULA_WORLDS", "60"))
#: states of a world that is walked
MOST = 40


@dataclass(frozen=True, slots=True)
class Case:
    """A story by chance with its lives, those in `free` played, and a certificate of it."""

    story: Story
    lives: Lives
    certificate: Certificate
    proof: str


def accepts(task: Task, certificate: Certificate) -> bool:
    try:
        check(task, certificate)
    except StoryProblems as refused:
        codes = {problem.code for problem in refused.problems}
    else:
        return True
    assert codes == {"refused-certificate"}
    return False


def refusal(task: Task, certificate: Certificate) -> tuple[str, str, str]:
    """Where it is refused, what was expected there, and what was seen."""
    with pytest.raises(StoryProblems) as found:
        check(task, certificate)
    (problem,) = found.value.problems
    assert problem.code == "refused-certificate"
    return problem.message.split("'")[1], problem.expected, problem.seen


def never(story: Story, ending: str, *, search: bool = True) -> Certificate:
    """The certificate that lives of a story never come to an ending."""
    task = story.task
    goal = ending_goal(task, [one.name for one in task.endings].index(ending))
    verdict = Prover(story).decide(goal, search=search)
    assert verdict.proof is not None
    return certificate_of(task, goal, verdict.proof)


def questions(story: Story, endings: Iterator[str], chance: random.Random, minds: list[str]) -> Iterator[Never]:
    for text in (*endings, *(condition(chance, minds).text for _ in range(4))):
        asked = question_of(story, f"never {text}")
        assert isinstance(asked, Never)
        yield asked


@cache
def cases() -> tuple[Case, ...]:
    """Certificates of stories by chance, of endings and of conditions, also where somebody is played."""
    found: list[Case] = []
    for seed in range(WORLDS):
        chance = random.Random(seed)
        made = random_story(seed)
        try:
            story = loads(made.text)
            free = (chance.choice(made.minds),) if chance.random() < 0.3 else ()
            minds = tuple(story.ground.minds[name] for name in free)
            lives = all_lives(story.ground, minds, MOST)
        except (StoryProblems, TooLarge, *RUNTIME_ERRORS):
            continue
        prover = Prover(story, minds)
        for asked in questions(story, iter(made.endings), chance, made.minds):
            goal = goal_of(story, asked.target)
            verdict = prover.decide(goal, Budget(20.0, None, None))
            if verdict.proof is not None:
                certificate = certificate_of(story.task, goal, verdict.proof, minds)
                found.append(Case(story, lives, certificate, type(verdict.proof).__name__))
    return tuple(found)


# --- what is proven is accepted --------------------------------------------------------------------------------------


@pytest.mark.limit(120)
def test_whatever_is_proven_of_stories_by_chance_is_accepted_and_true() -> None:
    """Of all three kinds there are many."""
    kinds = Counter(case.proof for case in cases())
    assert min(kinds[kind] for kind in ("OutOfRange", "Projected", "Exhausted")) >= WORLDS // 15, kinds
    for case in cases():
        assert not contradicted(case.lives, case.certificate), case.certificate.text()
        read = certificate_from(case.certificate.text())
        assert read == case.certificate
        check(case.story.task, read)


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("overseas", Checked(2, 0, 0, 0)),
        ("both", Checked(5, 3, 0, 0)),
        ("rich", Checked(6, 0, 0, 0)),
        ("silent", Checked(3, 0, 0, 2)),
    ],
)
def test_each_reason_for_a_never(ending: str, expected: Checked) -> None:
    """A place without a way, a thing in two states, a sum that nothing changes, an act that nobody wants."""
    story = loads(TOWN)
    checked = check(story.task, never(story, ending))
    assert (checked.rows > 0, checked.left_out) == (expected.rows > 0, expected.left_out)
    assert checked.states == 0


def test_the_ending_of_the_ridge_that_no_life_comes_to() -> None:
    """It takes more than a few rows, and no act has to be left out for it."""
    story = fabula.load("the_ridge")
    certificate = certificate_from(never(story, "every_one", search=False).text())
    checked = check(story.task, certificate)
    assert checked.rows > 100
    assert not certificate.left_out.acts


def test_lives_that_were_followed_are_followed_once_more() -> None:
    found = [case for case in cases() if case.proof == "Exhausted"]
    for case in found:
        checked = check(case.story.task, case.certificate)
        assert 1 <= checked.states <= (case.certificate.states or 0)
        assert check(case.story.task, case.certificate, case.story.engine) == checked


# --- what is not so is refused ---------------------------------------------------------------------------------------


@pytest.mark.limit(240)
def test_whatever_lives_contradict_is_refused() -> None:
    """Of certificates that were damaged by chance: those which some life contradicts are refused, at least 200; and of the
    others none is accepted that claims what is not so."""
    refused: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    unharmed: Counter[str] = Counter()
    found = [*cases(), *(_case_of(TOWN, ending) for ending in ("overseas", "both", "rich", "silent"))]
    for number, case in enumerate(found):
        task = case.story.task
        for damage in damaged(task, case.certificate, random.Random(number)):
            lives = case.lives
            if damage.certificate.claim.free != case.certificate.claim.free:
                try:
                    lives = all_lives(case.story.ground, damage.certificate.claim.free, MOST)
                except (TooLarge, *RUNTIME_ERRORS):
                    continue
            if contradicted(lives, damage.certificate):
                assert not accepts(task, damage.certificate), damage
                refused[damage.name] += 1
            elif accepts(task, damage.certificate):
                accepted[damage.name] += 1
            else:
                unharmed[damage.name] += 1
    # Where lives say nothing against it, it may be refused all the same: what is left of it may not be enough.
    assert refused.total() >= 200
    assert {"a_value_less", "a_row_less", "an_act_more", "goal_changed", "states_less", "sum_tighter"} <= set(refused)
    assert {"a_fact_idle", "witness_changed", "witness_less", "a_range_less"} <= {*refused, *unharmed}


def _case_of(text: str, ending: str) -> Case:
    story = loads(text)
    return Case(story, all_lives(story.ground, (), 400), never(story, ending), "")


def test_a_certificate_of_another_story_is_refused() -> None:
    first, second = loads(TOWN), loads(TOWN.replace("coins(Ada) is 1", "coins(Ada) is 2"))
    with pytest.raises(StoryProblems) as found:
        check(second.task, never(first, "silent"))
    assert [problem.code for problem in found.value.problems] == ["bad-certificate"]


def test_the_title_of_a_story_makes_no_difference() -> None:
    first, second = loads(TOWN), loads(TOWN.replace("A Small Town", "A Town"))
    check(second.task, never(first, "silent"))


def test_sums_do_not_hold_numbers_where_they_are() -> None:
    """What one act takes from a number and gives to another keeps their sum, and both change."""
    story = loads(BALANCE)
    task = story.task
    with pytest.raises(AssertionError):
        never(story, "high")
    check(task, never(story, "beyond"))
    stays = {0: listed([5]), 1: listed([0])}
    wrong = Certificate(digest_of(task), Claim("high", None), stays, (Bound((0, 1), 5, 5),))
    assert refusal(task, wrong)[0] == "ranges"


# --- acts that nobody has a reason for -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ending", "act", "idle", "why"),
    [
        (DUST, "dusty", "smudge(Ann)", "dust", "startles() reads in a mind what another trigger may have made of it"),
        (DALLYING, "late", "dally(Cid)", "dallied", "somebody thinks more than two levels deep"),
    ],
)
def test_acts_that_seem_to_be_for_nothing_and_are_done(text: str, ending: str, act: str, idle: str, why: str) -> None:
    """Nothing that anybody wants is different after them, and yet there is a reason for them."""
    story = loads(text)
    task = story.task
    engine = ReferenceEngine(task)
    number = [action.name for action in task.actions].index(act)
    assert number in [move for move, _ in engine.moves(engine.initial())]
    fluent = [one.name for one in task.fluents].index(idle)
    out = LeftOut((number,), frozenset({fluent}), ())
    wrong = Certificate(digest_of(task), Claim(ending, None), {fluent: listed([0])}, left_out=out)
    assert refusal(task, wrong) == ("left_out", "acts that nobody has a reason for", why)


def test_who_is_played_needs_no_reason() -> None:
    story = loads(TOWN)
    whole = never(story, "silent")
    played = replace(whole, claim=replace(whole.claim, free=(0,)))
    assert refusal(story.task, played) == ("left_out", "acts that nobody has a reason for", "crack(Ada) needs no reason")


def test_what_is_taught_counts() -> None:
    """Whoever sees the bell crack learns where it was done, if nothing tells it anyway."""
    story = loads(TOWN)
    whole = never(story, "silent")
    assert whole.left_out.witnesses
    blind = replace(whole, left_out=replace(whole.left_out, witnesses=()))
    assert refusal(story.task, blind)[2].startswith("who sees crack(")


def test_what_is_wanted_counts() -> None:
    story = loads(TOWN)
    whole = never(story, "silent")
    idle = frozenset(range(len(story.task.fluents)))
    wrong = replace(whole, left_out=replace(whole.left_out, idle=idle))
    assert refusal(story.task, wrong)[2] == "somebody wants what is said to count for nobody"


# --- rules, each of them needed --------------------------------------------------------------------------------------


def _breaks() -> dict[str, Callable[[pytest.MonkeyPatch], None]]:
    """Each rule of the checker, as what is left of it where it says nothing."""

    def nothing(*_: object) -> None:
        return None

    def method(name: str) -> Callable[[pytest.MonkeyPatch], None]:
        return lambda patch: patch.setattr(checking._Checker, name, nothing)

    return {
        "the start is inside": method("_start"),
        "sums hold": method("_sums"),
        "ranges hold": method("_ranges"),
        "rows hold": method("_rows"),
        "lives are followed": lambda patch: patch.setattr(checking._Checker, "_lives", lambda *_: 1),
        "acts are rightly left out": lambda patch: patch.setattr(checking, "why_not_idle", nothing),
        "nobody is taught": lambda patch: patch.setattr(idling, "_teaches_nothing", lambda *_: True),
        "triggers come to the same": lambda patch: patch.setattr(idling, "_why_not_the_same", nothing),
        "minds may believe anything": lambda patch: patch.setattr(estimates, "OPEN", Truth(False, True)),
    }


def _wrong() -> Iterator[tuple[str, Task, Certificate]]:
    """For each rule certificates that only it refuses."""
    town, balance, dust = loads(TOWN).task, loads(BALANCE).task, loads(DUST).task
    names = [fluent.name for fluent in town.fluents]
    silent = never(loads(TOWN), "silent")
    cracked, worn, locked = (names.index(name) for name in ("cracked", "worn", "locked"))
    yield (
        "the start is inside",
        balance,
        Certificate(digest_of(balance), Claim("high", None), {0: listed([-10]), 1: listed([-10])}),
    )
    low = {0: Among(range(-10, 6))}
    yield "sums hold", balance, Certificate(digest_of(balance), Claim("high", None), low, (Bound((0,), None, 5),))
    bare = Certificate(digest_of(town), Claim("silent", None), {cracked: listed([0])})
    yield "ranges hold", town, bare
    rows = Rows((locked, worn), ((0, 1),), {}, {})
    yield "rows hold", town, Certificate(digest_of(town), Claim("both", None), {}, rows=rows)
    yield "lives are followed", town, Certificate(digest_of(town), Claim("silent", None), {}, states=1)
    wanted = names.index("locked")
    out = LeftOut(tuple(number for number, one in enumerate(town.actions) if one.name.startswith("lock")), frozenset(), ())
    never_locked = Certificate(digest_of(town), Claim("both", None), {wanted: listed([0])}, left_out=out)
    yield "acts are rightly left out", town, never_locked
    yield "nobody is taught", town, replace(silent, left_out=replace(silent.left_out, witnesses=()))
    dusty = [fluent.name for fluent in dust.fluents].index("dust")
    smudge = LeftOut((0,), frozenset({dusty}), ())
    smudged = Certificate(digest_of(dust), Claim("dusty", None), {dusty: listed([0])}, left_out=smudge)
    yield "triggers come to the same", dust, smudged
    trouble = [fluent.name for fluent in dust.fluents].index("trouble")
    calm = Certificate(digest_of(dust), Claim("dusty", None), {trouble: listed([0])})
    yield "minds may believe anything", dust, calm


@pytest.mark.parametrize("rule", sorted(_breaks()))
def test_no_rule_can_be_spared(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused by a rule is accepted without it: nothing else stands in its way."""
    found = [(task, certificate) for name, task, certificate in _wrong() if name == rule]
    assert found
    assert not any(accepts(task, certificate) for task, certificate in found)
    _breaks()[rule](monkeypatch)
    assert all(accepts(task, certificate) for task, certificate in found)


def test_the_checker_knows_nothing_of_what_finds_proofs() -> None:
    """Not by any way round: neither the native engine nor those who call it to prove something."""
    forbidden = {"fabula.engine._native", "fabula.engine.core", "fabula.engine.proving"}
    forbidden |= {
        f"fabula.proving.{name}" for name in ("unwanted", "refining", "prover", "proofs", "goals", "certifying", "dead")
    }
    assert not _known("fabula.proving.checking") & forbidden


def _known(module: str) -> set[str]:
    """All modules of ours that a module imports, and those that they import."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        path = _path(name)
        if name in found or path is None:
            continue
        found.add(name)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                waiting += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module is not None:
                waiting += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found


def _path(name: str) -> Path | None:
    if not name.startswith("fabula."):
        return None
    place = Path(str(resources.files("fabula"))).joinpath(*name.split(".")[1:])
    return next((one for one in (place.with_suffix(".py"), place / "__init__.py") if one.is_file()), None)


def test_lives_that_do_not_end_are_followed_no_further_than_is_claimed() -> None:
    task = loads(TOWN).task
    one = Certificate(digest_of(task), Claim("overseas", None), {}, states=3)
    assert refusal(task, one) == ("states", "lives with at most 3 states", "more")


def test_as_many_nodes_as_the_plain_engine_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory has its bound, too."""
    task = loads(TOWN).task
    monkeypatch.setattr(checking, "NODES", 5)
    with pytest.raises(BudgetEnded):
        check(task, Certificate(digest_of(task), Claim("overseas", None), {}, states=10_000))


def test_nothing_is_written_out_that_is_too_large() -> None:
    """Neither everything from one number to another, where something else has no values, nor what a row may lead to."""
    task = loads(BALANCE).task
    wide = {0: Among(range(-LARGEST, LARGEST + 1)), 1: Among(range(5, 5))}
    claim = Claim(None, Compare(">", Arithmetic("+", Read((), 0), Read((), 1)), Read((), 0)))
    engine = ReferenceEngine(task)
    look = wide.__getitem__
    assert estimates.truth(task, Compare("<", Read((), 0), Read((), 1)), look) == Truth(False, False)
    assert claim.condition is not None
    assert estimates.truth(task, claim.condition, look) == Truth(False, False)
    assert len(estimates.possible(task, Arithmetic("*", Read((), 0), Read((), 0)), look)) == 2 * LARGEST + 1
    rows = Rows((0, 1), (tuple(engine.values(engine.initial())),), {}, {})
    open_ = Certificate(digest_of(task), claim, {0: wide[0], 1: wide[0]}, rows=rows)
    assert refusal(task, open_)[0] in ("ranges", "rows")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda one: replace(one, ranges={99: listed([0])}), "facts"),
        (lambda one: replace(one, sums=(Bound((0, -1), None, 3),)), "facts"),
        (lambda one: replace(one, sums=(Bound((0, 0), None, 30),)), "sums"),
        (lambda one: replace(one, left_out=LeftOut((999,), frozenset(), ())), "acts"),
        (lambda one: replace(one, left_out=LeftOut((0,), frozenset(), ((7, 0, 0),))), "minds"),
        (lambda one: replace(one, left_out=LeftOut((0,), frozenset(), ((0, 0, 999),))), "triggers"),
        (lambda one: replace(one, rows=Rows((0,), ((2,),), {0: 999}, {})), "triggers"),
        (lambda one: replace(one, rows=Rows((0,), ((2,),), {}, {0: -1})), "endings"),
        (lambda one: replace(one, rows=Rows((0, 0), ((2, 2),), {}, {})), "rows"),
        (lambda one: replace(one, claim=Claim("nothing", None)), "never"),
        (lambda one: replace(one, claim=Claim("silent", None, (-1,))), "minds"),
        (lambda one: replace(one, ranges={0: Among(range(5, 5))}), "ranges"),
    ],
)
def test_what_is_named_is_there(change: Callable[[Certificate], Certificate], where: str) -> None:
    """Whatever numbers stand in it, it is said what is wrong with them."""
    story = loads(TOWN)
    assert refusal(story.task, change(never(story, "silent")))[0] == where
