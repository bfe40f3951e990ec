"""Whose notices: one's own with their text; a leader's school and the whole district as states only."""

from django.db.models import QuerySet

from teams.models import Notice, Person

from .doors import door
from .schools import is_district, led_schools


def own_notices(person: Person) -> QuerySet[Notice]:
    """What the person was or will be told."""
    return Notice.objects.filter(person=person)


def own_notice(person: Person, pk: int) -> Notice:
    """One of one's own, with its text. Nobody else's, whatever their role."""
    return door(own_notices(person).select_related("person", "school"), True, pk)


def reported_notices(person: Person) -> QuerySet[Notice]:
    """Whose kind and state the person may see: a leader's school, all for the district. Never the text."""
    if is_district(person):
        return Notice.objects.all()
    return Notice.objects.filter(school__in=led_schools(person))


def may_see_reports(person: Person) -> bool:
    return is_district(person) or led_schools(person).exists()
