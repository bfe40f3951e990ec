"""May I? Action steps, adjustments, advice and the agreed record. Source: the matrix of `privacy.md`, section 3.

Action steps and adjustments: a leader writes their school's, a lead their team's, a facilitator their session's; a
member writes what is theirs to do and reads their team's; a superintendent reads; a guest reads the session to which
they were invited; the district reads. Feedback on a change is read by those who decide it and by the
superintendent; an adviser reads their own.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from cycles.plan import access as plan_access
from cycles.plan.access import Standing
from cycles.plan.models import Invitation, ReflectionSession
from teams import access as teams_access
from teams.enums import Position, Role
from teams.models import Appointment, Membership, Person, School

from .checked import RecordCheck, RecordWord
from .enums import Scope
from .models import ActionStep, Adjustment, Advice

NOTHING = Q(pk__in=[])


def _sessions(filters: Q) -> QuerySet[ReflectionSession]:
    return ReflectionSession.objects.filter(filters)


def _read(standing: Standing) -> Q:
    return standing.leads_school | standing.in_team | standing.facilitates | standing.is_guest | standing.oversees


def _written(standing: Standing) -> Q:
    return standing.leads_school | standing.leads_team | standing.facilitates


# --- the record of a session


def recorded_sessions(person: Person) -> QuerySet[ReflectionSession]:
    """Sessions whose agreed record the person may read."""
    return plan_access.sessions_where(_read(Standing(person)))


def readable_record(person: Person, pk: int) -> ReflectionSession:
    return teams_access.door(plan_access.visible_sessions(person), recorded_sessions(person), pk)


def writable_session(person: Person, pk: int) -> ReflectionSession:
    """A session for which the person may take action steps, propose adjustments and say what became of earlier ones."""
    allowed = _sessions(_written(Standing(person)))
    return teams_access.door(plan_access.visible_sessions(person), allowed, pk)


def checked_record(person: Person, pk: int) -> RecordCheck:
    """The record of a session whose meeting the person was at; 404 before it was closed."""
    session = readable_record(person, pk)
    came = Invitation.objects.filter(session=session, person=person, has_attended=True)
    teams_access.only_if(came.exists())
    return _check(session)


def mended_record(person: Person, pk: int) -> RecordCheck:
    """A record that the person may mend: who led the meeting, and who writes the session's steps."""
    return _check(writable_session(person, pk))


def answered_remark(person: Person, pk: int, word_pk: int) -> RecordWord:
    """A remark on a record that the person may mend."""
    check = mended_record(person, pk)
    word = RecordWord.objects.select_related("person").exclude(text="").filter(check_of=check, pk=word_pk).first()
    if word is None:
        raise Http404
    word.check_of = check
    return word


def _check(session: ReflectionSession) -> RecordCheck:
    check = RecordCheck.objects.filter(session=session).first()
    if check is None:
        raise Http404
    check.session = session
    return check


def revalidating_sessions(person: Person) -> QuerySet[ReflectionSession]:
    """Whose record the person may check against newer evidence: who may freeze it and reads what is frozen."""
    reads = plan_access.packet_sessions(person).values("pk")
    return plan_access.editable_sessions(person).filter(pk__in=reads)


def revalidating_session(person: Person, pk: int) -> ReflectionSession:
    return teams_access.door(plan_access.visible_sessions(person), revalidating_sessions(person), pk)


def may_revalidate(person: Person, session: ReflectionSession) -> bool:
    return revalidating_sessions(person).filter(pk=session.pk).exists()


def may_write(person: Person, session: ReflectionSession) -> bool:
    return _sessions(_written(Standing(person))).filter(pk=session.pk).exists()


def may_override(person: Person, session: ReflectionSession) -> bool:
    """Whether the person may let a step go without a root cause: who leads the meeting, the school leader."""
    return plan_access.facilitated_sessions(person).filter(pk=session.pk).exists()


# --- action steps


def _steps(filters: Q) -> QuerySet[ActionStep]:
    related = ("owner", "session__team", "session__cycle__school", "session__cycle__year", "topic", "cause", "goal")
    return ActionStep.objects.select_related(*related).filter(filters)


def _own(standing: Standing) -> Q:
    if standing.school is None:
        return NOTHING
    return Q(owner=standing.person, session__cycle__school=standing.school)


def readable_steps(person: Person) -> QuerySet[ActionStep]:
    if teams_access.is_district(person):
        return _steps(Q())
    standing = Standing(person)
    return _steps(Q(session__in=_sessions(_read(standing))) | _own(standing))


