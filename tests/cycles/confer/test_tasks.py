"""The doorbell that beat rings each day."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from cycles.confer import tasks
from cycles.confer.models import CheckInNote, PairKey
from reflection_site.celery import app
from tests.moments import travel

from .talks import arrange, note


def test_rung_twice_it_deletes_once(people: Any, session: Any) -> None:
    note(arrange(people.lead, people.teacher, session), people.lead, "mine")
    tasks.purge_notes(newer_word=1)
    assert CheckInNote.objects.count() == 1
    with travel(timezone.now() + timedelta(days=800)):
        tasks.purge_notes()
        tasks.purge_notes()
    assert (CheckInNote.objects.count(), PairKey.objects.count()) == (0, 0)


def test_beat_and_the_workers_know_it() -> None:
    app.loader.import_default_modules()
    assert settings.CELERY_BEAT_SCHEDULE["purge-check-in-notes"]["task"] in app.tasks
