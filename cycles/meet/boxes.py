"""Cards without names, while they are written: sealed, and nobody's. The rows behind `actions/sealed.py`."""

import uuid

from django.db import models
from django.db.models import Q

from cycles.plan.models import ReflectionSession
from reflection_site.sealing import SealedBox, Slip

from .models import Phase


class CardBox(SealedBox):
    """The sealed cards of one phase of a session's meeting. `is_late`: those written after the others were shown.

    `is_early`: those written before the meeting began, until the group's step takes the box over as its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="card_boxes")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="+")
    is_late = models.BooleanField(default=False)
    is_early = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "phase"],
                condition=Q(seal_salt__isnull=False),
                name="cycles_card_box_one_sealed",
            ),
        ]

    def __str__(self) -> str:
        return f"cards of {self.phase_id} in {self.session_id}"


class CardSlip(Slip):
    """A sealed card. Nothing joins it to a person, a moment or another card."""

    # two texts of the longest, each letter written as six bytes at worst, and the names around them
    SIZE = 5 * 1024

    box = models.ForeignKey(CardBox, on_delete=models.CASCADE, related_name="slips")

    def __str__(self) -> str:
        return f"card in {self.box_id}"


class CardDraw(models.Model):
    """That somebody's browser may put cards into a box: who, only a secret of the server can tell; which, nobody.

    `mark` is the person's keyed hash under the box's salt, `nonce_hash` that of a number which their browser chose and
    which is kept nowhere. It is made when the page opens, whether or not anything is written, and deleted at the
    opening.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    box = models.ForeignKey(CardBox, on_delete=models.CASCADE, related_name="draws")
    mark = models.CharField(max_length=64)
    nonce_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box", "nonce_hash"], name="cycles_card_draw_once")]

    def __str__(self) -> str:
        return f"draw of {self.box_id}"
