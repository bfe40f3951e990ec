"""Which protocol a session follows."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from cycles.meet import phases
from cycles.meet.enums import ProtocolKind, Writers
from cycles.meet.models import Phase, Protocol, ProtocolChoice
from cycles.meet.protocols.minutes import fitted, is_kept
from cycles.plan.models import ReflectionSession
from reflection_site.statements import Statement
from teams.enums import CycleKind


def guided_kind(session: ReflectionSession) -> ProtocolKind:
    """The protocol that follows the guide for this team and cycle. No query."""
    if not session.team.is_ilt:
        return ProtocolKind.TEAM
    mid_year = session.cycle.kind == CycleKind.MID_YEAR
    return ProtocolKind.ILT_MID_YEAR if mid_year else ProtocolKind.ILT_END_OF_YEAR


def chosen_kind(session: ReflectionSession) -> ProtocolKind:
    """What was chosen for the session, else what the guide says. At most 1 query."""
    choice: ProtocolChoice | None = getattr(session, "protocol_choice", None)
    return ProtocolKind(choice.kind) if choice else guided_kind(session)


def _written() -> QuerySet[Phase]:
    """Of every protocol, no more than tells which steps people write in."""
    rows = Phase.objects.filter(protocol__is_current=True, writers=Writers.EVERYONE)
    return (
        rows.select_related("protocol").only("kind", "writers", "from_minutes", "protocol__kind").order_by("position")
    )


WRITTEN = Statement(_written)


def writing_phases(sessions: Collection[ReflectionSession]) -> dict[int, list[Phase]]:
    """The phases in which everyone writes, by session, as their meetings would have them now.

    1 query, and 1 for each session that came without its `protocol_choice`; none for none.
    """
    kinds = {one.pk: chosen_kind(one) for one in sessions}
    written = WRITTEN.rows() if kinds else []
    return {
        one.pk: _kept((phase for phase in written if phase.protocol.kind == kinds[one.pk]), one) for one in sessions
    }


def _kept(rows: Iterable[Phase], session: ReflectionSession) -> list[Phase]:
    known = (phase for phase in rows if phase.kind in phases.kinds())
    return [one for one in known if is_kept(one, session.minutes) and not phases.kind(one.kind).is_extra]


def current_protocol(session: ReflectionSession) -> Protocol:
    """The version that a meeting of the session would begin with now. At most 2 queries."""
    return Protocol.objects.get(kind=chosen_kind(session), is_current=True)


def expected_phases(session: ReflectionSession) -> tuple[list[Phase], dict[int, int]]:
    """The phases that a meeting of the session would have now, and the minutes of each. At most 2 queries.

    What only some meetings have (nothing promised before: nothing to answer for) is among them.
    """
    rows = Phase.objects.filter(protocol__kind=chosen_kind(session), protocol__is_current=True).order_by("position")
    kept = _kept(rows.select_related("protocol"), session)
    return kept, dict(zip((phase.pk for phase in kept), fitted(kept, session.minutes), strict=True))
