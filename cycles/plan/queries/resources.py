"""The district's own links, at the step where they help."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from cycles.plan.enums import SessionState, Step
from cycles.plan.models import Resource

AT_STATE: dict[str, tuple[Step, ...]] = {
    SessionState.PLANNED: (Step.PLAN,),
    SessionState.SCHEDULED: (Step.PLAN, Step.PREPARE, Step.CHECK_IN),
    SessionState.MEETING: (Step.MEET,),
    SessionState.MET: (Step.ADJUST, Step.SHARE),
}


@dataclass(frozen=True)
class ResourceShown:
    """A link in the reader's language; English where Spanish is missing."""

    step: str
    title: str
    link: str


def resources(*steps: Step) -> tuple[ResourceShown, ...]:
    """The links of these steps, in the order of the steps. 1 query."""
    order = list(Step.values)
    rows = sorted(Resource.objects.filter(step__in=steps), key=lambda row: (order.index(row.step), row.title))
    return tuple(_shown(row) for row in rows)


def _shown(row: Resource) -> ResourceShown:
    in_spanish = (get_language() or "en").startswith("es")
    title = (row.title_es if in_spanish else "") or row.title
    link = (row.link_es if in_spanish else "") or row.link
    return ResourceShown(str(Step(row.step).label), title, link)


@dataclass(frozen=True)
class StepLinks:
    """A step with its links as they were written."""

    step: Step
    rows: Sequence[Resource]


def all_resources() -> tuple[StepLinks, ...]:
    """Every step, with or without links. 1 query."""
    rows = list(Resource.objects.order_by("title"))
    return tuple(StepLinks(step, [row for row in rows if row.step == step]) for step in Step)
