"""Links from rules to tests follow tests that move."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.rules import anchors, mended, prose, used

PAGE = """# Rules

- One is one, says `[no link]`. ([one is
  one], [two are two])

```text
[none either]
```

[one is one]: ../tests/old/test_one.py#test_one_is_one
[gone]: ../tests/old/test_one.py#test_gone
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose test of one has moved, and which has two of a name."""
    for name, tests in (("new/test_one", "one_is_one"), ("a/test_two", "two_are_two"), ("b/test_two", "two_are_two")):
        path = tmp_path / "tests" / f"{name}.py"
        path.parent.mkdir(parents=True)
        path.write_text(f"def test_{tests}() -> None:\n    pass\n", encoding="utf-8")
    return tmp_path


def test_what_is_a_link() -> None:
    assert used(prose(PAGE)) == ["one is one", "two are two"]


def test_a_test_that_has_moved_is_followed(root: Path) -> None:
    """Of two of a name, the one that was meant before; what no rule names any more is left out."""
    text = PAGE + "[two are two]: ../tests/b/test_two.py#test_two_are_two\n"
    lines = mended(text, anchors(root)).splitlines()
    assert lines[-2:] == [
        "[one is one]: ../tests/new/test_one.py#test_one_is_one",
        "[two are two]: ../tests/b/test_two.py#test_two_are_two",
    ]
    assert lines[:9] == PAGE.splitlines()[:9]


def test_one_that_can_not_be_told_is_named(root: Path) -> None:
    with pytest.raises(LookupError, match="two are two"):
        mended(PAGE, anchors(root))
