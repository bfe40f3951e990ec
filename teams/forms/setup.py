"""Files for setting up."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now, gettext_lazy as _

from teams import access
from teams.enums import SheetKind
from teams.models import Person

from .page import PageForm

LIMIT = 5 * 1024 * 1024


def _small_enough(file: "UploadedFile[bytes]") -> "UploadedFile[bytes]":
    if (file.size or 0) > LIMIT:
        raise ValidationError(_now("The file is larger than 5 MB. Split it, or remove pictures from it."))
    return file


class FileForm(PageForm):
    """The filled workbook."""

    button = _("Check this workbook")
    file = forms.FileField(
        label=_("The filled workbook (.xlsx)"), widget=forms.FileInput(attrs={"accept": ".xlsx"}), max_length=200
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith(".xlsx"):
            raise ValidationError(_now("This is not an .xlsx workbook. Save it as Excel workbook (.xlsx)."))
        return _small_enough(file)


class SheetForm(PageForm):
    """One kind of rows as CSV or XLSX."""

    button = _("Check this file")
    kind = forms.ChoiceField(label=_("What is in it"))
    file = forms.FileField(
        label=_("File (.csv or .xlsx)"), widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}), max_length=200
    )

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", sheet_choices(viewer))

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith((".csv", ".xlsx")):
            raise ValidationError(_now("Expected a file that ends in .csv or .xlsx."))
        return _small_enough(file)


def sheet_choices(viewer: Person) -> list[tuple[str, Any]]:
    """Kinds of rows that the person may bring in. Goals are a leader's, who writes them."""
    kinds = [SheetKind.SCHOOLS, SheetKind.PEOPLE, SheetKind.TEAMS, SheetKind.MEMBERSHIPS]
    if access.goal_schools(viewer).exists() or access.is_district(viewer):
        kinds.append(SheetKind.GOALS)
    return [(kind.value, kind.label) for kind in kinds]
