"""A ring while Redis is away costs nobody their time."""

import time

import pytest
from celery import Celery
from django.conf import settings
from kombu.exceptions import OperationalError


def test_who_rings_while_the_broker_is_away_does_not_wait() -> None:
    app = Celery(broker="redis://127.0.0.1:1/0", set_as_current=False)
    app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    began = time.monotonic()
    with pytest.raises(OperationalError):
        app.send_task("teams.tasks.send_due_notices", retry=False)
    assert time.monotonic() - began < 3
