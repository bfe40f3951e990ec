"""Numbers that others publish about schools, districts and the state."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from data_imports.enums import Unit
from data_imports.models.uploads import Upload
from teams.models import School


class PublicFigure(models.Model):
    """A published figure, as the publisher suppressed it. `school` is the one that its name or code fits, if any.

    `share` is from 0 to 1; where there is neither value nor share, `missing` has the publisher's reason.
    """

    unit = models.CharField(max_length=8, choices=Unit)
    district = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=160)
    school = models.ForeignKey(School, on_delete=models.SET_NULL, null=True, blank=True, related_name="public_figures")
    measure = models.CharField(max_length=80)
    group = models.CharField(max_length=120, blank=True)
    year = models.CharField(max_length=7, blank=True)
    n = models.PositiveIntegerField(null=True)
    value = models.FloatField(null=True)
    share = models.FloatField(null=True)
    missing = models.CharField(max_length=60, blank=True)
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "district", "code", "name", "measure", "group", "year"], name="public_figure_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.name}"
