"""Cells of the frozen packet: which a person may cite, and how a cited one reads."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cycles.plan import queries as plan_queries
from cycles.plan.models import ReflectionSession
from cycles.prepare.models import Citation, Reflection
from data_imports import privacy, queries as evidence
from data_imports.models import PacketVersion
from teams.models import Person


@dataclass(frozen=True)
class Cell:
    """A cell as it is kept: the chart's key, row and column by their English names."""

    chart: str
    row: str
    column: str


@dataclass(frozen=True)
class CitationShown:
    """A cited cell in the reader's words; `reading` is empty while its chart is held back from them."""

    pk: int
    title: str
    where: str
    reading: str
    version: int


def shown_packet(session: ReflectionSession, person: Person, version: PacketVersion) -> evidence.PacketShown:
    """A version without what is held back from the person. At most 4 queries."""
    return evidence.packet(version, held=plan_queries.held_keys(person, version.packet_id))


def cell_at(packet: evidence.PacketShown, chart: str, place: str) -> Cell | None:
    """The cell at a place ("2:1") of a chart that the packet shows; None where there is no such cell."""
    found = next((one for one in packet.charts if one.key == chart and not one.is_held), None)
    if found is None or place not in dict(found.places):
        return None
    row, column = (int(part) for part in place.split(":"))
    return Cell(chart, found.row_names[row], found.column_names[column])


def citations_of(
    session: ReflectionSession, person: Person, reflection: Reflection | None
) -> dict[int, tuple[CitationShown, ...]]:
    """The person's citations by prompt, in the order in which they were made. At most 4 queries for each version."""
    if reflection is None:
        return {}
    rows = list(
        Citation.objects.filter(answer__reflection=reflection)
        .select_related("answer", "version__packet__school", "version__packet__team")
        .order_by("cited_at", "pk")
    )
    packets = {version.pk: shown_packet(session, person, version) for version in {row.version for row in rows}}
    found: dict[int, list[CitationShown]] = {}
    for row in rows:
        found.setdefault(row.answer.prompt_id, []).append(_shown(row, packets[row.version_id]))
    return {prompt: tuple(lines) for prompt, lines in found.items()}


def _shown(citation: Citation, packet: evidence.PacketShown) -> CitationShown:
    chart = next((one for one in packet.charts if one.key == citation.chart), None)
    where = f"{citation.row}, {citation.column}"
    if chart is None or chart.is_held or citation.row not in chart.row_names:
        return CitationShown(citation.pk, chart.title if chart else "", where, "", packet.version)
    row, column = chart.row_names.index(citation.row), chart.column_names.index(citation.column)
    cells = chart.rows[row]
    reading = cells[column] or str(privacy.HIDDEN_TEXT)
    return CitationShown(citation.pk, chart.title, f"{cells[0]}, {chart.head[column]}", reading, packet.version)


def cited_words(citations: Iterable[Citation]) -> str:
    """For other readers: which cells, and no number; the packet's own door says who reads it."""
    return "; ".join(
        _("%(row)s, %(column)s (packet, version %(version)s)")
        % {"row": one.row, "column": one.column, "version": one.version.version}
        for one in citations
    )
