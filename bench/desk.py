"""`python -m bench.desk`: `fabula check` of a story anew, once more, and after small changes, with what it keeps.

Each is a process of its own, in their order, on one desk that is empty at first; a change is made on top of those before it, as
somebody does who writes. What is measured is in `bench/README.md`.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.processes import GRACE, once
from bench.town import town

HERE = Path(__file__).parent
PAGE = HERE / "DESK.md"
#: what `fabula check` may take unless it is told otherwise
SECONDS, BYTES = 60.0, 4_000_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One `check`. `known`: of so many endings and expectations it is known what becomes of them, of how many."""

    story: str
    change: str
    seconds: float
    cpu_seconds: float
    peak_mb: float
    known: str


def main() -> None:
    """Measure all, and write the page."""
    rows = [row for name, text in stories() for row in measured(name, text)]
    PAGE.write_text(page(rows), encoding="utf-8")


def stories() -> Iterator[tuple[str, str]]:
    """By name, as text: the flagship, three that somebody wrote, and a town of eight people."""
    yield "the_ridge", (HERE.parent / "stories" / "the_ridge.fabula").read_text(encoding="utf-8")
    for path in sorted((HERE / "stories").glob("*.fabula")):
        yield path.stem, path.read_text(encoding="utf-8")
    yield "town_8_12", town(8, 12, 3, 0).text


def changes(text: str) -> Iterator[tuple[str, str]]:
    """What is changed, and the story after that: one after the other, each on top of those before."""
    yield "anew", text
    yield "once more", text
    text += "\n# a remark\n"
    text = re.sub(r'(?m)^story "', 'story "Again: ', text, count=1)
    yield "a text", text
    who = re.search(r"(?m)^character (\w+)", text)
    assert who is not None, "there is somebody in each of these stories"
    text += (
        f"\nproperty bench_hat\naction bench_doff()\n    by {who[1]}\n    when not bench_hat\n    do: bench_hat\n"
        f'    says "{who[1]} took off a hat."\n'
    )
    yield "an act elsewhere", text
    yield "a number", changed_number(text)


def changed_number(text: str) -> str:
    """The story with the weight of somebody's want one greater."""
    wants = re.search(r"(?m)^\w+ wants\n(?:\s+\S[^\n]*\n)*?\s+(\d+) if ", text)
    assert wants is not None, "somebody in each of these stories wants something"
    return f"{text[: wants.start(1)]}{int(wants[1]) + 1}{text[wants.end(1) :]}"


def measured(name: str, text: str) -> Iterator[Row]:
    """The checks of one story."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"{name}.fabula"
        os.environ["XDG_CACHE_HOME"] = place
        for change, changed in changes(text):
            path.write_text(changed, encoding="utf-8")
            done = once(["check", str(path), "--budget", f"{SECONDS:g}s", "--json"], SECONDS, BYTES, grace=GRACE)
            endings = [one["reached"] for one in done.data["endings"]]
            expected = [one["holds"] for one in done.data["expects"]]
            known = [one for one in (*endings, *expected) if one is not None]
            row = Row(
                name,
                change,
                round(done.seconds, 1),
                round(done.cpu_seconds, 1),
                round(done.peak_mb),
                f"{len(known)} of {len(endings) + len(expected)}",
            )
            print(row, flush=True)
            yield row


def page(rows: list[Row]) -> str:
    """The rows as the page that the docs point to."""
    lines = [
        "# Checked again",
        "",
        "Written by `python -m bench.desk`; see [what is measured](README.md).",
        "",
        "| story | check | seconds | CPU seconds | peak MB | endings and expectations known |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {one.story} | {one.change} | {one.seconds} | {one.cpu_seconds} | {one.peak_mb:.0f} | {one.known} |" for one in rows
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
