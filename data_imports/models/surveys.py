"""What surveys found, as counts only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from data_imports.enums import QuestionKind, Respondents, Window
from data_imports.models.uploads import Upload
from teams.models import School


class SurveyFinding(models.Model):
    """A closed question's counts at one school. No response is stored, and no free text."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="survey_findings")
    year = models.CharField(max_length=7)
    window = models.CharField(max_length=6, choices=Window)
    survey = models.CharField(max_length=64)
    title = models.CharField(_("survey"), max_length=160)
    position = models.PositiveIntegerField()
    question = models.CharField(_("question"), max_length=500)
    kind = models.CharField(max_length=8, choices=QuestionKind)
    responses = models.PositiveIntegerField()
    asked = models.PositiveIntegerField(default=0)
    respondents = models.CharField(_("who was asked"), max_length=8, choices=Respondents, default=Respondents.STAFF)
    answered = models.PositiveIntegerField()
    counts = models.JSONField(default=list)
    mean = models.FloatField(null=True)
    favourable = models.PositiveIntegerField(null=True)
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year", "window", "survey", "position"],
                name="survey_finding_is_one_question",
            )
        ]

    def __str__(self) -> str:
        return self.question
