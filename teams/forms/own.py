from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teams import access
from teams.enums import Role, role_label
from teams.models import Person, School, Team

from .page import PageForm


class OwnForm(PageForm):
    """A person's own name and language."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=[("en", "English"), ("es", "Español")])


class WorkplaceForm(PageForm):
    """Which of one's schools one works in now."""

    button = _("Work here")
    school = forms.ModelChoiceField(label=_("School"), queryset=School.objects.none(), empty_label=None)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("school", access.workplaces(person).order_by("name"))


class SearchForm(PageForm):
    """What to look for in the list of people. Everything is optional."""

    button = _("Search")
    method = "get"
    search = forms.CharField(label=_("Name or e-mail"), required=False, max_length=80)
    school = forms.ModelChoiceField(
        label=_("School"), queryset=School.objects.none(), required=False, empty_label=_("All schools")
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("All teams")
    )
    role = forms.ChoiceField(label=_("Role"), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.disable_csrf = True
        schools = access.known_schools(person).order_by("name")
        self.choose("school", schools)
        self.choose("team", access.visible_teams(person).order_by("school__name", "kind", "name"))
        roles = [("", _("All roles")), *((role.value, role_label(role)) for role in Role)]
        self.offer("role", roles)
