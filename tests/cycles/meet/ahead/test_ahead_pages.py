"""The page on which cards are written before the meeting: what it offers and says, what is pressed, the ways in."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions, queries
from cycles.meet.boxes import CardBox, CardSlip
from cycles.meet.early import EarlyCard
from cycles.meet.enums import ProtocolKind
from cycles.meet.models import Meeting, ProtocolChoice
from cycles.plan.models import ReflectionSession
from cycles.queries import today
from tests.cycles.making import join
from tests.cycles.meet.cards.test_lines import prepared, told
from tests.cycles.plan.packets import chart, freeze_by_hand

from .writing import Ahead, as_person, named

NOW = timezone.now


def test_it_offers_the_steps_as_they_are_and_says_what_becomes_of_a_card(
    people: Any, growing: ReflectionSession
) -> None:
    page = as_person(people.teacher).get(reverse("cycles:ahead", args=[growing.pk])).content.decode()
    success, growth = page.split('id="ahead-growth"')
    assert ("With your name." in success, "Without names." in success, "data-seal " in success) == (True, False, False)
    assert (
        "With your name." in growth,
        "five or more people wrote ahead. Otherwise nobody" in growth,
        "data-seal " in growth,
    ) == (False, True, True)


def test_prepared_lines_are_offered_by_the_same_rule(people: Any, growing: ReflectionSession) -> None:
    before = Meeting(session=growing)
    prepared(before, people.teacher, "success", "14 of 22 explain aloud", "Talk moves", "named")
    prepared(before, people.teacher, "growth", "Shared", audience="named", place=1)
    prepared(before, people.teacher, "growth", "Mine alone", place=2)
    steps = queries.ahead(growing, people.teacher).steps
    assert [(told(one.prepared), one.prepared.kept_back) for one in steps] == [
        ([("14 of 22 explain aloud", "Talk moves")], 0),
        ([("Mine alone", "")], 1),
    ]


def test_today_offers_it_where_the_protocol_has_such_a_step(people: Any, session: ReflectionSession) -> None:
    def offered() -> list[str]:
        page = today(people.teacher, now=NOW())
        return [item.ahead for day in page.strip for item in day.items]

    assert offered() == [reverse("cycles:ahead", args=[session.pk])]
    ProtocolChoice.objects.create(
        session=session, kind=ProtocolKind.DATA_DIALOGUE, chosen_by=people.lead, chosen_at=NOW()
    )
    assert offered() == [""]


def test_what_is_pressed_there(people: Any, session: ReflectionSession) -> None:
    teacher, htmx = as_person(people.teacher), {"HX-Request": "true"}
    said = {"face": "room", "kind": "success", "text": "Grew", "because": "Met", "key": uuid4().hex}
    to = reverse("cycles:ahead-write", args=[session.pk])
    assert teacher.post(to, said).status_code == 302
    assert "Grew" in teacher.post(to, said, headers=htmx).content.decode()
    assert teacher.post(to, said | {"because": ""}, headers=htmx).status_code == 422
    card = EarlyCard.objects.get()
    change = reverse("cycles:ahead-change", args=[session.pk, card.pk])
    seen = {"seen": card.written_at.isoformat(), "text": "Grew more", "because": "Met"}
    assert teacher.post(change, seen | {"because": ""}, headers=htmx).status_code == 422
    assert "Grew more" in teacher.post(change, seen, headers=htmx).content.decode()
    assert teacher.post(change, seen | {"text": "Older"}, headers=htmx).status_code == 409
    withdraw = reverse("cycles:ahead-withdraw", args=[session.pk, card.pk])
    assert [as_person(people.member).post(one, seen).status_code for one in (change, withdraw)] == [404, 404]
    assert teacher.post(withdraw, headers=htmx).status_code == 200
    assert EarlyCard.objects.count() == 0


def test_figures_are_offered_where_cards_have_no_names(people: Any, growing: ReflectionSession) -> None:
    freeze_by_hand(growing, chart(), profile="B")
    teacher, cells = as_person(people.teacher), reverse("cycles:ahead-cells", args=[growing.pk])
    page = teacher.get(reverse("cycles:ahead", args=[growing.pk])).content.decode()
    assert page.count(f'hx-get="{cells}?kind=growth"') == page.count(f'hx-get="{cells}') == 1
    assert "Fewer than five people here" in teacher.get(cells).content.decode()
    for name in ("Ines", "Omar"):
        join(growing, name)
    assert 'id="cell-choice-growth"' in teacher.get(cells, {"kind": "growth"}).content.decode()
    actions.open_meeting(growing, by=people.facilitator, at=NOW())
    assert teacher.get(cells).status_code == 404


def test_a_pass_is_given_with_the_box_of_the_step(people: Any, growing: ReflectionSession) -> None:
    to = reverse("cycles:ahead-pass", args=[growing.pk])
    given = [as_person(one).post(to, {"kind": "growth", "nonce": "a1" * 32}) for one in (people.teacher, people.lead)]
    box = CardBox.objects.get()
    assert {answer.json()["box"] for answer in given} == {str(box.pk)}
    put = {"pass": given[0].json()["pass"], "token": "b2" * 32, "act": "put", "kind": "growth", "text": "Buses"}
    assert Client().post(reverse("cycles:card-seal"), put).json() == {"cards": {}}
    assert Client().post(reverse("cycles:card-seal"), put | {"kind": "success", "because": "x"}).status_code == 409
    refused = as_person(people.teacher).post(to, {"kind": "success", "nonce": "a1" * 32})
    assert (refused.status_code, CardSlip.objects.count()) == (409, 1)


def test_once_it_has_begun_it_leads_to_the_room_and_keeps_what_was_typed(
    people: Any, session: ReflectionSession
) -> None:
    teacher = as_person(people.teacher)
    actions.open_meeting(session, by=people.facilitator, at=NOW())
    assert teacher.get(reverse("cycles:ahead", args=[session.pk]))["Location"] == reverse(
        "cycles:room", args=[session.pk]
    )
    said = {"face": "room", "kind": "success", "text": "Half a thought", "because": "Met"}
    late = teacher.post(reverse("cycles:ahead-write", args=[session.pk]), said)
    assert (late.status_code, "Half a thought" in late.content.decode()) == (409, True)


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_without_a_time_it_says_when_it_opens(people: Any, session: ReflectionSession, state: str) -> None:
    ReflectionSession.objects.filter(pk=session.pk).update(state=state)
    page = as_person(people.teacher).get(reverse("cycles:ahead", args=[session.pk])).content.decode()
    assert ("once the meeting has its time" in page, "<textarea" in page) == (True, False)


def test_the_ways_in_are_there_until_it_begins(people: Any, session: ReflectionSession) -> None:
    teacher, address = as_person(people.teacher), reverse("cycles:ahead", args=[session.pk])
    session.invitations.filter(person=people.teacher).update(reply="no")

    def ways() -> list[int]:
        names = ("cycles:session", "cycles:room")
        pages = [teacher.get(reverse(name, args=[session.pk])) for name in names] + [teacher.get("/")]
        return [page.content.decode().count(f'href="{address}"') for page in pages]

    assert ways() == [2, 1, 1]
    actions.open_meeting(session, by=people.facilitator, at=NOW())
    assert ways() == [0, 0, 0]


def test_it_costs_the_same_however_much_was_written(
    people: Any, growing: ReflectionSession, count_queries: Any
) -> None:
    counts = []
    for number in range(3):
        with count_queries() as asked:
            queries.ahead(growing, people.teacher)
        counts.append(len(asked))
        named(growing, people.teacher, f"Grew {number}")
        for person in (people.teacher, people.member):
            Ahead(growing, person).write(f"Buses {number}", number)
    assert (counts, counts[0] <= 10) == ([counts[0]] * 3, True)
