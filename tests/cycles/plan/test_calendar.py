"""Calendar files, read back by icalendar, by vobject and by a strict reader of our own (`ics.py`)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given, settings, strategies as st
from icalendar import Calendar

from cycles.plan import calendar
from cycles.plan.calendar import Attendee, Entry

from .ics import Broken, Part, read, start_of, unfolded, zones_of
from .meetings import DENVER, NOW, PEOPLE, file_of, meeting, school_in

DAY, CLOCK = date(2026, 12, 10), time(15, 30)
ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Adak", "Europe/London", "Australia/Lord_Howe",
)  # fmt: skip
PAYLOADS = (
    "Library\r\nATTENDEE:mailto:x@y", "Lib\nBEGIN:VEVENT", 'a";X=1:b', "a\\nb", '=HYPERLINK("//x")', "+1;DTSTART:2",
    "<script>alert(1)</script>", "O'Brien’s room", "👩🏽‍🏫" * 29, "ñ" * 200, "\x00\x07bell", "a\u2028b\u0085c",
    "a,b;c\\,d",
)  # fmt: skip


def event_of(content: bytes) -> Part:
    (event,) = read(content).all("VEVENT")
    return event


def feed_of(*sessions: Any, reply: str = "none", **changes: Any) -> bytes:
    entries = [Entry(session, reply, NOW) for session in sessions]
    return calendar.feed_file(entries, **({"name": "Reflection meetings"} | changes))


# --- an invitation


def test_a_request_says_when_where_who_and_nothing_sensitive() -> None:
    book = Calendar.from_ical(file_of(meeting(DAY, CLOCK)))
    event = book.walk("VEVENT")[0]
    assert (str(book["method"]), str(event["status"]), int(event["sequence"])) == ("REQUEST", "CONFIRMED", 3)
    assert str(event["uid"]) == "u@solstice"
    assert event["dtstart"].dt == datetime(2026, 12, 10, 15, 30, tzinfo=ZoneInfo(DENVER))
    assert event["duration"].dt == timedelta(minutes=90)
    assert (str(event["summary"]), str(event["location"])) == ("Reflection meeting – Grade 4", "Library, room 4")
    assert str(event["organizer"]) == "mailto:solstice@localhost"
    assert [(str(who), who.params["PARTSTAT"]) for who in event["attendee"]] == [
        ("mailto:teresa@example.org", "ACCEPTED"), ("mailto:sam@example.org", "NEEDS-ACTION"),
    ]  # fmt: skip
    assert [str(zone["tzid"]) for zone in book.walk("VTIMEZONE")] == [DENVER]
    assert str(event["description"]) == "Your answer and your preparation: http://localhost:8000/sessions/7/"


def test_another_parser_reads_the_same() -> None:
    """vobject shares no code with icalendar, and follows the zone that is written in the file."""
    book = vobject.readOne(file_of(meeting(DAY, CLOCK)).decode())
    event = book.vevent
    assert (book.method.value, event.status.value, event.sequence.value) == ("REQUEST", "CONFIRMED", "3")
    assert (event.uid.value, event.location.value) == ("u@solstice", "Library, room 4")
    assert event.dtstart.value.astimezone(UTC) == datetime(2026, 12, 10, 22, 30, tzinfo=UTC)
    assert event.duration.value == timedelta(minutes=90)
    assert [(who.value, who.partstat_param) for who in event.attendee_list] == [
        ("mailto:teresa@example.org", "ACCEPTED"), ("mailto:sam@example.org", "NEEDS-ACTION"),
    ]  # fmt: skip


def test_a_second_reader_reads_the_same() -> None:
    content = file_of(meeting(DAY, CLOCK))
    event = event_of(content)
    assert start_of(zones_of(content), event) == datetime(2026, 12, 10, 22, 30, tzinfo=UTC)
    told = {name: event.one(name).text for name in ("UID", "SEQUENCE", "DURATION", "LOCATION", "STATUS")}
    assert told == {
        "UID": "u@solstice", "SEQUENCE": "3", "DURATION": "PT1H30M", "LOCATION": "Library, room 4",
        "STATUS": "CONFIRMED",
    }  # fmt: skip
    assert event.properties["ATTENDEE"][1].params == {
        "CN": "O'Brien; Sam", "PARTSTAT": "NEEDS-ACTION", "ROLE": "REQ-PARTICIPANT", "RSVP": "FALSE",
    }  # fmt: skip
    assert event.one("ORGANIZER").params == {"CN": "Juniper, Elementary; North"}


def test_a_cancellation_has_the_same_uid_and_counts_the_persons_turns() -> None:
    content = file_of(meeting(DAY, CLOCK, version=4), calendar.CANCEL, turns=2)
    event = event_of(content)
    assert (event.one("UID").raw, event.one("SEQUENCE").raw, event.one("STATUS").raw) == (
        "u@solstice",
        "6",
        "CANCELLED",
    )
    assert read(content).one("METHOD").raw == "CANCEL"


def test_a_session_without_a_time_has_no_file() -> None:
    with pytest.raises(ValueError, match="without a time"):
        file_of(meeting(None, None))


# --- what people type


@pytest.mark.parametrize("bad", PAYLOADS)
def test_what_people_type_stays_what_it_is(bad: str) -> None:
    """In a place, a team's, a school's and a person's name: one event, no property more, lines within the limit."""
    school = school_in(DENVER, bad)
    session = meeting(DAY, CLOCK, school, place=bad[:120], team=bad[:100])
    plain = event_of(file_of(meeting(DAY, CLOCK)))
    for content in (
        file_of(session, attendees=[Attendee(bad, "x@example.org", "yes"), *PEOPLE]),
        feed_of(session, name=bad),
    ):
        event = event_of(content)
        assert len(event.properties.get("ATTENDEE", [])) in (0, 3)
        assert set(event.properties) - {"LAST-MODIFIED", "TRANSP"} <= set(plain.properties)
        assert len(Calendar.from_ical(content).walk("VEVENT")) == 1
        assert start_of(zones_of(content), event) == datetime(2026, 12, 10, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["O'Brien’s room", "<b>4</b>, left; right", "👩🏽‍🏫" * 29, "ñ" * 120, "a\\b", "=1+1"])
