"""Who somebody in a file may be."""

from typing import Any

import pytest

from data_imports.queries.staff import likeness, staff_page
from teams.models import Person
from tests.data_imports.making import imported, leap

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "email", "is_like"),
    [
        ("Nunez, Teresa", "", True),
        ("Teresa M. Núñez", "", True),
        ("T. Nunez", "teresa.nunez@dps.example", True),
        ("", "tnunez@dps.example", True),
        ("Johnson, Malik", "", False),
        ("", "", False),
    ],
)
def test_names_in_any_order_and_addresses_are_compared(name: str, email: str, is_like: bool) -> None:
    person = Person(name="Teresa Núñez", email="teresa.nunez@example.org")
    assert (likeness(name, email, person) > 0.55) == is_like


def named(*names: str) -> bytes:
    content = leap(len(names))
    for number, name in enumerate(names):
        content = content.replace(f"Canary {number},".encode(), f"{name},".encode())
    return content


def test_the_likeliest_stands_first_and_only_the_schools_people(people: Any) -> None:
    imported(named("Malik Jonson", "Olu Adeyemi"), people.school)
    page = staff_page(people.school, Person.objects.exclude(pk=people.outsider.pk))
    told = {stranger.name: [person.name for person in stranger.suggestions] for stranger in page.strangers}
    assert told["Malik Jonson"][0] == "Malik Johnson"
    assert "Olu Adeyemi" not in told["Olu Adeyemi"]
    first = page.strangers[0]
    assert (first.number, first.email, first.ratings) == ("004000", "teacher0@example.org", 12)


def test_three_queries_however_many(people: Any, count_queries: Any) -> None:
    def asked() -> int:
        with count_queries() as found:
            staff_page(people.school, Person.objects.all())
        return len(found)

    imported(leap(1), people.school)
    one = asked()
    imported(leap(9), people.school)
    assert asked() == one == 3
