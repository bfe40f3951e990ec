from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teams.hours import USUAL, Hours

from .page import PageForm


class ClockInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def clock(**options: Any) -> forms.TimeField:
    """A time field."""
    return forms.TimeField(widget=ClockInput(), **options)


class PreferencesForm(PageForm):
    """Which kinds of notices come by e-mail, and at what hours."""

    wanted = forms.MultipleChoiceField(
        label=_("Send me by e-mail"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Invitations, changes and cancellations of meetings always come, and at once."),
    )
    digest_at = clock(
        label=_("Reminders of the day at"),
        help_text=_("All that is due on a day comes in one message at this hour, by your school's clocks."),
    )
    quiet_from = clock(label=_("Quiet from"), help_text=_("What can wait is kept for your hour."))
    quiet_to = clock(label=_("Quiet until"), help_text=_("The same time twice means no quiet hours."))

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("wanted", kinds)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        told: list[time | None] = [cleaned.get(name) for name in ("digest_at", "quiet_from", "quiet_to")]
        hours = Hours(*(told_time or usual for told_time, usual in zip(told, USUAL.clocks, strict=True)))
        if all(told) and hours.is_contrary:
            self.add_error("digest_at", _("This lies in your quiet hours; choose an hour outside them."))
        cleaned["hours"] = hours
        return cleaned
