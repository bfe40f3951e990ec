"""When what can wait goes out: one message at the person's hour, never in quiet hours, by the school's clocks."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from teams import notices, outbox
from teams.actions.notices import choose_notices
from teams.enums import NoticeState
from teams.hours import Hours
from teams.models import Notice, NoticeHours, Person, School
from tests.services import Sink

pytestmark = pytest.mark.clock
KIND = "test-reminder"
DAY = date(2026, 11, 3)
EARLIER = datetime(2026, 10, 20, 18, tzinfo=UTC)
MORNING = datetime(2026, 11, 3, 13, 30, tzinfo=UTC)  # 6:30 AM in Denver


@pytest.fixture(autouse=True)
def kind() -> Iterator[set[str]]:
    """Occurrences that are no longer wanted; those called "poison" cannot be rendered."""
    needless: set[str] = set()

    def render(notice: Notice) -> notices.Mail:
        if notice.occurrence.startswith("poison"):
            raise RuntimeError("no such text")
        return notices.letter(notice, subject=f"Reminder {notice.occurrence}", lines=["Soon"], action=("Open", "/x/"))

    notices.register(KIND, label="Reminder", still_wanted=lambda row: row.occurrence not in needless, render=render)
    yield needless
    del notices.KINDS[KIND]


def put(person: Person, occurrence: str, school: School, **changes: Any) -> Notice:
    told = {"due_at": notices.morning_of(school, DAY), "at": EARLIER} | changes
    return notices.put(KIND, thing=person, person=person, occurrence=occurrence, school=school, **told)


def deliver(at: datetime) -> int:
    return outbox.send_due(lambda: at)


def test_the_days_reminders_are_one_message(people: Any, smtp: Sink) -> None:
    rows = [put(people.teacher, name, people.school) for name in ("one", "two", "three")]
    other = put(people.member, "one", people.school)
    deliver(MORNING - timedelta(minutes=1))
    assert smtp.messages == []
    deliver(MORNING)
    (message,) = smtp.to(people.teacher.email)
    assert message["Subject"] == "Tue, Nov 3: 3 reminders"
    body = message.get_body(("plain",)).get_content()
    assert [body.count(f"* Reminder {name}") for name in ("one", "two", "three")] == [1, 1, 1]
    (alone,) = smtp.to(people.member.email)
    assert (alone["Subject"], alone["Message-ID"]) == ("Reminder one", other.message_id)
    for row in rows:
        row.refresh_from_db()
    assert {row.state for row in rows} == {NoticeState.SENT}
    assert {row.digest_id for row in rows} == {message["Message-ID"]}
    assert [row.subject for row in rows] == ["Reminder one", "Reminder two", "Reminder three"]


def test_a_digest_that_is_sent_again_keeps_its_id_and_takes_nobody_in(people: Any, smtp: Sink, kind: set[str]) -> None:
    """What joined it later would be folded away with the copy."""
    for name in ("one", "two", "three"):
        put(people.teacher, name, people.school)
    (lost,), _ = outbox.claim(MORNING)
    put(people.teacher, "late", people.school)
    kind.add("two")
    deliver(MORNING + timedelta(minutes=11))
    late, again = smtp.messages
    assert (again["Message-ID"], again["Subject"]) == (lost.message_id, "Tue, Nov 3: 2 reminders")
    assert (late["Subject"], late["Message-ID"] != lost.message_id) == ("Reminder late", True)


def test_one_that_cannot_be_made_leaves_the_digest(people: Any, smtp: Sink) -> None:
    rows = [put(people.teacher, name, people.school) for name in ("one", "poison", "two")]
    deliver(MORNING)
    (message,) = smtp.messages
    assert message["Subject"] == "Tue, Nov 3: 2 reminders"
    rows[1].refresh_from_db()
    assert (rows[1].state, rows[1].digest_id) == (NoticeState.DUE, "")


def test_each_person_has_an_hour(people: Any, smtp: Sink) -> None:
    NoticeHours.objects.create(person=people.teacher, digest_at=time(16), quiet_from=time(20), quiet_to=time(6))
    assert put(people.teacher, "one", people.school).due_at == datetime(2026, 11, 3, 23, tzinfo=UTC)
    assert put(people.member, "one", people.school).due_at == MORNING


def test_another_hour_moves_what_waits(people: Any) -> None:
    row = put(people.teacher, "one", people.school)
    choose_notices(people.teacher, wanted=set(), offered=set(), hours=Hours(digest_at=time(7, 15)), at=EARLIER)
    row.refresh_from_db()
    assert row.due_at == MORNING + timedelta(minutes=45)


def test_a_school_that_changes_its_zone_keeps_its_hour(people: Any) -> None:
    row = put(people.teacher, "one", people.school)
    School.objects.filter(pk=people.school.pk).update(zone_name="America/New_York")
    assert notices.follow_zones(at=EARLIER) == 1
    row.refresh_from_db()
    assert row.due_at == datetime(2026, 11, 3, 11, 30, tzinfo=UTC)
    assert notices.follow_zones(at=EARLIER) == 0


def test_in_quiet_hours_what_can_wait_waits_for_the_hour(people: Any, smtp: Sink) -> None:
    night = datetime(2026, 11, 3, 4, 30, tzinfo=UTC)  # 9:30 PM in Denver
    row = put(people.teacher, "one", people.school, due_at=night, at=night)
    assert row.due_at == MORNING
    deliver(night)
    assert smtp.messages == []
    deliver(MORNING)
    assert len(smtp.messages) == 1


def test_quiet_hours_are_asked_again_when_it_is_claimed(people: Any, smtp: Sink) -> None:
    """After an outage that ended at night: put off, then one message for all."""
    rows = [put(people.teacher, name, people.school) for name in ("one", "two")]
    night = MORNING + timedelta(hours=15)
    deliver(night)
    rows[0].refresh_from_db()
    assert (smtp.messages, rows[0].state, rows[0].due_at) == ([], NoticeState.DUE, MORNING + timedelta(days=1))
    deliver(MORNING + timedelta(days=1))
    assert len(smtp.messages) == 1


def test_after_days_of_outage_one_digest_and_the_stale_are_skipped(people: Any, smtp: Sink) -> None:
    stale = put(people.teacher, "stale", people.school)
    for days in (1, 2):
        day = notices.morning_of(people.school, DAY + timedelta(days=days))
        put(people.teacher, f"day {days}", people.school, due_at=day)
    deliver(MORNING + timedelta(days=2, hours=4))
    (message,) = smtp.messages
    assert message["Subject"] == "Thu, Nov 5: 2 reminders"
    stale.refresh_from_db()
    assert (stale.state, stale.reason) == (NoticeState.VOID, "Skipped: it came too late to be of use.")


@pytest.mark.parametrize(
    ("quiet_from", "quiet_to", "clock", "expected"),
    [
        (time(20), time(6), time(20), True),
        (time(20), time(6), time(5, 59), True),
        (time(20), time(6), time(6), False),
        (time(1), time(5), time(4), True),
        (time(1), time(5), time(5), False),
        (time(9), time(9), time(9), False),
        (time(6), time(7), time(6, 30), False),  # the person's own hour is in it: it holds for nothing
    ],
)
def test_quiet_hours(quiet_from: time, quiet_to: time, clock: time, expected: bool) -> None:
    assert Hours(quiet_from=quiet_from, quiet_to=quiet_to).is_quiet(clock) is expected


@pytest.mark.parametrize("day", [date(2027, 3, 14), date(2026, 11, 1)])
def test_an_hour_holds_on_the_changing_days(day: date) -> None:
    """A skipped hour means the next valid one, a doubled one the first."""
    zone = ZoneInfo("America/Denver")
    for clock in (time(1, 30), time(2, 30), time(6, 30)):
        moment = Hours(digest_at=clock, quiet_from=time(0), quiet_to=time(0)).on_day(day, clock, zone, EARLIER)
        skipped = day.month == 3 and clock == time(2, 30)
        assert (moment.time(), moment.fold) == (time(3, 30) if skipped else clock, 0)
