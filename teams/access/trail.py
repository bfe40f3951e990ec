"""Who may read the trail, who may set up, whose waiting files."""

from django.db.models import QuerySet

from teams.models import AuditEntry, Person, StagedFile

from .doors import door
from .schools import editable_schools, is_district, led_schools, overseen_schools


def own_access_history(person: Person) -> QuerySet[AuditEntry]:
    """Audit rows in which somebody else opened or changed something about the person."""
    return AuditEntry.objects.filter(subject_id=person.pk).exclude(actor_id=person.pk)


def readable_audit(person: Person) -> QuerySet[AuditEntry]:
    """A leader's school, the metadata of overseen schools, all for the district (no content is kept)."""
    if is_district(person):
        return AuditEntry.objects.all()
    schools = led_schools(person) | overseen_schools(person)
    return AuditEntry.objects.filter(school_id__in=schools.values("pk"))


def may_read_audit(person: Person) -> bool:
    """Leader, superintendent, district."""
    return is_district(person) or led_schools(person).exists() or overseen_schools(person).exists()


def may_set_up(person: Person) -> bool:
    """Whether the person has a school to set up, or the whole district (which may have none yet)."""
    return is_district(person) or editable_schools(person).exists()


def own_file(person: Person, pk: int) -> StagedFile:
    """A file that the person uploaded and has neither applied nor discarded."""
    return door(StagedFile.objects.filter(person=person), may_set_up(person), pk)
