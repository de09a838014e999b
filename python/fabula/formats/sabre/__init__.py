"""Problem files of the Sabre narrative planner, read as tasks, and tasks written as such files.

How the text is read, and what it means, is written from the behaviour of the format alone.
"""

from fabula.formats.sabre.reading import UNLIMITED, read, read_all
from fabula.formats.sabre.writing import write

__all__ = ["UNLIMITED", "read", "read_all", "write"]
