"""A second factor: a setting, on in production, off in the demo.

Asked at sign-in of those whose role sees beyond one team, and of anyone before pages with individual LEAP rows
(`step_up`). A district's own single sign-on may vouch for it (`SECOND_FACTOR_BY_SSO`).
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from .enums import Role
from .models import Appointment, Person

V = TypeVar("V", bound=Callable[..., HttpResponse])
ASKED_OF = (Role.LEADER, Role.SUPERINTENDENT, Role.PARTNER, Role.DISTRICT, Role.STEWARD)
STEP_UP_SECONDS = 30 * 60


def has_one(person: Person) -> bool:
    """Whether the person has set up a second factor."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def is_asked_of(person: Person) -> bool:
    """Whether the person's role today asks for one at sign-in."""
    return Appointment.objects.on().filter(person=person, role__in=ASKED_OF).exists()


def last_proof(request: HttpRequest) -> float:
    """When this session last proved a second factor, in seconds since 1970; 0 for never."""
    methods = ["mfa", "socialaccount"] if settings.SECOND_FACTOR_BY_SSO else ["mfa"]
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return max((float(record["at"]) for record in records if record.get("method") in methods), default=0.0)


def is_missing(request: HttpRequest, person: Person) -> bool:
    """Whether the person must set up a second factor before anything else. No query where it is off or proven."""
    if not settings.SECOND_FACTOR_REQUIRED or last_proof(request):
        return False
    return is_asked_of(person) and not has_one(person)


def is_open_without(path: str) -> bool:
    """Pages on which one sets it up, signs out or changes the language."""
    return path.startswith((reverse("account_login").rsplit("login", 1)[0], "/i18n/", "/static/"))


def step_up(view: V) -> V:
    """Ask for the second factor again before this page, where the last proof is more than 30 minutes old.

    Who has none sets one up first. Where the setting is off, nothing is asked. Stands above `require_GET`.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.SECOND_FACTOR_REQUIRED or time.time() - last_proof(request) < STEP_UP_SECONDS:
            return view(request, *args, **kwargs)
        person = request.user
        if not isinstance(person, Person) or not has_one(person):
            return redirect("mfa_activate_totp")
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")

    return cast("V", guarded)
