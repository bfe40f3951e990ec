"""LEAP end-of-year summaries."""

import csv
import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from data_imports.formats import read_file
from data_imports.models import LeapRating
from data_imports.reading.contract import FileRefused, Given, Observation
from tests.data_imports.making import SAMPLES, imported

SAMPLE = SAMPLES / "leap_summary.csv"


def workbook(content: str) -> bytes:
    """A CSV as the first sheet of a workbook."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in csv.reader(io.StringIO(content)):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_a_row_a_teacher_becomes_a_score_an_indicator() -> None:
    reading = read_file(workbook(SAMPLE.read_text()))
    rows = reading.of(Observation)
    first = [row for row in rows if row.employee_number == "004512"]
    assert [row.indicator for row in first] == [
        "LE.1", "LE.2", "LE.3", "LE.4", "I.1", "I.2", "I.3", "I.4", "I.5", "I.6", "I.7", "I.8",
        "P.1", "P.2", "P.3", "P.4", "P.5", "P.6", "P.7",
    ]  # fmt: skip
    assert {(r.observation, r.kind, r.year, r.observed_on) for r in first} == {
        ("004512 2025-26 End-of-year summary", "End-of-year summary", "2025-26", date(2026, 5, 31))
    }
    assert len(rows) == 19 + 17
    assert (reading.reading.rows_read, reading.reading.rows_kept) == (2, 2)
    measures = reading.reading.measures
    assert measures["leap.overall"] == (2, pytest.approx(4.73), 0)
    assert (measures["leap.LE.3"], measures["leap.P.7"]) == ((1, 6.0, 1), (1, 6.0, 0))
    assert measures["leap.LE.1"] == (2, 4.5, 0)


def test_cells_to_mend_keep_their_teachers_row_waiting() -> None:
    lines = SAMPLE.read_text().splitlines()
    twice = lines[1].replace("004512", "004514").replace(",5,5,6,5,4,", ",8,4.5,6,5,4,")
    no_leader = lines[2].replace("004513", "004515").replace(",5,,Appr", ",5,3,Appr")
    unnamed = lines[2].replace("004513,CANARY Two,two@example.org", ",,")
    reading = read_file("\n".join([*lines, twice, no_leader, unnamed, lines[1], ""]).encode())
    assert [(p.row, p.column, p.found) for p in reading.reading.problems] == [
        (4, "LE.1", "8"),
        (4, "LE.2", "4.5"),
        (5, "P 7 professionalism", "3"),
        (6, "Employee Number", ""),
        (7, "Employee Number", "004512"),
    ]
    assert len(reading.of(Observation)) == 36


def test_the_year_comes_from_the_file_then_from_the_person() -> None:
    content = SAMPLE.read_bytes().replace(b"School Year", b"Remark")
    with pytest.raises(FileRefused, match="names no school year"):
        read_file(content)
    assert {row.year for row in read_file(content, given=Given(year="2024-25")).of(Observation)} == {"2024-25"}


@pytest.mark.django_db
def test_a_summary_is_stored_once_beside_observations(people: Any) -> None:
    assert imported(SAMPLE.read_bytes(), people.school).stored.counts == (36, 0, 0)
    again = SAMPLE.read_bytes().replace(b"Yes,5,5,6", b"Yes,4,5,6")
    assert imported(again, people.school).stored.counts == (0, 1, 35)
    assert set(LeapRating.objects.values_list("kind", flat=True)) == {"End-of-year summary"}
