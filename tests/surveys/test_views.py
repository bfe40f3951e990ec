"""Survey findings."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from data_imports import actions
from data_imports.models import SurveyFinding
from tests.data_imports.making import NOW, YEAR, google_form, imported

pytestmark = pytest.mark.django_db


def freeze(people: Any, days: int = 0) -> Any:
    at = NOW + timedelta(days=days)
    return actions.freeze_packet(
        school=people.school, team=None, profile="B", year=YEAR, window="winter", by=None, at=at
    )  # fmt: skip


def shown(person: Any) -> str:
    client = Client()
    client.force_login(person)
    return str(client.get(reverse("surveys:findings")).content.decode())


def test_what_was_frozen_is_shown_and_nothing_newer(people: Any) -> None:
    imported(google_form(30), people.school)
    assert "It is shown once" in shown(people.leader)
    assert "60-69%" not in shown(people.leader)
    freeze(people)
    assert shown(people.leader).count("60-69%") == 1
    assert "as frozen on" in shown(people.leader)
    SurveyFinding.objects.update(answered=31, responses=31, favourable=2, mean=1.1)
    assert shown(people.leader).count("60-69%") == 1
    freeze(people, 1)
    assert shown(people.leader).count("60-69%") == 1, "one more answer would tell of one person"
    SurveyFinding.objects.update(answered=45, responses=45, favourable=2, mean=1.1)
    freeze(people, 2)
    assert "60-69%" not in shown(people.leader)


def test_small_surveys_and_other_schools_stay_hidden(people: Any, count_queries: Any) -> None:
    client = Client()
    client.force_login(people.leader)
    address = reverse("surveys:findings")
    imported(google_form(30), people.school)
    freeze(people)
    with count_queries() as queries:
        client.get(address)
    for number in range(4):
        imported(google_form(4).replace(b"I feel safe", b"I feel seen %d" % number), people.school, asked=4)
    imported(google_form(30), people.other_school)
    freeze(people, 1)
    with count_queries() as again:
        page = client.get(address).content.decode()
    assert (page.count("60-69%"), page.count("It is shown once")) == (1, 4)
    assert len(again) == len(queries)


@pytest.mark.parametrize(
    ("asked", "respondents", "told"),
    [
        (0, "", False),
        (60, "", False),
        (59, "", True),
        (60, "staff", False),
        (0, "students", True),
        (400, "families", True),
    ],
)
def test_of_staff_more_than_half_must_have_answered(people: Any, asked: int, respondents: str, told: bool) -> None:
    imported(google_form(30), people.school, asked=asked, respondents=respondents)
    version = freeze(people)
    body = version.content()["languages"]["en"]
    assert ([chart["key"][:6] for chart in body["charts"]] == ["survey"]) is told
    assert any("more than half must have answered" in line for line in body["missing"]) is not told
    page = shown(people.leader)
    assert ("60-69%" in page, "more than half must have answered" in page) == (told, not told)
    assert ("fill in “How many were asked”" in page) == (asked == 0 and not told)


def test_of_students_and_families_the_share_that_answered_is_told(people: Any) -> None:
    imported(google_form(30), people.school, asked=400, respondents="families")
    told = freeze(people).content()["languages"]["en"]["charts"][0]["provenance"]
    assert "about 10% of those asked have answered" in told


def test_the_same_file_with_its_number_is_shown_from_then_on(people: Any) -> None:
    imported(google_form(30), people.school, asked=0)
    freeze(people)
    again = imported(google_form(30), people.school, asked=40)
    assert again.stored.counts == (0, 30, 0)
    freeze(people, 1)
    assert "60-69%" in shown(people.leader)
