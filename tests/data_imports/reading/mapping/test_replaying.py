"""A mapping is found again."""

from typing import Any

import pytest

from data_imports.mapped import NeedsMapping, Said, begun
from data_imports.reading.contract import Given
from data_imports.reading.mapping import Kept, checked, nearest, replayed, signature
from tests.data_imports.mapped import interim, rows
from tests.data_imports.reading.mapping.test_bodies import BODY

HEADERS = ("Pupil Number", "Yr Level", "Given On", "Math Points", "Attained")
KEPT = Kept(signature(HEADERS), HEADERS, checked(BODY))


def test_headers_in_any_order_and_writing_have_one_signature() -> None:
    assert signature(reversed(HEADERS)) == signature(name.upper() + " " for name in HEADERS)
    assert signature(HEADERS) != signature(HEADERS[1:])


def test_the_same_headers_replay(tmp_path: Any) -> None:
    path = tmp_path / "next.csv"
    path.write_bytes(interim(6))
    reading, kept = begun(path, "", Given(), Said(kept=(KEPT,)))
    assert [row.measure for row in kept] == ["custom.interim.math"] * 6
    assert (reading.format, reading.told["mapping"]["title"]) == ("mapped", "Interim")


def test_nearly_the_same_headers_are_offered_with_their_new_names() -> None:
    found = rows(
        "Pupil Numbers,Yr Level,Given On,Math Points,Homeroom", "605001,3,10/1/2026,20,A", "605002,4,10/2/2026,30,B"
    )
    body = nearest(found, [KEPT])
    assert body is not None
    assert body["columns"] == {"student": "Pupil Numbers", "grade": "Yr Level", "taken_on": "Given On"}
    assert [(one["score"], one["level"]) for one in body["measures"]] == [("Math Points", "")]
    assert nearest(rows("A,B", "1,2", "2,3"), [KEPT]) is None
    assert replayed([found], [KEPT]) is None


def test_a_replayed_file_without_dates_asks_for_its_window(tmp_path: Any) -> None:
    path = tmp_path / "next.csv"
    path.write_bytes(interim(6))
    undated = Kept(KEPT.signature, HEADERS, KEPT.body | {"columns": {"student": "Pupil Number"}})
    with pytest.raises(NeedsMapping):
        begun(path, "", Given(year="2026-27"), Said(kept=(undated,)))
    _reading, kept = begun(path, "", Given("2026-27", "winter"), Said(kept=(undated,)))
    assert {(row.year, row.window) for row in kept} == {("2026-27", "winter")}
