"""The scale of a score that people said: one a school year, never silently another."""

from typing import Any

import pytest

from data_imports import actions
from data_imports.enums import UploadState
from data_imports.mapped import Said
from data_imports.models import Measure, Scale, Upload
from data_imports.reading.contract import FileRefused, Given
from data_imports.storing import OtherLevels
from tests.data_imports.actions.test_undoing import checksums
from tests.data_imports.making import NOW, received_upload
from tests.data_imports.mapped import LEVELS, interim

pytestmark = pytest.mark.django_db
BODY: dict[str, Any] = {
    "title": "Interim",
    "kind": "results",
    "columns": {"student": "Pupil Number", "grade": "Yr Level", "taken_on": "Given On"},
    "measures": [
        {
            "title": "Math",
            "subject": "math",
            "score": "Math Points",
            "level": "Attained",
            "levels": list(LEVELS),
            "met_from": 3,
            "lowest": 0.0,
            "highest": 60.0,
        }
    ],
}


def body(**said: Any) -> dict[str, Any]:
    return BODY | {"measures": [BODY["measures"][0] | said]}


def stored(people: Any, said: dict[str, Any], content: bytes = b"") -> actions.Imported:
    return actions.import_content(
        content or interim(12), name="interim.csv", school=people.school, given=Given(), by=people.leader, at=NOW,
        said=Said(said),
    )  # fmt: skip


def scales() -> list[tuple[str, float, float, int, int]]:
    rows = Scale.objects.order_by("year")
    return [(row.year, row.lowest, row.highest, len(row.levels), row.met_from) for row in rows]


def test_another_year_has_a_scale_of_its_own(people: Any) -> None:
    stored(people, body())
    told = stored(people, body(highest=80.0, levels=["Below", "Approaching", "Met", "Exceeds", "Beyond"]),
                  interim(12).replace(b"/2026", b"/2027"))  # fmt: skip
    assert told.as_json()["brake"] == ""
    assert scales() == [("2026-27", 0.0, 60.0, 4, 3), ("2027-28", 0.0, 80.0, 5, 3)]
    assert Measure.objects.count() == 1


def test_another_range_in_the_same_year_is_confirmed_and_goes_when_it_is_taken_back(people: Any) -> None:
    stored(people, body())
    before = checksums()
    sentence = (
        "“Math” goes from 0 to 60 in 2026-27 so far; this file says 0 to 80, and storing it says so for the whole year."
    )
    told = stored(people, body(highest=80.0), interim(14))
    assert (told.as_json()["brake"], scales()) == (sentence, [("2026-27", 0.0, 80.0, 4, 3)])
    actions.undo_upload(Upload.objects.get(pk=told.upload), by=people.leader, at=NOW)
    actions.take_back_upload(Upload.objects.get(pk=told.upload), at=NOW)
    assert {name: digest for name, digest in checksums().items() if name != "mapping"} == {
        name: digest for name, digest in before.items() if name != "mapping"
    }


@pytest.mark.parametrize("said", [{"met_from": 2}, {"levels": ["Below", "Met", "Approaching", "Exceeds"]}])
def test_other_levels_in_the_same_year_are_refused_and_nothing_is_stored(people: Any, said: dict[str, Any]) -> None:
    stored(people, body())
    before = checksums()
    with pytest.raises(FileRefused, match="“Math” has other levels in 2026-27: Below, Approaching, Met, Exceeds"):
        stored(people, body(**said), interim(14))
    assert checksums() == before


def test_on_the_page_the_columns_are_asked_again_with_the_reason(people: Any) -> None:
    stored(people, body())
    actions.keep_mapping(body(met_from=2) | {"headers": interim().decode().split("\n")[0].split(",")}, by=None, at=NOW)
    upload = received_upload(people.school, people.leader, interim(14))
    actions.read_upload(upload, at=NOW)
    assert upload.state == UploadState.UNMAPPED
    from data_imports.queries import mapping_page

    page = mapping_page(upload, 0, is_masked=False)
    assert page is not None
    assert page.sketch["doubts"][0].startswith("“Math” has other levels in 2026-27")
    assert page.sketch["body"]["measures"][0]["met_from"] == 2
    assert issubclass(OtherLevels, FileRefused)
