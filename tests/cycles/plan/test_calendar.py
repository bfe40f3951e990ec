"""Calendar files, read back by icalendar and by a second reader that knows only lines and dateutil's zones."""

import io
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from hypothesis import given, settings, strategies as st
from icalendar import Calendar

from cycles.plan import calendar
from cycles.plan.calendar import Attendee
from cycles.plan.models import Cycle, ReflectionSession
from teams.models import School, Team

ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Boise", "America/Indiana/Indianapolis", "America/Adak",
)  # fmt: skip
NOW = datetime(2026, 11, 2, 16, tzinfo=UTC)
PEOPLE = [Attendee("Teresa Núñez", "teresa@example.org", "yes"), Attendee("O'Brien; Sam", "sam@example.org", "none")]


def meeting(day: date, clock: time, zone: str = "America/Denver", **changes: Any) -> ReflectionSession:
    school = School(name="Juniper, Elementary; North", code="1", zone_name=zone)
    values = {"minutes": 90, "place": "Library, room 4", "version": 3, "state": "scheduled"}
    return ReflectionSession(
        pk=7, cycle=Cycle(school=school), team=Team(name="Grade 4"), uid="u@solstice", meets_on=day, meets_at=clock,
        **(values | changes),
    )  # fmt: skip


def file_of(session: ReflectionSession, method: str = calendar.REQUEST) -> bytes:
    return calendar.calendar_file(session, method=method, attendees=PEOPLE, at=NOW)


def by_lines(content: bytes) -> tuple[dict[str, list[tuple[str, str]]], datetime]:
    """The event's properties (name to parameters and value) and its start, by another way than icalendar."""
    text = content.decode().replace("\r\n ", "")
    zone_text = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE")] + "END:VTIMEZONE\r\n"
    event: dict[str, list[tuple[str, str]]] = {}
    inner = text[text.index("\r\nBEGIN:VEVENT") + 2 : text.index("\r\nEND:VEVENT") + 2]
    for line in inner.split("\r\n")[1:-1]:
        name, _, value = line.partition(":")
        key, _, parameters = name.partition(";")
        event.setdefault(key, []).append((parameters, value))
    parameters, start = event["DTSTART"][0]
    zones = tz.tzical(io.StringIO(zone_text.replace("\r\n", "\n")))
    zone = zones.get(parameters.removeprefix("TZID="))
    local = datetime.strptime(start, "%Y%m%dT%H%M%S").replace(tzinfo=zone)
    return event, local.astimezone(UTC)


def test_a_request_says_when_where_who_and_nothing_sensitive() -> None:
    book = Calendar.from_ical(file_of(meeting(date(2026, 12, 10), time(15, 30))))
    event = book.walk("VEVENT")[0]
    assert (str(book["method"]), str(event["status"]), int(event["sequence"])) == ("REQUEST", "CONFIRMED", 3)
    assert str(event["uid"]) == "u@solstice"
    assert event["dtstart"].dt == datetime(2026, 12, 10, 15, 30, tzinfo=ZoneInfo("America/Denver"))
    assert event["duration"].dt == timedelta(minutes=90)
    assert (str(event["summary"]), str(event["location"])) == ("Reflection meeting – Grade 4", "Library, room 4")
    assert str(event["organizer"]) == "mailto:solstice@localhost"
    assert [(str(who), who.params["PARTSTAT"]) for who in event["attendee"]] == [
        ("mailto:teresa@example.org", "ACCEPTED"), ("mailto:sam@example.org", "NEEDS-ACTION"),
    ]  # fmt: skip
    assert [str(zone["tzid"]) for zone in book.walk("VTIMEZONE")] == ["America/Denver"]
    assert "description" not in event


def test_a_second_reader_reads_the_same() -> None:
    event, start = by_lines(file_of(meeting(date(2026, 12, 10), time(15, 30))))
    assert start == datetime(2026, 12, 10, 22, 30, tzinfo=UTC)
    assert event["UID"] == [("", "u@solstice")]
    assert event["SEQUENCE"] == [("", "3")]
    assert event["DURATION"] == [("", "PT1H30M")]
    assert event["LOCATION"] == [("", "Library\\, room 4")]
    assert len(event["ATTENDEE"]) == 2


