"""A folder of an author's may be called library: what stands in it is the author's all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.telling.conftest import TEXT

from fabula.story import load


def test_a_story_in_a_folder_that_is_called_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """People speak of its properties that have no words, as they do elsewhere."""
    monkeypatch.chdir(tmp_path)
    said = []
    for name in ("library/mine.fabula", "others/mine.fabula"):
        Path(name).parent.mkdir()
        Path(name).write_text(TEXT, encoding="utf-8")
        said.append(load(name).play("Ann").mind("Ann"))
    assert any("hour" in belief.text for belief in said[1].beliefs)
    assert said[0] == said[1]
