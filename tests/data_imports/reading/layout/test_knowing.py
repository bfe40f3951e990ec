"""How surely a table is of a kind."""

import pytest

from data_imports.reading.files import table_from
from data_imports.reading.layout import confidence, likeness

OWN = ("One", "Two", "Three", "Four")


@pytest.mark.parametrize(
    ("header", "share", "sure"),
    [("one,TWO,three,four", 1.0, 0.98), ("One,Two", 0.5, 0.75), ("Two,Three,Four", 0.75, 0.0), ("One,X", 0.25, 0.625),
     ("I,X", 0.0, 0.0)],
)  # fmt: skip
def test_the_more_of_its_own_columns_the_surer(header: str, share: float, sure: float) -> None:
    table = table_from(f"{header}\n{header.replace(',', '9,')}9\n".encode())
    assert likeness(table, OWN) == share
    assert confidence(table, (("One", "I"),), OWN) == sure
