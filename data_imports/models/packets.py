"""Frozen evidence."""

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from data_imports.enums import NoteKind, Window
from teams.models import Person, School, Team


class Packet(models.Model):
    """The evidence of one school or team about one window; its versions never change."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="packets")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="packets")
    year = models.CharField(_("school year"), max_length=7)
    window = models.CharField(_("window"), max_length=6, choices=Window)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year", "window"], condition=Q(team__isnull=True), name="packet_is_one_of_a_school"
            ),
            models.UniqueConstraint(
                fields=["team", "year", "window"], condition=Q(team__isnull=False), name="packet_is_one_of_a_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team or self.school} {self.window} {self.year}"


class PacketVersion(models.Model):
    """The same bytes for everyone in the room: canonical JSON with its SHA-256 digest."""

    packet = models.ForeignKey(Packet, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    profile = models.CharField(max_length=1)
    body = models.TextField()
    digest = models.CharField(max_length=64)
    as_of = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["packet", "version"], name="packet_version_is_numbered_once")]

    def __str__(self) -> str:
        return f"{self.packet_id} v{self.version}"

    def content(self) -> dict[str, Any]:
        """The body as data."""
        return dict(json.loads(self.body))


class CellNote(models.Model):
    """What somebody noticed or wonders, pinned to a cell of a frozen version; named.

    `chart` is the chart's key. `row` and `column` are the cell's labels in English, so that every language finds it;
    both are empty where the note is about the chart as a whole.
    """

    version = models.ForeignKey(PacketVersion, on_delete=models.CASCADE, related_name="notes")
    chart = models.CharField(max_length=120)
    row = models.CharField(max_length=200, blank=True)
    column = models.CharField(max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=6, choices=NoteKind)
    text = models.CharField(_("note"), max_length=400)
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["version", "chart"], name="cell_note_by_chart")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.chart}"
