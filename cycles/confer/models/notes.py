"""What the two write down, sealed under the key of the pair."""

from django.db import models
from django.db.models import Q

from teams.models import Person

from .check_ins import CheckIn


class CheckInNote(models.Model):
    """A private note of one of the two (`author`), or what they wrote together (no author).

    `sealed` opens only with the pair's key of that school year. `version` rises with each save; a save that carries
    an older one meets the newer words instead of overwriting them.
    """

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    sealed = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["check_in", "author"], condition=Q(author__isnull=False), name="cycles_private_note_once"
            ),
            models.UniqueConstraint(
                fields=["check_in"], condition=Q(author__isnull=True), name="cycles_shared_note_once"
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"

    @property
    def is_private(self) -> bool:
        return self.author_id is not None
