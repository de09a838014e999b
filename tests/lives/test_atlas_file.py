"""An atlas in a file: cut, damaged, forged, linked, of another story, written to by two."""

from __future__ import annotations

import os
import struct
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tests.lives.test_atlas import SMALL

from fabula.budget import Budget
from fabula.lives.atlas import Atlas
from fabula.lives.atlas_file import AtlasFile
from fabula.problems import StoryProblems
from fabula.story import loads


def test_a_file_that_was_cut_anywhere_is_gone_on_with(tmp_path: Path) -> None:
    story = loads(SMALL)
    path = tmp_path / "small.atlas"
    kept = Atlas.opened(story, path)
    assert kept.explore()
    data = path.read_bytes()
    for length in range(0, len(data), 7):
        path.write_bytes(data[:length])
        atlas = Atlas.opened(loads(SMALL), path)
        assert atlas.explore()
        assert atlas.targets == kept.targets
        assert path.read_bytes() == data


def test_an_atlas_stays_good_when_scenes_are_marked_and_titles_change(tmp_path: Path) -> None:
    path = tmp_path / "small.atlas"
    kept = Atlas.opened(loads(SMALL), path)
    assert kept.explore()
    again = Atlas.opened(loads(SMALL + "scene low when not high\n"), path)
    assert again.complete
    assert Atlas.opened(loads('story "By another name"\n' + SMALL), path).complete
    assert again.targets == kept.targets


