"""An open meeting follows who stands in on its session's page; what was written ahead goes when it is called off."""

from typing import Any

from django.dispatch import receiver

from cycles.plan.signals import facilitator_changed, session_cancelled

from .actions import follow_substitute, forget_ahead


@receiver(facilitator_changed, dispatch_uid="cycles.meet.facilitator_changed")
def facilitator_has_changed(**change: Any) -> None:
    follow_substitute(change["session"], change["former"], change["at"])


@receiver(session_cancelled, dispatch_uid="cycles.meet.session_cancelled")
def session_is_cancelled(**change: Any) -> None:
    forget_ahead(change["session"])
