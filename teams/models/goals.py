"""Goals. Every link between parts of a plan is optional: a goal may be one line."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teams.enums import SloState, Verdict

from .calendar import SchoolYear
from .people import Person
from .places import School
from .teams import Team


class UipGoal(models.Model):
    """An annual goal of a school's Unified Improvement Plan."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="uip_goals")
    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("goal"), max_length=300)
    detail = models.TextField(_("more about it"), blank=True)
    target = models.CharField(_("target"), max_length=200, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_archived = models.BooleanField(_("archived"), default=False)

    def __str__(self) -> str:
        return self.title


class Challenge(models.Model):
    """A priority performance challenge."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="challenges")
    text = models.CharField(_("challenge"), max_length=300)
    goals = models.ManyToManyField(UipGoal, related_name="challenges", blank=True)

    def __str__(self) -> str:
        return self.text


class RootCause(models.Model):
    """The deepest cause of one or more challenges; strategies must remove it."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="root_causes")
    text = models.CharField(_("root cause"), max_length=300)
    challenges = models.ManyToManyField(Challenge, related_name="root_causes", blank=True)

    def __str__(self) -> str:
        return self.text


class Strategy(models.Model):
    """A major improvement strategy."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="strategies")
    text = models.CharField(_("strategy"), max_length=300)
    root_causes = models.ManyToManyField(RootCause, related_name="strategies", blank=True)
    goals = models.ManyToManyField(UipGoal, related_name="strategies", blank=True)

    def __str__(self) -> str:
        return self.text


class InterimMeasure(models.Model):
    """Is student performance moving? A metric with checkpoints."""

    goal = models.ForeignKey(UipGoal, on_delete=models.CASCADE, related_name="interim_measures")
    metric = models.CharField(_("metric"), max_length=200)

    def __str__(self) -> str:
        return self.metric


class ImplementationBenchmark(models.Model):
    """Are adults doing the step as intended? With checkpoints."""

    goal = models.ForeignKey(UipGoal, on_delete=models.CASCADE, related_name="benchmarks")
    strategy = models.ForeignKey(
        Strategy,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="benchmarks",
    )
    text = models.CharField(_("benchmark"), max_length=300)

    def __str__(self) -> str:
        return self.text


class Checkpoint(models.Model):
    """One look at an interim measure or at a benchmark: expected by a day, then found."""

    measure = models.ForeignKey(
        InterimMeasure,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="checkpoints",
    )
    benchmark = models.ForeignKey(
        ImplementationBenchmark,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="checkpoints",
    )
    due_on = models.DateField(_("by"))
    expected = models.CharField(_("expected"), max_length=200)
    found = models.CharField(_("found"), max_length=200, blank=True)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(measure__isnull=False, benchmark__isnull=True)
                | Q(measure__isnull=True, benchmark__isnull=False),
                name="teams_checkpoint_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.expected


class Slo(models.Model):
    """A Student Learning Objective: course-long, set by a teacher, checked mid-course.

    `baseline` and `result` hold counts of students: five preparedness levels, and the end-of-course command
    levels. Source of the shape: Denver's SLO process (see the project's domain reference).
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="slos")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="slos")
    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="slos")
    course = models.CharField(_("course"), max_length=120)
    objective = models.CharField(_("objective"), max_length=500)
    state = models.CharField(_("state"), max_length=10, choices=SloState, default=SloState.DRAFT)
    approved_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    ahead = models.PositiveSmallIntegerField(_("ahead"), default=0)
    prepared = models.PositiveSmallIntegerField(_("prepared"), default=0)
    somewhat = models.PositiveSmallIntegerField(_("somewhat prepared"), default=0)
    under = models.PositiveSmallIntegerField(_("underprepared"), default=0)
    significantly_under = models.PositiveSmallIntegerField(_("significantly underprepared"), default=0)
    midcourse_verdict = models.CharField(_("mid-course"), max_length=10, choices=Verdict, blank=True)
    midcourse_note = models.CharField(_("mid-course note"), max_length=500, blank=True)
    midcourse_on = models.DateField(null=True, blank=True)
    command_limited = models.PositiveSmallIntegerField(_("limited command"), default=0)
    command_moderate = models.PositiveSmallIntegerField(_("moderate command"), default=0)
    command_strong = models.PositiveSmallIntegerField(_("strong command"), default=0)
    command_distinguished = models.PositiveSmallIntegerField(_("distinguished command"), default=0)
    result = models.CharField(_("result"), max_length=80, blank=True)

    def __str__(self) -> str:
        return self.objective
