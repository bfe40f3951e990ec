"""A time poll as a table: the times offered, who said what, which time suits most."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cycles.plan import access, slots
from cycles.plan.enums import PollReply, PollState
from cycles.plan.models import PollAnswer, PollSlot, ReflectionSession, SlotPoll
from cycles.plan.slots import Slot
from teams.models import Person

from .slots import board

OFFERED = 3


@dataclass(frozen=True)
class Offer:
    """One time with its answers. `mine` is the reader's own; `is_best` where most can come."""

    slot: PollSlot
    yes: tuple[str, ...]
    maybe: tuple[str, ...]
    no: tuple[str, ...]
    mine: str
    is_best: bool


@dataclass(frozen=True)
class PollPage:
    """A poll for one reader. `missing` are those who have not answered."""

    poll: SlotPoll
    offers: tuple[Offer, ...]
    asked: int
    missing: tuple[str, ...]
    is_open: bool
    may_settle: bool
    may_answer: bool
    has_answered: bool


def poll_page(poll: SlotPoll, person: Person) -> PollPage:
    """Everything the page shows. At most 8 queries, however many people and times."""
    invited = {one.person_id: one.person.name for one in poll.session.invitations.select_related("person")}
    answers: dict[int, dict[str, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    rows = PollAnswer.objects.filter(slot__poll=poll, person__in=list(invited)).order_by("person__name")
    for slot_id, person_id, reply in rows.values_list("slot_id", "person_id", "reply"):
        answers[slot_id][reply].append((person_id, invited[person_id]))
    slots_offered = list(poll.slots.order_by("meets_on", "meets_at"))
    best = max((_weight(answers[one.pk]) for one in slots_offered), default=(0, 0))
    answered = {who for by_reply in answers.values() for group in by_reply.values() for who, _name in group}
    is_over = poll.state in (PollState.SETTLED, PollState.CANCELLED)
    return PollPage(
        poll=poll,
        offers=tuple(_offer(one, answers[one.pk], person, best) for one in slots_offered),
        asked=len(invited),
        missing=tuple(sorted(name for who, name in invited.items() if who not in answered)),
        is_open=poll.state == PollState.OPEN,
        may_settle=access.may_organize(person, poll) and not is_over,
        may_answer=person.pk in invited and poll.state == PollState.OPEN,
        has_answered=person.pk in answered,
    )


def _weight(by_reply: Mapping[str, list[tuple[int, str]]]) -> tuple[int, int]:
    """Fewest who cannot, then most who gladly can."""
    yes, maybe = len(by_reply.get(PollReply.YES, ())), len(by_reply.get(PollReply.MAYBE, ()))
    return yes + maybe, yes


def _offer(
    slot: PollSlot, by_reply: Mapping[str, list[tuple[int, str]]], person: Person, best: tuple[int, int]
) -> Offer:
    def names(reply: str) -> tuple[str, ...]:
        return tuple(name for _who, name in by_reply.get(reply, ()))

    mine = next((reply for reply, group in by_reply.items() if any(who == person.pk for who, _name in group)), "")
    return Offer(
        slot=slot,
        yes=names(PollReply.YES),
        maybe=names(PollReply.MAYBE),
        no=names(PollReply.NO),
        mine=mine,
        is_best=best > (0, 0) and _weight(by_reply) == best,
    )


def open_poll_of(session: ReflectionSession) -> SlotPoll | None:
    return SlotPoll.objects.filter(session=session, state=PollState.OPEN).first()


def offered(poll: SlotPoll) -> list[int]:
    """The keys of the times on offer, by time. One query."""
    return list(poll.slots.order_by("meets_on", "meets_at").values_list("pk", flat=True))


def alternates(session: ReflectionSession, *, today: date) -> tuple[Slot, ...]:
    """Other free times for the session, one a day, best first: what a new poll offers. 9 queries."""
    found = board(session.cycle, today=today)
    want = found.wants.get(session.pk)
    if want is None:
        return ()
    diary = found.diary({key: one for key, one in found.proposed().items() if key != session.pk})
    days: set[date] = set()
    free: list[Slot] = []
    earliest = today + timedelta(days=4)
    for day, start in found.frame.candidates(want):
        booking = slots.booked(found.frame, want, day, start)
        is_now = (day, slots.time_of(start)) == (session.meets_on, session.meets_at)
        if day in days or day < earliest or is_now or not diary.is_free(booking) or not diary.in_order(booking):
            continue
        days.add(day)
        free.append(Slot(day, slots.time_of(start), want.minutes))
        if len(free) == OFFERED:
            break
    return tuple(sorted(free, key=lambda one: one.meets_on))
