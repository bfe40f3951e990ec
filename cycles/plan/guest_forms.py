"""Forms about people: guests, feedback from outside, answers to an invitation. They clean; saving is an action."""

from datetime import date
from typing import Any

from crispy_forms.layout import Column, Row
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from data_imports.privacy import Profile
from teams.models import Person

from . import access, actions
from .enums import Reply, VoiceQuestion
from .forms import helper
from .models import Pass, ReflectionSession

LONGEST = 4000
LAST_DAY = gettext_lazy("Last day (optional)")
LAST_DAY_HELP = gettext_lazy("Left empty: thirty days after the cycle closes.")


def _day(label: Any, *, help_text: Any = "", required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=help_text, required=required)


def _choose(form: forms.Form, people: QuerySet[Person]) -> None:
    field = form.fields["person"]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (tells the type checker)
    field.queryset = people.order_by("name")


class GuestForm(forms.Form):
    """Somebody from outside the team who comes, with or without the evidence.

    Where the evidence would be made for readers from outside because of them, that is said first, and confirmed.
    """

    person = forms.ModelChoiceField(label=gettext_lazy("Whom"), queryset=Person.objects.none(), empty_label="")
    ends_on = _day(LAST_DAY, help_text=LAST_DAY_HELP, required=False)
    sees_packet = forms.BooleanField(label=gettext_lazy("Invite to the evidence packet too"), required=False)
    for_outside = forms.BooleanField(
        label=gettext_lazy("Make the packet for readers from outside, for everyone"), required=False
    )

    def __init__(self, data: Any = None, *, session: ReflectionSession, today: date) -> None:
        super().__init__(data, auto_id=f"guest-{session.pk}-%s")
        self.session, self.today = session, today
        _choose(self, access.invitable_people(session))
        if not data or "sees_packet" not in data:
            del self.fields["for_outside"]
        when = Row(Column("person", css_class="col-sm-7"), Column("ends_on", css_class="col-sm-5"))
        self.helper = helper(when, "sees_packet", *(name for name in self.fields if name == "for_outside"))

    def clean_ends_on(self) -> date | None:
        day: date | None = self.cleaned_data["ends_on"]
        if day is not None and day < self.today:
            raise forms.ValidationError(_("This day has passed; choose a later one."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        confirmed, person = cleaned.pop("for_outside", False), cleaned.get("person")
        if person and cleaned.get("sees_packet") and not confirmed and self._turns_outside(person):
            words = _(
                "With %(name)s, who is from outside the school, the packet is made for readers from outside: for "
                "everyone alike, small groups are hidden and numbers rounded. Tick this if that is what you want, or "
                "invite without the evidence."
            )
            self.add_error("for_outside", words % {"name": person.name})
        return cleaned

    def _turns_outside(self, person: Person) -> bool:
        before = actions.packet_profile(self.session)
        return before != Profile.OUTSIDE == actions.packet_profile(self.session, also=person)


class AskForm(forms.Form):
    """Whom to ask what they saw: a person with an account, or a name and an e-mail."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Somebody with an account"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody from this list"),
    )
    name = forms.CharField(
        label=gettext_lazy("Or somebody without one: their name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A parent, a community partner. They get a link of their own."),
    )
    email = forms.EmailField(label=gettext_lazy("Their e-mail"), required=False)
    by_mail = forms.BooleanField(
        label=gettext_lazy("Mail them the link from here, and remind them once"),
        required=False,
        help_text=gettext_lazy("Without this, you send the link yourself, and nobody reminds them."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the e-mail"), choices=settings.LANGUAGES, required=False, initial="en"
    )
    answers_by = _day(gettext_lazy("Answers by"), help_text=gettext_lazy("Nobody reads anything before this day ends."))
    ends_on = _day(LAST_DAY, help_text=LAST_DAY_HELP, required=False)

    def __init__(
        self, data: Any = None, *, session: ReflectionSession, today: date, proposed: date | None = None
    ) -> None:
        super().__init__(data, auto_id=f"ask-{session.pk}-%s", initial={"answers_by": proposed, "by_mail": True})
        self.session, self.today = session, today
        readers = access.voice_readers(session)
        _choose(self, access.near_people(session).exclude(pk__in=readers.values("pk")))
        who = Row(Column("name", css_class="col-sm-6"), Column("email", css_class="col-sm-6"))
        when = Row(Column("answers_by", css_class="col-sm-6"), Column("ends_on", css_class="col-sm-6"))
        mail = Row(Column("by_mail", css_class="col-sm-6"), Column("language", css_class="col-sm-6"))
        self.helper = helper("person", who, mail, when)

    def clean_answers_by(self) -> date:
        day: date = self.cleaned_data["answers_by"]
        if day < self.today:
            raise forms.ValidationError(_("This day has passed; choose a later one."))
        if self.session.meets_on and day >= self.session.meets_on:
            raise forms.ValidationError(_("Choose a day before the meeting, so that there is time to read."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        person, name, email = cleaned.get("person"), cleaned.get("name"), cleaned.get("email")
        if person and (name or email):
            self.add_error("person", _("Choose one person: from the list, or by name and e-mail."))
        elif not person:
            for field in ("name", "email"):
                if not cleaned.get(field) and field not in self.errors:
                    self.add_error(field, _("Choose somebody from the list, or write a name and an e-mail."))
        cleaned["language"] = cleaned.get("language") or "en"
        last, answers_by = cleaned.get("ends_on"), cleaned.get("answers_by")
        if last and answers_by and last < answers_by:
            self.add_error("ends_on", _("This is before the day for answers."))
        return cleaned


class VoiceForm(forms.Form):
    """What stands under one question, and the version that was on the page."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST}),
    )

    def __init__(self, data: Any = None, *, question: VoiceQuestion, text: str = "", version: int = 0) -> None:
        super().__init__(data, initial={"text": text, "version": version}, auto_id=f"voice-{question.value}-%s")
        self.fields["text"].widget.attrs["aria-labelledby"] = f"question-{question.value}"


class SendForm(forms.Form):
    """With one's name or without."""

    name_shown = forms.ChoiceField(
        label=gettext_lazy("How they read it"), widget=forms.RadioSelect, initial="named", choices=()
    )

    def __init__(self, data: Any = None, *, given: Pass, offers_unnamed: bool) -> None:
        super().__init__(data)
        field = self.fields["name_shown"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (tells the type checker)
        named = ("named", _("With my name: %(name)s") % {"name": given.holder})
        field.choices = [named, *([("unnamed", _("Without my name"))] if offers_unnamed else [])]
        field.help_text = (
            _("Without a name, your lines are mixed with those of others; how you write may still tell who you are.")
            if offers_unnamed
            else _("Without a name is not offered here: at least five people must have been asked.")
        )
        self.helper = helper("name_shown")


class NameForm(forms.Form):
    """Who facilitates in the facilitator's place; the deputy, where there is one, stands there already."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Who facilitates instead"), queryset=Person.objects.none(), empty_label=""
    )

    def __init__(self, data: Any = None, *, session: ReflectionSession) -> None:
        super().__init__(data, auto_id=f"name-{session.pk}-%s", initial={"person": session.deputy_id})
        _choose(self, access.near_people(session).exclude(pk__in=[session.facilitator_id or 0]))


class ReplyForm(forms.Form):
    """Whether one comes, and why not."""

    reply = forms.ChoiceField(
        label=gettext_lazy("Your answer"), choices=[choice for choice in Reply.choices if choice[0] != Reply.NONE]
    )
    reason = forms.CharField(label=gettext_lazy("Reason (optional)"), max_length=200, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = helper("reply", "reason")
