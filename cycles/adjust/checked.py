"""The agreed record while everyone who was there may check it, and as it is for good."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cycles.plan.models import ReflectionSession
from teams.models import Person


class RecordCheck(models.Model):
    """The record of one session is open to be checked until `closes_at`; then it is final.

    `body` is what it said when it became final: canonical JSON, with its SHA-256 digest.
    """

    session = models.OneToOneField(ReflectionSession, on_delete=models.CASCADE, related_name="record_check")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField(db_index=True)
    final_at = models.DateTimeField(null=True, blank=True)
    body = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(final_at__isnull=True, digest="") | Q(final_at__isnull=False) & ~Q(digest=""),
                name="cycles_record_final_has_its_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"record of {self.session_id}"

    @property
    def is_final(self) -> bool:
        """Whether nothing of it changes any more."""
        return self.final_at is not None

    @property
    def last_on(self) -> date:
        """The last day on which it may be checked, at the school. Needs the session's school fetched."""
        return timezone.localdate(self.closes_at - timedelta(seconds=1), self.session.cycle.school.zone)


class RecordWord(models.Model):
    """What one person says of the record: that it looks right (no `text`), or what is to be mended, and the answer."""

    check_of = models.ForeignKey(RecordCheck, on_delete=models.CASCADE, related_name="words")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(_("what is to be mended"), max_length=400, blank=True)
    said_at = models.DateTimeField()
    answer = models.CharField(_("answer"), max_length=400, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["check_of", "person"], condition=Q(text=""), name="cycles_record_agreed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.check_of_id}"


class RecordMend(models.Model):
    """A line of the record that was put into other words while it was checked; both stay to be seen."""

    check_of = models.ForeignKey(RecordCheck, on_delete=models.CASCADE, related_name="mends")
    line = models.CharField(max_length=40)
    before = models.CharField(max_length=400)
    after = models.CharField(max_length=400)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.line} of {self.check_of_id}"
