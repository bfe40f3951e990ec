"""The queue of people in LEAP files, and typed means."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from data_imports.models import LeapMean, StaffAlias
from reflection_site.encryption import keyed_hash
from teams.models import AuditEntry, Person
from tests.data_imports.making import imported, leap

pytestmark = pytest.mark.django_db
KEY = "004000"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def key(number: str = KEY) -> str:
    return keyed_hash(number, "staff")


def decide(people: Any, **data: Any) -> Any:
    return signed_in(people.leader).post(reverse("data_imports:staff-decide"), data, follow=True)


def test_the_leader_sees_who_waits_and_that_is_noted(people: Any) -> None:
    imported(leap(2), people.school)
    page = signed_in(people.leader).get(reverse("data_imports:staff")).content.decode()
    assert "teacher1@example.org" in page
    assert AuditEntry.objects.get(verb="unknown staff read").count == 2
    other = signed_in(people.other_leader).get(reverse("data_imports:staff")).content.decode()
    assert "Everybody is known" in other
    assert "teacher1@example.org" not in other


def test_the_district_sees_how_many_and_nobody(people: Any) -> None:
    imported(leap(2), people.school)
    page = signed_in(people.district).get(reverse("data_imports:evidence")).content.decode()
    assert "2 people wait" in page
    assert "Canary" not in page
    assert "teacher1@example.org" not in page


def test_this_is_her(people: Any) -> None:
    imported(leap(1), people.school)
    page = decide(people, key=key(), person=people.teacher.pk).content.decode()
    assert "The next file will know." in page
    assert "Everybody is known" in page
    assert people.teacher.leap_ratings.count() == 12


def test_nobody_here(people: Any) -> None:
    imported(leap(1), people.school)
    decide(people, key=key(), is_nobody="on")
    assert StaffAlias.objects.get().person is None


@pytest.mark.parametrize(
    "data",
    [
        {"key": KEY},
        {"key": "?", "person": "outsider"},
        {"key": "?", "person": "teacher", "is_nobody": "on"},
        {"key": "?"},
        {"person": "teacher"},
    ],
)
def test_half_an_answer_is_refused(people: Any, data: dict[str, str]) -> None:
    imported(leap(1), people.school)
    told = {name: key() if value == "?" else value for name, value in data.items()}
    if "person" in told:
        told["person"] = str(getattr(people, told["person"]).pk)
    answer = decide(people, **told)
    assert answer.status_code == 422
    assert "Before this can go on" in answer.content.decode()
    assert not StaffAlias.objects.exists()


def test_another_schools_people_are_not_decided_on(people: Any) -> None:
    imported(leap(1), people.other_school)
    assert decide(people, key=key(), is_nobody="on").status_code == 422
    assert not StaffAlias.objects.exists()


def test_the_queue_costs_the_same_with_many(people: Any, count_queries: Any) -> None:
    def asked() -> int:
        client = signed_in(people.leader)
        with count_queries() as queries:
            client.get(reverse("data_imports:staff"))
        return len(queries)

    imported(leap(1), people.school)
    one = asked()
    imported(leap(8), people.school)
    assert asked() == one


MEANS = {"window": "winter", "mean-LE.1": "4.5", "n-LE.1": "14", "mean-I.1": "3.75", "n-I.1": "13"}


def test_means_are_typed_and_stand_in_the_form_again(people: Any) -> None:
    client = signed_in(people.leader)
    answer = client.post(reverse("data_imports:leap-means-save"), MEANS, follow=True)
    assert "Packets that are frozen from now on show it." in answer.content.decode()
    assert 'value="3.75"' in answer.content.decode()
    assert set(LeapMean.objects.values_list("indicator", "mean", "n", "window")) == {
        ("LE.1", 4.5, 14, "winter"),
        ("I.1", 3.75, 13, "winter"),
    }
    fall = client.get(reverse("data_imports:leap-means"), {"window": "fall"}).content.decode()
    assert 'value="3.75"' not in fall


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"mean-LE.1": "7.5"}, "less than or equal to 7"),
        ({"n-LE.1": ""}, "A mean needs the number of teachers behind it."),
        ({"mean-LE.1": "", "n-LE.1": "12"}, "A mean needs the number of teachers behind it."),
        ({"n-LE.1": "0"}, "greater than or equal to 1"),
    ],
)
def test_means_that_cannot_be_are_refused(people: Any, wrong: dict[str, str], sentence: str) -> None:
    answer = signed_in(people.leader).post(reverse("data_imports:leap-means-save"), MEANS | wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not LeapMean.objects.exists()


def test_a_school_without_leap_has_no_such_page(people: Any) -> None:
    people.school.uses_leap = False
    people.school.save()
    assert signed_in(people.leader).get(reverse("data_imports:leap-means")).status_code == 403
