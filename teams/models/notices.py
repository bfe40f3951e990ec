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

    What is asked for a time on the school's clocks keeps it (`local_on`, `local_at`, `zone`); `due_at` follows from it
    and from the person's own hour, and is counted anew when either changes. Rows that go out as one message share its
    Message-ID (`digest_id`), written when they are first claimed and then kept, so that no row joins a message that
    may be out already.
    """

    kind = models.CharField(max_length=40)
    thing = models.CharField(max_length=60, help_text="model:pk of what it is about")
    occurrence = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField()
    local_on = models.DateField(null=True, blank=True, help_text="day on the school's calendar; none for a moment")
    local_at = models.TimeField(null=True, blank=True, help_text="time on the school's clocks")
    zone = models.CharField(max_length=64, blank=True, help_text="zone that due_at was counted in")
    state = models.CharField(max_length=8, choices=NoticeState, default=NoticeState.DUE)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    digest_id = models.CharField(max_length=120, blank=True, help_text="Message-ID of the message it shares")
    address = models.EmailField(blank=True, help_text="where it was sent, or was refused")
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
        indexes = [
            # with the key, so that many rows of one minute are read in order and never sorted
            models.Index(fields=["state", "due_at", "id"], name="teams_notice_next"),
            models.Index(fields=["digest_id"], name="teams_notice_digest", condition=~models.Q(digest_id="")),
        ]

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


class NoticeHours(models.Model):
    """When a person wants to hear of what can wait, by the school's clocks. Without a row: 6:30 AM, quiet 8 PM to 6 AM.

    `quiet_from` and `quiet_to` alike mean no quiet hours; `digest_at` is never in them.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="notice_hours")
    digest_at = models.TimeField(_("your hour"))
    quiet_from = models.TimeField(_("quiet from"))
    quiet_to = models.TimeField(_("quiet to"))

    def __str__(self) -> str:
        return f"{self.person_id} {self.digest_at:%H:%M}"
