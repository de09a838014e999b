"""Parts of a piece of work, handed out in their order, and their results, in the same order.

What is spread is a pure function, so that its results are the same wherever they are worked out; and each part is independent
of all others, so that one that was lost can be worked out again."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Sized
from contextlib import AbstractContextManager

from fabula.budget import Budget, OutOfBudget
from fabula.spreading import on_ray, processes
from fabula.spreading.work import HERE, Done, Part, Result, Shared, Where, Work, Workers

#: as much as it takes
ENDLESS = Budget(None, None)
#: seconds between two looks at the clock while one waits for others
PAUSE = 0.2
#: of the time that there is, others may take so much: the rest is for bringing home what they know
WORKING = 0.95


def spread(
    work: Work[Shared, Part, Result],
    shared: Shared,
    parts: Iterable[Part],
    where: Where = HERE,
    budget: Budget = ENDLESS,
) -> Generator[Result, None, None]:
    """The results of `work(shared, part, share)` for all parts, in the order of the parts, each as soon as it is known and all
    before it are.

    `share`: what a part may take: of the time all that is left or, where it is known how many parts there are, one share of it;
    of the memory what each worker has. The time counts from here. What they are sent, `shared` once to each worker, is pickled;
    and what one of them keeps with `shared` is there for its further parts.

    Raises what `work` raises, in the order of the parts; `OutOfBudget` when the time is over; `StoryProblems` where a worker is
    lost (`lost-worker`) or none can be had (`no-workers`). However it ends, whoever still works for it is ended."""
    until = budget.until()
    count = len(parts) if isinstance(parts, Sized) else None
    if where.is_here:
        for number, part in enumerate(parts):
            yield work(shared, part, _share(budget, until, 1, None if count is None else count - number))
        return
    with _working(work, shared, where, count) as workers:
        following = enumerate(parts)
        waiting: dict[int, Done] = {}
        out = number = 0
        ended = False
        while not ended or out:
            # No more results are kept for later than there is room for parts.
            while not ended and out < workers.room and out + len(waiting) < 2 * workers.room:
                job = next(following, None)
                if job is None:
                    ended = True
                else:
                    left = None if count is None else count - job[0]
                    workers.submit(*job, _share(budget, until, workers.count, left))
                    out += 1
            if out:
                if until is not None and time.monotonic() >= until:
                    raise OutOfBudget("time")
                done = workers.next(PAUSE if until is None else max(0.0, min(PAUSE, until - time.monotonic())))
                if done is not None:
                    waiting[done[0]] = done[1]
                    out -= 1
            while (known := waiting.pop(number, None)) is not None:
                if known.raised is not None:
                    raise known.raised
                number += 1
                # What comes back is what was worked out, which no type can say.
                yield known.result  # type: ignore[misc]


def _share(budget: Budget, until: float | None, workers: int, parts: int | None) -> Budget:
    """What one part may take. `parts`: how many there still are, if that is known."""
    each = None if budget.bytes is None else budget.bytes // workers
    if until is None:
        return Budget(None, each, budget.states)
    left = max(0.0, until - time.monotonic()) * WORKING
    return Budget(left if parts is None else left * min(1.0, workers / parts), each, budget.states)


def _working(
    work: Work[Shared, Part, Result], shared: Shared, where: Where, parts: int | None
) -> AbstractContextManager[Workers]:
    count = where.count
    useful = count if count is None or parts is None else max(1, min(count, parts))
    if where.ray is None:
        return processes.working(work, shared, useful or 1)
    return on_ray.working(work, shared, where.ray, useful)
