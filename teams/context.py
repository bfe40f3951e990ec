"""What every page shows around its content."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from . import access
from .models import Person

# pages that are reached through a place of the rail without lying below its address
REACHED = {"people": ("/schools/", "/teams/", "/setup/"), "target": ("/slos/",)}


@dataclass(frozen=True)
class RailItem:
    """One place in the left rail (bottom bar on phones)."""

    address: str
    label: str
    icon: str
    is_current: bool


def rail(person: Person, path: str) -> list[RailItem]:
    """The places that the person's role has, the current one marked. At most 2 queries."""
    knows_schools = access.workplace(person) is not None or access.known_schools(person).exists()
    is_district = access.is_district(person)
    places = [(reverse("cycles:today"), _("Today"), "sun")]
    if knows_schools or not access.is_steward(person):
        places.append((reverse("cycles:board"), _("Cycle"), "cycle"))
    places.append((reverse("data_imports:evidence"), _("Evidence"), "chart"))
    if knows_schools:
        places.append((reverse("teams:goals"), _("Goals"), "target"))
    if knows_schools or is_district:
        places.append((reverse("teams:people"), _("People"), "people"))
    return [RailItem(url, label, icon, _is_in(path, url, icon)) for url, label, icon in places]


def _is_in(path: str, url: str, icon: str) -> bool:
    """Whether a page belongs to a place: what lies below its address, and what is reached through it."""
    below = (url, *REACHED.get(icon, ()))
    return path == url if url == "/" else path.startswith(below)


def page(request: HttpRequest) -> dict[str, Any]:
    """`rail`, and `workplaces` for a person who works in several schools; lazily, so that fragments pay nothing."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {"rail": []}
    return {
        "rail": SimpleLazyObject(lambda: rail(person, request.path)),
        "workplace": SimpleLazyObject(lambda: access.workplace(person)),
        "workplaces": SimpleLazyObject(lambda: access.own_workplaces(person)),
    }