@pytest.mark.parametrize("raised", [KeyboardInterrupt, OSError])
@pytest.mark.parametrize("failing", ["compress", "fsync", "truncate"])
def test_a_frame_whose_writing_fails_is_written_later(
    failing: str, raised: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Interrupted, or without room on the disk, whether nothing of it or all of it has been written: no frame is lost."""
    whole = Atlas(loads(SMALL))
    assert whole.explore()
    path = tmp_path / "small.atlas"
    atlas = Atlas.opened(loads(SMALL), path)
    place = {"compress": zlib, "fsync": os, "truncate": os}[failing]
    usual = getattr(place, failing)

    failures = []

    def fail(*arguments: Any) -> None:
        failures.append(arguments)
        if failing == "truncate":
            usual(*arguments)
        raise raised(28, "no room")

    monkeypatch.setattr(place, failing, fail)
    with suppress(StoryProblems, raised):
        atlas.explore(Budget(states=10))
    monkeypatch.undo()
    assert failures
    assert not atlas.complete
    assert atlas.explore()
    again = Atlas.opened(loads(SMALL), path)
    assert again.complete
    assert (again.firsts, again.targets) == (whole.firsts, whole.targets)


def test_a_damaged_frame_and_all_behind_it_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "small.atlas"
    assert Atlas.opened(loads(SMALL), path).explore()
    data = bytearray(path.read_bytes())
    for place in (0, 5, 9, 30, -3):
        flipped = bytearray(data)
        # One byte, in whatever part of the frame: its lengths, its checksum, itself.
        flipped[place if place < 0 else place + 47] ^= 0x01
        path.write_bytes(bytes(flipped))
        atlas = Atlas.opened(loads(SMALL), path)
        assert atlas.expanded == 0
        (problem,) = atlas.problems
        assert problem.code == "damaged-atlas"
        assert f"{len(data) - 47:,} of {len(data):,} bytes" in problem.message
        assert atlas.explore()
        assert path.read_bytes() == bytes(data)
    assert Atlas.opened(loads(SMALL), path).problems == ()


@pytest.mark.parametrize(("pressed", "length"), [(zlib.compress(bytes(10**6)), 0), (b"nothing that was pressed", 100)])
def test_a_forged_frame_is_left_out(pressed: bytes, length: int, tmp_path: Path) -> None:
    """Its checksum is right, but it is not what it says that it is."""
    path = tmp_path / "small.atlas"
    Atlas.opened(loads(SMALL), path)
    data = path.read_bytes()
    path.write_bytes(data + struct.pack("<III", len(pressed), length, zlib.crc32(pressed)) + pressed)
    story = loads(SMALL)
    assert list(AtlasFile(path, story.task, ()).frames()) == []
    assert path.read_bytes() == data


def test_a_file_of_another_story_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "small.atlas"
    Atlas.opened(loads(SMALL), path).explore()
    with pytest.raises(StoryProblems) as found:
        Atlas.opened(loads(SMALL.replace("hour: 0..30", "hour: 0..31")), path)
    assert [problem.code for problem in found.value.problems] == ["bad-atlas"]


def test_a_file_that_is_no_atlas_is_a_problem_and_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear diary, this is no atlas.", encoding="utf-8")
    with pytest.raises(StoryProblems, match="no file of an atlas"):
        Atlas.opened(loads(SMALL), path)
    assert path.read_text(encoding="utf-8").startswith("Dear diary")
    os.mkfifo(tmp_path / "pipe")
    for other in (tmp_path, tmp_path / "pipe", Path("/dev/zero"), tmp_path / "a\0b", tmp_path / ("a" * 5000)):
        with pytest.raises(StoryProblems, match="can't be used"):
            Atlas.opened(loads(SMALL), other)


def test_a_link_to_an_atlas_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "small.atlas")
    assert Atlas.opened(loads(SMALL), tmp_path / "link").explore()
    assert (tmp_path / "link").is_symlink()
    assert Atlas.opened(loads(SMALL), tmp_path / "small.atlas").complete


def test_two_who_write_to_one_file_do_not_damage_it(tmp_path: Path) -> None:
    path = tmp_path / "small.atlas"
    one, other = Atlas.opened(loads(SMALL), path), Atlas.opened(loads(SMALL), path)
    assert one.explore()
    with pytest.raises(StoryProblems, match="somebody else"):
        other.explore()
    assert Atlas.opened(loads(SMALL), path).complete


def test_a_frame_that_does_not_fit_is_a_problem(tmp_path: Path) -> None:
    """Its checksum is right, but it speaks of states that nobody has sent."""
    path = tmp_path / "small.atlas"
    story = loads(SMALL)
    file = AtlasFile(path, story.task, ())
    file.add((0).to_bytes(4, "little") * 2 + (1).to_bytes(4, "little") + b"\x01\x00\x00\x00" * 2 + b"\x07\x00\x00\x00" * 4)
    with pytest.raises(StoryProblems, match="does not fit"):
        Atlas.opened(loads(SMALL), path)


def forged(frame: bytes, word: int) -> bytes:
    """A frame, of a story without sets of values, with another word in the place of its first."""
    sets, words, _, _ = struct.unpack_from("<IIII", frame)
    assert sets == 0 < words
    return frame[:16] + struct.pack("<Q", word) + frame[24:]


def test_a_frame_with_values_that_nothing_can_have_is_a_problem(tmp_path: Path) -> None:
    """Its checksum is right, but a row has a number beyond its bounds, or bits that belong to nothing. One more bit of the word
    says that somebody is high up: that may be so."""
    path = tmp_path / "small.atlas"
    story = loads(SMALL)
    assert Atlas.opened(story, path).explore()
    (frame,) = AtlasFile(path, story.task, ()).frames()
    (first,) = struct.unpack_from("<Q", frame, 16)
    fits: list[Atlas] = []
    refused: list[list[str]] = []
    for number, word in enumerate([*range(33, 64), *(first | 1 << bit for bit in range(6, 64))]):
        other = tmp_path / f"{number}.atlas"
        AtlasFile(other, story.task, ()).add(forged(frame, word))
        try:
            fits.append(Atlas.opened(loads(SMALL), other))
        except StoryProblems as found:
            refused.append([problem.code for problem in found.problems])
    assert refused == [["bad-atlas"]] * len(refused)
    (atlas,) = fits
    assert atlas.world.engine.values(atlas.state(1)) == (1, 1)
