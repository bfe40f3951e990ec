"""Forms of a time poll: which times, until when, and what one answers."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from cycles.plan.enums import PollReply
from cycles.plan.models import ReflectionSession
from cycles.plan.slots import Slot
from teams.notices import local_moment

from .slot_forms import date_field, time_field

MOST = 5
LEAST = 2
CLOSES = time(17, 0)
DAYS_OPEN = 3


class PollForm(forms.Form):
    """Two to five times, one length, and the day until 5 PM of which answers count."""

    minutes = forms.IntegerField(label=gettext_lazy("Length in minutes"), min_value=15, max_value=480)
    closes_on = date_field(label=gettext_lazy("Answers until 5 PM on"))

    def __init__(
        self, data: Any = None, *, session: ReflectionSession, today: date, offered: Sequence[Slot] = ()
    ) -> None:
        self.session, self.today = session, today
        last = min([one.meets_on for one in offered], default=today + timedelta(days=9)) - timedelta(days=1)
        closes_on = max(today + timedelta(days=1), min(last, today + timedelta(days=DAYS_OPEN)))
        if closes_on.weekday() > 4 and closes_on - timedelta(days=2) > today:
            closes_on -= timedelta(days=closes_on.weekday() - 4)
        super().__init__(data, initial={"minutes": session.minutes, "closes_on": closes_on})
        for number in range(MOST):
            slot = offered[number] if number < len(offered) else None
            self.fields[f"day-{number}"] = date_field(
                label=_("Day"), required=False, initial=slot.meets_on if slot else None
            )
            self.fields[f"time-{number}"] = time_field(
                label=_("Starts at"), required=False, initial=slot.meets_at if slot else None
            )
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"day-{number}"], self[f"time-{number}"]) for number in range(MOST)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        times = {}
        for number in range(MOST):
            day, clock = cleaned.get(f"day-{number}"), cleaned.get(f"time-{number}")
            if bool(day) != bool(clock):
                self.add_error(f"day-{number}", _("A time on offer has a day and a time."))
            elif day and clock:
                times[day, clock] = number
        if len(times) < LEAST and not self.errors:
            raise forms.ValidationError(_("Offer at least two different times."))
        self._clean_deadline(cleaned, [day for day, _clock in times])
        minutes = cleaned.get("minutes") or 0
        return {
            "slots": [Slot(day, clock, minutes) for day, clock in sorted(times)],
            "closes_at": self._moment(cleaned),
        }

    def _moment(self, cleaned: dict[str, Any]) -> datetime | None:
        day = cleaned.get("closes_on")
        return local_moment(self.session.cycle.school, day, CLOSES) if day else None

    def _clean_deadline(self, cleaned: dict[str, Any], days: Sequence[date]) -> None:
        closes_at = self._moment(cleaned)
        if closes_at is None:
            return
        if closes_at <= timezone.now():
            self.add_error("closes_on", _("This has passed; choose a later day."))
        elif days and cleaned["closes_on"] >= min(days):
            self.add_error("closes_on", _("Close the poll before the first time on offer."))


class AnswerForm(forms.Form):
    """One answer for each time on offer."""

    def __init__(self, data: Any = None, *, keys: Sequence[int]) -> None:
        super().__init__(data)
        self.keys = keys
        for key in keys:
            self.fields[f"reply-{key}"] = forms.ChoiceField(choices=PollReply.choices, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        replies = {key: cleaned[f"reply-{key}"] for key in self.keys if cleaned.get(f"reply-{key}")}
        if len(replies) < len(self.keys):
            raise forms.ValidationError(_("Answer for each time."))
        return {"replies": replies}
