"""What a command that is called with `--json` prints: one object, with the same keys however the command ends.

`SHAPES` says what they are; docs/schemas has a JSON Schema of each, which tests hold all that is printed against.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import click

from fabula.cleaning import clean_json
from fabula.cli.output import show
from fabula.problems import Problem

#: what every object has: what is wrong, what ended the command early, and whether that was somebody who had waited long enough
COMMON: Mapping[str, object] = {"problems": [], "ended": None, "interrupted": False}
#: an answer that is not known
ANSWER: Mapping[str, object] = {
    "question": None,
    "answer": None,
    "proof": False,
    "life": None,
    "obstacles": [],
    "basis": None,
    "kept": False,
    "text": None,
    **COMMON,
}
_COVERED: Mapping[str, object] = {"written": None, "texts": 0, "translated": 0, "fuzzy": 0, "missing": 0}

#: by command: all keys of its object, in their order, with what stands there as long as nothing is known
SHAPES: Mapping[str, Mapping[str, object]] = {
    "check": {
        "problems": [],
        "fixed": [],
        "endings": [],
        "expects": [],
        "states": 0,
        "steps": 0,
        "complete": False,
        "why": "",
        "unknown": [],
        "open": None,
        "multiplying": None,
        "kept": None,
        "left_out": [],
        "ended": None,
        "interrupted": False,
    },
    "tell": {
        "text": None,
        "words": 0,
        "ending": None,
        "events": [],
        "lives": [],
        "endings": [],
        "model": None,
        "kept": False,
        **COMMON,
    },
    "ask": ANSWER,
    "ask several": {"answers": [], **COMMON},
    "verify": {
        "valid": None,
        "claim": None,
        "basis": None,
        "facts": 0,
        "rows": 0,
        "states": 0,
        "left_out": 0,
        **COMMON,
    },
    "playtest": {
        "readers": 0,
        "asked": 0,
        "seed": 0,
        "longest": 0,
        "ended": None,
        "atlas": None,
        "endings": [],
        "stuck": 0,
        "dead": 0,
        "too_long": 0,
        "lengths": None,
        "lives": None,
        "actions": {},
        "acts": {},
        "firsts": [],
        "as": None,
        "from": None,
        "texts": None,
        "problems": [],
        "interrupted": False,
    },
    "map": {
        "files": [],
        "level": None,
        "nodes": 0,
        "edges": 0,
        "states": 0,
        "steps": 0,
        "complete": False,
        "endings": [],
        "scenes": [],
        "dead_ends": 0,
        **COMMON,
    },
    "minds": {"title": None, "ending": None, "events": [], "facts": [], "minds": [], "moments": [], **COMMON},
    "texts export": {**_COVERED, "catalogue": None, **COMMON},
    "texts import": {**_COVERED, **COMMON},
    "plan": {
        "status": None,
        "acts": None,
        "length": None,
        "goal": None,
        "utility": None,
        "shortest": False,
        "minimal": False,
        "whole": False,
        "limits": None,
        "seconds": 0,
        "seconds_in_all": 0,
        "states": 0,
        "peak_mb": 0,
        "interrupted": False,
        "solutions": [],
        "text": None,
        "problems": [],
        "ended": None,
    },
    "plan --verify": {"valid": None, "rule": None, "where": [], "message": None, **COMMON},
    "count": {
        "lives": None,
        "with_minds": None,
        "depth": None,
        "whole": False,
        "ended": None,
        "seconds": 0,
        "seconds_in_all": 0,
        "seconds_each": {},
        "states": 0,
        "peak_mb": 0,
        "problems": [],
        "interrupted": False,
    },
}


@dataclass(slots=True)
class Reply:
    """The object that is to be printed. `command`: by which `SHAPES` has it; `shape`: all of its keys, with what is known so
    far; None: it is not asked for."""

    command: str = ""
    shape: Mapping[str, object] | None = None
    is_given: bool = False

    @property
    def is_wanted(self) -> bool:
        return self.shape is not None

    def know(self, found: Mapping[str, object]) -> None:
        """What has to be in it however the command ends."""
        if self.shape is not None:
            self.shape = {**self.shape, **found}

    def give(self, found: Mapping[str, object]) -> None:
        """Print it, once, if it is asked for."""
        if self.shape is None or self.is_given:
            return
        self.is_given = True
        show(clean_json(json.dumps({**self.shape, **found}, ensure_ascii=False, indent=2)), verbatim=True)

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Print that nothing came of it, and why."""
        self.give({"problems": [problem.data() for problem in problems]})

    def stop(self, why: str) -> None:
        """Print what is known where the work was ended early. `why`: "time", "memory" or "interrupted"."""
        again = {"why": why} if self.shape is not None and "why" in self.shape else {}
        self.give({"ended": why, "interrupted": why == "interrupted", **again})


def reply() -> Reply:
    """That of the command which is carried out."""
    context = click.get_current_context(silent=True)
    found = None if context is None else context.find_object(Reply)
    return Reply() if found is None else found


def reply_to(arguments: Sequence[str]) -> Reply:
    """That of a command line, as far as it can be told before the line is read: it may be one that can't be read."""
    known = arguments[: arguments.index("--")] if "--" in arguments else arguments
    if "--json" not in known:
        return Reply()
    words = [word for word in arguments if not word.startswith("-")]
    name = " ".join(words[:2] if words[:1] == ["texts"] else words[:1])
    if name == "plan" and any(word.partition("=")[0] == "--verify" for word in known):
        name = "plan --verify"
    if name == "ask" and len(words) != 3:
        name = "ask several"
    return Reply(name, SHAPES.get(name))


def _noted(context: click.Context, parameter: click.Parameter, value: bool) -> bool:
    found = context.find_object(Reply)
    if found is not None and not value:
        # The word stood in the place of something else.
        found.shape = None
    return value


JSON = click.option(
    "--json",
    "as_json",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_noted,
    help="Print one JSON object.",
)
