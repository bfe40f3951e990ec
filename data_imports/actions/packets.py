"""Freezing evidence: the same bytes for everyone in the room.

A body also holds what its release was made of, sealed: a later release is audited with it, and no page opens it.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import translation

from data_imports import privacy, queries
from data_imports.enums import Window
from data_imports.evidence import Evidence
from data_imports.models import Packet, PacketVersion
from data_imports.privacy import Earlier, Profile, Release
from data_imports.queries.evidence import KEPT, Gathered
from data_imports.queries.results import Scope
from reflection_site.canonical import canonical, digest
from reflection_site.encryption import decrypt, encrypt
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

    Gives the latest version again where nothing has changed, so that ringing twice is ringing once; and where so few
    students differ that both versions together would give them away (`queries.why_kept` then says so). Audits with
    SciPy and draws with plotly: call it in a worker. LEAP means are in school packets only.
    """
    packet, _new = Packet.objects.select_for_update().get_or_create(
        school=school, team=team, year=year, window=Window(window)
    )
    profile = Profile(profile)
    last = packet.versions.filter(profile=profile.value).order_by("-version").first()
    gathered = queries.gather(Scope(school, team, year), Window(window))
    earlier = earlier_releases(packet)
    release = release_now(packet, gathered, profile, earlier)
    body = told_in_every_language(gathered, release)
    if last is not None:
        frozen = last.content()
        if without_day(frozen) == json.loads(canonical(body)):
            return last
        if not may_follow(packet, release, earlier):
            audit.record(KEPT, last, by=by, at=at, school=school)
            return last
    return freeze(packet, {**body, "sealed": encrypt(privacy.packed(release))}, profile=profile, by=by, at=at)


def release_now(
    packet: Packet, gathered: Gathered, profile: Profile, earlier: Mapping[str, Sequence[Earlier]]
) -> Release:
    """What may be told now beside what other packets told; what too few moved in stays as it was told there."""
    scope, mine = str(packet.team_id or ""), series(packet.pk, profile)
    families, waiting = [], set()
    for family in queries.of_profile(gathered, profile):
        others = [past for past in earlier.get(family.key, ()) if past.series != mine or profile is Profile.DIRECT]
        told = privacy.as_told(family, scope, others)
        if told is None:
            waiting.add(family.key)
        families.append(told or family)
    return privacy.released(families, profile, earlier, waiting)


def series(packet: int, profile: str) -> str:
    """The versions of a packet in one profile."""
    return f"{packet}{profile}"


def may_follow(packet: Packet, release: Release, earlier: Mapping[str, Sequence[Earlier]]) -> bool:
    """Whether enough students moved since every version before; a team sees every row of its own anyway."""
    mine = series(packet.pk, release.profile)
    told = [{key: past} for key, pasts in earlier.items() for past in pasts if past.series == mine]
    return release.profile is Profile.DIRECT or all(privacy.may_follow(before, release) for before in told)


def earlier_releases(packet: Packet) -> dict[str, list[Earlier]]:
    """What readers may have kept: every version of every packet of the school and year, newest first, by family.

    What a team was told of its own students stays out; each team knows those by heart anyway.
    """
    others = PacketVersion.objects.filter(packet__school=packet.school_id, packet__year=packet.year)
    found: dict[str, list[Earlier]] = defaultdict(list)
    for version in others.select_related("packet").order_by("-as_of", "-pk"):
        if sealed := version.content().get("sealed"):
            for key, earlier in privacy.unpacked(decrypt(sealed)).items():
                if earlier.profile is not Profile.DIRECT:
                    scope, mine = str(version.packet.team_id or ""), series(version.packet_id, version.profile)
                    found[key].append(replace(earlier, scope=scope, series=mine))
    return found


def freeze(packet: Packet, body: dict[str, Any], *, profile: Profile, by: Person | None, at: datetime) -> PacketVersion:
    """The next version of a packet."""
    text = canonical({**body, "as_of": at.isoformat()})
    number = packet.versions.aggregate(last=Max("version"))["last"] or 0
    version = PacketVersion.objects.create(
        packet=packet,
        version=number + 1,
        profile=profile.value,
        body=text,
        digest=digest(text),
        as_of=at,
        by=by,
    )
    audit.record("packet frozen", version, by=by, at=at, school=packet.school)
    announce(f"packet.{packet.pk}", version.version)
    return version


def told_in_every_language(gathered: Gathered, release: Release) -> dict[str, Any]:
    """The packet's body without its day: the same numbers, told in each language of the site."""
    languages = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            languages[code] = told(queries.tell(gathered, release))
    scope = gathered.scope
    return {
        "schema": 2,
        "school": scope.school.name,
        "team": scope.team.name if scope.team else "",
        "year": scope.year,
        "window": gathered.window.value,
        "profile": release.profile.value,
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


def without_day(body: dict[str, Any]) -> dict[str, Any]:
    """What a body tells: without its day and what is sealed in it."""
    return {key: value for key, value in body.items() if key not in ("as_of", "sealed")}
