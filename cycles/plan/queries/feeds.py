"""A person's meetings as a feed, and by which way they come into the person's calendar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cycles.plan import access, beside, calendar
from cycles.plan.calendar import Entry
from cycles.plan.enums import CalendarWay, Reply
from cycles.plan.models import CalendarChoice, Invitation, ReflectionSession
from teams.models import Person

# how long a feed keeps what is past or cancelled: long enough for every calendar to have seen it
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class WayPage:
    """One's choice: the way, and the day on which the feed's address was made."""

    is_feed: bool
    made_on: date | None


def way_page(person: Person) -> WayPage:
    """One query."""
    choice = CalendarChoice.objects.filter(person=person).first()
    made_at = choice.made_at if choice else None
    return WayPage(
        choice is not None and choice.way == CalendarWay.FEED, timezone.localdate(made_at) if made_at else None
    )


def feed(choice: CalendarChoice, *, now: datetime) -> bytes:
    """The person's meetings and what stands beside them, from thirty days ago on, as a calendar file in their language.

    At most 4 queries, and those of each kind beside the meetings.
    """
    entries = _entries(choice.person, now)
    with translation.override(choice.person.language):
        others = beside.happenings(choice.person, since=now - KEPT)
        return calendar.feed_file(entries, name=_("Reflection meetings"), turns=choice.turns, others=others)


def _entries(person: Person, now: datetime) -> list[Entry]:
    mine = Invitation.objects.filter(person=person, session=OuterRef("pk"))
    rows = access.own_meetings(person).filter(meets_on__gte=(now - KEPT).date(), meets_at__isnull=False)
    rows = rows.annotate(reply=Subquery(mine.values("reply")), replied_at=Subquery(mine.values("replied_at")))
    return [_entry(row) for row in rows.order_by("meets_on", "meets_at", "pk")]


def _entry(session: ReflectionSession) -> Entry:
    """Stamped with the last change of the meeting or of the answer; before the first one, with the cycle's opening."""
    replied_at: datetime | None = getattr(session, "replied_at", None)
    stamps = [moment for moment in (session.changed_at, replied_at) if moment]
    return Entry(session, getattr(session, "reply", Reply.NONE), max(stamps, default=session.cycle.opened_at))
