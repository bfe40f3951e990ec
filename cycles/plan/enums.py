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


class Reply(TextChoices):
    NONE = "none", _("No answer yet")
    YES = "yes", _("Coming")
    NO = "no", _("Not coming")
    MAYBE = "maybe", _("Perhaps")


class SlotReason(TextChoices):
    """Why a meeting is proposed for its slot, or what stood in the way of the team's usual one."""

    USUAL = "usual", _("The usual slot")
    NO_USUAL = "no_usual", _("No usual slot")
    CLOSED = "closed", _("School is closed")
    PERSON = "person", _("Somebody is elsewhere")
    PLACE = "place", _("The room is taken")
    ORDER = "order", _("Teams meet before the ILT")
    PAST = "past", _("The day has passed")
    POSTPONED = "postponed", _("Postponed")
    CHOSEN = "chosen", _("Chosen by hand")


class PollState(TextChoices):
    OPEN = "open", _("Open")
    SETTLED = "settled", _("Settled")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class PollReply(TextChoices):
    YES = "yes", _("Yes")
    MAYBE = "maybe", _("If need be")
    NO = "no", _("No")
