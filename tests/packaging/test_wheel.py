"""The wheel alone is enough: it installs into an empty venv and tells and plays the flagship without the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "python" / "fabula"

# One process builds and installs for all of these.
pytestmark = [pytest.mark.slow, pytest.mark.limit(900), pytest.mark.xdist_group("wheel")]


def run(arguments: list[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with nothing of the checkout on its path and with an empty standard input."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(
        [str(argument) for argument in arguments],
        cwd=folder,
        env={**kept, "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the checkout as it is, built as `make wheel` does; `FABULA_WHEEL` names one that was built before."""
    given = os.environ.get("FABULA_WHEEL")
    if given:
        return Path(given).resolve(strict=True)
    out = tmp_path_factory.mktemp("wheel")
    built = run([sys.executable, "-m", "tools.wheel", out], ROOT)
    assert built.returncode == 0, built.stderr
    (found,) = out.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def commands(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a venv in which nothing but the wheel and what it asks for is installed."""
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(home, with_pip=True)
    folder = home / ("Scripts" if os.name == "nt" else "bin")
    installed = run([folder / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel], home)
    assert installed.returncode == 0, installed.stderr
    return folder


def test_one_wheel_serves_every_python(wheel: Path) -> None:
    """The native engine is built for the stable interface, from Python 3.11 on."""
    assert "-cp311-abi3-" in wheel.name


def test_library_and_stories_are_in_the_wheel(wheel: Path) -> None:
    """Every module of the library, every story, and whatever else lies in the package and is not code."""
    code = {".py", ".pyi", ".pyc", ".so", ".pyd"}
    wanted = {
        path.relative_to(PACKAGE.parent).as_posix() for path in PACKAGE.rglob("*") if path.is_file() and path.suffix not in code
    }
    assert {"fabula/py.typed", "fabula/stories/the_ridge.fabula"} <= wanted
    assert any(name.startswith("fabula/library/") for name in wanted)
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert sorted(wanted - set(names)) == []
    assert [name for name in names if "__pycache__" in name or name.startswith("stories/")] == []
    assert len([name for name in names if name.startswith("fabula/engine/_native.") and not name.endswith(".pyi")]) == 1


@pytest.fixture(scope="module")
def binary(wheel: Path) -> bytes:
    """The native engine, as the wheel has it."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [one for one in archive.namelist() if one.startswith("fabula/engine/_native.") and not one.endswith(".pyi")]
        return archive.read(name)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have another C library")
def test_the_wheel_runs_on_old_systems(wheel: Path, binary: bytes) -> None:
    """It asks for a C library of 2014, and its name says so."""
    if find_spec("ziglang") is None:
        pytest.skip("what wheels are linked with for old systems is not installed: it comes with `make wheel`")
    assert "manylinux_2_17_" in wheel.name
    asked = {tuple(int(part) for part in found.split(b".")) for found in re.findall(rb"GLIBC_(\d+(?:\.\d+)+)", binary)}
    assert asked
    assert max(asked) <= (2, 17)


def test_the_wheel_says_nothing_of_the_machine_that_built_it(binary: bytes) -> None:
    """Neither the folders of this project, of its user or of cargo, nor any other folder that holds what was compiled."""
    home = Path.home()
    cargo = os.environ.get("CARGO_HOME", str(home / ".cargo"))
    folders = {str(ROOT), str(home), cargo, os.environ.get("RUSTUP_HOME", str(home / ".rustup")), sys.prefix} - {"/"}
    assert [folder for folder in sorted(folders) if f"{folder}{os.sep}".encode() in binary] == []
    noted = re.findall(rb"[\w./\\:@+-]*\.rs\b", binary)
    assert any(one.startswith(b"crates/pyo3-") for one in noted)
    # What Rust itself was built from, it has noted on a machine of its own.
    assert [one for one in noted if re.match(rb"/(?!rustc/|rust/deps/)|\w:\\", one) or b"registry" in one] == []


def test_the_wheel_is_used_and_not_the_checkout(commands: Path, tmp_path: Path) -> None:
    """What is imported lies in the venv, with the native engine beside it."""
    shown = run([commands / "python", "-c", "import fabula.engine.core as core; print(core.__file__)"], tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert Path(shown.stdout.strip()).is_relative_to(commands.parent)


@pytest.mark.parametrize("verb", ["tell", "play"])
def test_the_flagship_runs_from_the_wheel(verb: str, commands: Path, tmp_path: Path) -> None:
    """By its name alone, from a folder that has nothing in it."""
    ended = run([commands / "fabula", verb, "the_ridge"], tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert len(ended.stdout.split()) > 50
