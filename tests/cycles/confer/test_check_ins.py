"""Arranging, moving, cancelling, holding."""

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.confer import access, actions, notices, queries
from cycles.confer.models import CheckIn
from cycles.plan import actions as plan_actions, queries as plan_queries, slots
from cycles.plan.models import HeldCheckIn, Invitation
from teams.enums import BlockKind, NoticeState
from teams.models import CalendarBlock, Notice
from tests.cycles.making import schedule

from .talks import FOLLOW_UP, arrange, fresh, in_days


def due(check_in: CheckIn) -> set[tuple[str, str]]:
    """(kind, name) of what waits to be sent."""
    rows = Notice.objects.filter(thing=f"cycles.checkin:{check_in.pk}", state=NoticeState.DUE)
    return {(row.kind, row.person.name) for row in rows.select_related("person")}


def both(kind: str) -> set[tuple[str, str]]:
    return {(kind, "Sam O'Brien"), (kind, "Teresa Núñez")}


# --- who with whom


def kinds(person: Any) -> dict[str, list[str]]:
    return {pair.other(person).name: [str(kind) for kind in pair.kinds] for pair in access.pairs(person)}


def test_a_relationship_gives_the_pair(people: Any) -> None:
    member, planning, before = ["readiness", "follow_up"], ["facilitation"], ["before_ilt"]
    assert kinds(people.lead) == {
        "Fay Lindqvist": member, "Malik Johnson": member, "Rosa Delgado": planning, "Teresa Núñez": member,
    }  # fmt: skip
    assert kinds(people.teacher) == {"Sam O'Brien": member}
    assert kinds(people.leader) == {
        "Cora Webb": planning, "Ines Park": before, "Noor Haddad": before, "Sam O'Brien": planning,
    }  # fmt: skip
    assert kinds(people.superintendent) == {"Rosa Delgado": before}
    assert kinds(people.partner) == {"Rosa Delgado": before}
    assert kinds(people.colleague) == {"Rosa Delgado": planning}
    for person in (people.outsider, people.district, people.steward, people.other_leader):
        assert kinds(person) == {}


def test_a_relationship_that_ended_gives_none(people: Any) -> None:
    people.team.memberships.filter(person=people.teacher).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert kinds(people.teacher) == {}
    assert "Teresa Núñez" not in kinds(people.lead)


# --- arranging and moving


def test_both_are_told_and_reminded(people: Any, session: Any) -> None:
    found = arrange(people.lead, people.teacher, session, days=9)
    assert due(found) == both(notices.INVITED) | both(notices.TOMORROW)
    assert (found.host, found.person, found.state) == (people.lead, people.teacher, "scheduled")


def test_the_member_may_arrange_too(people: Any, session: Any) -> None:
    found = arrange(people.teacher, people.lead, session)
    assert (found.host, found.person, found.made_by) == (people.lead, people.teacher, people.teacher)


def test_without_a_time_nobody_is_told(people: Any, session: Any) -> None:
    found = arrange(people.lead, people.teacher, session, days=None)
    assert (due(found), found.state) == (set(), "open")


def test_one_waits_around_a_meeting(people: Any, session: Any) -> None:
    arrange(people.lead, people.teacher, session)
    with pytest.raises(actions.AlreadyWaiting):
        arrange(people.teacher, people.lead, session)
    assert CheckIn.objects.count() == 1


def move(check_in: CheckIn, day: date, *, version: int | None = None, by: Any = None) -> CheckIn:
    values = {"meets_on": day, "meets_at": time(11), "minutes": 20, "place": "Garden"}
    version = check_in.version if version is None else version
    return actions.move_check_in(check_in, **values, version=version, by=by or check_in.host, at=timezone.now())


def test_moving_voids_and_makes_anew(people: Any, session: Any) -> None:
    found = arrange(people.lead, people.teacher, session, days=9)
    Notice.objects.filter(kind=notices.INVITED, person=people.teacher).update(state=NoticeState.SENT)
    moved = move(found, in_days(12, people.school))
    expected = {(notices.CHANGED, "Teresa Núñez"), (notices.INVITED, "Sam O'Brien")} | both(notices.TOMORROW)
    assert (due(found), moved.version, moved.minutes) == (expected, 1, 20)
    old = Notice.objects.filter(kind=notices.TOMORROW, state=NoticeState.VOID)
    assert old.count() == 2


def test_who_was_slower_meets_the_newer_time(people: Any, session: Any) -> None:
    found = arrange(people.lead, people.teacher, session)
    move(found, in_days(5, people.school))
    with pytest.raises(actions.CheckInMoved) as refused:
        move(found, in_days(6, people.school), version=0, by=people.teacher)
    assert refused.value.newer.meets_on == in_days(5, people.school)


