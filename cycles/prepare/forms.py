"""One prompt's form. It cleans; saving is an action."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import Audience, Rating, Words
from .queries import FIELDS, AudienceChoice, PromptOnPage

LONGEST = 4000
ROWS = {1: 5, 2: 3, 3: 2}


class AnswerForm(forms.Form):
    """The boxes of one prompt, who will see them, and the version that was on the page."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    audience = forms.ChoiceField(label=_("Who will see this answer?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, on_page: PromptOnPage, choices: Sequence[AudienceChoice], **kwargs: Any) -> None:
        stands = on_page.answer.audience if on_page.answer else None
        offered = [choice for choice in choices if choice.is_offered or choice.audience == stands]
        kwargs.setdefault("initial", _initial(on_page, offered))
        kwargs["auto_id"] = f"{on_page.form_id}-%s"
        super().__init__(*args, **kwargs)
        audience = self.fields["audience"]
        assert isinstance(audience, forms.ChoiceField)  # noqa: S101 (tells the type checker)
        audience.choices = [(choice.audience.value, f"{choice.label}: {choice.who}") for choice in offered]
        audience.help_text = " ".join(f"{choice.label}: {choice.why_not}" for choice in choices if choice.why_not)
        for name, label in on_page.boxes:
            if on_page.is_rating and name == FIELDS[0]:
                self.fields[name] = _rating(label)
                continue
            area = forms.Textarea(attrs={"rows": ROWS[len(on_page.boxes)], "maxlength": LONGEST})
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=LONGEST, strip=False, widget=area
            )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("version", "audience", *(name for name, _label in on_page.boxes))

    @property
    def box_fields(self) -> list[forms.BoundField]:
        """The boxes in order, as the template draws them."""
        return [self[name] for name in FIELDS if name in self.fields]

    @property
    def content(self) -> dict[str, Any]:
        """What `actions.save_answer` takes; lines end as the person's own windows compare them."""
        boxes = {name: self.cleaned_data.get(name, "").replace("\r\n", "\n") for name in FIELDS}
        return {**boxes, "audience": self.cleaned_data["audience"], "version": self.cleaned_data["version"]}


def _rating(label: Words) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=Rating.choices, widget=forms.RadioSelect)


def _initial(on_page: PromptOnPage, offered: Sequence[AudienceChoice]) -> dict[str, Any]:
    answer = on_page.answer
    wanted = answer.audience if answer else on_page.prompt.default_audience
    audience = wanted if wanted in [choice.audience for choice in offered] else Audience.ME
    boxes = dict(zip(FIELDS, answer.boxes, strict=True)) if answer else {}
    return {**boxes, "audience": audience, "version": answer.version if answer else 0}
