"""How every form of this app is laid out: one column, its button below, ids of its own on a page with several."""

from typing import Any, ClassVar, cast

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day(**options: Any) -> forms.DateField:
    """A date field."""
    return forms.DateField(widget=DayInput(), **options)


class PageForm(forms.Form):
    """A form that posts to `address`, with one button (`button`, else its own word). `fields` in reading order."""

    button: ClassVar[str | Promise] = _("Save")
    method: ClassVar[str] = "post"

    def __init__(self, *args: Any, address: str = "", button: str | Promise = "", **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.removesuffix('Form').lower()}_%s")
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_action = address
        self.helper.form_method = self.method
        self.helper.attrs = {"novalidate": ""}
        pressed = StrictButton(button or self.button, type="submit", css_class="btn-primary")
        self.helper.layout = Layout(*self.laid_out(), Div(pressed, css_class="actions"))

    def laid_out(self) -> list[Any]:
        """The parts of the layout; every field in its order, where a form says nothing else."""
        return list(self.fields)

    def leave_out(self, name: str) -> None:
        """Take a field out of the form, and its place out of the layout."""
        del self.fields[name]
        self.helper.layout.fields.remove(name)

    def choose(self, name: str, rows: Any) -> None:
        """Narrow a model choice to a queryset."""
        cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows

    def offer(self, name: str, choices: Any) -> None:
        """Narrow a plain choice to pairs of value and label."""
        cast(forms.ChoiceField, self.fields[name]).choices = choices
