"""Everything that today's page is made of, fetched once; the tasks on it ask no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from cycles.adjust.enums import AdjustmentState, StepState
from cycles.adjust.models import ActionStep, Adjustment, Advice
from cycles.plan import access as plan_access
from cycles.plan.enums import CycleState
from cycles.plan.models import Cycle, Invitation, ReflectionSession
from cycles.prepare.models import Answer, Reflection, Template
from cycles.share import access as share_access
from cycles.share.enums import Response, SummaryState
from cycles.share.models import Review, Summary
from data_imports.enums import UploadState
from data_imports.models import Upload
from teams import access as teams_access
from teams.enums import Role, TeamKind
from teams.models import Appointment, Person, School, Team, Term

STEP_DAYS = 14
NEWS_DAYS = 21


@dataclass(frozen=True)
class Desk:
    """What concerns one person now: `mine` are sessions they are asked to or run, `led` those of their school."""

    person: Person
    now: datetime
    school: School | None
    roles: frozenset[str]
    mine: tuple[ReflectionSession, ...]
    led: tuple[ReflectionSession, ...]
    invitations: dict[int, Invitation]
    reflections: dict[int, Reflection]
    answered: dict[int, int]
    minutes: dict[str, int]
    steps: tuple[ActionStep, ...]
    advice: tuple[Advice, ...]
    reviews: tuple[Review, ...]
    cycle: Cycle | None
    closing_term: Term | None
    undecided: int
    uploads: int
    news: tuple[Summary | Adjustment, ...]

    @property
    def is_leader(self) -> bool:
        return Role.LEADER in self.roles

    @property
    def is_overseer(self) -> bool:
        return Role.SUPERINTENDENT in self.roles

    @property
    def brings_data(self) -> bool:
        return bool(self.roles & {Role.DISTRICT, Role.STEWARD})

    def runs(self, session: ReflectionSession) -> bool:
        return self.person.pk in (session.facilitator_id, session.deputy_id)

    def is_asked(self, session: ReflectionSession) -> bool:
        """Whether a reflection is hoped for: invited, and not as a guest."""
        invitation = self.invitations.get(session.pk)
        return invitation is not None and not invitation.is_guest


def desk(person: Person, *, now: datetime) -> Desk:
    """At most 14 queries, however much there is."""
    standing = plan_access.Standing(person)
    school = standing.school
    roles = frozenset(_roles(person, school))
    sessions = _sessions(standing)
    invitations = {one.session_id: one for one in Invitation.objects.filter(person=person, session__in=sessions)}
    reflections = {one.session_id: one for one in _reflections(person, sessions)}
    is_mine = [one for one in sessions if one.pk in invitations or person.pk in (one.facilitator_id, one.deputy_id)]
    leads = Role.LEADER in roles and school is not None
    return Desk(
        person=person,
        now=now,
        school=school,
        roles=roles,
        mine=tuple(is_mine),
        led=tuple(one for one in sessions if leads and school and one.cycle.school_id == school.pk),
        invitations=invitations,
        reflections=reflections,
        answered=_answered(reflections.values()),
        minutes=_minutes() if sessions else {},
        steps=_steps(person, school, now) if school else (),
        advice=_advice(person, now),
        reviews=_reviews(person) if roles & {Role.SUPERINTENDENT, Role.PARTNER} else (),
        cycle=_open_cycle(school) if leads and school else None,
        closing_term=_closing_term(school, now) if leads and school else None,
        undecided=_undecided(school) if leads and school else 0,
        uploads=_uploads(person) if roles & {Role.DISTRICT, Role.STEWARD} else 0,
        news=_news(standing, school, now) if school else (),
    )


def _roles(person: Person, school: School | None) -> list[str]:
    """Roles of today; at another of one's workplaces they rest."""
    held = Appointment.objects.on().filter(person=person)
    here = Q(role__in=[Role.LEADER, Role.STAFF], school=school) | ~Q(role__in=[Role.LEADER, Role.STAFF])
    return list(held.filter(here).values_list("role", flat=True))


