"""The day of a school, the slots that are proposed for its meetings, and polls about other times."""

from datetime import time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cycles.plan.enums import PollReply, PollState, SlotReason
from teams.models import Person, School

from .sessions import Cycle, ReflectionSession

DAY_STARTS = time(7, 30)
DAY_ENDS = time(15, 30)
LENGTHS = [MinValueValidator(15), MaxValueValidator(480)]


class ContractDay(models.Model):
    """The hours that a school's staff owe; a meeting beyond them needs the leader's word."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="contract_day")
    starts_at = models.TimeField(_("starts at"), default=DAY_STARTS)
    ends_at = models.TimeField(_("ends at"), default=DAY_ENDS)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="cycles_contractday_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M}-{self.ends_at:%H:%M}"


class CycleAim(models.Model):
    """The day that the leader has in mind for the ILT's meeting; proposals gather before it."""

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="aim")
    ilt_on = models.DateField(_("the ILT meets on"))

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.ilt_on}"


class SlotProposal(models.Model):
    """The slot proposed for a session without a time, and why this one.

    `basis` names what it was made from (the team's usual slot, the length, the day aimed at); where that has changed
    the proposal is made anew. `not_before` keeps a postponed one from coming back.
    """

    session = models.OneToOneField(ReflectionSession, on_delete=models.CASCADE, related_name="proposal")
    meets_on = models.DateField(_("day"))
    meets_at = models.TimeField(_("time"))
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), validators=LENGTHS)
    reason = models.CharField(max_length=10, choices=SlotReason)
    about = models.CharField(max_length=120, blank=True, help_text="who or what stands in the way")
    about_on = models.DateField(null=True, blank=True, help_text="the day on which it does")
    basis = models.CharField(max_length=60)
    is_pinned = models.BooleanField(default=False, help_text="somebody chose this slot")
    not_before = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.session_id} {self.meets_on} {self.meets_at:%H:%M}"


class SlotPoll(models.Model):
    """Other times offered to those invited to a session, until a deadline. One is open at a time."""

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="polls")
    state = models.CharField(max_length=9, choices=PollState, default=PollState.OPEN)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField(_("answers until"))
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(state=PollState.OPEN), name="cycles_slotpoll_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.state}"


class PollSlot(models.Model):
    """One of the times on offer."""

    poll = models.ForeignKey(SlotPoll, on_delete=models.CASCADE, related_name="slots")
    meets_on = models.DateField(_("day"))
    meets_at = models.TimeField(_("time"))
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), validators=LENGTHS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "meets_on", "meets_at"], name="cycles_pollslot_offered_once")
        ]

    def __str__(self) -> str:
        return f"{self.meets_on} {self.meets_at:%H:%M}"


class PollAnswer(models.Model):
    """What one invited person says to one of the times."""

    slot = models.ForeignKey(PollSlot, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="poll_answers")
    reply = models.CharField(max_length=6, choices=PollReply)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "person"], name="cycles_pollanswer_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.reply}"
