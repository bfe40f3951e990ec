"""One file that came in, and the cells that kept rows out."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from data_imports.enums import UNDER_WAY, UploadState, Window
from reflection_site.encryption import EncryptedTextField
from teams.models import Person, School


class UploadQuerySet(models.QuerySet["Upload"]):
    """Filters over uploads."""

    def applied(self) -> Self:
        """Those whose rows are stored."""
        return self.filter(state=UploadState.APPLIED)

    def stale(self, on: date) -> Self:
        """Those whose file is to be deleted."""
        return self.filter(at__date__lt=on).exclude(file="")


class Upload(models.Model):
    """A file as it came, what was understood of it, and what became of its rows.

    The file itself is deleted after 30 days; the counts stay. `rows_done` of about `rows_expected` tells how far a
    worker is. `braked` says why so much would change that somebody must confirm it knowingly.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="uploads")
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
    braked = models.CharField(max_length=300, blank=True)
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

    `table` is the name of the model. `body` has the former values by column; `former_upload` is who set them.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="formers")
    table = models.CharField(max_length=40)
    row = models.PositiveBigIntegerField()
    former_upload = models.ForeignKey(Upload, on_delete=models.CASCADE, null=True, related_name="+")
    is_removed = models.BooleanField(default=False)
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "table", "row"], name="former_is_one_of_an_upload"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row} before upload {self.upload_id}"
