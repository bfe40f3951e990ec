"""One way or the other: whatever people and leaders do, a meeting stands in nobody's calendar twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from cycles.plan import actions, notices, tasks, ways
from cycles.plan.enums import CalendarWay
from cycles.plan.models import CalendarChoice, Invitation, ReflectionSession
from teams import outbox
from teams.enums import NoticeState, Position
from teams.models import AuditEntry, Membership, Notice
from tests.moments import travel
from tests.services import Sink

from .calendars import Program
from .conftest import fresh, give_time, in_days


@pytest.fixture
def program(people: Any, smtp: Sink) -> Any:
    """The teacher's; `program.tick()` delivers what is due and takes it in."""
    found = Program(people.teacher)

    def tick() -> list[str]:
        outbox.send_due(timezone.now)
        found.take_in(smtp.to(people.teacher.email))
        return found.shown()

    found.tick = tick
    return found


def choose_feed(people: Any) -> str:
    return actions.make_feed(by=people.teacher, at=timezone.now())


def choose_mail(people: Any) -> None:
    actions.close_feed(by=people.teacher, at=timezone.now())


def test_the_feed_takes_the_mailed_copy_out_and_mail_brings_it_back(
    people: Any, timed: ReflectionSession, program: Any, smtp: Sink
) -> None:
    assert program.tick() == [timed.uid]
    choose_feed(people)
    assert program.tick() == [timed.uid]
    assert program.events == {}
    taken = smtp.to(people.teacher.email)[-1]
    assert taken["Subject"].startswith("In your feed now: Grade 4 reflection, ")
    assert "The meeting itself stays as it is." in taken.get_body(("plain",)).get_content()
    choose_mail(people)
    assert program.tick() == [timed.uid]
    assert (program.from_feed(), list(program.events)) == ([], [timed.uid])
    assert len(smtp.to(people.teacher.email)) == 3
    assert len(smtp.to(people.member.email)) == 1


def test_who_has_a_feed_gets_mails_without_a_calendar_part(
    people: Any, session: ReflectionSession, program: Any, smtp: Sink
) -> None:
    choose_feed(people)
    timed = give_time(session, people)
    assert program.tick() == [timed.uid]
    give_time(timed, people, meets_on=in_days(12))
    assert program.tick() == [timed.uid]
    messages = smtp.to(people.teacher.email)
    assert [part for one in messages for part in one.walk() if part.get_content_type() == "text/calendar"] == []
    assert ["through your feed" in one.get_body(("plain",)).get_content() for one in messages] == [True, True]


def test_rescheduled_cancelled_and_held_again_the_number_rises(
    people: Any, timed: ReflectionSession, program: Any
) -> None:
    assert program.tick() == [timed.uid]
    moved = give_time(timed, people, meets_on=in_days(12))
    assert program.tick() == [timed.uid]
    actions.cancel_session(moved, by=people.leader, at=timezone.now())
    assert program.tick() == []
    give_time(fresh(moved), people, meets_on=in_days(13))
    assert program.tick() == [timed.uid]
    assert program.events[timed.uid]["dtstart"].dt.date() == in_days(13)


def test_a_second_cancellation_nobody_needs_is_not_mailed(
    people: Any, timed: ReflectionSession, program: Any, smtp: Sink
) -> None:
    program.tick()
    actions.cancel_session(timed, by=people.leader, at=timezone.now())
    program.tick()
    again = give_time(fresh(timed), people)
    actions.cancel_session(again, by=people.leader, at=timezone.now())
    assert program.tick() == []
    assert len(smtp.to(people.teacher.email)) == 2


@pytest.mark.parametrize("first", ["switch", "cancel"])
def test_a_meeting_cancelled_while_somebody_takes_the_feed_is_gone(
    people: Any, timed: ReflectionSession, program: Any, first: str
) -> None:
    """Nothing is sent between the two: the cancellation still carries its calendar part, once."""
    assert program.tick() == [timed.uid]
    if first == "switch":
        choose_feed(people)
    actions.cancel_session(timed, by=people.leader, at=timezone.now())
    if first == "cancel":
        choose_feed(people)
    assert program.tick() == []
    assert program.events == {}


def test_moved_before_the_feeds_mail_went_out_it_is_still_taken_out(
    people: Any, timed: ReflectionSession, program: Any
) -> None:
    program.tick()
    choose_feed(people)
    give_time(timed, people, meets_on=in_days(12))
    assert program.tick() == [timed.uid]
    assert program.events == {}


def test_there_and_back_before_anything_went_out(people: Any, timed: ReflectionSession, program: Any) -> None:
    assert program.tick() == [timed.uid]
    choose_feed(people)
    choose_mail(people)
    assert program.tick() == [timed.uid]
    choose_feed(people)
    choose_mail(people)
    choose_feed(people)
    assert program.tick() == [timed.uid]
    assert program.events == {}


def test_an_invitation_still_on_its_way_follows_the_last_choice(
    people: Any, timed: ReflectionSession, program: Any, smtp: Sink
) -> None:
    choose_feed(people)
    choose_mail(people)
    assert program.tick() == [timed.uid]
    assert len(smtp.to(people.teacher.email)) == 1


