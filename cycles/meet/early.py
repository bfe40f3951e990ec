"""Cards with names, written before the meeting begins. The row behind `actions/ahead.py`."""

from django.db import models
from django.db.models import Q

from cycles.plan.models import ReflectionSession
from reflection_site.encryption import EncryptedTextField
from teams.models import Person

from .enums import CardKind


class EarlyCard(models.Model):
    """What somebody wrote ahead: theirs alone until the meeting is opened, when it becomes a card of it.

    One that finds no step with names there stays its author's alone, and goes when the meeting is closed. `key` is as
    a card's. `written_at` changes with the words, so that two windows meet.
    """

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="early_cards")
    kind = models.CharField(max_length=8, choices=CardKind)
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField()
    because = EncryptedTextField(blank=True)
    key = models.UUIDField(null=True, editable=False)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="cycles_early_card_once_per_key"),
            # an empty text is not sealed
            models.CheckConstraint(
                condition=~Q(kind=CardKind.SUCCESS) | ~Q(because=""), name="cycles_early_success_names_its_action"
            ),
        ]

    def __str__(self) -> str:
        return f"written ahead of {self.session_id}"

    @property
    def place(self) -> str:
        """The name of its element on a page."""
        return f"early-{self.pk}"
