"""Where rows come from, and what storing them did."""

from datetime import date
from typing import NamedTuple

from data_imports.merging import Counts
from data_imports.reading.contract import Given
from teams.models import School


class Source(NamedTuple):
    """The school and upload that rows belong to, the day, and what the person said."""

    school: School
    upload_id: int
    on: date
    given: Given


class Stored(NamedTuple):
    """Rows by what became of them, and how many name nobody whom we know."""

    counts: Counts = Counts()
    unmatched: int = 0
