"""Focus areas written by the two, and agreed to by each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from cycles.confer import queries
from cycles.confer.models import MOST, CheckIn, FocusAgreement, FocusArea
from data_imports.models import PacketVersion
from teams.models import Person

from .refusals import AreasBegun, AreasChanged, NoAreas

FEWEST = 2


@dataclass(frozen=True)
class Draft:
    """One area as it was typed: words, evidence in words, a cell of the packet."""

    text: str
    evidence: str
    cell: queries.Cell | None = None

    @property
    def is_whole(self) -> bool:
        return bool(self.text.strip() and (self.evidence.strip() or self.cell))


@transaction.atomic
def save_areas(
    check_in: CheckIn,
    *,
    areas: Sequence[Draft],
    packet: PacketVersion | None,
    version: int,
    by: Person,
    at: datetime,
) -> None:
    """Write all areas anew; whoever had agreed is asked again. The same areas once more change nothing.

    Raises `AreasChanged` where the other one was faster, `AreasBegun` once the ILT meets.
    """
    _still_open(check_in)
    written = [area for area in areas if area.text.strip()][:MOST]
    if _as_typed(check_in) == [_key(area) for area in written]:
        return
    rows = CheckIn.objects.filter(pk=check_in.pk, focus_version=version)
    if not rows.update(focus_version=F("focus_version") + 1):
        raise AreasChanged
    FocusArea.objects.filter(check_in=check_in).delete()
    FocusArea.objects.bulk_create(
        FocusArea(check_in=check_in, position=number, **_values(area, packet)) for number, area in enumerate(written, 1)
    )


def _values(area: Draft, packet: PacketVersion | None) -> dict[str, object]:
    values: dict[str, object] = {"text": area.text.strip(), "evidence": area.evidence.strip()}
    if area.cell is None:
        return values
    cell = {"chart": area.cell.chart, "row": area.cell.row, "column": area.cell.column, "cited": area.cell.name}
    return {**values, **cell, "packet": packet}


def _key(area: Draft) -> tuple[str, str, str]:
    return area.text.strip(), area.evidence.strip(), area.cell.key if area.cell else ""


def _as_typed(check_in: CheckIn) -> list[tuple[str, str, str]]:
    rows = FocusArea.objects.filter(check_in=check_in).order_by("position")
    return [(row.text, row.evidence, f"{row.chart}|{row.row}|{row.column}" if row.chart else "") for row in rows]


def _still_open(check_in: CheckIn) -> None:
    now = CheckIn.objects.select_related("session").get(pk=check_in.pk)
    if queries.has_opened(now.session):
        raise AreasBegun


@transaction.atomic
def agree_areas(check_in: CheckIn, *, version: int, by: Person, at: datetime) -> None:
    """Agree to the areas as they stood in `version`. Once both have, they open the ILT's meeting. Twice is once.

    Raises `NoAreas` for fewer than two or one without evidence, `AreasChanged` for an older version.
    """
    _still_open(check_in)
    now = CheckIn.objects.select_for_update().get(pk=check_in.pk)
    if now.focus_version != version:
        raise AreasChanged
    rows = list(FocusArea.objects.filter(check_in=check_in))
    if len(rows) < FEWEST or not all(row.evidence or row.chart for row in rows):
        raise NoAreas
    FocusAgreement.objects.update_or_create(
        check_in=check_in, person=by, defaults={"version": version, "agreed_at": at}
    )
