"""The Celery application: a task is a doorbell, the database is the truth."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reflection_site.settings")

app = Celery("reflection_site")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    [
        "teams",
        "data_imports",
        "surveys",
        "cycles.plan",
        "cycles.prepare",
        "cycles.confer",
        "cycles.listen",
        "cycles.meet",
        "cycles.adjust",
        "cycles.share",
    ]
)
