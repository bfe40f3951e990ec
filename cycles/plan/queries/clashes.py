"""Who or what clashes with a slot that somebody has in mind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from django.utils.translation import gettext as _

from cycles.plan import slots
from cycles.plan.models import ReflectionSession
from cycles.plan.slots import Booking, Diary, Frame, Slot, Want
from teams.models import Person
from teams.templatetags.school_time import day as short_day

from .slots import Board, board, proposed_slot


@dataclass(frozen=True)
class Clash:
    """What stands against a slot. A mark (testing, beyond the contract day) is only to be known."""

    text: str
    is_mark: bool = False


@dataclass(frozen=True)
class Clashes:
    """Everything that stands against a slot; `is_beyond` says that it needs the leader's word."""

    slot: Slot
    found: tuple[Clash, ...]
    is_beyond: bool

    @property
    def known(self) -> str:
        """Names what stood against it when somebody saw this: another slot, or one clash more, is another name."""
        told = [str(self.slot), *(one.text for one in self.found if not one.is_mark)]
        return sha256("\n".join(told).encode()).hexdigest()[:24]

    @property
    def is_free(self) -> bool:
        return all(one.is_mark for one in self.found)


def clashes(
    session: ReflectionSession, slot: Slot, *, today: date, also: Iterable[Person] = (), place: str | None = None
) -> Clashes:
    """Who and what clashes with the session in `slot`. Needs `cycle.school` and `cycle.term` fetched. 9 queries.

    `also` are to have a part in it, `place` is where it is to be.
    """
    parts = list(also)
    found = board(session.cycle, today=today, also=parts)
    frame, start = found.frame, slots.minute_of(slot.meets_at)
    told = [Clash(text) for text in _about_day(frame, slot)]
    if session.pk in found.wants:
        stands = found.wants[session.pk]
        want = replace(
            stands,
            minutes=slot.minutes,
            people=stands.people | {person.pk for person in parts},
            place=stands.place if place is None else place,
        )
        diary = found.diary(found.proposed())
        told += about_people(found, want, slots.booked(frame, want, slot.meets_on, start), diary)
    testing = frame.testing(slot.meets_on)
    if testing:
        told.append(Clash(_("%(name)s is on that day.") % {"name": testing.name}, is_mark=True))
    is_beyond = frame.is_beyond(start, slot.minutes)
    if is_beyond:
        hours = {"first": slots.clock(frame.day_starts), "last": slots.clock(frame.day_ends)}
        told.append(Clash(_("It reaches beyond the contract day (%(first)s to %(last)s).") % hours, is_mark=True))
    return Clashes(slot, tuple(told), is_beyond)


def _about_day(frame: Frame, slot: Slot) -> Iterator[str]:
    closing = frame.closing(slot.meets_on)
    if slot.meets_on <= frame.today:
        yield _("This day has passed or is today.")
    elif closing:
        yield _("%(name)s: the school is closed.") % {"name": closing.name}
    elif slot.meets_on.weekday() > 4:
        yield _("This is not a school day.")


def about_people(found: Board, want: Want, booking: Booking, diary: Diary) -> Iterator[Clash]:
    """Who is in two meetings, which room is taken, which order is broken. Another's mere proposal only makes way."""
    teams = {one.pk: one.team.name for one in found.sessions}
    yielding: set[str] = set()
    for other, person in diary.clashes(booking):
        words = {"team": teams.get(other.key, ""), "name": found.names.get(person, ""), "place": want.place}
        if other.is_ours and other.is_soft:
            yielding.add(words["team"])
        else:
            yield Clash(_sentence(bool(person), bool(words["team"])) % words)
    for team in sorted(yielding):
        yield Clash(_("%(team)s is proposed for then, and will get another time.") % {"team": team}, is_mark=True)
    yield from _about_order(diary, booking)


def _sentence(is_person: bool, is_ours: bool) -> str:
    if is_person:
        ours, other = _("%(name)s is in the meeting of %(team)s then."), _("%(name)s is in another meeting then.")
    else:
        ours, other = _("%(place)s is taken by %(team)s then."), _("%(place)s is taken then.")
    return ours if is_ours else other


def _about_order(diary: Diary, booking: Booking) -> Iterator[Clash]:
    fixed = [one for one in diary.bookings.values() if one.is_ours and not one.is_soft]
    others = [one for one in fixed if one.key != booking.key]
    if booking.is_ilt:
        late = [one.day for one in others if one.day >= booking.day]
        words = _("Teams meet before the ILT; one still meets on %(day)s.")
    else:
        late = [one.day for one in others if one.is_ilt and one.day <= booking.day]
        words = _("Teams meet before the ILT, which meets on %(day)s.")
    if late:
        yield Clash(words % {"day": short_day(min(late))})


def stands(session: ReflectionSession, *, today: date) -> Slot | None:
    """The session's slot as it is now: its time, else the one proposed."""
    if session.meets_on and session.meets_at:
        return Slot(session.meets_on, session.meets_at, session.minutes)
    return proposed_slot(session, today=today)


@dataclass(frozen=True)
class Step:
    """A way to a neighbouring day, for those who do not drag."""

    label: str
    slot: Slot


def steps(session: ReflectionSession, slot: Slot) -> tuple[Step, ...]:
    """A week or a school day earlier and later, at the same time. One query."""
    days = slots.school_days(session.cycle.school)
    ways = ((_("A week earlier"), -7), (_("A day earlier"), -1), (_("A day later"), 1), (_("A week later"), 7))
    found = []
    for label, shift in ways:
        day = slot.meets_on + timedelta(days=shift)
        for _closed in range(60):
            if days.is_open(day):
                break
            day += timedelta(days=1 if shift > 0 else -1)
        found.append(Step(label, replace(slot, meets_on=day)))
    return tuple(found)
