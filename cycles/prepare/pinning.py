"""Which version of each template a session asks: the one that held when it got its time, or was first begun."""

from datetime import datetime

from cycles.plan.models import ReflectionSession

from .models import PinnedTemplate, Template


def pin_templates(session: ReflectionSession, at: datetime) -> None:
    """Pin the current version of each kind that has none pinned yet; what is pinned stays. At most 3 queries."""
    pinned = PinnedTemplate.objects.filter(session=session).values_list("kind", flat=True)
    current = Template.objects.filter(cycle_kind=session.cycle.kind, is_current=True).exclude(kind__in=list(pinned))
    PinnedTemplate.objects.bulk_create(
        [PinnedTemplate(session=session, kind=template.kind, template=template) for template in current],
        ignore_conflicts=True,
    )
