from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teams.enums import BlockKind, CycleKind, TermKind

from .places import School


class SchoolYear(models.Model):
    """A school year, named as schools say it: "2026-27"."""

    name = models.CharField(_("name"), max_length=9, unique=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="teams_schoolyear_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A semester or quarter: the district's, or one school's own in its place.

    `closes` says which reflection cycle its end calls for; empty where it calls for none (a first quarter).
    """

    year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="terms")
    school = models.ForeignKey(
        School,
        on_delete=models.CASCADE,
        related_name="own_terms",
        null=True,
        blank=True,
    )
    kind = models.CharField(_("kind"), max_length=10, choices=TermKind, default=TermKind.SEMESTER)
    name = models.CharField(_("name"), max_length=40)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    closes = models.CharField(_("cycle at its close"), max_length=12, choices=CycleKind, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="teams_term_ends_after_start",
            ),
            models.UniqueConstraint(fields=["year", "school", "name"], name="teams_term_once_per_school"),
            models.UniqueConstraint(
                fields=["year", "name"],
                condition=Q(school__isnull=True),
                name="teams_term_once_in_district",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarBlock(models.Model):
    """Days on which meetings do not belong (breaks, holidays) or deserve thought (testing windows)."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="blocks", null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=BlockKind)
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="teams_block_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.name
