"""Doorbells of the calendar."""

from typing import Any

from celery import shared_task
from django.db import transaction


@shared_task
def open_near_cycles(**_: Any) -> None:
    """Open the cycles whose term closes soon. Beat rings each hour; a cycle that stands is left alone."""
    from django.utils import timezone

    from . import actions

    actions.open_near_cycles(at=timezone.now())


@shared_task
def follow_teams(**_: Any) -> None:
    """Invite who joined a team with a meeting ahead, and let go who left it. Beat rings each hour."""
    from django.utils import timezone

    from . import actions

    actions.follow_teams(at=timezone.now())


@shared_task
def renew_proposals(cycle: int | None = None, **_: Any) -> None:
    """Keep the proposed slots true, of one cycle or of all. Rung when a meeting moves, and by beat."""
    from django.utils import timezone

    from . import actions

    actions.renew_open_proposals(at=timezone.now(), only=cycle)


@shared_task
def close_due_polls(**_: Any) -> None:
    """Close the time polls whose deadline has passed. Beat rings each minute."""
    from django.utils import timezone

    from . import actions

    actions.close_due_polls(at=timezone.now())


@shared_task
def freeze_asked_packets(**_: Any) -> None:
    """Freeze the packets that people asked for. Rung at once, and by beat in case the ring was lost."""
    from django.utils import timezone

    from . import actions

    actions.freeze_asked_packets(at=timezone.now())


@shared_task
def keep_plans(**_: Any) -> None:
    """Date, remind and freeze what is due around meetings. Beat rings each hour."""
    from django.utils import timezone

    from . import actions

    actions.keep_plans(at=timezone.now())


@shared_task
def send_letters(**_: Any) -> None:
    """Send what is due to people without an account. Rung at once, and by beat each minute."""
    from django.utils import timezone

    from . import letters

    letters.send_due(timezone.now)


@shared_task
def purge_outside(**_: Any) -> None:
    """Delete what is kept of people from outside and serves no more. Beat rings each day."""
    from django.utils import timezone

    from . import actions

    actions.purge_outside(at=timezone.now())


def ring_for_letters() -> None:
    """Ring once the transaction stands; with no broker, beat finds the rows."""
    transaction.on_commit(lambda: send_letters.apply_async(retry=False), robust=True)


def ring_for_packets() -> None:
    """Ring once the transaction stands; with no broker, beat finds what was asked."""
    transaction.on_commit(lambda: freeze_asked_packets.apply_async(retry=False), robust=True)


def ring_for_proposals(cycle: int) -> None:
    """Ring once the transaction stands; with no broker, beat finds what has changed."""
    transaction.on_commit(lambda: renew_proposals.apply_async(kwargs={"cycle": cycle}, retry=False), robust=True)
