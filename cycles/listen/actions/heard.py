"""What the lead tells the team: what I heard, what I will try."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from cycles.listen import notices
from cycles.listen.models import Heard, MapRound
from teams import audit
from teams.models import Person

from .refusals import HeardChanged, NothingHeard


@transaction.atomic
def save_heard(found: MapRound, *, heard: str, will_try: str, version: int, at: datetime) -> Heard:
    """Keep what was typed, before and after publishing. Raises `HeardChanged` where a newer one stands."""
    now, _made = Heard.objects.get_or_create(round=found)
    if (now.heard, now.will_try) == (heard, will_try):
        return now
    changed = Heard.objects.filter(pk=now.pk, version=version).update(
        heard=heard, will_try=will_try, version=F("version") + 1, saved_at=at
    )
    now.refresh_from_db()
    if not changed:
        raise HeardChanged(now)
    return now


@transaction.atomic
def publish_heard(found: MapRound, *, by: Person, at: datetime) -> None:
    """Let the team read both. Raises `NothingHeard` where one of them is empty. Twice is once."""
    now = Heard.objects.filter(round=found).first()
    if now is None or not (now.heard.strip() and now.will_try.strip()):
        raise NothingHeard
    if Heard.objects.filter(pk=now.pk, published_at__isnull=True).update(published_at=at):
        notices.tell_heard(found, at=at)
        audit.record("heard: published", found, by=by, at=at, school=found.learning_cycle.school)
