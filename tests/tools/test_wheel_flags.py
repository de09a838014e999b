"""How a wheel is built for other machines, without building one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools import wheel


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, str]]]:
    """What is called, with which environment; nothing is built."""
    calls: list[tuple[list[str], dict[str, str]]] = []

    def run(arguments: list[str], *, env: dict[str, str], **_: Any) -> subprocess.CompletedProcess[str]:
        calls.append((arguments, env))
        return subprocess.CompletedProcess(arguments, 3)

    monkeypatch.setattr(wheel, "folders", lambda: [Path("/a/b"), Path("/a/b/c d")])
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setenv("RUSTFLAGS", "-Dwarnings")
    return calls


@pytest.mark.parametrize(
    ("system", "has_zig", "old"), [("linux", True, True), ("linux", False, False), ("darwin", True, False)]
)
def test_on_linux_a_wheel_is_for_old_systems(
    system: str,
    has_zig: bool,
    old: bool,
    called: list[tuple[list[str], dict[str, str]]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """By the compiler that is a package of this very Python; it is said where there is none. The end of the build is that
    of the command."""
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(wheel, "find_spec", lambda name: name if has_zig else None)
    assert wheel.build(tmp_path) == 3
    ((arguments, environment),) = called
    assert (arguments[-3:] == ["--zig", "--compatibility", "manylinux2014"]) == old
    assert environment["CARGO_ZIGBUILD_PYTHON_PATH"] == sys.executable
    assert ("ziglang is not installed" in capsys.readouterr().err) == (system == "linux" and not has_zig)


def test_folders_are_noted_under_another_name(called: list[tuple[list[str], dict[str, str]]], tmp_path: Path) -> None:
    """A folder within another comes after it, since the last that fits is taken; what was asked for before stays."""
    wheel.build(tmp_path)
    ((_, environment),) = called
    assert environment["CARGO_ENCODED_RUSTFLAGS"].split("\x1f") == [
        "-Dwarnings",
        "--remap-path-prefix=/a/b=crates",
        "--remap-path-prefix=/a/b/c d=crates",
    ]
