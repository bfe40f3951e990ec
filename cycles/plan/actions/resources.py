"""The district's own links: added, changed, taken away."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cycles.plan.models import Resource
from teams import audit
from teams.models import Person

from .refusals import PlanRefused


class TitleTaken(PlanRefused):
    """Another link at the same step has this title."""

    def __init__(self) -> None:
        super().__init__(_("A link with this title is at this step already; give it another one."))


@transaction.atomic
def add_resource(*, by: Person, at: datetime, **values: Any) -> Resource:
    """A link at a step (`step`, `title`, `title_es`, `link`, `link_es`). Raises `TitleTaken`."""
    try:
        with transaction.atomic():
            resource = Resource.objects.create(**values)
    except IntegrityError:
        raise TitleTaken from None
    audit.record("resource added", resource, by=by, at=at)
    return resource


@transaction.atomic
def change_resource(resource: Resource, *, by: Person, at: datetime, **values: Any) -> None:
    """Write a link anew. Raises `TitleTaken`."""
    try:
        with transaction.atomic():
            Resource.objects.filter(pk=resource.pk).update(**values)
    except IntegrityError:
        raise TitleTaken from None
    audit.record("resource changed", resource, by=by, at=at)


@transaction.atomic
def remove_resource(resource: Resource, *, by: Person, at: datetime) -> None:
    """Take a link away from every page. Twice is once."""
    removed, _each = Resource.objects.filter(pk=resource.pk).delete()
    if removed:
        audit.record("resource removed", f"resource:{resource.pk}", by=by, at=at)
