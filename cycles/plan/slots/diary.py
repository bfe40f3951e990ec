"""Who and what is taken when."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date


def room_key(place: str) -> str:
    """Two meetings with the same words for their place are in the same room."""
    return " ".join(place.split()).casefold()


@dataclass(frozen=True)
class Booking:
    """A meeting that has a time: standing, or proposed (`is_soft`).

    `begins` and `ends` are as `Frame.moment` counts. `place` is a `room_key`, empty where it takes none of the school's
    rooms; `is_ours` says that it belongs to the cycle that is being planned.
    """

    key: int
    day: date
    begins: int
    ends: int
    people: frozenset[int]
    place: str
    is_ours: bool
    is_ilt: bool = False
    is_soft: bool = False


class Diary:
    """Bookings by person and by room, and the order of teams and ILT."""

    def __init__(self, bookings: Iterable[Booking] = ()) -> None:
        self._people: dict[int, list[Booking]] = defaultdict(list)
        self._places: dict[str, list[Booking]] = defaultdict(list)
        self.bookings: dict[int, Booking] = {}
        for booking in bookings:
            self.add(booking)

    def add(self, booking: Booking) -> None:
        self.bookings[booking.key] = booking
        for person in booking.people:
            self._people[person].append(booking)
        if booking.place:
            self._places[booking.place].append(booking)

    def remove(self, key: int) -> None:
        booking = self.bookings.pop(key)
        for person in booking.people:
            self._people[person].remove(booking)
        if booking.place:
            self._places[booking.place].remove(booking)

    def clashes(self, booking: Booking) -> Iterator[tuple[Booking, int]]:
        """What overlaps with it, and the person who would be in two meetings; 0 where it is the room."""
        for person in sorted(booking.people):
            for other in self._people.get(person, ()):
                if _overlap(booking, other):
                    yield other, person
        for other in self._places.get(booking.place, ()) if booking.place else ():
            if _overlap(booking, other):
                yield other, 0

    def is_free(self, booking: Booking) -> bool:
        return next(self.clashes(booking), None) is None

    def in_order(self, booking: Booking) -> bool:
        """Whether teams still meet on earlier days than the ILT."""
        others = [one for one in self.bookings.values() if one.is_ours and one.key != booking.key]
        if booking.is_ilt:
            return all(one.day < booking.day for one in others)
        return all(one.day > booking.day for one in others if one.is_ilt)


def _overlap(one: Booking, other: Booking) -> bool:
    return one.key != other.key and one.begins < other.ends and other.begins < one.ends
