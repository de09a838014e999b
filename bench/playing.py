"""`python -m bench.playing FILE TURNS SEED`: a story loaded, and turns of play in it, by a reader who chooses by chance.

Prints an object once the story is loaded, and again after each turn, so that whoever ends it knows how far it came.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from typing import Any

from fabula.planning.memory import peak
from fabula.play import Session
from fabula.problems import StoryProblems
from fabula.randomness import Random
from fabula.story import Story, load

#: turns of one life; then another reader begins
LONGEST = 15


def main() -> None:
    """Plays a story: FILE TURNS SEED. Prints what it took as objects, a line each; status 1 if the story is refused."""
    file, turns, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    start = time.process_time()
    try:
        story = load(file)
    except StoryProblems as refused:
        problems = [{"code": problem.code, "severity": problem.severity.value} for problem in refused.problems]
        print(json.dumps({"problems": problems}))
        sys.exit(1)
    loaded = {
        "load_seconds": round(time.process_time() - start, 3),
        "load_mb": round(peak() / 1e6, 1),
        "minds": len(story.task.characters),
        "acts": len(story.task.actions),
        "triggers": len(story.task.triggers),
    }
    print(json.dumps(loaded), flush=True)
    play(story, turns, seed, loaded)


def play(story: Story, turns: int, seed: int, loaded: dict[str, Any]) -> None:
    """So many turns: the choices listed, one taken by chance, and what the others do; each of a mind in turn, from the start
    again where a life is over or has been long enough."""
    random = Random(seed)
    minds = [mind.name for mind in story.definition.minds()]
    times: list[float] = []
    life = 0
    while len(times) < turns:
        session = Session(story, minds[life % len(minds)], seed + life)
        life += 1
        for _ in range(min(LONGEST, turns - len(times))):
            start = time.process_time()
            choices = session.choices
            if not choices or session.ending is not None:
                break
            session.choose(random.below(len(choices)))
            times.append((time.process_time() - start) * 1000)
            print(json.dumps({**loaded, **spread(times)}), flush=True)


def spread(times: list[float]) -> dict[str, float]:
    """The median of some milliseconds, and what 99 of 100 stay below: of less than a hundred, the most."""
    ordered = sorted(times)
    return {
        "turns": len(times),
        "median_ms": round(statistics.median(times), 2),
        "p99_ms": round(ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)], 2),
    }


if __name__ == "__main__":
    main()
