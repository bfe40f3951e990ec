"""A person's own word on what they are mailed."""

from django.db import transaction

from teams.models import NoticePreference, Person


@transaction.atomic
def choose_notices(person: Person, *, wanted: set[str], offered: set[str]) -> None:
    """Get the kinds in `wanted` and none of the others that were `offered`. What is due later follows at once."""
    NoticePreference.objects.filter(person=person, kind__in=offered).delete()
    NoticePreference.objects.bulk_create(
        [NoticePreference(person=person, kind=kind, by_mail=False) for kind in sorted(offered - wanted)]
    )
