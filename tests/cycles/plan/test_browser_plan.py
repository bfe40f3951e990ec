"""The planner in a browser: a time given in place, a refusal in place, the packet's page, messages."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cycles.plan import actions
from cycles.plan.models import ReflectionSession
from teams import outbox
from tests.browser import axe, fits, screenshot

from .conftest import give_time

WIDTHS = (1280, 360)


def look(page: Any, name: str) -> None:
    """Fits and is accessible at both widths; pictures are kept."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        fits(page)
        screenshot(page, f"plan-{name}-{width}")
    axe(page)
    page.set_viewport_size({"width": 1280, "height": 800})


@pytest.mark.browser
def test_a_leader_gives_a_session_its_time_in_place(live: str, people: Any, sign_in: Any, smtp: Any) -> None:
    cycle = actions.open_cycle(people.school, term=people.fall, by=people.leader, at=timezone.now())
    session = cycle.sessions.get(team=people.team)
    page = sign_in(people.leader)
    page.goto(reverse("cycles:cycle", args=[cycle.pk]))
    look(page, "planner")
    page.get_by_role("listitem").filter(has_text="Grade 4").get_by_role("link", name="Give it a time").click()
    page.get_by_label("Place").fill("Library")
    page.get_by_role("button", name="Set the time and invite").click()
    page.get_by_role("alert").get_by_text("Facilitator").wait_for()
    page.get_by_label("Facilitator").select_option(label=people.lead.name)
    page.get_by_label("Length in minutes").fill("5")
    page.get_by_role("button", name="Set the time and invite").click()
    page.get_by_role("alert").get_by_text("Length in minutes").wait_for()
    assert page.get_by_label("Place").input_value() == "Library"
    look(page, "planner-form")
    page.get_by_label("Length in minutes").fill("90")
    page.get_by_role("button", name="Set the time and invite").click()
    page.get_by_text("Everyone invited is told.").wait_for()
    session.refresh_from_db()
    assert session.place == "Library"


@pytest.mark.browser
def test_two_leaders_and_both_versions(live: str, people: Any, sign_in: Any, smtp: Any) -> None:
    cycle = actions.open_cycle(people.school, term=people.fall, by=people.leader, at=timezone.now())
    session = give_time(cycle.sessions.get(team=people.team), people)
    actions.invite_guest(session, person=people.partner, sees_packet=True, by=people.leader, at=timezone.now())
    page = sign_in(people.leader)
    page.goto(reverse("cycles:schedule", args=[session.pk]))
    look(page, "schedule")
    give_time(session, people, place="Room 4", by=people.lead)
    page.get_by_label("Place").fill("Gym")
    page.get_by_role("button", name="Save and tell everyone").click()
    page.get_by_text("As somebody else saved it").wait_for()
    look(page, "schedule-both")
    page.get_by_role("button", name="Save mine instead").click()
    page.get_by_text("Everyone invited is told.").wait_for()
    assert ReflectionSession.objects.get(pk=session.pk).place == "Gym"


@pytest.mark.browser
def test_the_packet_is_frozen_and_messages_are_read(live: str, people: Any, sign_in: Any, smtp: Any) -> None:
    cycle = actions.open_cycle(people.school, term=people.fall, by=people.leader, at=timezone.now())
    session = give_time(cycle.sessions.get(team=people.team), people)
    outbox.send_due(timezone.now)
    page = sign_in(people.leader)
    page.goto(reverse("cycles:packet", args=[session.pk]))
    page.get_by_role("button", name="Freeze the packet").click()
    page.get_by_text("The packet is being made").wait_for()
    look(page, "packet-asked")
    actions.freeze_asked_packets(at=timezone.now())
    page.get_by_text("Everyone sees the same.").wait_for()
    look(page, "packet")
    page.goto(reverse("teams:notices"))
    look(page, "notices-leader")
    theirs = sign_in(people.teacher)
    theirs.goto(reverse("teams:notices"))
    theirs.get_by_role("link", name="Grade 4 reflection").click()
    theirs.get_by_text("Hello Teresa").wait_for()
    look(theirs, "notice")
    theirs.goto(reverse("teams:notice-preferences"))
    look(theirs, "preferences")
