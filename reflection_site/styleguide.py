"""Every token and component in all its states, on one page; only where DEBUG is on."""

import json
from pathlib import Path
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

SAMPLES = Path(__file__).with_suffix(".json")
GROUNDS = ("ground", "surface", "sunken", "line", "line-strong", "ink", "ink-soft", "ink-faint")
ACTIONS = ("teal", "teal-deep", "teal-line", "teal-soft")
STATES = tuple(f"{hue}{part}" for hue in ("amber", "red", "green") for part in ("", "-mark", "-line", "-soft"))
CHARTS = tuple(f"chart-{number}" for number in range(1, 7))
SIZES = (36, 28, 22, 18, 16, 14)
SPACES = (4, 8, 12, 16, 20, 24, 32, 40, 48, 64)


class SampleForm(forms.Form):
    """One field of each kind; bound and empty it shows how errors stand."""

    place = forms.CharField(label="Where you meet", help_text="A room that everyone knows.")
    meets_on = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))
    minutes = forms.IntegerField(label="Minutes", initial=75)
    team = forms.ChoiceField(label="Team", choices=[("", "Choose a team"), ("4", "Grade 4"), ("5", "Grade 5")])
    audience = forms.ChoiceField(
        label="Who will see this",
        choices=[("me", "Only me"), ("lead", "My lead and me"), ("team", "Everyone in the meeting")],
        widget=forms.RadioSelect,
        initial="lead",
    )
    wanted = forms.BooleanField(label="Send the calendar file", required=False, initial=True)
    thought = forms.CharField(label="What went well, and what made it so?", widget=forms.Textarea(attrs={"rows": 4}))

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        return helper


def samples() -> dict[str, Any]:
    """What the components are shown with."""
    shown: dict[str, Any] = json.loads(SAMPLES.read_text(encoding="utf-8"))
    return shown


@login_not_required
@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """The page at /styleguide/; with ?screen the dark projector sample."""
    if "screen" in request.GET:
        return render(request, "styleguide_screen.html", samples())
    tokens = {
        "grounds": GROUNDS,
        "actions": ACTIONS,
        "states": STATES,
        "charts": CHARTS,
        "sizes": SIZES,
        "spaces": SPACES,
    }
    return render(
        request,
        "styleguide.html",
        {**tokens, **samples(), "form": SampleForm(), "refused": SampleForm({"minutes": "soon"}, prefix="refused")},
    )
