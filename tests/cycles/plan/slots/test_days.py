from datetime import date
from typing import Any

import pytest

from cycles.plan import slots
from teams.enums import BlockKind, TeamKind
from teams.models import CalendarBlock, Team


def block(kind: str, school: Any, day: date) -> None:
    CalendarBlock.objects.create(kind=kind, school=school, name="x", starts_on=day, ends_on=day)


def test_the_schools_blocks_and_the_districts_close_it_but_testing_does_not(people: Any) -> None:
    block(BlockKind.HOLIDAY, None, date(2026, 11, 26))
    block(BlockKind.BREAK, people.school, date(2026, 11, 27))
    block(BlockKind.TESTING, None, date(2026, 12, 1))
    block(BlockKind.HOLIDAY, people.other_school, date(2026, 12, 2))
    days = slots.school_days(people.school)
    closed = [day for day in (date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 2))
              if not days.is_open(day)]  # fmt: skip
    assert closed == [date(2026, 11, 26), date(2026, 11, 27)]
    assert days.before(date(2026, 11, 30), 1) == date(2026, 11, 25)


@pytest.mark.parametrize(("usual", "minutes"), [(45, 70), (60, 90), (90, 135), (400, 480)])
def test_lengths_are_in_steps_of_five_minutes(usual: int, minutes: int) -> None:
    team = Team(kind=TeamKind.TEACHER, name="Grade 4", usual_minutes=usual)
    assert slots.extended_minutes(team) == minutes
