"""A session as a calendar file: iTIP REQUEST and CANCEL, with the school's time zone written into it.

The address of an event is its `uid` for ever; its sequence is the session's version. Titles carry nothing sensitive.
The length is written as a duration, which stays right on the nights when clocks change.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from .enums import Reply
from .models import ReflectionSession

REQUEST = "REQUEST"
CANCEL = "CANCEL"
PUBLISH = "PUBLISH"
ANSWERS = {Reply.NONE: "NEEDS-ACTION", Reply.YES: "ACCEPTED", Reply.NO: "DECLINED", Reply.MAYBE: "TENTATIVE"}


@dataclass(frozen=True)
class Attendee:
    """Somebody asked, with what they answered."""

    name: str
    email: str
    reply: str


def title(session: ReflectionSession) -> str:
    """What stands in everybody's calendar. Needs `team` fetched."""
    return _("Reflection meeting – %(team)s") % {"team": session.team.name}  # noqa: RUF001


@lru_cache(maxsize=256)
def _zone(name: str, year: int) -> bytes:
    """The zone's rules around `year`. Making them takes a while, and all schools of a district share them."""
    return bytes(Timezone.from_tzid(name, first_date=date(year - 1, 1, 1), last_date=date(year + 2, 1, 1)).to_ical())


def _organizer(session: ReflectionSession) -> vCalAddress:
    address = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    address.params["CN"] = vText(session.cycle.school.name)
    return address


def _attendee(attendee: Attendee) -> vCalAddress:
    address = vCalAddress(f"mailto:{attendee.email}")
    address.params["CN"] = vText(attendee.name)
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText(ANSWERS[Reply(attendee.reply)])
    # answers are given on the session's page
    address.params["RSVP"] = vText("FALSE")
    return address


def _event(session: ReflectionSession, starts_at: datetime, attendees: Iterable[Attendee], at: datetime) -> Event:
    event = Event()
    event.add("uid", session.uid)
    event.add("sequence", session.version)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", starts_at)
    event.add("duration", timedelta(minutes=session.minutes))
    event.add("summary", title(session))
    if session.place:
        event.add("location", session.place)
    event.add("url", settings.SITE_URL + reverse("cycles:session", args=[session.pk]))
    event.add("organizer", _organizer(session), encode=False)
    for attendee in attendees:
        event.add("attendee", _attendee(attendee), encode=False)
    return event


def calendar_file(session: ReflectionSession, *, method: str, attendees: Iterable[Attendee], at: datetime) -> bytes:
    """The file for `session`, which must have a time; `cycle.school` and `team` fetched. No query."""
    starts_at = session.starts_at
    if starts_at is None:
        raise ValueError("a session without a time has no calendar file")
    event = _event(session, starts_at, attendees, at)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    book = Calendar()
    book.add("prodid", "-//Solstice//Reflection cycles//EN")
    book.add("version", "2.0")
    book.add("method", method)
    book.add_component(Timezone.from_ical(_zone(session.cycle.school.zone_name, starts_at.year)))
    book.add_component(event)
    return bytes(book.to_ical())
