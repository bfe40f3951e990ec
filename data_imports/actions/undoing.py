"""Taking a stored file back: the tables return to what they were."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from data_imports import tasks
from data_imports.actions.uploads import UploadMoved, ring, step, told_to, topic
from data_imports.enums import UploadState
from data_imports.models import Upload
from data_imports.storing import joining, journal, sections
from data_imports.storing.leap import match_decided
from reflection_site.events import announce
from teams import audit
from teams.models import Person, School


class Overlapped(Exception):
    """A later file builds on this one; the text names it."""

    def __init__(self, later: Upload) -> None:
        super().__init__(
            _("“%(file)s”, stored later, builds on this file. Take that one back first.") % {"file": later.file_name}
        )


@transaction.atomic
def undo_upload(upload: Upload, *, by: Person, at: datetime) -> None:
    """Have a stored file taken back as a whole. Refused, naming it, where a later file builds on it."""
    if (later := overlapping(upload)) is not None:
        raise Overlapped(later)
    if not step(upload, UploadState.APPLIED, UploadState.UNDOING, at=at):
        raise UploadMoved
    Upload.objects.filter(pk=upload.pk).update(undone_by=by, refusal="")
    audit.record("upload undo asked", upload, by=by, at=at, school=upload.school)
    ring(tasks.undo_upload, upload)
    announce(topic(upload), upload.pk)


@transaction.atomic
def take_back_upload(upload: Upload, *, at: datetime) -> None:
    """Put every row back that the file changed or removed, and delete what it created. A second call does nothing.

    Where a later file came to build on it meanwhile, everything stays and the page says so.
    """
    if not step(upload, UploadState.UNDOING, UploadState.UNDONE, at=at):
        return
    if (later := overlapping(upload)) is not None:
        with told_to(upload):
            kept = str(Overlapped(later))
        Upload.objects.filter(pk=upload.pk).update(state=UploadState.APPLIED, undone_by=None, refusal=kept[:300])
        announce(topic(upload), upload.pk)
        return
    joining.hold(is_changing=True)
    journal.put_back(upload)
    schools = schools_of(upload)
    sections.place_all(schools)
    journal.delete_unused(upload)
    match_decided(schools)
    upload.formers.all().delete()
    Upload.objects.filter(pk=upload.pk).update(undone_at=at)
    for school in [upload.school] if upload.school else [None, *schools]:
        audit.record("upload taken back", upload, by=upload.undone_by, at=at, school=school)
    announce(topic(upload), upload.pk)


def schools_of(upload: Upload) -> QuerySet[School]:
    """The school of a file; of a file of the whole district all that have a share."""
    if upload.school_id is not None:
        return School.objects.filter(pk=upload.school_id)
    return School.objects.filter(Exists(upload.shares.filter(school=OuterRef("pk"))))


def overlapping(upload: Upload) -> Upload | None:
    """The latest file that changed, removed or confirmed rows of this one, if any."""
    return Upload.objects.filter(formers__former_upload=upload).exclude(pk=upload.pk).order_by("-applied_at").first()
