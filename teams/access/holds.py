"""Retention, hold and purge are the district's (`privacy.md` section 3)."""

from teams.models import LegalHold, Person

from .doors import door, only_if
from .schools import is_district


def only_who_holds(person: Person) -> None:
    only_if(is_district(person))


def lifting_hold(person: Person, pk: int) -> LegalHold:
    """A hold, for the district; 403 for everybody else."""
    only_who_holds(person)
    return door(LegalHold.objects.select_related("school"), True, pk)
