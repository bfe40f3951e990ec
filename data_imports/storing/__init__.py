"""What a format understood, into tables: all rows of a file in the caller's transaction."""

from data_imports.merging import Counts
from data_imports.reading.contract import Reading
from data_imports.storing.findings import store_findings
from data_imports.storing.leap import store_observations
from data_imports.storing.results import store_scores
from data_imports.storing.rosters import store_places
from data_imports.storing.source import Source, Stored


def store(reading: Reading, source: Source) -> Stored:
    """Store every kept row; how many were new, changed and the same, and who was not matched."""
    counts, unmatched = Counts(), 0
    for step in (store_scores, store_observations, store_places, store_findings):
        stored = step(reading, source)
        counts, unmatched = counts.plus(stored.counts), unmatched + stored.unmatched
    return Stored(counts, unmatched)


__all__ = ["Source", "Stored", "store"]
