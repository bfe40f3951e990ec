from django.db import models
from django.utils.translation import gettext_lazy as _

from teams.enums import NoticeState

from .people import Person
from .places import School


class Notice(models.Model):
    """The outbox: one row per kind, thing, person and occurrence. A reminder is a row, never a message in a queue.

    `kind` is registered by the app above (`teams.notices.register`) with `still_wanted` and `render`, so that
    `teams` imports nobody. `lease_until` guards a row while one worker sends it; `message_id` stays the same
    for every try, so that a mail client folds a repeated copy.
    """

    kind = models.CharField(max_length=40)
    thing = models.CharField(max_length=60, help_text="model:pk of what it is about")
    occurrence = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=NoticeState, default=NoticeState.DUE)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    payload = models.JSONField(default=dict, blank=True, help_text="what render needs that rows no longer tell")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "thing", "person", "occurrence"],
                name="teams_notice_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="teams_notice_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"


class NoticePreference(models.Model):
    """A person's own word on one kind of notice."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(max_length=40)
    by_mail = models.BooleanField(_("by e-mail"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="teams_notice_preference_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"
