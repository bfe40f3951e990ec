"""Cells of the frozen packet: which a person may cite on a card, and how a cited one is named to others."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cycles.meet.cited import CitedCell
from cycles.meet.enums import LEAST_UNNAMED
from cycles.meet.models import Card, Meeting
from cycles.plan import access as plan_access, queries as plan_queries
from cycles.plan.models import HeldChart, Invitation, ReflectionSession
from data_imports import privacy, queries as evidence
from data_imports.models import PacketVersion
from teams.models import Person

from .agenda import worded


@dataclass(frozen=True)
class Cited:
    """What a card rests on, in words without a number; `url` is empty for who was not invited to the packet."""

    words: str
    url: str


class CitedCells:
    """What the cards of a meeting cite, as `reader` (None: the projector) may see it.

    A cell of a chart that is held back is not named until the chart is revealed. At most 2 queries, none where no
    card cites anything.
    """

    def __init__(self, meeting: Meeting, reader: Person | None) -> None:
        self._meeting, self._reader = meeting, reader

    def of(self, card: Card) -> Cited | None:
        """Needs `cites__version` fetched."""
        cell: CitedCell | None = getattr(card, "cites", None)
        if cell is None or cell.chart in self._held:
            return None
        where = _("%(cell)s (packet, version %(version)s)") % {
            "cell": worded(cell, "words"),
            "version": cell.version.version,
        }
        return Cited(where, f"{self._packet}#chart-{cell.chart}-card" if self._packet else "")

    @cached_property
    def _held(self) -> frozenset[str]:
        return unrevealed(self._meeting.session)

    @cached_property
    def _packet(self) -> str:
        asked = Invitation.objects.filter(session=self._meeting.session_id, person=self._reader, sees_packet=True)
        is_asked = self._reader is not None and asked.exists()
        return reverse("cycles:packet", args=[self._meeting.session_id]) if is_asked else ""


def unrevealed(session: ReflectionSession) -> frozenset[str]:
    """The charts of the session's packet that some meeting still holds back from everyone. 1 query."""
    held = HeldChart.objects.filter(session__packet__packet__versions=session.packet_id, revealed_at=None)
    return frozenset(held.values_list("chart", flat=True))


def may_cite_unnamed(session: ReflectionSession) -> bool:
    """Whether at least five who have come read the packet, so that citing it tells of nobody. 1 query.

    Before the meeting five who are invited to it do: what is cited then is asked again when cards are shown.
    """
    readers = Invitation.objects.filter(session=session, sees_packet=True)
    here = readers if session.is_ahead else readers.filter(has_attended=True)
    return here.count() >= LEAST_UNNAMED


# --- choosing one


@dataclass(frozen=True)
class CitableChart:
    """A chart with every cell that can be cited: its place, and how it reads to this person."""

    title: str
    cells: tuple[tuple[str, str], ...]


def citable_charts(session: ReflectionSession, reader: Person) -> tuple[CitableChart, ...] | None:
    """What `reader` may cite of the frozen packet; None for who may not read it. At most 6 queries."""
    version = _version(session.packet_id)
    if version is None or not plan_access.may_read_packet(reader, session):
        return None
    held = plan_queries.held_keys(reader, version.packet_id) | unrevealed(session)
    order = _keys(version)
    return tuple(
        CitableChart(chart.title, _cells(chart, f"{version.pk}:{order.index(chart.key)}"))
        for chart in evidence.packet(version, held=held).charts
        if not chart.is_held
    )


def _cells(chart: evidence.ChartShown, prefix: str) -> tuple[tuple[str, str], ...]:
    found = []
    for place, name in chart.places:
        row, column = map(int, place.split(":"))
        found.append((f"{prefix}:{place}", f"{name}: {chart.rows[row][column] or privacy.HIDDEN_TEXT}"))
    return tuple(found)


def _version(pk: int | None) -> PacketVersion | None:
    found = PacketVersion.objects.select_related("packet__school", "packet__team")
    return found.filter(pk=pk).first() if pk else None


def _keys(version: PacketVersion) -> list[str]:
    return [str(drawn["key"]) for drawn in version.content()["languages"]["en"]["charts"]]


def cell_of(place: str) -> CitedCell | None:
    """The cell at a place ("12:0:2:1": version, chart, row, column), of no card yet; None where there is none.

    Who may cite it is not asked here. 1 query.
    """
    try:
        pk, number, row, column = map(int, place.split(":"))
    except ValueError:
        return None
    version = _version(pk)
    if version is None or min(number, row) < 0 or number >= len(keys := _keys(version)):
        return None
    names = _named(version, keys[number], row, column)
    return CitedCell(version=version, chart=keys[number], **names) if names else None


def _named(version: PacketVersion, key: str, row: int, column: int) -> dict[str, Any]:
    names: dict[str, Any] = {}
    for code, field in (("es", "words_es"), ("en", "words")):
        with translation.override(code):
            chart = next((one for one in evidence.packet(version).charts if one.key == key), None)
            if chart is None or f"{row}:{column}" not in dict(chart.places):
                return {}
            names[field] = f"{chart.subject}: {chart.rows[row][0]}, {chart.head[column]}"[:600]
            names |= {"row": chart.row_names[row], "column": chart.column_names[column]}
    return names


def cited_words(place: str) -> str:
    """How a cell that was chosen is named to who chose it; "" where there is none. At most 1 query."""
    cell = cell_of(place) if place else None
    return worded(cell, "words") if cell else ""
