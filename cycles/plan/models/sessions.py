"""Cycles, their sessions, who is invited."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.plan.enums import CycleState, Reply, SessionState
from data_imports.models import PacketVersion
from teams.enums import CycleKind
from teams.models import Person, School, SchoolYear, Team, Term


def _uid() -> str:
    return f"{uuid4()}@solstice"


class Cycle(models.Model):
    """One school's reflection at the close of one term: an ILT session and one session per teacher team."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="cycles")
    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="cycles")
    kind = models.CharField(_("kind"), max_length=12, choices=CycleKind)
    state = models.CharField(max_length=6, choices=CycleState, default=CycleState.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "year", "kind"], name="cycles_cycle_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year_id}"


class ReflectionSession(models.Model):
    """A team's reflection meeting. The time is the school's wall clock; UTC is computed late.

    `version` rises with every change of time, place or people: calendar files carry it as their sequence,
    and two leaders who move the same session meet there.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="sessions")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="sessions")
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    # stays while a meeting is paused until another day: what was said before it is not taken up again
    begun_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True, help_text="when the version last rose")
    uid = models.CharField(max_length=60, unique=True, default=_uid, editable=False)
    meets_on = models.DateField(_("day"), null=True, blank=True)
    meets_at = models.TimeField(_("time"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"),
        default=90,
        validators=[MinValueValidator(15), MaxValueValidator(480)],
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    video_link = models.URLField(_("video link"), blank=True)
    facilitator = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="facilitates",
    )
    deputy = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="deputizes",
    )
    note_taker = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    timekeeper = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # set while somebody facilitates in another's place; their part ends with the meeting
    stands_in_for = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    follows = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_by",
    )
    packet = models.ForeignKey(
        PacketVersion,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
    )
    freeze_asked_at = models.DateTimeField(null=True, blank=True, help_text="a worker is to freeze the packet")
    freeze_failed_at = models.DateTimeField(null=True, blank=True, help_text="the last packet asked for was not made")
    packet_checked_at = models.DateTimeField(
        null=True, blank=True, help_text="when the frozen packet was last compared with what is known"
    )
    freeze_asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "team"], name="cycles_session_once_per_team"),
            models.CheckConstraint(
                condition=Q(meets_on__isnull=False, meets_at__isnull=False)
                | Q(state__in=[SessionState.PLANNED, SessionState.CANCELLED]),
                name="cycles_session_has_time_when_scheduled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team} {self.meets_on or ''}".strip()

    @property
    def starts_at(self) -> datetime | None:
        """The moment it begins; None without a time. Needs `cycle.school` fetched.

        A wall-clock time that a daylight-saving change skips means the next valid one; a doubled one the first.
        """
        if self.meets_on is None or self.meets_at is None:
            return None
        local = datetime.combine(self.meets_on, self.meets_at, tzinfo=self.cycle.school.zone)
        return datetime.fromtimestamp(local.timestamp(), tz=self.cycle.school.zone)

    @property
    def ends_at(self) -> datetime | None:
        """The moment it is planned to end."""
        starts_at = self.starts_at
        if starts_at is None:
            return None
        # through UTC, because adding to a wall clock is wrong on the two nights when it changes
        ends_at = starts_at.astimezone(UTC) + timedelta(minutes=self.minutes)
        return ends_at.astimezone(self.cycle.school.zone)

    @property
    def has_begun(self) -> bool:
        """Whether its meeting has begun, be it over, paused or still on."""
        return self.state in (SessionState.MEETING, SessionState.MET) or self.begun_at is not None

    @property
    def is_ahead(self) -> bool:
        """Whether it has its time, and its meeting has not begun."""
        return self.state == SessionState.SCHEDULED and not self.has_begun

    @property
    def topic(self) -> str:
        """The name of this session on the event bus."""
        return f"session:{self.pk}"


class Invitation(models.Model):
    """A person asked to a session, what they answered, and whether they came."""

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    is_guest = models.BooleanField(_("guest"), default=False, help_text=_("from outside the team"))
    sees_packet = models.BooleanField(_("invited to the evidence packet"), default=True)
    reply = models.CharField(max_length=6, choices=Reply, default=Reply.NONE)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    has_attended = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="cycles_invitation_once")]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.session_id}"
