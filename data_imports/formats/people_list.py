"""A list of people with their addresses: staff, not students. It is known, so that nobody's e-mail becomes a student.

Nothing of it is kept here; people are brought in, looked at and confirmed on the page Set up.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.formats.roster import GRADE, MEASURED, STUDENT
from data_imports.reading.contract import Dropped, Fact, Given, Row, RowsRead, Skipped
from data_imports.reading.tables import Table

KEY = "people_list"
TITLE = gettext_lazy("List of people")
EMAIL = ("Email", "E-mail", "Email Address", "E-mail Address", "Mail", "Work Email")
FIRST = ("First Name", "Given Name", "Name", "Full Name", "First")


def recognise(table: Table) -> float:
    """A name and an address, and no student, score or answer."""
    if table.place(*EMAIL) is None or table.place(*FIRST) is None or table.place(*STUDENT, *GRADE) is not None:
        return 0.0
    if len(table.header) > 12 or any(MEASURED.search(header) for header in table.header):
        return 0.0
    mails = [record.cells[table.place(*EMAIL) or 0] for record in table.head]
    return 0.7 if mails and sum("@" in mail for mail in mails) >= len(mails) * 0.8 else 0.0


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every row left out, with the page where it belongs."""
    rows = 0
    for record in table.records:
        rows += 1
        yield Skipped(record.line, _("it is a person, not a student: bring people in on the page Set up"))
    yield Dropped(table.header)
    yield RowsRead(rows)
    yield Fact("people", rows)
