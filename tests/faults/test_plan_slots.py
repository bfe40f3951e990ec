"""The short version of `plan.slots`, through the database too, and proof that it can fail."""

from datetime import UTC, datetime, time, timedelta

import pytest

from cycles.plan import actions
from cycles.plan.models import SlotProposal
from cycles.plan.slots import Slot, place, time_of
from teams.enums import BlockKind, CycleKind, TeamKind
from teams.models import CalendarBlock, Membership, Person, School, SchoolYear, Team, Term
from tests.faults.districts import District, district
from tests.faults.plan_slots import shortfall
from tests.faults.slot_checker import placeable, wrongs


def heedless(frame, wants, kept):
    """The usual slot of each, whoever else is in it."""
    return {want.key: Slot(frame.nominal(want), time_of(want.starts), want.minutes) for want in wants}


def timid(frame, wants, kept):
    """Gives up where something stands in the way."""
    found = place(frame, wants, kept)
    return {want.key: found[want.key] for want in wants if want.key in found
            and found[want.key].meets_on == frame.nominal(want)}  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_a_district_is_placed(seed):
    assert shortfall(seed, schools=24) == 0


@pytest.mark.parametrize("plan", [heedless, timid])
def test_a_plan_that_clashes_or_gives_up_is_caught(plan):
    assert shortfall(1, schools=24, plan=plan) > 0.02


def in_the_database(made: District) -> dict[int, int]:
    """The schools of a made-up district with all their meetings' people as members; the meeting's key by team."""
    year = SchoolYear.objects.create(
        name="2026-27", starts_on=made.closes_on - timedelta(days=130), ends_on=made.closes_on + timedelta(days=170)
    )
    Term.objects.create(
        year=year, name="Fall", starts_on=year.starts_on, ends_on=made.closes_on, closes=CycleKind.MID_YEAR
    )
    for first, last in made.closed[0]:
        CalendarBlock.objects.create(kind=BlockKind.BREAK, name="Break", starts_on=first, ends_on=last)
    numbers = {number for group in made.schools.values() for one in group for number in one.people}
    people = {
        number: Person.objects.create(email=f"p{number}@example.org", name=f"Person {number}") for number in numbers
    }
    keys = {}
    for number, group in made.schools.items():
        school = School.objects.create(code=f"{number:04}", name=f"School {number}", zone_name="America/Denver")
        for first, last in made.closed.get(number, []):
            CalendarBlock.objects.create(school=school, kind=BlockKind.BREAK, name="Own", starts_on=first, ends_on=last)
        for one in group:
            team = Team.objects.create(
                school=school, name=f"Team {one.key}", kind=TeamKind.ILT if one.is_ilt else TeamKind.TEACHER,
                usual_weekday=one.weekday, usual_time=one.at, usual_minutes=round(one.minutes / 1.5),
                usual_place=one.place,
            )  # fmt: skip
            keys[team.pk] = one.key
            one.minutes = 5 * round(team.usual_minutes * 1.5 / 5)
            Membership.objects.bulk_create(
                Membership(team=team, person=people[person], starts_on=year.starts_on) for person in one.people
            )
    return keys


def test_the_calendar_opens_and_plans_a_district(db):
    made = district(5, schools=6)
    for group in made.schools.values():
        for one in group:
            one.fixed = None
    keys = in_the_database(made)
    assert actions.open_near_cycles(at=datetime.combine(made.today, time(18), tzinfo=UTC)) == 6
    rows = SlotProposal.objects.select_related("session")
    plan = {keys[row.session.team_id]: (row.meets_on, row.meets_at) for row in rows}
    assert list(wrongs(made, plan)) == []
    assert placeable(made) - plan.keys() == set()
    assert actions.renew_open_proposals(at=datetime.combine(made.today, time(19), tzinfo=UTC)) == 0
