"""Problem files of the Sabre narrative planner, read as tasks.

How the text is read, and what it means, is written from the behaviour of the format alone.
"""

from fabula.formats.sabre.reading import UNLIMITED, read

__all__ = ["UNLIMITED", "read"]
