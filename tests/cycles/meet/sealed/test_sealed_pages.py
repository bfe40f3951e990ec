"""Cards without names through the pages: put in, looked at, refused, the same bytes for all, and in no log."""

import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.meet import access
from cycles.meet.boxes import CardSlip
from cycles.meet.enums import CardKind
from cycles.meet.models import Card, Meeting
from cycles.meet.phases import kind as phase_kind
from reflection_site.logs import SecretAddresses
from teams.models import Person

from .boxes import Browser, box_of, show, texts


@pytest.fixture
def address() -> str:
    return reverse("cycles:card-seal")


def drawn(meeting: Meeting, person: Person) -> str:
    client = Client()
    client.force_login(person)
    answer = client.post(reverse("cycles:cards-pass", args=[meeting.session_id]), {"nonce": "a1" * 32})
    return str(answer.json()["pass"])


@pytest.mark.parametrize("words", ["Conflict: %s", '"POST %s HTTP/1.1" 200'])
@pytest.mark.parametrize("path", ["/sealed-cards", "/sessions/12/cards-pass", "/sessions/1/room/lines"])
def test_no_log_keeps_a_line_about_a_card(words: str, path: str) -> None:
    record = logging.LogRecord("a", logging.INFO, "f.py", 1, words, (path,), None)
    assert SecretAddresses().filter(record) is False


def test_a_card_goes_in_as_nobodys_is_looked_at_and_taken_back(people: Any, growing: Meeting, address: str) -> None:
    held = {"pass": drawn(growing, people.teacher), "token": "b2" * 32}
    assert Client().post(address, {**held, "act": "put", "kind": "growth", "text": "Buses"}).json() == {"cards": {}}
    assert Client().post(address, {**held, "act": "look"}).json()["cards"][held["token"]]["text"] == "Buses"
    assert Client().post(address, {**held, "act": "take"}).status_code == 200
    assert CardSlip.objects.count() == 0


def test_what_is_refused_says_why(people: Any, growing: Meeting, address: str) -> None:
    signed_in = Client()
    signed_in.force_login(people.teacher)
    held = {"pass": drawn(growing, people.teacher), "token": "b2" * 32, "act": "put", "kind": "growth", "text": "x"}
    assert signed_in.post(address, held).status_code == 400
    assert Client().post(address, {**held, "text": ""}).status_code == 422
    assert Client().post(address, {**held, "pass": held["pass"][:-1] + "!"}).status_code == 404
    assert Client().post(address, {**held, "token": "short"}).status_code == 422
    show(growing)
    late = Client().post(address, held)
    assert (late.status_code, "What you wrote is still here" in late.json()["problem"]) == (409, True)
    assert texts() == []


def test_the_pages_say_what_holds(people: Any, growing: Meeting) -> None:
    client = Client()
    client.force_login(people.facilitator)
    pages = {
        face: client.get(reverse(f"cycles:{face}", args=[growing.session_id])).content.decode()
        for face in ("room", "facilitate", "screen")
    }
    assert ["Without names" in page for page in pages.values()] == [True] * 3
    assert ["data-seal " in page for page in pages.values()] == [True, True, False]
    assert not any("Names are shown" in page or "has written" in page for page in pages.values())


def test_everybody_gets_the_same_bytes(people: Any, growing: Meeting) -> None:
    for number, person in enumerate((people.teacher, people.member, people.lead)):
        Browser(growing, person).write(f"Card {number}")
    show(growing)
    told = set()
    for person in (people.teacher, people.member, people.lead, people.leader):
        client = Client()
        client.force_login(person)
        page = client.get(reverse("cycles:room-phase", args=[growing.session_id])).content.decode()
        told.add(page[page.index('id="growth-loose"') : page.index('id="room-parked"')].split("room-finish")[0])
    assert len(told) == 1


def test_a_shown_card_of_nobody_is_nobodys_to_withdraw(people: Any, growing: Meeting) -> None:
    Browser(growing, people.teacher).write("Buses")
    show(growing)
    client = Client()
    client.force_login(people.teacher)
    address = reverse("cycles:card-withdraw", args=[growing.session_id, Card.objects.get().pk])
    assert client.post(address).status_code == 404


def test_the_door_of_the_pass_is_that_of_the_room(people: Any, growing: Meeting) -> None:
    assert access.card_box(people.teacher, growing.session_id) == box_of(growing)
    assert phase_kind(growing.phase.kind).writes == (CardKind.GROWTH,)


def test_no_form_could_send_a_card_with_the_sign_in_and_without_scripts_the_page_says_so(
    people: Any, growing: Meeting, address: str
) -> None:
    client = Client()
    client.force_login(people.teacher)
    for is_late in (False, True):
        if is_late:
            show(growing)
        page = client.get(reverse("cycles:room", args=[growing.session_id])).content.decode()
        assert (f'action="{address}"' in page, 'method="dialog" data-seal ' in page) == (False, True)
        assert "which needs JavaScript" in page.split("<noscript>")[1].split("</noscript>")[0]
