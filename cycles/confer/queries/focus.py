"""Focus areas: as the two write them, and as the ILT and the reviewers see them once both have agreed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q

from cycles.confer.enums import CheckInKind
from cycles.confer.models import CheckIn, FocusAgreement, FocusArea
from cycles.plan import queries as plan_queries
from cycles.plan.models import ReflectionSession
from data_imports import queries as evidence
from data_imports.models import PacketVersion
from teams.models import Person


@dataclass(frozen=True)
class Cell:
    """A cell that may be cited: its place in the packet, and its name without its number."""

    chart: str
    row: str
    column: str
    name: str

    @property
    def key(self) -> str:
        return "|".join((self.chart, self.row, self.column))


@dataclass(frozen=True)
class FocusBoard:
    """The areas of one check-in as one of its two sees them."""

    areas: tuple[FocusArea, ...]
    version: int
    have_i_agreed: bool
    has_other_agreed: bool
    is_closed: bool

    @property
    def is_agreed(self) -> bool:
        return self.have_i_agreed and self.has_other_agreed


def focus_board(check_in: CheckIn, reader: Person) -> FocusBoard | None:
    """None for a check-in that is not about the whole school. 2 queries."""
    if check_in.kind != CheckInKind.BEFORE_ILT:
        return None
    agreed = FocusAgreement.objects.filter(check_in=check_in, version=check_in.focus_version)
    people = set(agreed.values_list("person_id", flat=True))
    areas = tuple(FocusArea.objects.filter(check_in=check_in).order_by("position"))
    other = check_in.other(reader).pk
    return FocusBoard(areas, check_in.focus_version, reader.pk in people, other in people, has_opened(check_in.session))


def has_opened(session: ReflectionSession | None) -> bool:
    """Whether the ILT's meeting has begun, with the areas that were agreed on by then."""
    return session is not None and session.has_begun


def citable_cells(session: ReflectionSession | None, reader: Person) -> tuple[PacketVersion | None, tuple[Cell, ...]]:
    """The packet at hand and its cells; none of a chart that is held back from the reader. At most 3 queries.

    `session` is one whose packet the reader may read.
    """
    if session is None or session.packet_id is None:
        return None, ()
    version = PacketVersion.objects.select_related("packet__school", "packet__team").get(pk=session.packet_id)
    shown = evidence.packet(version, held=plan_queries.held_keys(reader, version.packet_id))
    return version, tuple(cell for chart in shown.charts if not chart.is_held for cell in _cells(chart))


def _cells(chart: evidence.ChartShown) -> Iterable[Cell]:
    for row, shown in zip(chart.row_names, chart.rows, strict=False):
        for number, column in enumerate(chart.column_names[1:], 1):
            name = f"{chart.subject}: {shown[0]}, {chart.head[number]}"
            yield Cell(chart.key, row, column, name)


@dataclass(frozen=True)
class AgreedArea:
    """An area before the ILT: its words, its evidence, the cell that it cites."""

    text: str
    evidence: str
    cited: str
    chart: str


def agreed_areas(session: ReflectionSession) -> tuple[AgreedArea, ...]:
    """What both have agreed on before this meeting of the ILT, in their order. 1 query for most meetings, else 2."""
    agreed = Count("focus_agreements", filter=Q(focus_agreements__version=F("focus_version")))
    talks = CheckIn.objects.filter(session=session, kind=CheckInKind.BEFORE_ILT, is_cancelled=False)
    found = list(talks.annotate(agreed=agreed).filter(agreed=2).values_list("pk", flat=True))
    if not found:
        return ()
    rows = FocusArea.objects.filter(check_in__in=found).order_by("check_in", "position")
    return tuple(AgreedArea(row.text, row.evidence, row.cited, row.chart) for row in rows)
