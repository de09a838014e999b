"""Work in many parts, done here, by processes of this machine, or by Ray on many: with the same results."""

from fabula.spreading.parts import spread
from fabula.spreading.work import HERE, LOCAL, Where, Work

__all__ = ["HERE", "LOCAL", "Where", "Work", "spread"]
