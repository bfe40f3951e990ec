"""LEAP conversations beside the reflection: days, the guide, one's own lines by hand."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cycles.confer.models import LeapDates
from tests.cycles.making import write

from .test_pages import page, post

GUIDE = "https://district.example/leap"


def day(count: int) -> date:
    return timezone.localdate() + timedelta(days=count)


def set_days(person: Any, kind: str = "mid_year", **changes: Any) -> Any:
    values = {"starts_on": day(3), "ends_on": day(9)}
    return post(person, f"/leap-talks/{kind}/set/", values | changes)


def test_the_schools_days_come_before_the_districts(people: Any) -> None:
    assert (
        set_days(people.district, guidance_url=GUIDE, starts_on="2026-01-12", ends_on="2026-01-16").status_code == 302
    )
    seen = page(people.teacher, "/leap-talks/").content.decode()
    assert ("Jan 12" in seen, GUIDE in seen) == (True, True)
    assert set_days(people.leader, starts_on="2026-02-02", ends_on="2026-02-06").status_code == 302
    seen = page(people.teacher, "/leap-talks/").content.decode()
    assert ("Jan 12" in seen, "Feb 2" in seen, GUIDE in seen) == (False, True, True)
    other = page(people.outsider, "/leap-talks/").content.decode()
    assert ("Jan 12" in other, "Feb 2" in other) == (True, False)


def test_a_leader_sets_no_guide(people: Any) -> None:
    set_days(people.leader, guidance_url="https://elsewhere.example")
    assert LeapDates.objects.get().guidance_url == ""


@pytest.mark.parametrize("changes", [{"ends_on": day(1)}, {"starts_on": "soon"}])
def test_days_in_no_order_are_refused(people: Any, changes: Any) -> None:
    assert set_days(people.leader, **changes).status_code == 422
    assert LeapDates.objects.count() == 0
    assert set_days(people.leader, kind="autumn").status_code == 404


def test_ones_own_lines_and_nobody_elses(people: Any, session: Any) -> None:
    write(session, people.teacher, "my own words & more")
    write(session, people.member, "somebody else's words", "named")
    for address in ("/leap-talks/", "/leap-talks/lines/"):
        mine = page(people.teacher, address).content.decode()
        assert "somebody else" not in mine
        assert "my own words" not in page(people.lead, address).content.decode()
    assert "my own words & more" in page(people.teacher, "/leap-talks/lines/").content.decode()
    assert page(people.teacher, "/leap-talks/lines/")["Content-Type"] == "text/plain; charset=utf-8"


def test_a_school_without_leap_says_so(people: Any) -> None:
    people.school.uses_leap = False
    people.school.save()
    assert "does not use LEAP" in page(people.teacher, "/leap-talks/").content.decode()
