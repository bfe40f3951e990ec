"""How a cycle, a session and an invitation stand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CycleState(TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class SessionState(TextChoices):
    """A session's life. The allowed steps are in `SESSION_STEPS`."""

    PLANNED = "planned", _("No time yet")
    SCHEDULED = "scheduled", _("Scheduled")
    MEETING = "meeting", _("Meeting now")
    MET = "met", _("Met")
    CANCELLED = "cancelled", _("Cancelled")


SESSION_STEPS: dict[SessionState, tuple[SessionState, ...]] = {
    SessionState.PLANNED: (SessionState.SCHEDULED, SessionState.CANCELLED),
    SessionState.SCHEDULED: (
        SessionState.SCHEDULED,
        SessionState.MEETING,
        SessionState.CANCELLED,
    ),
    SessionState.MEETING: (SessionState.MET,),
    SessionState.MET: (),
    SessionState.CANCELLED: (SessionState.SCHEDULED,),
}


class CalendarWay(TextChoices):
    """How meetings come into a person's own calendar: one way or the other, so that nothing stands there twice."""

    MAIL = "mail", _("Invitations by e-mail")
    FEED = "feed", _("A calendar feed")


class Reply(TextChoices):
    NONE = "none", _("No answer yet")
    YES = "yes", _("Coming")
    NO = "no", _("Not coming")
    MAYBE = "maybe", _("Perhaps")
