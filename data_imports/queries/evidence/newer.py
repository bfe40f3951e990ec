"""Whether evidence came in since a packet was frozen, and why it is not in a newer version."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from data_imports.enums import Window
from data_imports.models import LeapRating, PacketVersion, Result, Roster, SurveyFinding, Upload
from teams.models import AuditEntry, School

KEPT = "packet kept"


def newer_evidence(version: PacketVersion, *, since: datetime) -> bool:
    """Whether a file applied after `since` touches what the packet is about. One query, and no number."""
    packet = version.packet
    windows = Window.values[: Window.values.index(packet.window) + 1]
    mine = Q(upload=OuterRef("pk"), year=packet.year)
    results = Result.objects.filter(mine, school=packet.school_id, window__in=windows)
    touches = Q(Exists(results)) | Q(Exists(SurveyFinding.objects.filter(mine, school=packet.school_id)))
    touches |= Q(Exists(Roster.objects.filter(mine)))
    if packet.team_id is None:
        touches |= Q(Exists(LeapRating.objects.filter(mine, school=packet.school_id)))
    own = School.objects.filter(pk=packet.school_id)
    later = Upload.objects.applied().of(own).filter(touches, applied_at__gt=since)
    return later.exists()


def why_kept(version: PacketVersion) -> str:
    """Why the last try to freeze again kept this version; empty where none did. One query, and no number."""
    if not AuditEntry.objects.filter(verb=KEPT, thing=f"packetversion:{version.pk}").exists():
        return ""
    return _(
        "This version stays: so few students differ in the newer evidence that both versions together could give "
        "one of them away. Freeze again when more has come in."
    )
