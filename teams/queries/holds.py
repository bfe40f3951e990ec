"""Legal holds, those in force first."""

from dataclasses import dataclass
from datetime import datetime

from teams.models import LegalHold, Person


@dataclass(frozen=True)
class HoldLine:
    """One hold as one person of the district sees it: `may_agree` where another one asked to lift it."""

    pk: int
    school: str
    reason: str
    placed_by: str
    placed_at: datetime
    asked_by: str
    lifted_by: str
    lifted_at: datetime | None
    may_agree: bool


def holds_page(viewer: Person) -> tuple[HoldLine, ...]:
    """1 query."""
    rows = LegalHold.objects.select_related("school", "placed_by", "lift_asked_by", "lifted_by")
    ordered = sorted(rows, key=lambda one: (one.lifted_at is not None, -one.placed_at.timestamp()))
    return tuple(_line(one, viewer) for one in ordered)


def _line(hold: LegalHold, viewer: Person) -> HoldLine:
    return HoldLine(
        hold.pk,
        hold.school.name,
        hold.reason,
        hold.placed_by.name,
        hold.placed_at,
        hold.lift_asked_by.name if hold.lift_asked_by else "",
        hold.lifted_by.name if hold.lifted_by else "",
        hold.lifted_at,
        hold.lift_asked_by is not None and hold.lift_asked_by_id != viewer.pk,
    )
