"""In the room without a sign-in: what who was let in by name may do, what never comes with the name, how it ends."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions, entering
from cycles.meet.boxes import CardBox
from cycles.meet.entrances import Admission
from cycles.meet.models import Card, Finished, Phase, Vote
from cycles.plan.models import Invitation
from tests import moments
from tests.cycles.meet.conftest import fresh
from tests.cycles.plan.packets import chart, freeze_by_hand

from .phones import Phone, admit

NOW = timezone.now


def test_an_admitted_browser_writes_votes_and_finishes_as_the_person(
    people: Any, inside: Phone, go_to: Any, topic_of: Any
) -> None:
    go_to(fresh(inside.session), "progress")
    assert inside.post("admitted-card-write", kind="success", text="Grew", because="We met") == 200
    assert (Card.objects.get().author, "What you wrote here" in inside.page()) == (people.teacher, True)
    assert inside.post("admitted-finish", step=fresh(inside.session).step, is_finished="on") == 200
    assert Finished.objects.get().person == people.teacher
    topic = topic_of(by=people.member)
    actions.open_votes(topic.meeting, by=people.facilitator, at=NOW())
    assert inside.post("admitted-vote", topic.pk, count=1) == 200
    assert Vote.objects.get().person == people.teacher
    assert "Your vote" in inside.page()


def test_only_its_own_cards_can_be_taken_back(people: Any, inside: Phone, success: Any, go_to: Any) -> None:
    there = go_to(fresh(inside.session), "progress")
    earlier = success(there, people.teacher, "Canary")
    assert "Canary" not in inside.page()
    assert inside.post("admitted-card-withdraw", earlier.pk) == 404
    inside.post("admitted-card-write", kind="success", text="Grew", because="We met")
    assert inside.post("admitted-card-withdraw", Card.objects.get(text="Grew").pk) == 200
    assert list(Card.objects.all()) == [earlier]


def test_every_form_of_every_step_leads_to_what_it_may_do(people: Any, inside: Phone, topic_of: Any) -> None:
    freeze_by_hand(inside.session, chart(), profile="B")
    topic_of(is_chosen=True)
    meeting = fresh(inside.session)
    while meeting.phase.kind != "welcome":
        actions.return_phase(meeting, step=meeting.step, by=people.facilitator, at=NOW())
        meeting = fresh(inside.session)
    allowed = re.compile(rf"/admitted/(?:sealed-cards|sessions/{inside.session.pk}/[a-z0-9/-]+)")
    seen, kinds = set(), []
    while True:
        page = inside.page()
        part = page[page.index('id="room"') :]
        seen |= set(re.findall(r'(?:action|hx-post|hx-get|href)="(/(?!static/)[^"]*)"', part.split("</main>")[0]))
        kinds.append(meeting.phase.kind)
        assert 'id="packet-findings"' not in page
        if meeting.phase.kind == "close":
            break
        actions.advance_phase(meeting, step=meeting.step, by=people.facilitator, at=NOW())
        meeting = fresh(inside.session)
    assert len(kinds) > 5
    assert [one for one in seen if not allowed.fullmatch(one)] == []
    for one in seen:
        assert inside.client.get(one).status_code in {200, 405}, one


def test_no_other_page_opens_with_it(people: Any, inside: Phone) -> None:
    for name in ("room", "facilitate", "screen", "session", "record", "card-write", "meeting-stream"):
        answer = inside.client.get(reverse(f"cycles:{name}", args=[inside.session.pk]))
        assert answer.status_code in {302, 405}, name
        assert answer.status_code == 405 or answer["Location"].startswith("/accounts/login/"), name
    assert "admission" in inside.client.cookies
    assert inside.client.cookies["admission"]["path"] == f"/admitted/sessions/{inside.session.pk}/"
    assert inside.client.cookies["admission"]["httponly"]
    assert inside.client.cookies["admission"].value not in str(Admission.objects.values().get())


def test_of_another_meeting_it_opens_nothing(people: Any, inside: Phone, ilt_session: Any) -> None:
    actions.open_meeting(ilt_session, by=people.leader, at=NOW())
    other = reverse("cycles:admitted-card-write", args=[ilt_session.pk])
    inside.client.cookies["admission"]["path"] = "/"
    assert inside.client.post(other, {"kind": "parked", "text": "x"}).status_code == 404
    assert Client().get(inside.at("admitted-room")).status_code == 404


def test_into_a_sealed_box_it_puts_cards_as_nobody(people: Any, inside: Phone, go_to: Any) -> None:
    there = go_to(fresh(inside.session), "growth")
    Phase.objects.filter(pk=there.phase_id).update(reveal="anonymous")
    CardBox.objects.create(session=there.session, phase=there.phase)
    page = inside.page()
    assert f'data-pass="{inside.at("admitted-pass")}"' in page
    assert 'data-seal-to="/admitted/sealed-cards"' in page
    drawn = inside.client.post(inside.at("admitted-pass"), {"nonce": "a1" * 32}).json()["pass"]
    card = {"act": "put", "pass": drawn, "token": "b2" * 32, "kind": "growth", "text": "Canary"}
    assert Client().post("/admitted/sealed-cards", card).status_code == 200
    actions.reveal_cards(fresh(inside.session), by=people.facilitator, at=NOW())
    assert (Card.objects.get().author, Card.objects.get().text) == (None, "Canary")


# --- it ends


def test_the_persons_own_sign_in_ends_it(people: Any, inside: Phone) -> None:
    inside.post("admitted-card-write", kind="parked", text="Buses")
    real = Client()
    real.force_login(people.teacher)
    real.get(inside.at("room"))
    assert "You are not in the meeting any more" in inside.page()
    assert inside.post("admitted-card-write", kind="parked", text="x") == 404
    assert (Card.objects.count(), Invitation.objects.get(person=people.teacher).has_attended) == (1, True)


def test_ended_it_writes_no_more_and_what_was_written_stays(people: Any, inside: Phone) -> None:
    inside.post("admitted-card-write", kind="parked", text="Buses")
    desk = Client()
    desk.force_login(people.facilitator)
    desk.post(inside.at("admission-end", Admission.objects.get().pk))
    assert (inside.post("admitted-card-write", kind="parked", text="x"), Card.objects.count()) == (404, 1)


def test_where_it_was_somebody_else_what_they_wrote_goes(people: Any, inside: Phone, go_to: Any, success: Any) -> None:
    there = go_to(fresh(inside.session), "progress")
    earlier = success(there, people.teacher, "Hers")
    inside.post("admitted-card-write", kind="success", text="Not hers", because="x")
    inside.post("admitted-finish", step=there.step, is_finished="on")
    desk = Client()
    desk.force_login(people.facilitator)
    desk.post(inside.at("admission-end", Admission.objects.get().pk), {"was_another": "on"})
    assert (list(Card.objects.all()), Finished.objects.count()) == ([earlier], 0)
    assert people.teacher.name in Phone(fresh(inside.session)).look().content.decode()


def test_it_ends_with_the_meeting_and_after_twelve_hours(people: Any, inside: Phone) -> None:
    with moments.travel(NOW() + timedelta(hours=13)):
        assert inside.post("admitted-card-write", kind="parked", text="x") == 404
        assert "You are not in the meeting any more" in inside.page()
    assert inside.post("admitted-card-write", kind="parked", text="x") == 200
    meeting = fresh(inside.session)
    actions.close_meeting(meeting, by=people.facilitator, at=NOW())
    assert "The meeting is closed" in inside.page()
    assert entering.admitted_versions({Admission.objects.get().pk}) == {}
    assert inside.post("admitted-card-write", kind="parked", text="y") == 404


def test_the_stream_lets_go_of_who_is_not_in_any_more(people: Any, phone: Phone) -> None:
    phone.tap(people.teacher)
    asked = Admission.objects.get()
    assert entering.admitted_versions({asked.pk}) == {asked.pk: fresh(phone.session).version}
    admission = admit(people)
    assert entering.admitted_versions({asked.pk}) == {asked.pk: fresh(phone.session).version}
    actions.end_admission(admission, by=people.facilitator, at=NOW())
    assert entering.admitted_versions({asked.pk}) == {}
