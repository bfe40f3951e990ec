"""Forms of the calendar. They clean; saving is an action."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from data_imports.enums import NoteKind
from data_imports.queries import ChartShown
from teams.models import Person

from . import access
from .models import ReflectionSession
from .slots import Slot

NOT_CHOSEN = gettext_lazy("Nobody yet")
PARTS = ("deputy", "note_taker", "timekeeper")


def helper(*fields: Any) -> FormHelper:
    """How a form about time and people is drawn, its fields in this order."""
    made = FormHelper()
    made.form_tag = False
    made.template = "cycles/plan/_fields.html"
    made.layout = Layout(*fields)
    return made


class ScheduleForm(forms.Form):
    """A session's time, place and people. `version` is the one that was on the page, `known` the clashes told there."""

    meets_on = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    meets_at = forms.TimeField(
        label=gettext_lazy("Starts at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("On the school's clock."),
    )
    minutes = forms.IntegerField(label=gettext_lazy("Length in minutes"), min_value=15, max_value=480)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120)
    video_link = forms.URLField(label=gettext_lazy("Video link"), required=False, assume_scheme="https")
    facilitator = forms.ModelChoiceField(
        label=gettext_lazy("Facilitator"), queryset=Person.objects.none(), empty_label=NOT_CHOSEN
    )
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Deputy"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=NOT_CHOSEN,
        help_text=gettext_lazy("Takes over if the facilitator cannot."),
    )
    note_taker = forms.ModelChoiceField(
        label=gettext_lazy("Note-taker"), queryset=Person.objects.none(), required=False, empty_label=NOT_CHOSEN
    )
    timekeeper = forms.ModelChoiceField(
        label=gettext_lazy("Timekeeper"), queryset=Person.objects.none(), required=False, empty_label=NOT_CHOSEN
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    known = forms.CharField(max_length=24, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, session: ReflectionSession, today: date, slot: Slot | None = None) -> None:
        super().__init__(data, initial=_initial(session, slot), auto_id=f"session-{session.pk}-%s")
        self.session, self.today = session, today
        near = access.near_people(session).order_by("name")
        for name in ("facilitator", *PARTS):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (tells the type checker)
            field.queryset = near
        when = Row(*(Column(name, css_class="col-sm-4") for name in ("meets_on", "meets_at", "minutes")))
        who = Row(*(Column(name, css_class="col-sm-6") for name in ("facilitator", *PARTS)))
        self.helper = helper("version", when, Field("place"), Field("video_link"), who)

    def clean_meets_on(self) -> date:
        day: date = self.cleaned_data["meets_on"]
        if day < self.today:
            raise forms.ValidationError(_("This day has passed; choose a later one."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("deputy") and cleaned.get("deputy") == cleaned.get("facilitator"):
            self.add_error("deputy", _("The deputy is somebody other than the facilitator."))
        return cleaned

    def _stands(self, name: str) -> Any:
        """What is typed, where it is sound; on an untouched form what it opens with."""
        return self.cleaned_data.get(name) if self.is_bound else self.initial.get(name)

    @property
    def slot(self) -> Slot | None:
        """The slot that stands in the form, whatever else is missing; for a bound form after `is_valid`."""
        told = [self._stands(name) for name in ("meets_on", "meets_at", "minutes")]
        return Slot(*told) if all(told) else None

    @property
    def room(self) -> str:
        return self._stands("place") or ""

    @property
    def chosen(self) -> list[Person]:
        """Who is chosen for a part just now; those who have one already are known."""
        if not self.is_bound:
            return []
        return [person for name in ("facilitator", *PARTS) if (person := self.cleaned_data.get(name))]

    def accept_version(self, version: int) -> None:
        """Let the next press of the button answer to `version`, with everything typed kept."""
        self.data = {**{name: self.data.get(name, "") for name in self.data}, "version": str(version)}


def _initial(session: ReflectionSession, slot: Slot | None) -> dict[str, Any]:
    is_timed = session.meets_on is not None
    return {
        "version": session.version,
        "meets_on": session.meets_on if is_timed else slot and slot.meets_on,
        "meets_at": session.meets_at if is_timed else slot and slot.meets_at,
        "minutes": session.minutes,
        "place": session.place,
        "video_link": session.video_link,
        "facilitator": session.facilitator_id,
        "deputy": session.deputy_id,
        "note_taker": session.note_taker_id,
        "timekeeper": session.timekeeper_id,
    }


class HoldForm(forms.Form):
    """One of the packet's charts."""

    chart = forms.ChoiceField()

    def __init__(self, data: Any = None, *, charts: Iterable[str]) -> None:
        super().__init__(data)
        field = self.fields["chart"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (tells the type checker)
        field.choices = [(key, key) for key in charts]


class NoteForm(forms.Form):
    """What somebody notices or wonders. Drawn by `cycles/plan/_chart_notes.html`.

    `note_pk` is the note that it changes; None for a new one.
    """

    note_pk: int | None = None

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=NoteKind)
    text = forms.CharField(
        label=gettext_lazy("Your note"),
        max_length=400,
        error_messages={"required": gettext_lazy("Write what you notice or wonder; nothing is pinned yet.")},
    )


class PinForm(NoteForm):
    """A new note, with the cell of `chart` that it belongs to; no cell means the chart as a whole."""

    cell = forms.ChoiceField(label=gettext_lazy("Which cell"), required=False)

    def __init__(self, data: Any = None, *, chart: ChartShown) -> None:
        super().__init__(data)
        self.chart = chart
        field = self.fields["cell"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (tells the type checker)
        field.choices = [("", ""), *chart.places]

    @property
    def pinned(self) -> dict[str, str]:
        """What `pin_note` takes; the cell under its English names."""
        at_row, _colon, at_column = self.cleaned_data["cell"].partition(":")
        row = self.chart.row_names[int(at_row)] if at_row else ""
        column = self.chart.column_names[int(at_column)] if at_column else ""
        kind, text = self.cleaned_data["kind"], self.cleaned_data["text"]
        return {"chart": self.chart.key, "row": row, "column": column, "kind": kind, "text": text}
