"""The live meeting's words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# however many topics there are
MOST_VOTES = 5
# fewer people present, or late writers, could be told apart: names are shown. Source: `privacy.md` 2.4
LEAST_UNNAMED = 5


class ProtocolKind(TextChoices):
    """What a protocol is for. The first three follow the guide step by step."""

    ILT_MID_YEAR = "ilt_mid_year", _("ILT mid-year")
    ILT_END_OF_YEAR = "ilt_end_of_year", _("ILT end of year")
    TEAM = "team", _("Teacher team")
    SUCCESS_ANALYSIS = "success_analysis", _("Success analysis")
    DATA_DIALOGUE = "data_dialogue", _("Data-driven dialogue")
    FIVE_WHYS = "five_whys", _("Five whys")
    FISHBONE = "fishbone", _("Fishbone")
    WHAT_SO_WHAT = "what_so_what", _("What, so what, now what")
    PLUS_DELTA = "plus_delta", _("Plus and delta, a short check")


GUIDED = (ProtocolKind.ILT_MID_YEAR, ProtocolKind.ILT_END_OF_YEAR, ProtocolKind.TEAM)
# offered beside the guide's own protocol; the others are a choice for who looks for them
OFFERED = (ProtocolKind.SUCCESS_ANALYSIS, ProtocolKind.DATA_DIALOGUE)


class Writers(TextChoices):
    """Who writes in a phase."""

    EVERYONE = "everyone", _("Everyone")
    FACILITATOR = "lead", _("Who leads the meeting")
    NOBODY = "nobody", _("Nobody: it is for talking")


class RevealRule(TextChoices):
    """When the cards of a phase are seen, and whether by name."""

    AT_ONCE = "at_once", _("At once, with names")
    NAMED = "named", _("Together at the end, with names")
    ANONYMOUS = "anonymous", _("Together at the end, never with a name")


class Beside(TextChoices):
    """What a phase lays beside the writing, each for those who may read it."""

    PACKET = "packet", _("What the evidence says")
    GOALS = "goals", _("Goals and where they stand")
    AREAS = "areas", _("Focus areas agreed with the superintendent")
    RAISED = "raised", _("Lines raised beforehand")
    VOICES = "voices", _("What people from outside said")


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
    EXPECTED = "expected", _("Expected")
    OBSERVED = "observed", _("Observed")
    INFERRED = "inferred", _("What it means")


class CauseCategory(TextChoices):
    """Where a cause lies. A person is not among them."""

    TIME = "time", _("Time and schedule")
    CURRICULUM = "curriculum", _("Curriculum and materials")
    PRACTICE = "practice", _("Instructional practice")
    LEARNING = "learning", _("Adult learning and coaching")
    DATA = "data", _("Data and feedback")
    SYSTEMS = "systems", _("Systems and communication")
    FAMILIES = "families", _("Work with families")


class Essential(TextChoices):
    """The guide's essential questions, in our own words. The last is the ILT's."""

    CELEBRATE = "celebrate", _("How do we celebrate what went well, and keep what led to it?")
    ADJUST = "adjust", _("How do we find the cause of what stalled, and adjust?")
    EVIDENCE = "evidence", _("How does the evidence guide what we change next?")
    TEAMS = "teams", _("How do we know how our teacher teams are doing, and what they need from us?")


class Onward(TextChoices):
    """Where a parked item goes from here."""

    ILT = "ilt", _("We ask the ILT")
    NEXT = "next", _("To our next meeting")
    SETTLED = "settled", _("Settled, or let go")
