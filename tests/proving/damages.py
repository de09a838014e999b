"""Certificates that were damaged by chance, and what lives themselves say against them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tests.asking.brute import Lives

from fabula.engine.evaluate import holds
from fabula.proving.certificates import Bound, Certificate, Claim
from fabula.proving.estimates import Among
from fabula.task import Task, reads


@dataclass(frozen=True, slots=True)
class Damage:
    name: str
    certificate: Certificate


def damaged(task: Task, whole: Certificate, chance: random.Random) -> Iterator[Damage]:
    """The certificate with each kind of damage that it can have."""
    for damage in (
        _a_value_less,
        _a_range_less,
        _a_row_less,
        _a_row_changed,
        _rows_passed,
        _rows_ended,
        _an_act_more,
        _a_fact_idle,
        _witness_changed,
        _witness_less,
        _sum_tighter,
        _goal_changed,
        _states_less,
        _nobody_free,
    ):
        made = damage(task, whole, chance)
        if made is not None and made != whole:
            yield Damage(damage.__name__.strip("_"), made)


def _a_value_less(task: Task, whole: Certificate, chance: random.Random) -> Certificate | None:
    fluents = [fluent for fluent, values in whole.ranges.items() if isinstance(values.numbers, frozenset) and values.numbers]
    if not fluents:
        return None
    fluent = chance.choice(fluents)
    values = whole.ranges[fluent]
    less = frozenset(values.numbers) - {chance.choice(sorted(values.numbers))}
    return replace(whole, ranges={**whole.ranges, fluent: Among(less, values.unknown)})


def _a_range_less(task: Task, whole: Certificate, chance: random.Random) -> Certificate | None:
    if not whole.ranges:
        return None
    gone = chance.choice(sorted(whole.ranges))
    return replace(whole, ranges={fluent: values for fluent, values in whole.ranges.items() if fluent != gone})


def _a_row_less(task: Task, whole: Certificate, chance: random.Random) -> Certificate | None:
    rows = whole.rows
    if rows is None or not rows.rows:
        return None
    gone = chance.randrange(len(rows.rows))
    kept = tuple(row for number, row in enumerate(rows.rows) if number != gone)
    return replace(whole, rows=replace(rows, rows=kept, passed=_without(rows.passed, gone), ended=_without(rows.ended, gone)))


def _without(flags: object, gone: int) -> dict[int, int]:
    assert isinstance(flags, dict)
    return {row - (row > gone): number for row, number in flags.items() if row != gone}


def _a_row_changed(task: Task, whole: Certificate, chance: random.Random) -> Certificate | None:
    rows = whole.rows
    if rows is None or not rows.rows or not rows.fluents:
        return None
    number, place = chance.randrange(len(rows.rows)), chance.randrange(len(rows.fluents))
    row = list(rows.rows[number])
    row[place] += chance.choice((-1, 1))
    return replace(whole, rows=replace(rows, rows=(*rows.rows[:number], tuple(row), *rows.rows[number + 1 :])))


def _rows_passed(task: Task, whole: Certificate, chance: random.Random) -> Certificate | None:
    if whole.rows is None or not task.triggers or not whole.rows.rows:
        return None
    row, trigger = chance.randrange(len(whole.rows.rows)), chance.randrange(len(task.triggers))
    return replace(whole, rows=replace(whole.rows, passed={**whole.rows.passed, row: trigger}))


def _rows_ended(task: Task, whole: Certificate, chance: random.Random) -> Certificate | None:
    if whole.rows is None or not task.endings or not whole.rows.rows:
        return None
    row, ending = chance.randrange(len(whole.rows.rows)), chance.randrange(len(task.endings))
    return replace(whole, rows=replace(whole.rows, ended={**whole.rows.ended, row: ending}))


def _an_act_more(task: Task, whole: Certificate, chance: random.Random) -> Certificate | None:
    acts = {*whole.left_out.acts, chance.randrange(len(task.actions))}
    return replace(whole, left_out=replace(whole.left_out, acts=tuple(sorted(acts))))


def _a_fact_idle(task: Task, whole: Certificate, chance: random.Random) -> Certificate | None:
    idle = whole.left_out.idle | {chance.randrange(len(task.fluents))}
    return replace(whole, left_out=replace(whole.left_out, idle=idle)) if whole.left_out.acts else None


def _witness_changed(task: Task, whole: Certificate, chance: random.Random) -> Certificate | None:
    known = list(whole.left_out.witnesses)
    if not known or not whole.left_out.acts:
        return None
    place = chance.randrange(len(known))
    mind, fluent, _ = known[place]
    known[place] = mind, fluent, chance.randrange(len(task.triggers))
    return replace(whole, left_out=replace(whole.left_out, witnesses=tuple(known)))


def _witness_less(task: Task, whole: Certificate, chance: random.Random) -> Certificate | None:
    known = list(whole.left_out.witnesses)
    if not known or not whole.left_out.acts:
        return None
    del known[chance.randrange(len(known))]
    return replace(whole, left_out=replace(whole.left_out, witnesses=tuple(known)))


def _sum_tighter(task: Task, whole: Certificate, chance: random.Random) -> Certificate | None:
    if not whole.sums:
        return None
    bound = chance.choice(whole.sums)
    most = None if bound.most is None else bound.most - 1
    least = None if bound.least is None else bound.least + 1
    others = tuple(one for one in whole.sums if one != bound)
    return replace(whole, sums=(*others, Bound(bound.fluents, least, most)))


def _goal_changed(task: Task, whole: Certificate, chance: random.Random) -> Certificate | None:
    ending = chance.choice(task.endings) if task.endings else None
    return None if ending is None else replace(whole, claim=Claim(ending.name, None, whole.claim.free))


def _states_less(task: Task, whole: Certificate, chance: random.Random) -> Certificate | None:
    return None if whole.states is None else replace(whole, states=chance.randrange(whole.states))


def _nobody_free(task: Task, whole: Certificate, chance: random.Random) -> Certificate | None:
    free = set(whole.claim.free) ^ {chance.randrange(len(task.characters))}
    return replace(whole, claim=replace(whole.claim, free=tuple(sorted(free))))


# --- what lives say --------------------------------------------------------------------------------------------------


def contradicted(lives: Lives, certificate: Certificate) -> bool:
    """Whether some life is against a certificate, so that it has to be refused: it comes to what is claimed never to be, it
    leaves the sets, or does an act that is left out; or somebody wants what is said to count for nobody."""
    return any(check(lives, certificate) for check in _CHECKS)


def _is_reached(lives: Lives, certificate: Certificate) -> bool:
    claim = certificate.claim
    if claim.condition is not None:
        return any(holds(lives.engine, state, claim.condition) for state in lives.states)
    names = [ending.name for ending in lives.engine.task.endings]
    return any(ended is not None and names[ended] == claim.ending for ended in lives.endings.values())


def _leaves(lives: Lives, certificate: Certificate) -> bool:
    for state in lives.states:
        values = lives.engine.values(state)
        if any(values[fluent] not in allowed for fluent, allowed in certificate.ranges.items()):
            return True
        for bound in certificate.sums:
            total = sum(values[fluent] for fluent in bound.fluents)
            if (bound.least is not None and total < bound.least) or (bound.most is not None and total > bound.most):
                return True
    return False


def _leaves_rows(lives: Lives, certificate: Certificate) -> bool:
    """Or stays where it is said to pass; or goes on where it is said to have ended."""
    rows = certificate.rows
    if rows is None:
        return False
    for state in lives.states:
        row = tuple(lives.engine.values(state)[fluent] for fluent in rows.fluents)
        if row not in rows.rows:
            if certificate.states is None:
                return True
            continue
        number = rows.rows.index(row)
        if number in rows.passed:
            return True
        ended = rows.ended.get(number)
        if ended is not None and not holds(lives.engine, state, lives.engine.task.endings[ended].condition):
            return True
    return False


def _does_what_is_left_out(lives: Lives, certificate: Certificate) -> bool:
    return any(act in certificate.left_out.acts for steps in lives.steps.values() for act, _ in steps)


def _is_wanted(lives: Lives, certificate: Certificate) -> bool:
    wanted = {place.fluent for utility in lives.engine.task.utilities for place in reads(utility)}
    return bool(certificate.left_out.acts) and bool(wanted & certificate.left_out.idle)


def _comes_further(lives: Lives, certificate: Certificate) -> bool:
    """To more states than all lives were followed to, as far as they were."""
    if certificate.states is None:
        return False
    rows = certificate.rows
    hopeless = set() if rows is None else set(rows.rows)
    reached, pending = {lives.states[0]}, [lives.states[0]]
    for state in pending:
        for _, after in lives.steps[state]:
            values = lives.engine.values(after)
            is_hopeless = rows is not None and tuple(values[fluent] for fluent in rows.fluents) in hopeless
            if after not in reached and not is_hopeless:
                reached.add(after)
                pending.append(after)
    return len(reached) > certificate.states


_CHECKS: tuple[Callable[[Lives, Certificate], bool], ...] = (
    _is_reached,
    _leaves,
    _leaves_rows,
    _does_what_is_left_out,
    _is_wanted,
    _comes_further,
)
