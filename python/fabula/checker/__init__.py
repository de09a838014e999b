"""From trees to a story: every name resolved, every type known, all problems reported at once."""

from fabula.checker.checking import check_file, check_text

__all__ = ["check_file", "check_text"]
