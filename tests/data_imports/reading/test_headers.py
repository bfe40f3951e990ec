"""Headers are found by what stands under them."""

import pytest

from data_imports.reading.files import tables
from data_imports.reading.headers import shape
from data_imports.reading.tables import Table
from tests.data_imports.reading.corpora import written

NAMES = "Student ID,School,Grade,Score"
ROWS = "\n".join(f"00{n},Canary School,{n % 6},{400 + n}" for n in range(10, 40))


def read(tmp_path, text: str) -> list[Table]:
    return tables(written(tmp_path, text.encode()))


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ("", 1),
        ("\n\n", 3),
        ("Results of winter\n", 2),
        ("Results of winter\nDistrict,Denver\n,,,\n", 4),
        ("Report,Winter,Denver\n", 2),
        (",,Results,\n,,,\n", 3),
        ("\n".join(f"Remark {n} on the use of these data, which is long" for n in range(27)) + "\n", 28),
    ],
)
def test_banners_and_blank_rows_above_the_header(tmp_path, above: str, line: int) -> None:
    table = read(tmp_path, f"{above}{NAMES}\n{ROWS}\n")[0]
    assert (table.header, table.header_line) == (tuple(NAMES.split(",")), line)
    assert [(r.line, r.cells[0]) for r in table.head[:2]] == [(line + 1, "0010"), (line + 2, "0011")]
    assert sum(1 for _ in table.records) == 30


def test_a_group_line_tells_names_apart_that_repeat(tmp_path) -> None:
    table = read(tmp_path, "Test,,Math,,ELA,\nID,Grade,Score,Level,Score,Level\n" + "1,4,700,2,710,3\n" * 5)[0]
    assert table.header == ("ID", "Grade", "Math Score", "Math Level", "ELA Score", "ELA Level")
    assert table.header_line == 2


def test_a_name_may_stand_a_row_higher(tmp_path) -> None:
    table = read(
        tmp_path, 'Test,,Score,,"Congressional\nDistrict"\nLevel,Code,Mean,Valid,\n' + "S,0880,740,16,1\n" * 5
    )[0]
    assert table.header == ("Level", "Code", "Mean", "Valid", "Congressional District")
    assert [record.line for record in table.head] == [4, 5, 6, 7, 8]


def test_names_may_stand_below_what_they_belong_to(tmp_path) -> None:
    table = read(tmp_path, "ID,Name,School,Math,,ELA,\n,,,Score,Level,Score,Level\n" + "1,a b,c,700,2,710,3\n" * 5)[0]
    assert table.header == ("ID", "Name", "School", "Math Score", "Math Level", "ELA Score", "ELA Level")
    assert len(list(table.records)) == 5


def test_a_second_line_that_tells_kinds_of_answers_is_left_to_its_format(tmp_path) -> None:
    table = read(tmp_path, "RespondentID,Question one,\n,Response,Other (please specify)\n1,Yes,a\n2,No,\n")[0]
    assert (table.header, len(table.head)) == (("RespondentID", "Question one", ""), 3)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("9001,Math,412\n9002,Math,415\n9003,ELA,500\n", 3),
        ("\n9/1/2026,9001,412\n9/2/2026,9002,N/A\n", 3),
        ("9001\n9002\n9003\n", 1),
    ],
)
def test_without_a_header_columns_are_numbered(tmp_path, text: str, width: int) -> None:
    table = read(tmp_path, text)[0]
    assert table.header == tuple(f"Column {n}" for n in range(1, width + 1))
    assert table.header_line == 0
    assert len(list(table.records)) == len(text.split())


@pytest.mark.parametrize(
    "text", ["ID,2023,2024\na1,5,6\na2,7,8\n", "Student,1,2,3\n0042,1,0,1\n0043,0,0,1\n", "Name\na\n"]
)
def test_years_and_numbers_may_be_names(tmp_path, text: str) -> None:
    table = read(tmp_path, text)[0]
    assert (table.header_line, table.header) == (1, tuple(text.split("\n")[0].split(",")))


def test_stacked_tables_are_tables_of_their_own(tmp_path) -> None:
    above = "Summary\n\nSchool,Year,Total\nCanary,2013-14,3208\nOnly whole numbers are counted\n\n"
    found = read(tmp_path, f"{above}{NAMES}\n{ROWS}\n\nOnly those present\n")
    assert [(t.header_line, t.header[0], len(list(t.records))) for t in found] == [
        (7, "Student ID", 31),
        (3, "School", 2),
    ]
    assert [len(table.head) for table in found] == [31, 2]


def test_a_blank_row_among_the_data_is_no_new_table(tmp_path) -> None:
    (table,) = read(tmp_path, f"{NAMES}\n{ROWS}\n,,,\n{ROWS}\n\n{ROWS}\n")
    assert len(list(table.records)) == 90


def test_a_repeated_header_begins_the_next_table(tmp_path) -> None:
    found = read(tmp_path, f"Fall\n{NAMES}\n{ROWS}\n\nWinter\n{NAMES}\n{ROWS}\n")
    assert [(table.header_line, len(list(table.records))) for table in found] == [(2, 30), (35, 30)]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("41%", "number"), ("1,234", "number"), ("< 16", "number"), ("9/8/2026 9:00", "day"), ("2025-26", "day"),
     ("F27548AC-5978", "code"), ("a@example.org", "code"), ("TRUE", "code"), ("Fall Score 2", "words"), ("N/A", "")],
)  # fmt: skip
def test_shapes(cell: str, kind: str) -> None:
    assert shape(cell) == kind
