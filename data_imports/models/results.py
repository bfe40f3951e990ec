"""Measures, their scales, and what students reached."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from data_imports.enums import Window
from data_imports.models.students import Student
from data_imports.models.uploads import Upload
from teams.models import School


class Measure(models.Model):
    """What is measured, such as `iready.reading.overall_scale`."""

    key = models.CharField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    subject = models.CharField(_("subject"), max_length=40)
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.title


class Scale(models.Model):
    """A measure's range, levels (lowest first) and what "met" means, in one school year."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="scales")
    year = models.CharField(max_length=7)
    lowest = models.FloatField()
    highest = models.FloatField()
    levels = models.JSONField(default=list)
    met_from = models.PositiveSmallIntegerField()
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "year"], name="scale_is_one_a_year"),
            models.CheckConstraint(condition=models.Q(lowest__lt=models.F("highest")), name="scale_has_a_range"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.year}"


class Result(models.Model):
    """What a student reached on a measure on one day; `missing` says why there is no value.

    Two sittings on one day are told apart by `sitting`, in the order of the file.
    """

    # without indexes of their own: the constraint and the index below begin with them, and every one slows an import
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="results", db_index=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+", db_index=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="results", db_index=False)
    year = models.CharField(max_length=7)
    window = models.CharField(max_length=6, choices=Window)
    taken_on = models.DateField()
    sitting = models.PositiveSmallIntegerField(default=1)
    grade = models.CharField(max_length=2, blank=True)
    value = models.FloatField(null=True)
    level = models.PositiveSmallIntegerField(null=True)
    is_met = models.BooleanField(null=True)
    missing = models.CharField(max_length=60, blank=True)
    section = models.CharField(max_length=100, blank=True)
    is_baseline = models.BooleanField(default=False)
    is_most_recent = models.BooleanField(default=False)
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["student", "measure", "year", "window", "taken_on", "sitting"],
                name="result_is_one_sitting",
            )
        ]
        indexes = [models.Index(fields=["school", "year", "measure", "window"], name="result_for_packets")]

    def __str__(self) -> str:
        return f"student {self.student_id}, measure {self.measure_id}, {self.taken_on}"
