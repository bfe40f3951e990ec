"""A talk of two people: when, about what, whether it was held."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cycles.confer.enums import AROUND_MEETING, CheckInKind, CheckInState
from cycles.plan.models import HeldCheckIn, ReflectionSession
from reflection_site.encryption import EncryptedTextField
from teams.models import Person, School, SchoolYear


def _uid() -> str:
    return f"{uuid4()}@solstice"


class PairKey(models.Model):
    """The key under which two people's notes of one school year are sealed; without the row they are unreadable."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="+")
    secret = EncryptedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second", "year"], name="cycles_pair_key_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="cycles_pair_key_in_order"),
        ]

    def __str__(self) -> str:
        return f"key {self.pk}"


class CheckInSeries(models.Model):
    """Check-ins of the same two that come round every so many weeks."""

    every_weeks = models.PositiveSmallIntegerField()
    until = models.DateField()

    def __str__(self) -> str:
        return f"every {self.every_weeks} weeks"


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def of(self, person: Person) -> "CheckInQuerySet":
        return self.filter(Q(host=person) | Q(person=person))

    def whole(self) -> "CheckInQuerySet":
        """With what `state`, the calendar file and every page about one need."""
        related = ("school", "year", "host", "person", "session__team", "session__cycle__school", "key", "held")
        return self.select_related(*related).ticked()

    def ticked(self) -> "CheckInQuerySet":
        """With what `state` needs."""
        here = {"session": OuterRef("session"), "person": OuterRef("person"), "session__isnull": False}
        by_hand = HeldCheckIn.objects.filter(**here, check_ins__isnull=True, marked_at__gte=OuterRef("made_at"))
        return self.annotate(is_ticked=Exists(by_hand))

    def pending(self) -> "CheckInQuerySet":
        """Neither held, ticked by hand, nor cancelled. Needs `ticked`."""
        by_hand = Q(is_ticked=True, kind__in=AROUND_MEETING)
        return self.filter(held=None, is_cancelled=False).exclude(by_hand)


class CheckIn(models.Model):
    """A 1:1 of `host` (who leads, or looks in from outside) and `person` (whose check-in it is).

    The time is the school's wall clock. That it was held is the row that `held` names, which is also the tick "1:1
    held" on the session's page: one fact, one row. A tick that no check-in names holds for the one that waited then.
    `version` rises with every change of time and place; `focus_version` with every change of the focus areas.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("what it is about"), max_length=12, choices=CheckInKind)
    host = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="hosted_check_ins")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="check_ins")
    session = models.ForeignKey(
        ReflectionSession, on_delete=models.SET_NULL, null=True, blank=True, related_name="check_ins"
    )
    series = models.ForeignKey(
        CheckInSeries, on_delete=models.SET_NULL, null=True, blank=True, related_name="check_ins"
    )
    key = models.ForeignKey(PairKey, on_delete=models.SET_NULL, null=True, blank=True, related_name="check_ins")
    held = models.ForeignKey(HeldCheckIn, on_delete=models.SET_NULL, null=True, blank=True, related_name="check_ins")
    is_cancelled = models.BooleanField(default=False)
    meets_on = models.DateField(_("day"), null=True, blank=True)
    meets_at = models.TimeField(_("time"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), default=30, validators=[MinValueValidator(5), MaxValueValidator(240)]
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    version = models.PositiveIntegerField(default=0)
    focus_version = models.PositiveIntegerField(default=0)
    uid = models.CharField(max_length=60, unique=True, default=_uid, editable=False)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="when the version last rose")

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(host=F("person")), name="cycles_check_in_of_two"),
            models.CheckConstraint(
                condition=Q(meets_on__isnull=True, meets_at__isnull=True)
                | Q(meets_on__isnull=False, meets_at__isnull=False),
                name="cycles_check_in_has_day_and_time",
            ),
            models.UniqueConstraint(
                fields=["session", "host", "person"],
                condition=Q(held__isnull=True, is_cancelled=False),
                name="cycles_check_in_one_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"1:1 {self.pk}"

    @property
    def state(self) -> CheckInState:
        """Where it stands. Fetched with `ticked`."""
        if self.is_cancelled:
            return CheckInState.CANCELLED
        is_ticked = getattr(self, "is_ticked", False) and self.kind in AROUND_MEETING
        if self.held_id or is_ticked:
            return CheckInState.HELD
        return CheckInState.SCHEDULED if self.meets_on else CheckInState.OPEN

    @property
    def starts_at(self) -> datetime | None:
        """The moment it begins; None without a time. Needs `school` fetched.

        A wall-clock time that a daylight-saving change skips means the next valid one; a doubled one the first.
        """
        if self.meets_on is None or self.meets_at is None:
            return None
        local = datetime.combine(self.meets_on, self.meets_at, tzinfo=self.school.zone)
        return datetime.fromtimestamp(local.timestamp(), tz=self.school.zone)

    @property
    def ends_at(self) -> datetime | None:
        starts_at = self.starts_at
        if starts_at is None:
            return None
        return (starts_at.astimezone(UTC) + timedelta(minutes=self.minutes)).astimezone(self.school.zone)

    def other(self, reader: Person) -> Person:
        """The one of the two who is not `reader`."""
        return self.person if self.host_id == reader.pk else self.host


class TickedPoint(models.Model):
    """A point of the kit's checklist that one of the two ticked; both see it."""

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="ticked_points")
    point = models.SlugField(max_length=30)
    ticked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_in", "point"], name="cycles_point_ticked_once")]

    def __str__(self) -> str:
        return f"{self.point} of {self.check_in_id}"
