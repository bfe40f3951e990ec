"""In the room without a sign-in: who is let in by name, what they may do, and what never comes with the name."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions, entering
from cycles.meet.boxes import CardBox
from cycles.meet.entrances import Admission
from cycles.meet.models import Card, Finished, Meeting, Phase, Vote
from cycles.plan.models import Invitation
from teams.models import AuditEntry
from tests import moments
from tests.cycles.making import join
from tests.cycles.plan.packets import chart, freeze_by_hand

from .conftest import fresh

NOW = timezone.now
HTMX = {"HX-Request": "true"}


class Phone:
    """A browser where nobody is signed in, at the door of one meeting."""

    def __init__(self, meeting: Meeting) -> None:
        self.session, self.client = meeting.session, Client()
        self.key = entering.door_key(meeting.name_door)

    def at(self, name: str, *more: Any) -> str:
        return reverse(f"cycles:{name}", args=[self.session.pk, *more])

    def look(self) -> Any:
        return self.client.get(self.at("joining", self.key))

    def tap(self, person: Any) -> Any:
        invitation = Invitation.objects.get(session=self.session, person=person)
        return self.client.post(self.at("joining-ask", self.key), {"name": invitation.pk})

    def page(self) -> str:
        answer = self.client.get(self.at("admitted-room"))
        return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)

    def post(self, name: str, *more: Any, **data: Any) -> int:
        return self.client.post(self.at(name, *more), data, headers=HTMX).status_code


@pytest.fixture
def door(people: Any, meeting: Meeting) -> Meeting:
    actions.open_door(meeting, by=people.facilitator, at=NOW())
    return fresh(meeting.session)


@pytest.fixture
def phone(door: Meeting) -> Phone:
    return Phone(door)


@pytest.fixture
def inside(people: Any, phone: Phone) -> Phone:
    """A phone that was admitted as the teacher."""
    phone.tap(people.teacher)
    admit(people)
    return phone


def admit(people: Any) -> Admission:
    admission = Admission.objects.select_related("meeting__session__cycle__school", "person").get(admitted_at=None)
    actions.admit(admission, by=people.facilitator, at=NOW())
    return admission


def come(session: Any, person: Any) -> None:
    Invitation.objects.filter(session=session, person=person).update(has_attended=True)


# --- the door


def test_only_names_of_people_who_are_asked_and_not_here_are_offered(people: Any, phone: Phone) -> None:
    come(phone.session, people.lead)
    page = phone.look().content.decode()
    names = re.findall(r'name="name" value="\d+">([^<]+)<', page)
    assert names == [people.member.name, people.teacher.name]
    assert phone.tap(people.lead).status_code == 404
    assert Admission.objects.count() == 0


def test_who_leads_is_never_offered(people: Any, door: Meeting, phone: Phone) -> None:
    Invitation.objects.create(session=door.session, person=people.facilitator)
    assert people.facilitator.name not in re.findall(r'value="\d+">([^<]+)<', phone.look().content.decode())
    assert phone.tap(people.facilitator).status_code == 404


def test_switched_off_there_is_no_door_and_on_again_it_is_another(people: Any, door: Meeting, phone: Phone) -> None:
    phone.tap(people.teacher)
    actions.shut_door(door, by=people.facilitator, at=NOW())
    assert (phone.look().status_code, phone.tap(people.member).status_code) == (404, 404)
    assert "You were not let in" in phone.page()
    actions.open_door(door, by=people.facilitator, at=NOW())
    assert phone.look().status_code == 404
    assert Phone(fresh(door.session)).look().status_code == 200


def test_who_taps_while_it_is_being_shut_is_told(people: Any, door: Meeting) -> None:
    actions.shut_door(door, by=people.facilitator, at=NOW())
    with pytest.raises(actions.NotAtTheDoor):
        actions.ask_admission(door, person=people.teacher, at=NOW())
    assert Admission.objects.count() == 0


def test_a_wrong_key_a_paused_and_a_closed_meeting_have_no_door(people: Any, door: Meeting, phone: Phone) -> None:
    assert phone.client.get(phone.at("joining", "0" * 24)).status_code == 404
    actions.pause_meeting(door, step=door.step, by=people.facilitator, at=NOW())
    assert phone.look().status_code == 404


def test_who_is_signed_in_and_may_join_goes_in_by_the_code(people: Any, phone: Phone) -> None:
    phone.client.force_login(people.teacher)
    assert phone.look()["Location"] == phone.at("room")
    phone.client.force_login(people.outsider)
    assert phone.look().status_code == 200


def test_the_code_leads_to_the_door_only_while_it_is_open(people: Any, meeting: Meeting) -> None:
    client = Client()
    client.force_login(people.facilitator)
    code = reverse("cycles:screen-code", args=[meeting.session_id])
    room = client.get(code).content
    actions.open_door(meeting, by=people.facilitator, at=NOW())
    assert client.get(code).content != room
    assert (
        "sign in, or tap your name" in client.get(reverse("cycles:screen", args=[meeting.session_id])).content.decode()
    )
    actions.shut_door(meeting, by=people.facilitator, at=NOW())
    assert client.get(code).content == room


def test_many_who_tap_one_name_are_told_to_speak_up(people: Any, door: Meeting) -> None:
    said = [Phone(door).tap(people.teacher).status_code for _ in range(4)]
    assert said == [302, 302, 302, 422]
    assert Admission.objects.count() == 3


# --- who leads answers


def test_asking_gives_nothing_until_who_leads_admits(people: Any, door: Meeting, phone: Phone) -> None:
    phone.tap(people.teacher)
    assert "You have asked to come in" in phone.page()
    assert phone.post("admitted-card-write", kind="parked", text="x") == 404
    assert Invitation.objects.get(person=people.teacher).has_attended is None
    assert people.teacher.name not in Client().get(phone.at("joining", phone.key)).content.decode().split("<form")[0]
    admit(people)
    assert "Step 1 of" in phone.page()
    assert Invitation.objects.get(person=people.teacher).has_attended


def test_the_console_lists_who_asks_and_who_was_let_in(people: Any, phone: Phone) -> None:
    desk = Client()
    desk.force_login(people.facilitator)
    phone.tap(people.teacher)
    page = desk.get(phone.at("facilitate")).content.decode()
    assert "At the door" in page
    asked = Admission.objects.get()
    assert desk.post(phone.at("admission-admit", asked.pk)).status_code == 302
    page = desk.get(phone.at("facilitate")).content.decode()
    assert "At the door" not in page
    assert f'id="inside-{asked.pk}"' in page
    assert desk.post(phone.at("admission-admit", asked.pk), headers=HTMX).status_code == 409
    told = AuditEntry.objects.get(verb="admitted by name")
    assert (told.actor_id, told.subject_id) == (people.facilitator.pk, people.teacher.pk)


def test_one_of_several_is_admitted_and_the_others_are_declined(people: Any, door: Meeting) -> None:
    first, second = Phone(door), Phone(door)
    first.tap(people.teacher)
    second.tap(people.teacher)
    asked = Admission.objects.select_related("meeting__session__cycle__school", "person").order_by("asked_at")
    actions.admit(asked[1], by=people.facilitator, at=NOW())
    assert ("You were not let in" in first.page(), "Step 1 of" in second.page()) == (True, True)
    with pytest.raises(actions.NotAtTheDoor):
        actions.admit(asked[0], by=people.facilitator, at=NOW())


def test_declined_is_out(people: Any, phone: Phone) -> None:
    phone.tap(people.teacher)
    desk = Client()
    desk.force_login(people.facilitator)
    desk.post(phone.at("admission-decline", Admission.objects.get().pk))
    assert "You were not let in" in phone.page()
    assert phone.post("admitted-card-write", kind="parked", text="x") == 404


# --- inside


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


# --- counting


def test_queries_do_not_grow_with_the_door(people: Any, door: Meeting, count_queries: Any) -> None:
    desk = Client()
    desk.force_login(people.facilitator)

    def count(page: str, client: Client) -> int:
        client.get(page)
        with count_queries() as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    phone = Phone(door)
    phone.tap(people.teacher)
    admit(people)
    Phone(door).tap(people.member)
    pages = [(phone.at("facilitate-phase"), desk), (phone.at("admitted-phase"), phone.client)]
    pages.append((phone.at("joining", phone.key), Client()))
    first = [count(*page) for page in pages]
    for name in ("Ana", "Bo", "Cy", "Di"):
        Phone(door).tap(join(door.session, name))
    admit_all = Admission.objects.filter(person__name__in=["Ana", "Bo"]).select_related("person")
    for admission in admit_all:
        admission.meeting = fresh(door.session)
        actions.admit(admission, by=people.facilitator, at=NOW())
    assert [count(*page) for page in pages] == first


# --- cards without names


def test_into_a_sealed_box_it_puts_cards_as_nobody(people: Any, inside: Phone, go_to: Any) -> None:
    there = go_to(fresh(inside.session), "growth")
    Phase.objects.filter(pk=there.phase_id).update(reveal="anonymous")
    CardBox.objects.create(meeting=there, phase=there.phase)
    page = inside.page()
    assert f'data-pass="{inside.at("admitted-pass")}"' in page
    assert 'data-seal-to="/admitted/sealed-cards"' in page
    drawn = inside.client.post(inside.at("admitted-pass"), {"nonce": "a1" * 32}).json()["pass"]
    card = {"act": "put", "pass": drawn, "token": "b2" * 32, "kind": "growth", "text": "Canary"}
    assert Client().post("/admitted/sealed-cards", card).status_code == 200
    actions.reveal_cards(fresh(inside.session), by=people.facilitator, at=NOW())
    assert (Card.objects.get().author, Card.objects.get().text) == (None, "Canary")
