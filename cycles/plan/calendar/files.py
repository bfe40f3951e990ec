"""Meetings as calendar files: an iTIP message for one person's mail, a feed of all that are theirs.

The address of an event is its `uid` for ever; its sequence is the session's version, and the person's own turns are
added where they took the other way meanwhile. Titles carry nothing sensitive. A start is the school's wall clock with
the zone's rules written into the file; the length is a duration, which stays right on the nights when clocks change.
Source: RFC 5545 (files), RFC 5546 (REQUEST, CANCEL, PUBLISH), RFC 7986 (name and refreshing of a feed).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vDuration, vText

from cycles.plan.enums import Reply, SessionState
from cycles.plan.models import ReflectionSession

from . import zones

REQUEST = "REQUEST"
CANCEL = "CANCEL"
PUBLISH = "PUBLISH"
ANSWERS = {Reply.NONE: "NEEDS-ACTION", Reply.YES: "ACCEPTED", Reply.NO: "DECLINED", Reply.MAYBE: "TENTATIVE"}
REFRESH = timedelta(hours=1)
# what no line of a calendar may hold, and what some programs take for the end of one
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True)
class Attendee:
    """Somebody asked, with what they answered."""

    name: str
    email: str
    reply: str


@dataclass(frozen=True)
class Entry:
    """A meeting in somebody's feed: what they answered, and when it or their answer last changed."""

    session: ReflectionSession
    reply: str
    changed_at: datetime


def _line(text: str) -> str:
    """What people typed, on one line."""
    return CONTROL.sub(" ", text)


def title(session: ReflectionSession) -> str:
    """What stands in everybody's calendar. Needs `team` fetched."""
    return _("Reflection meeting – %(team)s") % {"team": _line(session.team.name)}  # noqa: RUF001


def _organizer(session: ReflectionSession) -> vCalAddress:
    address = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    address.params["CN"] = vText(_line(session.cycle.school.name))
    return address


def _attendee(attendee: Attendee) -> vCalAddress:
    address = vCalAddress(f"mailto:{attendee.email}")
    address.params["CN"] = vText(_line(attendee.name))
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText(ANSWERS[Reply(attendee.reply)])
    # answers are given on the session's page
    address.params["RSVP"] = vText("FALSE")
    return address


def _event(session: ReflectionSession, starts_at: datetime, *, turns: int, at: datetime) -> Event:
    """The meeting without people. `at` stamps it."""
    page = settings.SITE_URL + reverse("cycles:session", args=[session.pk])
    event = Event()
    event.add("uid", session.uid)
    event.add("sequence", session.version + turns)
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", starts_at)
    event.add("duration", timedelta(minutes=session.minutes))
    event.add("summary", title(session))
    event.add("description", _("Your answer and your preparation: %(page)s") % {"page": page})
    if session.place:
        event.add("location", _line(session.place))
    event.add("url", page)
    event.add("organizer", _organizer(session), encode=False)
    return event


def _book(method: str, sessions: Iterable[ReflectionSession]) -> Calendar:
    """An empty file for `method`, with the rules of every zone that `sessions` need."""
    book = Calendar()
    book.add("prodid", "-//Solstice//Reflection cycles//EN")
    book.add("version", "2.0")
    book.add("method", method)
    years: dict[str, set[int]] = {}
    for session in sessions:
        if session.meets_on is not None:
            years.setdefault(session.cycle.school.zone_name, set()).add(session.meets_on.year)
    for name, spread in sorted(years.items()):
        book.add_component(Timezone.from_ical(zones.rules(name, min(spread), max(spread))))
    return book


def calendar_file(
    session: ReflectionSession, *, method: str, attendees: Iterable[Attendee], at: datetime, turns: int = 0
) -> bytes:
    """The file for `session`, which must have a time; `cycle.school` and `team` fetched. No query.

    `turns` are those of the person whom the file goes to (`CalendarChoice`).
    """
    starts_at = session.starts_at
    if starts_at is None:
        raise ValueError("a session without a time has no calendar file")
    event = _event(session, starts_at, turns=turns, at=at)
    for attendee in attendees:
        event.add("attendee", _attendee(attendee), encode=False)
    is_off = method == CANCEL or session.state == SessionState.CANCELLED
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    book = _book(method, [session])
    book.add_component(event)
    return bytes(book.to_ical())


def feed_file(entries: Sequence[Entry], *, name: str, turns: int = 0) -> bytes:
    """One person's meetings as a file to subscribe to; sessions without a time are left out. No query.

    The same meetings give the same bytes: an event is stamped with its last change. What the person declined stays
    and blocks no time; a cancelled meeting stays as cancelled for as long as it is among `entries`.
    """
    book = _book(PUBLISH, (entry.session for entry in entries))
    # RFC 7986 and what came before it: Apple and Google read the one, Outlook the other
    for key in ("name", "x-wr-calname"):
        book.add(key, _line(name))
    book.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    book.add("x-published-ttl", vDuration(REFRESH))
    for entry in entries:
        starts_at = entry.session.starts_at
        if starts_at is None:
            continue
        event = _event(entry.session, starts_at, turns=turns, at=entry.changed_at)
        event.add("last-modified", entry.changed_at.astimezone(UTC).replace(microsecond=0))
        is_off = entry.session.state == SessionState.CANCELLED
        event.add("status", "CANCELLED" if is_off else "CONFIRMED")
        event.add("transp", "TRANSPARENT" if is_off or entry.reply == Reply.NO else "OPAQUE")
        book.add_component(event)
    return bytes(book.to_ical())
