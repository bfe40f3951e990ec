"""A legal hold."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teams.models import School

from .page import PageForm


class HoldForm(PageForm):
    """Which school, and why."""

    button = _("Place the hold")

    school = forms.ModelChoiceField(label=_("School"), queryset=School.objects.none(), empty_label=_("Choose a school"))
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("The case or request, without names of students. Only the district reads it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("school", School.objects.order_by("name"))
