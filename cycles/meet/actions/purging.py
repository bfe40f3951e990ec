"""What nobody has opened in time goes: sealed unread, with names deleted (`privacy.md` 2.8, unpublished live cards)."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from cycles.meet.boxes import CardBox
from cycles.meet.early import EarlyCard
from cycles.plan.enums import SessionState
from reflection_site import sealing
from teams import audit, retention

from .revealing import destroy

KEPT_DAYS = 30


def _long_past(at: datetime) -> Q:
    """Sessions whose meeting began long ago and was never closed, never began, or was called off."""
    before = at - timedelta(days=KEPT_DAYS)
    is_over = Q(session__meets_on__lt=before.date()) | Q(session__state=SessionState.CANCELLED)
    return Q(session__meeting__opened_at__lt=before) | Q(session__meeting=None) & is_over


def purge_boxes(*, at: datetime) -> int:
    """Destroy unread what lies sealed in meetings of long ago that were never closed, or never began.

    Run daily; safe to run at any time. Returns how many boxes.
    """
    stale = list(CardBox.objects.filter(_long_past(at), seal_salt__isnull=False))
    for box in stale:
        with suppress(sealing.BoxOpened):
            destroy(box)
    if stale:
        audit.record("sealed cards destroyed", by=None, at=at, count=len(stale))
    return len(stale)


@transaction.atomic
def purge_early_cards(*, at: datetime) -> int:
    """Delete what was written ahead with a name for such meetings; returns how many cards. Run daily."""
    stale = EarlyCard.objects.filter(_long_past(at))
    count = retention.unheld(stale, school="session__cycle__school", what="cards written ahead", at=at).delete()[0]
    if count:
        audit.record("cards written ahead deleted", by=None, at=at, count=count)
    return count
