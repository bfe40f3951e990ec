"""Whoever signs out leaves nothing readable on the device."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from teams.models import Person

from . import drafts
from .enums import DEVICE_COOKIE


@receiver(user_logged_out, dispatch_uid="cycles.signed_out")
def signed_out(request: HttpRequest | None, user: Person | None, **_: Any) -> None:
    device = request.COOKIES.get(DEVICE_COOKIE) if request is not None else None
    if user is not None and device:
        drafts.forget_key(user, device=device)
