"""The form of a draft of anything that has words and rows: as it was typed, and after a button was pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import Form
from django.utils.translation import gettext as _

MOVES = ("up", "down", "remove")


def words_field(label: Any, *, length: int, rows: int = 0) -> forms.CharField:
    """A text that may still be missing while it is a draft."""
    attrs = {"class": "form-control"} | ({"rows": rows} if rows else {})
    widget = forms.Textarea(attrs=attrs) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=length, required=False, widget=widget)


def choice_field(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select(attrs={"class": "form-select"}), **more)


def number_field(label: Any, *, least: int, most: int, **more: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "form-control input-short"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget, **more)


class RowForm(Form):
    """One row of a draft; `row` is its key."""

    row: int


@dataclass
class Draft:
    """The whole draft as it was typed; a row's fields are named by its key, wherever it stands."""

    words: Form
    rows: Sequence[RowForm]

    @property
    def order(self) -> str:
        """The keys of the rows, as the page sends them back."""
        return ",".join(str(one.row) for one in self.rows)

    @property
    def stands(self) -> dict[str, str]:
        """Every field as it stands, by the names that autosaving compares."""
        return {name: value for form in self.forms for field in form for name, value in _told(field)}

    def is_valid(self) -> bool:
        return all([self.words.is_valid(), *(one.is_valid() for one in self.rows)])

    @property
    def errors(self) -> bool:
        return bool(self.words.errors) or any(one.errors for one in self.rows)

    @property
    def forms(self) -> list[Form]:
        return [self.words, *self.rows]

    @property
    def revision(self) -> int:
        return int(self.words.cleaned_data["version"])

    def resume(self, revision: int) -> None:
        """Keep what was typed, on top of what stands there now."""
        self.words.data = {**self.words.data.dict(), "version": str(revision)}  # type: ignore[attr-defined]

    def need(self, form: Form, *names: str) -> None:
        """Say at the field which of these words are still missing."""
        for name in names:
            if not form.cleaned_data.get(name):
                form.add_error(name, _("Needed before it is published, in both languages."))


def _told(field: forms.BoundField) -> list[tuple[str, str]]:
    if isinstance(field.field, forms.MultipleChoiceField):
        chosen = set(field.value() or ())
        offered: Any = field.field.choices
        return [(f"{field.html_name}={value}", "true" if value in chosen else "false") for value, _label in offered]
    if isinstance(field.field, forms.BooleanField):
        return [(f"{field.html_name}=on", "true" if field.value() else "false")]
    value = field.value()
    return [(field.html_name, "" if value is None else str(value))]


def keys(data: Any, *, most: int) -> list[int]:
    """The keys of the rows, in the order in which they were sent."""
    return [int(row) for row in str(data.get("order", "")).split(",") if row.isdecimal()][:most]


def moved(
    rows: Sequence[dict[str, Any]], press: str, *, blank: dict[str, Any] | None, most: int
) -> tuple[list[dict[str, Any]], int]:
    """The rows after a button was pressed ("up-2", "down-0", "remove-1", "add"), and which one to look at.

    `blank` is what a row begins with that is added; without it none is.
    """
    found = list(rows)
    if press == "add" and blank is not None and len(found) < most:
        return [*found, {"pk": None, **blank}], len(found)
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
