"""One sheet. It cleans; the browser hands it in as nobody's."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from .enums import RATINGS, QuestionKind
from .models import Question
from .queries import words_of

LONGEST = 2000


class SheetForm(forms.Form):
    """A field for each question, none of them required; something must be said."""

    def __init__(self, data: Any = None, *, questions: Sequence[Question]) -> None:
        super().__init__(data, auto_id="sheet-%s")
        for question in questions:
            self.fields[f"q{question.pk}"] = _field(question)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(str(value).strip() for value in cleaned.values()):
            raise forms.ValidationError(_("Nothing is filled in yet. One answer is enough."))
        return cleaned

    @property
    def content(self) -> dict[str, str]:
        """What goes into the box: the question's key and what was said."""
        said = {name[1:]: value.replace("\r\n", "\n").strip() for name, value in self.cleaned_data.items()}
        return {key: value for key, value in said.items() if value}


def _field(question: Question) -> forms.Field:
    if question.kind == QuestionKind.TEXT:
        area = forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST})
        return forms.CharField(label=words_of(question), required=False, max_length=LONGEST, widget=area)
    options = [(one, one) for one in question.options] if question.kind == QuestionKind.CHOICE else RATINGS
    return forms.ChoiceField(label=words_of(question), required=False, choices=options, widget=forms.RadioSelect)
