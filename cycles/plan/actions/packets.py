"""Freezing the evidence of a session."""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from cycles.plan import tasks
from cycles.plan.models import ReflectionSession
from data_imports.actions import freeze_packet as freeze_evidence
from data_imports.enums import Window
from data_imports.models import PacketVersion
from data_imports.privacy import Profile
from teams.enums import CycleKind, Role
from teams.models import Appointment, Membership, Person

logger = logging.getLogger(__name__)
WINDOWS = {CycleKind.MID_YEAR: Window.WINTER, CycleKind.END_OF_YEAR: Window.SPRING}


def packet_profile(session: ReflectionSession, *, also: Person | None = None) -> Profile:
    """The strictest profile among those invited to the packet, and `also` somebody more. At most 4 queries.

    A for a team's own members and its leader, B for the school's people and its superintendent (and always for the
    ILT), C as soon as one from outside is invited to it.
    """
    school = session.cycle.school
    asked = Q(pk__in=session.invitations.filter(sees_packet=True).values("person_id"))
    invited = Person.objects.filter(asked | Q(pk=also.pk) if also else asked, is_active=True)
    team = Membership.objects.on().filter(team=session.team_id)
    leaders = Appointment.objects.on().filter(role=Role.LEADER, school=school)
    staff = Appointment.objects.on().filter(role__in=[Role.LEADER, Role.STAFF], school=school)
    near = Q(school=school) | (Q(network=school.network_id) & ~Q(network=None))
    overseers = Appointment.objects.on().filter(near, role=Role.SUPERINTENDENT)
    others = invited.exclude(pk__in=team.values("person_id")).exclude(pk__in=leaders.values("person_id"))
    outside = others.exclude(pk__in=staff.values("person_id")).exclude(pk__in=overseers.values("person_id"))
    if outside.exists():
        return Profile.OUTSIDE
    return Profile.IN_HOUSE if session.team.is_ilt or others.exists() else Profile.DIRECT


@transaction.atomic
def ask_for_packet(session: ReflectionSession, *, by: Person | None, at: datetime) -> None:
    """Let a worker freeze the packet; the page shows that it is on its way. Asking twice is asking once.

    `by` is None where the clock asks.
    """
    waiting = ReflectionSession.objects.filter(pk=session.pk, freeze_asked_at=None)
    waiting.update(freeze_asked_at=at, freeze_asked_by=by, freeze_failed_at=None)
    tasks.ring_for_packets()


def freeze_packet(session: ReflectionSession, *, by: Person | None, at: datetime) -> PacketVersion:
    """Freeze what is known now for those invited; everyone in the room sees the same bytes. Draws: call in a worker.

    Frozen again after newer data or other guests, it is a new version; unchanged evidence stays the version it was.
    """
    whole = ReflectionSession.objects.select_related("cycle__school", "cycle__year", "team").get(pk=session.pk)
    cycle = whole.cycle
    version = freeze_evidence(
        school=cycle.school,
        team=None if whole.team.is_ilt else whole.team,
        profile=packet_profile(whole),
        year=cycle.year.name,
        window=WINDOWS[CycleKind(cycle.kind)],
        by=by,
        at=at,
    )
    done: dict[str, Any] = {"freeze_asked_at": None, "freeze_asked_by": None, "freeze_failed_at": None}
    rows = ReflectionSession.objects.filter(pk=session.pk)
    rows.update(packet=version, packet_checked_at=at, **done)
    return version


def freeze_asked_packets(*, at: datetime) -> int:
    """Freeze what people asked for; returns how many. Safe to run many at once: a second run finds the same bytes.

    One that cannot be made stops no other; its page says so, and that it can be asked for again.
    """
    asked = list(ReflectionSession.objects.filter(freeze_asked_at__isnull=False).select_related("freeze_asked_by"))
    for session in asked:
        try:
            freeze_packet(session, by=session.freeze_asked_by, at=at)
        except Exception:  # whatever one packet does, the others are frozen
            logger.exception("packet of session %s not frozen", session.pk)
            ReflectionSession.objects.filter(pk=session.pk).update(freeze_asked_at=None, freeze_failed_at=at)
    return len(asked)
