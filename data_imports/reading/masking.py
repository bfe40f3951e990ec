"""Rows that left with masked values: a table of them is never read as it is."""

from django.utils.translation import gettext as _

from data_imports.reading.contract import FileRefused
from data_imports.reading.tables import Table

# a column's name that no other file has; the same in every language
MARK = "solstice_row_to_mend"


def refuse_masked(table: Table) -> None:
    """Refuse a table whose values are masks: as numbers they would make students that do not exist."""
    if table.place(MARK) is not None:
        raise FileRefused(
            _("These rows have masked values. Save them as CSV, as they were downloaded, and upload that.")
        )
