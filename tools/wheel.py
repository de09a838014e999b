"""`python -m tools.wheel FOLDER`: a wheel in a folder, for other machines than the one that builds it.

On Linux it is linked against the C library of 2014, by the compiler that the package `ziglang` holds, which `make wheel`
installs; where that is not installed, it is said that the wheel asks for a C library as new as this machine's. Whatever the
compiler notes of where a file lies is noted as from the root of its package: a binary that is handed on says nothing of the
folders and the people of the machine that built it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "rust" / "Cargo.toml"
#: glibc 2.17: Linux distributions from 2014 on
OLDEST = ["--zig", "--compatibility", "manylinux2014"]


def folders() -> list[Path]:
    """Where the packages lie that the engine is built from, its own and those of others; fetched where need be."""
    arguments = ["cargo", "metadata", "--locked", "--format-version", "1", "--manifest-path", str(MANIFEST)]
    listed = json.loads(subprocess.run(arguments, stdout=subprocess.PIPE, check=True).stdout)
    return sorted({Path(package["manifest_path"]).parent.parent for package in listed["packages"]})


def flags() -> str:
    """What the compiler has to be told, in the form that cargo takes it from the environment: apart by unit separators."""
    given = [flag for flag in os.environ.get("RUSTFLAGS", "").split(" ") if flag]
    # Of several that fit, the last is taken: a folder in another comes after it.
    return "\x1f".join([*given, *(f"--remap-path-prefix={folder}=crates" for folder in folders())])


def build(out: Path) -> int:
    """Build the wheel; what the build ends with."""
    old: list[str] = []
    if sys.platform == "linux":
        if find_spec("ziglang") is not None:
            old = OLDEST
        else:
            print("The package ziglang is not installed: this wheel is for systems as new as this one.", file=sys.stderr)
    arguments = ["build", "--quiet", "--release", "--locked", "--interpreter", sys.executable, "--out", str(out)]
    return subprocess.run(
        [sys.executable, "-m", "maturin", *arguments, *old],
        cwd=ROOT,
        # The compiler is a package of this Python, and of no other that may come first.
        env={**os.environ, "CARGO_ENCODED_RUSTFLAGS": flags(), "CARGO_ZIGBUILD_PYTHON_PATH": sys.executable},
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1]).resolve()))
