"""People in LEAP files whom nobody has recognized yet, and who they might be."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Count, Exists, OuterRef, QuerySet

from data_imports.models import LeapRating, StaffAlias
from teams.models import Person, School

MOST_SUGGESTED = 3
ALIKE = 0.55


@dataclass(frozen=True)
class Stranger:
    """Somebody in a file: what it says of them, how many ratings wait, and who it may be, likeliest first."""

    key: str
    number: str
    email: str
    name: str
    ratings: int
    suggestions: list[Person]


@dataclass(frozen=True)
class StaffPage:
    """The queue of one school, and everybody who works there."""

    school: School
    strangers: list[Stranger]
    people: list[Person]


def unrecognized(schools: QuerySet[School]) -> QuerySet[LeapRating]:
    """Ratings of nobody known, about whom nobody of their school has decided."""
    decided = StaffAlias.objects.filter(school=OuterRef("school"), staff_hash=OuterRef("staff_hash"))
    return LeapRating.objects.filter(~Exists(decided), school__in=schools, person=None)


def staff_page(school: School, people: QuerySet[Person]) -> StaffPage:
    """Whom the school's files name and nobody knows, the most observed first. Three queries."""
    everybody = list(people.order_by("name", "pk"))
    waiting = unrecognized(School.objects.filter(pk=school.pk))
    counted = dict(waiting.values_list("staff_hash").annotate(n=Count("pk")))
    # sealed anew with each observation: any of them tells who it is
    sealed = waiting.filter(staff_hash__in=counted).order_by("staff_hash", "pk")
    told = dict(sealed.values_list("staff_hash", "staff_sealed"))
    strangers = [stranger(key, told[key], n, everybody) for key, n in counted.items()]
    return StaffPage(school, sorted(strangers, key=lambda found: (-found.ratings, found.name)), everybody)


def stranger(key: str, sealed: str, ratings: int, people: Iterable[Person]) -> Stranger:
    """One person of a file, from what was sealed of them."""
    number, email, name = json.loads(sealed)
    return Stranger(key, number, email, name, ratings, suggested(name, email, people))


def suggested(name: str, email: str, people: Iterable[Person]) -> list[Person]:
    """The people whose name or e-mail address is most like those of a file."""
    scored = [(likeness(name, email, person), -person.pk, person) for person in people]
    best = sorted((found for found in scored if found[0] >= ALIKE), reverse=True, key=lambda found: found[:2])
    return [person for _score, _key, person in best[:MOST_SUGGESTED]]


def likeness(name: str, email: str, person: Person) -> float:
    """From 0 to 1: the better of two comparisons, of names in any order and of what stands before the @."""
    names = alike(in_order(name), in_order(person.name)) if name else 0.0
    addresses = alike(email.partition("@")[0].lower(), person.email.partition("@")[0].lower()) if email else 0.0
    return max(names, addresses)


def in_order(name: str) -> str:
    """“Delgado, Rosa M.” and “Rosa Delgado” begin to look the same."""
    words = name.casefold().replace(",", " ").replace(".", " ").split()
    return " ".join(sorted(word for word in words if len(word) > 1))


def alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
