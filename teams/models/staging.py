from django.db import models

from teams.enums import SheetKind

from .people import Person


class StagedFile(models.Model):
    """A file of people, teams or goals between its upload and the person's word. Gone once applied, or after a day."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=SheetKind)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
