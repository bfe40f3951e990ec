"""The form of one of the district's links. It cleans; saving is an action."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from .enums import Step
from .models import Resource

FIELDS = ("step", "title", "title_es", "link", "link_es")
SAFE = URLValidator(schemes=["https"], message=_("Give the whole address, beginning with https://"))


def _line(label: Any, *, length: int, needed: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, required=needed, widget=forms.TextInput(attrs={"class": "form-control"})
    )


def _link(label: Any, *, needed: bool = True) -> forms.CharField:
    widget = forms.URLInput(attrs={"class": "form-control", "placeholder": "https://"})
    return forms.CharField(label=label, max_length=500, required=needed, validators=[SAFE], widget=widget)


class ResourceForm(forms.Form):
    """Where it is shown, its title and address; Spanish ones where there are such."""

    step = forms.ChoiceField(
        label=_("Shown at this step"), choices=Step.choices, widget=forms.Select(attrs={"class": "form-select"})
    )
    title = _line(_("Title in English"), length=120)
    title_es = _line(_("Title in Spanish"), length=120)
    link = _link(_("Address"))
    link_es = _link(_("Address of the Spanish one (optional)"), needed=False)

    def __init__(self, data: Any = None, *, resource: Resource | None = None) -> None:
        initial = {name: getattr(resource, name) for name in FIELDS} if resource else {}
        super().__init__(data, initial=initial, auto_id=f"resource-{resource.pk if resource else 'new'}-%s")
