"""How meetings come into a person's own calendar."""

from django.db import models
from django.db.models import Q

from cycles.plan.enums import CalendarWay
from teams.models import Person


class CalendarChoice(models.Model):
    """By which one of the ways meetings come into the person's calendar; who has no row gets invitations by e-mail.

    The feed's address is a secret of which only a hash is kept. `turns` rises whenever a meeting is taken out of the
    person's calendar or put back without having changed itself; with the session's version it makes the sequence, so
    that what the person's calendar program is told always has a higher number than what it was told before.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_choice")
    way = models.CharField(max_length=4, choices=CalendarWay, default=CalendarWay.MAIL)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True, help_text="when the feed's address was made")
    turns = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way=CalendarWay.FEED, token_hash__isnull=False, made_at__isnull=False)
                | Q(way=CalendarWay.MAIL, token_hash__isnull=True),
                name="cycles_feed_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} of {self.person_id}"
