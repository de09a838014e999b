"""The small story that is told in `tests/telling` is also the one that is put on pages."""

from __future__ import annotations

from tests.telling.conftest import lived, story

__all__ = ["lived", "story"]
