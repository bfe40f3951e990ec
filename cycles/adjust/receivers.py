"""What a closed meeting begins: its record is checked by those who were there."""

from typing import Any

from django.dispatch import receiver

from cycles.plan.signals import session_met

from .actions import open_check


@receiver(session_met, dispatch_uid="cycles.adjust.session_met")
def session_has_met(**change: Any) -> None:
    open_check(change["session"], at=change["at"])