def test_cancelling_tells_those_who_knew(people: Any, session: Any) -> None:
    found = arrange(people.lead, people.teacher, session, days=9)
    Notice.objects.filter(kind=notices.INVITED, person=people.teacher).update(state=NoticeState.SENT)
    actions.cancel_check_in(found, by=people.lead, at=timezone.now())
    assert due(found) == {(notices.CANCELLED, "Teresa Núñez")}
    with pytest.raises(actions.CheckInOver):
        move(fresh(found), in_days(6, people.school))
    assert arrange(people.lead, people.teacher, session).state == "scheduled"


def test_a_series_goes_on_until_the_term_ends(people: Any, session: Any) -> None:
    first = in_days(1, people.school)
    closed = first + timedelta(weeks=1)
    CalendarBlock.objects.create(
        school=people.school, kind=BlockKind.HOLIDAY, name="Holiday", starts_on=closed, ends_on=closed
    )
    found = arrange(people.lead, people.teacher, session, days=1, every_weeks=1)
    after = [first + timedelta(weeks=number) for number in range(1, 6) if first.weekday() < 5]
    wanted = [first, *(day for day in after if day != closed and day <= people.fall.ends_on)]
    rows = list(CheckIn.objects.order_by("meets_on"))
    assert [row.meets_on for row in rows] == wanted
    assert [row.session_id for row in rows] == [session.pk] + [None] * (len(rows) - 1)
    actions.cancel_check_in(fresh(found), with_following=True, by=people.lead, at=timezone.now())
    assert set(CheckIn.objects.values_list("is_cancelled", flat=True)) == {True}


# --- held: one fact, one row


def held(session: Any) -> list[int]:
    return list(HeldCheckIn.objects.filter(session=session).values_list("person_id", flat=True))


def test_holding_is_the_tick_around_the_meeting(people: Any, session: Any) -> None:
    found = arrange(people.lead, people.teacher, session, days=9)
    actions.hold_check_in(found, is_held=True, by=people.teacher, at=timezone.now())
    assert (held(session), fresh(found).state, due(found)) == ([people.teacher.pk], "held", set())
    actions.hold_check_in(fresh(found), is_held=True, by=people.lead, at=timezone.now())
    assert HeldCheckIn.objects.count() == 1
    actions.hold_check_in(fresh(found), is_held=False, by=people.lead, at=timezone.now())
    assert (held(session), fresh(found).state, due(found)) == ([], "scheduled", both(notices.TOMORROW))


def tick(session: Any, people: Any, *talked: Any) -> None:
    ids = {one.pk for one in talked}
    among = {people.teacher.pk, people.member.pk}
    plan_actions.mark_check_ins(session, held=ids, among=among, by=people.lead, at=timezone.now())


def test_the_tick_by_hand_holds_the_one_that_waits(people: Any, session: Any) -> None:
    found = arrange(people.lead, people.teacher, session)
    tick(session, people, people.teacher)
    assert fresh(found).state == "held"
    tick(session, people)
    assert fresh(found).state == "scheduled"


def test_taking_the_tick_back_opens_what_was_held(people: Any, session: Any) -> None:
    found = arrange(people.lead, people.teacher, session)
    actions.hold_check_in(found, is_held=True, by=people.lead, at=timezone.now())
    tick(session, people)
    assert (fresh(found).state, HeldCheckIn.objects.count()) == ("scheduled", 0)


def test_a_follow_up_after_a_tick_waits_of_its_own(people: Any, session: Any) -> None:
    before = arrange(people.lead, people.teacher, session)
    tick(session, people, people.teacher)
    after = arrange(people.lead, people.teacher, session, kind=FOLLOW_UP)
    assert (fresh(before).state, fresh(after).state) == ("held", "scheduled")
    actions.hold_check_in(after, is_held=True, by=people.lead, at=timezone.now())
    actions.hold_check_in(fresh(before), is_held=False, by=people.lead, at=timezone.now())
    # the other one still says that they talked
    assert (fresh(after).state, held(session)) == ("held", [people.teacher.pk])


def test_what_belongs_to_no_meeting_ticks_nothing(people: Any, ilt_session: Any) -> None:
    found = arrange(people.superintendent, people.leader, ilt_session)
    actions.hold_check_in(found, is_held=True, by=people.leader, at=timezone.now())
    assert (fresh(found).state, held(ilt_session), HeldCheckIn.objects.count()) == ("held", [], 1)
    actions.hold_check_in(fresh(found), is_held=False, by=people.leader, at=timezone.now())
    assert HeldCheckIn.objects.count() == 0


def test_a_tick_does_not_hold_what_is_arranged_after_it(people: Any, session: Any) -> None:
    tick(session, people, people.teacher)
    found = arrange(people.lead, people.teacher, session, kind=FOLLOW_UP)
    assert found.state == "scheduled"
    actions.hold_check_in(found, is_held=True, by=people.lead, at=timezone.now())
    assert (fresh(found).state, HeldCheckIn.objects.count()) == ("held", 1)


# --- what stands against a time


