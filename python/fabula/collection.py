"""The garbage collector of Python, which looks at all that there is again and again while very much comes into being."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Iterator[None]:
    """Collect no garbage meanwhile: all that is made is kept. Whatever happens, it is collected again afterwards if it was
    before."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():
                # What has been made is old from here on: it is not looked at again as soon as collection goes on.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
