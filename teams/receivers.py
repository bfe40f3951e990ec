"""What the sign-in of other people's packages tells the trail. Who came, who was refused, who left; no content."""

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from . import audit
from .models import Person


@receiver(user_logged_in, dispatch_uid="teams.signed_in")
def signed_in(user: Person, **_: Any) -> None:
    audit.record("signed in", by=user, at=timezone.now(), subject=user)


@receiver(user_logged_out, dispatch_uid="teams.signed_out")
def signed_out(user: Person | None, **_: Any) -> None:
    if user is not None:
        audit.record("signed out", by=user, at=timezone.now(), subject=user)


@receiver(user_login_failed, dispatch_uid="teams.sign_in_failed")
def sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    """Whose account it was, where there is one; what was typed is kept nowhere."""
    email = str(credentials.get("email") or credentials.get("username") or "")
    person = Person.objects.filter(email=email.strip().lower()).first() if email else None
    audit.record("sign-in failed", by=None, at=timezone.now(), subject=person)


@receiver(authenticator_added, dispatch_uid="teams.second_factor_added")
def second_factor_added(user: Person, **_: Any) -> None:
    audit.record("second factor added", by=user, at=timezone.now(), subject=user)


@receiver(authenticator_removed, dispatch_uid="teams.second_factor_removed")
def second_factor_removed(user: Person, **_: Any) -> None:
    audit.record("second factor removed", by=user, at=timezone.now(), subject=user)
