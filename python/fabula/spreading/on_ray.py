"""Work done by a Ray cluster (https://ray.io): an extra, `pip install fabula[ray]`.

A worker is an actor of Ray. What all parts share lies in Ray's store of objects, and is fetched by each worker once. What a
worker had to do that was lost, or whose machine was, is done again by another one."""

from __future__ import annotations

import hashlib
import importlib
import os
import pickle
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from fabula.budget import Budget
from fabula.packing import packed
from fabula.problems import Problem, StoryProblems
from fabula.spreading.processes import left
from fabula.spreading.work import LOCAL, Done, Part, Result, Shared, Work, done, lost

#: so often a part may be lost with its worker and is given to another one
RETRIES = 2
#: so many parts are with each worker, so that none waits for its next one
AHEAD = 2
#: the least that Ray's store of objects may have, in bytes, and how many times what is sent
STORE, TIMES = 100_000_000, 4
#: seconds in which the head of a cluster has to answer
KNOCKING = 5.0
#: how files end that decide what is worked out
_CODE = (".py", ".so", ".pyd", ".fabula")


@dataclass(slots=True)
class _Job:
    """A part that is under way. `lost`: how often a worker was lost with it."""

    number: int
    data: tuple[object, Budget]
    lost: int = 0


class _Cluster:
    """Workers, begun as they are needed, each with what it has to do, by what Ray calls that."""

    def __init__(self, ray: Any, sent: bytes, count: int) -> None:
        self.count = count
        self.room = AHEAD * count
        self._ray = ray
        self._sent = ray.put(sent)
        self._workers: list[tuple[Any, dict[Any, _Job]]] = []

    def submit(self, number: int, part: object, share: Budget) -> None:
        self._give(_Job(number, (part, share)))

    def _give(self, job: _Job) -> None:
        least = min(self._workers, key=lambda worker: len(worker[1]), default=None)
        if least is None or (least[1] and len(self._workers) < self.count):
            # In a list: what is no argument by itself is not fetched before it is asked for.
            actor = self._ray.remote(_Worker).options(num_cpus=1, max_restarts=0).remote(fingerprint(), [self._sent])
            least = (actor, {})
            self._workers.append(least)
        least[1][least[0].work.remote(packed(job.data))] = job

    def next(self, seconds: float) -> tuple[int, Done] | None:
        under_way = {task: (worker, job) for worker in self._workers for task, job in worker[1].items()}
        ready, _ = self._ray.wait(list(under_way), num_returns=1, timeout=seconds)
        if not ready:
            return None
        worker, job = under_way[ready[0]]
        try:
            answered = self._ray.get(ready[0])
        except self._ray.exceptions.RayError as error:
            self._lost(worker, error)
            return None
        if isinstance(answered, str):
            raise none_to_be_had(
                "a worker of the cluster has another fabula than this process",
                f"{fingerprint()} on all machines, as here",
                answered,
                "install the same version on all machines",
            )
        del worker[1][ready[0]]
        return job.number, pickle.loads(answered)

    def _lost(self, worker: tuple[Any, dict[Any, _Job]], error: Exception) -> None:
        """Give all that it had to do to others; raises `StoryProblems` where that was done often enough."""
        self._workers.remove(worker)
        self._ray.kill(worker[0])
        for job in worker[1].values():
            if job.lost == RETRIES:
                hint = "see what Ray says of its nodes ('ray status'), and whether they have enough memory"
                raise lost(_first_line(error), hint) from None
            self._give(replace(job, lost=job.lost + 1))

    def end(self) -> None:
        for actor, _ in self._workers:
            self._ray.kill(actor)


@contextmanager
def working(work: Work[Shared, Part, Result], shared: Shared, address: str, count: int | None) -> Iterator[_Cluster]:
    """The workers of a cluster: so many at once (None: as many as it has processors). A connection that was there before stays.

    Raises `StoryProblems` (`no-workers`) where Ray is not installed or the cluster is not to be reached."""
    sent = packed((work, shared))
    # Nothing is told to anybody of what runs here, unless somebody has said so.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray: Any = importlib.import_module("ray")
    except ImportError:
        raise none_to_be_had("Ray is not installed", "", "", "pip install 'fabula[ray]'") from None
    # What Ray has to say of its processes it prints among what the command prints; that a worker is lost is said by us.
    ray._private.worker.print_to_stdstream = _unsaid
    ours = not ray.is_initialized()
    if ours:
        _connect(ray, address, count, len(sent))
    try:
        cluster = _Cluster(ray, sent, count or max(1, int(ray.cluster_resources().get("CPU", 1))))
        try:
            yield cluster
        finally:
            cluster.end()
    finally:
        if ours:
            ray.shutdown()


def _connect(ray: Any, address: str, count: int | None, size: int) -> None:
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
    try:
        if address == LOCAL:
            store = max(STORE, TIMES * size)
            ray.init(address=LOCAL, num_cpus=count, include_dashboard=False, object_store_memory=store, **quiet)
        else:
            _knock(address)
            ray.init(address=address, **quiet)
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        message = "Ray could not be begun" if address == LOCAL else f"there is no Ray cluster at {address}"
        hint = "see that it runs: 'ray status'; the address is that of its head, as 10.0.0.1:6379"
        raise none_to_be_had(message, "", _first_line(error), hint) from None


def _knock(address: str) -> None:
    """Raises `OSError` where nobody answers: Ray itself would try again for most of a minute, deaf to budgets and
    interruptions."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host, int(port)), KNOCKING).close()


def _unsaid(*_: object, **__: object) -> None:
    return


def none_to_be_had(message: str, expected: str, seen: str, hint: str) -> StoryProblems:
    """What is raised where nobody can work."""
    return StoryProblems([Problem("no-workers", message, expected=expected, seen=seen, hint=hint)])


def _first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Changes with everything in the package that decides what is worked out."""
    digest = hashlib.sha256()
    waiting: list[Traversable] = [resources.files("fabula")]
    while waiting:
        inside = sorted(waiting.pop().iterdir(), key=lambda one: one.name)
        digest.update(b"".join(one.read_bytes() for one in inside if one.name.endswith(_CODE)))
        waiting += [one for one in inside if one.is_dir() and one.name != "__pycache__"]
    return digest.hexdigest()[:12]


# --- in a process of the cluster ---------------------------------------------------------------------------------------


class _Worker:
    """One who works there. `mark`: what the package of whoever asks is known by."""

    def __init__(self, mark: str, sent: list[Any]) -> None:
        self._is_other = mark != fingerprint()
        self._sent = sent
        self._ready: tuple[Work[object, object, object], object] | None = None

    def work(self, data: bytes) -> bytes | str:
        """A part worked out; or, where the package is another one, what this one is known by."""
        if self._is_other:
            return fingerprint()
        begun = time.monotonic()
        if self._ready is None:
            self._ready = pickle.loads(importlib.import_module("ray").get(self._sent[0]))
        work, shared = self._ready
        part, share = pickle.loads(data)
        return packed(done(work, shared, part, left(share, begun)))
