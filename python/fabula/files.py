"""Files: the one place through which the program writes, and how it opens what others have put on the disk.

What is written is kept beside its place until it is on the disk, and then takes that place at once: whatever happens, a file
is the old one or the new one, whole. A link stays a link. Only what is of its own kind is written over, and nothing that
somebody is writing to. Whatever is wrong with a name or a file is an `OSError`.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

#: so much of a file says of what kind it is
HEAD = 64 << 10
_PART = re.compile(r"\.fabula-[0-9a-f]{12}\.part")
#: what file systems say that have no second names for a file
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
#: Windows would make other bytes of the ends of lines
_BYTES = getattr(os, "O_BINARY", 0)


class NotOurs(OSError):
    """A file that is there is of another kind than what is to be written, and is left alone."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EEXIST, "there is something else in it, and nothing is written over that", str(path))


class InUse(OSError):
    """A file that somebody else is writing to."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EBUSY, "a sitting or another process has it open to write to it", str(path))


# --- names and what is there ---------------------------------------------------------------------------------------------


def named(text: str) -> Path:
    """The file that somebody has typed; `~` and `~name` are the home of somebody."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise FileNotFoundError(errno.ENOENT, "there is no such user", text) from None


def is_there(path: Path) -> bool:
    """Whether there is anything of that name, a link that leads nowhere included; of what can't be a name there is nothing."""
    try:
        path.lstat()
    except (OSError, ValueError):
        return False
    return True


