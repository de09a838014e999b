"""The marks of printed English."""

from __future__ import annotations

from fabula.telling.languages.marks import Marks

MARKS = Marks(
    double="\u201c\u201d",
    single="\u2018\u2019",
    clipped=tuple("tis twas twere em til cause bout round n".split()),
)
