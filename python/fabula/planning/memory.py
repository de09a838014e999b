"""How much memory this process has taken."""

from __future__ import annotations

import sys

if sys.platform == "win32":

    def peak() -> int:
        """The most bytes that this process has held at once; 0 where the system does not say."""
        return 0

else:
    import resource

    #: what the system counts the peak in
    _UNIT = 1 if sys.platform == "darwin" else 1024

    def peak() -> int:
        """The most bytes that this process has held at once; 0 where the system does not say."""
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT
