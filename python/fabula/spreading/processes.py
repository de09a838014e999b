"""Work done by processes of this machine."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from fabula.budget import Budget
from fabula.packing import packed
from fabula.spreading.work import Done, Part, Result, Shared, Work, done, lost

#: seconds that a process has to end by itself before it is ended
ENDING = 1.0


class _Pool:
    """Processes, each with a pipe to it. Those that have nothing to do are `idle`."""

    def __init__(self, sent: bytes, count: int) -> None:
        self.count = self.room = count
        self._sent = sent
        self._processes: dict[Connection, BaseProcess] = {}
        self._idle: list[Connection] = []

    def submit(self, number: int, part: object, share: Budget) -> None:
        # They are begun as they are needed: few parts need few.
        pipe = self._idle.pop() if self._idle else self._begun()
        try:
            pipe.send_bytes(packed((number, part, share)))
        except OSError:
            # That it has gone is found out, and said, where one waits for it.
            return

    def next(self, seconds: float) -> tuple[int, Done] | None:
        busy = [pipe for pipe in self._processes if pipe not in self._idle]
        for pipe in wait(busy, seconds):
            assert isinstance(pipe, Connection)
            try:
                number, done = pickle.loads(pipe.recv_bytes())
            except (EOFError, OSError):
                process = self._processes[pipe]
                process.join(ENDING)
                raise lost(_ended(process), "see whether this machine has enough memory, and try fewer --workers") from None
            self._idle.append(pipe)
            return number, done
        return None

    def _begun(self) -> Connection:
        # A process that is forked would have the locks of threads that it does not have.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        self._processes[ours] = process
        ours.send_bytes(self._sent)
        return ours

    def end(self) -> None:
        for pipe, process in self._processes.items():
            pipe.close()
            if pipe not in self._idle:
                process.terminate()
        for process in self._processes.values():
            process.join(ENDING)
            if process.is_alive():
                process.kill()
                process.join()


@contextmanager
def working(work: Work[Shared, Part, Result], shared: Shared, count: int) -> Iterator[_Pool]:
    """So many processes that do this work. Each imports the main module anew, as `multiprocessing` says of "spawn"."""
    pool = _Pool(packed((work, shared)), count)
    try:
        yield pool
    finally:
        pool.end()


def _ended(process: BaseProcess) -> str:
    """How a process has ended."""
    code = process.exitcode
    if code is None:
        return "a process that no longer answers"
    return f"exit {code}" if code >= 0 else f"ended by the signal {signal.Signals(-code).name}"


def _serve(pipe: Connection) -> None:
    """Works until nobody asks for anything any more."""
    # An interruption is for the process that asks.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        sent = pipe.recv_bytes()
        ready: tuple[Work[object, object, object], object] | None = None
        while True:
            number, part, share = pickle.loads(pipe.recv_bytes())
            begun = time.monotonic()
            if ready is None:
                ready = pickle.loads(sent)
            work, shared = ready
            pipe.send_bytes(packed((number, done(work, shared, part, left(share, begun)))))
    except (EOFError, OSError):
        # Whoever asked has gone, or has what it wanted.
        return


def left(share: Budget, begun: float) -> Budget:
    """What is left of a share: getting ready takes of it, too."""
    return share if share.seconds is None else replace(share, seconds=max(0.0, share.seconds - (time.monotonic() - begun)))
