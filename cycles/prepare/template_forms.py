"""The form of a template's draft: its words, and a form for each question. They clean; saving is an action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from .drafting import QUESTION, WORDS, Content
from .enums import Audience, PromptKind
from .models import Prompt, Template

MOST = 12
MOVES = ("up", "down", "remove")
NEW = {"kind": PromptKind.TEXT.value, "default_audience": Audience.ME.value}


def _words(label: Any, *, length: int, rows: int = 0) -> forms.CharField:
    attrs = {"class": "form-control"} | ({"rows": rows} if rows else {})
    widget = forms.Textarea(attrs=attrs) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=length, required=False, widget=widget)


class WordsForm(forms.Form):
    """Title and minutes, and the revision that was on the page (`version`, as autosaving knows it)."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    title = _words(gettext_lazy("Title in English"), length=120)
    title_es = _words(gettext_lazy("Title in Spanish"), length=120)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes it takes"),
        min_value=5,
        max_value=90,
        widget=forms.NumberInput(attrs={"class": "form-control input-short"}),
    )


class QuestionForm(forms.Form):
    """One question in both languages; `row` is its row's key."""

    row: int

    kind = forms.ChoiceField(
        label=gettext_lazy("What it asks for"),
        choices=PromptKind.choices,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    text = _words(gettext_lazy("Question in English"), length=300, rows=2)
    text_es = _words(gettext_lazy("Question in Spanish"), length=300, rows=2)
    help = _words(gettext_lazy("Help in English (optional)"), length=300, rows=2)
    help_es = _words(gettext_lazy("Help in Spanish (optional)"), length=300, rows=2)
    default_audience = forms.ChoiceField(
        label=gettext_lazy("Seen by, unless the person chooses otherwise"),
        choices=Audience.choices,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
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
class DraftForm:
    """The whole draft as it was typed; a question's fields are named by its row, wherever it stands."""

    words: WordsForm
    questions: list[QuestionForm]

    @property
    def order(self) -> str:
        """The rows of the questions, as the page sends them back."""
        return ",".join(str(question.row) for question in self.questions)

    @property
    def stands(self) -> dict[str, str]:
        """Every field as it stands, by the names that autosaving compares."""
        return {name: value for form in self.forms for field in form for name, value in [_told(field)]}

    def is_valid(self) -> bool:
        return all([self.words.is_valid(), *(question.is_valid() for question in self.questions)])

    @property
    def errors(self) -> bool:
        return bool(self.words.errors) or any(question.errors for question in self.questions)

    @property
    def forms(self) -> list[forms.Form]:
        return [self.words, *self.questions]

    @property
    def revision(self) -> int:
        return int(self.words.cleaned_data["version"])

    @property
    def content(self) -> Content:
        """What `drafting.save_draft` takes."""
        return Content(
            {name: self.words.cleaned_data[name] for name in WORDS},
            [
                {"pk": question.row, **{name: question.cleaned_data[name] for name in QUESTION}}
                for question in self.questions
            ],
        )

    def is_complete(self) -> bool:
        """Whether it may be published: a title and every question in both languages. Says at the field what is not."""
        if not self.questions:
            self.words.add_error("title", _("Add at least one question before you publish."))
        for form, names in [
            (self.words, ("title", "title_es")),
            *((one, ("text", "text_es")) for one in self.questions),
        ]:
            for name in names:
                if not form.cleaned_data.get(name):
                    form.add_error(name, _("Needed before it is published, in both languages."))
        return not self.errors

    def resume(self, revision: int) -> None:
        """Keep what was typed, on top of what stands there now."""
        self.words.data = {**self.words.data.dict(), "version": str(revision)}  # type: ignore[attr-defined]


def shown(template: Template, prompts: Sequence[Prompt], *, writes_at: str = "") -> DraftForm:
    """The draft as it stands, the focus in the question that was just added (`writes_at`)."""
    words = {name: getattr(template, name) for name in WORDS} | {"version": template.revision}
    drawn = [_question(one.pk, initial={name: getattr(one, name) for name in QUESTION}) for one in prompts]
    if writes_at.isdecimal() and int(writes_at) < len(drawn):
        drawn[int(writes_at)].fields["text"].widget.attrs["autofocus"] = True
    return DraftForm(WordsForm(initial=words, auto_id="draft-%s"), drawn)


def typed(data: Mapping[str, Any]) -> DraftForm:
    """The draft as it was sent."""
    rows = [int(row) for row in str(data.get("order", "")).split(",") if row.isdecimal()]
    return DraftForm(WordsForm(data, auto_id="draft-%s"), [_question(row, data=data) for row in rows[:MOST]])


def _question(row: int, **values: Any) -> QuestionForm:
    form = QuestionForm(prefix=f"question-{row}", auto_id="id-%s", **values)
    form.row = row
    return form


def _told(field: forms.BoundField) -> tuple[str, str]:
    if isinstance(field.field, forms.BooleanField):
        return f"{field.html_name}=on", "true" if field.value() else "false"
    return field.html_name, str(field.value() or "")


def moved(questions: Sequence[dict[str, Any]], press: str) -> tuple[list[dict[str, Any]], int]:
    """The questions after a button was pressed ("up-2", "down-0", "remove-1", "add"), and which one to look at."""
    found = list(questions)
    if press == "add" and len(found) < MOST:
        blank = dict.fromkeys(("text", "text_es", "help", "help_es"), "")
        return [*found, {"pk": None, **NEW, **blank, "is_required": False, "has_scaffold": False}], len(found)
    move, _dash, at = press.partition("-")
    if move not in MOVES or not at.isdecimal() or int(at) >= len(found):
        return found, 0
    here = int(at)
    one = found.pop(here)
    if move == "remove":
        return found, max(min(here, len(found) - 1), 0)
    there = max(here - 1, 0) if move == "up" else min(here + 1, len(found))
    found.insert(there, one)
    return found, there
