"""The table of the library names each module, and what each of them brings."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_each_module_has_a_row_with_what_it_uses() -> None:
    table = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| `(\w+)` \|.*\| (.*)\|$", table, re.M)
    rows = {name: set(re.findall(r"`(\w+)`", brings)) for name, brings in found}
    uses = {}
    for path in (ROOT / "python" / "fabula" / "library").glob("*.fabula"):
        lines = re.findall(r"^use (.*)$", path.read_text(encoding="utf-8"), re.M)
        uses[path.stem] = {name.strip() for line in lines for name in line.split(",")}
    assert rows == uses