def editable_steps(person: Person) -> QuerySet[ActionStep]:
    """Whose state the person may set: a leader, the team's lead, the facilitator, the owner."""
    standing = Standing(person)
    return _steps(Q(session__in=_sessions(_written(standing))) | _own(standing))


def editable_step(person: Person, pk: int) -> ActionStep:
    return teams_access.door(readable_steps(person), editable_steps(person), pk)


def own_steps(person: Person) -> QuerySet[ActionStep]:
    """What the person promised, at the school where they work now."""
    return _steps(_own(Standing(person)))


def owners_at(school: School) -> QuerySet[Person]:
    """Who may own a step: the school's people."""
    return teams_access.people_of(School.objects.filter(pk=school.pk)).filter(is_active=True)


def has_commitments(person: Person) -> bool:
    """Whether the page of commitments is for the person at all: a data steward sees none."""
    return not teams_access.is_steward(person)


# --- adjustments and advice


def _adjustments(filters: Q) -> QuerySet[Adjustment]:
    related = ("session__team", "session__cycle__school", "session__cycle__year", "topic__goal", "cause")
    return Adjustment.objects.select_related(*related, "proposed_by", "decided_by").filter(filters)


def _asked_of(person: Person) -> Q:
    """The person was asked for advice, and their pass still holds: a role today, a cycle that is not long over.

    What another of their workplaces asked waits until they work there.
    """
    here = teams_access.workplace(person)
    elsewhere = [one.pk for one in teams_access.own_workplaces(person) if one != here]
    asked = Advice.objects.filter(adviser=person).values("adjustment_id")
    since = timezone.now() - timedelta(days=plan_access.GUEST_DAYS)
    is_recent = Q(session__cycle__closed_at=None) | Q(session__cycle__closed_at__gte=since)
    holds_role = Q() if teams_access.roles_today(person) else Q(pk__in=[])
    return is_recent & Q(pk__in=asked) & holds_role & ~Q(session__cycle__school__in=elsewhere)


def readable_adjustments(person: Person) -> QuerySet[Adjustment]:
    if teams_access.is_district(person):
        return _adjustments(Q())
    return _adjustments(Q(session__in=_sessions(_read(Standing(person)))) | _asked_of(person))


def readable_adjustment(person: Person, pk: int) -> Adjustment:
    return teams_access.door(readable_adjustments(person), True, pk)


def editable_adjustments(person: Person) -> QuerySet[Adjustment]:
    """For which the person may ask advice."""
    return _adjustments(Q(session__in=_sessions(_written(Standing(person)))))


def editable_adjustment(person: Person, pk: int) -> Adjustment:
    return teams_access.door(readable_adjustments(person), editable_adjustments(person), pk)


def decidable_adjustments(person: Person) -> QuerySet[Adjustment]:
    """A leader decides for the school, a lead what concerns their team alone."""
    standing = Standing(person)
    ours = Q(session__in=_sessions(standing.leads_school))
    team = Q(session__in=_sessions(standing.leads_team), scope=Scope.TEAM)
    return _adjustments(ours | team)


def decidable_adjustment(person: Person, pk: int) -> Adjustment:
    return teams_access.door(readable_adjustments(person), decidable_adjustments(person), pk)


def readable_advice(person: Person) -> QuerySet[Advice]:
    """Advice that the person gave or was asked for, and all advice on what they decide, run or oversee."""
    standing = Standing(person)
    sessions = _sessions(_written(standing) | standing.oversees)
    return Advice.objects.select_related("adviser", "asked_by").filter(
        Q(adviser=person) | Q(adjustment__session__in=sessions)
    )


def own_advice(person: Person, pk: int) -> Advice:
    """Advice that was asked of the person, on an adjustment that they may still read."""
    visible = Advice.objects.filter(adjustment__in=readable_adjustments(person)).select_related(
        "adjustment__session__cycle__school", "adviser", "asked_by"
    )
    return teams_access.door(visible, visible.filter(adviser=person), pk)


def advisers_for(adjustment: Adjustment) -> QuerySet[Person]:
    """Who may be asked: the school's superintendents and partners, and the specialists of its teams."""
    school = adjustment.session.cycle.school
    near = Q(school=school) | Q(school=None, network=school.network_id) & ~Q(network=None)
    outside = Appointment.objects.on().filter(near, person=OuterRef("pk"), role__in=[Role.SUPERINTENDENT, Role.PARTNER])
    inside = Membership.objects.on().filter(person=OuterRef("pk"), team__school=school, position=Position.SPECIALIST)
    return Person.objects.filter(Exists(outside) | Exists(inside), is_active=True)
