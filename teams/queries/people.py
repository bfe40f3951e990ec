"""People: the list, one person, and what passes on when somebody takes their place."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from teams import access, handover, welcome
from teams.enums import Position, role_label
from teams.models import Appointment, Membership, Person, School, SupervisionLink, Team, UipGoal

from .notices import RefusedAddress, refused_addresses

PAGE = 50


@dataclass(frozen=True)
class PersonRow:
    pk: int
    name: str
    email: str
    roles: str
    teams: str
    is_active: bool
    has_signed_in: bool
    is_refused: bool  # no mail reaches them


@dataclass(frozen=True)
class PeoplePage:
    """A page of people with their roles and teams today, at the schools that the reader knows."""

    rows: list[PersonRow]
    page: Page[Any]
    total: int
    may_add: bool
    may_search: bool


def _where(row: Appointment) -> str:
    place = row.school or row.network
    return place.name if place else _("whole district")


def _roles(person: Person) -> str:
    held: list[Appointment] = person.roles_today  # type: ignore[attr-defined]
    return ", ".join(f"{role_label(row.role)} ({_where(row)})" for row in held)


def _teams(person: Person) -> str:
    held: list[Membership] = person.teams_today  # type: ignore[attr-defined]
    words = (
        row.team.name if row.position == Position.MEMBER else f"{row.team.name} ({row.get_position_display()})"
        for row in held
    )
    return ", ".join(words)


def people_page(
    viewer: Person,
    *,
    search: str = "",
    school: School | None = None,
    team: Team | None = None,
    role: str = "",
    number: str | int = 1,
) -> PeoplePage:
    """Names in order, narrowed by what is given. At most 17 queries, however many people there are."""
    known = access.known_schools(viewer).values("pk")
    people = access.visible_people(viewer)
    if search:
        people = people.filter(Q(name__icontains=search) | Q(email__icontains=search))
    if school:
        people = people.filter(pk__in=access.people_of(School.objects.filter(pk=school.pk)).values("pk"))
    if team:
        people = people.filter(pk__in=Membership.objects.on().filter(team=team).values("person_id"))
    if role:
        held = Appointment.objects.on().filter(Q(school__in=known) | Q(school=None), role=role)
        people = people.filter(pk__in=held.values("person_id"))
    roles = Appointment.objects.on().filter(Q(school__in=known) | Q(school=None)).select_related("school", "network")
    teams = Membership.objects.on().filter(team__school__in=known).select_related("team")
    people = people.order_by("name", "pk").prefetch_related(
        Prefetch("appointments", roles.order_by("pk"), "roles_today"),
        Prefetch("memberships", teams.order_by("team__kind", "team__name"), "teams_today"),
    )
    page = Paginator(people, PAGE).get_page(number)
    refused = refused_addresses(viewer, [p.pk for p in page])
    rows = [
        PersonRow(p.pk, p.name, p.email, _roles(p), _teams(p), p.is_active, p.last_login is not None, p.pk in refused)
        for p in page
    ]
    may_add = access.may_set_up(viewer)
    return PeoplePage(rows, page, page.paginator.count, may_add, page.paginator.count > 1 or bool(search))


# --- one person


@dataclass(frozen=True)
class TieRow:
    """A dated relationship: its words, its days, and whether the reader may end it."""

    pk: int
    label: str
    where: str
    starts_on: date
    ends_on: date | None
    is_over: bool
    may_change: bool
    position: str = ""
    team_pk: int | None = None
    other_pk: int | None = None


@dataclass(frozen=True)
class PersonPage:
    """One person: roles, teams, who evaluates them, whom they evaluate, and what they hold."""

    person: Person
    roles: list[TieRow]
    teams: list[TieRow]
    evaluated_by: list[TieRow]
    evaluates: list[TieRow]
    holdings: list[handover.Holding]
    is_self: bool
    knows_people: bool
    may_edit: bool
    may_replace: bool
    is_waited_for: bool
    shows_supervision: bool
    positions: list[tuple[str, Any]]
    refused: RefusedAddress | None


def _is_over(row: Any, today: date) -> bool:
    return row.ends_on is not None and row.ends_on < today


def _role_rows(person: Person, viewer: Person, today: date, editable: set[int], is_district: bool) -> list[TieRow]:
    known = access.known_schools(viewer).values("pk")
    rows = Appointment.objects.filter(Q(school__in=known) | Q(school=None), person=person)
    return [
        TieRow(
            row.pk,
            role_label(row.role),
            _where(row),
            row.starts_on,
            row.ends_on,
            _is_over(row, today),
            not _is_over(row, today)
            and person.pk != viewer.pk
            and (is_district or (row.school_id in editable and row.role in access.grantable_roles(viewer))),
        )
        for row in rows.select_related("school", "network").order_by("-starts_on", "pk")
    ]


def _team_rows(person: Person, viewer: Person, today: date, editable: set[int]) -> list[TieRow]:
    known = access.known_schools(viewer).values("pk")
    rows = Membership.objects.filter(person=person, team__school__in=known).select_related("team__school")
    return [
        TieRow(
            row.pk,
            row.team.name,
            row.get_position_display(),
            row.starts_on,
            row.ends_on,
            _is_over(row, today),
            not _is_over(row, today) and person.pk != viewer.pk and row.team.school_id in editable,
            position=row.position,
            team_pk=row.team_id,
        )
        for row in rows.order_by("-starts_on", "pk")
    ]


def _link_row(row: SupervisionLink, other: Person, viewer: Person, today: date, editable: set[int]) -> TieRow:
    is_own = viewer.pk in (row.supervisor_id, row.supervisee_id)
    may = not _is_over(row, today) and not is_own and row.school_id in editable
    return TieRow(
        row.pk, other.name, row.school.name, row.starts_on, row.ends_on, _is_over(row, today), may, other_pk=other.pk
    )


def person_page(viewer: Person, person: Person) -> PersonPage:
    """All about one person that the reader may know. A constant number of queries and those of the apps above."""
    today = timezone.localdate()
    is_district = access.is_district(viewer)
    editable = set(access.editable_schools(viewer).values_list("pk", flat=True))
    links = list(
        access.visible_supervision(viewer)
        .filter(Q(supervisor=person) | Q(supervisee=person))
        .select_related("supervisor", "supervisee", "school")
        .order_by("-starts_on", "pk")
    )
    is_self = viewer.pk == person.pk
    may_edit = not is_self and access.editable_people(viewer).filter(pk=person.pk).exists()
    may_replace = access.replaceable_people(viewer).filter(pk=person.pk).exists()
    schools = access.known_schools(viewer) if is_self or may_replace else School.objects.none()
    holdings = (
        handover.holdings(person, schools=schools, since=today, links=not is_district) if is_self or may_replace else []
    )
    return PersonPage(
        person=person,
        roles=_role_rows(person, viewer, today, editable, is_district),
        teams=_team_rows(person, viewer, today, editable),
        evaluated_by=[
            _link_row(row, row.supervisor, viewer, today, editable) for row in links if row.supervisee_id == person.pk
        ],
        evaluates=[
            _link_row(row, row.supervisee, viewer, today, editable) for row in links if row.supervisor_id == person.pk
        ],
        holdings=holdings,
        is_self=is_self,
        knows_people=access.knows_people(viewer),
        may_edit=may_edit,
        may_replace=may_replace,
        is_waited_for=person.is_active and welcome.is_waited_for(person),
        shows_supervision=is_self or may_edit or bool(links),
        positions=list(Position.choices),
        refused=refused_addresses(viewer, [person.pk]).get(person.pk),
    )


# --- taking somebody's place


@dataclass(frozen=True)
class ReplacementPage:
    """What `leaving` holds after `last_day` and what `successor` would take."""

    leaving: Person
    roles: list[str]
    teams: list[str]
    evaluates: list[str]
    evaluated_by: list[str]
    goals: list[str]
    holdings: list[handover.Holding]
    last_day: date
    successor: Person | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to pass on."""
        return not (self.roles or self.teams or self.evaluates or self.goals or self.holdings)


