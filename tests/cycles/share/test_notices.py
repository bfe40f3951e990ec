"""The letters wait on the school's leader until the summary is published."""

from typing import Any

from django.utils import timezone

from cycles.plan import around
from cycles.plan.enums import MilestoneKind
from cycles.share import actions


def test_letters_wait_for_the_summary(people: Any, told: Any, draft: Any) -> None:
    def waiting() -> list[set[int]]:
        kinds = (MilestoneKind.STAFF, MilestoneKind.FAMILIES)
        return [set(around.waiting_for(kind, [told])[told.pk]) for kind in kinds]

    assert waiting() == [{people.leader.pk}] * 2
    actions.publish_summary(draft, by=people.leader, at=timezone.now())
    assert waiting() == [set(), set()]