def _sessions(standing: plan_access.Standing) -> list[ReflectionSession]:
    where = standing.leads_school | standing.in_team | standing.facilitates | standing.is_guest
    found = plan_access.sessions_where(where).filter(cycle__state=CycleState.OPEN)
    leads = Exists(teams_access.led_teams(standing.person).filter(pk=OuterRef("team_id"))) if standing.school else None
    annotated = found.annotate(is_led_by_me=leads) if leads is not None else found
    return list(annotated.select_related("facilitator").order_by("meets_on", "meets_at", "pk"))


def _reflections(person: Person, sessions: list[ReflectionSession]) -> list[Reflection]:
    return list(Reflection.objects.filter(person=person, session__in=sessions).select_related("template"))


def _answered(reflections: Iterable[Reflection]) -> dict[int, int]:
    written = ~Q(text="") | ~Q(second_text="") | ~Q(third_text="")
    counted = Answer.objects.filter(written, reflection__in=list(reflections))
    return dict(counted.values_list("reflection__session_id").annotate(Count("pk")))


def _minutes() -> dict[str, int]:
    """How long a reflection takes, by kind of cycle."""
    current = Template.objects.filter(is_current=True)
    return dict(current.values_list("cycle_kind").annotate(Max("minutes")))


def _steps(person: Person, school: School, now: datetime) -> tuple[ActionStep, ...]:
    """One's own promises at the school where one works now."""
    until = (now + timedelta(days=STEP_DAYS)).date()
    due = ActionStep.objects.filter(
        owner=person, session__cycle__school=school, state=StepState.OPEN, due_on__lte=until
    )
    return tuple(due.select_related("session__team").order_by("due_on", "pk"))


def _advice(person: Person, now: datetime) -> tuple[Advice, ...]:
    since = now - timedelta(days=plan_access.GUEST_DAYS)
    is_recent = Q(adjustment__session__cycle__closed_at=None) | Q(adjustment__session__cycle__closed_at__gte=since)
    asked = Advice.objects.filter(is_recent, adviser=person, given_at__isnull=True)
    return tuple(asked.select_related("adjustment__session__cycle__school").order_by("due_on", "pk"))


def _reviews(person: Person) -> tuple[Review, ...]:
    waiting = share_access.own_reviews(person).filter(response=Response.WAITING)
    return tuple(waiting.order_by("summary__published_at"))


def _open_cycle(school: School) -> Cycle | None:
    cycles = Cycle.objects.filter(school=school, state=CycleState.OPEN).select_related("summary")
    return cycles.order_by("-opened_at").first()


def _closing_term(school: School, now: datetime) -> Term | None:
    """The running term whose close calls for a cycle that is not open yet; the school's own before the district's."""
    today = timezone.localtime(now, school.zone).date()
    done = Cycle.objects.filter(school=school, year=OuterRef("year"), kind=OuterRef("closes"))
    terms = Term.objects.filter(Q(school=school) | Q(school=None), starts_on__lte=today, ends_on__gte=today)
    return terms.exclude(closes="").exclude(Exists(done)).order_by("school_id", "ends_on").last()


def _undecided(school: School) -> int:
    waiting = [AdjustmentState.PROPOSED, AdjustmentState.ADVICE]
    return Adjustment.objects.filter(session__cycle__school=school, state__in=waiting).count()


def _uploads(person: Person) -> int:
    return Upload.objects.filter(state=UploadState.UNDERSTOOD).count()


def _news(standing: plan_access.Standing, school: School, now: datetime) -> tuple[Summary | Adjustment, ...]:
    """Summaries published and changes agreed at the school of late; a team's own changes only for its members."""
    since = now - timedelta(days=NEWS_DAYS)
    summaries = Summary.objects.filter(
        cycle__school=school, state=SummaryState.PUBLISHED, published_at__gte=since
    ).select_related("cycle")
    held = teams_access.member_teams(standing.person)
    near = Q(session__team__in=Team.objects.filter(pk__in=held.values("pk"))) | Q(scope="school")
    agreed = Adjustment.objects.filter(
        near, session__cycle__school=school, state=AdjustmentState.AGREED, decided_at__gte=since
    ).select_related("session__team")
    return (*summaries.order_by("-published_at")[:3], *agreed.order_by("-decided_at")[:5])


def ilt_first(session: ReflectionSession) -> tuple[bool, str]:
    """The order of teams on every page."""
    return session.team.kind != TeamKind.ILT, session.team.name
