"""Who came, and what somebody who cannot come says."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from cycles.plan import around, notices, telling
from cycles.plan.enums import MilestoneKind, Reply, SessionState
from cycles.plan.models import Invitation, ReflectionSession
from teams import notices as teams_notices
from teams.models import Person

from .invitations import whole_session
from .refusals import NotTheDay, SessionOver


def is_the_day(session: ReflectionSession, *, at: datetime) -> bool:
    """Whether people can be ticked: from the meeting's day on, unless it was called off. No query."""
    if session.state in (SessionState.MEETING, SessionState.MET):
        return True
    today = timezone.localtime(at, session.cycle.school.zone).date()
    is_timed = session.state == SessionState.SCHEDULED and session.meets_on is not None
    return is_timed and session.meets_on is not None and session.meets_on <= today


@transaction.atomic
def tick_attendance(invitation: Invitation, *, has_come: bool, by: Person, at: datetime) -> None:
    """Say whether an invited person came; it can be taken back. Refuses with `NotTheDay` before the meeting's day."""
    if not is_the_day(whole_session(invitation.session), at=at):
        raise NotTheDay
    Invitation.objects.filter(pk=invitation.pk).update(has_attended=has_come)


@transaction.atomic
def reply_to_invitation(invitation: Invitation, *, reply: str, by: Person, at: datetime, reason: str = "") -> None:
    """Say whether one comes. Only the invited person does, and only while the meeting is ahead.

    Who does not come gets no reminder of it any more. Where the facilitator cannot, deputy and leaders are told.
    """
    over = [SessionState.MET, SessionState.CANCELLED]
    mine = Invitation.objects.filter(pk=invitation.pk, person=by).exclude(session__state__in=over)
    before = mine.values_list("reply", flat=True).first()
    if not mine.update(reply=Reply(reply), reason=reason, replied_at=at):
        raise SessionOver
    session = whole_session(invitation.session)
    if reply == Reply.NO:
        reason_kept = gettext_noop("The person is not coming.")
        kinds = [*(reminder.kind for reminder in notices.REMINDERS), around.WATCHES[MilestoneKind.TEMPLATE].notice]
        teams_notices.void(session, at=at, kinds=kinds, person=by, reason=reason_kept)
        if session.facilitator_id == by.pk:
            telling.tell_away(session, at=at)
    elif before == Reply.NO and session.state == SessionState.SCHEDULED:
        notices.remind(session, [by], at=at)
