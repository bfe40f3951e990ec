"""The letter's editor and the reviewer's response."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import RESPONSE_STEPS, Response
from .models import Summary

LONGEST = 20000
SECTIONS = {
    "celebrations": _("What we celebrate"),
    "growth": _("Where growth stalled, and why"),
    "changes": _("What we change"),
    "next_steps": _("What comes next"),
}


def _helper(*fields: str) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*fields)
    return helper


class SummaryForm(forms.Form):
    """The title and four plain texts, with the version that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in SECTIONS.items():
            area = forms.Textarea(attrs={"rows": 8, "maxlength": LONGEST})
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=LONGEST, strip=False, widget=area
            )
        self.helper = _helper(*self.fields)

    def clean(self) -> dict[str, Any]:
        """Line ends as the site keeps them, whatever the browser sends."""
        data = super().clean() or {}
        return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in data.items()}


def summary_form(summary: Summary) -> SummaryForm:
    """The editor as the summary stands."""
    return SummaryForm(initial={name: getattr(summary, name) for name in ("version", "title", *SECTIONS)})


class PublishForm(forms.Form):
    """Publishing and drafting anew: what was read is what is meant."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReviewForm(forms.Form):
    """A response in words."""

    response = forms.ChoiceField(label=_("Your response"), widget=forms.RadioSelect)
    comment = forms.CharField(label=_("For the school"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, standing: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            Response.RESPONDED.value: _("I have read it; my response is below"),
            Response.QUESTIONS.value: _("I have a question"),
        }
        allowed = [step.value for step in RESPONSE_STEPS[Response(standing)]]
        field = self.fields["response"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (tells the type checker)
        field.choices = [(value, words[value]) for value in allowed]
        field.initial = allowed[0]
        self.helper = _helper("response", "comment")
