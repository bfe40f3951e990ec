"""LEAP: a framework a year, and ratings that only their people and evaluators see."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from data_imports.models.uploads import Upload
from reflection_site.encryption import EncryptedTextField
from teams.models import Person, School


class LeapFramework(models.Model):
    """Indicators (code, title, weight) and bands of one year; districts change them."""

    year = models.CharField(max_length=7, unique=True)
    indicators = models.JSONField(default=list)
    bands = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"LEAP {self.year}"


class LeapRating(models.Model):
    """One scored indicator of one published observation.

    `person` is empty where nobody's employee number or e-mail fits; a person then decides.
    Who was observed is kept as a hash and sealed, never in the open.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="leap_ratings")
    staff_hash = models.CharField(max_length=64, db_index=True)
    staff_sealed = EncryptedTextField()
    observation_hash = models.CharField(max_length=64)
    indicator = models.CharField(_("indicator"), max_length=6)
    score = models.PositiveSmallIntegerField(_("score"))
    kind = models.CharField(max_length=60, blank=True)
    observed_on = models.DateField()
    year = models.CharField(max_length=7)
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["observation_hash", "indicator"], name="leap_rating_is_one_score"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=7), name="leap_score_is_1_to_7"),
        ]
        indexes = [models.Index(fields=["school", "year"], name="leap_by_school_year")]

    def __str__(self) -> str:
        return f"{self.indicator} on {self.observed_on}"
