"""A story in which somebody answers at once, something is drawn at the start, and it may thunder: that of its chapter."""

from __future__ import annotations

from pathlib import Path

from fabula.story import Story, loads

CHAPTER = Path(__file__).resolve().parents[1] / "spec" / "time_and_chance.md"
LOCKED_ROOM = CHAPTER.read_text(encoding="utf-8").split("```fabula\n", 1)[1].split("```", 1)[0]


def locked_room(more: str = "", without: str = "") -> Story:
    return loads(LOCKED_ROOM.replace(without, "") + more if without else LOCKED_ROOM + more)
