"""Plus and delta as a meeting of its own."""

from typing import Any

from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Reveal

from .test_written import begun


def test_both_columns_are_shown_together(people: Any, session: Any) -> None:
    meeting = begun(session, people, "plus_delta")
    actions.reveal_cards(meeting, by=people.facilitator, at=timezone.now())
    assert set(Reveal.objects.values_list("kind", flat=True)) == {"plus", "delta"}
