"""An open meeting follows who stands in on its session's page."""

from typing import Any

from django.dispatch import receiver

from cycles.plan.signals import facilitator_changed

from .actions import follow_substitute


@receiver(facilitator_changed, dispatch_uid="cycles.meet.facilitator_changed")
def facilitator_has_changed(**change: Any) -> None:
    follow_substitute(change["session"], change["former"], change["at"])
