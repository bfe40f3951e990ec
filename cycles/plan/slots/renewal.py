"""Proposals that are true today: kept while they hold, made anew where the calendar or a neighbour has moved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cycles.plan.enums import SlotReason

from .days import Slot
from .diary import Booking, Diary
from .frame import Frame, Want, basis_of, minute_of, time_of
from .reasons import Reason, is_allowed, why
from .search import booked, place


@dataclass(frozen=True)
class Stored:
    """A proposal as it was written down."""

    slot: Slot
    basis: str
    is_pinned: bool = False


@dataclass(frozen=True)
class Proposed:
    """A slot with its reason, as they are now."""

    slot: Slot
    reason: Reason
    is_pinned: bool = False


def _at(frame: Frame, want: Want, slot: Slot) -> Booking:
    return booked(frame, want, slot.meets_on, minute_of(slot.meets_at))


def _pinned(frame: Frame, wants: Iterable[Want], stored: Mapping[int, Stored]) -> dict[int, Slot]:
    """What somebody chose stays, whatever it clashes with, while its day is ahead and open."""
    found = {}
    for want in wants:
        old = stored.get(want.key)
        if old and old.is_pinned and old.slot.meets_on > frame.today and frame.is_open(old.slot.meets_on):
            found[want.key] = old.slot
    return found


def _holding(
    frame: Frame, wants: Sequence[Want], stored: Mapping[int, Stored], standing: Iterable[Booking]
) -> dict[int, Slot]:
    """Stored proposals that are free of clashes still. Of two schools' proposals for one person the older holds."""
    found: dict[int, Slot] = {}
    diary = Diary(standing)
    for want in sorted(wants, key=lambda want: (want.is_ilt, want.key)):
        old = stored.get(want.key)
        if old is None or old.is_pinned or old.basis != basis_of(frame, want) or not is_allowed(frame, want, old.slot):
            continue
        booking = _at(frame, want, old.slot)
        blocking = [other for other, _ in diary.clashes(booking) if other.is_ours or not _yields(other, want)]
        if not blocking and diary.in_order(booking):
            diary.add(booking)
            found[want.key] = old.slot
    return found


def _yields(other: Booking, want: Want) -> bool:
    return other.is_soft and other.key > want.key


def renewed(
    frame: Frame,
    wants: Sequence[Want],
    stored: Mapping[int, Stored],
    bookings: Sequence[Booking],
    names: Mapping[int, str],
) -> dict[int, Proposed]:
    """For each want that finds a slot, the slot and why it is this one. `bookings` are what stands and cannot move."""
    by_key = {want.key: want for want in wants}
    pinned = _pinned(frame, wants, stored)
    fixed = [*bookings, *(_at(frame, by_key[key], slot) for key, slot in pinned.items())]
    loose = [want for want in wants if want.key not in pinned]
    kept = _with_reason(frame, loose, _holding(frame, loose, stored, fixed), fixed, names)
    rest = [want for want in loose if want.key not in kept]
    found = kept | place(frame, rest, [*fixed, *(_at(frame, by_key[key], slot) for key, slot in kept.items())])
    if len(found) < len(loose) and kept:
        found = max(found, place(frame, loose, fixed), key=len)
    return _told(frame, by_key, pinned, _usual_where_free(frame, by_key, found, fixed, names), fixed, names)


def _with_reason(
    frame: Frame, wants: Iterable[Want], found: Mapping[int, Slot], fixed: Sequence[Booking], names: Mapping[int, str]
) -> dict[int, Slot]:
    """Only those that something still keeps from their usual slot, or that have it."""
    chosen = {want.key: want for want in wants if want.key in found}
    diary = Diary([*fixed, *(_at(frame, want, found[key]) for key, want in chosen.items())])
    return {key: found[key] for key, want in chosen.items() if why(frame, want, found[key], diary, names)}


def _usual_where_free(
    frame: Frame, wants: Mapping[int, Want], found: dict[int, Slot], fixed: Sequence[Booking], names: Mapping[int, str]
) -> dict[int, Slot]:
    """After the repair a usual slot may have become free again: then it is taken."""
    diary, settled = Diary([*fixed, *(_at(frame, wants[key], slot) for key, slot in found.items())]), dict(found)
    for key, slot in found.items():
        want = wants[key]
        if why(frame, want, slot, diary, names) is None:
            settled[key] = Slot(frame.nominal(want), time_of(want.starts), want.minutes)
            diary.remove(key)
            diary.add(_at(frame, want, settled[key]))
    return settled


def _told(
    frame: Frame,
    wants: Mapping[int, Want],
    pinned: Mapping[int, Slot],
    found: Mapping[int, Slot],
    fixed: Sequence[Booking],
    names: Mapping[int, str],
) -> dict[int, Proposed]:
    diary = Diary([*fixed, *(_at(frame, wants[key], slot) for key, slot in found.items())])
    usual = Reason(SlotReason.USUAL)
    told = {key: Proposed(slot, why(frame, wants[key], slot, diary, names) or usual) for key, slot in found.items()}
    return told | {key: Proposed(slot, Reason(SlotReason.CHOSEN), is_pinned=True) for key, slot in pinned.items()}
