"""Who is asked to a session."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cycles.plan import notices
from cycles.plan.enums import SessionState
from cycles.plan.models import Invitation, Pass, ReflectionSession
from teams import audit
from teams.models import Membership, Person

from .refusals import AlreadyInvited, SessionOver


def whole_session(session: ReflectionSession) -> ReflectionSession:
    """As it stands now, with school, team and facilitator. One query."""
    related = ("cycle__school", "team", "facilitator", "stands_in_for")
    rows = ReflectionSession.objects.select_related(*related)
    return rows.get(pk=session.pk)


@transaction.atomic
def give_pass(
    session: ReflectionSession, person: Person, *, ends_on: date | None, by: Person, at: datetime, **allows: Any
) -> Pass:
    """The person's pass to the session, with what it allows from now on.

    What a pass that holds allowed already stays, and so does its last day where no other is given; one that was taken
    back or is over begins anew.
    """
    found = Pass.objects.filter(session=session, person=person).first()
    if found and found.revoked_at is None and (found.ends_on is None or found.ends_on >= at.date()):
        stands: dict[str, Any] = {"ends_on": ends_on or found.ends_on}
    else:
        stands = {"ends_on": ends_on, "allows_feedback": False, "allows_meeting": False, "allows_packet": False}
    values = {**stands, **allows, "given_by": by, "given_at": at, "revoked_at": None, "revoked_by": None}
    given, _is_new = Pass.objects.update_or_create(session=session, person=person, defaults=values)
    return given


def _members(session: ReflectionSession, at: datetime) -> set[int]:
    day = at.astimezone(session.cycle.school.zone).date()
    held = Membership.objects.on(day).filter(team=session.team_id, person__is_active=True)
    return set(held.values_list("person_id", flat=True))


def invite_members(session: ReflectionSession, at: datetime) -> list[Person]:
    """Everyone who is in the team now and is not invited yet; who left is no longer, and returned."""
    members = _members(session, at)
    gone = session.invitations.filter(is_guest=False).exclude(person__in=members)
    leavers = list(Person.objects.filter(pk__in=gone.values("person_id")))
    gone.delete()
    session.invitations.filter(is_guest=True, person__in=members).update(is_guest=False)
    Invitation.objects.bulk_create(
        [Invitation(session=session, person_id=member) for member in sorted(members)], ignore_conflicts=True
    )
    return leavers


def invite_parts(session: ReflectionSession, people: Iterable[Person | None]) -> None:
    """Who has a part in the meeting is invited, as a guest where they are not of the team."""
    for person in people:
        if person is not None:
            session.invitations.get_or_create(person=person, defaults={"is_guest": True})


@transaction.atomic
def invite_guest(
    session: ReflectionSession,
    *,
    person: Person,
    sees_packet: bool,
    by: Person,
    at: datetime,
    ends_on: date | None = None,
) -> Invitation:
    """Ask somebody from outside the team, with a pass that ends on a day and can be taken back.

    Told at once where the session has a time, else together with the others.
    """
    now = whole_session(session)
    if now.state in (SessionState.MET, SessionState.CANCELLED):
        raise SessionOver
    invitation, is_new = Invitation.objects.get_or_create(
        session=now, person=person, defaults={"is_guest": True, "sees_packet": sees_packet}
    )
    if not is_new:
        raise AlreadyInvited(person)
    give_pass(now, person, by=by, at=at, allows_meeting=True, allows_packet=sees_packet, ends_on=ends_on)
    if now.state == SessionState.SCHEDULED:
        notices.announce_to(now, [person], at=at)
    audit.record("guest invited", now, by=by, at=at, subject=person, school=now.cycle.school)
    return invitation


# --- when a team changes


@transaction.atomic
def follow_team(session: ReflectionSession, *, at: datetime) -> None:
    """Who left the team is no longer invited and is told so; who joined it is invited. The meeting stays as it is.

    Who left and still has a part in the meeting stays, as a guest.
    """
    now = whole_session(session)
    if now.state != SessionState.SCHEDULED or now.starts_at is None or now.starts_at <= at:
        return
    parts = [now.facilitator_id, now.deputy_id, now.note_taker_id, now.timekeeper_id]
    members = _members(now, at)
    stays = now.invitations.filter(is_guest=False, person__in=[part for part in parts if part])
    stays.exclude(person__in=members).update(is_guest=True)
    asked = set(now.invitations.values_list("person_id", flat=True))
    leavers = invite_members(now, at)
    notices.announce_leaving(now, leavers, at=at)
    notices.announce_to(now, Person.objects.filter(pk__in=members - asked).order_by("pk"), at=at)


def follow_teams(*, at: datetime) -> int:
    """Do so for every scheduled meeting whose team and invitations differ; returns how many. Asked by the clock."""
    today = timezone.localdate(at)
    ahead = ReflectionSession.objects.filter(state=SessionState.SCHEDULED, meets_on__gte=today - timedelta(days=1))
    held = Membership.objects.on(today).filter(person__is_active=True)
    left = Invitation.objects.filter(session=OuterRef("pk"), is_guest=False).exclude(
        Exists(held.filter(team=OuterRef("session__team"), person=OuterRef("person")))
    )
    invited = Invitation.objects.filter(session=OuterRef(OuterRef("pk")), person=OuterRef("person"))
    joined = held.filter(team=OuterRef("team")).exclude(Exists(invited))
    sessions = list(ahead.filter(Q(Exists(left)) | Q(Exists(joined))).order_by("pk"))
    for session in sessions:
        follow_team(session, at=at)
    return len(sessions)
