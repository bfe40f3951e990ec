"""How a cycle, a session and an invitation stand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CycleState(TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class SessionState(TextChoices):
    """A session's life. The allowed steps are in `SESSION_STEPS`; a meeting that is paused is scheduled again."""

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


class MilestoneKind(TextChoices):
    """What is done around a meeting, in the order of its days."""

    PACKET = "packet", _("Evidence packet frozen")
    FEEDBACK = "feedback", _("Stakeholder feedback gathered")
    CHECK_INS = "check_ins", _("1:1 check-ins held")
    TEMPLATE = "template", _("Reflections handed in")
    RECORD = "record", _("Record confirmed")
    ADVICE = "advice", _("Advice on the changes")
    DECISION = "decision", _("Changes decided")
    STAFF = "staff", _("Letter to the staff")
    FAMILIES = "families", _("Letter to families")


# school days from the meeting, where a district or a school says nothing else
USUAL_DAYS: dict[MilestoneKind, int] = {
    MilestoneKind.PACKET: -5,
    MilestoneKind.FEEDBACK: -4,
    MilestoneKind.CHECK_INS: -3,
    MilestoneKind.TEMPLATE: -2,
    MilestoneKind.RECORD: 1,
    MilestoneKind.ADVICE: 3,
    MilestoneKind.DECISION: 5,
    MilestoneKind.STAFF: 6,
    MilestoneKind.FAMILIES: 7,
}
BEFORE_MEETING = (MilestoneKind.PACKET, MilestoneKind.FEEDBACK, MilestoneKind.TEMPLATE)
AFTER_MEETING = (
    MilestoneKind.RECORD,
    MilestoneKind.ADVICE,
    MilestoneKind.DECISION,
    MilestoneKind.STAFF,
    MilestoneKind.FAMILIES,
)
# the school's letters follow the ILT's meeting, once for all teams
OF_THE_SCHOOL = (MilestoneKind.STAFF, MilestoneKind.FAMILIES)
# nothing else in the database says that these are done
DONE_BY_HAND = (MilestoneKind.FEEDBACK, MilestoneKind.RECORD)


class VoiceQuestion(TextChoices):
    """What somebody from outside is asked before a meeting."""

    WELL = "well", _("What did you see go well, and what made it so?")
    STALLED = "stalled", _("Where did growth stall?")
    CHANGE = "change", _("What would you ask the team to change?")
    ELSE = "else", _("Is there anything else the team should know?")


class LetterKind(TextChoices):
    """What is mailed to somebody without an account."""

    ASK = "ask", _("The link")
    REMIND = "remind", _("A reminder")


class StepIn(TextChoices):
    """How somebody came to facilitate in another's place."""

    DEPUTY = "deputy", _("The deputy stepped in")
    NAMED = "named", _("The leader named them")
    CLAIMED = "claimed", _("They offered, and two others confirmed")


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


class Step(TextChoices):
    """The steps of a cycle at which a district's own documents are shown."""

    PLAN = "plan", _("Plan")
    PREPARE = "prepare", _("Prepare")
    CHECK_IN = "check_in", _("1:1 check-ins")
    MEET = "meet", _("Meet")
    ADJUST = "adjust", _("Adjust")
    SHARE = "share", _("Share")
