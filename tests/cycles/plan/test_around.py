"""What is done around a meeting: its school days, its reminders, and who hears of them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cycles.plan import actions, around
from cycles.plan.enums import MilestoneKind, SessionState
from cycles.plan.models import Milestone, ReflectionSession
from cycles.plan.slots import SchoolDays
from teams import notices as teams_notices
from teams.models import AuditEntry, CalendarBlock, Membership, Notice
from tests.cycles.making import hand_in
from tests.moments import travel
from tests.services import Sink

from .conftest import fresh, give_time, in_days

MONDAY = date(2026, 11, 16)
THANKSGIVING = SchoolDays(((date(2026, 11, 23), date(2026, 11, 27)),))


def weekday(count: int) -> date:
    """A Wednesday at least `count` days ahead."""
    day = in_days(count)
    return day + timedelta(days=(2 - day.weekday()) % 7)


@pytest.fixture
def planned(people: Any, session: ReflectionSession) -> ReflectionSession:
    """The teacher team's session on a Wednesday four weeks ahead."""
    return give_time(session, people, meets_on=weekday(28))


def days_of(session: ReflectionSession) -> dict[str, date]:
    return dict(session.milestones.values_list("kind", "due_on"))


def due(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind, state="due").values_list("person__name", flat=True))


def wanted(kind: str) -> set[str]:
    rows = Notice.objects.filter(kind=kind, state="due").select_related("person")
    return {row.person.name for row in rows if teams_notices.KINDS[kind].still_wanted(row)}


# --- counting


def test_school_days_leave_out_weekends_and_breaks() -> None:
    found = {count: around.shifted(THANKSGIVING, date(2026, 12, 1), count) for count in (-3, -2, -1, 0, 1, 4)}
    assert found == {
        -3: date(2026, 11, 19),
        -2: date(2026, 11, 20),
        -1: date(2026, 11, 30),
        0: date(2026, 12, 1),
        1: date(2026, 12, 2),
        4: date(2026, 12, 7),
    }


def test_the_distance_is_the_way_back() -> None:
    for meets_on in (MONDAY, date(2026, 12, 1), date(2026, 11, 21)):
        for count in range(-30, 31):
            day = around.shifted(THANKSGIVING, meets_on, count)
            assert (meets_on, around.distance(THANKSGIVING, meets_on, day)) == (meets_on, count)


def test_nothing_is_due_after_the_last_day_of_school() -> None:
    open_days, last = SchoolDays(()), date(2027, 5, 30)
    assert around.shifted(open_days, date(2027, 5, 26), 7, not_after=last) == date(2027, 5, 28)
    assert around.shifted(open_days, date(2027, 6, 2), 1, not_after=last) == date(2027, 6, 3)


# --- planning


def test_each_step_gets_its_school_day(people: Any, planned: ReflectionSession) -> None:
    days = {kind: around.shifted(SchoolDays(()), planned.meets_on, count) for kind, count in TEAM_DAYS.items()}
    assert days_of(planned) == days
    assert all(day.weekday() < 5 for day in days.values())


TEAM_DAYS = {"packet": -5, "feedback": -4, "check_ins": -3, "template": -2, "record": 1, "advice": 3, "decision": 5}


def test_the_letters_follow_the_ilts_meeting(people: Any, cycle: Any) -> None:
    ilt = give_time(fresh(cycle.sessions.get(team=people.ilt)), people, meets_on=weekday(28))
    assert set(days_of(ilt)) == {*TEAM_DAYS, "staff", "families"}


def test_a_break_pushes_a_step_before_it(people: Any, session: ReflectionSession) -> None:
    day = weekday(28)
    week_before = day - timedelta(days=7)
    CalendarBlock.objects.create(
        kind="break", name="Break", starts_on=week_before, ends_on=week_before + timedelta(days=2)
    )
    planned = give_time(session, people, meets_on=day)
    assert days_of(planned)["packet"] == around.shifted(SchoolDays(()), day, -8)


