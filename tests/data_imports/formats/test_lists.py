"""Lists of people and of schools: known, described, not stored."""

from data_imports.formats import read_file
from tests.data_imports.making import SAMPLES


def test_people_are_left_out_with_the_page_where_they_belong() -> None:
    reading = read_file((SAMPLES / "people_list.csv").read_bytes()).reading
    assert (reading.format, reading.rows_read, reading.rows_kept) == ("people_list", 2, 0)
    assert reading.skipped_reasons() == [("it is a person, not a student: bring people in on the page Set up", 2)]
    assert reading.dropped_columns == ("Title", "First name", "Last name", "Email")
    assert "canary" not in repr(reading).lower()


def test_schools_are_counted_by_kind() -> None:
    reading = read_file((SAMPLES / "school_list.csv").read_bytes()).reading
    assert (reading.format, reading.rows_read, reading.rows_kept) == ("school_list", 3, 0)
    facts = reading.facts()
    assert facts["categories"] == {"Charter School": 2, "District-Managed School": 1}
    assert facts["duplicate_names"] == 0
