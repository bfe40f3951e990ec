"""One column names the test: each test is looked at alone."""

from data_imports.reading.mapping import by_test, spread
from tests.data_imports.mapped import long, rows, table

HEADER = "local_id,test_date,test_name,scale_score,level"


def told(found: dict[str, object]) -> list[tuple[object, ...]]:
    names = ("title", "subject", "score", "level", "levels", "met_from", "lowest", "highest", "only")
    return [tuple(one[name] for name in names) for one in found["measures"]]  # type: ignore[attr-defined]


def test_each_test_has_its_own_range_levels_and_subject() -> None:
    levels = ["Below Basic", "Basic", "Proficient", "Advanced"]
    assert told(by_test(table(long().decode()))) == [
        ("ELA interim", "ela", "Points", "Band", levels, 3, 0.0, 1000.0, {"column": "Test", "word": "ELA interim"}),
        ("Math interim", "math", "Points", "", [], 0, 0.0, 100.0, {"column": "Test", "word": "Math interim"}),
    ]


def test_tests_far_down_a_long_file_are_seen() -> None:
    lines = [f"60{at:05},9/15/2026,{'Fluency' if at < 900 else 'Phonics'},{at % 90},Low" for at in range(1000)]
    whole = rows(HEADER, *lines)
    assert by_test(whole) == {}
    assert [one[0] for one in told(by_test(spread(whole)))] == ["Fluency", "Phonics"]


def test_one_test_or_no_such_column_is_nothing_to_ask() -> None:
    assert by_test(rows(HEADER, *(f"60{at:05},9/15/2026,Fluency,{at},Low" for at in range(20)))) == {}
    assert by_test(rows("id,date,score", *(f"60{at:05},9/15/2026,{at}" for at in range(20)))) == {}
