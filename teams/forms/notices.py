from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .page import PageForm


class PreferencesForm(PageForm):
    """Which kinds of notices come by e-mail."""

    wanted = forms.MultipleChoiceField(
        label=_("Send me by e-mail"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Invitations, changes and cancellations of meetings always come."),
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("wanted", kinds)
