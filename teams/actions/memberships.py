"""Who is in which team, with which role in it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from teams import audit
from teams.enums import Position
from teams.models import Membership, Person, Team

from .dated import close, day_of, last_day_before
from .refusals import AlreadyThere, OwnRole


@transaction.atomic
def join_team(
    team: Team,
    *,
    person: Person,
    starts_on: date,
    by: Person,
    at: datetime,
    position: str = Position.MEMBER,
) -> Membership:
    """Take somebody into a team. Raises `OwnRole`, `AlreadyThere`."""
    if by.pk == person.pk:
        raise OwnRole
    held = Membership.objects.filter(team=team, person=person)
    if held.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)).exists():
        raise AlreadyThere(
            _("%(name)s is in %(team)s already.") % {"name": person.name, "team": team.name},
        )
    row: Membership = Membership.objects.create(team=team, person=person, position=position, starts_on=starts_on)
    audit.record("team joined", row, by=by, at=at, subject=person, school=team.school)
    return row


@transaction.atomic
def change_position(membership: Membership, *, position: str, by: Person, at: datetime) -> Membership:
    """Another role in the same team from today on; the earlier one keeps its dates."""
    person, team = membership.person, membership.team
    if by.pk == person.pk:
        raise OwnRole
    until, today = membership.ends_on, day_of(at)
    starts_on = max(today, membership.starts_on)
    close(membership, last_day=starts_on - timedelta(days=1))
    row: Membership = Membership.objects.create(
        team=team, person=person, position=position, starts_on=starts_on, ends_on=until
    )
    audit.record("role in team changed", row, by=by, at=at, subject=person, school=team.school)
    return row


@transaction.atomic
def leave_team(membership: Membership, *, by: Person, at: datetime, last_day: date | None = None) -> None:
    """Take somebody out of a team, at once or with `last_day`."""
    if by.pk == membership.person_id:
        raise OwnRole
    close(membership, last_day=last_day or last_day_before(at))
    audit.record("team left", membership, by=by, at=at, subject=membership.person, school=membership.team.school)
