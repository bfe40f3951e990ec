from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet.enums import CardKind
from cycles.meet.models import Reveal
from tests.cycles import agreeing


def html(client: Client, person: Any, session: Any) -> str:
    client.force_login(person)
    answer = client.get(reverse("cycles:record", args=[session.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_only_what_was_agreed_is_in_the_record(people: Any, session: Any, meeting: Any, client: Client) -> None:
    chosen, left = agreeing.topic(meeting, "chosen topic"), agreeing.topic(meeting, "canary topic", is_chosen=False)
    agreeing.cause(chosen, "agreed cause")
    agreeing.cause(chosen, "canary cause", is_agreed=False)
    agreeing.card(meeting, people.teacher, CardKind.GROWTH, "canary card", topic=chosen)
    agreeing.card(meeting, people.teacher, CardKind.GROWTH, "canary other", topic=left)
    agreeing.card(meeting, people.teacher, CardKind.SUCCESS, "canary success", because="x")
    agreeing.card(meeting, people.teacher, CardKind.SUCCESS, "kept success", because="kept action", is_celebrated=True)
    agreeing.card(meeting, people.teacher, CardKind.PARKED, "parked item")
    Reveal.objects.create(meeting=meeting, kind=CardKind.SUCCESS, revealed_at=timezone.now())
    found = html(client, people.teacher, session)
    wanted = ("chosen topic", "agreed cause", "kept success", "kept action", "parked item")
    assert ([word for word in wanted if word not in found], "canary" in found) == ([], False)


def test_the_page_before_the_meeting_teaches(people: Any, session: Any, client: Client) -> None:
    assert "Nothing agreed yet" in html(client, people.leader, session)


def test_as_many_queries_for_one_and_for_many(
    people: Any, session: Any, meeting: Any, count_queries: Any, client: Client
) -> None:
    def counted() -> int:
        with count_queries() as found:
            html(client, people.lead, session)
        return len(found)

    def fill(number: int) -> None:
        cause = agreeing.cause(agreeing.topic(meeting, f"Topic {number}"))
        agreeing.step(session, people.teacher, text=f"Step {number}", cause=cause, goal=people.goal)
        agreeing.adjustment(session, text=f"Change {number}", cause=cause)
        agreeing.card(meeting, people.teacher, CardKind.PARKED, f"Parked {number}")

    fill(0)
    html(client, people.lead, session)
    one = counted()
    for number in range(1, 9):
        fill(number)
    assert counted() == one
