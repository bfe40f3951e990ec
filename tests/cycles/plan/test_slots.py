from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from cycles.plan import slots
from cycles.plan.slots import SchoolDays, Slot
from teams.enums import BlockKind, TeamKind
from teams.models import CalendarBlock, Team

CLOSE = date(2026, 12, 18)  # a Friday
OPEN = SchoolDays(())


def team(kind: str = TeamKind.TEACHER, **changes: Any) -> Team:
    values = {"usual_weekday": 3, "usual_time": time(15, 30), "usual_minutes": 60}
    return Team(kind=kind, name="Grade 4", **(values | changes))


def test_the_usual_slot_is_proposed_half_as_long_again_before_the_close() -> None:
    slot = slots.propose(team(), closes_on=CLOSE, today=date(2026, 11, 9), days=OPEN)
    assert slot == Slot(date(2026, 12, 10), time(15, 30), 90)


def test_the_ilt_meets_after_the_teams() -> None:
    slot = slots.propose(team(TeamKind.ILT), closes_on=CLOSE, today=date(2026, 11, 9), days=OPEN)
    assert slot == Slot(date(2026, 12, 17), time(15, 30), 90)


def test_breaks_are_skipped_and_so_are_past_days() -> None:
    days = SchoolDays(((date(2026, 12, 7), date(2026, 12, 11)),))
    assert slots.propose(team(), closes_on=CLOSE, today=date(2026, 11, 9), days=days).meets_on == date(2026, 12, 3)
    assert slots.propose(team(), closes_on=CLOSE, today=date(2026, 12, 3), days=days).meets_on == date(2026, 12, 17)


def test_nothing_is_proposed_when_every_day_is_past() -> None:
    assert slots.propose(team(), closes_on=CLOSE, today=date(2027, 3, 1), days=OPEN) is None


def test_a_team_without_a_usual_slot_gets_one_after_school() -> None:
    bare = team(usual_weekday=None, usual_time=None)
    slot = slots.propose(bare, closes_on=CLOSE, today=date(2026, 11, 9), days=OPEN)
    assert (slot.meets_on.weekday(), slot.meets_at) == (2, time(15, 30))


def test_the_schools_blocks_and_the_districts_close_it_but_testing_does_not(people: Any) -> None:
    def block(kind: str, school: Any, day: date) -> None:
        CalendarBlock.objects.create(kind=kind, school=school, name="x", starts_on=day, ends_on=day)

    block(BlockKind.HOLIDAY, None, date(2026, 11, 26))
    block(BlockKind.BREAK, people.school, date(2026, 11, 27))
    block(BlockKind.TESTING, None, date(2026, 12, 1))
    block(BlockKind.HOLIDAY, people.other_school, date(2026, 12, 2))
    days = slots.school_days(people.school)
    closed = [day for day in (date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 2))
              if not days.is_open(day)]  # fmt: skip
    assert closed == [date(2026, 11, 26), date(2026, 11, 27)]
    assert days.before(date(2026, 11, 30), 1) == date(2026, 11, 25)


@given(
    weekday=st.integers(0, 6),
    close=st.dates(date(2025, 1, 1), date(2030, 1, 1)),
    lead=st.integers(0, 60),
    blocks=st.lists(st.tuples(st.integers(-30, 30), st.integers(0, 9)), max_size=6),
)
def test_a_proposal_is_an_open_day_ahead_and_near_the_close(
    weekday: int, close: date, lead: int, blocks: list[tuple[int, int]]
) -> None:
    today = close - timedelta(days=lead)
    closed = [(close + timedelta(days=first), close + timedelta(days=first + length)) for first, length in blocks]
    days = SchoolDays(tuple(closed))
    slot = slots.propose(team(usual_weekday=weekday), closes_on=close, today=today, days=days)
    if slot is not None:
        assert days.is_open(slot.meets_on)
        assert slot.meets_on > today
        assert abs((slot.meets_on - close).days) <= 28


@pytest.mark.parametrize(("usual", "minutes"), [(45, 70), (60, 90), (90, 135), (400, 480)])
def test_lengths_are_in_steps_of_five_minutes(usual: int, minutes: int) -> None:
    assert slots.extended_minutes(team(usual_minutes=usual)) == minutes