def test_district_and_school_say_how_long_before(people: Any, session: ReflectionSession) -> None:
    say = {"by": people.district, "at": timezone.now()}
    actions.choose_usual_days(None, days={MilestoneKind.PACKET: -8, MilestoneKind.TEMPLATE: -3}, **say)
    actions.choose_usual_days(people.school, days={MilestoneKind.TEMPLATE: -1, MilestoneKind.PACKET: None}, **say)
    actions.choose_usual_days(people.other_school, days={MilestoneKind.TEMPLATE: -9}, **say)
    planned = give_time(session, people, meets_on=weekday(28))
    found = dict(planned.milestones.values_list("kind", "days"))
    assert (found["packet"], found["template"], found["check_ins"]) == (-8, -1, -3)
    assert AuditEntry.objects.filter(verb="days around meetings chosen").count() == 3


# --- reminders


def test_each_step_reminds_those_on_whom_it_waits(people: Any, planned: ReflectionSession) -> None:
    found = {watch.kind.value: due(watch.notice) for watch in around.WATCHES.values()}
    lead, leader, team = people.lead.name, people.leader.name, {"Sam O'Brien", "Teresa Núñez", "Malik Johnson"}
    assert found == {
        "packet": {lead, leader},
        "feedback": {lead},
        "check_ins": {lead},
        "template": team,
        "record": {lead},  # who facilitates
        "advice": {leader},
        "decision": {leader},
        "staff": set(),
        "families": set(),
    }
    for row in Notice.objects.filter(kind="packet-due"):
        morning = row.due_at.astimezone(people.school.zone)
        assert (morning.date(), morning.time()) == (days_of(planned)["packet"], time(6, 30))


def test_moving_moves_all_and_tells_once(people: Any, planned: ReflectionSession, smtp: Sink) -> None:
    later = planned.meets_on + timedelta(days=7)
    give_time(planned, people, meets_on=later)
    expected = {kind: around.shifted(SchoolDays(()), later, count) for kind, count in TEAM_DAYS.items()}
    assert days_of(planned) == expected
    rows = Notice.objects.filter(kind="reflection-due", state="due")
    assert set(rows.values_list("occurrence", flat=True)) == {expected["template"].isoformat()}
    told = Notice.objects.filter(state="due", due_at__lte=timezone.now()).values_list("person__name", flat=True)
    assert sorted(told) == sorted({"Sam O'Brien", "Teresa Núñez", "Malik Johnson"})


def test_a_day_chosen_by_hand_keeps_its_distance(people: Any, planned: ReflectionSession) -> None:
    chosen = around.shifted(SchoolDays(()), planned.meets_on, -9)
    move = {"dates": {MilestoneKind.PACKET: chosen}, "by": people.lead, "at": timezone.now()}
    actions.move_milestones(planned, **move)
    assert days_of(planned)["packet"] == chosen
    later = give_time(planned, people, meets_on=planned.meets_on + timedelta(days=7))
    assert days_of(later)["packet"] == chosen + timedelta(days=7)
    actions.move_milestones(later, **(move | {"dates": {MilestoneKind.PACKET: None}}))
    assert days_of(later)["packet"] == around.shifted(SchoolDays(()), later.meets_on, -5)
    assert AuditEntry.objects.filter(verb="steps around meeting moved").count() == 2


def test_a_moved_step_takes_its_reminders_along(people: Any, planned: ReflectionSession) -> None:
    chosen = around.shifted(SchoolDays(()), planned.meets_on, -1)
    actions.move_milestones(planned, dates={MilestoneKind.TEMPLATE: chosen}, by=people.lead, at=timezone.now())
    rows = Notice.objects.filter(kind="reflection-due").values_list("state", "occurrence")
    before = around.shifted(SchoolDays(()), planned.meets_on, -2)
    assert sorted(rows) == sorted([("void", before.isoformat()), ("due", chosen.isoformat())] * 3)


