"""What people say beside a file."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.conf import settings
from django.core.files import File
from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from data_imports.enums import Window
from data_imports.formats import formats
from data_imports.reading.contract import Given
from data_imports.reading.values import school_year
from teams.models import School


class UploadForm(forms.Form):
    """A file, whose it is, and what the file itself may not tell."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("CSV or XLSX, as the other system made it.")
    )
    school = forms.ModelChoiceField(School.objects.none(), label=gettext_lazy("School"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, help_text=gettext_lazy("Leave this open: we look inside the file.")
    )
    year = forms.CharField(
        label=gettext_lazy("School year"),
        required=False,
        max_length=9,
        help_text=gettext_lazy("Only if the file does not say it, such as 2026-27."),
    )
    window = forms.ChoiceField(
        label=gettext_lazy("Window"), required=False, help_text=gettext_lazy("Only if the file has no dates.")
    )

    def __init__(self, *args: Any, schools: QuerySet[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.fields["school"]
        assert isinstance(own, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        own.queryset = schools.order_by("name")
        if len(few := list(schools[:2])) == 1:
            own.initial, own.widget = few[0].pk, forms.HiddenInput()
        self.choose("kind", [(key, str(known.title)) for key, known in sorted(formats().items())])
        self.choose("window", list(Window.choices))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("file", "school", "kind", "year", "window")

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Choices after an open one."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = [("", _("The file tells")), *choices]

    def clean_file(self) -> "File[bytes]":
        """Refuse what is larger than this site takes."""
        file: File[bytes] = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            most = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(_("This file is larger than %(most)d MB.") % {"most": most})
        return file

    def clean_year(self) -> str:
        """`2026-27`, however it was written."""
        said: str = self.cleaned_data["year"].strip()
        if said and not (year := school_year(said)):
            raise forms.ValidationError(_("Write the school year like 2026-27."))
        return year if said else ""

    @property
    def given(self) -> Given:
        """Year and window as the reader takes them."""
        return Given(self.cleaned_data["year"], self.cleaned_data["window"])
