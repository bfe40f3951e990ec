"""Proposed slots as they are true now, from the rows of a cycle and whoever is taken elsewhere."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from cycles.plan import slots
from cycles.plan.enums import SessionState
from cycles.plan.models import ContractDay, Cycle, CycleAim, Invitation, ReflectionSession, SlotProposal
from cycles.plan.slots import Booking, Diary, Frame, Proposed, Slot, Stored, Want
from teams.enums import LEADING, Position
from teams.models import Membership, Person, School

TIMED = (SessionState.SCHEDULED, SessionState.MEETING, SessionState.MET)
PARTS = ("facilitator_id", "deputy_id", "note_taker_id", "timekeeper_id")
WEDNESDAY = 2


@dataclass(frozen=True)
class Board:
    """Everything that decides on a cycle's slots: the school's days, its meetings, whoever is taken elsewhere.

    `elsewhere` are meetings of other cycles that take this cycle's people or the school's rooms; `leads` the person
    who leads each team, by team.
    """

    frame: Frame
    sessions: tuple[ReflectionSession, ...]
    wants: Mapping[int, Want]
    stored: Mapping[int, Stored]
    elsewhere: tuple[Booking, ...]
    names: Mapping[int, str]
    leads: Mapping[int, Person]

    def standing(self) -> list[Booking]:
        """Meetings of this cycle that have their time."""
        return [
            slots.booked(self.frame, self.wants[one.pk], one.meets_on, slots.minute_of(one.meets_at), is_soft=False)
            for one in self.sessions
            if one.state in TIMED and one.meets_on and one.meets_at
        ]

    def proposed(self) -> dict[int, Proposed]:
        """The slot and its reason for each session without a time that finds one."""
        open_wants = [self.wants[one.pk] for one in self.sessions if one.state == SessionState.PLANNED]
        bookings = [*self.elsewhere, *self.standing()]
        return slots.renewed(self.frame, open_wants, self.stored, bookings, self.names)

    def diary(self, proposed: Mapping[int, Proposed]) -> Diary:
        """Who and what is taken when, proposals included; one chosen by hand stands as firmly as a set time."""
        found = Diary([*self.elsewhere, *self.standing()])
        for key, told in proposed.items():
            slot = told.slot
            start = slots.minute_of(slot.meets_at)
            found.add(slots.booked(self.frame, self.wants[key], slot.meets_on, start, is_soft=not told.is_pinned))
        return found


def contract_day(school: School) -> ContractDay:
    """The school's own, else the usual hours. One query."""
    return ContractDay.objects.filter(school=school).first() or ContractDay(school=school)


def board(cycle: Cycle, *, today: date, also: Iterable[Person] = ()) -> Board:
    """Needs `school` and `term` fetched. 8 queries, however many teams. Meetings elsewhere of `also` count too."""
    rows = cycle.sessions.exclude(state=SessionState.CANCELLED).select_related("team", "proposal", "follows")
    sessions = tuple(rows.order_by("pk"))
    hours, frame_blocks = contract_day(cycle.school), slots.blocks_at(cycle.school)
    aim = CycleAim.objects.filter(cycle=cycle).first()
    frame = Frame(
        zone=cycle.school.zone, closes_on=cycle.term.ends_on, today=today, blocks=frame_blocks,
        day_starts=slots.minute_of(hours.starts_at), day_ends=slots.minute_of(hours.ends_at),
        ilt_on=None if aim is None else aim.ilt_on,
    )  # fmt: skip
    people, names, leads = _people(sessions, today)
    names |= {person.pk: person.name for person in also}
    wants = {one.pk: _want(one, people[one.pk]) for one in sessions}
    stored = {one.pk: _stored(one.proposal) for one in sessions if hasattr(one, "proposal")}
    return Board(frame, sessions, wants, stored, _elsewhere(cycle, frame, set(names)), names, leads)


