"""Proposed slots: made, kept true, confirmed, postponed, moved, let go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from cycles.plan import queries, slots
from cycles.plan.enums import CycleState, SessionState
from cycles.plan.models import ContractDay, Cycle, ReflectionSession, SlotProposal
from cycles.plan.queries import Board
from cycles.plan.slots import Proposed, Slot
from teams import audit
from teams.models import Person, School

from .invitations import whole_session
from .refusals import BeyondContractDay, PlanRefused, ProposalChanged, SessionMoved, SessionOver
from .sessions import schedule_session

FIELDS = ["meets_on", "meets_at", "minutes", "reason", "about", "about_on", "basis", "is_pinned", "not_before"]
WEEK = timedelta(weeks=1)


@dataclass
class Outcome:
    """What came of a change to several sessions: teams that went through, and for the others why not."""

    done: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


# --- making and keeping


def _row(found: Board, key: int, told: Proposed) -> SlotProposal:
    want, reason = found.wants[key], told.reason
    return SlotProposal(
        session_id=key,
        meets_on=told.slot.meets_on,
        meets_at=told.slot.meets_at,
        minutes=told.slot.minutes,
        reason=reason.kind,
        about=reason.about[:120],
        about_on=reason.on,
        basis=slots.basis_of(found.frame, want),
        is_pinned=told.is_pinned,
        not_before=want.not_before,
    )


def _today(cycle: Cycle, at: datetime) -> date:
    return at.astimezone(cycle.school.zone).date()


@transaction.atomic
def renew_proposals(cycle: Cycle, *, at: datetime) -> int:
    """Write down the cycle's proposals as they are true now; returns how many changed. Twice is once."""
    found = queries.board(cycle, today=_today(cycle, at))
    fresh = {key: _row(found, key, told) for key, told in found.proposed().items()}
    old = {row.session_id: row for row in SlotProposal.objects.filter(session__cycle=cycle)}
    changed = [row for key, row in fresh.items() if key not in old or _differs(row, old[key])]
    SlotProposal.objects.bulk_create(changed, update_conflicts=True, unique_fields=["session"], update_fields=FIELDS)
    # what was postponed past every free day keeps that it was
    gone = [key for key, row in old.items() if key not in fresh and row.not_before is None]
    SlotProposal.objects.filter(session__in=gone).delete()
    return len(changed) + len(gone)


def _differs(row: SlotProposal, other: SlotProposal) -> bool:
    return any(getattr(row, name) != getattr(other, name) for name in FIELDS)


def renew_open_proposals(*, at: datetime, only: int | None = None) -> int:
    """The same for every open cycle in which somebody waits for a time, or for the one with the key `only`."""
    waiting = Cycle.objects.filter(state=CycleState.OPEN, sessions__state=SessionState.PLANNED).distinct()
    waiting = waiting if only is None else waiting.filter(pk=only)
    return sum(renew_proposals(cycle, at=at) for cycle in waiting.select_related("school", "term").order_by("pk"))


# --- deciding


def _as_it_stands(session: ReflectionSession) -> dict[str, Any]:
    """What a change of the time leaves alone."""
    return {
        "place": session.place,
        "video_link": session.video_link,
        "deputy": session.deputy,
        "note_taker": session.note_taker,
        "timekeeper": session.timekeeper,
    }


@transaction.atomic
def confirm_proposals(
    cycle: Cycle, *, shown: Mapping[int, tuple[date, time]], beyond: bool, by: Person, at: datetime
) -> Outcome:
    """Give sessions the slot that was proposed on the page; everyone invited is told once.

    `shown` is what the person saw, by session: what is proposed otherwise by now is left, and so is what reaches
    beyond the contract day unless the leader says so (`beyond`). The team's lead facilitates where nobody was chosen.
    """
    found, outcome = queries.board(cycle, today=_today(cycle, at)), Outcome()
    proposed = found.proposed()
    for session in _chosen(found, shown):
        try:
            told = proposed.get(session.pk)
            if told is None or (told.slot.meets_on, told.slot.meets_at) != shown[session.pk]:
                raise ProposalChanged
            _confirm(session, found, told.slot, beyond=beyond, by=by, at=at)
        except PlanRefused as refused:
            outcome.refused.append((session.team.name, str(refused)))
        else:
            outcome.done.append(session.team.name)
    renew_proposals(cycle, at=at)
    return outcome


def _chosen(found: Board, keys: Iterable[int]) -> list[ReflectionSession]:
    wanted = set(keys)
    return [session for session in found.sessions if session.pk in wanted]


def _confirm(session: ReflectionSession, found: Board, slot: Slot, *, beyond: bool, by: Person, at: datetime) -> None:
    if not beyond and found.frame.is_beyond(slots.minute_of(slot.meets_at), slot.minutes):
        raise BeyondContractDay
    schedule_session(
        session,
        meets_on=slot.meets_on,
        meets_at=slot.meets_at,
        minutes=slot.minutes,
        facilitator=session.facilitator or found.leads.get(session.team_id) or by,
        version=session.version,
        by=by,
        at=at,
        **_as_it_stands(session),
    )


