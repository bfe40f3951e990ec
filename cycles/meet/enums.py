"""The live meeting's words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# however many topics there are
MOST_VOTES = 5
# fewer people present, or late writers, could be told apart: names are shown. Source: `privacy.md` 2.4
LEAST_UNNAMED = 5


class ProtocolKind(TextChoices):
    ILT_MID_YEAR = "ilt_mid_year", _("ILT mid-year")
    ILT_END_OF_YEAR = "ilt_end_of_year", _("ILT end of year")
    TEAM = "team", _("Teacher team")


class Face(TextChoices):
    """The three faces of a room; each is the name of its page."""

    ROOM = "room", _("Participant")
    FACILITATE = "facilitate", _("Facilitator")
    SCREEN = "screen", _("Screen")


class CardKind(TextChoices):
    SUCCESS = "success", _("Success")
    GROWTH = "growth", _("Growth")
    PARKED = "parked", _("Parked")
    PLUS = "plus", _("What worked")
    DELTA = "delta", _("What to change")


class RevealRule(TextChoices):
    """When the cards of a phase are shown, and whether with names."""

    AT_ONCE = "at_once", _("At once, with names")
    NAMED = "named", _("Together, with names")
    ANONYMOUS = "anonymous", _("Together, without names")


class CauseCategory(TextChoices):
    """Where a cause lies. A person is not among them."""

    TIME = "time", _("Time and schedule")
    CURRICULUM = "curriculum", _("Curriculum and materials")
    PRACTICE = "practice", _("Instructional practice")
    LEARNING = "learning", _("Adult learning and coaching")
    DATA = "data", _("Data and feedback")
    SYSTEMS = "systems", _("Systems and communication")
    FAMILIES = "families", _("Work with families")
