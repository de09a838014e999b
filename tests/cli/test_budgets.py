"""What `--budget` comes to."""

from __future__ import annotations

import importlib

import pytest

#: for each command the rest of its arguments, and its usual bytes
COMMANDS = {
    "ask": (["key.fabula", "can free"], 4_000_000_000),
    "map": (["key.fabula", "-o", "map.svg"], 4_000_000_000),
    "check": (["key.fabula"], 4_000_000_000),
    "playtest": (["key.fabula"], 8_000_000_000),
    "plan": (["key.fabula"], 8_000_000_000),
    "count": (["key.fabula", "--depth", "1"], 8_000_000_000),
}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_what_is_not_named_is_as_usual(name: str) -> None:
    command = importlib.import_module(f"fabula.cli.{name}").command
    arguments, usual = COMMANDS[name]

    def budget(*given: str) -> tuple[float, int]:
        found = command.make_context(name, [*arguments, *given]).params["budget"]
        return found.seconds, found.bytes

    assert budget() == (60, usual)
    assert budget("--budget", "2m") == (120, usual)
    assert budget("--budget", "500MB") == (60, 500_000_000)
    assert budget("--budget", "1GB, 1s") == (1, 1_000_000_000)
