"""Kinds and states of a check-in, and how a line stands that is to be raised."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CheckInKind(TextChoices):
    """What the two talk about; each kind has its kit."""

    FACILITATION = "facilitation", _("Planning the team's reflection")
    READINESS = "readiness", _("Getting ready for the reflection")
    FOLLOW_UP = "follow_up", _("Following up on the reflection")
    BEFORE_ILT = "before_ilt", _("Looking at the school before the ILT meets")


# in these the tick "talked" around the team's meeting and the held check-in are one fact
AROUND_MEETING = (CheckInKind.FACILITATION, CheckInKind.READINESS, CheckInKind.FOLLOW_UP)


class CheckInState(TextChoices):
    OPEN = "open", _("No time yet")
    SCHEDULED = "scheduled", _("Scheduled")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class Every(TextChoices):
    """How often a series comes round."""

    ONCE = "0", _("Once")
    WEEK = "1", _("Every week until the term ends")
    FORTNIGHT = "2", _("Every two weeks until the term ends")
    MONTH = "4", _("Every four weeks until the term ends")


class LineState(TextChoices):
    """How far a line is that a lead is to bring to the group. It stands inside the sealed slip, in no column."""

    EMPTY = "empty", _("Nothing asked")
    ASKED = "asked", _("To be put into words")
    WORDED = "worded", _("Waiting for the member's word")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Not like this")