@transaction.atomic
def postpone_sessions(cycle: Cycle, *, keys: Iterable[int], by: Person, at: datetime) -> Outcome:
    """A week later each: a proposal looks for a new slot from there on, a meeting moves and everyone is told once."""
    found, outcome = queries.board(cycle, today=_today(cycle, at)), Outcome()
    proposed = found.proposed()
    for session in _chosen(found, keys):
        try:
            if session.state == SessionState.PLANNED and session.pk in proposed:
                later = proposed[session.pk].slot.meets_on + WEEK
                SlotProposal.objects.filter(session=session).update(not_before=later, is_pinned=False)
            else:
                _a_week_later(session, found, by=by, at=at)
        except PlanRefused as refused:
            outcome.refused.append((session.team.name, str(refused)))
        else:
            outcome.done.append(session.team.name)
    renew_proposals(cycle, at=at)
    return outcome


def _a_week_later(session: ReflectionSession, found: Board, *, by: Person, at: datetime) -> None:
    if session.state != SessionState.SCHEDULED or session.meets_on is None or session.meets_at is None:
        raise SessionOver
    weeks = (session.meets_on + WEEK * count for count in range(1, 9))
    later = next((day for day in weeks if found.frame.is_open(day)), session.meets_on + WEEK)
    reschedule(session, later, session.meets_at, session.minutes, session.version, by=by, at=at)


@transaction.atomic
def clear_choices(cycle: Cycle, *, keys: Iterable[int], by: Person, at: datetime) -> Outcome:
    """Let go of what was chosen by hand or postponed among proposals; meetings that have their time keep it."""
    found = queries.board(cycle, today=_today(cycle, at))
    loose = [session for session in _chosen(found, keys) if session.state == SessionState.PLANNED]
    rows = SlotProposal.objects.filter(session__in=loose)
    rows.update(not_before=None, is_pinned=False, basis="")
    for session in loose:
        ReflectionSession.objects.filter(pk=session.pk).update(minutes=slots.extended_minutes(session.team))
    renew_proposals(cycle, at=at)
    return Outcome(done=[session.team.name for session in loose])


# --- moving one


@transaction.atomic
def move_session(
    session: ReflectionSession,
    *,
    meets_on: date,
    meets_at: time,
    minutes: int,
    version: int,
    has_word: bool,
    by: Person,
    at: datetime,
) -> ReflectionSession:
    """Put the session into another slot; returns it as it stands.

    A proposal stays one, chosen by hand and told to nobody; a meeting that has its time moves, and everyone invited
    is told once. Of two who move at once one wins (`SessionMoved`). Beyond the contract day only with the leader's
    word (`has_word`).
    """
    now = whole_session(session)
    check_hours(now, meets_at, minutes, has_word=has_word)
    if now.state == SessionState.PLANNED:
        _pin(now, Slot(meets_on, meets_at, minutes), version, at)
        audit.record("session proposed by hand", now, by=by, at=at, school=now.cycle.school)
    else:
        reschedule(now, meets_on, meets_at, minutes, version, by=by, at=at)
    return whole_session(session)


def check_hours(session: ReflectionSession, meets_at: time, minutes: int, *, has_word: bool) -> None:
    """Refuse with `BeyondContractDay` what reaches beyond the hours without the leader's word."""
    hours, start = queries.contract_day(session.cycle.school), slots.minute_of(meets_at)
    is_beyond = start < slots.minute_of(hours.starts_at) or start + minutes > slots.minute_of(hours.ends_at)
    if is_beyond and not has_word:
        raise BeyondContractDay


def _pin(session: ReflectionSession, slot: Slot, version: int, at: datetime) -> None:
    rows = ReflectionSession.objects.filter(pk=session.pk, version=version, state=SessionState.PLANNED)
    if not rows.update(version=F("version") + 1, minutes=slot.minutes):
        raise SessionMoved(whole_session(session))
    SlotProposal.objects.update_or_create(
        session=session,
        defaults={"meets_on": slot.meets_on, "meets_at": slot.meets_at, "minutes": slot.minutes,
                  "is_pinned": True, "not_before": None, "reason": "chosen", "about": "", "about_on": None,
                  "basis": ""},
    )  # fmt: skip
    renew_proposals(session.cycle, at=at)


def reschedule(
    session: ReflectionSession, day: date, clock: time, minutes: int, version: int, *, by: Person, at: datetime
) -> None:
    """Another time, with everything else as it stands."""
    schedule_session(
        session,
        meets_on=day,
        meets_at=clock,
        minutes=minutes,
        facilitator=session.facilitator or by,
        version=version,
        by=by,
        at=at,
        **_as_it_stands(session),
    )


@transaction.atomic
def set_contract_day(school: School, *, starts_at: time, ends_at: time, by: Person, at: datetime) -> ContractDay:
    """Say which hours the school's staff owe; proposals follow when they are next looked at."""
    day, _is_new = ContractDay.objects.update_or_create(
        school=school, defaults={"starts_at": starts_at, "ends_at": ends_at}
    )
    audit.record("contract day set", day, by=by, at=at, school=school)
    return day
