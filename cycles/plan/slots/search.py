"""A greedy search with repair: each meeting takes its best free slot; one that finds none moves others out of its way.

Teams come first, those with the most shared people before the others; the ILT follows the last of them. Where no day is
left for it, the teams are placed again in the days before the last one that it could have.
"""

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from datetime import date

from .days import Slot
from .diary import Booking, Diary, room_key
from .frame import Frame, Want, time_of

MOST_MOVED = 2  # meetings that one may move out of its way
TRIES = 200  # slots that are tried for that
MOVES = 6  # moves for each meeting in the whole search


def booked(frame: Frame, want: Want, day: date, start: int, *, is_soft: bool = True) -> Booking:
    """The meeting as it would stand in a diary."""
    begins = frame.moment(day, start)
    return Booking(
        key=want.key,
        day=day,
        begins=begins,
        ends=begins + want.minutes,
        people=want.people,
        place=room_key(want.place),
        is_ours=True,
        is_ilt=want.is_ilt,
        is_soft=is_soft,
    )


class _Search:
    def __init__(self, frame: Frame, wants: Sequence[Want], kept: Iterable[Booking], before: date | None) -> None:
        self.frame, self.diary, self.before = frame, Diary(kept), before
        self.wants = {want.key: want for want in wants}
        self.found: dict[int, tuple[date, int]] = {}
        self.moves_left = MOVES * len(wants)

    def run(self) -> dict[int, Slot]:
        shared = Counter(person for want in self.wants.values() for person in want.people)
        teams = [want for want in self.wants.values() if not want.is_ilt]
        teams.sort(key=lambda want: (-sum(shared[person] - 1 for person in want.people), want.key))
        for group in (teams, [want for want in self.wants.values() if want.is_ilt]):
            queue = deque(group)
            while queue:
                want = queue.popleft()
                if not self._settle(want):
                    queue.extend(self._make_room(want))
        return {key: Slot(day, time_of(start), self.wants[key].minutes) for key, (day, start) in self.found.items()}

    def _fits(self, booking: Booking) -> bool:
        is_early = booking.is_ilt or self.before is None or booking.day < self.before
        return is_early and self.diary.in_order(booking)

    def _take(self, want: Want, booking: Booking, start: int) -> None:
        self.diary.add(booking)
        self.found[want.key] = (booking.day, start)

    def _settle(self, want: Want) -> bool:
        for day, start in self.frame.candidates(want):
            booking = booked(self.frame, want, day, start)
            if self.diary.is_free(booking) and self._fits(booking):
                self._take(want, booking, start)
                return True
        return False

    def _make_room(self, want: Want) -> list[Want]:
        """Take a slot from at most two others that may move; they are to be placed again."""
        for tried, (day, start) in enumerate(self.frame.candidates(want)):
            if tried == TRIES or self.moves_left <= 0:
                break
            booking = booked(self.frame, want, day, start)
            others = {other.key for other, _person in self.diary.clashes(booking)}
            if len(others) > MOST_MOVED or not others <= self.found.keys() or not self._fits(booking):
                continue
            self.moves_left -= len(others)
            for key in others:
                self.diary.remove(key)
                del self.found[key]
            self._take(want, booking, start)
            return [self.wants[key] for key in sorted(others)]
        return []


def _last_day(frame: Frame, want: Want, kept: Iterable[Booking]) -> date | None:
    """The last day that the meeting could have beside what is kept."""
    diary = Diary(kept)
    free = (day for day, start in frame.candidates(want) if diary.is_free(booked(frame, want, day, start)))
    return max(free, default=None)


def place(frame: Frame, wants: Sequence[Want], kept: Sequence[Booking] = ()) -> dict[int, Slot]:
    """A slot for each of `wants` that finds one, without a clash among them or with what is kept."""
    found = _Search(frame, wants, kept, None).run()
    ilt = next((want for want in wants if want.is_ilt and want.key not in found), None)
    last = None if ilt is None else _last_day(frame, ilt, kept)
    if last is None:
        return found
    return max(found, _Search(frame, wants, kept, last).run(), key=len)
