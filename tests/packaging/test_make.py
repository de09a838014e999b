"""What `make` does where something is missing, without doing it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
#: what a machine has that has no Rust
TOOLS = ("sh", "uname", "python3", "find", "awk", "rm", "touch", "echo", "cat", "tr", "test")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder of programs, cargo not among them, and a copy of what `make` reads."""
    if shutil.which("make") is None:
        pytest.skip("there is no make here")
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        # the interpreter itself: what PATH finds may be a script that needs more than is here
        found = os.path.realpath(sys.executable) if tool == "python3" else shutil.which(tool)
        assert found is not None
        (programs / tool).symlink_to(found)
    for name in ("Makefile", "requirements.lock", "requirements-rust.lock", "requirements-wheel.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def make(folder: Path, path: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("make")
    assert program is not None
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "CARGO", "RUSTUP"))}
    return subprocess.run(
        [program, *arguments],
        cwd=folder,
        env={**environment, "PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("verb", ["setup", "play", "test", "lint", "wheel"])
def test_where_there_is_no_rust_it_is_fetched_before_it_is_needed(bare: Path, verb: str) -> None:
    said = make(bare, str(bare / "bin"), "--dry-run", verb).stdout
    assert "-m puccinialin --location .rust" in said
    assert "component add clippy rustfmt" in said
    needing = [said.find(word) for word in ("building the native engine", "-m tools.wheel", "cargo test", "cargo fmt")]
    assert said.index("-m puccinialin") < min(place for place in needing if place >= 0)


def test_where_there_is_rust_nothing_is_fetched(bare: Path) -> None:
    cargo = bare / "bin" / "cargo"
    cargo.write_text("#!/bin/sh\n", encoding="utf-8")
    cargo.chmod(0o755)
    said = make(bare, str(bare / "bin"), "--dry-run", "setup").stdout
    assert "puccinialin" not in said
    assert "building the native engine" in said


def test_what_to_install_is_said_where_nothing_can_be_fetched(bare: Path) -> None:
    """A fetcher that fails: no index answers here."""
    (bare / "requirements-rust.lock").write_text("puccinialin==0.0.0 --hash=sha256:00\n", encoding="utf-8")
    ended = make(bare, str(bare / "bin"), f"{bare}/.rust/cargo/bin/cargo")
    assert ended.returncode != 0
    assert "Rust could not be fetched. Install it (https://rustup.rs), so that there is a 'cargo'" in ended.stderr


@pytest.mark.parametrize(("system", "linked"), [("Linux", True), ("Darwin", False)])
@pytest.mark.parametrize("verb", ["test", "wheel"])
def test_what_wheels_are_linked_with_is_installed_on_linux(bare: Path, verb: str, system: str, linked: bool) -> None:
    """Before the wheel is built; and for nothing else, since it is large."""
    uname = bare / "bin" / "uname"
    uname.unlink()
    uname.write_text(f"#!/bin/sh\necho {system}\n", encoding="utf-8")
    uname.chmod(0o755)
    said = make(bare, str(bare / "bin"), "--dry-run", verb).stdout
    assert ("requirements-wheel.lock" in said[: said.index("-m tools.wheel")]) == linked
    assert "requirements-wheel.lock" not in make(bare, str(bare / "bin"), "--dry-run", "setup").stdout