def test_what_would_be_past_is_due_now_and_never_reminded(people: Any, session: ReflectionSession) -> None:
    now = timezone.now()
    soon = give_time(session, people, meets_on=around.shifted(SchoolDays(()), in_days(0), 2))
    assert not Notice.objects.filter(kind__endswith="-due", due_at__lte=now).exists()
    assert (due("packet-due"), due("record-due")) == (set(), {people.lead.name})
    packet = soon.milestones.get(kind="packet")
    circle = around.Circle([soon])
    waiting = around.waiting_for(MilestoneKind.PACKET, [soon], circle)[soon.pk]
    assert around.standing(soon, packet, waiting, now=now) == around.Standing.DUE_NOW
    Milestone.objects.filter(pk=packet.pk).update(planned_on=packet.due_on - timedelta(days=9))
    packet.refresh_from_db()
    assert around.standing(soon, packet, waiting, now=now) == around.Standing.LATE


def test_cancelling_voids_all_and_a_new_time_brings_them_back(people: Any, planned: ReflectionSession) -> None:
    kinds = [watch.notice for watch in around.WATCHES.values()]
    before = Notice.objects.filter(kind__in=kinds, state="due").count()
    actions.cancel_session(planned, by=people.leader, at=timezone.now())
    assert (before, Notice.objects.filter(kind__in=kinds, state="due").count()) == (10, 0)
    give_time(fresh(planned), people, meets_on=planned.meets_on)
    assert Notice.objects.filter(kind__in=kinds, state="due").count() == before


def test_only_what_is_unfinished_is_still_wanted(people: Any, planned: ReflectionSession) -> None:
    assert wanted("reflection-due") == {"Sam O'Brien", "Teresa Núñez", "Malik Johnson"}
    hand_in(planned, people.teacher)
    members = {people.teacher.pk, people.member.pk}
    actions.mark_check_ins(planned, held={people.teacher.pk}, among=members, by=people.lead, at=timezone.now())
    assert (wanted("reflection-due"), wanted("check-ins-due")) == ({"Sam O'Brien", "Malik Johnson"}, {"Sam O'Brien"})
    actions.mark_check_ins(planned, held=members, among=members, by=people.lead, at=timezone.now())
    actions.freeze_packet(planned, by=people.lead, at=timezone.now())
    assert (wanted("check-ins-due"), wanted("packet-due")) == (set(), set())
    actions.mark_check_ins(planned, held=set(), among=members, by=people.lead, at=timezone.now())
    assert wanted("check-ins-due") == {"Sam O'Brien"}


def test_what_follows_the_meeting_waits_for_it(people: Any, planned: ReflectionSession) -> None:
    assert (wanted("record-due"), wanted("decision-due")) == (set(), set())
    with pytest.raises(actions.MeetingNotHeld):
        _finish(planned, people, is_done=True)
    ReflectionSession.objects.filter(pk=planned.pk).update(state=SessionState.MET)
    assert (wanted("record-due"), wanted("decision-due")) == ({people.lead.name}, set())
    _finish(planned, people, is_done=True)
    _finish(planned, people, is_done=True)
    assert (wanted("record-due"), due("record-due")) == (set(), set())
    _finish(planned, people, is_done=False)
    assert wanted("record-due") == {people.lead.name}
    assert AuditEntry.objects.filter(verb__startswith="step around meeting").count() == 2


def _finish(session: ReflectionSession, people: Any, *, is_done: bool) -> None:
    actions.finish_milestone(session, kind=MilestoneKind.RECORD, is_done=is_done, by=people.lead, at=timezone.now())


def test_every_reminder_can_be_read(people: Any, cycle: Any) -> None:
    give_time(fresh(cycle.sessions.get(team=people.ilt)), people, meets_on=weekday(28))
    for watch in around.WATCHES.values():
        row = Notice.objects.select_related("person", "school").filter(kind=watch.notice).first()
        mail = teams_notices.render(row)
        assert ("%(" in mail.text, "/" in mail.text) == (False, True)


# --- nudging


def test_a_nudge_goes_to_the_unfinished_once_a_day(people: Any, planned: ReflectionSession) -> None:
    hand_in(planned, people.teacher)

    def nudge(at: datetime) -> list[str]:
        asked = actions.nudge(planned, kind=MilestoneKind.TEMPLATE, by=people.leader, at=at)
        return [person.name for person in asked]

    now = timezone.now()
    assert nudge(now) == ["Malik Johnson", "Sam O'Brien"]
    assert nudge(now) == []
    assert nudge(now + timedelta(days=1)) == ["Malik Johnson", "Sam O'Brien"]
    row = Notice.objects.select_related("person", "school").filter(kind="nudge", person=people.member).first()
    assert "Rosa Delgado asks you to look at this." in teams_notices.render(row).text
    assert teams_notices.KINDS["nudge"].still_wanted(row)
    hand_in(planned, people.member)
    assert not teams_notices.KINDS["nudge"].still_wanted(row)