@pytest.mark.clock
def test_past_meetings_are_left_as_they_are(people: Any, timed: ReflectionSession, program: Any, smtp: Sink) -> None:
    program.tick()
    with travel(timezone.now() + timedelta(days=12)):
        assert ways.held_by_mail(people.teacher, at=timezone.now()) == []
        choose_feed(people)
        choose_mail(people)
        assert len(smtp.to(people.teacher.email)) == 1
        program.tick()
    assert len(smtp.to(people.teacher.email)) == 1


# --- who leaves, who comes


def leave(people: Any) -> None:
    Membership.objects.filter(team=people.team, person=people.teacher).update(ends_on=in_days(-1))


@pytest.mark.clock
@pytest.mark.parametrize("by_feed", [False, True])
def test_who_leaves_the_team_has_the_meeting_taken_out(
    people: Any, timed: ReflectionSession, program: Any, smtp: Sink, by_feed: bool
) -> None:
    if by_feed:
        choose_feed(people)
    assert program.tick() == [timed.uid]
    leave(people)
    tasks.follow_teams()
    assert program.tick() == []
    assert "no longer invited" in smtp.to(people.teacher.email)[-1].get_body(("plain",)).get_content()
    assert not Invitation.objects.filter(session=timed, person=people.teacher).exists()
    assert not Notice.objects.filter(person=people.teacher, kind=notices.TOMORROW, state=NoticeState.DUE).exists()
    assert fresh(timed).version == timed.version
    assert [actions.follow_teams(at=timezone.now()), program.tick()] == [0, []]


def test_who_leaves_and_returns_is_invited_anew(people: Any, timed: ReflectionSession, program: Any) -> None:
    program.tick()
    for _round in range(2):
        leave(people)
        actions.follow_teams(at=timezone.now())
        assert program.tick() == []
        Membership.objects.filter(team=people.team, person=people.teacher).update(ends_on=None)
        actions.follow_teams(at=timezone.now())
        assert program.tick() == [timed.uid]


def test_who_is_let_go_learns_of_nobody(people: Any, timed: ReflectionSession, program: Any, smtp: Sink) -> None:
    program.tick()
    leave(people)
    actions.follow_teams(at=timezone.now())
    program.tick()
    last = smtp.to(people.teacher.email)[-1]
    event = next(part for part in last.walk() if part.get_content_type() == "text/calendar").get_content()
    assert [str(one) for one in Calendar.from_ical(event).walk("VEVENT")[0]["attendee"].to_ical().split()] == [
        f"b'mailto:{people.teacher.email}'"
    ]


def test_who_joins_the_team_is_invited_and_who_has_a_part_stays(
    people: Any, timed: ReflectionSession, smtp: Sink
) -> None:
    Membership.objects.create(
        team=people.team, person=people.colleague, position=Position.MEMBER, starts_on=in_days(-1)
    )
    Membership.objects.filter(team=people.team, person=people.lead).update(ends_on=in_days(-1))
    assert actions.follow_teams(at=timezone.now()) == 1
    outbox.send_due(timezone.now)
    asked = Invitation.objects.filter(session=timed).values_list("person__name", "is_guest")
    assert set(asked) == {
        (people.lead.name, True), (people.teacher.name, False), (people.member.name, False),
        (people.colleague.name, False),
    }  # fmt: skip
    assert len(smtp.to(people.colleague.email)) == 1
    assert {one["Subject"].split(":")[0] for one in smtp.to(people.lead.email)} == {"Grade 4 reflection"}


def test_asking_costs_the_same_where_nothing_differs(people: Any, timed: ReflectionSession, count_queries: Any) -> None:
    with count_queries() as found:
        assert actions.follow_teams(at=timezone.now()) == 0
    assert len(found) == 1


# --- the choice itself


def test_a_new_address_ends_the_old_one_and_mails_nobody(
    people: Any, timed: ReflectionSession, program: Any, smtp: Sink
) -> None:
    first = choose_feed(people)
    program.tick()
    before = len(smtp.messages)
    second = choose_feed(people)
    program.tick()
    assert (first != second, len(second), len(smtp.messages)) == (True, 43, before)
    kept = CalendarChoice.objects.get(person=people.teacher)
    assert second not in str(vars(kept))
    assert (kept.way, kept.turns) == (CalendarWay.FEED, 1)


def test_closing_what_is_not_open_changes_nothing(people: Any, timed: ReflectionSession) -> None:
    choose_mail(people)
    assert not CalendarChoice.objects.exists()
    assert not Notice.objects.filter(kind=ways.TO_MAIL).exists()


def test_the_trail_keeps_that_and_never_the_address(people: Any) -> None:
    tokens = [choose_feed(people), choose_feed(people)]
    choose_mail(people)
    rows = list(AuditEntry.objects.filter(subject_id=people.teacher.pk).order_by("pk"))
    assert [row.verb for row in rows] == ["calendar feed chosen", "feed address renewed", "calendar feed ended"]
    assert not [row for row in rows for token in tokens if token in str(vars(row))]
    assert mail.outbox == []
