"""Who steps in where a facilitator cannot come, and the word to go ahead when few have prepared."""

from django.db import models
from django.db.models import Q

from cycles.plan.enums import StepIn
from teams.models import Person

from .sessions import ReflectionSession


class Substitution(models.Model):
    """Somebody facilitates in place of `former`. A claim waits for two others until `settled_at`.

    `ended_at`: the claim was taken back, or the meeting was handed back to `former`.
    """

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="substitutions")
    former = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    substitute = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=8, choices=StepIn)
    begun_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(settled_at__isnull=True, ended_at__isnull=True),
                name="cycles_substitution_one_claim",
            )
        ]

    def __str__(self) -> str:
        return f"{self.substitute_id} for {self.session_id}"


class Confirmation(models.Model):
    """Somebody confirms a claim."""

    substitution = models.ForeignKey(Substitution, on_delete=models.CASCADE, related_name="confirmations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["substitution", "person"], name="cycles_confirmed_once")]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.substitution_id}"


class GoAhead(models.Model):
    """The word that a meeting takes place on its day although few had prepared when it was given."""

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="go_aheads")
    meets_on = models.DateField()
    ready = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "meets_on"], name="cycles_go_ahead_once_a_day")]

    def __str__(self) -> str:
        return f"{self.session_id} on {self.meets_on}"