def _want(session: ReflectionSession, people: frozenset[int]) -> Want:
    team = session.team
    proposal = getattr(session, "proposal", None)
    return Want(
        key=session.pk,
        is_ilt=team.is_ilt,
        weekday=WEDNESDAY if team.usual_weekday is None else team.usual_weekday,
        starts=slots.minute_of(team.usual_time or slots.USUAL_TIME),
        minutes=session.minutes,
        has_usual=team.usual_weekday is not None and team.usual_time is not None,
        people=people,
        place=session.place,
        not_before=None if proposal is None else proposal.not_before,
    )


def _stored(row: SlotProposal) -> Stored:
    return Stored(Slot(row.meets_on, row.meets_at, row.minutes), row.basis, row.is_pinned)


def _people(
    sessions: Iterable[ReflectionSession], today: date
) -> tuple[dict[int, frozenset[int]], dict[int, str], dict[int, Person]]:
    """Who has to be free for each session: the team of today, guests, who has a part. Names, leads. 3 queries."""
    by_team, found = defaultdict(list), {one.pk: {getattr(one, part) for part in PARTS} for one in sessions}
    for one in sessions:
        by_team[one.team_id].append(one.pk)
    names: dict[int, str] = {}
    leads: dict[int, Person] = {}
    members = Membership.objects.on(today).filter(team__in=by_team, person__is_active=True).select_related("person")
    for member in members.order_by("pk"):
        names[member.person_id] = member.person.name
        if member.position == Position.SENIOR_LEAD or (member.position in LEADING and member.team_id not in leads):
            leads[member.team_id] = member.person
        for key in by_team[member.team_id]:
            found[key].add(member.person_id)
    guests = Invitation.objects.filter(session__in=list(found), is_guest=True).select_related("person")
    for guest in guests.order_by("pk"):
        names[guest.person_id] = guest.person.name
        found[guest.session_id].add(guest.person_id)
    missing = {person for people in found.values() for person in people} - names.keys() - {None}
    names |= dict(Person.objects.filter(pk__in=missing).values_list("pk", "name"))
    return {key: frozenset(people - {None}) for key, people in found.items()}, names, leads


def _elsewhere(cycle: Cycle, frame: Frame, people: set[int]) -> tuple[Booking, ...]:
    """Meetings of other cycles, in the weeks that count, that take our people or are in our school. 2 queries."""
    days = (frame.first - timedelta(days=1), frame.last + timedelta(days=1))
    timed = Q(state__in=TIMED, meets_on__range=days) | Q(state=SessionState.PLANNED, proposal__meets_on__range=days)
    asked = Invitation.objects.filter(person__in=people).values("session")
    ours = Q(pk__in=asked) | Q(cycle__school=cycle.school_id)
    rows = ReflectionSession.objects.filter(timed, ours).exclude(cycle=cycle)
    sessions = {one.pk: one for one in rows.select_related("cycle__school", "proposal").order_by("pk")}
    taken: dict[int, set[int]] = defaultdict(set)
    who = Invitation.objects.filter(session__in=list(sessions), person__in=people)
    for session_id, person_id in who.values_list("session_id", "person_id"):
        taken[session_id].add(person_id)
    return tuple(_foreign(one, frozenset(taken[one.pk]), cycle) for one in sessions.values())


def _foreign(session: ReflectionSession, people: frozenset[int], cycle: Cycle) -> Booking:
    is_soft = session.state == SessionState.PLANNED
    stands: Any = session.proposal if is_soft else session
    begins = slots.moment(session.cycle.school.zone, stands.meets_on, slots.minute_of(stands.meets_at))
    is_here = session.cycle.school_id == cycle.school_id
    return Booking(
        key=session.pk, day=stands.meets_on, begins=begins, ends=begins + stands.minutes, people=people,
        place=slots.room_key(session.place) if is_here else "", is_ours=False, is_soft=is_soft,
    )  # fmt: skip


def proposed_slot(session: ReflectionSession, *, today: date) -> Slot | None:
    """The default of an empty form. Needs `cycle.term`, `cycle.school` and `team`. 9 queries; none for a set time."""
    if session.state != SessionState.PLANNED:
        return None
    found = board(session.cycle, today=today).proposed().get(session.pk)
    return None if found is None else found.slot
