"""Forms for the days around a meeting. They clean; saving is an action."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from cycles.plan.enums import BEFORE_MEETING, MilestoneKind
from cycles.plan.models import Milestone
from cycles.plan.models.around import LONGEST
from cycles.plan.slots import SchoolDays

from .days import why_not

BEFORE, AFTER = "before", "after"


class AroundForm(forms.Form):
    """A day for each step of one meeting; an empty one means the usual day. Only what the person changed counts.

    The day that was on the page travels along, so that a page left open takes back nothing of what others chose.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        milestones: Iterable[Milestone],
        meets_on: date,
        days: SchoolDays,
        today: date,
    ) -> None:
        super().__init__(data, auto_id="around-%s", initial={row.kind: row.due_on for row in milestones})
        self.meets_on, self.days, self.today = meets_on, days, today
        for kind in MilestoneKind:
            if kind in self.initial:
                self.fields[kind.value] = _day_field(kind)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.changed_data:
            if day := cleaned.get(name):
                refusal = self._refusal(MilestoneKind(name), day)
                if refusal:
                    self.add_error(name, refusal)
        return cleaned

    def _refusal(self, kind: MilestoneKind, day: date) -> str:
        if day < self.today:
            return _("This day has passed; choose a later one.")
        return {
            "": "",
            "closed": _("There is no school on this day; choose another one."),
            "after": _("This is done before the meeting; choose a day up to it."),
            "before": _("This follows the meeting; choose a day from then on."),
        }[why_not(kind, day, meets_on=self.meets_on, days=self.days)]

    @property
    def moved(self) -> dict[MilestoneKind, date | None]:
        """What the person changed; None for the usual day again."""
        return {MilestoneKind(name): self.cleaned_data[name] for name in self.changed_data}


def _day_field(kind: MilestoneKind) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
    return forms.DateField(label=kind.label, widget=widget, required=False, show_hidden_initial=True)


class UsualDaysForm(forms.Form):
    """How many school days before or after the meeting each step usually is; empty leaves it as it is without."""

    check_ins_side = forms.ChoiceField(
        label=gettext_lazy("1:1 check-ins: before or after"),
        choices=[(BEFORE, gettext_lazy("before the meeting")), (AFTER, gettext_lazy("after the meeting"))],
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        own: Mapping[MilestoneKind, int],
        otherwise: Mapping[MilestoneKind, int],
    ) -> None:
        side = own.get(MilestoneKind.CHECK_INS, otherwise[MilestoneKind.CHECK_INS])
        initial = {kind.value: abs(count) for kind, count in own.items()}
        initial_side = AFTER if side > 0 else BEFORE
        super().__init__(data, auto_id="days-%s", initial={**initial, "check_ins_side": initial_side})
        for kind in MilestoneKind:
            attrs = {"class": "form-control", "placeholder": abs(otherwise[kind]), "inputmode": "numeric"}
            self.fields[kind.value] = forms.IntegerField(
                label=kind.label,
                min_value=0,
                max_value=LONGEST,
                required=False,
                widget=forms.NumberInput(attrs=attrs),
            )

    @property
    def days(self) -> dict[MilestoneKind, int | None]:
        """Signed, as they are kept."""
        return {kind: self._signed(kind) for kind in MilestoneKind}

    def _signed(self, kind: MilestoneKind) -> int | None:
        count: int | None = self.cleaned_data[kind.value]
        is_before = kind in BEFORE_MEETING or (
            kind == MilestoneKind.CHECK_INS and self.cleaned_data["check_ins_side"] == BEFORE
        )
        return None if count is None else -count if is_before else count
