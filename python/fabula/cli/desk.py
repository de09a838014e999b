"""Where what was proven of stories is kept: below `$XDG_CACHE_HOME`, a file for each story, and a key that seals them all.

Whatever can't be read there is as none, and what can't be written is not kept: that is said, once, and nothing else comes of
it.
"""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import click

from fabula import files
from fabula.cli.output import show
from fabula.cli.shared import draw_problems, must_be_character
from fabula.lives.atlas import Atlas
from fabula.lives.atlas_file import KeptFrames
from fabula.model import Front
from fabula.problems import Problem
from fabula.proving.desk import KEY, LARGEST, Damaged, Desk, desk_from
from fabula.proving.drawer import WORTH, Drawer
from fabula.story import Story

FRESH = click.option(
    "--fresh",
    is_flag=True,
    help="Find all anew: nothing is taken from what was found before; see 'What is kept' in the docs.",
)
SUFFIX = ".desk"
#: all desks together have no more bytes than this; what was not used for longest goes first
MOST = 256 << 20


def drawer_of(story: Story, free: tuple[str, ...], is_fresh: bool) -> Drawer:
    """What is kept of lives of a story in which these are played."""
    for name in free:
        must_be_character(story, name)
    minds = tuple(story.ground.minds[name] for name in free)
    return Drawer(DeskFile(story.definition.front, is_fresh).desk, story, minds, WORTH)


class DeskFile:
    """The desk of a story and the file that it is kept in, as soon as the command has ended, however it does. `is_fresh`: what
    is there is not looked at, and replaced."""

    def __init__(self, front: Front, is_fresh: bool) -> None:
        self.path = place_of(front)
        self._key = b""
        self.desk = Desk()
        self._is_fresh = is_fresh
        try:
            self._key = _key(self.path.parent)
            if not is_fresh:
                self.desk = self._read()
        except OSError as error:
            _not_kept(error)
            return
        click.get_current_context().call_on_close(self._write)

    def _read(self) -> Desk:
        """What is kept; nothing where there is none, or what there is can't be used."""
        try:
            content = files.read(self.path, LARGEST)
        except FileNotFoundError:
            return Desk()
        try:
            return desk_from(content, self._key)
        except Damaged as damaged:
            draw_problems(
                [
                    Problem(
                        "damaged-desk",
                        f"what was kept of this story can't be used: {damaged}",
                        seen=str(self.path),
                        hint="all is found anew, and kept again",
                    )
                ]
            )
            return Desk()

    def _write(self) -> None:
        if not self.desk.is_changed:
            return
        desk = self.desk
        if not self._is_fresh:
            # Somebody else may have written there meanwhile.
            with suppress(OSError, Damaged):
                desk = desk.onto(desk_from(files.read(self.path, LARGEST), self._key))
        try:
            files.replace(self.path, desk.content(self._key), lambda head: True)
            files.make_room(self.path.parent, f"*{SUFFIX}", MOST)
        except files.InUse:
            # Whoever writes there keeps what it has found: to have lost this costs nothing but time.
            return
        except OSError as error:
            _not_kept(error)


def kept_atlas(drawer: Drawer, story: Story, free: tuple[str, ...]) -> Atlas:
    """The atlas of a story, as far as it is kept."""
    known = drawer.explored
    if known is not None and known.frames:
        # What the engine can't read is explored anew.
        with suppress(ValueError):
            return Atlas.kept(story, KeptFrames(known.frames), free, known.seconds)
    return Atlas.kept(story, KeptFrames(), free)


def folder() -> Path:
    """Where desks lie."""
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    # The specification has relative paths ignored.
    cache = Path(chosen) if chosen and Path(chosen).is_absolute() else Path.home() / ".cache"
    return cache / "fabula" / "desks"


def place_of(front: Front) -> Path:
    """The file of a desk: by the file that the story stands in, or by its title."""
    place = os.path.realpath(front.place) if front.place else front.title
    plain = re.sub(r"[^a-z0-9]+", "-", Path(place).stem.lower()).strip("-")[:40] or "story"
    return folder() / f"{plain}-{sha256(place.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}{SUFFIX}"


def _key(place: Path) -> bytes:
    """The key that seals desks, made if there is none. Raises `OSError`."""
    path = place / "key"
    place.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        files.create(path, secrets.token_bytes(KEY), 0o600)
    return files.read(path, KEY)


def _not_kept(error: OSError) -> None:
    show(f"What is found is not kept for the next time: {(error.strerror or 'unknown reason').lower()}.", err=True)
