"""The form of a protocol's draft: its words, and a form for each phase with the rules that its kind has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy

from cycles.meet import phases
from cycles.meet.enums import Beside, ProtocolKind, RevealRule, Writers
from cycles.prepare import draft_forms
from cycles.prepare.draft_forms import RowForm, choice_field, number_field, words_field
from cycles.prepare.versions import Content

from . import rails
from .drafting import PHASE, WORDS
from .models import Phase, Protocol

MOST = 14
FROM = [
    (0, gettext_lazy("Never left out")),
    (60, gettext_lazy("Left out of meetings under 60 minutes")),
    (90, gettext_lazy("Left out of meetings under 90 minutes")),
]
NEW: dict[str, Any] = {
    **dict.fromkeys(("prompt", "prompt_es"), ""),
    "minutes": 10,
    "least": 5,
    "from_minutes": 0,
    "writers": Writers.EVERYONE.value,
    "reveal": RevealRule.NAMED.value,
    "shows": [],
    "votes": None,
    "vote_cap": 1,
}


class ChooseForm(forms.Form):
    kind = forms.ChoiceField(choices=ProtocolKind)


class WordsForm(forms.Form):
    """Title, use and credit, and the revision that was on the page (`version`, as autosaving knows it)."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    title = words_field(gettext_lazy("Title in English"), length=120)
    title_es = words_field(gettext_lazy("Title in Spanish"), length=120)
    about = words_field(gettext_lazy("When it helps, in English"), length=300, rows=2)
    about_es = words_field(gettext_lazy("When it helps, in Spanish"), length=300, rows=2)
    credit = words_field(gettext_lazy("Whose idea it follows, in English (optional)"), length=200)
    credit_es = words_field(gettext_lazy("Whose idea it follows, in Spanish (optional)"), length=200)


