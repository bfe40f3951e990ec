"""Who sees when the LEAP conversations are, and who sets the days: a school's leader, the district for all."""

from django.core.exceptions import PermissionDenied

from teams import access as teams_access
from teams.models import Person, School


def leap_place(person: Person) -> School | None:
    """The school whose days the person sees: where they work. None is the district's own; 403 for everybody else."""
    school = teams_access.workplace(person)
    if school is None and not teams_access.is_district(person):
        raise PermissionDenied
    return school


def dated_leap_place(person: Person) -> School | None:
    """The school whose days the person sets: the one they lead. None is the district's; 403 for everybody else."""
    school = teams_access.led_schools(person).first()
    if school is None and not teams_access.is_district(person):
        raise PermissionDenied
    return school


def may_date_leap(person: Person) -> bool:
    return teams_access.led_schools(person).exists() or teams_access.is_district(person)
