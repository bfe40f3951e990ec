"""Who may read, write and choose protocols. Written by the district, as its templates; chosen by who facilitates."""

from django.db.models import Q

from cycles.plan import access as plan_access
from cycles.plan.models import ReflectionSession
from cycles.prepare import access as prepare_access
from teams import access as teams_access
from teams.models import Person

from .models import Protocol


def only_readers(person: Person) -> None:
    """Refuse with 403 whoever neither writes the district's protocols nor leads a school that meets by them."""
    prepare_access.only_template_readers(person)


def readable_protocol(person: Person, pk: int) -> Protocol:
    """One version; a draft exists only for the district, which writes it. Who facilitates a meeting may read too."""
    known = Protocol.objects.select_related("changed_by")
    may_write = teams_access.is_district(person)
    teams_access.only_if(may_write or may_look(person))
    return teams_access.door(known if may_write else known.filter(is_draft=False), True, pk)


def may_look(person: Person) -> bool:
    """Whether they lead a school, or facilitate a meeting. At most 2 queries."""
    facilitates = ReflectionSession.objects.filter(Q(facilitator=person) | Q(deputy=person))
    return teams_access.led_schools(person).exists() or facilitates.exists()


def copied_protocol(person: Person, pk: int) -> Protocol:
    """A version from which the person may begin a draft: the district's part."""
    return teams_access.door(Protocol.objects.all(), teams_access.is_district(person), pk)


def editable_draft(person: Person, pk: int) -> Protocol:
    """A draft, for the district; for nobody else is it there."""
    teams_access.only_if(teams_access.is_district(person))
    return teams_access.door(Protocol.objects.select_related("changed_by").filter(is_draft=True), True, pk)


def choosing_session(person: Person, pk: int) -> ReflectionSession:
    """A session whose protocol the person may choose: who facilitates it, the deputy, the school's leader."""
    return plan_access.facilitated_session(person, pk)
