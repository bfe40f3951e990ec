"""What the facilitator steers with, beside the steps. A row that names its step means only that step."""

from django.db import models
from django.db.models import Q

from teams.models import Person

from .models import Card, Meeting, Phase, Topic


class Spotlight(models.Model):
    """One card or topic, large on the screen, in one step."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="spotlight")
    step = models.PositiveIntegerField()
    card = models.ForeignKey(Card, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(card__isnull=False, topic__isnull=True) | Q(card__isnull=True, topic__isnull=False),
                name="cycles_spotlight_on_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"spotlight in {self.meeting_id}"


class Spoken(models.Model):
    """Somebody has spoken in this step, by the facilitator's tap; gone with the step, and never counted over time."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="spoken")
    step = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "step", "person"], name="cycles_spoken_once")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.step}"


class StoppedClock(models.Model):
    """The clock of one step stands, with so many seconds left (fewer than none: it was over)."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="stopped_clock")
    step = models.PositiveIntegerField()
    seconds = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.seconds} s left in {self.meeting_id}"


class PhaseChange(models.Model):
    """Other minutes for a coming phase than were planned, or none: it is skipped. Said in the meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="changes")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "phase"], name="cycles_phase_change_once")]

    def __str__(self) -> str:
        return f"{self.minutes} for {self.phase_id}"


class Overtime(models.Model):
    """The group goes on past the planned end by so many minutes."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="overtime")
    minutes = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.minutes} more for {self.meeting_id}"
