"""A cell of the packet that a card cites: only what everybody who reads the packet can see."""

from django.utils.translation import gettext as _

from cycles.meet import queries
from cycles.meet.cited import CitedCell
from cycles.plan import access as plan_access, queries as plan_queries
from cycles.plan.models import ReflectionSession
from teams.models import Person

from .refusals import CellNotShown


def citable_cell(session: ReflectionSession, place: str, *, by: Person | None) -> CitedCell | None:
    """The cell at `place` of the session's packet, to be given to a card; None for "". Raises `CellNotShown`.

    `by` must see it. A sealed card comes from nobody: then it must be one that is held back from nobody for good.
    """
    if not place:
        return None
    cell = queries.cell_of(place)
    if cell is None or cell.version_id != session.packet_id or cell.chart in queries.unrevealed(session):
        raise _not_shown()
    if by is None and not queries.may_cite_unnamed(session):
        raise CellNotShown(_("Too few here read the packet for a card without a name to cite it."))
    if by and not plan_access.may_read_packet(by, session):
        raise _not_shown()
    if by and cell.chart in plan_queries.held_keys(by, cell.version.packet_id):
        raise _not_shown()
    return cell


def _not_shown() -> CellNotShown:
    return CellNotShown(_("That figure is not shown here now. Choose another one, or none."))