def is_file(path: Path) -> bool:
    """Whether there is an ordinary file of that name, or a link to one."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def read(path: Path, most: int) -> bytes:
    """What is in an ordinary file: at most `most` bytes, and one more if there are more."""
    with os.fdopen(opened(path), "rb") as file:
        return file.read(most + 1)


def opened(path: Path) -> int:
    """A handle to read an ordinary file by. What could give bytes without end, or none for ever, is refused at once."""
    with _named(path):
        return _opened(path, os.O_RDONLY)


def _opened(path: Path, how: int) -> int:
    """A handle for an ordinary file."""
    _must_be_ordinary(path, path.stat().st_mode)
    # Without waiting: to open a pipe waits for whoever is at its other end.
    handle = os.open(path, how | _BYTES | getattr(os, "O_NONBLOCK", 0))
    try:
        _must_be_ordinary(path, os.fstat(handle).st_mode)
    except OSError:
        os.close(handle)
        raise
    return handle


def _must_be_ordinary(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no ordinary file", str(path))


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except ValueError:
        raise OSError(errno.EINVAL, "it is no name for a file", str(path)) from None


# --- written whole -------------------------------------------------------------------------------------------------------


def replace(path: Path, content: bytes, own: Callable[[bytes], bool]) -> None:
    """Put this into a file. One that is there is replaced if it is empty, or if `own` knows its first bytes (`HEAD` at most)
    for its own kind; else `NotOurs`. `InUse` where somebody is writing to it."""
    with _named(path):
        target = _target(path)
        with _old(target, own) as mode:
            _written(target, content, mode, _renamed)


def check(path: Path, own: Callable[[bytes], bool]) -> None:
    """Raises what `replace` would raise, as far as it can be known before."""
    with _named(path):
        target = _target(path)
        if not target.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, "there is no such folder", str(target.parent))
        with _old(target, own):
            pass


def create(path: Path, content: bytes, mode: int | None = None) -> None:
    """Put this into a file that is not there yet; else `FileExistsError`. `mode`: who may do what with it (None: as usual)."""
    with _named(path):
        _written(_target(path), content, mode, _linked)


def make_room(folder: Path, pattern: str, most: int) -> None:
    """Remove those files of a folder that were not written to for longest, until those of this pattern have at most so many
    bytes. Only for what can be found again."""
    found = sorted((entry.stat().st_mtime_ns, entry.stat().st_size, entry) for entry in folder.glob(pattern))
    left = sum(size for _, size, _ in found)
    for _, size, path in found:
        if left <= most:
            return
        path.unlink(missing_ok=True)
        left -= size


def _target(path: Path) -> Path:
    """Where the file itself lies: where a link leads to, which stays as it is."""
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, "its links lead in a circle", str(path))
    return target


@contextmanager
def _old(target: Path, own: Callable[[bytes], bool]) -> Iterator[int | None]:
    """The rights of a file that is to be written over (None: there is none), kept from others for so long."""
    try:
        handle = _opened(target, os.O_RDWR)
    except FileNotFoundError:
        yield None
        return
    try:
        if not _locked(handle):
            raise InUse(target)
        head = os.read(handle, HEAD)
        if head and not own(head):
            raise NotOurs(target)
        yield stat.S_IMODE(os.fstat(handle).st_mode)
    finally:
        os.close(handle)


def _written(target: Path, content: bytes, mode: int | None, put: Callable[[Path, Path], None]) -> None:
    part, handle = _begun(target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            if mode is not None and sys.platform != "win32":
                os.fchmod(handle, mode)
            file.write(content)
            file.flush()
            os.fsync(handle)
            if sys.platform != "win32":
                # As long as it is locked, nobody takes it for what a killed process has left behind.
                put(part, target)
        if sys.platform == "win32":
            put(part, target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    _keep(target.parent)


def _renamed(part: Path, target: Path) -> None:
    part.replace(target)


def _linked(part: Path, target: Path) -> None:
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        part.replace(target)
    else:
        part.unlink()


def _begun(folder: Path) -> tuple[Path, int]:
    """A new file beside those of a folder, and its handle."""
    _clear(folder)
    while True:
        part = folder / f".fabula-{secrets.token_hex(6)}.part"
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BYTES, 0o666)
        # Before it was locked, somebody else may have cleared it away.
        if _locked(handle) and part.exists():
            return part, handle
        os.close(handle)


def _clear(folder: Path) -> None:
    """Remove what processes that were killed have left in a folder: nobody holds it any more."""
    try:
        left = [Path(entry.path) for entry in os.scandir(folder) if _PART.fullmatch(entry.name)]
    except OSError:
        # A folder that can't be looked into may still be written to.
        return
    for part in left:
        with suppress(OSError):
            handle = _opened(part, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            try:
                if _locked(handle):
                    part.unlink()
            finally:
                os.close(handle)


def _locked(handle: int) -> bool:
    """Whether the file is now ours alone, until its handle is closed. (Windows itself keeps open files from being removed, and
    some network disks have no locks.)"""
    if sys.platform != "win32":
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            return error.errno in (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
    return True


def _keep(folder: Path) -> None:
    """Ask the disk to keep the names in a folder; systems that can't open a folder keep them anyway."""
    if os.name == "posix":
        with suppress(PermissionError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


# --- written bit by bit --------------------------------------------------------------------------------------------------


class Growing:
    """A file to which something is added again and again, and to which nobody else adds as long as it is open. What is added is
    there whole, or not at all unless a process is killed.

    `end`: so many bytes it has; `cut`: so many more that a killed process has left behind them, which are cut off. Where it has
    others, or somebody else has it open, `InUse` is raised.
    """

    def __init__(self, path: Path, end: int, cut: int = 0) -> None:
        self.path = path
        self.end = end
        with _named(path):
            self._handle = _opened(path, os.O_RDWR)
        try:
            if not _locked(self._handle) or os.fstat(self._handle).st_size != end + cut:
                raise InUse(path)
            if cut:
                os.truncate(self._handle, end)
        except BaseException:
            os.close(self._handle)
            raise

    def add(self, content: bytes, *, sync: bool = True) -> None:
        """Add this. `sync`: wait until it lies on the disk; without that it outlives the process, but no loss of power."""
        if os.fstat(self._handle).st_size != self.end:
            raise InUse(self.path)
        try:
            os.lseek(self._handle, self.end, os.SEEK_SET)
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(self._handle, rest) :]
            if sync:
                os.fsync(self._handle)
            # As the last thing, and at once: an interruption comes before it or after it.
            self.end += len(content)
        finally:
            os.truncate(self._handle, self.end)

    def close(self) -> None:
        """Let others have it."""
        os.close(self._handle)
