"""The days around a meeting on its page, their form, and what districts and schools usually allow."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cycles.plan import around
from cycles.plan.models import MilestoneDefault, ReflectionSession
from cycles.plan.slots import school_days
from tests import moments
from tests.cycles.making import hand_in

from .test_around import days_of, give_time, weekday


@pytest.fixture
def planned(people: Any, session: ReflectionSession) -> ReflectionSession:
    return give_time(session, people, meets_on=weekday(28))


def html(client: Client, person: Any, address: str) -> str:
    client.force_login(person)
    return client.get(address).content.decode()


def typed(session: ReflectionSession, **changes: str) -> dict[str, str]:
    """The form as it stands on the page, with what somebody typed over it."""
    stands = {kind: f"{due_on:%Y-%m-%d}" for kind, due_on in days_of(session).items()}
    return {**stands, **{f"initial-{kind}": value for kind, value in stands.items()}, **changes}


def save(client: Client, session: ReflectionSession, data: dict[str, str], **headers: str) -> Any:
    return client.post(f"/sessions/{session.pk}/around/save/", data, headers=headers)


def test_the_page_tells_days_states_and_whose_turn(people: Any, planned: ReflectionSession, client: Client) -> None:
    hand_in(planned, people.teacher, "canary", "named")
    address = f"/sessions/{planned.pk}/?with=plan"
    team, above = html(client, people.member, address), html(client, people.superintendent, address)
    for page in (team, above):
        assert ("Around the meeting" in page, "Evidence packet frozen" in page, "canary" in page) == (True, True, False)
    assert ("your turn · Malik Johnson and Sam O&#x27;Brien" in team, "Change the days" in team) == (True, False)
    assert ("Malik Johnson" in above, "2 people" in above) == (False, True)
    assert "Change the days" in html(client, people.lead, address)


def test_a_meeting_without_a_time_has_no_days(people: Any, session: ReflectionSession, client: Client) -> None:
    assert "Around the meeting" not in html(client, people.leader, f"/sessions/{session.pk}/?with=plan")
    assert client.get(f"/sessions/{session.pk}/around/").status_code == 404


def test_days_are_moved_on_the_page(people: Any, planned: ReflectionSession, client: Client) -> None:
    client.force_login(people.lead)
    chosen = around.shifted(school_days(people.school), planned.meets_on, -7)
    answer = save(client, planned, typed(planned, packet=f"{chosen:%Y-%m-%d}"))
    assert (answer.status_code, answer["Location"]) == (302, f"/sessions/{planned.pk}/")
    rows = dict(planned.milestones.values_list("kind", "is_by_hand"))
    assert (days_of(planned)["packet"], [kind for kind, moved in rows.items() if moved]) == (chosen, ["packet"])
    answer = save(client, planned, typed(planned, packet=""), **{"HX-Request": "true"})
    assert (answer["HX-Redirect"], planned.milestones.get(kind="packet").days) == (f"/sessions/{planned.pk}/", -5)


def test_a_page_left_open_takes_nothing_back(people: Any, planned: ReflectionSession, client: Client) -> None:
    client.force_login(people.lead)
    stale = typed(planned)
    chosen = around.shifted(school_days(people.school), planned.meets_on, -7)
    save(client, planned, typed(planned, packet=f"{chosen:%Y-%m-%d}"))
    other = around.shifted(school_days(people.school), planned.meets_on, -1)
    save(client, planned, stale | {"template": f"{other:%Y-%m-%d}"})
    assert (days_of(planned)["packet"], days_of(planned)["template"]) == (chosen, other)


def test_only_school_days_on_their_side_and_ahead(people: Any, planned: ReflectionSession, client: Client) -> None:
    client.force_login(people.lead)
    before, meets_on = days_of(planned), planned.meets_on
    for field, day, words in (
        ("template", meets_on - timedelta(days=3), "There is no school on this day"),  # a Sunday
        ("template", meets_on + timedelta(days=1), "This is done before the meeting"),
        ("record", meets_on - timedelta(days=1), "This follows the meeting"),
        ("packet", moments.today() - timedelta(days=7), "This day has passed"),
    ):
        answer = save(client, planned, typed(planned, **{field: f"{day:%Y-%m-%d}"}))
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert days_of(planned) == before


def test_what_nothing_else_tells_is_said_to_be_done(people: Any, planned: ReflectionSession, client: Client) -> None:
    client.force_login(people.lead)
    address = f"/sessions/{planned.pk}/around/feedback/finish/"
    client.post(address, {"done": "yes"})
    assert planned.milestones.get(kind="feedback").done_by == people.lead
    client.post(address)
    assert planned.milestones.get(kind="feedback").done_at is None
    early = client.post(f"/sessions/{planned.pk}/around/record/finish/", {"done": "yes"}, follow=True)
    assert "has not been held yet" in early.content.decode()
    assert client.post(f"/sessions/{planned.pk}/around/packet/finish/", {"done": "yes"}).status_code == 404


def test_the_district_and_a_leader_say_what_is_usual(people: Any, client: Client) -> None:
    client.force_login(people.district)
    empty = dict.fromkeys(("packet", "feedback", "check_ins", "template", "record", "advice", "decision"), "")
    data = {**empty, "staff": "", "families": "", "check_ins_side": "after"}
    client.post("/cycle/days/save/", data | {"packet": "8", "check_ins": "2"})
    client.force_login(people.leader)
    assert 'placeholder="8"' in client.get("/cycle/days/").content.decode()
    client.post("/cycle/days/save/", data | {"packet": "6"})
    rows = set(MilestoneDefault.objects.values_list("school", "kind", "days"))
    assert rows == {(None, "packet", -8), (None, "check_ins", 2), (people.school.pk, "packet", -6)}
    client.post("/cycle/days/save/", data)
    assert MilestoneDefault.objects.filter(school=people.school).count() == 0
    answer = client.post("/cycle/days/save/", data | {"packet": "99"})
    assert (answer.status_code, MilestoneDefault.objects.count()) == (422, 2)
