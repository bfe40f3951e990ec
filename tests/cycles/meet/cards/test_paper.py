"""The paper path: a sheet for each step, and what was written on it entered many at once."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions, queries
from cycles.meet.boxes import CardSlip
from cycles.meet.enums import CardKind, RevealRule
from cycles.meet.models import Card, Meeting, Phase
from cycles.meet.protocols.models import Protocol
from cycles.plan.models import ReflectionSession
from teams.models import Person
from tests.cycles.meet.conftest import fresh
from tests.cycles.meet.sealed.boxes import Browser, here, rule, show, texts

NOW = timezone.now


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def enter(meeting: Meeting, client: Client, **said: Any) -> Any:
    return client.post(reverse("cycles:paper-enter", args=[meeting.session_id]), said)


@pytest.fixture
def there(meeting: Meeting, go_to: Callable[..., Meeting]) -> Meeting:
    return go_to(meeting, "progress")


@pytest.fixture
def growing(meeting: Meeting, go_to: Callable[..., Meeting]) -> Meeting:
    here(meeting, 6)
    rule(meeting, "growth")
    return go_to(meeting, "growth")


def test_a_sheet_for_each_step_in_which_all_write_in_two_languages(people: Any, session: ReflectionSession) -> None:
    current = Protocol.objects.get(kind="team", is_current=True)
    Phase.objects.filter(protocol=current, kind="growth").update(reveal=RevealRule.ANONYMOUS)
    sheets = queries.paper_phases(session)
    wanted = [
        (one.title, one.title_es) for one in current.phases.order_by("position") if one.kind in ("progress", "growth")
    ]
    assert [sheet.titles for sheet in sheets][: len(wanted)] == wanted
    assert [sheet.is_unnamed for sheet in sheets][:2] == [False, True]
    assert sheets[0].cards[0][0].asks == ("What went well?", "¿Qué salió bien?")
    html = as_person(people.teacher).get(reverse("cycles:paper-pack", args=[session.pk])).content.decode()
    assert ("¿Qué salió bien?" in html, "No name, please." in html) == (True, True)


def test_the_pack_costs_the_same_for_more_steps(people: Any, session: ReflectionSession, count_queries: Any) -> None:
    with count_queries() as found:
        queries.paper_phases(session)
    assert len(found) <= 2


def test_many_lines_become_cards_of_one_person(people: Any, there: Meeting) -> None:
    lines = "14 of 22 explain aloud | Talk moves\n\n  Math night was full|We called home "
    answer = enter(there, as_person(people.facilitator), kind="success", person=people.teacher.pk, lines=lines)
    assert answer.status_code == 302
    assert list(Card.objects.order_by("pk").values_list("text", "because", "author")) == [
        ("14 of 22 explain aloud", "Talk moves", people.teacher.pk),
        ("Math night was full", "We called home", people.teacher.pk),
    ]
    assert fresh(there.session).version > there.version


def test_what_is_sent_twice_is_entered_once_and_what_was_refused_can_be_sent_again(people: Any, there: Meeting) -> None:
    client = as_person(people.facilitator)
    page = client.get(reverse("cycles:paper-entry", args=[there.session_id]))
    sent = {"kind": "success", "key": str(page.context["form"]["key"].value())}
    assert enter(there, client, **sent, lines="| Met").status_code == 422
    for _ in range(2):
        answer = enter(there, client, **sent, lines="Grew | Met")
    assert Card.objects.count() == 1
    assert [str(one) for one in get_messages(answer.wsgi_request)][-1] == (
        "These cards came in already. Nothing was entered twice."
    )


def test_lines_that_are_sent_while_they_are_entered_stay_on_the_page(
    people: Any, there: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, enter_cards, second = as_person(people.facilitator), actions.enter_paper, []
    sent = {"kind": "success", "key": str(uuid4()), "lines": "Grew | Met"}

    def slowly(*those: Any, **said: Any) -> int:
        monkeypatch.undo()
        second.append(enter(there, client, **sent))
        return enter_cards(*those, **said)

    monkeypatch.setattr(actions, "enter_paper", slowly)
    assert enter(there, client, **sent).status_code == 302
    assert (second[0].status_code, "Grew | Met" in second[0].content.decode()) == (422, True)
    assert Card.objects.count() == 1


def test_without_a_person_they_carry_no_name(people: Any, there: Meeting) -> None:
    enter(there, as_person(people.facilitator), kind="success", lines="Grew | Met")
    assert Card.objects.values_list("author", "written_at").get() == (None, None)


def test_where_names_are_shown_they_say_where_they_came_from(people: Any, there: Meeting, success: Any) -> None:
    success(there, people.teacher, "Grew too")
    enter(there, as_person(people.facilitator), kind="success", lines="Grew | Met")
    actions.reveal_cards(fresh(there.session), by=people.facilitator, at=timezone.now())
    shown = queries.cards(fresh(there.session), CardKind.SUCCESS, reader=people.member)[CardKind.SUCCESS]
    assert [(line.text, line.by) for line in shown.lines] == [
        ("Grew", "Without a name"),
        ("Grew too", people.teacher.name),
    ]
    page = as_person(people.member).get(reverse("cycles:room", args=[there.session_id])).content.decode()
    assert '<p class="tile__by">Without a name</p>' in page


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("Grew | Met\nNo action", "Line 2: name the action"),
        ("| Met", "Line 1 is empty"),
        ("x" * 401 + " | Met", "too long"),
        ("Grew | Met\n" * 61, "At most 60 lines"),
        ("  ", "Type at least one line"),
    ],
)
def test_one_wrong_line_keeps_all_and_gives_them_back(people: Any, there: Meeting, lines: str, told: str) -> None:
    answer = enter(there, as_person(people.facilitator), kind="success", lines=lines)
    html = answer.content.decode()
    assert (answer.status_code, told in html, lines.strip()[:10] in html) == (422, True, True)
    assert Card.objects.count() == 0


def test_a_stranger_to_the_meeting_is_nobody_to_choose(people: Any, there: Meeting) -> None:
    answer = enter(there, as_person(people.facilitator), kind="success", person=people.outsider.pk, lines="Grew | Met")
    assert (answer.status_code, Card.objects.count()) == (422, 0)


def test_the_note_taker_enters_too_and_others_do_not(people: Any, there: Meeting) -> None:
    ReflectionSession.objects.filter(pk=there.session_id).update(note_taker=people.member)
    said = {"kind": "success", "lines": "Grew | Met"}
    assert enter(there, as_person(people.member), **said).status_code == 302
    assert enter(there, as_person(people.teacher), **said).status_code == 403


def test_without_names_they_go_into_the_box_as_nobody_s(people: Any, growing: Meeting) -> None:
    Browser(growing, people.teacher).write("Typed on a phone")
    before = fresh(growing.session).version
    client = as_person(people.facilitator)
    assert (
        b"On paper, without a name" not in client.get(reverse("cycles:paper-entry", args=[growing.session_id])).content
    )
    enter(growing, client, kind="growth", person=people.teacher.pk, lines="From paper | Seen\nAlso from paper")
    assert (Card.objects.count(), CardSlip.objects.count(), fresh(growing.session).version) == (0, 3, before)
    assert len({len(bytes(slip.sealed)) for slip in CardSlip.objects.all()}) == 1
    show(growing)
    assert texts() == ["Also from paper", "From paper", "Typed on a phone"]
    assert set(Card.objects.values_list("author", "written_at")) == {(None, None)}


def test_late_ones_count_as_one_hand(people: Any, growing: Meeting) -> None:
    show(growing)
    for number, person in enumerate(Person.objects.filter(name__startswith="Here")[:4]):
        Browser(growing, person).write(f"Late {number}")
    enter(growing, as_person(people.facilitator), kind="growth", lines="\n".join(f"Paper {n}" for n in range(6)))
    with pytest.raises(actions.TooFewLate):
        show(growing)
    assert Card.objects.count() == 0


def test_known_words_and_a_closed_step_are_refused_with_the_lines_kept(people: Any, growing: Meeting) -> None:
    actions.write_card(growing, kind="parked", text="Buses come late", by=people.teacher, at=NOW())
    client = as_person(people.facilitator)
    answer = enter(growing, client, kind="growth", lines="Fresh words\nBuses come late")
    assert (answer.status_code, b"Line 2: others can read" in answer.content, b"Fresh words" in answer.content) == (
        422,
        True,
        True,
    )
    assert CardSlip.objects.count() == 0
    actions.advance_phase(growing, step=growing.step, by=people.facilitator, at=NOW())
    with pytest.raises(actions.PhaseClosed):
        actions.enter_paper(fresh(growing.session), kind="growth", lines=[("x", "")], by=people.facilitator, at=NOW())
