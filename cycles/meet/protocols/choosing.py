"""What was done: a protocol chosen for a session."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.meet.enums import ProtocolKind
from cycles.meet.models import Meeting
from cycles.meet.queries import guided_kind
from cycles.plan.models import ReflectionSession
from teams import audit
from teams.models import Person

from .models import ProtocolChoice


class AlreadyBegun(Exception):
    """The meeting keeps the protocol that it began with."""

    def __init__(self) -> None:
        super().__init__(_("The meeting has begun; it keeps the protocol that it began with."))


@transaction.atomic
def choose_protocol(session: ReflectionSession, *, kind: ProtocolKind, by: Person, at: datetime) -> None:
    """Meet by this protocol, in the version that is current when the meeting begins. Raises `AlreadyBegun`."""
    ReflectionSession.objects.select_for_update().get(pk=session.pk)
    if Meeting.objects.filter(session=session).exists():
        raise AlreadyBegun
    if kind == guided_kind(session):
        ProtocolChoice.objects.filter(session=session).delete()
    else:
        said = {"kind": kind, "chosen_by": by, "chosen_at": at}
        ProtocolChoice.objects.update_or_create(session=session, defaults=said)
    audit.record("protocol chosen", session, by=by, at=at, school=session.cycle.school)
