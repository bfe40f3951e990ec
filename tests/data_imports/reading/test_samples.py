"""The real files beside the checkout: where their headers stand, how many rows and columns they have."""

import json
from typing import Any

import pytest

from data_imports.reading.contract import FileRefused
from data_imports.reading.files import tables
from data_imports.reading.tables import Table
from tests.data_imports.making import GIVEN_SAMPLES

pytestmark = pytest.mark.skipif(
    not GIVEN_SAMPLES.is_dir(), reason="the folder of real sample files is not on this machine"
)
EXPECTED = json.loads((GIVEN_SAMPLES / "expected.json").read_text()) if GIVEN_SAMPLES.is_dir() else {}
KNOWN = {path: entry["expected"] for path, entry in EXPECTED.items() if (GIVEN_SAMPLES / path).is_file()}
READABLE = {path: known for path, known in KNOWN.items() if known.get("opens", True)}
LEFT_TO_FORMATS = {"surveys/surveymonkey_steak_two_header_rows.csv": 1}
HEADERLESS = {"awkward/latin1_headerless_refdefinition_150rows.csv"}


def rows(known: dict[str, Any]) -> int:
    """How many rows stand under the header."""
    counted = next(known[name] for name in ("rows", "data_rows", "sheet1_rows", "day1") if name in known)
    return counted + known.get("header_rows", 1) - 1


@pytest.mark.parametrize("path", READABLE)
def test_header_rows_and_columns(path: str) -> None:
    known, table = READABLE[path], tables(GIVEN_SAMPLES / path)[0]
    assert table.header_line == known.get("header_row", 0 if path in HEADERLESS else 1)
    assert sum(1 for _ in table.records) == rows(known) + LEFT_TO_FORMATS.get(path, 0)
    assert len(table.header) - known.get("blank_trailing_columns", 0) == known.get("cols", len(table.header))
    assert {len(record.cells) for record in table.records} == {len(table.header)}


def test_every_file_that_is_described_is_read_or_refused() -> None:
    assert KNOWN.keys() == EXPECTED.keys()
    (refused,) = KNOWN.keys() - READABLE.keys()
    with pytest.raises(FileRefused, match="damaged"):
        tables(GIVEN_SAMPLES / refused)


def test_the_same_text_in_another_encoding() -> None:
    path = "awkward/DERIVED_grandbend_utf16le_tab.txt"
    mine, given = (tables(GIVEN_SAMPLES / name)[0] for name in (path, KNOWN[path]["same_as"]))
    assert (mine.encoding, mine.delimiter, mine.header) == ("utf-16", "\t", given.header)
    assert [record.cells for record in mine.records] == [record.cells for record in given.records]


def evaluation() -> list[Table]:
    return tables(GIVEN_SAMPLES / "evaluation" / "mi_educator_effectiveness_snapshot.xlsx")


def test_two_stacked_tables_in_the_second_sheet() -> None:
    first, *second = evaluation()
    known = KNOWN["evaluation/mi_educator_effectiveness_snapshot.xlsx"]
    assert first.sheet == "Sheet1"
    assert sorted(table.header_line for table in second) == known["sheet2_header_rows"]
    *_, last = max(second, key=lambda table: table.header_line).records
    assert last.line == known["sheet2_last_row"]


def test_encodings_and_names() -> None:
    mac = tables(GIVEN_SAMPLES / "awkward" / "surveymonkey_macroman_foodworldcup_200.csv")[0]
    assert (mac.encoding, sum("\u00a0" in name for name in mac.header)) == ("mac_roman", 2)
    latin = tables(GIVEN_SAMPLES / "awkward" / "latin1_headerless_refdefinition_150rows.csv")[0]
    assert (latin.encoding, sum(not "".join(r.cells).isascii() for r in latin.records)) == ("cp1252", 1)
    quoted = tables(GIVEN_SAMPLES / "awkward" / "x2_mixed_quotes_null_scores.csv")[0]
    assert quoted.header[0] == "'local_id'"
    state = tables(GIVEN_SAMPLES / "colorado" / "cde_cmas_2024_district_school_excerpt.xlsx")[0]
    assert state.header[-1] == "Congressional District"
    rates = tables(GIVEN_SAMPLES / "colorado" / "cde_chronic_absenteeism_2023_24.xlsx")[0]
    assert rates.head[0].cells[1] == "0010"
    assert rates.head[0].cells[-1] == "0.436"
