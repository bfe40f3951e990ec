"""The words for files and evidence."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Window(TextChoices):
    """When in the year students were tested."""

    FALL = "fall", _("Fall")
    WINTER = "winter", _("Winter")
    SPRING = "spring", _("Spring")


class UploadState(TextChoices):
    """The life of an uploaded file."""

    RECEIVED = "received", _("Being read")
    READING = "reading", _("Being read now")
    UNMAPPED = "unmapped", _("Needs your help")
    UNDERSTOOD = "understood", _("Waiting for you")
    QUEUED = "queued", _("About to be stored")
    STORING = "storing", _("Being stored")
    APPLIED = "applied", _("Done")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")
    REFUSED = "refused", _("Cannot be used")
    CANCELLED = "cancelled", _("Put aside")


STEPS = {
    UploadState.RECEIVED: (UploadState.READING,),
    UploadState.READING: (UploadState.UNDERSTOOD, UploadState.UNMAPPED, UploadState.REFUSED),
    UploadState.UNMAPPED: (UploadState.RECEIVED, UploadState.CANCELLED),
    UploadState.UNDERSTOOD: (UploadState.QUEUED, UploadState.CANCELLED, UploadState.RECEIVED),
    UploadState.QUEUED: (UploadState.STORING,),
    UploadState.STORING: (UploadState.APPLIED, UploadState.REFUSED),
    UploadState.APPLIED: (UploadState.UNDOING,),
    UploadState.UNDOING: (UploadState.UNDONE, UploadState.APPLIED),
}
UNDER_WAY = (
    UploadState.RECEIVED,
    UploadState.READING,
    UploadState.QUEUED,
    UploadState.STORING,
    UploadState.UNDOING,
)
CANCELLABLE = (UploadState.RECEIVED, UploadState.READING, UploadState.QUEUED, UploadState.STORING)


BRAKE_SHARE = 0.2


def is_much(weighed: int, had: int) -> bool:
    """Whether so many of what a school had would change or go that somebody must say so knowingly."""
    return had > 0 and weighed > had * BRAKE_SHARE


class QuestionKind(TextChoices):
    """How a survey question is answered."""

    SCALE = "scale", _("Scale")
    YES_NO = "yes_no", _("Yes or no")
    NUMBER = "number", _("Number")
    CHOICE = "choice", _("Choice")


class Unit(TextChoices):
    """Of what a published figure speaks."""

    SCHOOL = "school", _("School")
    DISTRICT = "district", _("District")
    STATE = "state", _("State")


class SectionKind(TextChoices):
    """By what students are put into teams where there is no roster."""

    SECTION = "section", _("Class or teacher")
    GRADE = "grade", _("Grade")


class NoteKind(TextChoices):
    """What a note on evidence is: something seen, or a question."""

    NOTICE = "notice", _("I notice")
    WONDER = "wonder", _("I wonder")


class IdKind(TextChoices):
    """By whom an id was given: a student has at most one of each."""

    STATE = "state", _("State id")
    LOCAL = "local", _("Local id")
    ROSTER = "roster", _("Id of the roster system")


class Respondents(TextChoices):
    """Who was asked in a survey. Where nobody says so, it is held to the rule for staff, the strictest."""

    STAFF = "staff", _("Staff")
    STUDENTS = "students", _("Students")
    FAMILIES = "families", _("Families")
