"""Charts that a session holds back until they are predicted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teams.models import Person

from .sessions import ReflectionSession


class HeldChart(models.Model):
    """A chart of the session's packet that nobody sees before predicting it, and before it is revealed.

    `chart` is the chart's key in the packet, so that a version frozen later is held back too.
    """

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="held_charts")
    chart = models.CharField(max_length=120)
    held_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    held_at = models.DateTimeField()
    revealed_at = models.DateTimeField(null=True, blank=True)
    revealed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "chart"], name="cycles_chart_held_once")]

    def __str__(self) -> str:
        return f"{self.chart} of {self.session_id}"

    @property
    def is_revealed(self) -> bool:
        """Whether those who have predicted or skipped see it."""
        return self.revealed_at is not None


class Prediction(models.Model):
    """What a person expects of a held chart, or that they skipped; others read it only once it is revealed."""

    held = models.ForeignKey(HeldChart, on_delete=models.CASCADE, related_name="predictions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(_("I predict …"), max_length=400, blank=True)
    is_skipped = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["held", "person"], name="cycles_prediction_once"),
            models.CheckConstraint(
                condition=Q(is_skipped=True, text="") | (Q(is_skipped=False) & ~Q(text="")),
                name="cycles_prediction_has_words_or_is_skipped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.held_id}"