class PhaseForm(RowForm):
    """One phase in both languages, with the rules that its kind has."""

    kind = forms.CharField(widget=forms.HiddenInput)
    title = words_field(gettext_lazy("Title in English"), length=120)
    title_es = words_field(gettext_lazy("Title in Spanish"), length=120)
    prompt = words_field(gettext_lazy("What to say, in English"), length=500, rows=3)
    prompt_es = words_field(gettext_lazy("What to say, in Spanish"), length=500, rows=3)
    minutes = number_field(gettext_lazy("Minutes, where there is time enough"), least=2, most=60)
    least = number_field(gettext_lazy("Minutes at the least"), least=2, most=60)
    from_minutes = forms.TypedChoiceField(
        label=gettext_lazy("In short meetings"),
        choices=FROM,
        coerce=int,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    writers = choice_field(gettext_lazy("Who writes"), Writers.choices)
    reveal = choice_field(gettext_lazy("When cards are seen"), RevealRule.choices)
    votes = number_field(gettext_lazy("Votes each (empty: suggested)"), least=1, most=10, required=False)
    vote_cap = number_field(gettext_lazy("Votes for one topic at the most"), least=1, most=5)
    shows = forms.MultipleChoiceField(
        label=gettext_lazy("What lies beside it"),
        choices=Beside.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    label: str = ""
    is_locked: bool = False

    @property
    def has_rule_errors(self) -> bool:
        """Whether the folded part holds something to mend."""
        return bool({"from_minutes", "writers", "reveal", "votes", "vote_cap", "shows"} & set(self.errors))

    def narrow(self, key: str) -> None:
        """Keep only the rules that the kind has."""
        kind = phases.kinds().get(key)
        if kind is None:
            return
        self.label = str(kind.label)
        if not kind.writes:
            del self.fields["reveal"]
        if not kind.has_votes:
            del self.fields["votes"], self.fields["vote_cap"]
        if kind.beside:
            self.fields["shows"].choices = [(one.value, one.label) for one in kind.beside]  # type: ignore[attr-defined]
        else:
            del self.fields["shows"]

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if kind not in phases.kinds():
            raise forms.ValidationError(_("This kind of step is not known any more. Remove it."))
        return kind

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("least", 0) > data.get("minutes", 60):
            self.add_error("least", _("At the most as many as the minutes beside it."))
        return data


@dataclass
class DraftForm(draft_forms.Draft):
    """The whole draft as it was typed."""

    kind: str

    @property
    def phases(self) -> Sequence[RowForm]:
        return self.rows

    @property
    def kinds(self) -> list[str]:
        """The kinds of its phases, in order."""
        return [str(one["kind"].value()) for one in self.rows]

    @property
    def addable(self) -> list[tuple[str, str]]:
        """The kinds of steps that may still be added."""
        return rails.addable(self.kinds) if len(self.rows) < MOST else []

    @property
    def content(self) -> Content:
        """What `drafting.save_draft` takes; a rule that a kind does not have keeps its default."""
        rows = [{name: one.cleaned_data.get(name, NEW.get(name)) for name in PHASE} for one in self.rows]
        return Content(
            {name: self.words.cleaned_data[name] for name in WORDS},
            [{"pk": one.row, **row} for one, row in zip(self.rows, rows, strict=True)],
        )

    def is_complete(self) -> bool:
        """Whether it may be published: its words in both languages, and its rails. Says at the field what is not."""
        self.need(self.words, "title", "title_es", "about", "about_es")
        for one in self.rows:
            self.need(one, "title", "title_es", "prompt", "prompt_es")
        for why in rails.broken(self.kind, self.kinds):
            self.words.add_error(None, why)
        return not self.errors


def _locked(form: DraftForm) -> DraftForm:
    for one in form.rows:
        if isinstance(one, PhaseForm):
            one.is_locked = rails.is_locked(form.kind, form.kinds, str(one["kind"].value()))
    return form


def shown(protocol: Protocol, rows: Sequence[Phase], *, writes_at: str = "") -> DraftForm:
    """The draft as it stands, the focus in the phase that was just added (`writes_at`)."""
    words = {name: getattr(protocol, name) for name in WORDS} | {"version": protocol.revision}
    drawn = [_phase(one.pk, one.kind, initial={name: getattr(one, name) for name in PHASE}) for one in rows]
    if writes_at.isdecimal() and int(writes_at) < len(drawn):
        drawn[int(writes_at)].fields["prompt"].widget.attrs["autofocus"] = True
    return _locked(DraftForm(WordsForm(initial=words, auto_id="draft-%s"), drawn, protocol.kind))


def typed(protocol: Protocol, data: Mapping[str, Any]) -> DraftForm:
    """The draft as it was sent."""
    rows = draft_forms.keys(data, most=MOST)
    drawn = [_phase(row, str(data.get(f"phase-{row}-kind", "")), data=data) for row in rows]
    return _locked(DraftForm(WordsForm(data, auto_id="draft-%s"), drawn, protocol.kind))


def _phase(row: int, kind: str, **values: Any) -> PhaseForm:
    form = PhaseForm(prefix=f"phase-{row}", auto_id="id-%s", **values)
    form.row = row
    form.narrow(kind)
    return form


def moved(form: DraftForm, press: str, add_kind: str) -> tuple[list[dict[str, Any]], int]:
    """The phases after a button was pressed, and which one to look at; one that is locked is not removed."""
    rows = form.content.rows
    move, _dash, at = press.partition("-")
    if move == "remove" and at.isdecimal() and int(at) < len(rows):
        here = form.rows[int(at)]
        if isinstance(here, PhaseForm) and here.is_locked:
            return list(rows), int(at)
    blank = _new(add_kind) if add_kind in dict(form.addable) else None
    return draft_forms.moved(rows, press, blank=blank, most=MOST)


def _new(kind: str) -> dict[str, Any]:
    titles = {}
    for name, code in (("title", "en"), ("title_es", "es")):
        with translation.override(code):
            titles[name] = str(phases.kind(kind).label)
    return {"kind": kind, **titles, **NEW}
