"""Mails to people without an account: their link, and one reminder of it."""

from django.db import models
from django.db.models import Q

from cycles.plan.enums import LetterKind
from teams.enums import NoticeState

from .passes import Pass


class LinkLetter(models.Model):
    """One mail to somebody without an account. A row, as a `teams.Notice` is one for people who have one.

    `occurrence` names the link that an invitation carries, or the day that a reminder is for. `lease_until` guards the
    row while one worker sends it; `message_id` stays the same for every try.
    """

    given = models.ForeignKey(Pass, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=6, choices=LetterKind)
    occurrence = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=NoticeState, default=NoticeState.DUE)
    reason = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["given", "kind", "occurrence"], name="cycles_link_letter_once"),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="cycles_link_letter_next",
                condition=Q(state__in=[NoticeState.DUE, NoticeState.SENDING]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.given_id}"