def replacement_page(viewer: Person, leaving: Person, *, last_day: date, successor: Person | None) -> ReplacementPage:
    """The preview of `actions.replace_person`: the same rows, read. A constant number and those of the apps above."""
    schools = access.editable_schools(viewer)
    lasting = Q(ends_on=None) | Q(ends_on__gt=last_day)
    roles = Appointment.objects.filter(lasting, person=leaving, school__in=schools).select_related("school")
    teams = Membership.objects.filter(lasting, person=leaving, team__school__in=schools).select_related("team")
    links = SupervisionLink.objects.filter(lasting, school__in=schools).select_related("supervisor", "supervisee")
    goals = UipGoal.objects.filter(owner=leaving, school__in=schools, is_archived=False)
    return ReplacementPage(
        leaving=leaving,
        roles=[f"{role_label(row.role)} ({_where(row)})" for row in roles],
        teams=[f"{row.team.name} ({row.get_position_display()})" for row in teams],
        evaluates=[row.supervisee.name for row in links.filter(supervisor=leaving).order_by("supervisee__name")],
        evaluated_by=[row.supervisor.name for row in links.filter(supervisee=leaving)],
        goals=[goal.title for goal in goals.order_by("pk")],
        holdings=handover.holdings(
            leaving, schools=schools, since=last_day + timedelta(days=1), links=not access.is_district(viewer)
        ),
        last_day=last_day,
        successor=successor,
    )
