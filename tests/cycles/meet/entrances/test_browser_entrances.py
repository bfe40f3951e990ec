"""Coming in without a sign-in, in real browsers: a projector by its link, a phone by tapping a name."""

import re
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions, entering
from cycles.meet.models import Card, Meeting
from tests.browser import Guard, look
from tests.cycles.meet.conftest import fresh

from .phones import admit


def test_a_phone_is_let_in_by_name(many: Any, held: Meeting, sign_in: Any, open_context: Any) -> None:
    people, session = many, held.session
    desk = sign_in(people.facilitator)
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.goto(reverse("cycles:facilitate", args=[session.pk]))
    desk.get_by_text("People without a sign-in at hand").click()
    desk.get_by_role("button", name="Let people ask by name").click()
    desk.get_by_role("button", name="Switch it off").wait_for()
    phone = open_context().new_page()
    phone.set_viewport_size({"width": 360, "height": 780})
    phone.goto(reverse("cycles:joining", args=[session.pk, entering.door_key(fresh(session).name_door)]))
    look(phone, "room-door-names-phone")
    phone.get_by_role("button", name=people.teacher.name).click()
    phone.get_by_role("heading", name="You have asked to come in").wait_for()
    look(phone, "room-door-asked-phone")
    desk.get_by_role("heading", name="At the door").wait_for()
    look(desk, "room-door-desk")
    desk.get_by_role("button", name=f"Let in {people.teacher.name}").click()
    phone.get_by_role("heading", name="Welcome", exact=True).wait_for()
    look(phone, "room-admitted-phone")
    phone.get_by_text("Park something for later").click()
    phone.get_by_label("What should not be lost?").fill("The buses")
    phone.get_by_role("button", name="Park it").click()
    desk.locator("#room-parked .count").wait_for()
    assert Card.objects.get().author == people.teacher
    desk.get_by_role("button", name=re.compile("^It was somebody else")).click()
    phone.get_by_role("heading", name="You are not in the meeting any more").wait_for(timeout=5_000)
    look(phone, "room-admitted-ended-phone")
    assert Card.objects.count() == 0


def test_a_phone_that_was_let_in_sees_that_the_meeting_is_paused(many: Any, held: Meeting, open_context: Any) -> None:
    actions.open_door(held, by=many.facilitator, at=timezone.now())
    phone = open_context().new_page()
    phone.set_viewport_size({"width": 360, "height": 780})
    phone.goto(reverse("cycles:joining", args=[held.session_id, entering.door_key(fresh(held.session).name_door)]))
    phone.get_by_role("button", name=many.teacher.name).click()
    phone.get_by_role("heading", name="You have asked to come in").wait_for()
    admit(many)
    phone.get_by_role("heading", name="Welcome", exact=True).wait_for()
    actions.pause_meeting(fresh(held.session), step=1, by=many.facilitator, at=timezone.now())
    phone.get_by_role("heading", name="Paused until another day").wait_for()
    look(phone, "room-admitted-paused-phone")


def test_a_projector_opens_the_screen_by_its_link(
    many: Any, held: Meeting, sign_in: Any, open_context: Any, guard: Guard
) -> None:
    session = held.session
    desk = sign_in(many.facilitator)
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.goto(reverse("cycles:screen-link", args=[session.pk]))
    desk.get_by_role("button", name="Make a link").click()
    address = desk.locator(".screen-address").inner_text()
    look(desk, "room-screen-link-desk")
    desk.set_viewport_size({"width": 360, "height": 780})
    look(desk, "room-screen-link-phone")
    wall = open_context().new_page()
    wall.set_viewport_size({"width": 1920, "height": 1080})
    wall.goto("/" + address.split("/", 1)[1] + "/")
    wall.get_by_role("heading", name="Welcome", exact=True).wait_for()
    actions.advance_phase(fresh(session), step=1, by=many.facilitator, at=timezone.now())
    wall.get_by_role("heading", name="Goals and expectations", exact=True).wait_for()
    look(wall, "room-screen-linked-wall")
    desk.get_by_role("button", name="Withdraw the link").click()
    wall.get_by_role("heading", name="Goals and expectations", exact=True).wait_for(state="detached", timeout=4_000)
    # what the browser writes about a page that is not there any more
    guard.seen = [seen for seen in guard.seen if "404" not in seen and "[object Event]" not in seen]
