"""What the school's leader and somebody from outside agree to look at in the ILT's meeting."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from data_imports.models import PacketVersion
from reflection_site.encryption import EncryptedTextField
from teams.models import Person

from .check_ins import CheckIn

MOST = 3


class FocusArea(models.Model):
    """One focus area with its evidence: words, a cell of the packet that was at hand, or both.

    The two of the check-in read it; once both have agreed, the ILT does in its meeting, and who reviews the summary.
    `row` and `column` are the cell's labels in English; `cited` names it without its number, for charts are held back.
    """

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="focus_areas")
    position = models.PositiveSmallIntegerField()
    text = EncryptedTextField(_("focus area"))
    evidence = EncryptedTextField(_("evidence"), blank=True)
    packet = models.ForeignKey(PacketVersion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    chart = models.CharField(max_length=120, blank=True)
    row = models.CharField(max_length=200, blank=True)
    column = models.CharField(max_length=200, blank=True)
    cited = models.CharField(max_length=600, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_in", "position"], name="cycles_focus_area_position_once"),
            models.CheckConstraint(condition=Q(position__range=(1, MOST)), name="cycles_focus_areas_few"),
        ]

    def __str__(self) -> str:
        return f"focus area {self.pk}"


class FocusAgreement(models.Model):
    """That one of the two agreed to the areas as they stood in `version`; a later change asks both again."""

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="focus_agreements")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    agreed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_in", "person"], name="cycles_focus_agreed_once")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.check_in_id}"
