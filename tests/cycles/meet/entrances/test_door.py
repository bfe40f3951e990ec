"""At the door of a meeting without a sign-in: whose names are offered, when it is shut, and what who leads answers."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.entrances import Admission
from cycles.meet.models import Meeting
from cycles.plan.models import Invitation
from teams.models import AuditEntry
from tests.cycles.making import join
from tests.cycles.meet.conftest import fresh

from .phones import HTMX, Phone, admit

NOW = timezone.now


def come(session: Any, person: Any) -> None:
    Invitation.objects.filter(session=session, person=person).update(has_attended=True)


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
