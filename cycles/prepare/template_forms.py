"""The form of a template's draft: its words, and a form for each question. They clean; saving is an action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from . import draft_forms
from .draft_forms import RowForm, choice_field, number_field, words_field
from .drafting import QUESTION, WORDS
from .enums import Audience, PromptKind
from .models import Prompt, Template
from .versions import Content

MOST = 12
NEW = {
    "kind": PromptKind.TEXT.value,
    "default_audience": Audience.ME.value,
    **dict.fromkeys(("text", "text_es", "help", "help_es"), ""),
    "is_required": False,
    "has_scaffold": False,
}


class WordsForm(forms.Form):
    """Title and minutes, and the revision that was on the page (`version`, as autosaving knows it)."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    title = words_field(gettext_lazy("Title in English"), length=120)
    title_es = words_field(gettext_lazy("Title in Spanish"), length=120)
    minutes = number_field(gettext_lazy("Minutes it takes"), least=5, most=90)


class QuestionForm(RowForm):
    """One question in both languages."""

    kind = choice_field(gettext_lazy("What it asks for"), PromptKind.choices)
    text = words_field(gettext_lazy("Question in English"), length=300, rows=2)
    text_es = words_field(gettext_lazy("Question in Spanish"), length=300, rows=2)
    help = words_field(gettext_lazy("Help in English (optional)"), length=300, rows=2)
    help_es = words_field(gettext_lazy("Help in Spanish (optional)"), length=300, rows=2)
    default_audience = choice_field(gettext_lazy("Seen by, unless the person chooses otherwise"), Audience.choices)
    is_required = forms.BooleanField(
        label=gettext_lazy("Needed before handing in"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    has_scaffold = forms.BooleanField(
        label=gettext_lazy("Offers help to think: why, and what else could explain it"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


@dataclass
class DraftForm(draft_forms.Draft):
    """The whole draft as it was typed."""

    @property
    def questions(self) -> Sequence[RowForm]:
        return self.rows

    @property
    def content(self) -> Content:
        """What `drafting.save_draft` takes."""
        return Content(
            {name: self.words.cleaned_data[name] for name in WORDS},
            [{"pk": one.row, **{name: one.cleaned_data[name] for name in QUESTION}} for one in self.rows],
        )

    def is_complete(self) -> bool:
        """Whether it may be published: a title and every question in both languages. Says at the field what is not."""
        if not self.rows:
            self.words.add_error("title", _("Add at least one question before you publish."))
        self.need(self.words, "title", "title_es")
        for one in self.rows:
            self.need(one, "text", "text_es")
        return not self.errors


def shown(template: Template, prompts: Sequence[Prompt], *, writes_at: str = "") -> DraftForm:
    """The draft as it stands, the focus in the question that was just added (`writes_at`)."""
    words = {name: getattr(template, name) for name in WORDS} | {"version": template.revision}
    drawn = [_question(one.pk, initial={name: getattr(one, name) for name in QUESTION}) for one in prompts]
    if writes_at.isdecimal() and int(writes_at) < len(drawn):
        drawn[int(writes_at)].fields["text"].widget.attrs["autofocus"] = True
    return DraftForm(WordsForm(initial=words, auto_id="draft-%s"), drawn)


def typed(data: Mapping[str, Any]) -> DraftForm:
    """The draft as it was sent."""
    rows = [_question(row, data=data) for row in draft_forms.keys(data, most=MOST)]
    return DraftForm(WordsForm(data, auto_id="draft-%s"), rows)


def _question(row: int, **values: Any) -> QuestionForm:
    form = QuestionForm(prefix=f"question-{row}", auto_id="id-%s", **values)
    form.row = row
    return form


def moved(questions: Sequence[dict[str, Any]], press: str) -> tuple[list[dict[str, Any]], int]:
    """The questions after a button was pressed, and which one to look at."""
    return draft_forms.moved(questions, press, blank=NEW, most=MOST)
