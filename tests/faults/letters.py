"""The site's Celery application with two more kinds of notice, for workers that are going to be killed."""

import os

import django

django.setup()

from reflection_site.celery import app  # noqa: E402
from teams import notices  # noqa: E402
from teams.models import Notice  # noqa: E402
from teams.outbox import claims  # noqa: E402

LETTER, REMINDER = "fault-letter", "fault-reminder"

# many small batches, so that there is something left for each of many kills
claims.BATCH = int(os.environ.get("FAULT_BATCH", claims.BATCH))
if "FAULT_BEAT" in os.environ:
    ring = {"task": "teams.tasks.send_due_notices", "schedule": float(os.environ["FAULT_BEAT"])}
    app.conf.beat_schedule = {"send-due-notices": ring}


def wanted(notice: Notice) -> bool:
    return True


def render(notice: Notice) -> notices.Mail:
    return notices.Mail(subject=f"Letter {notice.occurrence}", text=f"This is #{notice.pk}#.")


notices.register(LETTER, label="Letter", still_wanted=wanted, render=render, is_optional=False, stale_after=None)
notices.register(REMINDER, label="Reminder", still_wanted=wanted, render=render, stale_after=None)

__all__ = ["app"]
