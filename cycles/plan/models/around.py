"""What is done around a meeting: its days, what districts and schools usually allow, which 1:1s were held."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.plan.enums import AFTER_MEETING, BEFORE_MEETING, MilestoneKind
from teams.models import Person, School

from .sessions import ReflectionSession

LONGEST = 30
_IN_REACH = (
    Q(kind=MilestoneKind.CHECK_INS, days__range=(-LONGEST, LONGEST))
    | Q(kind__in=BEFORE_MEETING, days__range=(-LONGEST, 0))
    | Q(kind__in=AFTER_MEETING, days__range=(0, LONGEST))
)


class Milestone(models.Model):
    """One step around a session's meeting, due on a school day.

    `days` are school days from the meeting, negative before it: they stay when the meeting moves, and `due_on`
    follows. `is_by_hand` keeps a distance that somebody chose. `planned_on` is the day on which it got its day: one
    that was past already is due now, and nobody was late. `done_at` is for what nothing else tells.
    """

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(max_length=10, choices=MilestoneKind)
    days = models.SmallIntegerField(_("school days from the meeting"))
    due_on = models.DateField(_("due"))
    planned_on = models.DateField()
    is_by_hand = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "kind"], name="cycles_milestone_once")]
        indexes = [models.Index(fields=["kind", "due_on"], name="cycles_milestone_due")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.session_id}"


class MilestoneDefault(models.Model):
    """How many school days from the meeting a step usually is: the district's word, or one school's own."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=MilestoneKind)
    days = models.SmallIntegerField(_("school days from the meeting"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "kind"], name="cycles_milestone_default_of_school"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(school__isnull=True), name="cycles_milestone_default_of_district"
            ),
            models.CheckConstraint(condition=_IN_REACH, name="cycles_milestone_default_in_reach"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.days:+d}"


class HeldCheckIn(models.Model):
    """That a lead and one person of the team have talked before or after the meeting; never what was said.

    Without a session it is a check-in that belongs to no team's meeting.
    """

    session = models.ForeignKey(
        ReflectionSession, on_delete=models.CASCADE, null=True, blank=True, related_name="held_check_ins"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="cycles_check_in_held_once")]

    def __str__(self) -> str:
        return f"1:1 of {self.person_id} for {self.session_id}"
