"""One person takes another's place, in one action."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from teams import access, audit, handover
from teams.enums import LEADING
from teams.models import Appointment, Membership, Person, School, SupervisionLink, UipGoal

from .dated import close
from .memberships import join_team
from .refusals import OwnRole, Refusal, RoleNotHeld
from .roles import begin_supervision, give_appointment


class NotTheSame(Refusal):
    def __init__(self) -> None:
        super().__init__(_("A person can't take their own place. Choose somebody else."))


@dataclass(frozen=True)
class Replaced:
    """What passed on: roles, teams, people evaluated, and things of the apps above (meetings, steps)."""

    roles: int
    teams: int
    evaluated: int
    things: int


@dataclass(frozen=True)
class _Change:
    """Who takes over where, from which day, on whose word."""

    successor: Person
    schools: QuerySet[School]
    last_day: date
    by: Person
    at: datetime

    @property
    def since(self) -> date:
        return self.last_day + timedelta(days=1)

    @property
    def lasting(self) -> Q:
        """Relationships that would still hold after the last day."""
        return Q(ends_on=None) | Q(ends_on__gt=self.last_day)


@transaction.atomic
def replace_person(
    leaving: Person,
    *,
    successor: Person,
    schools: QuerySet[School],
    last_day: date,
    by: Person,
    at: datetime,
) -> Replaced:
    """Let `successor` take everything that `leaving` holds at `schools` from the day after `last_day`.

    Roles, teams with their positions, the people they evaluate, goals, and what the apps above registered. What was
    written in confidence is nobody's to pass on and stays. Raises `OwnRole`, `RoleNotHeld`, `NotTheSame`.
    """
    if by.pk in (leaving.pk, successor.pk):
        raise OwnRole
    if leaving.pk == successor.pk:
        raise NotTheSame
    change = _Change(successor, schools, last_day, by, at)
    things = handover.hand_over(leaving, successor=successor, schools=schools, since=change.since, by=by, at=at)
    things += UipGoal.objects.filter(owner=leaving, school__in=schools, is_archived=False).update(owner=successor)
    roles = _pass_roles(leaving, change)
    replaced = Replaced(roles, _pass_teams(leaving, change), _pass_supervision(leaving, change), things)
    audit.record("person replaced", leaving, by=by, at=at, subject=leaving, purpose=f"by person:{successor.pk}")
    return replaced


def _pass_roles(leaving: Person, change: _Change) -> int:
    rows = Appointment.objects.filter(change.lasting, person=leaving, school__in=change.schools)
    passed = list(rows.select_related("school"))
    for row in passed:
        if not access.may_grant(change.by, row.role, school=row.school, network=None):
            raise RoleNotHeld
        close(row, last_day=change.last_day)
        audit.record("role ended", row, by=change.by, at=change.at, subject=leaving, school=row.school)
        held = Appointment.objects.filter(change.lasting, person=change.successor, role=row.role, school=row.school)
        if not held.exists():
            give_appointment(
                change.successor, role=row.role, school=row.school, starts_on=change.since, by=change.by, at=change.at
            )
    return len(passed)


def _pass_teams(leaving: Person, change: _Change) -> int:
    rows = Membership.objects.filter(change.lasting, person=leaving, team__school__in=change.schools)
    passed = list(rows.select_related("team__school"))
    for row in passed:
        close(row, last_day=change.last_day)
        audit.record("team left", row, by=change.by, at=change.at, subject=leaving, school=row.team.school)
        _take_place(row, change)
    return len(passed)


def _take_place(row: Membership, change: _Change) -> None:
    held = Membership.objects.filter(change.lasting, person=change.successor, team=row.team).first()
    if held is None:
        join_team(
            row.team,
            person=change.successor,
            position=row.position,
            starts_on=change.since,
            by=change.by,
            at=change.at,
        )
    elif row.position in LEADING and held.position not in LEADING:
        close(held, last_day=change.last_day)
        Membership.objects.create(team=row.team, person=change.successor, position=row.position, starts_on=change.since)


def _pass_supervision(leaving: Person, change: _Change) -> int:
    rows = SupervisionLink.objects.filter(
        change.lasting, Q(supervisor=leaving) | Q(supervisee=leaving), school__in=change.schools
    )
    passed = 0
    for row in rows.select_related("supervisee", "school"):
        close(row, last_day=change.last_day)
        audit.record("supervision ended", row, by=change.by, at=change.at, subject=row.supervisee, school=row.school)
        passed += row.supervisor_id == leaving.pk and _evaluate_on(row, change)
    return passed


def _evaluate_on(row: SupervisionLink, change: _Change) -> bool:
    """Whether the successor now evaluates the same person: never themselves, never the one who says so."""
    if row.supervisee_id in (change.successor.pk, change.by.pk):
        return False
    same = SupervisionLink.objects.filter(
        change.lasting, supervisor=change.successor, supervisee=row.supervisee, school=row.school
    )
    if not same.exists():
        begin_supervision(
            row.school,
            supervisor=change.successor,
            supervisee=row.supervisee,
            starts_on=change.since,
            by=change.by,
            at=change.at,
        )
    return True
