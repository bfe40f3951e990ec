"""What preparing does when a session gets its time, and when somebody signs out."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from cycles.plan.signals import session_timed
from teams.models import Person

from . import drafts
from .enums import DEVICE_COOKIE
from .pinning import pin_templates


@receiver(session_timed, dispatch_uid="cycles.prepare.session_timed")
def session_has_time(**change: Any) -> None:
    pin_templates(change["session"], change["at"])


@receiver(user_logged_out, dispatch_uid="cycles.signed_out")
def signed_out(request: HttpRequest | None, user: Person | None, **_: Any) -> None:
    """Nothing on the device stays readable."""
    device = request.COOKIES.get(DEVICE_COOKIE) if request is not None else None
    if user is not None and device:
        drafts.forget_key(user, device=device)
