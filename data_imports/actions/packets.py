"""Freezing evidence: the same bytes for everyone in the room."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import translation

from data_imports import queries
from data_imports.enums import Window
from data_imports.evidence import Evidence
from data_imports.models import Packet, PacketVersion
from data_imports.privacy import Profile
from data_imports.queries.results import Scope
from reflection_site.events import announce
from teams import audit
from teams.models import Person, School, Team

FINDINGS = 3


@transaction.atomic
def freeze_packet(
    *,
    school: School,
    team: Team | None = None,
    profile: Profile | str,
    year: str,
    window: Window | str,
    by: Person | None,
    at: datetime,
) -> PacketVersion:
    """Freeze what is known now about a school, or about a team's own students.

    Gives the latest version again where nothing has changed, so that ringing twice is ringing
    once. Draws with plotly: call it in a worker. LEAP means are in school packets only.
    """
    packet, _new = Packet.objects.select_for_update().get_or_create(
        school=school, team=team, year=year, window=Window(window)
    )
    body = told_in_every_language(Scope(school, team, year), Window(window), Profile(profile))
    last = packet.versions.filter(profile=Profile(profile).value).order_by("-version").first()
    if last is not None and without_day(last.content()) == json.loads(canonical(body)):
        return last
    return freeze(packet, body, profile=Profile(profile), by=by, at=at)


def freeze(packet: Packet, body: dict[str, Any], *, profile: Profile, by: Person | None, at: datetime) -> PacketVersion:
    """The next version of a packet."""
    text = canonical({**body, "as_of": at.isoformat()})
    number = packet.versions.aggregate(last=Max("version"))["last"] or 0
    version = PacketVersion.objects.create(
        packet=packet,
        version=number + 1,
        profile=profile.value,
        body=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        as_of=at,
        by=by,
    )
    audit.record("packet frozen", version, by=by, at=at, school=packet.school)
    announce(f"packet.{packet.pk}", version.version)
    return version


def told_in_every_language(scope: Scope, window: Window, profile: Profile) -> dict[str, Any]:
    """The packet's body without its day: the same numbers, told in each language of the site."""
    languages = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            languages[code] = told(queries.gather(scope, window, profile))
    return {
        "schema": 1,
        "school": scope.school.name,
        "team": scope.team.name if scope.team else "",
        "year": scope.year,
        "window": window.value,
        "profile": profile.value,
        "languages": languages,
    }


def told(evidence: Evidence) -> dict[str, Any]:
    """Findings in words, charts, and what is missing."""
    # plotly is for workers; the web process imports this module and must stay without it
    from data_imports.charts import all_charts  # noqa: PLC0415

    charts = all_charts(evidence)
    strongest = sorted(charts, key=lambda chart: -chart.weight)[:FINDINGS]
    missing = list(evidence.missing)
    if evidence.leap is not None and evidence.leap.why_hidden:
        missing.append(evidence.leap.why_hidden)
    return {
        "findings": [chart.title for chart in strongest],
        "charts": [chart.as_json() for chart in charts],
        "missing": missing,
    }


def canonical(body: dict[str, Any]) -> str:
    """The one way to write a body, so that equal content has an equal digest."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def without_day(body: dict[str, Any]) -> dict[str, Any]:
    """A body without the day on which it was frozen."""
    return {key: value for key, value in body.items() if key != "as_of"}
