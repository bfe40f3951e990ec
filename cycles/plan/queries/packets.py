"""A session's packet for one reader: as it was frozen, what is held back, what is newer, what was pinned to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cycles.plan import access
from cycles.plan.models import ReflectionSession
from data_imports import access as data_access, queries as data_queries
from data_imports.models import PacketVersion
from teams.models import Person

from .held import Hold, held_keys, holds
from .voices import Voices, voices

VIEWS = ("levels", "change")


@dataclass(frozen=True)
class Beside:
    """What the session adds to a chart: whether it is held back, who may do that, a refused form."""

    hold: Hold | None
    may_hold: bool
    may_release: bool
    may_reveal: bool
    may_note: bool
    refused: Any = None


@dataclass(frozen=True)
class Version:
    """A frozen version in the list beside the packet."""

    number: int
    as_of: datetime
    digest: str
    audience: str
    is_shown: bool


@dataclass(frozen=True)
class Tab:
    """A choice of charts: all, window by window, or the change between windows."""

    label: str
    url: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True)
class PacketFront:
    """The packet's page as it opens: what was frozen, which never changes, and the state of freezing.

    Everything that people add to it comes as a part of its own (`packet_page`). `held` are the charts that this reader
    does not see yet.
    """

    session: ReflectionSession
    version: PacketVersion | None
    held: frozenset[str]
    show: str
    is_asked: bool
    failed_at: datetime | None
    exists_for_others: bool
    may_freeze: bool

    @cached_property
    def _all(self) -> data_queries.PacketShown:
        return data_queries.packet(frozen(self.session), held=self.held)

    @cached_property
    def shown(self) -> data_queries.PacketShown:
        """As it was frozen. One query, asked only by a page that is not drawn yet in this reader's language."""
        return _of_family(self._all, self.show)

    @cached_property
    def tabs(self) -> tuple["Tab", ...]:
        """As `shown`."""
        return _tabs(self._all, self.show)

    @property
    def drawing(self) -> str:
        """Names all that its drawing depends on, but for the language: two equal ones look alike for ever."""
        if self.version is None:
            return ""
        return "|".join(
            [str(self.version.pk), self.version.digest, self.version.as_of.isoformat(), self.show, *sorted(self.held)]
        )


@dataclass(frozen=True)
class PacketPage:
    """All of it for one reader; `shown` is None where there is none for them yet.

    `has_newer`: files came in after it was frozen. `why_kept`: why the last try to freeze again kept this version.
    `voices` is what people from outside say, for those whom they say it to: beside the frozen bytes, never in them.
    """

    front: PacketFront
    shown: data_queries.PacketShown | None
    has_newer: bool
    why_kept: str
    has_earlier: bool
    versions: tuple[Version, ...]
    voices: Voices | None


def frozen(session: ReflectionSession) -> PacketVersion:
    """The version that is frozen for the session, with its packet, school and team. One query."""
    return PacketVersion.objects.select_related("packet__school", "packet__team").get(sessions=session)


def chart_keys(session: ReflectionSession) -> list[str]:
    """The keys of the frozen packet's charts; none without a packet. At most one query."""
    if session.packet_id is None:
        return []
    return [drawn["key"] for drawn in data_queries.told_in(frozen(session).content(), "en")["charts"]]


def packet_shown(session: ReflectionSession, person: Person) -> data_queries.PacketShown:
    """The frozen packet without what is held back from the person: for paper and files. 2 queries."""
    version = frozen(session)
    return data_queries.packet(version, held=held_keys(person, version.packet_id))


def packet_front(session: ReflectionSession, person: Person, ties: access.Ties, *, show: str = "") -> PacketFront:
    """At most 1 query. `show` is one of `VIEWS`."""
    version = session.packet if ties.reads_packet(session.packet) else None
    return PacketFront(
        session=session,
        version=version,
        held=held_keys(person, version.packet_id) if version else frozenset(),
        show=show if show in VIEWS else "",
        is_asked=session.freeze_asked_at is not None,
        failed_at=session.freeze_failed_at,
        exists_for_others=session.packet_id is not None and version is None,
        may_freeze=ties.leads_school or ties.leads_team,
    )


