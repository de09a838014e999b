"""The marks of printed German."""

from __future__ import annotations

from fabula.telling.languages.marks import Marks

MARKS = Marks(double="\u201e\u201c", single="\u201a\u2018", clipped=tuple("n ne nen nem ner nes s".split()))
