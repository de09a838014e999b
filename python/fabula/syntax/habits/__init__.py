"""What writers bring from other tools: lines that mean something there, and what they are in a story.

A table for each tool. A line is looked up in them only where it is wrong anyway, so that no story is read otherwise for it.
"""

from fabula.syntax.habits.looking import explained

__all__ = ["explained"]