def test_a_place_comes_back_as_it_was_typed(typed: str) -> None:
    content = file_of(meeting(DAY, CLOCK, place=typed))
    assert event_of(content).one("LOCATION").text == typed
    assert str(Calendar.from_ical(content).walk("VEVENT")[0]["location"]) == typed


@settings(max_examples=80, deadline=None)
@given(typed=st.text(min_size=1, max_size=120))
def test_any_place_gives_a_file_that_the_strict_reader_takes(typed: str) -> None:
    content = feed_of(meeting(DAY, CLOCK, place=typed))
    assert set(event_of(content).properties) <= {
        "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DURATION", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "ORGANIZER",
        "LAST-MODIFIED", "STATUS", "TRANSP",
    }  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:VCALENDAR\r\nX:" + b"a" * 90 + b"\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\r\nX;Y:\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\nEND:VEVENT\r\n",
    ],
)
def test_the_strict_reader_is_strict(content: bytes) -> None:
    with pytest.raises(Broken):
        read(content)


# --- a feed


def test_a_feed_publishes_with_name_and_refreshing_and_names_nobody() -> None:
    book = read(feed_of(meeting(DAY, CLOCK), turns=1))
    told = {
        name: book.one(name).text for name in ("METHOD", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL")
    }
    assert told == {
        "METHOD": "PUBLISH", "NAME": "Reflection meetings", "X-WR-CALNAME": "Reflection meetings",
        "REFRESH-INTERVAL": "PT1H", "X-PUBLISHED-TTL": "PT1H",
    }  # fmt: skip
    assert book.one("REFRESH-INTERVAL").params == {"VALUE": "DURATION"}
    (event,) = book.all("VEVENT")
    assert "ATTENDEE" not in event.properties
    stamps = [event.one(name).raw for name in ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS", "TRANSP")]
    assert stamps == ["20261102T160000Z", "20261102T160000Z", "4", "CONFIRMED", "OPAQUE"]


@pytest.mark.parametrize(
    ("state", "reply", "expected"),
    [
        ("scheduled", "no", ("CONFIRMED", "TRANSPARENT")),
        ("cancelled", "yes", ("CANCELLED", "TRANSPARENT")),
        ("met", "yes", ("CONFIRMED", "OPAQUE")),
    ],
)
def test_what_is_off_or_declined_blocks_no_time(state: str, reply: str, expected: tuple[str, str]) -> None:
    event = event_of(feed_of(meeting(DAY, CLOCK, state=state), reply=reply))
    assert (event.one("STATUS").raw, event.one("TRANSP").raw) == expected


def test_a_feed_over_two_zones_brings_the_rules_of_both() -> None:
    content = feed_of(meeting(DAY, CLOCK, "America/New_York"), meeting(date(2028, 7, 4), CLOCK, "America/Phoenix"))
    zones = zones_of(content)
    assert sorted(zones) == ["America/New_York", "America/Phoenix"]
    starts = [start_of(zones, event) for event in read(content).all("VEVENT")]
    assert starts == [datetime(2026, 12, 10, 20, 30, tzinfo=UTC), datetime(2028, 7, 4, 22, 30, tzinfo=UTC)]


def test_an_empty_feed_and_a_meeting_without_a_time() -> None:
    for content in (feed_of(), feed_of(meeting(None, None))):
        assert read(content).parts == []
        assert unfolded(content)[0] == "BEGIN:VCALENDAR"


@pytest.mark.clock
@settings(max_examples=60, deadline=None)
@given(
    day=st.dates(date(2024, 1, 1), date(2040, 12, 31)),
    clock=st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45])),
    zone=st.sampled_from(ZONES),
    minutes=st.integers(15, 480),
)
def test_both_readers_find_the_sessions_start_and_length(day: date, clock: time, zone: str, minutes: int) -> None:
    session = meeting(day, clock, zone, minutes=minutes)
    content = file_of(session)
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    # equality across zones is never true in a doubled hour, so everything is asked in UTC
    assert event["dtstart"].dt.astimezone(UTC) == session.starts_at.astimezone(UTC)
    assert start_of(zones_of(content), event_of(content)) == session.starts_at.astimezone(UTC)
    assert session.ends_at.astimezone(UTC) - session.starts_at.astimezone(UTC) == event["duration"].dt
