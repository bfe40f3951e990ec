"""Wiring: known by all, knowing none but through `urls.py`."""

from .celery import app as celery_app

__all__ = ["celery_app"]
