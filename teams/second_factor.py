"""A second factor for those whose role sees beyond one team. A setting: on in production, off in the demo."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse

from .enums import Role
from .models import Appointment, Person

ASKED_OF = (Role.LEADER, Role.SUPERINTENDENT, Role.PARTNER, Role.DISTRICT, Role.STEWARD)


def is_missing(person: Person) -> bool:
    """Whether the person must set up a second factor before anything else."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    if not Appointment.objects.on().filter(person=person, role__in=ASKED_OF).exists():
        return False
    return not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def is_open_without(path: str) -> bool:
    """Pages on which one sets it up, signs out or changes the language."""
    return path.startswith((reverse("account_login").rsplit("login", 1)[0], "/i18n/", "/static/"))