def packet_page(
    session: ReflectionSession,
    person: Person,
    ties: access.Ties,
    *,
    show: str = "",
    refused: Mapping[str, Any] | None = None,
) -> PacketPage:
    """At most 14 queries. `show` is one of `VIEWS`; `refused` are forms by the key of their chart."""
    front = packet_front(session, person, ties, show=show)
    if front.version is None:
        return PacketPage(front, None, has_newer=False, why_kept="", has_earlier=False, versions=(), voices=None)
    version = frozen(session)
    versions = _versions(version)
    earlier = [one.audience for one in versions if one.number < version.version]
    return PacketPage(
        front=front,
        shown=_of_family(_shown(version, front, person, ties, refused or {}), front.show),
        has_newer=has_newer(version, session),
        why_kept=data_queries.why_kept(version),
        has_earlier=data_queries.audience(version.profile) in earlier,
        versions=versions,
        voices=_voices(session, person, ties),
    )


def _voices(session: ReflectionSession, person: Person, ties: access.Ties) -> Voices | None:
    if not ties.hears:
        return None
    said = voices(session, person, at=timezone.now())
    return None if said.is_empty else said


def _shown(
    version: PacketVersion,
    front: PacketFront,
    person: Person,
    ties: access.Ties,
    refused: Mapping[str, Any],
) -> data_queries.PacketShown:
    here = holds(front.session, person)
    notes = data_queries.pinned_notes(version, data_access.earlier_versions(person, version))
    shown = data_queries.packet(version, held=front.held, notes=notes, reader=person)
    edits = ties.leads_school or ties.leads_team
    charts = []
    for chart in shown.charts:
        hold = here.get(chart.key)
        beside = Beside(
            hold=hold,
            may_hold=edits and hold is None and not chart.is_held,
            may_release=edits and hold is not None and not hold.is_revealed and not hold.done,
            may_reveal=(ties.leads_school or ties.facilitates) and hold is not None and not hold.is_revealed,
            may_note=ties.leads_school or ties.in_team or ties.facilitates or ties.is_guest,
            refused=refused.get(chart.key),
        )
        charts.append(replace(chart, beside=beside))
    return replace(shown, charts=charts)


def _of_family(shown: data_queries.PacketShown, show: str) -> data_queries.PacketShown:
    return replace(shown, charts=[one for one in shown.charts if show in ("", one.family)])


def _versions(version: PacketVersion) -> tuple[Version, ...]:
    rows = PacketVersion.objects.filter(packet=version.packet_id).defer("body").order_by("-version")
    return tuple(
        Version(row.version, row.as_of, row.digest[:12], data_queries.audience(row.profile), row.pk == version.pk)
        for row in rows
    )


def has_newer(version: PacketVersion, session: ReflectionSession) -> bool:
    """Whether files came in since it was frozen, or since it was frozen again without a change."""
    since = max(version.as_of, session.packet_checked_at or version.as_of)
    return data_queries.newer_evidence(version, since=since)


def _tabs(shown: data_queries.PacketShown, show: str) -> tuple[Tab, ...]:
    """Only where there is something to choose: charts of both sorts."""
    families = [chart.family for chart in shown.charts]
    if not all(view in families for view in VIEWS):
        return ()
    labels = {"": _("All charts"), "levels": _("Window by window"), "change": _("Change between windows")}
    return tuple(
        Tab(label, f"?show={view}" if view else "?", view == show, families.count(view) if view else len(families))
        for view, label in labels.items()
    )


@dataclass(frozen=True)
class DifferencePage:
    """What changed since the version before, made for the same readers; `difference` is None where there is none."""

    session: ReflectionSession
    difference: data_queries.Difference | None


def difference_page(session: ReflectionSession, person: Person) -> DifferencePage:
    """At most 3 queries."""
    after = frozen(session)
    earlier = data_access.earlier_versions(person, after).filter(profile=after.profile)
    before = earlier.select_related("packet__school", "packet__team").order_by("-version").first()
    if before is None:
        return DifferencePage(session, None)
    held = held_keys(person, after.packet_id)
    return DifferencePage(session, data_queries.difference(before, after, held=held))
