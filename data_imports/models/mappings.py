"""What people said about files: what a column means, who a person is, where a class belongs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from data_imports.enums import SectionKind, Window
from teams.models import Person, School, Team


class Mapping(models.Model):
    """What the columns of a kind of table mean, said once for the district and replayed next term.

    `signature` is a digest of the table's headers in any order; `body` is what a person chose, see
    `data_imports.reading.mapping`.
    """

    title = models.CharField(_("name"), max_length=120)
    signature = models.CharField(max_length=64, unique=True)
    headers = models.JSONField(default=list)
    body = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class StaffAlias(models.Model):
    """Who a file's employee number or address is at a school: decided by a person, kept for the next file.

    `person` is empty where the decision is that it is nobody at this school.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    staff_hash = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "staff_hash"], name="staff_alias_is_one_a_school")]

    def __str__(self) -> str:
        return f"{self.staff_hash[:8]} is {self.person_id}"


class SectionTeam(models.Model):
    """Which team the students of a class, a teacher or a grade belong to, where no roster says so."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    year = models.CharField(max_length=7)
    kind = models.CharField(max_length=7, choices=SectionKind)
    value = models.CharField(max_length=100)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year", "kind", "value", "team"], name="section_is_in_a_team_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} in {self.team_id}"


class LeapMean(models.Model):
    """A mean by indicator that a school without an export typed in, with how many teachers stand behind it."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    year = models.CharField(max_length=7)
    window = models.CharField(max_length=6, choices=Window)
    indicator = models.CharField(_("indicator"), max_length=6)
    mean = models.FloatField(_("mean"))
    n = models.PositiveIntegerField(_("teachers"))
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "window", "indicator"], name="leap_mean_is_one"),
            models.CheckConstraint(condition=Q(mean__gte=1, mean__lte=7), name="leap_mean_is_1_to_7"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.window} {self.year}"
