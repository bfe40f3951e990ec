"""Lines that a lead brings to the group without saying whose they are."""

from uuid import uuid4

from django.db import models

from cycles.plan.models import ReflectionSession
from reflection_site.encryption import EncryptedTextField
from teams.models import Person


class RaiseSlip(models.Model):
    """One for each lead and member of a team before its meeting, whether or not anything is asked.

    What was asked, its words and how it stands are sealed together and filled up to one size; whenever one slip is
    written, all slips of the meeting are sealed anew. Who looks at the rows, or compares them from day to day, does
    not see who has asked. They are deleted when the meeting begins.
    """

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="raise_slips")
    lead = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    sealed = EncryptedTextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "lead", "person"], name="cycles_raise_slip_once")]

    def __str__(self) -> str:
        return f"slip {self.pk}"


class RaisedLine(models.Model):
    """A line before the group, released with the others when the meeting began.

    Its key is random, it has no time and no author, and nothing leads from it to anybody.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="raised_lines")
    text = EncryptedTextField()

    def __str__(self) -> str:
        return "raised line"
