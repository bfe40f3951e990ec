"""Parked items, each with where it goes."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.adjust.queries import open_commitments
from cycles.meet import actions, queries
from cycles.meet.models import Card, Meeting
from tests.cycles.agreeing import end
from tests.cycles.making import open_cycle, schedule

from .test_written import page


def park(meeting: Meeting, by: Any, text: str) -> Card:
    return actions.write_card(meeting, kind="parked", text=text, by=by, at=timezone.now())


def test_a_meeting_that_parked_nothing_goes_without_it(people: Any, meeting: Meeting) -> None:
    assert "parked" not in [phase.kind for phase in queries.wanted_phases(meeting)]
    park(meeting, people.teacher, "Field trip")
    assert "parked" in [phase.kind for phase in queries.wanted_phases(meeting)]


def test_each_is_sent_on_by_who_leads(people: Any, session: Any, meeting: Meeting, go_to: Any) -> None:
    card = park(meeting, people.teacher, "Field trip")
    go_to(meeting, "parked")
    client, address = Client(), reverse("cycles:parked-send", args=[session.pk, card.pk])
    client.force_login(people.teacher)
    assert client.post(address, {"goes_to": "ilt"}).status_code == 403
    client.force_login(people.facilitator)
    assert client.post(address, {"goes_to": "nowhere"}).status_code == 422
    assert client.post(address, {"goes_to": "ilt"}).status_code == 302
    assert "We ask the ILT" in page(people.teacher, "room", session)
    assert "We ask the ILT" in page(people.teacher, "record", session)


def test_what_is_settled_is_not_handed_on(people: Any, session: Any, meeting: Meeting) -> None:
    kept, settled = park(meeting, people.teacher, "Kept"), park(meeting, people.teacher, "Settled")
    actions.send_parked(kept, goes_to="next", by=people.facilitator, at=timezone.now())
    actions.send_parked(settled, goes_to="settled", by=people.facilitator, at=timezone.now())
    end(session)
    spring = schedule(open_cycle(people, kind="end_of_year"), people.team, facilitator=people.facilitator)
    type(spring).objects.filter(pk=spring.pk).update(follows=session)
    spring.refresh_from_db()
    assert [line.text for line in open_commitments(spring)] == ["Kept"]
