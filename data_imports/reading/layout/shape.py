"""Where a table of results says who, when and what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise

from data_imports.reading import values
from data_imports.reading.tables import Table

Names = tuple[str, ...]
SCHOOL_CODE: Names = ("School Code", "School ID", "School Number", "School Local ID", "Primary School ID")


class Cells:
    """The cells of one record by the name of their column; "" where the table has no such column.

    The same object stands for one record after the other. `places` are the columns that were asked for.
    """

    __slots__ = ("cells", "places", "table")

    def __init__(self, table: Table) -> None:
        self.table, self.cells = table, list[str]()
        self.places: dict[Names, int | None] = {}

    def __call__(self, *names: str) -> str:
        try:
            place = self.places[names]
        except KeyError:
            place = self.places[names] = self.table.place(*names)
        return "" if place is None else self.cells[place].strip()


@dataclass(frozen=True)
class Measure:
    """One measure of a layout: its columns (each with the names that versions use), its scale, its levels.

    `levels` are lowest first; `also` has other words for them, in lower case, and 0 for a word that is no level.
    `only` is a column and a pattern that its cell must match. A measure with `is_absent_if_blank` (one season of a
    wide file) makes no row of a blank. Several measures of one key are the parts of a wide file.
    """

    key: str
    title: str | Promise
    subject: str
    score: Names
    level: Names = ()
    levels: tuple[str, ...] = ()
    also: Mapping[str, int] = field(default_factory=dict)
    met_from: int = 0
    lowest: float = 0
    highest: float = 100_000
    only: tuple[Names, str] | None = None
    taken_on: Names = ()
    window: str = ""
    is_absent_if_blank: bool = False

    @property
    def steps(self) -> dict[str, int]:
        """A level's number by its word in lower case, or by the number itself."""
        numbered = {str(step): step for step in range(1, len(self.levels) + 1)}
        worded = {str(level).lower(): step for step, level in enumerate(self.levels, start=1)}
        return numbered | worded | dict(self.also)


@dataclass(frozen=True)
class Layout:
    """Where a table of results says who, when and what.

    Of the names of a column the first counts under which the table has anything. `season` is when the test is given,
    for files without dates. `undated` is the reason for leaving out a row whose date is blank; without it the window
    decides. `apart` names a column that tells rows apart which are alike else. `leave_out` gives the reason for
    leaving out a row, or "". `why` names the column that tells why there is no score; `reason` tells it from several.
    `school_code` stands beside the school's name and goes before it in a file of the whole district.
    `number_of` and `missing_of` read a score's cell.
    """

    measures: tuple[Measure, ...]
    student: Names
    taken_on: Names = ()
    grade: Names = ()
    school: Names = ()
    school_code: Names = SCHOOL_CODE
    section: Names = ()
    year: Names = ()
    window: Names = ()
    why: Names = ()
    baseline: Names = ()
    recent: Names = ()
    multilingual: Names = ()
    iep: Names = ()
    low_income: Names = ()
    apart: Names = ()
    season: str = ""
    undated: str = ""
    grade_of: Callable[[str], str] = values.grade
    year_of: Callable[[str], str] = values.school_year
    window_of: Callable[[str], str] = values.window
    day_of: Callable[[str], date | None] = values.day
    number_of: Callable[[str], float | None] = values.number
    missing_of: Callable[[str], str] = values.why_missing
    group_of: Callable[[str], bool | None] = values.yes
    leave_out: Callable[[Cells], str] | None = None
    reason: Callable[[Cells], str] | None = None
