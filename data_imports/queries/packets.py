"""Frozen packets as pages show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from data_imports.enums import Window
from data_imports.models import PacketVersion
from data_imports.privacy import Profile
from teams.models import School


@dataclass(frozen=True)
class ChartShown:
    """One chart card: its words, its figure as data, its table."""

    id: str
    title: str
    sentence: str
    figure: dict[str, Any]
    head: list[str]
    rows: list[list[str | None]]
    provenance: str
    suppressed: str


@dataclass(frozen=True)
class PacketShown:
    """A two-page brief: what it is about, three findings, charts, what is missing."""

    pk: int
    version: int
    digest: str
    as_of: datetime
    school: School
    about: str
    when: str
    audience: str
    findings: list[str]
    charts: list[ChartShown]
    missing: list[str]


@dataclass(frozen=True)
class PacketLine:
    """A frozen version in a list."""

    pk: int
    about: str
    when: str
    version: int
    as_of: datetime
    school: School


def packet(version: PacketVersion) -> PacketShown:
    """A frozen version in the reader's language. No query where packet, school and team are fetched."""
    body = version.content()
    told = body["languages"].get(language(), body["languages"]["en"])
    return PacketShown(
        pk=version.pk,
        version=version.version,
        digest=version.digest,
        as_of=version.as_of,
        school=version.packet.school,
        about=body["team"] or body["school"],
        when=when(body["window"], body["year"]),
        audience=audience(version.profile),
        findings=told["findings"],
        charts=[chart(drawn) for drawn in told["charts"]],
        missing=told["missing"],
    )


def chart(drawn: dict[str, Any]) -> ChartShown:
    """A chart as it was frozen."""
    return ChartShown(
        id=f"chart-{drawn['key']}",
        title=drawn["title"],
        sentence=drawn["sentence"],
        figure=drawn["figure"],
        head=drawn["head"],
        rows=drawn["rows"],
        provenance=drawn["provenance"],
        suppressed=drawn["suppressed"],
    )


def language() -> str:
    """The reader's language, without its region."""
    return (translation.get_language() or "en").split("-")[0]


def when(window: str, year: str) -> str:
    """The window and school year in words."""
    return _("%(window)s %(year)s") % {"window": Window(window).label, "year": year}


def audience(profile: str) -> str:
    """For whom a profile's numbers are made, in words."""
    return {
        Profile.DIRECT: _("for the team that teaches these students"),
        Profile.IN_HOUSE: _("for staff of the school"),
        Profile.OUTSIDE: _("for readers from outside too"),
    }.get(Profile(profile), "")


def packets_of(versions: QuerySet[PacketVersion]) -> list[PacketLine]:
    """The latest twenty frozen versions. One query."""
    latest = versions.select_related("packet__school", "packet__team").defer("body")
    return [
        PacketLine(
            pk=version.pk,
            about=version.packet.team.name if version.packet.team else version.packet.school.name,
            when=when(version.packet.window, version.packet.year),
            version=version.version,
            as_of=version.as_of,
            school=version.packet.school,
        )
        for version in latest.order_by("-as_of", "-pk")[:20]
    ]
