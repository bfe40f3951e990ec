"""One screen that puts classes and grades into teams."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from data_imports.models import Roster, SectionTeam
from teams.models import Person
from tests.data_imports.making import YEAR, imported, iready

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(people: Any) -> str:
    return reverse("data_imports:places", args=[people.school.pk])


def places_of(people: Any) -> Any:
    return signed_in(people.leader).get(address(people), {"year": YEAR})


def test_classes_and_grades_stand_with_their_students(people: Any) -> None:
    imported(iready(5).replace(b",T,", b",Vega,"), people.school)
    page = (
        signed_in(people.leader)
        .get(reverse("data_imports:places", args=[people.school.pk]), {"year": YEAR})
        .content.decode()
    )
    assert page.count('<td class="num" data-label="Students">') == 3
    kind = '<span class="meta d-block">{}</span></label></th><td class="num" data-label="Students">'
    assert f"Vega {kind.format('Class or teacher')}5</td>" in page
    assert f"Grade 3 {kind.format('Grade')}3</td>" in page


def test_saving_puts_students_into_the_team_and_shows_it(people: Any) -> None:
    imported(iready(5).replace(b",T,", b",Vega,"), people.school)
    data = {"year": YEAR, "place-0": people.team.pk, "place-1": "", "place-2": ""}
    address = reverse("data_imports:places-save", args=[people.school.pk])
    answer = signed_in(people.leader).post(address, data, follow=True)
    assert "Students of new files join by themselves." in answer.content.decode()
    assert f'value="{people.team.pk}" selected' in answer.content.decode()
    assert SectionTeam.objects.get().team == people.team
    assert Roster.objects.filter(team=people.team).count() == 5


def test_another_schools_team_is_refused(people: Any) -> None:
    imported(iready(5), people.school)
    data = {"year": YEAR, "place-0": people.foreign_team.pk}
    address = reverse("data_imports:places-save", args=[people.school.pk])
    assert signed_in(people.leader).post(address, data).status_code == 422
    assert not SectionTeam.objects.exists()


def test_a_school_without_results_is_told_what_comes_first(people: Any) -> None:
    page = (
        signed_in(people.leader)
        .get(reverse("data_imports:places", args=[people.school.pk]), {"year": YEAR})
        .content.decode()
    )
    assert "No results yet" in page


def test_the_page_costs_the_same_with_many_classes(people: Any, count_queries: Any) -> None:
    def asked() -> int:
        client = signed_in(people.leader)
        with count_queries() as queries:
            assert client.get(address(people), {"year": YEAR}).status_code == 200
        return len(queries)

    imported(iready(2), people.school)
    one = asked()
    content = iready(40)
    for number in range(12):
        content = content.replace(b",T,", f",Class {number},".encode(), 6)
    imported(content, people.school)
    assert asked() == one
