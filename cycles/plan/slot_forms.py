"""Forms of the planner: which meetings, which slot, which hours, which turning points."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _, gettext_lazy

from cycles.plan import access, slots
from cycles.plan.models import ContractDay, ReflectionSession
from cycles.plan.queries import Turn
from cycles.plan.slots import Slot
from teams.models import School, Term

DATE = {"type": "date"}
TIME = {"type": "time"}
SHOWN = "%Y-%m-%dT%H:%M"


def date_field(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"), **kwargs)


def time_field(**kwargs: Any) -> forms.TimeField:
    return forms.TimeField(widget=forms.TimeInput(attrs=TIME, format="%H:%M"), **kwargs)


class _Picks(forms.MultipleChoiceField):
    """Meetings with the slot that was shown for each: "12@2026-12-10T15:30", or "12@" where there was none."""

    def validate(self, value: Iterable[str]) -> None:
        forms.Field.validate(self, value)
        for one in value:
            _pick(one)


def _pick(text: str) -> tuple[int, tuple[date, time] | None]:
    key, _at, shown = text.partition("@")
    try:
        if not shown:
            return int(key), None
        moment = datetime.strptime(shown, SHOWN)  # noqa: DTZ007  (a wall clock)
        return int(key), (moment.date(), moment.time())
    except ValueError as wrong:
        raise forms.ValidationError(_("Choose among the meetings on the page.")) from wrong


class PicksForm(forms.Form):
    """Which meetings a change is for: those ticked, or every proposal on the page."""

    pick = _Picks(required=False)
    every = _Picks(required=False)
    scope = forms.CharField(required=False)
    beyond = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("every" if cleaned.get("scope") == "all" else "pick") or []
        if not self.errors and not chosen:
            raise forms.ValidationError(_("Tick at least one meeting first."))
        cleaned["chosen"] = dict(_pick(one) for one in chosen) if not self.errors else {}
        return cleaned


class SlotForm(forms.Form):
    """A slot for one session. `word` is the leader's word for time beyond the contract day."""

    meets_on = date_field(label=gettext_lazy("Day"))
    meets_at = time_field(label=gettext_lazy("Starts at"))
    minutes = forms.IntegerField(label=gettext_lazy("Length in minutes"), min_value=15, max_value=480)
    word = forms.BooleanField(label=gettext_lazy("I agree to time beyond the contract day"), required=False)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, session: ReflectionSession, today: date, slot: Slot | None) -> None:
        start = {"meets_on": slot.meets_on, "meets_at": slot.meets_at, "minutes": slot.minutes} if slot else {}
        super().__init__(data, initial={"version": session.version, "minutes": session.minutes, **start})
        self.today = today
        for name in ("meets_on", "meets_at", "minutes"):
            self.fields[name].widget.attrs["class"] = "form-control"

    def clean_meets_on(self) -> date:
        day: date = self.cleaned_data["meets_on"]
        if day < self.today:
            raise forms.ValidationError(_("This day has passed; choose a later one."))
        return day

    @property
    def slot(self) -> Slot | None:
        """The slot that is typed, where it is one."""
        if not self.is_valid():
            return None
        return Slot(self.cleaned_data["meets_on"], self.cleaned_data["meets_at"], self.cleaned_data["minutes"])

    def accept_version(self, version: int) -> None:
        """Let the next press of the button answer to `version`, with everything typed kept."""
        self.data = {**{name: self.data.get(name, "") for name in self.data}, "version": str(version)}


class ContractDayForm(forms.Form):
    """The hours that the staff owe."""

    starts_at = time_field(label=gettext_lazy("The contract day starts at"))
    ends_at = time_field(label=gettext_lazy("and ends at"))

    def __init__(self, data: Any = None, *, hours: ContractDay | None = None) -> None:
        super().__init__(data, initial={"starts_at": hours.starts_at, "ends_at": hours.ends_at} if hours else None)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("starts_at") and cleaned.get("ends_at") and cleaned["ends_at"] <= cleaned["starts_at"]:
            raise forms.ValidationError(_("The day ends after it starts."))
        return cleaned


class OpenCyclesForm(forms.Form):
    """Which turning points to open now, each with the day of its ILT's meeting, which may stay empty."""

    def __init__(self, data: Any = None, *, school: School) -> None:
        super().__init__(data)
        self.terms = list(access.openable_terms(school))
        for term in self.terms:
            self.fields[f"open-{term.pk}"] = forms.BooleanField(required=False)
            self.fields[f"day-{term.pk}"] = date_field(required=False, label=_("The ILT meets on"))
            self.fields[f"day-{term.pk}"].widget.attrs["class"] = "form-control"

    def beside(self, turns: Sequence[Turn]) -> list[tuple[Turn, BoundField | None, BoundField | None]]:
        """Each turning point with its box and its day; None for what is open already. The next one is ticked."""
        known = {term.pk for term in self.terms}
        openable = [turn.term.pk for turn in turns if turn.cycle is None and turn.term.pk in known]
        for key in openable[:1]:
            self.fields[f"open-{key}"].initial = True
        return [
            (turn, self[f"open-{turn.term.pk}"], self[f"day-{turn.term.pk}"])
            if turn.term.pk in openable
            else (turn, None, None)
            for turn in turns
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen: dict[Term, date | None] = {}
        for term in self.terms:
            day = cleaned.get(f"day-{term.pk}")
            if not cleaned.get(f"open-{term.pk}"):
                continue
            chosen[term] = day
            if day and abs(day - term.ends_on) > timedelta(weeks=slots.WEEKS_AROUND):
                self.add_error(f"day-{term.pk}", _("Choose a day within four weeks of the term's close."))
        if not chosen and not self.errors:
            raise forms.ValidationError(_("Tick the reflection that you want to open."))
        cleaned["days"] = chosen
        return cleaned
