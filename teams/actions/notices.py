"""A person's own word on what they are mailed, and when."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from teams import notices
from teams.enums import NoticeState
from teams.hours import USUAL, Hours
from teams.models import Notice, NoticeHours, NoticePreference, Person
from teams.tasks import ring


@transaction.atomic
def choose_notices(person: Person, *, wanted: set[str], offered: set[str], hours: Hours, at: datetime) -> None:
    """Get the kinds in `wanted` and none of the others that were `offered`, at these hours. What waits follows."""
    NoticePreference.objects.filter(person=person, kind__in=offered).delete()
    stop_notices(person, kinds=sorted(offered - wanted))
    if hours == USUAL:
        NoticeHours.objects.filter(person=person).delete()
    else:
        told = {"digest_at": hours.digest_at, "quiet_from": hours.quiet_from, "quiet_to": hours.quiet_to}
        NoticeHours.objects.update_or_create(person=person, defaults=told)
    notices.recount(Notice.objects.filter(person=person), at=at)


def stop_notices(person: Person, *, kinds: Iterable[str]) -> None:
    """Get none of these kinds by mail any more. Twice is once."""
    for kind in kinds:
        NoticePreference.objects.update_or_create(person=person, kind=kind, defaults={"by_mail": False})


@transaction.atomic
def send_again(notice: Notice, *, at: datetime) -> bool:
    """Try one that could not be sent anew, to the address that the person has now; False where nothing failed.

    Whether it is still wanted is asked as always.
    """
    again = Notice.objects.filter(pk=notice.pk, state=NoticeState.FAILED)
    changed = again.update(state=NoticeState.DUE, due_at=at, tries=0, lease_until=None, digest_id="", zone="")
    if changed:
        ring()
    return changed == 1
