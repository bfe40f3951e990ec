"""The link that opens a meeting's screen: where it stands."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cycles.meet import entering
from cycles.meet.entrances import ScreenLink
from cycles.plan.models import ReflectionSession


@dataclass(frozen=True)
class ScreenState:
    """`is_open`: it opens the screen now, until the end of `ends_on`; else it was withdrawn or is over."""

    is_open: bool
    given_by: str
    given_at: datetime
    ends_on: date
    revoked_by: str
    revoked_at: datetime | None


def screen_state(session: ReflectionSession) -> ScreenState | None:
    """The session's link; None where none was ever made. 1 query."""
    link = ScreenLink.objects.select_related("given_by", "revoked_by").filter(session=session).first()
    if link is None:
        return None
    link.session = session
    return ScreenState(
        is_open=entering.is_living(link),
        given_by=link.given_by.name if link.given_by else "",
        given_at=link.given_at,
        ends_on=max(link.ends_on, (session.meets_on or link.ends_on) + timedelta(days=1)),
        revoked_by=link.revoked_by.name if link.revoked_by else "",
        revoked_at=link.revoked_at,
    )
