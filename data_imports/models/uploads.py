"""One file that came in, and the cells that kept rows out."""

from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from data_imports.enums import UNDER_WAY, Respondents, UploadState, Window
from reflection_site.encryption import EncryptedTextField
from teams.models import Person, School


class UploadQuerySet(models.QuerySet["Upload"]):
    """Filters over uploads."""

    def applied(self) -> Self:
        """Those whose rows are stored."""
        return self.filter(state=UploadState.APPLIED)

    def of(self, schools: QuerySet[School]) -> Self:
        """Those of these schools, and the files of the whole district that have brought them something."""
        shares = UploadShare.objects.filter(upload=OuterRef("pk"), school__in=schools)
        return self.filter(Q(school__in=schools) | Q(Exists(shares), school=None, applied_at__isnull=False))

    def stale(self, since: datetime) -> Self:
        """Those whose file is to be deleted."""
        return self.filter(at__lt=since).exclude(file="")


class Upload(models.Model):
    """A file as it came, what was understood of it, and what became of its rows.

    The file itself is deleted after 30 days; the counts stay. `rows_done` of about `rows_expected` tells how far a
    worker is. `braked` says why so much would change that somebody must confirm it knowingly.
    Without a school it is a file of the whole district, and its rows say whose they are.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="uploads")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    file = models.FileField(upload_to="uploads/%Y/%m/", blank=True)
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(default=0)
    given_format = models.CharField(max_length=40, blank=True)
    given_year = models.CharField(max_length=7, blank=True)
    given_window = models.CharField(max_length=6, choices=Window, blank=True)
    given_asked = models.PositiveIntegerField(_("how many were asked"), default=0)
    given_respondents = models.CharField(_("who was asked"), max_length=8, choices=Respondents, blank=True)
    mapping = models.ForeignKey("Mapping", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    format = models.CharField(_("kind"), max_length=40, blank=True)
    year = models.CharField(_("school year"), max_length=7, blank=True)
    window = models.CharField(_("window"), max_length=6, choices=Window, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=UploadState, default=UploadState.RECEIVED)
    state_at = models.DateTimeField()
    rows_read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    unmatched = models.PositiveIntegerField(default=0)
    understood = models.JSONField(default=dict, blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows_expected = models.PositiveIntegerField(default=0)
    braked = models.CharField(max_length=500, blank=True)
    rejected_rows = models.FileField(upload_to="uploads/%Y/%m/", blank=True)
    refusal = models.CharField(max_length=300, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = UploadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["school", "-at"], name="upload_by_school")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"

    @property
    def is_under_way(self) -> bool:
        """Whether a worker has it, or is to take it."""
        return self.state in UNDER_WAY

    @property
    def zone(self) -> ZoneInfo:
        """Where its day is: at its school, else at the district's."""
        return self.school.zone if self.school is not None else ZoneInfo(timezone.get_default_timezone_name())


class UploadShare(models.Model):
    """What a file of the whole district has for one school: rows by what becomes of them.

    `weighed` of the `had` results of the school would change or go. `covers` is (title, window) of what the rows bring.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="shares")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="upload_shares")
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    weighed = models.PositiveIntegerField(default=0)
    had = models.PositiveIntegerField(default=0)
    covers = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "school"], name="upload_share_is_one_a_school")]

    def __str__(self) -> str:
        return f"{self.school} in upload {self.upload_id}"


class UploadProblem(models.Model):
    """A cell that kept its row out: where, what was found, what was expected, how to mend."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=120)
    found = EncryptedTextField(blank=True)
    expected = models.CharField(max_length=200)
    mend = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"row {self.row}: {self.column}"


class Former(models.Model):
    """What a row was before an upload changed or removed it, so that the upload can be taken back as a whole.

    `table` is the name of the model. `body` has the former values by column; `former_upload` is the file that set them,
    as long as it is there.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="formers")
    table = models.CharField(max_length=40)
    row = models.PositiveBigIntegerField()
    former_upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, related_name="+")
    is_removed = models.BooleanField(default=False)
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "table", "row"], name="former_is_one_of_an_upload"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row} before upload {self.upload_id}"
