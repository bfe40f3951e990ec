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
    UNDERSTOOD = "understood", _("Waiting for you")
    QUEUED = "queued", _("About to be stored")
    STORING = "storing", _("Being stored")
    APPLIED = "applied", _("Done")
    REFUSED = "refused", _("Cannot be used")
    CANCELLED = "cancelled", _("Put aside")


STEPS = {
    UploadState.RECEIVED: (UploadState.READING,),
    UploadState.READING: (UploadState.UNDERSTOOD, UploadState.REFUSED),
    UploadState.UNDERSTOOD: (UploadState.QUEUED, UploadState.CANCELLED),
    UploadState.QUEUED: (UploadState.STORING,),
    UploadState.STORING: (UploadState.APPLIED, UploadState.REFUSED),
}
UNDER_WAY = (UploadState.RECEIVED, UploadState.READING, UploadState.QUEUED, UploadState.STORING)


class QuestionKind(TextChoices):
    """How a survey question is answered."""

    SCALE = "scale", _("Scale")
    YES_NO = "yes_no", _("Yes or no")
    NUMBER = "number", _("Number")
    CHOICE = "choice", _("Choice")


class NoteKind(TextChoices):
    """What a note on evidence is: something seen, or a question."""

    NOTICE = "notice", _("I notice")
    WONDER = "wonder", _("I wonder")
