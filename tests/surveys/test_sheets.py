"""The sheet's pages: what a signed-in person gets, what nobody hands in, what the reader reads."""

import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reflection_site.logs import SecretAddresses
from surveys.enums import QuestionKind
from surveys.models import Ballot, Survey

from .making import NONCE, cast, closed, crowd, opened, question

pytestmark = pytest.mark.django_db


@pytest.fixture
def voters(people: Any) -> list[Any]:
    return [people.teacher, *crowd(7)]


@pytest.fixture
def survey(people: Any, voters: list[Any]) -> Survey:
    return opened(people.school, voters, reader=people.lead)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(name: str, survey: Survey) -> str:
    return reverse(f"surveys:{name}", args=[survey.pk])


def drawn(survey: Survey, person: Any) -> str:
    answer = signed_in(person).post(address("sheet-draw", survey), {"nonce": NONCE})
    token: str = answer.json()["token"]
    return token


def test_a_sheet_is_drawn_signed_in_and_handed_in_by_nobody(people: Any, survey: Survey) -> None:
    page = signed_in(people.teacher).get(address("sheet", survey)).content.decode()
    assert "no backup and no log can show who wrote what" in page
    sheet = {f"q{question(survey, QuestionKind.TEXT).pk}": "canary", "token": drawn(survey, people.teacher)}
    answer = Client(enforce_csrf_checks=True).post(address("ballot", survey), sheet)
    assert (answer.status_code, answer.content, answer.cookies) == (204, b"", {})
    assert Ballot.objects.count() == 1
    assert "canary" not in signed_in(people.teacher).get(address("sheet", survey)).content.decode()


def test_asking_again_after_a_lost_answer_gives_the_same_token(people: Any, survey: Survey) -> None:
    assert drawn(survey, people.teacher) == drawn(survey, people.teacher)
    other = signed_in(people.teacher).post(address("sheet-draw", survey), {"nonce": "f" * 64})
    assert (other.status_code, "another browser" in other.json()["problem"]) == (409, True)


def test_a_sheet_that_comes_with_a_sign_in_is_refused(people: Any, survey: Survey) -> None:
    sheet = {f"q{question(survey, QuestionKind.RATING).pk}": "4", "token": drawn(survey, people.teacher)}
    assert signed_in(people.teacher).post(address("ballot", survey), sheet).status_code == 400
    assert Ballot.objects.count() == 0


def test_what_is_wrong_with_a_sheet_is_told(people: Any, survey: Survey) -> None:
    token, rating = drawn(survey, people.teacher), f"q{question(survey, QuestionKind.RATING).pk}"
    for sheet, status in (({}, 422), ({rating: "9"}, 422)):
        # without a token not even what is asked is told
        assert Client().post(address("ballot", survey), sheet).status_code == 409
        assert Client().post(address("ballot", survey), {**sheet, "token": token}).status_code == status
    long = {f"q{question(survey, QuestionKind.TEXT).pk}": "x" * 2001, "token": token}
    assert Client().post(address("ballot", survey), long).status_code == 422
    closed(survey)
    assert Client().post(address("ballot", survey), {rating: "4", "token": token}).status_code == 409
    assert Ballot.objects.count() == 0


def test_after_the_end_the_page_says_so(people: Any, survey: Survey) -> None:
    closed(survey)
    page = signed_in(people.teacher).get(address("sheet", survey)).content.decode()
    assert ("data-sheet" in page, "The time for answers has passed" in page) == (False, True)


def test_only_the_reader_reads_and_only_what_may_be_told(people: Any, voters: list[Any], survey: Survey) -> None:
    for number, voter in enumerate(voters):
        cast(survey, voter, rating="4", choice="Yes", text=f"canary {number}")
    assert signed_in(people.lead).get(address("results", survey)).status_code == 404
    closed(survey)
    shown = signed_in(people.lead).get(address("results", survey)).content.decode()
    assert [f"canary {number}" in shown for number in range(8)] == [True] * 8
    assert "≥80% agree or rather agree" in shown
    for stranger in (people.leader, people.teacher, people.superintendent, people.district, people.outsider):
        assert signed_in(stranger).get(address("results", survey)).status_code == 404


def test_without_a_reader_leader_and_superintendent_read(people: Any, voters: list[Any]) -> None:
    survey = closed(opened(people.school, voters))
    shown = signed_in(people.leader).get(address("results", survey))
    assert "destroyed unread" in shown.content.decode()
    assert signed_in(people.superintendent).get(address("results", survey)).status_code == 200
    assert signed_in(people.other_leader).get(address("results", survey)).status_code == 404


def test_pages_cost_the_same_however_many_answer(
    people: Any, voters: list[Any], survey: Survey, count_queries: Any
) -> None:
    def counted(client: Client, name: str, which: Survey) -> int:
        with count_queries() as asked:
            assert client.get(address(name, which)).status_code == 200
        return len(asked)

    few = opened(people.school, voters, reader=people.lead)
    for voter in voters:
        cast(survey, voter, rating="4", text="words")
    for voter in voters[:5]:
        cast(few, voter, rating="4")
    teacher, lead = signed_in(people.teacher), signed_in(people.lead)
    assert counted(teacher, "sheet", survey) == counted(teacher, "sheet", few)
    closed(survey)
    closed(few)
    assert counted(lead, "results", survey) == counted(lead, "results", few)


@pytest.mark.parametrize("words", ["Bad Request: %s", '"POST %s HTTP/1.1" 204'])
def test_no_log_keeps_a_line_about_a_sheet(survey: Survey, words: str) -> None:
    record = logging.LogRecord("a", logging.INFO, "f.py", 1, words, (address("ballot", survey),), None)
    assert SecretAddresses().filter(record) is False


def test_the_page_has_no_form_that_could_send_a_sheet_with_the_sign_in(people: Any, survey: Survey) -> None:
    page = signed_in(people.teacher).get(address("sheet", survey)).content.decode()
    assert f'action="{address("ballot", survey)}"' not in page
    assert 'method="dialog"' in page
    assert "which needs JavaScript" in page.split("<noscript>")[1].split("</noscript>")[0]
