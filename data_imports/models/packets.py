"""Frozen evidence."""

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from data_imports.enums import Window
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
