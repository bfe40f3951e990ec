"""The site's Celery application with one more kind of notice, for workers that are going to be killed."""

import django

django.setup()

from reflection_site.celery import app  # noqa: E402
from teams import notices  # noqa: E402
from teams.models import Notice  # noqa: E402

KIND = "fault-letter"


def wanted(notice: Notice) -> bool:
    return True


def render(notice: Notice) -> notices.Mail:
    return notices.Mail(subject=f"Letter {notice.occurrence}", text=f"The text of letter {notice.occurrence}.")


notices.register(KIND, label="Fault letter", still_wanted=wanted, render=render, is_optional=False)

__all__ = ["app"]
