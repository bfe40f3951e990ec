"""Ways into one meeting without a sign-in: the projector's link, and somebody admitted by name. See `admitting.py`."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from cycles.plan.models import ReflectionSession
from teams.models import Person

from .models import Card, Meeting


class ScreenLink(models.Model):
    """What opens the screen of one meeting and nothing else; a new link replaces the old one.

    The token itself is in no table. `ends_on` is the last day at the school, as it was when the link was made; a
    meeting that moves takes it along.
    """

    session = models.OneToOneField(ReflectionSession, on_delete=models.CASCADE, related_name="screen_link")
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    given_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()
    ends_on = models.DateField()
    revoked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="cycles_screen_link_once"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(token_hash=""), name="cycles_screen_link_withdrawn_opens_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"screen of {self.session_id}"


class NameDoor(models.Model):
    """The facilitator lets people ask to come in by their name; without this row nobody can.

    `number` makes the address in the code on the screen; switched off and on again it is another one.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="name_door")
    number = models.UUIDField(default=uuid.uuid4, editable=False)
    opened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"door of {self.meeting_id}"


class Admission(models.Model):
    """A browser that asked to come in under the name of somebody invited, and what the facilitator answered.

    Asked, then admitted or declined (`ended_at` without `admitted_at`), then ended. The browser's key is kept as a
    keyed hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="admissions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField()
    admitted_at = models.DateTimeField(null=True, blank=True)
    admitted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(admitted_at__isnull=False, ended_at__isnull=True),
                name="cycles_admission_one_browser",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.meeting_id}"

    @property
    def is_waiting(self) -> bool:
        """Whether the facilitator has not answered yet."""
        return self.admitted_at is None and self.ended_at is None

    def is_in(self, at: datetime) -> bool:
        """Whether it holds at `at`, as far as its own row tells."""
        return self.admitted_at is not None and self.ended_at is None and self.admitted_at <= at


class AdmittedCard(models.Model):
    """Which cards were written by an admitted browser: it sees these of its own, and no others of the person."""

    card = models.OneToOneField(Card, on_delete=models.CASCADE, related_name="admitted")
    admission = models.ForeignKey(Admission, on_delete=models.CASCADE, related_name="cards")

    def __str__(self) -> str:
        return f"{self.card_id} by {self.admission_id}"
