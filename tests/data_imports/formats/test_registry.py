"""A kind is a file; the content decides, never the name."""

import csv
import io
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from data_imports import formats
from data_imports.formats import read_file, recognised
from data_imports.reading.contract import FileRefused, Given, Kept, SameStudent
from data_imports.reading.files import table_from, tables
from data_imports.reading.summary import Reading
from tests.data_imports.making import SAMPLES, google_form, iready, leap, roster


def test_all_kinds_are_found() -> None:
    files = {path.stem for path in Path(formats.__path__[0]).glob("*.py")}
    assert set(formats.formats()) == files - {"__init__"}
    assert len(files) > 15


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_own_samples_are_recognised(path: object) -> None:
    kind = path.name.rsplit(".", 1)[0].split("-")[0]
    assert recognised(*tables(path))[0].key == kind


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_no_sample_is_taken_by_another_kind(path: Path) -> None:
    found = tables(path)
    kind = path.name.rsplit(".", 1)[0].split("-")[0]
    assert {key for key, known in formats.formats().items() if known.likeness(found)[0] >= formats.SURE} == {kind}


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.csv")), ids=lambda path: path.name)
def test_own_samples_are_recognised_with_columns_turned_around_and_headers_respelled(path: Path) -> None:
    delimiter = ";" if path.stem == "limesurvey" else ","
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=delimiter))
    header = next(at for at, row in enumerate(rows) if all(row[:2]))
    rows[header] = [name.upper().replace(" ", "_") for name in rows[header]]
    out = io.StringIO()
    csv.writer(out).writerows(row[::-1] for row in rows)
    expected = path.stem.split("-")[0]
    assert read_file(out.getvalue().encode(), given=GIVEN).reading.format == expected


ASSESSMENTS = sorted(
    path
    for path in SAMPLES.iterdir()
    if path.name.split(".")[0].split("-")[0]
    in {"access", "cde_growth", "cmas", "college_board", "dibels", "fastbridge", "iready_diagnostic", "mclass",
        "nwea_map", "star"}
)  # fmt: skip
TELLING = {
    "Quantile", "Lexile", "LiteracyClassification", "InstructionalReadingLevel", "SELECTION_INDEX", "Quantile Measure",
    "Lexile Measure", "Number and Operations Scale Score", "Phonics Scale Score", "StateBenchmarkProficient",
    "StateBenchmarkCategoryLevel",
}  # fmt: skip
GIVEN = Given("2025-26", "winter")


def disturbed(path: Path, seed: int) -> bytes:
    """The file with its columns mixed, a third of those that it can spare gone, and headers written otherwise."""
    chance = random.Random(seed)
    table = table_from(path.read_bytes())
    spare = sorted(set(read_file(path.read_bytes(), given=GIVEN).reading.dropped_columns) - TELLING)
    gone = set(chance.sample(spare, len(spare) // 3))
    order = [at for at, header in enumerate(table.header) if header not in gone]
    chance.shuffle(order)
    out = io.StringIO()
    writer = csv.writer(out)
    rewrite = [str.upper, str.lower, lambda header: header.replace(" ", "_"), lambda header: f" {header} "]
    writer.writerow([chance.choice(rewrite)(table.header[at]) for at in order])
    writer.writerows([record.cells[at] for at in order] for record in table.records)
    return out.getvalue().encode()


def told(row: Kept) -> tuple[object, ...]:
    """A row without its line and without how headers are spelled."""
    if isinstance(row, SameStudent):
        return (*row[1:3], *sorted((kind, cell) for kind, _column, cell in row.ids))
    return row[1:]


@pytest.mark.parametrize("path", ASSESSMENTS, ids=lambda path: path.name)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_assessment_is_known_by_its_content_however_it_is_arranged(path: Path, seed: int) -> None:
    found, known = read_file(disturbed(path, seed), given=GIVEN), read_file(path.read_bytes(), given=GIVEN)
    assert found.reading.format == known.reading.format
    assert found.reading.measures == known.reading.measures
    assert set(map(told, found.rows)) == set(map(told, known.rows))


@pytest.mark.parametrize(
    "content", [b"a,b,c\n1,2,3\n", b"Date,Amount\n9/1/2026,4\n", b"Student ID,Grade,Score\n1,4,412\n"]
)
def test_an_unknown_table_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused, match="do not recognize"):
        read_file(content)


def test_an_unknown_key_is_refused_with_the_known_ones() -> None:
    with pytest.raises(FileRefused, match="roster"):
        read_file(iready(2), "spreadsheet")


def test_columns_may_stand_in_any_order() -> None:
    table = table_from(iready(30))
    order = list(range(len(table.header)))
    random.Random(5).shuffle(order)
    rows = [table.header, *(record.cells for record in table.records)]
    mixed = "\n".join(",".join(row[at] for at in order) for row in rows).encode()
    assert read_file(mixed).reading.measures == read_file(iready(30)).reading.measures


def read_or_refused(content: bytes, key: str) -> tuple[Reading | None, str]:
    """What a file says, or the sentence that refuses it."""
    try:
        return read_file(content, key, Given()).reading, ""
    except FileRefused as refusal:
        return None, str(refusal)


WELL_FORMED = [iready(6), leap(2), google_form(8), roster(5, team="Grade 4", email="t@example.org")]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    which=st.integers(0, len(WELL_FORMED) - 1),
    at=st.integers(0, 4_000),
    cut=st.integers(0, 60),
    noise=st.binary(max_size=24),
    key=st.sampled_from(["", *sorted(formats.formats())]),
)
def test_a_broken_file_is_read_or_refused_and_nothing_else(
    which: int, at: int, cut: int, noise: bytes, key: str
) -> None:
    content = WELL_FORMED[which]
    reading, refusal = read_or_refused(content[:at] + noise + content[at + cut :], key)
    if reading is None:
        assert refusal
        assert "\n" not in refusal
    else:
        assert reading.rows_kept + reading.left_out + reading.rejected == reading.rows_read


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for key in ("", "qualtrics", "surveymonkey", "limesurvey"):
        reading, refusal = read_or_refused(content, key)
        assert (reading is None) == bool(refusal)
