"""An atlas whose frames are kept in memory goes on where it was, as that of a file does."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from tests.lives.test_atlas import SMALL

from fabula.budget import Budget
from fabula.lives.atlas import Atlas
from fabula.lives.atlas_file import KeptFrames
from fabula.story import loads


def test_frames_in_memory_are_those_of_a_file(tmp_path: Path) -> None:
    whole = Atlas.opened(loads(SMALL), tmp_path / "small.atlas")
    assert whole.explore()
    assert whole.frames is None
    first = Atlas.kept(loads(SMALL), KeptFrames())
    first.explore(Budget(None, None, whole.size // 2))
    assert first.frames
    assert first.seconds > 0
    again = Atlas.kept(loads(SMALL), KeptFrames(first.frames), seconds=7.0)
    assert (again.expanded, again.complete) == (first.expanded, False)
    assert again.explore()
    assert again.seconds > 7.0
    assert again.frames is not None
    assert len(again.frames) > len(first.frames)
    last = Atlas.kept(loads(SMALL), KeptFrames(again.frames))
    assert last.complete
    assert (last.firsts, last.acts, last.targets) == (whole.firsts, whole.acts, whole.targets)


def test_frames_that_are_none_are_refused_and_too_many_are_not_kept() -> None:
    for wrong in (b"no frame", zlib.compress(b"no frame either")):
        with pytest.raises(ValueError, match=r"."):
            Atlas.kept(loads(SMALL), KeptFrames((wrong,)))
    atlas = Atlas.kept(loads(SMALL), KeptFrames(most=10))
    assert atlas.explore()
    assert atlas.frames == ()
