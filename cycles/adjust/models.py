"""What is done differently: action steps, adjustments, advice, and what became of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.meet.models import Card, Cause, GoalRevisit, Topic
from cycles.plan.models import ReflectionSession
from data_imports.models import PacketVersion
from teams.models import ImplementationBenchmark, InterimMeasure, Person, UipGoal

from .enums import AdjustmentState, Became, Outcome, Scope, StepState


class ActionStep(models.Model):
    """A promise: what, one owner, a due date, and the cause that it answers.

    A step on a topic without an agreed cause needs `override_reason`, given by the facilitator and kept.
    """

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="action_steps")
    topic = models.ForeignKey(
        Topic,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="action_steps",
    )
    cause = models.ForeignKey(
        Cause,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="action_steps",
    )
    goal = models.ForeignKey(
        UipGoal,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="action_steps",
    )
    benchmark = models.ForeignKey(
        ImplementationBenchmark,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    measure = models.ForeignKey(
        InterimMeasure,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    text = models.CharField(_("what"), max_length=300)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="action_steps")
    due_on = models.DateField(_("due"))
    state = models.CharField(max_length=8, choices=StepState, default=StepState.OPEN)
    note = models.CharField(_("note"), max_length=300, blank=True)
    override_reason = models.CharField(_("why without a root cause"), max_length=300, blank=True)
    created_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(topic__isnull=True) | Q(cause__isnull=False) | ~Q(override_reason=""),
                name="cycles_step_on_topic_has_cause_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=StepState.OPEN, settled_at__isnull=True)
                | (~Q(state=StepState.OPEN) & Q(settled_at__isnull=False)),
                name="cycles_step_settled_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state == StepState.OPEN


class Adjustment(models.Model):
    """A change that the group proposes and somebody decides, with its reason."""

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="adjustments")
    topic = models.ForeignKey(
        Topic,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="adjustments",
    )
    cause = models.ForeignKey(
        Cause,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="adjustments",
    )
    scope = models.CharField(_("scope"), max_length=8, choices=Scope, default=Scope.TEAM)
    text = models.CharField(_("what we would change"), max_length=300)
    reason = models.CharField(_("why"), max_length=400)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=AdjustmentState, default=AdjustmentState.PROPOSED)
    proposed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decision = models.CharField(_("decision and its reason"), max_length=400, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[AdjustmentState.PROPOSED, AdjustmentState.ADVICE])
                | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="cycles_adjustment_decided_with_reason",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_decided(self) -> bool:
        """Whether somebody has said yes or not now."""
        return self.state in (AdjustmentState.AGREED, AdjustmentState.DECLINED)


class Advice(models.Model):
    """Advice asked of one person on one adjustment, given, and how it was used."""

    adjustment = models.ForeignKey(Adjustment, on_delete=models.CASCADE, related_name="advice")
    adviser = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="advice")
    question = models.CharField(_("question"), max_length=400)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField(_("by"), null=True, blank=True)
    text = models.TextField(_("advice"), blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    used_how = models.CharField(_("how it was used"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["adjustment", "adviser"], name="cycles_advice_once")]

    def __str__(self) -> str:
        return self.question


class Disposition(models.Model):
    """What became of one commitment of an earlier session, said in a later one: with evidence or a reason."""

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="dispositions")
    step = models.ForeignKey(
        ActionStep,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="dispositions",
    )
    adjustment = models.ForeignKey(
        Adjustment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="dispositions",
    )
    parked = models.ForeignKey(
        Card,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="dispositions",
    )
    became = models.CharField(_("what became of it"), max_length=10, choices=Became)
    evidence = models.CharField(_("evidence or reason"), max_length=400)
    recorded_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "step"], name="cycles_disposition_of_step_once"),
            models.UniqueConstraint(
                fields=["session", "adjustment"],
                name="cycles_disposition_of_adjustment_once",
            ),
            models.UniqueConstraint(fields=["session", "parked"], name="cycles_disposition_of_parked_once"),
            models.CheckConstraint(
                condition=Q(step__isnull=False, adjustment__isnull=True, parked__isnull=True)
                | Q(step__isnull=True, adjustment__isnull=False, parked__isnull=True)
                | Q(step__isnull=True, adjustment__isnull=True, parked__isnull=False),
                name="cycles_disposition_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.became} in {self.session_id}"


class Revalidation(models.Model):
    """What evidence that came in later says of one verdict or root cause; the record itself stays as it was.

    `rested_on` is the version that the group met over, `checked_against` the newer one. What does not hold has a note.
    """

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="revalidations")
    verdict = models.ForeignKey(
        GoalRevisit,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="revalidations",
    )
    cause = models.ForeignKey(Cause, on_delete=models.CASCADE, null=True, blank=True, related_name="revalidations")
    rested_on = models.ForeignKey(PacketVersion, on_delete=models.CASCADE, related_name="+")
    checked_against = models.ForeignKey(PacketVersion, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(_("what the data says now"), max_length=9, choices=Outcome)
    note = models.CharField(_("note"), max_length=400, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["verdict", "checked_against"], name="cycles_revalidation_of_verdict_once"),
            models.UniqueConstraint(fields=["cause", "checked_against"], name="cycles_revalidation_of_cause_once"),
            models.CheckConstraint(
                condition=Q(verdict__isnull=False, cause__isnull=True) | Q(verdict__isnull=True, cause__isnull=False),
                name="cycles_revalidation_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.HOLDS) | ~Q(note=""), name="cycles_revalidation_says_what_changes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} in {self.session_id}"
