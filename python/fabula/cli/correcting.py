"""`fabula check --fix`: the file itself is put right where a problem says exactly how; the text as it was is kept beside it."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

from fabula import files
from fabula.checker import check_text
from fabula.cli.output import show
from fabula.cli.shared import STORY, leave
from fabula.fixing import fixed
from fabula.problems import Problem, Problems, counted
from fabula.syntax.reading import LARGEST_FILE, read

KEPT = ".before"


def put_right(story: str, quiet: bool) -> tuple[Problem, ...]:
    """The problems that were put right in a file. `quiet`: nothing is said of it."""
    path = files.named(story)
    source = read(path, Problems())
    if source is None:
        # What is wrong with the file itself is said by who loads it.
        return ()
    text, done = fixed(source.text, lambda now: check_text(now, source.name, path.parent)[1])
    if not done:
        return ()
    raw = files.read(path, LARGEST_FILE)
    ends = "\r\n" if b"\r\n" in raw else "\n"
    try:
        kept = _kept(path, raw)
        files.replace(path, text.replace("\n", ends).encode("utf-8"), lambda head: raw.startswith(head))
    except OSError as error:
        leave([Problem("unreadable-file", f"'{story}' can't be put right: {error.strerror or error}")], STORY)
    if not quiet:
        before, after = source.text.splitlines(), text.splitlines()
        show("\n".join(line for line in difflib.unified_diff(before, after, lineterm="", n=0) if line[:2] not in ("--", "++")))
        show(f"Put right: {counted(len(done), 'problem')}. The text as it was: {kept}")
        sys.stdout.flush()
    return done


def _kept(path: Path, raw: bytes) -> Path:
    """A new file beside it with the text as it was."""
    number = 1
    while True:
        kept = path.with_name(f"{path.name}{KEPT}{'' if number == 1 else number}")
        try:
            files.create(kept, raw)
        except FileExistsError:
            number += 1
            continue
        return kept
