"""Teams, when they usually meet, and what they agreed to expect."""

from datetime import datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teams import audit
from teams.models import Expectation, Person, School, SchoolYear, Team

from .dated import day_of
from .refusals import AlreadyThere


def _refuse_twin(error: IntegrityError) -> AlreadyThere:
    return AlreadyThere(_("The school has a team with this name already, or an ILT already."))


@transaction.atomic
def add_team(school: School, *, kind: str, name: str, by: Person, at: datetime, **slot: Any) -> Team:
    """A new team. `slot`: `usual_weekday`, `usual_time`, `usual_minutes`, `usual_place`."""
    try:
        with transaction.atomic():
            team = Team.objects.create(school=school, kind=kind, name=name, **slot)
    except IntegrityError as error:
        raise _refuse_twin(error) from error
    audit.record("team added", team, by=by, at=at, school=school)
    return team


@transaction.atomic
def edit_team(team: Team, *, kind: str, name: str, is_active: bool, by: Person, at: datetime) -> Team:
    """Change what a team is called, what kind it is, and whether it meets at all."""
    team.kind, team.name, team.is_active = kind, name, is_active
    try:
        with transaction.atomic():
            team.save(update_fields=["kind", "name", "is_active"])
    except IntegrityError as error:
        raise _refuse_twin(error) from error
    audit.record("team changed", team, by=by, at=at, school=team.school)
    return team


@transaction.atomic
def tend_team(
    team: Team,
    *,
    usual_weekday: int | None,
    usual_time: time | None,
    usual_minutes: int,
    usual_place: str,
    by: Person,
    at: datetime,
) -> Team:
    """Change when and where a team usually meets."""
    team.usual_weekday, team.usual_time = usual_weekday, usual_time
    team.usual_minutes, team.usual_place = usual_minutes, usual_place
    team.save(update_fields=["usual_weekday", "usual_time", "usual_minutes", "usual_place"])
    audit.record("usual slot changed", team, by=by, at=at, school=team.school)
    return team


@transaction.atomic
def agree_expectation(team: Team, *, year: SchoolYear, text: str, by: Person, at: datetime) -> Expectation:
    """A key role or expectation, agreed today."""
    row = Expectation.objects.create(team=team, year=year, text=text, agreed_on=day_of(at))
    audit.record("expectation agreed", row, by=by, at=at, school=team.school)
    return row


@transaction.atomic
def drop_expectation(expectation: Expectation, *, by: Person, at: datetime) -> None:
    audit.record("expectation dropped", expectation, by=by, at=at, school=expectation.team.school)
    expectation.delete()
