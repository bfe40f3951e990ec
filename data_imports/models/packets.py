"""Frozen evidence: an audited, closed set of tables with charts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from teams.models import Person, School, Team


class Packet(models.Model):
    """The evidence of one school (for its ILT) or of one team, in versions."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="packets")
    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, null=True, blank=True, related_name="packets"
    )
    title = models.CharField(_("title"), max_length=120)

    def __str__(self) -> str:
        return self.title


class PacketVersion(models.Model):
    """Canonical JSON and its SHA-256 digest: everyone in the room sees the same bytes."""

    packet = models.ForeignKey(
        Packet, on_delete=models.CASCADE, related_name="versions"
    )
    version = models.PositiveSmallIntegerField()
    profile = models.CharField(max_length=1)
    as_of = models.DateTimeField()
    body = models.TextField()
    digest = models.CharField(max_length=64)
    frozen_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["packet", "version"], name="data_imports_packet_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.packet_id} v{self.version}"
