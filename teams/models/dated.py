"""Relationships that begin and end."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reflection_site.statements import Given


class DatedQuerySet(models.QuerySet[Any]):
    """Filters shared by all dated relationships."""

    def on(self, day: date | Given | None = None) -> Self:
        """Those that hold on `day` (today, where none is given). Both ends count."""
        day = day or timezone.localdate()
        return self.filter(Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class Dated(models.Model):
    """A relationship from `starts_on` to `ends_on`, both included; open where there is no end."""

    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_start",
            )
        ]
