"""Somebody facilitates in another's place: the deputy, whom the leader names, or a member whom two others confirm.

What a facilitator may do moves with the session's `facilitator`, at once and for this one meeting.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from cycles.plan import queries, telling
from cycles.plan.enums import Reply, SessionState, StepIn
from cycles.plan.models import Confirmation, Invitation, ReflectionSession, Substitution
from cycles.plan.signals import facilitator_changed
from teams import audit
from teams.models import Person

from .invitations import invite_parts, whole_session
from .refusals import ClaimedAlready, ClaimOver, FacilitatorStays, SomebodySteppedIn

AT_HAND = (SessionState.SCHEDULED, SessionState.MEETING)


def _replace(session: ReflectionSession, substitute: Person, way: StepIn, *, by: Person, at: datetime) -> None:
    """Compare-and-set on who facilitates: of two at once, one wins and the other is told who."""
    former = session.facilitator
    values = {"facilitator": substitute, "stands_in_for": session.stands_in_for or former, "version": F("version") + 1}
    if session.deputy_id == substitute.pk:
        values["deputy"] = None
    rows = ReflectionSession.objects.filter(pk=session.pk, facilitator=former, state__in=AT_HAND)
    if not rows.update(**values):
        raise SomebodySteppedIn(whole_session(session))
    Substitution.objects.filter(session=session, settled_at=None, ended_at=None).update(ended_at=at)
    Substitution.objects.create(
        session=session, former=former, substitute=substitute, way=way, begun_at=at, settled_at=at
    )
    after = whole_session(session)
    invite_parts(after, [substitute])
    audit.record("facilitator substituted", after, by=by, at=at, subject=substitute, school=after.cycle.school)
    telling.tell_substitute(after, former, at=at)
    facilitator_changed.send(ReflectionSession, session=after, former=former, at=at)


@transaction.atomic
def step_in(session: ReflectionSession, *, by: Person, at: datetime) -> None:
    """The deputy facilitates. Refuses with `FacilitatorStays` while the facilitator is expected."""
    if not queries.is_facilitator_missing(session, at=at):
        raise FacilitatorStays
    _replace(session, by, StepIn.DEPUTY, by=by, at=at)


@transaction.atomic
def name_substitute(session: ReflectionSession, *, person: Person, by: Person, at: datetime) -> None:
    """Who looks after the session says who facilitates in the facilitator's place."""
    _replace(session, person, StepIn.NAMED, by=by, at=at)


@transaction.atomic
def claim_meeting(session: ReflectionSession, *, by: Person, at: datetime) -> Substitution:
    """Offer to facilitate; it holds once two others confirm. Of two who offer at once one is told of the other."""
    if not queries.is_facilitator_missing(session, at=at):
        raise FacilitatorStays
    try:
        with transaction.atomic():
            claim = Substitution.objects.create(
                session=session, former=session.facilitator, substitute=by, way=StepIn.CLAIMED, begun_at=at
            )
    except IntegrityError:
        stands = _open_claim(session)
        raise (ClaimedAlready(stands) if stands else ClaimOver()) from None
    audit.record("meeting claimed", session, by=by, at=at, school=session.cycle.school)
    return claim


def _open_claim(session: ReflectionSession) -> Substitution | None:
    rows = Substitution.objects.select_related("substitute")
    return rows.filter(session=session, settled_at=None, ended_at=None).first()


@transaction.atomic
def confirm_claim(session: ReflectionSession, *, by: Person, at: datetime) -> bool:
    """Confirm the open claim; whether it holds now. Once a person; not the one who offers, nor who is replaced."""
    open_claims = Substitution.objects.select_for_update(of=("self",)).select_related("substitute")
    claim = open_claims.filter(session=session, settled_at=None, ended_at=None).first()
    if claim is None or claim.former_id != session.facilitator_id or by.pk in (claim.substitute_id, claim.former_id):
        raise ClaimOver
    if not queries.is_facilitator_missing(session, at=at):
        raise FacilitatorStays
    Confirmation.objects.get_or_create(substitution=claim, person=by, defaults={"at": at})
    if claim.confirmations.count() < queries.CONFIRMATIONS:
        return False
    _replace(session, claim.substitute, StepIn.CLAIMED, by=by, at=at)
    return True


@transaction.atomic
def take_back_claim(session: ReflectionSession, *, by: Person, at: datetime) -> None:
    """Offer no longer."""
    Substitution.objects.filter(session=session, substitute=by, settled_at=None, ended_at=None).update(ended_at=at)


@transaction.atomic
def hand_back(session: ReflectionSession, *, by: Person, at: datetime) -> None:
    """Give the meeting back to whom it was planned for, and the deputy's part to a deputy who had stepped in."""
    former, substitute = session.stands_in_for, session.facilitator
    held = Substitution.objects.filter(session=session, settled_at__isnull=False, ended_at=None)
    was_deputy = held.filter(substitute=substitute, way=StepIn.DEPUTY).exists() and session.deputy_id is None
    values = {"facilitator": former, "stands_in_for": None, "version": F("version") + 1}
    if was_deputy:
        values["deputy"] = substitute
    rows = ReflectionSession.objects.filter(
        pk=session.pk, facilitator=substitute, stands_in_for=former, state__in=AT_HAND
    )
    if former is None or not rows.update(**values):
        raise SomebodySteppedIn(whole_session(session))
    held.update(ended_at=at)
    # who had said that they cannot come is asked again
    Invitation.objects.filter(session=session, person=former, reply=Reply.NO).update(reply=Reply.NONE, reason="")
    after = whole_session(session)
    audit.record("meeting handed back", after, by=by, at=at, subject=former, school=after.cycle.school)
    telling.tell_substitute(after, substitute, at=at)
    facilitator_changed.send(ReflectionSession, session=after, former=substitute, at=at)
