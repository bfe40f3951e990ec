"""Schools with their calendar, and teams."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from teams import access
from teams.enums import Position
from teams.models import (
    CalendarBlock,
    Expectation,
    Membership,
    Network,
    Person,
    School,
    SchoolYear,
    Team,
    Term,
)


@dataclass(frozen=True)
class SchoolRow:
    pk: int
    name: str
    code: str
    network: str
    teams: int
    leaders: str


@dataclass(frozen=True)
class TermRow:
    pk: int
    year: str
    name: str
    starts_on: date
    ends_on: date
    closes: str
    is_own: bool
    may_edit: bool
    kind: str
    closes_value: str


@dataclass(frozen=True)
class BlockRow:
    pk: int
    name: str
    kind: str
    starts_on: date
    ends_on: date
    may_remove: bool


@dataclass(frozen=True)
class SchoolsPage:
    """The schools one knows; for the district also networks, years, and the terms and days of all schools."""

    rows: list[SchoolRow]
    networks: list[str]
    years: list[SchoolYear]
    terms: list[TermRow]
    blocks: list[BlockRow]
    is_district: bool


def _leaders(schools: Any) -> dict[int, str]:
    rows = (
        Person.objects.filter(appointments__role="leader", appointments__school__in=schools)
        .filter(
            Q(appointments__ends_on=None) | Q(appointments__ends_on__gte=timezone.localdate()),
            appointments__starts_on__lte=timezone.localdate(),
        )
        .values_list("appointments__school_id", "name")
        .order_by("name")
    )
    names: dict[int, list[str]] = {}
    for school_id, name in rows:
        names.setdefault(school_id, []).append(name)
    return {school_id: ", ".join(found) for school_id, found in names.items()}


def _term_row(term: Term, may_edit: bool) -> TermRow:
    return TermRow(
        term.pk,
        term.year.name,
        term.name,
        term.starts_on,
        term.ends_on,
        term.get_closes_display() if term.closes else "",
        term.school_id is not None,
        may_edit,
        term.kind,
        term.closes,
    )


def _block_row(block: CalendarBlock, may_remove: bool) -> BlockRow:
    return BlockRow(block.pk, block.name, block.get_kind_display(), block.starts_on, block.ends_on, may_remove)


def schools_page(viewer: Person) -> SchoolsPage:
    """At most 13 queries, however many schools there are."""
    is_district = access.is_district(viewer)
    schools = access.visible_schools(viewer).select_related("network")
    counted = schools.annotate(n_teams=Count("teams", filter=Q(teams__is_active=True), distinct=True))
    leaders = _leaders(access.known_schools(viewer).values("pk"))
    rows = [
        SchoolRow(s.pk, s.name, s.code, s.network.name if s.network else "", s.n_teams, leaders.get(s.pk, ""))
        for s in counted.order_by("name")
    ]
    if not is_district:
        return SchoolsPage(rows, [], [], [], [], False)
    terms = Term.objects.filter(school=None).select_related("year").order_by("-starts_on")
    return SchoolsPage(
        rows,
        list(Network.objects.order_by("name").values_list("name", flat=True)),
        list(SchoolYear.objects.order_by("-starts_on")),
        [_term_row(term, True) for term in terms],
        [_block_row(block, True) for block in CalendarBlock.objects.filter(school=None).order_by("starts_on")],
        True,
    )


@dataclass(frozen=True)
class TeamRow:
    pk: int
    name: str
    kind: str
    members: int
    leads: str
    slot: str
    is_active: bool


@dataclass(frozen=True)
class SchoolPage:
    """One school: settings, terms (its own stand before the district's), days off, teams."""

    school: School
    terms: list[TermRow]
    blocks: list[BlockRow]
    teams: list[TeamRow]
    may_edit: bool
    is_district: bool


def slot_words(team: Team) -> str:
    """ "Thursdays, 3:30 PM, Room 12", as far as it is known."""
    days = [_("Mondays"), _("Tuesdays"), _("Wednesdays"), _("Thursdays"), _("Fridays"), _("Saturdays"), _("Sundays")]
    day = days[team.usual_weekday] if team.usual_weekday is not None else ""
    clock = team.usual_time.strftime("%I:%M %p").lstrip("0") if team.usual_time else ""
    return ", ".join(part for part in (day, clock, team.usual_place) if part)


def _team_rows(school: School) -> list[TeamRow]:
    teams = Team.objects.filter(school=school).order_by("-is_active", "kind", "name")
    held = Membership.objects.on().filter(team__school=school).select_related("person").order_by("person__name")
    by_team: dict[int, list[Membership]] = {}
    for row in held:
        by_team.setdefault(row.team_id, []).append(row)
    return [
        TeamRow(
            team.pk,
            team.name,
            team.get_kind_display(),
            len(by_team.get(team.pk, [])),
            ", ".join(
                row.person.name
                for row in by_team.get(team.pk, [])
                if row.position in (Position.SENIOR_LEAD, Position.LEAD)
            ),
            slot_words(team),
            team.is_active,
        )
        for team in teams
    ]


def school_page(viewer: Person, school: School) -> SchoolPage:
    """At most 12 queries, however many teams and terms there are."""
    is_district = access.is_district(viewer)
    may_edit = access.editable_schools(viewer).filter(pk=school.pk).exists()
    theirs = Q(school=None) | Q(school=school)
    terms = Term.objects.filter(theirs).select_related("year").order_by("-starts_on", "school_id")
    blocks = CalendarBlock.objects.filter(theirs).order_by("starts_on")
    return SchoolPage(
        school,
        [_term_row(term, is_district or (may_edit and term.school_id == school.pk)) for term in terms],
        [_block_row(block, is_district or (may_edit and block.school_id == school.pk)) for block in blocks],
        _team_rows(school),
        may_edit,
        is_district,
    )


@dataclass(frozen=True)
class MemberRow:
    pk: int
    person_pk: int
    name: str
    position: str
    position_label: str
    starts_on: date
    ends_on: date | None
    may_change: bool


@dataclass(frozen=True)
class TeamPage:
    """One team: who is in it, since when, when it meets, what it agreed on."""

    team: Team
    slot: str
    members: list[MemberRow]
    earlier: list[MemberRow]
    expectations: list[Expectation]
    may_edit: bool
    may_tend: bool
    positions: list[tuple[str, Any]]


def team_page(viewer: Person, team: Team) -> TeamPage:
    """At most 14 queries, however many members there are."""
    today = timezone.localdate()
    may_edit = access.editable_teams(viewer).filter(pk=team.pk).exists()
    may_tend = access.tended_teams(viewer).filter(pk=team.pk).exists()
    agreed = Expectation.objects.filter(team=team, year__ends_on__gte=today)  # earlier years' have run out
    held = Membership.objects.filter(team=team).select_related("person").order_by("person__name", "-starts_on")
    rows = [
        MemberRow(
            row.pk,
            row.person_id,
            row.person.name,
            row.position,
            row.get_position_display(),
            row.starts_on,
            row.ends_on,
            may_edit and row.person_id != viewer.pk,
        )
        for row in held
    ]
    order = [str(position) for position in Position]
    now = [row for row in rows if row.ends_on is None or row.ends_on >= today]
    return TeamPage(
        team,
        slot_words(team),
        sorted(now, key=lambda row: (order.index(row.position), row.name)),
        [row for row in rows if row.ends_on is not None and row.ends_on < today],
        list(agreed.select_related("year").order_by("year__starts_on", "pk")),
        may_edit,
        may_tend,
        list(Position.choices),
    )
