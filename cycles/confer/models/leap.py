"""When the LEAP conversations are, beside the reflection and never through it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teams.enums import CycleKind
from teams.models import School, SchoolYear


class LeapDates(models.Model):
    """In which weeks a school (or, without one, the district) holds its LEAP conversations, and the district's guide.

    Only days and an address: nothing that anybody writes or says reaches them.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=CycleKind)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    guidance_url = models.URLField(_("the district's guidance"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "kind"], name="cycles_leap_dates_of_school"),
            models.UniqueConstraint(
                fields=["year", "kind"], condition=Q(school__isnull=True), name="cycles_leap_dates_of_district"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="cycles_leap_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"LEAP {self.kind} {self.year_id}"
