"""A list of schools with addresses and kinds: it holds no figure, so nothing of it is stored; it is only described."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from data_imports.formats.roster import STUDENT
from data_imports.reading.contract import Dropped, Fact, Given, Row, RowsRead, Skipped
from data_imports.reading.tables import Table

KEY = "school_list"
TITLE = gettext_lazy("List of schools")
NAME = ("School Name", "School", "Name of School")
WHERE = (
    "Address",
    "School Address",
    "Street Address",
    "Latitude",
    "School Website",
    "Website",
    "Phone Number",
    "Phone",
)
KIND = ("Category", "School Category", "School Type", "Type", "Governance", "Charter")


def recognise(table: Table) -> float:
    """Each school once, with two things that tell where it is."""
    name = table.place(*NAME)
    if name is None or sum(table.has(header) for header in WHERE) < 2 or table.place(*STUDENT) is not None:
        return 0.0
    names = [record.cells[name] for record in table.head]
    return 0.8 if len(set(names)) == len(names) else 0.3


def read(table: Table, given: Given) -> Iterator[Row]:
    """Every row left out; kinds and repeated names are told."""
    name, kind = table.place(*NAME) or 0, table.place(*KIND)
    names, kinds = Counter[str](), Counter[str]()
    for record in table.records:
        names[record.cells[name].strip().casefold()] += 1
        kinds["" if kind is None else record.cells[kind].strip()] += 1
        yield Skipped(record.line, _("a list of schools holds no figures: bring schools in on the page Set up"))
    yield Dropped(table.header)
    yield RowsRead(names.total())
    yield Fact("categories", dict(kinds.most_common()))
    yield Fact("duplicate_names", sum(count - 1 for count in names.values()))
