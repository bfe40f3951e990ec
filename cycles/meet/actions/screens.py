"""The link that opens a meeting's screen on a computer where nobody is signed in."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cycles.meet import entering
from cycles.meet.entrances import ScreenLink
from cycles.meet.models import Meeting
from cycles.plan.models import ReflectionSession
from reflection_site import events
from teams import audit
from teams.models import Person

from .refusals import RoomRefusal


class NoScreenYet(RoomRefusal):
    """A session without a time, or one that was cancelled, has no screen to open."""


@transaction.atomic
def make_screen_link(session: ReflectionSession, *, by: Person, at: datetime) -> str:
    """A token for the screen of this meeting, shown once; an earlier one opens nothing from now on.

    It ends with the day after the meeting, or tomorrow where the meeting was planned for earlier. Refuses with
    `NoScreenYet`.
    """
    session = ReflectionSession.objects.select_related("cycle__school").get(pk=session.pk)
    if session.meets_on is None or session.state not in entering.SHOWN:
        raise NoScreenYet(_("Give this session a time first; then its screen can be opened anywhere."))
    token = entering.new_token()
    today = timezone.localdate(at, session.cycle.school.zone)
    values = {"given_by": by, "given_at": at, "ends_on": max(session.meets_on, today) + timedelta(days=1)}
    ScreenLink.objects.update_or_create(
        session=session,
        defaults={**values, "token_hash": entering.token_hash(token), "revoked_by": None, "revoked_at": None},
    )
    audit.record("screen link made", session, by=by, at=at, school=session.cycle.school)
    _wake(session)
    return token


@transaction.atomic
def open_screen(session: ReflectionSession, *, by: Person, at: datetime) -> str:
    """A token that opens the screen; the link that is open stays, and so do its screens. Refuses with `NoScreenYet`."""
    # pressed twice at once, both open the same
    ReflectionSession.objects.select_for_update().get(pk=session.pk)
    link = ScreenLink.objects.select_related("session__cycle__school").filter(session=session).first()
    if link is None or not entering.is_living(link):
        make_screen_link(session, by=by, at=at)
        link = ScreenLink.objects.get(session=session)
    return entering.token_again(link)


def _wake(session: ReflectionSession) -> None:
    """Each stream asks its door at once."""
    version = Meeting.objects.filter(session=session).values_list("version", flat=True).first()
    events.announce(session.topic, version or 0)


@transaction.atomic
def withdraw_screen_link(session: ReflectionSession, *, by: Person, at: datetime) -> None:
    """Close every screen that this link has opened, within a second. Twice is once."""
    rows = ScreenLink.objects.filter(session=session, revoked_at=None)
    if not rows.update(token_hash="", revoked_by=by, revoked_at=at):
        return
    audit.record("screen link withdrawn", session, by=by, at=at, school=session.cycle.school)
    _wake(session)
