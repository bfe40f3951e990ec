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
from teams.models import School

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
class Happening:
    """What stands in a calendar: a team's meeting, or a talk of two. `starts_at` is in the school's zone."""

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    school: School
    title: str
    description: str
    page: str
    place: str
    is_off: bool


@dataclass(frozen=True)
class Item:
    """A happening in somebody's feed, stamped with its last change; what is free blocks no time."""

    happening: Happening
    changed_at: datetime
    is_free: bool = False


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


def happening_of(session: ReflectionSession) -> Happening | None:
    """A team's meeting as it stands in a calendar; None without a time. Needs `cycle.school` and `team` fetched."""
    if session.starts_at is None:
        return None
    page = settings.SITE_URL + reverse("cycles:session", args=[session.pk])
    return Happening(
        uid=session.uid,
        sequence=session.version,
        starts_at=session.starts_at,
        minutes=session.minutes,
        school=session.cycle.school,
        title=title(session),
        description=_("Your answer and your preparation: %(page)s") % {"page": page},
        page=page,
        place=session.place,
        is_off=session.state == SessionState.CANCELLED,
    )


def _organizer(school: School) -> vCalAddress:
    address = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    address.params["CN"] = vText(_line(school.name))
    return address


def _attendee(attendee: Attendee) -> vCalAddress:
    address = vCalAddress(f"mailto:{attendee.email}")
    address.params["CN"] = vText(_line(attendee.name))
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText(ANSWERS[Reply(attendee.reply)])
    # answers are given on the session's page
    address.params["RSVP"] = vText("FALSE")
    return address


def _event(happening: Happening, *, turns: int, at: datetime) -> Event:
    """The happening without people. `at` stamps it."""
    event = Event()
    event.add("uid", happening.uid)
    event.add("sequence", happening.sequence + turns)
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", happening.starts_at)
    event.add("duration", timedelta(minutes=happening.minutes))
    event.add("summary", _line(happening.title))
    event.add("description", happening.description)
    if happening.place:
        event.add("location", _line(happening.place))
    event.add("url", happening.page)
    event.add("organizer", _organizer(happening.school), encode=False)
    return event


def _book(method: str, happenings: Iterable[Happening]) -> Calendar:
    """An empty file for `method`, with the rules of every zone that `happenings` need."""
    book = Calendar()
    book.add("prodid", "-//Solstice//Reflection cycles//EN")
    book.add("version", "2.0")
    book.add("method", method)
    years: dict[str, set[int]] = {}
    for one in happenings:
        years.setdefault(one.school.zone_name, set()).add(one.starts_at.year)
    for name, spread in sorted(years.items()):
        book.add_component(Timezone.from_ical(zones.rules(name, min(spread), max(spread))))
    return book


def calendar_file(
    session: ReflectionSession, *, method: str, attendees: Iterable[Attendee], at: datetime, turns: int = 0
) -> bytes:
    """The file for `session`, which must have a time; `cycle.school` and `team` fetched. No query.

    `turns` are those of the person whom the file goes to (`CalendarChoice`).
    """
    happening = happening_of(session)
    if happening is None:
        raise ValueError("a session without a time has no calendar file")
    return happening_file(happening, method=method, attendees=attendees, at=at, turns=turns)


def happening_file(
    happening: Happening, *, method: str, attendees: Iterable[Attendee], at: datetime, turns: int = 0
) -> bytes:
    """The file for anything that stands in a calendar, as above."""
    event = _event(happening, turns=turns, at=at)
    for attendee in attendees:
        event.add("attendee", _attendee(attendee), encode=False)
    event.add("status", "CANCELLED" if method == CANCEL or happening.is_off else "CONFIRMED")
    book = _book(method, [happening])
    book.add_component(event)
    return bytes(book.to_ical())


def feed_file(entries: Sequence[Entry], *, name: str, turns: int = 0, others: Sequence[Item] = ()) -> bytes:
    """One person's meetings, and `others`, as a file to subscribe to; sessions without a time are left out. No query.

    The same meetings give the same bytes: an event is stamped with its last change. What the person declined stays
    and blocks no time; a cancelled meeting stays as cancelled for as long as it is among `entries`.
    """
    items = [*(item for entry in entries if (item := _item(entry))), *others]
    book = _book(PUBLISH, (item.happening for item in items))
    # RFC 7986 and what came before it: Apple and Google read the one, Outlook the other
    for key in ("name", "x-wr-calname"):
        book.add(key, _line(name))
    book.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    book.add("x-published-ttl", vDuration(REFRESH))
    for item in items:
        event = _event(item.happening, turns=turns, at=item.changed_at)
        event.add("last-modified", item.changed_at.astimezone(UTC).replace(microsecond=0))
        is_off = item.happening.is_off
        event.add("status", "CANCELLED" if is_off else "CONFIRMED")
        event.add("transp", "TRANSPARENT" if is_off or item.is_free else "OPAQUE")
        book.add_component(event)
    return bytes(book.to_ical())


def _item(entry: Entry) -> Item | None:
    happening = happening_of(entry.session)
    return Item(happening, entry.changed_at, is_free=entry.reply == Reply.NO) if happening else None
