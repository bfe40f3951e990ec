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


class VoiceQuestion(TextChoices):
    """What somebody from outside is asked before a meeting."""

    WELL = "well", _("What did you see go well, and what made it so?")
    STALLED = "stalled", _("Where did growth stall?")
    CHANGE = "change", _("What would you ask the team to change?")
    ELSE = "else", _("Is there anything else the team should know?")


class StepIn(TextChoices):
    """How somebody came to facilitate in another's place."""

    DEPUTY = "deputy", _("The deputy stepped in")
    NAMED = "named", _("The leader named them")
    CLAIMED = "claimed", _("They offered, and two others confirmed")
