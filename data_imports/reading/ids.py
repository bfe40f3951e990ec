"""Several ids of one student in one row: the state's, the district's, and that of the system that keeps the roster."""

import re
from collections.abc import Mapping

from data_imports.enums import IdKind
from data_imports.reading import values
from data_imports.reading.contract import SameStudent
from data_imports.reading.tables import Table

STATE = (
    "SASID", "State Student ID", "Student State ID", "Student_StateID", "StateStudentIdentifier", "StudentStateID",
    "State ID", "State Student Number", "Student State Number", "Statewide ID", "SSID",
)  # fmt: skip
LOCAL = (
    "Local ID", "LASID", "Local Student ID", "LocalStudentIdentifier", "District Student ID", "SIS ID",
    "Student SIS ID", "Student Number", "Student Local ID", "StudentIdentifier", "Student ID", "Student Primary ID",
)  # fmt: skip
DIGIT = re.compile(r"\d")
SHORTEST, STATE_DIGITS = 4, 10


class IdColumns:
    """The two columns of a table that hold ids of a student; `ids` hands every pair on once.

    Only where the rows are kept by one of the two, and both hold something.
    """

    def __init__(self, table: Table, student: int | None) -> None:
        self.table = table
        state, local = self._find(STATE, None), self._find(LOCAL, student)
        is_pair = state is not None and local is not None and state != local and student in (state, local)
        self.state, self.local = (state, local) if is_pair else (None, None)
        self.student = student
        self.seen = set[int]()

    def _find(self, names: tuple[str, ...], first: int | None) -> int | None:
        """The column of the rows themselves where it is one of these, else the first of these that holds anything."""
        filled = {at for record in self.table.head for at, cell in enumerate(record.cells) if cell.strip()}
        places = [at for name in names if (at := self.table.place(name)) in filled and at is not None]
        return first if first in places else next(iter(places), None)

    def __bool__(self) -> bool:
        return self.state is not None

    @property
    def places(self) -> tuple[int | None, ...]:
        """The columns of which something is kept."""
        return self.state, self.local

    def same(self, line: int, cells: list[str], school: str) -> SameStudent | None:
        """The two ids of a record, the first time that they stand together."""
        if self.state is None or self.local is None or self.student is None:
            return None
        state, local = values.student_id(cells[self.state]), values.student_id(cells[self.local])
        if (told := hash((state, local))) in self.seen:
            return None
        self.seen.add(told)
        if state == local or not is_id(state) or not is_id(local):
            return None
        header = self.table.header
        ids = ((IdKind.STATE, header[self.state], state), (IdKind.LOCAL, header[self.local], local))
        return SameStudent(line, state if self.student == self.state else local, school, ids)


def is_id(cell: str) -> bool:
    """Whether a cell can tell one student from another: neither empty, nor a stopgap such as 0000000000."""
    return len(cell) >= SHORTEST and DIGIT.search(cell) is not None and len(set(cell)) > 1


def kind_of(cell: str) -> str:
    """By whom an id without a label was given: Colorado's state ids have ten digits."""
    return IdKind.STATE if cell.isdigit() and len(cell) == STATE_DIGITS else IdKind.LOCAL


def together(line: int, student: str, school: str, found: Mapping[str, tuple[str, str]]) -> SameStudent | None:
    """Ids by kind, each with its column, as one row; None where they are not several."""
    ids = tuple((kind, column, cell) for kind, (column, cell) in found.items() if is_id(cell))
    several = {cell for _kind, _column, cell in ids}
    return SameStudent(line, student, school, ids) if len(several) == len(ids) > 1 and student in several else None
