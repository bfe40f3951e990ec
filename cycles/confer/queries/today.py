"""What a person's day holds of 1:1s: those near, those without a word, those still to be arranged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cycles.confer.models import CheckIn
from cycles.plan.enums import SessionState
from cycles.plan.models import HeldCheckIn, Invitation, ReflectionSession
from reflection_site.statements import Given, Statement
from teams.enums import LEADING, Role
from teams.models import Appointment, Membership, Person

NEAR = timedelta(days=4)
ARRANGE_DAYS = timedelta(days=12)


@dataclass(frozen=True)
class Missing:
    """Members of a team with whom their lead has neither talked nor arranged to, before the team meets."""

    session: ReflectionSession
    people: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Talks:
    """The 1:1s of a person's day: near, over without a word, without a time."""

    near: tuple[CheckIn, ...] = ()
    past: tuple[CheckIn, ...] = ()
    timeless: tuple[CheckIn, ...] = ()


def talks(person: Person, schools: Iterable[int], *, now: datetime) -> Talks:
    """Of the person's 1:1s at `schools`, those to which the person belongs today. 1 query."""
    rows = CheckIn.objects.ticked().of(person).pending().filter(school__in=list(schools))
    found = list(rows.select_related("school", "host", "person").order_by("meets_on", "meets_at", "pk"))
    timed = [(one, one.starts_at, one.ends_at) for one in found]
    return Talks(
        near=tuple(one for one, first, last in timed if first and last and last >= now and first - now < NEAR),
        past=tuple(one for one, _first, last in timed if last and last < now),
        timeless=tuple(one for one, first, _last in timed if first is None),
    )


def _is_near(session: ReflectionSession, now: datetime) -> bool:
    starts_at = session.starts_at
    return session.state == SessionState.SCHEDULED and starts_at is not None and now < starts_at < now + ARRANGE_DAYS


def _asked() -> "QuerySet[Invitation, Any]":
    """Who is asked to what a lead's teams have planned; and whether they have talked, arranged to, lead themselves.

    These four stand beside the names, not among the conditions: PostgreSQL would plan them as one large join.
    """
    day, here, who = Given("day"), OuterRef("session"), OuterRef("person")
    led = Membership.objects.on(day).filter(person=Given("lead"), position__in=LEADING)
    talked = HeldCheckIn.objects.filter(session=here, person=who)
    arranged = CheckIn.objects.filter(session=here, person=who, held=None, is_cancelled=False)
    leading = Membership.objects.on(day).filter(person=who, team=OuterRef("session__team"), position__in=LEADING)
    leader = Appointment.objects.on(day).filter(person=who, role=Role.LEADER, school=OuterRef("session__cycle__school"))
    asked = Invitation.objects.filter(is_guest=False, person__is_active=True)
    near = asked.filter(session__state=SessionState.SCHEDULED, session__team__in=led.values("team"))
    settled = (Exists(talked), Exists(arranged), Exists(leading), Exists(leader))
    return near.order_by("person__name").values_list("session_id", "person_id", "person__name", *settled)


ASKED = Statement(_asked)


def missing(lead: Person, led: Iterable[ReflectionSession], *, now: datetime) -> tuple[Missing, ...]:
    """Those asked, leads and the school's leaders aside, with whom nothing is arranged and nobody has talked.

    `led` are meetings of the teams that the person leads today. 1 query where one of them is near.
    """
    sessions = [one for one in led if _is_near(one, now)]
    if not sessions:
        return ()
    by_session: dict[int, list[tuple[int, str]]] = {}
    for session, pk, name, *settled in ASKED.rows(lead=lead.pk, day=timezone.localdate()):
        if pk != lead.pk and not any(settled):
            by_session.setdefault(session, []).append((pk, name))
    return tuple(Missing(one, tuple(by_session[one.pk])) for one in sessions if one.pk in by_session)
