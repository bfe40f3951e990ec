"""The evidence that a group met over, beside what is frozen now."""

from dataclasses import dataclass
from datetime import datetime

from cycles.plan.models import ReflectionSession
from data_imports import access as data_access, queries as data_queries
from data_imports.models import PacketVersion
from teams.models import Person

from .held import held_keys
from .packets import frozen, has_newer


@dataclass(frozen=True)
class Since:
    """`rested_on` is what the group met over, None where this reader has no right to it; `now` is frozen for them now.

    `difference` is there once a newer version is frozen for the same readers; `has_newer` where files came in after it.
    `provisional` are the charts of `rested_on` that waited for data.
    """

    rested_on: PacketVersion | None
    now: PacketVersion
    difference: data_queries.Difference | None
    has_newer: bool
    provisional: tuple[str, ...]


def evidence_since(session: ReflectionSession, person: Person, *, met_at: datetime) -> Since:
    """What has changed since a meeting that ended, or stands, at `met_at`. At most 8 queries."""
    now = frozen(session)
    earlier = data_access.earlier_versions(person, now).filter(profile=now.profile, as_of__lte=met_at)
    fetched = earlier.select_related("packet__school", "packet__team").order_by("-version")
    rested_on = now if now.as_of <= met_at else fetched.first()
    held = held_keys(person, now.packet_id)
    if rested_on is None:
        return Since(None, now, None, has_newer=has_newer(now, session), provisional=())
    shown = data_queries.packet(rested_on, held=held)
    return Since(
        rested_on,
        now,
        data_queries.difference(rested_on, now, held=held) if rested_on != now else None,
        has_newer=has_newer(now, session),
        provisional=tuple(chart.subject for chart in shown.charts if chart.is_provisional and not chart.is_held),
    )
