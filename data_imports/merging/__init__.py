"""Many rows into a table at once: staged, counted, compared, merged in one statement, and remembered for undo."""

from .staging import Staging
from .statements import Constants, Counts, Join, Merge

__all__ = ["Constants", "Counts", "Join", "Merge", "Staging"]
