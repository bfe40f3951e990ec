"""Forms of listening. They clean; saving is an action."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from surveys.enums import Naming
from teams.models import Term

from .enums import MOST_CYCLES, MapBox
from .models import Heard, ThinkingMap

LONGEST = 4000


def _area(label: Any, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST})
    return forms.CharField(label=label, required=False, max_length=LONGEST, strip=False, widget=widget)


def _lines(text: str) -> str:
    """Lines end as the person's own windows compare them."""
    return text.replace("\r\n", "\n")


class MapForm(forms.Form):
    """The three branches, and the version that was on the page."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, found: ThinkingMap) -> None:
        written = {box.value: getattr(found, box.value) for box in MapBox}
        super().__init__(data, initial={"version": found.version, **written}, auto_id="map-%s")
        for box in MapBox:
            self.fields[box.value] = _area(box.label, 5)

    @property
    def branches(self) -> list[forms.BoundField]:
        return [self[box.value] for box in MapBox]

    @property
    def content(self) -> dict[str, Any]:
        said = {box.value: _lines(self.cleaned_data[box.value]) for box in MapBox}
        return {**said, "version": self.cleaned_data["version"]}


class HeardForm(forms.Form):
    """What I heard, what I will try, and the version that was on the page."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, stands: Heard) -> None:
        initial = {"version": stands.version, "heard": stands.heard, "will_try": stands.will_try}
        super().__init__(data, initial=initial, auto_id="heard-%s")
        self.fields["heard"] = _area(_("What I heard"), 5)
        self.fields["will_try"] = _area(_("What I will try"), 3)

    @property
    def content(self) -> dict[str, Any]:
        said = {name: _lines(self.cleaned_data[name]) for name in ("heard", "will_try")}
        return {**said, "version": self.cleaned_data["version"]}


class NamingForm(forms.Form):
    """With names, or without where enough would be asked."""

    naming = forms.ChoiceField(label=gettext_lazy("How your team is asked"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, stands: str, offers_anonymous: bool) -> None:
        super().__init__(data, initial={"naming": stands}, auto_id="naming-%s")
        choices = [(Naming.NAMED.value, _("With names: each map is read by you, under its author's name"))]
        if offers_anonymous:
            choices.append((Naming.ANONYMOUS.value, _("Without names: sealed until the end, told only together")))
        naming = self.fields["naming"]
        assert isinstance(naming, forms.ChoiceField)  # noqa: S101 (tells the type checker)
        naming.choices = choices


class DaysForm(forms.Form):
    """First and last days of a term's learning cycles; an empty row is none."""

    def __init__(self, data: Any = None, *, term: Term, days: Sequence[tuple[date, date]] = ()) -> None:
        super().__init__(data, auto_id=f"term-{term.pk}-%s")
        self.term = term
        for number in range(1, MOST_CYCLES + 1):
            first, last = days[number - 1] if number <= len(days) else (None, None)
            self.fields[f"starts-{number}"] = _day(_("First day"), first)
            self.fields[f"ends-{number}"] = _day(_("Last day"), last)

    @property
    def rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        numbers = range(1, MOST_CYCLES + 1)
        return [(number, self[f"starts-{number}"], self[f"ends-{number}"]) for number in numbers]

    @property
    def rows_shown(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """Those that are filled in, and one more."""
        filled = [number for number, starts, ends in self.rows if starts.value() or ends.value()]
        return self.rows[: max(filled, default=0) + 1]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        days: list[tuple[date, date]] = []
        for _number, starts, ends in self.rows:
            first, last = cleaned.get(starts.name), cleaned.get(ends.name)
            if starts.errors or ends.errors or not (first or last):
                continue
            if refusal := self._refusal(first, last, days):
                self.add_error(ends.name if first else starts.name, refusal)
            elif first and last:
                days.append((first, last))
        cleaned["days"] = days
        return cleaned

    def _refusal(self, first: date | None, last: date | None, before: Sequence[tuple[date, date]]) -> str:
        if first is None or last is None:
            return _("A learning cycle has a first and a last day.")
        if last < first:
            return _("The last day comes after the first one.")
        if before and first <= before[-1][1]:
            return _("It begins after the one before it has ended.")
        if not self.term.starts_on <= first <= last <= self.term.ends_on:
            return _("It lies within the term.")
        return ""


def _day(label: str, initial: date | None) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, initial=initial, widget=widget)
