"""ACCESS and Alternate ACCESS."""

import pytest

from data_imports.formats import read_file
from data_imports.reading.contract import FileRefused, Given, Score
from tests.data_imports.making import SAMPLES

GIVEN = Given("2025-26")


def test_scale_and_level_are_two_measures() -> None:
    reading = read_file((SAMPLES / "access.csv").read_bytes(), given=GIVEN)
    measures = reading.reading.measures
    assert sorted(measures) == [
        f"access.{composite}.{kind}"
        for composite in ("comprehension", "literacy", "oral", "overall")
        for kind in ("level", "scale")
    ]
    assert (measures["access.overall.scale"].n, measures["access.overall.scale"].missing) == (9, 1)
    levels = [score for score in reading.of(Score) if score.measure == "access.overall.level"]
    assert [(score.value, score.level, score.level_word) for score in levels[:4]] == [
        (3.4, 3, "3.4"),
        (4.1, 4, "4.1"),
        (2.6, 2, "2.6"),
        (5.7, 5, "5.7"),
    ]
    assert {score.is_met for score in reading.of(Score)} == {None}
    assert reading.reading.facts()["overall_levels"]["6.0"] == 1


def test_what_is_not_scored_has_its_reason() -> None:
    scores = read_file((SAMPLES / "access.csv").read_bytes(), given=GIVEN).of(Score)
    assert {(s.value, s.missing) for s in scores if s.student == "051008"} == {(None, "absent")}


def test_without_dates_it_is_winter_unless_the_person_says_otherwise() -> None:
    content = (SAMPLES / "access.csv").read_bytes()
    assert {(s.year, s.window) for s in read_file(content, given=GIVEN).of(Score)} == {("2025-26", "winter")}
    said = read_file(content, given=Given("2025-26", "spring")).of(Score)
    assert {score.window for score in said} == {"spring"}
    with pytest.raises(FileRefused, match="no test dates"):
        read_file(content)


@pytest.mark.parametrize(
    ("name", "levels"),
    [("access-alternate.csv", [2, 4, 1, 3, 5]), ("access-alternate-older.csv", [3, 5, 1, 4])],
)
def test_alternate_access_has_its_own_scale_and_levels(name: str, levels: list[int]) -> None:
    reading = read_file((SAMPLES / name).read_bytes())
    overall = [score for score in reading.of(Score) if score.measure == "access_alternate.overall.scale"]
    assert [score.level for score in overall] == levels
    assert (reading.reading.rejected, overall[0].value) == (0, 931.0)
    assert {key.split(".")[0] for key in reading.reading.measures} == {"access_alternate"}
