"""From the text of a story to its tree."""

from fabula.syntax.parse import parse
from fabula.syntax.reading import read

__all__ = ["parse", "read"]
