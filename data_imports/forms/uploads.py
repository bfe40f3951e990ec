"""What people say beside a file."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.conf import settings
from django.core.files import File
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _, gettext_lazy

from data_imports.enums import Respondents, SectionKind, Window
from data_imports.formats import formats
from data_imports.formats.leap_observations import HIGHEST, INDICATORS, LOWEST
from data_imports.queries import PlacesPage, StaffPage, with_own_values
from data_imports.queries.places import PlaceLine
from data_imports.reading.contract import FileRefused, Given
from data_imports.reading.values import school_year
from teams.models import Person, School, Team


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
    asked = forms.IntegerField(
        label=gettext_lazy("How many were asked"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=gettext_lazy(
            "Only for a survey: to how many people it went. One of staff is shown where we know it."
        ),
    )
    respondents = forms.ChoiceField(
        label=gettext_lazy("Who was asked"),
        required=False,
        choices=[("", gettext_lazy("Staff, or it is no survey")), *Respondents.choices[1:]],
    )

    def __init__(
        self, *args: Any, schools: QuerySet[School], is_of_district: bool = False, is_too_large: bool = False,
        by: Person | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.by = by
        if is_too_large:
            # what is too large is not taken in, so the field is empty
            self.fields["file"].error_messages["required"] = too_large()
        own = self.fields["school"]
        assert isinstance(own, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        own.queryset = schools.order_by("name")
        if len(few := list(schools[:2])) == 1:
            own.initial, own.widget = few[0].pk, forms.HiddenInput()
        elif is_of_district:
            own.required, own.empty_label = False, _("The whole district")
            own.help_text = _("Of the whole district each row goes to the school that the file names beside it.")
        self.choose("kind", [(key, str(known.title)) for key, known in sorted(formats().items())])
        self.choose("window", list(Window.choices))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("file", "school", "kind", "year", "window", "asked", "respondents")

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Choices after an open one."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = [("", _("The file tells")), *choices]

    def clean_file(self) -> "File[bytes]":
        """Refuse what is larger than this site takes; rows that left masked get their own values again."""
        file: File[bytes] = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(too_large())
        try:
            return file if self.by is None else with_own_values(file, by=self.by)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean_year(self) -> str:
        """`2026-27`, however it was written."""
        said: str = self.cleaned_data["year"].strip()
        if said and not (year := school_year(said)):
            raise forms.ValidationError(_("Write the school year like 2026-27."))
        return year if said else ""

    @property
    def given(self) -> Given:
        """Year, window and how many were asked, as the reader takes them."""
        told = self.cleaned_data
        return Given(told["year"], told["window"], told["asked"] or 0, respondents=told["respondents"])


def too_large() -> str:
    """Why a file is not taken, and what to do."""
    most = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
    return _("This file is larger than %(most)d MB. Export one school year at a time.") % {"most": most}


class StaffForm(forms.Form):
    """Who somebody in the school's LEAP files is: one of its people, or nobody here."""

    key = forms.ChoiceField()
    person = forms.ModelChoiceField(Person.objects.none(), required=False)
    is_nobody = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict, *, page: StaffPage) -> None:
        super().__init__(data)
        own, keys = self.fields["person"], self.fields["key"]
        assert isinstance(own, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        assert isinstance(keys, forms.ChoiceField)  # noqa: S101 - narrows the type
        own.queryset = Person.objects.filter(pk__in=[person.pk for person in page.people])
        keys.choices = [(stranger.key, stranger.name) for stranger in page.strangers]

    def clean(self) -> dict[str, Any]:
        """One answer, not none and not both."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and bool(told["person"]) == told["is_nobody"]:
            raise forms.ValidationError(_("Say who it is, or that it is nobody here."))
        return told


class PlacesForm(forms.Form):
    """A team for each class and grade."""

    def __init__(self, *args: Any, page: PlacesPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        choices = [("", _("No team")), *((str(team.pk), team.name) for team in page.teams)]
        for name, line in self.named():
            label = line.value if line.kind == SectionKind.SECTION else _("Grade %(grade)s") % {"grade": line.value}
            self.fields[name] = forms.ChoiceField(
                choices=choices, required=False, label=label, initial=str(line.team or "")
            )

    def named(self) -> list[tuple[str, PlaceLine]]:
        """Each line with the name of its field."""
        return [(f"place-{at}", line) for at, line in enumerate(self.page.lines)]

    def rows(self) -> list[tuple[forms.BoundField, PlaceLine]]:
        """Each line with its field."""
        return [(self[name], line) for name, line in self.named()]

    def places(self) -> dict[tuple[str, str], Team | None]:
        """What was chosen."""
        teams = {str(team.pk): team for team in self.page.teams}
        return {(line.kind, line.value): teams.get(self.cleaned_data[name]) for name, line in self.named()}


class LeapMeansForm(forms.Form):
    """A mean and a number of teachers by indicator, for one window; what is left empty is not kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for indicator in INDICATORS:
            mean, n = _("Mean of %(indicator)s"), _("Teachers behind %(indicator)s")
            self.fields[f"mean-{indicator}"] = forms.FloatField(
                min_value=LOWEST, max_value=HIGHEST, required=False, label=mean % {"indicator": indicator}
            )
            self.fields[f"n-{indicator}"] = forms.IntegerField(
                min_value=1, max_value=1_000, required=False, label=n % {"indicator": indicator}
            )

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Each indicator with its two fields."""
        return [(indicator, self[f"mean-{indicator}"], self[f"n-{indicator}"]) for indicator in INDICATORS]

    def clean(self) -> dict[str, Any]:
        """A mean stands on teachers."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for indicator in INDICATORS:
            given = [told.get(f"{part}-{indicator}") is not None for part in ("mean", "n")]
            if any(given) and not all(given) and not self.errors.get(f"mean-{indicator}"):
                self.add_error(f"n-{indicator}", _("A mean needs the number of teachers behind it."))
        return told

    def means(self) -> dict[str, tuple[float, int]]:
        """What was typed."""
        found = {name: (self.cleaned_data[f"mean-{name}"], self.cleaned_data[f"n-{name}"]) for name in INDICATORS}
        return {name: (mean, n) for name, (mean, n) in found.items() if mean is not None and n is not None}
