from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.share import actions
from cycles.share.models import Review, Summary
from teams.models import AuditEntry
from tests.cycles import agreeing
from tests.cycles.making import open_cycle, schedule


def get(client: Client, person: Any, name: str, *args: Any) -> Any:
    client.force_login(person)
    return client.get(reverse(f"cycles:{name}", args=args))


def save(client: Client, summary: Summary, *, typed: bool = False, **words: Any) -> Any:
    wanted = {
        name: getattr(summary, name) for name in ("version", "title", "celebrations", "growth", "changes", "next_steps")
    }
    headers = {"X-Autosave": "1"} if typed else {}
    return client.post(reverse("cycles:summary-save", args=[summary.pk]), wanted | words, headers=headers)


def test_from_draft_to_response(people: Any, told: Any, cycle: Any, client: Client) -> None:
    client.force_login(people.leader)
    edit = client.post(reverse("cycles:summary-draft", args=[cycle.pk]))["Location"]
    summary = Summary.objects.get()
    saved = save(client, summary, growth="In our words")
    summary.refresh_from_db()
    client.post(reverse("cycles:summary-publish", args=[summary.pk]), {"version": summary.version})
    waiting = get(client, people.superintendent, "reviews").content.decode()
    review = Review.objects.get()
    opened = get(client, people.superintendent, "review", review.pk).content.decode()
    words = {"response": "responded", "comment": "Thank you for the causes"}
    client.post(reverse("cycles:review-respond", args=[review.pk]), words)
    seen = get(client, people.leader, "summary", summary.pk).content.decode()
    assert (edit, saved.status_code) == (reverse("cycles:summary-edit", args=[summary.pk]), 302)
    assert ("1 summary waits for you" in waiting, "In our words" in opened) == (True, True)
    assert ("Thank you for the causes" in seen, "Reviewed" in seen) == (True, True)


def test_the_school_sees_that_it_was_opened(people: Any, published: Summary, client: Client) -> None:
    before = get(client, people.leader, "summary", published.pk).content.decode()
    get(client, people.superintendent, "review", Review.objects.get().pk)
    after = get(client, people.leader, "summary", published.pk).content.decode()
    assert ("Not opened yet" in before, "Opened " in after) == (True, True)


def test_teachers_read_the_letter_and_no_review(people: Any, published: Summary, client: Client) -> None:
    review = Review.objects.get()
    words = {"response": "questions", "comment": "canary comment", "by": people.superintendent, "at": timezone.now()}
    actions.respond_to_summary(review, **words)
    found = get(client, people.teacher, "summary", published.pk).content.decode()
    assert ("Exit tickets" in found, "canary" in found) == (True, False)


def test_saved_as_typed(people: Any, draft: Summary, client: Client) -> None:
    client.force_login(people.lead)
    answer = save(client, draft, typed=True, growth="one\r\ntwo")
    assert (answer.status_code, answer.json()["version"], Summary.objects.get().growth) == (200, 2, "one\ntwo")


def test_a_conflict_shows_both(people: Any, draft: Summary, client: Client) -> None:
    client.force_login(people.lead)
    save(client, draft, growth="theirs first")
    typed = save(client, draft, typed=True, growth="mine second")
    answer = save(client, draft, growth="mine second")
    html = answer.content.decode()
    assert (typed.status_code, answer.status_code) == (409, 409)
    assert (typed.json()["growth"], typed.json()["version"]) == ("theirs first", 2)
    assert ("theirs first" in html, "mine second" in html, Summary.objects.get().growth) == (True, True, "theirs first")
    assert (answer.context["form"]["version"].value(), "what was typed is kept after joining") == (
        2,
        "what was typed is kept after joining",
    )


def test_no_page_publishes_what_it_did_not_show(people: Any, draft: Summary, client: Client) -> None:
    client.force_login(people.leader)
    answer = client.post(reverse("cycles:summary-publish", args=[draft.pk]), {"version": 7})
    assert (answer.status_code, Summary.objects.get().state) == (422, "draft")


def test_nothing_agreed_is_said_kindly(people: Any, cycle: Any, client: Client) -> None:
    client.force_login(people.leader)
    answer = client.post(reverse("cycles:summary-draft", args=[cycle.pk]))
    assert (answer.status_code, "No team has agreed on anything yet" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_files_are_kept_in_the_trail(people: Any, published: Summary, client: Client, form: str, start: bytes) -> None:
    answer = get(client, people.teacher, f"summary-{form}", published.pk)
    assert (answer.content[: len(start)], form in answer["Content-Disposition"]) == (start, True)
    assert AuditEntry.objects.get(verb="summary downloaded").purpose == form


def foreign_topics(people: Any, network: Any) -> None:
    """The other school moves into the superintendent's network, with a cause of the same kind and a canary."""
    people.other_school.network = network
    people.other_school.save()
    session = schedule(open_cycle(people, school=people.other_school), people.foreign_team, facilitator=people.outsider)
    meeting = agreeing.begin(session)
    agreeing.cause(agreeing.topic(meeting, "canary topic"), "canary cause")
    time = agreeing.cause(agreeing.topic(meeting, "canary two"), "canary cause of one school")
    type(time).objects.filter(pk=time.pk).update(category="time")


def test_themes_are_numbers_of_schools(people: Any, published: Summary, client: Client) -> None:
    alone = get(client, people.superintendent, "reviews").content.decode()
    foreign_topics(people, people.network)
    both = get(client, people.superintendent, "reviews").content.decode()
    assert ("What schools share" in alone, "What schools share" in both, "2 schools" in both) == (False, True, True)
    assert ("Curriculum and materials" in both, "Time and schedule" in both, "canary" in both) == (True, False, False)


def test_as_many_queries_for_one_and_for_many(
    people: Any, published: Summary, client: Client, count_queries: Any
) -> None:
    def counted() -> int:
        get(client, people.superintendent, "reviews")
        with count_queries() as found:
            client.get(reverse("cycles:reviews"))
        return len(found)

    from teams.models import School

    one = counted()
    for number in range(5):
        school = School.objects.create(code=f"x{number}", name=f"School {number}", network=people.network)
        cycle = open_cycle(people, school=school)
        now = timezone.now()
        summary = Summary.objects.create(
            cycle=cycle, title=f"Letter {number}", state="published", drafted_at=now, published_at=now
        )
        Review.objects.create(summary=summary, reviewer=people.superintendent)
    assert counted() == one
