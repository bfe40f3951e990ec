"""Forms of a 1:1. They clean; saving is an action."""

from datetime import date
from typing import Any

from crispy_forms.layout import Column, Field, Row
from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from cycles.plan.forms import helper
from cycles.plan.models import ReflectionSession
from teams.templatetags.school_time import day as short_day

from . import actions, queries, slips
from .access import Pair
from .enums import CheckInKind, Every
from .models import MOST, CheckIn, FocusArea

LONGEST = 8000


class TimeForm(forms.Form):
    """When and where. `sure` is set by the second press, after what stands against the time was shown."""

    meets_on = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    meets_at = forms.TimeField(
        label=gettext_lazy("Starts at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("On the school's clock."),
    )
    minutes = forms.IntegerField(label=gettext_lazy("Length in minutes"), min_value=5, max_value=240)
    place = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Somewhere where nobody listens."),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, today: date, check_in: CheckIn | None = None, minutes: int = 30) -> None:
        names = ("meets_on", "meets_at", "place", "minutes", "version")
        stands = {name: getattr(check_in, name) for name in names} if check_in else {"minutes": minutes, "version": 0}
        super().__init__(_with_offer(data), initial=stands, auto_id="check-in-%s")
        self.today = today
        self.helper = helper(*self.layout())

    def layout(self) -> list[Any]:
        when = Row(*(Column(name, css_class="col-sm-4") for name in ("meets_on", "meets_at", "minutes")))
        return ["version", "sure", when, Field("place")]

    def clean_meets_on(self) -> date | None:
        day: date | None = self.cleaned_data["meets_on"]
        if day and day < self.today:
            raise forms.ValidationError(_("This day has passed; choose a later one."))
        return day

    @property
    def time(self) -> dict[str, Any]:
        """What `actions.move_check_in` takes."""
        return {name: self.cleaned_data[name] for name in ("meets_on", "meets_at", "minutes", "place", "version")}

    def ask_again(self, **values: str) -> None:
        """Let the next press of the button mean it, with everything typed kept."""
        self.data = {**{name: self.data.get(name, "") for name in self.data}, **values}


def _with_offer(data: Any) -> Any:
    """What was sent; a button with one of the free times on it ("2026-11-30 15:10") says day and time."""
    day, _space, clock = data.get("offer", "").partition(" ") if data else ("", "", "")
    return {**data.dict(), "meets_on": day, "meets_at": clock} if day and clock else data


class ArrangeForm(TimeForm):
    """A new 1:1 of a pair: about what, around which meeting, when, how often. A time may come later."""

    kind = forms.ChoiceField(label=gettext_lazy("What you talk about"), widget=forms.RadioSelect)
    session = forms.ChoiceField(label=gettext_lazy("Around which meeting"), required=False)
    every = forms.ChoiceField(label=gettext_lazy("How often"), choices=Every.choices, required=False)

    def __init__(self, data: Any = None, *, pair: Pair, sessions: list[ReflectionSession], today: date) -> None:
        self.sessions = {str(one.pk): one for one in sessions}
        super().__init__(data, today=today, minutes=45 if pair.kinds[0] == CheckInKind.BEFORE_ILT else 30)
        for name in ("meets_on", "meets_at"):
            self.fields[name].required = False
        self.fields["meets_on"].help_text = _("Leave it empty if you find a time between you.")
        kind, session = self.fields["kind"], self.fields["session"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 (tells the type checker)
        assert isinstance(session, forms.ChoiceField)  # noqa: S101 (tells the type checker)
        kind.choices = [(one.value, one.label) for one in pair.kinds]
        session.choices = [*((key, _meeting_words(one)) for key, one in self.sessions.items()), ("", _("No meeting"))]
        self.initial = {
            **self.initial,
            "kind": pair.kinds[0].value,
            "every": Every.ONCE,
            "session": next(iter(self.sessions), ""),
        }

    def layout(self) -> list[Any]:
        return [Field("kind"), Field("session"), *super().layout(), Field("every")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "meets_on" in cleaned and "meets_at" in cleaned:
            day, clock, every = cleaned["meets_on"], cleaned["meets_at"], cleaned.get("every")
            if day and not clock:
                self.add_error("meets_at", _("Say when it starts on that day."))
            if clock and not day:
                self.add_error("meets_on", _("Say on which day."))
            if every not in ("", Every.ONCE) and not day:
                self.add_error("meets_on", _("A series needs the day of its first 1:1."))
        return cleaned

    @property
    def content(self) -> dict[str, Any]:
        """What `actions.arrange_check_in` takes."""
        cleaned = self.cleaned_data
        return {
            **{name: cleaned[name] for name in ("meets_on", "meets_at", "minutes", "place")},
            "kind": CheckInKind(cleaned["kind"]),
            "session": self.sessions.get(cleaned.get("session", "")),
            "every_weeks": int(cleaned.get("every") or 0),
        }


def _meeting_words(session: ReflectionSession) -> str:
    words = {"team": session.team.name, "day": short_day(session.meets_on)}
    return _("%(team)s, %(day)s") % words if session.meets_on else _("%(team)s, no time yet") % words


class NoteForm(forms.Form):
    """One box of notes and the version that was on the page."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(required=False, max_length=LONGEST, strip=False, widget=forms.Textarea)

    def __init__(self, data: Any = None, *, pane: queries.Pane) -> None:
        initial = {"version": pane.version, "text": pane.text}
        super().__init__(data, initial=initial, auto_id=f"note-{pane.name}-%s")
        private, shared = _("Private notes"), _("Shared notes")
        self.fields["text"].label = private if pane.name == "private" else shared
        self.fields["text"].widget.attrs.update({"rows": 6, "maxlength": LONGEST})

    @property
    def content(self) -> dict[str, Any]:
        """What `actions.save_note` takes; lines end as the person's own windows compare them."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        return {"text": text, "version": self.cleaned_data["version"]}


class FocusForm(forms.Form):
    """Up to three focus areas at once, and the version that was on the page."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, board: queries.FocusBoard, cells: tuple[queries.Cell, ...]) -> None:
        super().__init__(data, auto_id="focus-%s")
        self.cells = {cell.key: cell for cell in cells}
        self.initial = {"version": board.version}
        for number in range(1, MOST + 1):
            area = board.areas[number - 1] if number <= len(board.areas) else None
            self._add(number, area)
        self.helper = helper("version", *(name for number in range(1, MOST + 1) for name in self._names(number)))

    def _names(self, number: int) -> list[str]:
        names = [f"text_{number}", f"evidence_{number}", f"cell_{number}"]
        return names if self.cells else names[:2]

    def _add(self, number: int, area: FocusArea | None) -> None:
        words = {"number": number}
        label = _("Focus area %(number)s") if number < MOST else _("Focus area %(number)s (optional)")
        self.fields[f"text_{number}"] = forms.CharField(label=label % words, max_length=300, required=False)
        self.fields[f"evidence_{number}"] = forms.CharField(
            label=_("What tells us so"),
            max_length=400,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("Guests of the ILT read it too: no names, no numbers about few students.")
            if number == 1
            else "",
        )
        if area:
            self.initial = {**self.initial, f"text_{number}": area.text, f"evidence_{number}": area.evidence}
        if self.cells:
            choices = [("", _("No cell of the packet")), *((key, cell.name) for key, cell in self.cells.items())]
            field = forms.ChoiceField(label=_("Cell of the evidence packet"), choices=choices, required=False)
            self.fields[f"cell_{number}"] = field
            key = f"{area.chart}|{area.row}|{area.column}" if area else ""
            self.initial = {**self.initial, f"cell_{number}": key if key in self.cells else ""}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in range(1, MOST + 1):
            has_evidence = cleaned.get(f"evidence_{number}") or cleaned.get(f"cell_{number}")
            if cleaned.get(f"text_{number}") and not has_evidence:
                self.add_error(f"evidence_{number}", _("Say what tells you so, or choose a cell of the packet."))
            if has_evidence and not cleaned.get(f"text_{number}"):
                self.add_error(f"text_{number}", _("Say what the ILT should look at."))
        return cleaned

    @property
    def drafts(self) -> list[actions.Draft]:
        """The areas as they were typed, empty ones among them."""
        cleaned = self.cleaned_data
        return [
            actions.Draft(
                cleaned.get(f"text_{number}", ""),
                cleaned.get(f"evidence_{number}", "").replace("\r\n", "\n"),
                self.cells.get(cleaned.get(f"cell_{number}", "")),
            )
            for number in range(1, MOST + 1)
        ]


class StandForm(forms.Form):
    """Which version of the words somebody looked at."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class LineForm(StandForm):
    """What a member would have the group hear, or a lead's words for it."""

    text = forms.CharField(max_length=slips.LONGEST, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, pk: int, is_lead: bool, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"line-{pk}-%s"
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.label = _("Words that could be anybody's") if is_lead else _("What should the group hear?")
        field.help_text = (
            _("Leave out names, classes and habits of speech. The member reads exactly this before anybody else.")
            if is_lead
            else _("Your lead puts it into other words, so that it does not sound like you.")
        )

    def clean_text(self) -> str:
        """One kind of line end, and none of the signs that no text needs."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        return "".join(sign for sign in text if sign == "\n" or sign.isprintable())


class LeapDatesForm(forms.Form):
    """In which days one LEAP conversation is held; for the district also where its guide is."""

    starts_on = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    guidance_url = forms.URLField(
        label=gettext_lazy("Address of the district's guidance"), required=False, assume_scheme="https"
    )

    def __init__(self, data: Any = None, *, talk: queries.LeapTalk, is_district: bool) -> None:
        stands = {name: getattr(talk.own, name) for name in ("starts_on", "ends_on")} if talk.own else {}
        super().__init__(data, auto_id=f"leap-{talk.kind}-%s", initial={**stands, "guidance_url": talk.guidance_url})
        self.talk = talk
        if not is_district:
            del self.fields["guidance_url"]
        when = Row(*(Column(name, css_class="col-sm-6") for name in ("starts_on", "ends_on")))
        self.helper = helper(when, *(["guidance_url"] if is_district else []))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day comes before the first."))
        return cleaned

    @property
    def content(self) -> dict[str, Any]:
        """What `actions.set_leap_dates` takes."""
        cleaned = self.cleaned_data
        days = {"starts_on": cleaned["starts_on"], "ends_on": cleaned["ends_on"]}
        return {**days, "guidance_url": cleaned.get("guidance_url", "")}