def test_nobody_nudges_themselves_or_for_what_is_done(people: Any, planned: ReflectionSession) -> None:
    now = timezone.now()
    assert actions.nudge(planned, kind=MilestoneKind.CHECK_INS, by=people.lead, at=now) == []
    with pytest.raises(actions.NothingWaits):
        actions.nudge(planned, kind=MilestoneKind.RECORD, by=people.leader, at=now)
    assert AuditEntry.objects.filter(verb="nudged").count() == 0


def test_a_superintendent_nudges_the_schools_leader(people: Any, planned: ReflectionSession) -> None:
    asked = actions.nudge_leader(planned.cycle, by=people.superintendent, at=timezone.now())
    assert asked == [people.leader]
    assert actions.nudge_leader(planned.cycle, by=people.superintendent, at=timezone.now()) == []
    row = Notice.objects.select_related("person", "school").get(kind="nudge-leader")
    assert "Ines Park asks about the reflection at Juniper Elementary" in teams_notices.render(row).subject


# --- the clock


def test_a_packet_nobody_froze_is_frozen_in_the_evening_of_its_day(people: Any, planned: ReflectionSession) -> None:
    day = days_of(planned)["packet"]

    def asked(hour: int) -> bool:
        actions.keep_plans(at=teams_notices.local_moment(people.school, day, time(hour)).astimezone(UTC))
        return ReflectionSession.objects.filter(pk=planned.pk, freeze_asked_at__isnull=False).exists()

    with travel(teams_notices.local_moment(people.school, day, time(16))):
        assert (asked(16), asked(18), asked(19)) == (False, True, True)
        assert AuditEntry.objects.filter(verb="packet freeze due").count() == 1
        assert actions.freeze_asked_packets(at=timezone.now()) == 1
        assert (asked(20), fresh(planned).packet_id is not None) == (False, True)


def test_a_packet_that_failed_is_left_to_people(people: Any, planned: ReflectionSession) -> None:
    evening = teams_notices.local_moment(people.school, days_of(planned)["packet"], time(18))
    ReflectionSession.objects.update(freeze_failed_at=timezone.now())
    with travel(evening):
        actions.keep_plans(at=timezone.now())
    assert fresh(planned).freeze_asked_at is None


def test_meetings_from_before_there_were_steps_get_them(people: Any, planned: ReflectionSession) -> None:
    Milestone.objects.all().delete()
    Notice.objects.all().delete()
    assert actions.keep_plans(at=timezone.now()) == 1
    assert (set(days_of(planned)), due("packet-due")) == (set(TEAM_DAYS), {people.lead.name, people.leader.name})
    assert actions.keep_plans(at=timezone.now()) == 0


def test_a_new_lead_is_reminded_the_day_before(people: Any, planned: ReflectionSession) -> None:
    Membership.objects.filter(team=people.team, person=people.member).update(position="lead")
    eve = teams_notices.local_moment(people.school, days_of(planned)["feedback"], time(6)) - timedelta(hours=12)
    with travel(eve):
        actions.keep_plans(at=timezone.now())
    assert due("feedback-due") == {people.lead.name, people.member.name}


def test_what_nobody_could_do_is_not_done(people: Any, planned: ReflectionSession) -> None:
    people.leader.appointments.all().delete()
    Membership.objects.filter(team=people.team).update(position="member")
    packet, circle = planned.milestones.get(kind="packet"), around.Circle([planned])
    found = around.open_in(MilestoneKind.PACKET, [planned], circle)
    assert found == {planned.pk: around.NOBODY}
    assert around.standing(planned, packet, found[planned.pk], now=timezone.now()) == around.Standing.LATER
    assert around.standing(planned, packet, None, now=timezone.now()) == around.Standing.DONE
