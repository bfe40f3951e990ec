"""Whose notices: one's own with their text; a leader's school and the whole district as states only."""

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import Http404

from teams import kinds, letters
from teams.enums import NoticeState
from teams.models import Notice, Person
from teams.outbox import ADDRESS_REFUSED

from .doors import door
from .schools import is_district, led_schools


def own_notices(person: Person) -> QuerySet[Notice]:
    """What the person was or will be told."""
    return Notice.objects.filter(person=person)


def own_notice(person: Person, pk: int) -> Notice:
    """One of one's own, with its text. Nobody else's, whatever their role."""
    return door(own_notices(person).select_related("person", "school"), True, pk)


def reported_notices(person: Person) -> QuerySet[Notice]:
    """Whose kind and state the person may see: a leader's school, all for the district. Never the text.

    Kinds that are confidential are told to nobody else, in no state.
    """
    rows = Notice.objects.exclude(kind__in=[kind.key for kind in kinds.KINDS.values() if kind.is_confidential])
    return rows if is_district(person) else rows.filter(school__in=led_schools(person))


def reported_notice(person: Person, pk: int) -> Notice:
    """One of them."""
    return door(reported_notices(person), True, pk)


def refused_notices(person: Person) -> QuerySet[Notice]:
    """Those among them that say: nothing reaches this person. Mended by another address, or by mail that arrived."""
    refused = reported_notices(person).filter(
        state=NoticeState.FAILED, reason=ADDRESS_REFUSED, address=F("person__email"), person__is_active=True
    )
    later = Notice.objects.filter(
        person=OuterRef("person"), state=NoticeState.SENT, address=OuterRef("address"), sent_at__gt=OuterRef("due_at")
    )
    return refused.exclude(Exists(later))


def may_see_reports(person: Person) -> bool:
    return is_district(person) or led_schools(person).exists()


def stoppable_by_link(token: str) -> tuple[Person, list[str]]:
    """Whose kinds a link in a mail turns off. It opens nothing else, so nobody need sign in; 404 for any other."""
    found = letters.read_stop(token)
    person = Person.objects.filter(pk=found[0]).first() if found else None
    if person is None or not found or not found[1]:
        raise Http404
    return person, found[1]
