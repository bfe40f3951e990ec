"""Somebody steps in on the session's page while the room is open: the room follows at once, by itself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cycles.meet import actions
from cycles.meet.models import Meeting
from cycles.plan import actions as plan
from cycles.plan.models import ReflectionSession
from tests.cycles.meet.conftest import fresh

from .test_stream import Listener


def name_member(session: ReflectionSession, people: Any) -> None:
    now = ReflectionSession.objects.select_related("cycle__school", "team", "facilitator", "stands_in_for")
    plan.name_substitute(now.get(pk=session.pk), person=people.member, by=people.leader, at=timezone.now())


def page(person: Any, meeting: Meeting, face: str) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(reverse(f"cycles:{face}", args=[meeting.session.pk]))


def test_the_substitute_leads_the_open_meeting_and_the_screen_says_so(people: Any, meeting: Meeting) -> None:
    name_member(meeting.session, people)
    now = fresh(ReflectionSession.objects.get(pk=meeting.session_id))
    assert (now.facilitator, now.version) == (people.member, meeting.version + 1)
    words = "Malik Johnson facilitates today in place of Fay Lindqvist"
    assert words in page(people.teacher, meeting, "screen").content.decode()
    actions.advance_phase(now, step=now.step, by=people.member, at=timezone.now())
    statuses = [page(who, meeting, "facilitate").status_code for who in (people.member, people.facilitator)]
    assert statuses == [200, 404]


def test_handed_back_it_is_the_formers_again(people: Any, meeting: Meeting) -> None:
    name_member(meeting.session, people)
    whole = ReflectionSession.objects.select_related("cycle__school", "team", "facilitator", "stands_in_for")
    plan.hand_back(whole.get(pk=meeting.session_id), by=people.member, at=timezone.now())
    now = fresh(ReflectionSession.objects.get(pk=meeting.session_id))
    assert (now.facilitator, now.version) == (people.facilitator, meeting.version + 2)


def test_who_took_over_in_the_room_goes_on(people: Any, meeting: Meeting) -> None:
    actions.take_over_meeting(meeting, by=people.leader, at=timezone.now())
    name_member(meeting.session, people)
    now = fresh(ReflectionSession.objects.get(pk=meeting.session_id))
    assert (now.facilitator, now.version) == (people.leader, meeting.version + 1)


def test_before_and_after_the_meeting_nothing_follows(people: Any, session: ReflectionSession) -> None:
    name_member(session, people)
    assert not Meeting.objects.exists()


@pytest.fixture
def listen(live: str, held: Meeting) -> Any:
    opened: list[Listener] = []

    def begin(person: Any) -> Listener:
        opened.append(Listener(live, held, person))
        return opened[-1]

    yield begin
    for listener in opened:
        listener.close()


def test_listeners_hear_of_it(many: Any, held: Meeting, listen: Callable[[Any], Listener]) -> None:
    line = listen(many.teacher)
    assert line.next() == ("meeting", str(held.version))
    name_member(held.session, many)
    assert line.next() == ("meeting", str(held.version + 1))


@pytest.mark.browser
def test_an_open_screen_says_who_stands_in_without_being_loaded_again(
    many: Any, held: Meeting, live: str, sign_in: Any
) -> None:
    screen = sign_in(many.teacher)
    screen.goto(reverse("cycles:screen", args=[held.session.pk]))
    expect(screen.locator("#room")).not_to_contain_text("in place of")
    name_member(held.session, many)
    expect(screen.locator("#room")).to_contain_text("Malik Johnson facilitates today in place of Fay Lindqvist")
