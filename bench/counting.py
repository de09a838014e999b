"""`python -m bench.counting FILE SECONDS BYTES`: the states of a problem, those that anybody believes in too, counted on an
engine that has done nothing else; one JSON object."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fabula.engine.core import NativeEngine
from fabula.planning.counting import Ended, count
from fabula.planning.memory import peak
from fabula.plans import subject_of


def main() -> None:
    file, seconds, size = sys.argv[1:]
    engine = NativeEngine(subject_of(Path(file)).task, nodes=1 << 28)
    found = count(engine, 1 << 30, minds=True, seconds=float(seconds), size=int(size))
    ended = found.ended.value if found.ended is not Ended.DEPTH else ""
    print(
        json.dumps(
            {
                "with_minds": found.within,
                "whole": found.whole,
                "ended": ended,
                "seconds": found.seconds,
                "peak_mb": peak() / 1e6,
            }
        )
    )


if __name__ == "__main__":
    main()
