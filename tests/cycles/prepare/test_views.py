from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.plan.models import ReflectionSession
from cycles.prepare.models import Answer, Reflection, Template
from cycles.prepare.queries import FIELDS, boxes_of
from tests.cycles.making import begin_meeting, hand_in, write


@pytest.fixture
def as_teacher(people: Any) -> Client:
    client = Client()
    client.force_login(people.teacher)
    return client


def prompt(position: int = 1, kind: str = "teacher") -> Any:
    return Template.objects.get(kind=kind, cycle_kind="mid_year").prompts.get(position=position)


def save(client: Client, session: ReflectionSession, text: str, version: int, *, auto: bool = True, **more: Any) -> Any:
    address = reverse("cycles:answer-save", args=[session.pk, prompt().pk])
    headers = {"X-Autosave": "1"} if auto else {}
    data = {"text": text, "second_text": "", "audience": "me", "version": version, **more}
    return client.post(address, data, headers=headers)


def test_the_page_says_who_will_see_before_anything_is_saved(as_teacher: Client, session: Any) -> None:
    html = as_teacher.get(reverse("cycles:prepare", args=[session.pk])).content.decode()
    assert "Sam O&#x27;Brien" in html
    assert "at least five others" in html
    assert html.count("data-autosave") == 6  # five questions, one goal
    assert Reflection.objects.count() == 0


def test_typing_is_saved_and_survives_a_reload(as_teacher: Client, session: Any) -> None:
    answer = save(as_teacher, session, "Number talks worked", 0)
    assert answer.status_code == 200
    assert (answer.json()["version"], answer.json()["saved_at"][-2:] in ("AM", "PM")) == (1, True)
    html = as_teacher.get(reverse("cycles:prepare", args=[session.pk])).content.decode()
    assert "Number talks worked" in html
    assert f"Saved {answer.json()['saved_at']}" in html


def test_without_a_script_saving_leads_back(as_teacher: Client, session: Any) -> None:
    answer = save(as_teacher, session, "by button", 0, auto=False)
    assert (answer.status_code, answer["Location"]) == (302, f"/sessions/{session.pk}/prepare/#prompt-{prompt().pk}")


def test_two_windows_meet(as_teacher: Client, session: Any) -> None:
    save(as_teacher, session, "first window", 0)
    refused = save(as_teacher, session, "second window", 0)
    assert refused.status_code == 409
    assert (refused.json()["text"], refused.json()["version"]) == ("first window", 1)
    shown_boxes = set(boxes_of(prompt()))
    assert {name for name in FIELDS if name in refused.json()} == set(FIELDS[: len(shown_boxes)])
    shown = save(as_teacher, session, "second window", 0, auto=False)
    assert shown.status_code == 409
    html = shown.content.decode()
    assert ("first window" in html, "second window" in html) == (True, True)
    assert save(as_teacher, session, "both", 1).status_code == 200


def test_a_choice_that_is_not_offered_is_refused(as_teacher: Client, session: Any) -> None:
    assert save(as_teacher, session, "x", 0, audience="unnamed").status_code == 422
    assert save(as_teacher, session, "x", 0, audience="everyone", auto=False).status_code == 422
    assert Answer.objects.count() == 0


def test_ready_is_refused_with_what_is_missing(as_teacher: Client, session: Any) -> None:
    save(as_teacher, session, "one", 0)
    answer = as_teacher.post(reverse("cycles:reflection-submit", args=[session.pk]))
    assert answer.status_code == 422
    assert f'href="#prompt-{prompt(2).pk}-text"' in answer.content.decode()
    assert f'href="#prompt-{prompt(1).pk}-text"' not in answer.content.decode()


def test_ready_and_taken_up_again(people: Any, as_teacher: Client, session: Any) -> None:
    write(session, people.teacher, "one")
    write(session, people.teacher, "two", position=2)
    assert as_teacher.post(reverse("cycles:reflection-submit", args=[session.pk])).status_code == 302
    page = reverse("cycles:prepare", args=[session.pk])
    assert "You are ready" in as_teacher.get(page).content.decode()
    assert save(as_teacher, session, "later", 1).status_code == 410
    as_teacher.post(reverse("cycles:reflection-reopen", args=[session.pk]))
    assert "data-autosave" in as_teacher.get(page).content.decode()


def test_on_paper(people: Any, as_teacher: Client, session: Any) -> None:
    as_teacher.post(reverse("cycles:reflection-submit", args=[session.pk]), {"is_on_paper": "on"})
    assert Reflection.objects.get().is_on_paper


def test_after_the_meeting_began_it_stays(people: Any, as_teacher: Client, session: Any) -> None:
    hand_in(session, people.teacher)
    begin_meeting(session)
    as_teacher.post(reverse("cycles:reflection-reopen", args=[session.pk]))
    assert Reflection.objects.get().submitted_at
    assert "stays as you handed it in" in as_teacher.get(reverse("cycles:prepare", args=[session.pk])).content.decode()


def test_the_page_lists_what_others_see(people: Any, as_teacher: Client, session: Any) -> None:
    hand_in(session, people.teacher, "for my lead only", "lead")
    html = as_teacher.get(reverse("cycles:prepare-mine", args=[session.pk])).content.decode()
    assert ("for my lead only" in html, "Sam O&#x27;Brien" in html) == (True, True)


def test_the_lead_reads_only_what_was_meant_for_them(people: Any, client: Client, session: Any) -> None:
    hand_in(session, people.teacher, "canary-lead", "lead")
    hand_in(session, people.member, "canary-mine", "me")
    client.force_login(people.lead)
    html = client.get(reverse("cycles:prepare-shared", args=[session.pk])).content.decode()
    assert ("canary-lead" in html, "canary-mine" in html) == (True, False)


def test_pages_count_the_same_with_more(people: Any, as_teacher: Client, session: Any, count_queries: Any) -> None:
    page = reverse("cycles:prepare", args=[session.pk])
    write(session, people.teacher, "one")
    with count_queries() as first:
        as_teacher.get(page)
    for position in (2, 3, 4, 5):
        write(session, people.teacher, "more", position=position)
    with count_queries() as more:
        as_teacher.get(page)
    assert len(more) == len(first)
