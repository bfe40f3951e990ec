"""Cards written before a meeting that never came are deleted, with names and without."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.boxes import CardBox, CardDraw, CardSlip
from cycles.meet.early import EarlyCard
from cycles.meet.tasks import purge_boxes, purge_early_cards
from cycles.plan import actions as plan
from cycles.plan.models import ReflectionSession
from teams.models import AuditEntry, LegalHold

from .writing import Ahead, begin, named

NOW = timezone.now


def test_called_off_all_goes_at_once(people: Any, growing: ReflectionSession) -> None:
    named(growing, people.teacher)
    browser = Ahead(growing, people.teacher)
    browser.write("Buses")
    plan.cancel_session(growing, by=people.leader, at=NOW())
    assert (EarlyCard.objects.count(), CardSlip.objects.count(), CardDraw.objects.count()) == (0, 0, 0)
    with pytest.raises(actions.PhaseClosed):
        browser.write("Buses")
    for act in (lambda: named(growing, people.teacher), lambda: Ahead(growing, people.teacher)):
        with pytest.raises(actions.PhaseClosed):
            act()


def test_called_off_while_paused_a_box_that_its_step_took_over_goes_too(
    people: Any, growing: ReflectionSession, go_to: Any
) -> None:
    Ahead(growing, people.teacher).write("Buses")
    there = begin(growing, people.facilitator, "growth", go_to, count=5)
    assert not CardBox.objects.get().is_early
    actions.forget_ahead(there.session)
    assert (CardBox.objects.get().seal_salt, CardSlip.objects.count()) == (None, 0)


def test_what_found_no_meeting_goes_thirty_days_after_its_day(people: Any, growing: ReflectionSession) -> None:
    named(growing, people.teacher)
    Ahead(growing, people.teacher).write("Buses")
    ReflectionSession.objects.filter(pk=growing.pk).update(meets_on=NOW().date() - timedelta(days=29))
    purge_boxes.delay()
    purge_early_cards.delay()
    assert (EarlyCard.objects.count(), CardSlip.objects.count()) == (1, 1)
    later = NOW() + timedelta(days=3)
    hold = LegalHold.objects.create(school=people.school, reason="Letter", placed_by=people.district, placed_at=NOW())
    assert (actions.purge_boxes(at=later), actions.purge_early_cards(at=later)) == (1, 0)
    hold.delete()
    assert actions.purge_early_cards(at=later) == 1
    assert (EarlyCard.objects.count(), CardSlip.objects.count()) == (0, 0)
    assert AuditEntry.objects.get(verb="cards written ahead deleted").count == 1
