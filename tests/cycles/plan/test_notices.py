"""What goes out about a session: to a real mail server, and never after a cancellation."""

from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils import timezone
from icalendar import Calendar

from cycles.plan import actions, notices
from cycles.plan.models import ReflectionSession
from teams import notices as teams_notices, outbox
from teams.enums import NoticeState
from teams.models import Notice
from tests.moments import travel
from tests.services import Sink

from .conftest import give_time, in_days


def deliver() -> int:
    return outbox.send_due(timezone.now)


def calendar_of(message: EmailMessage) -> tuple[str, Any]:
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    return part.get_param("method"), Calendar.from_ical(part.get_content()).walk("VEVENT")[0]


def test_everyone_gets_an_invitation_with_its_calendar_file(people: Any, timed: ReflectionSession, smtp: Sink) -> None:
    deliver()
    assert len(smtp.messages) == 3
    (message,) = smtp.to(people.teacher.email)
    method, event = calendar_of(message)
    assert (method, str(event["uid"]), int(event["sequence"])) == ("REQUEST", timed.uid, 1)
    assert {str(who) for who in event["attendee"]} == {
        f"mailto:{person.email}" for person in (people.lead, people.teacher, people.member)
    }
    text = message.get_body(("plain",)).get_content()
    assert f"/sessions/{timed.pk}/" in text
    assert "Hello Teresa," in text
    assert "12:00 PM" in text
    assert Notice.objects.get(person=people.teacher, kind=notices.INVITED).state == NoticeState.SENT
    assert deliver() == 0


def test_guests_do_not_learn_of_each_other(people: Any, timed: ReflectionSession, smtp: Sink) -> None:
    for guest in (people.partner, people.superintendent):
        actions.invite_guest(timed, person=guest, sees_packet=False, by=people.leader, at=timezone.now())
    deliver()
    (message,) = smtp.to(people.partner.email)
    assert people.superintendent.email not in message.as_string()
    (message,) = smtp.to(people.teacher.email)
    assert people.partner.email not in message.as_string()


def test_a_change_follows_with_the_same_uid_and_a_higher_sequence(
    people: Any, timed: ReflectionSession, smtp: Sink
) -> None:
    deliver()
    give_time(timed, people, meets_on=in_days(12))
    deliver()
    first, second = smtp.to(people.teacher.email)
    (_, before), (method, after) = calendar_of(first), calendar_of(second)
    assert (method, after["uid"], int(after["sequence"])) == ("REQUEST", before["uid"], 2)
    assert after["dtstart"].dt - before["dtstart"].dt == timedelta(days=2)
    assert second["Subject"].startswith("Changed: Grade 4 reflection")


def test_a_cancellation_follows_and_then_nothing(people: Any, timed: ReflectionSession, smtp: Sink) -> None:
    deliver()
    actions.cancel_session(timed, by=people.leader, at=timezone.now())
    deliver()
    method, event = calendar_of(smtp.to(people.teacher.email)[-1])
    assert (method, str(event["uid"]), int(event["sequence"])) == ("CANCEL", timed.uid, 2)
    smtp.messages.clear()
    with travel(timezone.now() + timedelta(days=9, hours=12)):
        deliver()
    assert smtp.messages == []


def test_nobody_hears_of_a_meeting_cancelled_before_the_invitation_went(
    people: Any, timed: ReflectionSession, smtp: Sink
) -> None:
    actions.cancel_session(timed, by=people.leader, at=timezone.now())
    deliver()
    assert smtp.messages == []


def test_cancelled_between_claim_of_a_dead_worker_and_the_next_is_not_sent(
    people: Any, timed: ReflectionSession, smtp: Sink
) -> None:
    """The worker died with its lease; the re-check is asked again when the next one claims."""
    outbox.claim(timezone.now())
    actions.cancel_session(timed, by=people.leader, at=timezone.now())
    with travel(timezone.now() + timedelta(minutes=11)):
        deliver()
    assert {message["Subject"].split(":")[0] for message in smtp.messages} <= {"Cancelled"}


@pytest.mark.clock
def test_the_day_before_reminder_comes_on_the_schools_morning(people: Any, session: ReflectionSession) -> None:
    with travel(datetime(2026, 11, 2, 16, tzinfo=UTC)):
        monday = datetime(2026, 11, 16, tzinfo=UTC).date()
        give_time(session, people, meets_on=monday)
        reminder = Notice.objects.filter(kind=notices.TOMORROW).first()
    # Friday, 6:30 AM in Denver
    assert reminder.due_at == datetime(2026, 11, 13, 13, 30, tzinfo=UTC)


def test_a_reminder_made_for_another_time_is_not_wanted(people: Any, timed: ReflectionSession) -> None:
    reminder = Notice.objects.filter(kind=notices.TOMORROW).first()
    assert teams_notices.KINDS[notices.TOMORROW].still_wanted(reminder)
    ReflectionSession.objects.filter(pk=timed.pk).update(meets_at=time(13))
    assert not teams_notices.KINDS[notices.TOMORROW].still_wanted(reminder)


def test_a_reminder_after_an_outage_is_skipped_with_its_reason(
    people: Any, timed: ReflectionSession, smtp: Sink
) -> None:
    deliver()
    smtp.messages.clear()
    with travel(timezone.now() + timedelta(days=13)):
        deliver()
    assert smtp.messages == []
    skipped = Notice.objects.filter(kind=notices.TOMORROW)
    assert {(row.state, row.reason) for row in skipped} == {
        (NoticeState.VOID, "Skipped: it came too late to be of use.")
    }


def test_the_mail_speaks_the_persons_language(people: Any, timed: ReflectionSession, smtp: Sink) -> None:
    people.teacher.language = "es"
    people.teacher.save()
    deliver()
    (message,) = smtp.to(people.teacher.email)
    assert 'lang="es"' in message.get_body(("html",)).get_content()


@pytest.mark.clock
@pytest.mark.parametrize("clock", [time(1, 30), time(2, 30)])
def test_mornings_hold_over_daylight_saving(people: Any, clock: time) -> None:
    """6:30 AM is 6:30 AM on both sides; a skipped hour means the next valid one."""
    spring = datetime(2027, 3, 14, tzinfo=UTC).date()
    before, after = (teams_notices.morning_of(people.school, day) for day in (spring - timedelta(days=1), spring))
    assert (before.hour, after.hour) == (6, 6)
    assert after.astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=23)
    moment = teams_notices.local_moment(people.school, spring, clock)
    assert moment.time() == {time(1, 30): time(1, 30), time(2, 30): time(3, 30)}[clock]