def test_a_cancellation_has_the_same_uid_and_a_higher_sequence() -> None:
    event = Calendar.from_ical(
        file_of(meeting(date(2026, 12, 10), time(15, 30), version=4), calendar.CANCEL)
    ).walk("VEVENT")[0]  # fmt: skip
    assert (str(event["uid"]), int(event["sequence"]), str(event["status"])) == ("u@solstice", 4, "CANCELLED")


@pytest.mark.parametrize("bad", ["Library\r\nATTENDEE:mailto:x@y", "Lib\nBEGIN:VEVENT", 'a";X=1:b', "a\\nb"])
def test_what_people_type_adds_no_property(bad: str) -> None:
    content = file_of(meeting(date(2026, 12, 10), time(15, 30), place=bad))
    event, _start = by_lines(content)
    assert (len(event["ATTENDEE"]), content.count(b"\r\nBEGIN:VEVENT")) == (2, 1)
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1


def test_a_session_without_a_time_has_no_file() -> None:
    with pytest.raises(ValueError, match="without a time"):
        file_of(meeting(None, None))


def valid_moment(day: date, clock: time, zone: str) -> datetime:
    """What a wall clock means, found by walking through the night minute by minute in UTC."""
    wanted = datetime.combine(day, clock)
    moment = datetime.combine(day, time(0), tzinfo=UTC) - timedelta(hours=2)
    for _ in range(40 * 60):
        if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) >= wanted:
            return moment
        moment += timedelta(minutes=1)
    raise AssertionError(zone)


def changing_days(zone: str, year: int) -> list[date]:
    days = [date(year, 1, 1) + timedelta(days=count) for count in range(365)]
    noon = time(12)
    offsets = [datetime.combine(day, noon, tzinfo=ZoneInfo(zone)).utcoffset() for day in days]
    return [day for before, after, day in zip(offsets, offsets[1:], days[1:], strict=False) if before != after]


@pytest.mark.clock
@pytest.mark.parametrize("zone", ZONES)
def test_every_quarter_hour_of_the_changing_days_is_right(zone: str) -> None:
    """A skipped time is the next valid one, a doubled one the first; both readers agree with the session."""
    quarters = [time(hour, minute) for hour in range(5) for minute in (0, 15, 30, 45)]
    for day in [*changing_days(zone, 2026), date(2026, 7, 4)]:
        for clock in quarters:
            session = meeting(day, clock, zone)
            # equality across zones is never true in a doubled hour, so everything is asked in UTC
            starts_at = session.starts_at.astimezone(UTC)
            gap = datetime.combine(day, clock, tzinfo=ZoneInfo(zone))
            is_skipped = gap.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != gap.replace(tzinfo=None)
            expected = valid_moment(day, clock, zone)
            if not is_skipped:
                assert starts_at == expected
            assert timedelta(0) <= starts_at - expected <= timedelta(hours=1)
            content = file_of(session)
            read = Calendar.from_ical(content).walk("VEVENT")[0]["dtstart"].dt
            assert read.astimezone(UTC) == starts_at
            assert by_lines(content)[1] == starts_at


@pytest.mark.clock
@settings(max_examples=60, deadline=None)
@given(
    day=st.dates(date(2024, 1, 1), date(2040, 12, 31)),
    clock=st.times().map(lambda found: found.replace(second=0, microsecond=0, minute=found.minute // 15 * 15)),
    zone=st.sampled_from(ZONES),
    minutes=st.integers(15, 480),
)
def test_both_readers_find_the_sessions_start_and_length(day: date, clock: time, zone: str, minutes: int) -> None:
    session = meeting(day, clock, zone, minutes=minutes)
    content = file_of(session)
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert event["dtstart"].dt.astimezone(UTC) == session.starts_at.astimezone(UTC)
    assert by_lines(content)[1] == session.starts_at.astimezone(UTC)
    assert session.ends_at.astimezone(UTC) - session.starts_at.astimezone(UTC) == event["duration"].dt
