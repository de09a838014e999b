"""The desk as a file: what comes out is what was put in, within bounds."""

from __future__ import annotations

import hashlib
import hmac
import json
import zlib

import pytest

from fabula.proving.desk import HEADING, KEY, LARGEST, MOST, Damaged, Desk, Explored, desk_from
from fabula.proving.entries import Entry, Found, Vain

SEAL = bytes(range(KEY))
ENTRY = Entry(("wait()", "go(Ann)"), ("hour", "at(Ann)"), 12, 3.25, Found("t", "a", "search", 40), Vain("t", 20.0))
EXPLORED = Explored("t", 12.5, 900, "time", 60.0, (b"one", b"another"))


def sealed(data: object, *frames: bytes) -> bytes:
    """A file with this data and a seal that is whole."""
    parts = (zlib.compress(json.dumps(data).encode()), *frames)
    body = b"".join(len(part).to_bytes(4, "little") + part for part in parts)
    return HEADING + hmac.new(SEAL, HEADING + body, hashlib.sha256).digest() + body


def test_what_comes_out_is_what_was_put_in() -> None:
    desk = Desk()
    assert not desk.is_changed
    desk.put((("Ann",), "ending dawn"), ENTRY)
    desk.put(((), "ending dawn"), Entry())
    desk.follow(("Ann",), EXPLORED)
    assert desk.is_changed
    found = desk_from(desk.content(SEAL), SEAL)
    assert (found.entries, found.explored, found.is_changed) == (desk.entries, desk.explored, False)
    # What is there already is no change; what is taken away is one.
    found.put((("Ann",), "ending dawn"), ENTRY)
    found.put(((), "ending dusk"), None)
    assert not found.is_changed
    found.put(((), "ending dawn"), None)
    assert found.is_changed
    assert list(found.entries) == [(("Ann",), "ending dawn")]


def test_two_processes_keep_what_both_have_found() -> None:
    desk = Desk()
    desk.put(((), "old"), ENTRY)
    content = desk.content(SEAL)
    one, other = desk_from(content, SEAL), desk_from(content, SEAL)
    one.put(((), "one"), ENTRY)
    one.put(((), "old"), None)
    one.follow((), EXPLORED)
    other.put(((), "other"), ENTRY)
    other.follow((), Explored("t", 3.0, 100, "time"))
    other.follow(("Ann",), EXPLORED)
    both = other.onto(desk_from(one.content(SEAL), SEAL))
    assert set(both.entries) == {((), "one"), ((), "other")}
    # Of the same task whoever has followed lives further.
    assert both.explored == {(): EXPLORED, ("Ann",): EXPLORED}
    newer = Desk()
    newer.follow((), Explored("t2", 3.0, 100, "time"))
    assert newer.onto(both).explored[()].task == "t2"


def test_a_desk_has_bounds() -> None:
    desk = Desk()
    for number in range(MOST + 50):
        desk.put(((), f"ending {number}"), Entry(("wait()",)))
    desk.put(((), "ending 0"), Entry(("go()",)))
    frames = tuple(bytes([number]) * (1 << 20) for number in range(24))
    for name in ("Ann", "Bob", "Cid"):
        desk.follow((name,), Explored("t", 1.0, 1, "", 0.0, frames))
    content = desk.content(SEAL)
    assert len(content) < LARGEST
    found = desk_from(content, SEAL)
    assert len(found.entries) == MOST
    # The oldest have gone.
    assert ((), "ending 0") in found.entries
    assert ((), "ending 1") not in found.entries
    assert [len(one.frames) for one in found.explored.values()] == [0, 0, 24]
    long = Desk()
    for number in range(200):
        names = tuple(hashlib.sha512(f"{number} {place}".encode()).hexdigest() for place in range(1_000))
        long.put(((), f"ending {number}"), Entry(names))
    content = long.content(SEAL)
    assert len(content) < LARGEST
    assert ((), "ending 199") in desk_from(content, SEAL).entries


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"entries": []},
        {"entries": [1], "explored": []},
        {"entries": [["Ann", "ending", ENTRY.data()]], "explored": []},
        {"entries": [[[], 3, ENTRY.data()]], "explored": []},
        {"entries": [[[], "ending", 3]], "explored": []},
        {"entries": [[[], "ending", {**ENTRY.data(), "life": "go(Ann)"}]], "explored": []},
        {"entries": [[[], "ending", {**ENTRY.data(), "life": ["go"] * 10_001}]], "explored": []},
        {"entries": [[[], "ending", {**ENTRY.data(), "facts": [1]}]], "explored": []},
        {"entries": [[[], "ending", {**ENTRY.data(), "size": True}]], "explored": []},
        {"entries": [[[], "ending", {**ENTRY.data(), "size": -1}]], "explored": []},
        {"entries": [[[], "ending", {**ENTRY.data(), "seconds": float("nan")}]], "explored": []},
        {"entries": [[[], "ending", {**ENTRY.data(), "found": ["t", "a", "guess", 3]}]], "explored": []},
        {"entries": [[[], "ending", {**ENTRY.data(), "vain": ["t"]}]], "explored": []},
        {"entries": [], "explored": [[[], "t", 1, 1, "", 0, 1]]},
        {"entries": [], "explored": [[[], "t", 1, 1, "", 0]]},
    ],
)
def test_what_has_another_shape_is_no_desk(data: object) -> None:
    """Also under a whole seal: another version may have written it."""
    with pytest.raises(Damaged):
        desk_from(sealed(data), SEAL)


def test_what_has_no_whole_seal_is_no_desk() -> None:
    data = {"entries": [[[], "ending", ENTRY.data()]], "explored": [[[], "t", 1, 1, "", 0, 1]]}
    content = sealed(data, b"frame")
    assert desk_from(content, SEAL).explored[()].frames == (b"frame",)
    assert desk_from(sealed(data, b"frame", b"left over"), SEAL).entries
    for wrong in (b"", b"fabula desk 0\n" + content[len(HEADING) :], content[:-1], content + b"\0"):
        with pytest.raises(Damaged):
            desk_from(wrong, SEAL)
    with pytest.raises(Damaged):
        desk_from(content, bytes(KEY))
    with pytest.raises(Damaged):
        desk_from(sealed(data, b"x" * LARGEST), SEAL)
