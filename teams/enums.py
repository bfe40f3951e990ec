"""The field's words for who people are, where they belong and how plans stand."""

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What an appointment lets a person do. Districts rename the labels (`settings.ROLE_LABELS`)."""

    LEADER = "leader", _("School leader")
    STAFF = "staff", _("Staff")
    SUPERINTENDENT = "superintendent", _("Instructional superintendent")
    PARTNER = "partner", _("Network partner")
    DISTRICT = "district", _("District administrator")
    STEWARD = "steward", _("Data steward")


def role_label(role: str) -> str:
    """What the district calls a role."""
    return str(settings.ROLE_LABELS.get(role) or Role(role).label)


class TeamKind(TextChoices):
    ILT = "ilt", _("Instructional Leadership Team")
    TEACHER = "teacher", _("Teacher team")


class Position(TextChoices):
    """A person's place in one team. People read it as "role"."""

    SENIOR_LEAD = "senior_lead", _("Senior team lead")
    LEAD = "lead", _("Team lead")
    SPECIALIST = "specialist", _("Team specialist")
    MEMBER = "member", _("Member")


LEADING = (Position.SENIOR_LEAD, Position.LEAD)


class TermKind(TextChoices):
    SEMESTER = "semester", _("Semester")
    QUARTER = "quarter", _("Quarter")


class CycleKind(TextChoices):
    """Which turning point of the year: the close of the first or of the second semester."""

    MID_YEAR = "mid_year", _("Mid-year")
    END_OF_YEAR = "end_of_year", _("End of year")


class BlockKind(TextChoices):
    BREAK = "break", _("Break")
    HOLIDAY = "holiday", _("Holiday")
    TESTING = "testing", _("Testing window")
    LEARNING = "learning", _("Professional learning day")


class Verdict(TextChoices):
    """Where a goal stands when it is revisited."""

    ON_TRACK = "on_track", _("On track")
    PARTLY = "partly", _("Partly there")
    OFF_TRACK = "off_track", _("Off track")
    TOO_EARLY = "too_early", _("Too early to say")


class SloState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    CLOSED = "closed", _("Closed")


SLO_STEPS: dict[SloState, tuple[SloState, ...]] = {
    SloState.DRAFT: (SloState.SUBMITTED,),
    SloState.SUBMITTED: (SloState.DRAFT, SloState.APPROVED),
    SloState.APPROVED: (SloState.CLOSED,),
    SloState.CLOSED: (),
}


class PartKind(TextChoices):
    """The parts of the plan around a goal."""

    CHALLENGE = "challenge", _("Priority challenge")
    CAUSE = "cause", _("Root cause")
    STRATEGY = "strategy", _("Strategy")
    MEASURE = "measure", _("Interim measure")
    BENCHMARK = "benchmark", _("Implementation benchmark")
    CHECKPOINT = "checkpoint", _("Checkpoint")


class Preparedness(TextChoices):
    """Baseline preparedness levels of a Student Learning Objective."""

    AHEAD = "ahead", _("Ahead")
    PREPARED = "prepared", _("Prepared")
    SOMEWHAT = "somewhat", _("Somewhat prepared")
    UNDER = "under", _("Underprepared")
    SIGNIFICANTLY_UNDER = "significantly_under", _("Significantly underprepared")


class NoticeState(TextChoices):
    DUE = "due", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    VOID = "void", _("Not needed any more")
    FAILED = "failed", _("Could not be sent")


class SheetKind(TextChoices):
    """What a file for setting up holds: the one workbook, or one kind of row."""

    WORKBOOK = "workbook", _("Set-up workbook")
    SCHOOLS = "schools", _("Schools")
    PEOPLE = "people", _("People")
    TEAMS = "teams", _("Teams")
    MEMBERSHIPS = "memberships", _("Team members")
    GOALS = "goals", _("Goals")
