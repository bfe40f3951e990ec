"""Every token and component in all its states, on one page; only where DEBUG is on."""

from dataclasses import dataclass, field
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

GROUNDS = ("ground", "surface", "sunken", "line", "line-strong", "ink", "ink-soft", "ink-faint")
ACTIONS = ("teal", "teal-deep", "teal-line", "teal-soft")
STATES = tuple(f"{hue}{part}" for hue in ("amber", "red", "green") for part in ("", "-mark", "-line", "-soft"))
CHARTS = tuple(f"chart-{number}" for number in range(1, 7))
SIZES = (36, 28, 22, 18, 16, 14)
SPACES = (4, 8, 12, 16, 20, 24, 32, 40, 48, 64)


@dataclass(frozen=True)
class Step:
    label: str
    state: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Day:
    weekday: str
    number: int
    month: str
    is_today: bool = False
    items: list[dict[str, str]] = field(default_factory=list)


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


def figure() -> dict[str, Any]:
    """A bar chart as a packet freezes it, one bar hidden to protect privacy."""
    grades = ["Grade 3", "Grade 4", "Grade 5", "Newcomers"]
    hatch = {"color": "#a8a294", "pattern": {"shape": "/", "fgcolor": "#8a8474", "bgcolor": "#f8f6f1"}}
    return {
        "data": [
            {"type": "bar", "name": "Fall", "x": grades[:3], "y": [38, 41, 47], "text": ["38%", "41%", "47%"], "textposition": "outside", "marker": {"color": "#a9cbc6"}},
            {"type": "bar", "name": "Winter", "x": grades[:3], "y": [44, 52, 49], "text": ["44%", "52%", "49%"], "textposition": "outside", "marker": {"color": "#0f6b68"}},
            {"type": "bar", "name": "Hidden", "x": grades[3:], "y": [8], "text": ["*"], "textposition": "outside", "marker": hatch, "showlegend": False, "hoverinfo": "skip"},
        ],
        "layout": {"yaxis": {"range": [0, 65], "ticksuffix": "%", "nticks": 4}, "barmode": "group"},
    }  # fmt: skip


def samples() -> dict[str, Any]:
    return {
        "steps": [Step("File", "done"), Step("What we understood", "current", "212 of 214 rows"), Step("What is wrong", "next"), Step("Done", "next")],
        "days": [
            Day("Mon", 8, "Dec", is_today=True, items=[{"title": "Packet is frozen", "time": "8:00 AM"}]),
            Day("Wed", 10, "Dec", items=[{"title": "Your reflection is due", "time": "end of day", "url": "#"}]),
            Day("Thu", 11, "Dec", items=[{"title": "Grade 4 team", "time": "3:30 PM, Room 12", "url": "#"}, {"title": "Check-in with Dana", "time": "4:45 PM"}]),
            Day("Tue", 16, "Dec", items=[{"title": "Instructional Leadership Team", "time": "2:00 PM", "url": "#"}]),
        ],
        "dots": [{"name": name, "state": state, "word": word} for name, state, word in [("Ana Ruiz", "ready", "ready"), ("Ben Cole", "working", "writing"), ("Dana Whitfield", "waiting", "not yet"), ("Omar Haddad", "away", "not in the room")]],
        "tabs": [{"label": "Staff", "url": "#staff", "is_current": True}, {"label": "Families", "url": "#families", "count": 2}, {"label": "Partners", "url": "#partners"}],
        "links": [
            {"kind": "Goal", "text": "60% of Grade 4 at or above in math by May", "url": "#"},
            {"kind": "Evidence", "text": "52% in winter, 41% in fall"},
            {"kind": "Root cause", "text": "We practice facts, but students seldom explain a strategy", "state": "done", "word": "Agreed"},
            {"kind": "Adjustment", "text": "Number talks, ten minutes, four days a week", "state": "active", "word": "Pilot"},
            {"kind": "Result", "text": "What became of it is asked in May", "state": "quiet", "word": "Not yet"},
        ],
        "table_head": ["", "Fall", "Winter"],
        "table_rows": [["Grade 3", "38%", "44%"], ["Grade 4", "41%", "52%"], ["Grade 5", "47%", "49%"], ["Newcomers", None, None]],
        "figure": figure(),
    }  # fmt: skip


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