def test_clashes_name_who_and_never_what(people: Any, session: Any, cycle: Any) -> None:
    other = arrange(people.leader, people.lead, days=4)
    two = (people.lead, people.teacher)
    free = in_days(4, people.school)

    def against(day: date, clock: time, **but: Any) -> set[str]:
        found = queries.clashes(two, people.school, day, clock, 30, **but)
        return {words for words in found if words != "School is closed on that day."}

    assert against(free, time(10, 15)) == {"Sam O'Brien is in another meeting then."}
    assert against(free, time(10, 15), but=other.pk) == set()
    assert against(free, time(10, 30)) == set()
    names = {f"{one.name} is in another meeting then." for one in two}
    assert against(session.meets_on, time(12, 30)) == names
    Invitation.objects.filter(person=people.teacher).update(reply="no")
    assert against(session.meets_on, time(12, 30)) == {"Sam O'Brien is in another meeting then."}
    assert schedule(cycle, people.ilt).pk


def test_free_times_are_those_at_which_neither_has_anything(people: Any, session: Any, count_queries: Any) -> None:
    """The end of the contract day first, later the hour of the last talk; a day on which school is closed is none."""
    today, two = timezone.localdate(timezone=people.school.zone), (people.lead, people.teacher)
    calendar = slots.school_days(people.school)
    ahead = [today + timedelta(days=days) for days in range(1, 22)]
    first, second, third, fourth = [day for day in ahead if calendar.is_open(day)][:4]

    def free(**bounds: Any) -> list[tuple[date, time]]:
        with count_queries() as asked:
            found = queries.free_times(two, people.school, today=today, minutes=30, **bounds)
        assert len(asked) == 5
        return [(slot.meets_on, slot.meets_at) for slot in found]

    hours = plan_queries.contract_day(people.school)
    last = earlier(hours.ends_at, 30)
    assert free() == [(day, last) for day in (first, second, third)]
    assert free(before=second) == [(first, last)]
    assert free(before=today) == free()
    other = arrange(people.leader, people.lead)
    CheckIn.objects.filter(pk=other.pk).update(meets_on=first, meets_at=last, minutes=30)
    assert free() == [(first, earlier(hours.ends_at, 60)), (second, last), (third, last)]
    assert free(but=other.pk)[0] == (first, last)
    CheckIn.objects.filter(pk=other.pk).update(meets_at=time(0, 0), minutes=1440)
    assert [day for day, _clock in free()] == [second, third, fourth]
    talked = arrange(people.lead, people.teacher, days=2, meets_at=time(9, 5))
    actions.hold_check_in(fresh(talked), is_held=True, by=people.lead, at=timezone.now())
    assert free() == [(day, time(9, 5)) for day in (second, third, fourth)]


def earlier(clock: time, minutes: int) -> time:
    return slots.time_of(slots.minute_of(clock) - minutes)


def test_one_press_takes_a_free_time(client: Client, people: Any) -> None:
    client.force_login(people.lead)
    page = client.get(reverse("cycles:check-in-new", args=[people.teacher.pk])).content.decode()
    offered = re.findall(r'name="offer" value="([^"]+)"', page)
    assert len(offered) == 3
    sent = {"kind": "readiness", "minutes": "30", "place": "Room 4", "version": "0", "offer": offered[1]}
    answer = client.post(reverse("cycles:check-in-arrange", args=[people.teacher.pk]), sent)
    assert answer.status_code == 302
    made = CheckIn.objects.get()
    assert (f"{made.meets_on} {made.meets_at:%H:%M}", made.place) == (offered[1], "Room 4")


# --- the list


def test_the_list_says_what_is_next(people: Any, session: Any, count_queries: Any) -> None:
    past = arrange(people.lead, people.member, session)
    CheckIn.objects.filter(pk=past.pk).update(meets_on=in_days(-1, people.school))
    coming = arrange(people.lead, people.teacher, session)
    open_one = arrange(people.leader, people.lead, days=None)
    page = queries.my_check_ins(people.lead, now=timezone.now())
    lists = (page.past, page.coming, page.timeless)
    assert [[line.check_in.pk for line in lines] for lines in lists] == [[past.pk], [coming.pk], [open_one.pk]]
    assert [(one.name, one.session) for one in page.arrange] == [("Fay Lindqvist", None)]
    actions.hold_check_in(fresh(coming), is_held=True, by=people.lead, at=timezone.now())
    with count_queries() as queries_of_one:
        page = queries.my_check_ins(people.lead, now=timezone.now())
    assert [line.check_in.pk for line in page.held] == [coming.pk]
    assert [one.name for one in page.talked] == []
    tick(session, people, people.teacher, people.member)
    assert [line.name for line in queries.my_check_ins(people.lead, now=timezone.now()).held] == [
        "Teresa Núñez", "Malik Johnson",
    ]  # fmt: skip
    for days in range(3, 8):
        arrange(people.lead, people.facilitator, days=days)
    with count_queries() as queries_of_many:
        queries.my_check_ins(people.lead, now=timezone.now())
    assert len(queries_of_many) == len(queries_of_one) <= 15
