"""Why a meeting is proposed for its slot: who or what stands in the way of the team's usual one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cycles.plan.enums import SlotReason
from teams.templatetags.school_time import day as short_day

from .days import Slot
from .diary import Booking, Diary
from .frame import Frame, Want, minute_of
from .search import booked


@dataclass(frozen=True)
class Reason:
    """`about` names who or what stands in the way, `on` the day on which it does."""

    kind: SlotReason
    about: str = ""
    on: date | None = None


def is_allowed(frame: Frame, want: Want, slot: Slot) -> bool:
    """Whether the slot is on an open day ahead, among the starts that may be proposed."""
    start = minute_of(slot.meets_at)
    return (
        slot.meets_on in frame.open_days
        and slot.minutes == want.minutes
        and (want.not_before is None or slot.meets_on >= want.not_before)
        and (start == want.starts or start in frame.starts(want))
    )


def why(frame: Frame, want: Want, slot: Slot, diary: Diary, names: Mapping[int, str]) -> Reason | None:
    """The reason for `slot`; None where nothing stands in the way of the usual one, so that it should be taken."""
    if want.not_before is not None:
        return Reason(SlotReason.POSTPONED, on=want.not_before)
    usual = frame.nominal(want)
    if (slot.meets_on, minute_of(slot.meets_at)) == (usual, want.starts):
        return Reason(SlotReason.USUAL if want.has_usual else SlotReason.NO_USUAL)
    if usual <= frame.today:
        return Reason(SlotReason.PAST, on=usual)
    if not frame.is_open(usual):
        block = frame.closing(usual)
        return Reason(SlotReason.CLOSED, block.name if block else "", usual)
    return _in_the_way(booked(frame, want, usual, want.starts), diary, names, want.place)


def _in_the_way(booking: Booking, diary: Diary, names: Mapping[int, str], place: str) -> Reason | None:
    clash = next(diary.clashes(booking), None)
    if clash is not None:
        _other, person = clash
        if person:
            return Reason(SlotReason.PERSON, names.get(person, ""), booking.day)
        return Reason(SlotReason.PLACE, place, booking.day)
    return None if diary.in_order(booking) else Reason(SlotReason.ORDER, on=booking.day)


def sentence(reason: Reason) -> str:
    """The reason in the reader's words."""
    words = {"day": short_day(reason.on), "about": reason.about}
    match reason.kind:
        case SlotReason.USUAL:
            return _("The team's usual slot, half as long again.")
        case SlotReason.NO_USUAL:
            return _("No usual slot is known; everybody is free then.")
        case SlotReason.CLOSED:
            closed = _("Not %(day)s: %(about)s.") if reason.about else _("Not %(day)s: the school is closed.")
            return closed % words
        case SlotReason.PERSON:
            return _("Not %(day)s: %(about)s is in another meeting then.") % words
        case SlotReason.PLACE:
            return _("Not %(day)s: %(about)s is taken then.") % words
        case SlotReason.ORDER:
            return _("Not %(day)s: teams meet before the ILT.") % words
        case SlotReason.PAST:
            return _("Its usual day, %(day)s, has passed.") % words
        case SlotReason.POSTPONED:
            return _("Postponed: the first free time from %(day)s on.") % words
        case _:
            return _("Chosen by hand.")
