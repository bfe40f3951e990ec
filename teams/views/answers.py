"""What every change has in common: a whole form, one action, a refusal that stands on the form."""

from collections.abc import Callable
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from teams.actions import Refusal
from teams.models import Person


class SignedIn(HttpRequest):
    """A request of somebody who has signed in, which the middleware promises."""

    user: Person


def done(form: forms.Form, change: Callable[[], object]) -> bool:
    """Whether the change was made: the form is whole and nothing refused it."""
    if not form.is_valid():
        return False
    try:
        change()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def done_or_told(request: HttpRequest, change: Callable[[], object], said: str) -> bool:
    """The same for a change without fields: what happened, or why not, is said on the next page."""
    try:
        change()
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return False
    messages.success(request, said)
    return True


def last_day(form: forms.Form) -> date | None:
    """The day of a `LastDayForm`; None (ends at once) where it was left empty or unreadable."""
    return form.cleaned_data.get("last_day") if form.is_valid() else None
