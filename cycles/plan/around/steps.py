"""The steps that the calendar itself knows: packet, stakeholder feedback, 1:1s, the record."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cycles.plan.enums import MilestoneKind
from cycles.plan.models import HeldCheckIn, Pass, ReflectionSession

from .circle import NOBODY, Circle, People
from .reminding import Words, watch


def _packet(sessions: Sequence[ReflectionSession], circle: Circle) -> dict[int, People]:
    """Those who may freeze it."""
    return {one.pk: circle.planners(one) for one in sessions if one.packet_id is None}


def asked_in(sessions: Sequence[ReflectionSession]) -> dict[int, list[Pass]]:
    """Who is asked for feedback through the site, by session; what was taken back aside. 1 query."""
    rows = Pass.objects.filter(session__in=[one.pk for one in sessions], allows_feedback=True, revoked_at=None)
    found: dict[int, list[Pass]] = {}
    for given in rows:
        found.setdefault(given.session_id, []).append(given)
    return found


def _feedback(sessions: Sequence[ReflectionSession], circle: Circle) -> dict[int, People]:
    """The leads, until they say that they have it. Where people are asked through the site, nobody of the team.

    Then it is done when their day is over, or when all have answered with their names: that those without have
    answered is not told before the day. 1 query, and the circle's.
    """
    asked = asked_in(sessions)
    return {
        one.pk: NOBODY if one.pk in asked else circle.leads(one)
        for one in sessions
        if one.pk not in asked or not _is_in(one, asked[one.pk])
    }


def _is_in(session: ReflectionSession, asked: list[Pass]) -> bool:
    today = timezone.localdate(timezone=session.cycle.school.zone)
    return session.has_begun or all(
        (given.is_sent and not given.is_unnamed) or (given.answers_by is not None and given.answers_by < today)
        for given in asked
    )


def _check_ins(sessions: Sequence[ReflectionSession], circle: Circle) -> dict[int, People]:
    """The leads, while one of those asked has had none. 1 query, and the circle's."""
    held = set(HeldCheckIn.objects.filter(session__in=[one.pk for one in sessions]).values_list("session", "person"))
    return {
        one.pk: circle.leads(one)
        for one in sessions
        if any((one.pk, person) not in held for person in circle.asked(one) - circle.leads(one))
    }


def _record(sessions: Sequence[ReflectionSession], circle: Circle) -> dict[int, People]:
    """Who facilitates and who takes notes; where nobody does, the leads."""
    parts = {one.pk: frozenset(pk for pk in (one.facilitator_id, one.note_taker_id) if pk) for one in sessions}
    return {one.pk: parts[one.pk] or circle.leads(one) or NOBODY for one in sessions}


def _session(session: ReflectionSession) -> str:
    return reverse("cycles:session", args=[session.pk])


# what each reminder says
PACKET = Words(
    subject=_("By %(due)s: the evidence packet of %(team)s"),
    lines=(
        _("%(team)s meets %(when)s, and nobody has frozen the evidence yet."),
        _("Look at it and freeze it. If nobody has by the evening of that day, it is frozen as it is then."),
    ),
    action=_("Look and freeze"),
    address=lambda session: reverse("cycles:packet", args=[session.pk]),
)
FEEDBACK = Words(
    subject=_("By %(due)s: what others say, before %(team)s meets"),
    lines=(
        _("%(team)s meets %(when)s. Specialists and others outside the team are asked before how they see it."),
        _("Ask them from the session's page. Where you asked in another way, one click there says that it is in."),
    ),
    action=_("Open the session"),
    address=_session,
)
CHECK_INS = Words(
    subject=_("By %(due)s: your 1:1 check-ins in %(team)s"),
    lines=(
        _("%(team)s meets %(when)s. Some of the 1:1 check-ins around it are not marked as held."),
        _("On the session's page you tick whom you have talked with. Only that is kept, never what was said."),
    ),
    action=_("Open the session"),
    address=_session,
)
RECORD = Words(
    subject=_("By %(due)s: confirm the record of %(team)s"),
    lines=(_("%(team)s met %(when)s. Read the record while the meeting is fresh, and confirm it."),),
    action=_("Read the record"),
    address=lambda session: reverse("cycles:record", args=[session.pk]),
)


def register() -> None:
    """Make them known; called from `plan.notices`."""
    watch(
        MilestoneKind.PACKET,
        notice="packet-due",
        label=_("Reminder to freeze the evidence packet"),
        waiting=_packet,
        words=PACKET,
    )
    watch(
        MilestoneKind.FEEDBACK,
        notice="feedback-due",
        label=_("Reminder to gather stakeholder feedback"),
        waiting=_feedback,
        words=FEEDBACK,
    )
    watch(
        MilestoneKind.CHECK_INS,
        notice="check-ins-due",
        label=_("Reminder to hold your 1:1 check-ins"),
        waiting=_check_ins,
        words=CHECK_INS,
    )
    watch(
        MilestoneKind.RECORD,
        notice="record-due",
        label=_("Reminder to confirm the record"),
        waiting=_record,
        words=RECORD,
    )
