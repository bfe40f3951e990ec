"""People around a meeting in a browser: the link for feedback from outside, who steps in, who came."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cycles.plan import actions, letters
from cycles.plan.models import Pass, ReflectionSession, Voice
from tests.reflection_site.test_scripts import forgive

from .conftest import give_time, in_days
from .guests import ask, linked
from .test_browser_plan import look


def planned(people: Any) -> ReflectionSession:
    cycle = actions.open_cycle(people.school, term=people.fall, by=people.leader, at=timezone.now())
    return give_time(cycle.sessions.get(team=people.team), people, deputy=people.member, note_taker=people.teacher)


@pytest.mark.browser
def test_a_parent_answers_comes_back_and_is_gone(live: str, people: Any, sign_in: Any, page: Any, smtp: Any) -> None:
    session = planned(people)
    leader = sign_in(people.leader)
    leader.goto(reverse("cycles:guests", args=[session.pk]))
    look(leader, "guests-empty")
    leader.get_by_label("Or somebody without one: their name").fill("Maria Ortiz")
    leader.get_by_label("Their e-mail").fill("maria@family.test")
    leader.get_by_label("Answers by").fill(str(in_days(5)))
    leader.get_by_role("button", name="Ask", exact=True).click()
    leader.get_by_text("It is on its way to maria@family.test").wait_for()
    look(leader, "link-once")
    address = leader.get_by_label("The link").input_value().split("/voices/")[1]
    letters.send_due(timezone.now)
    (mailed,) = smtp.to("maria@family.test")
    assert f"/voices/{address}" in mailed.get_body(("plain",)).get_content()

    page.goto(f"/voices/{address}")
    look(page, "link")
    page.get_by_label("What did you see go well").fill("Reading nights brought families in")
    page.locator("[data-save-state='voice-well'][data-state=saved]").wait_for()
    page.goto(f"/voices/{address}")
    assert page.get_by_label("What did you see go well").input_value() == "Reading nights brought families in"
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("You sent it with your name.").wait_for()
    look(page, "link-sent")
    page.get_by_role("button", name="Take it up again").click()
    page.get_by_role("button", name="Send", exact=True).wait_for()
    assert Voice.objects.get().text == "Reading nights brought families in"

    leader.goto(reverse("cycles:guests", args=[session.pk]))
    look(leader, "guests")
    leader.get_by_text("Take back", exact=True).first.click()
    leader.get_by_role("button", name="Take back").click()
    leader.get_by_text("The pass of Maria Ortiz is taken back.").wait_for()
    assert page.goto(f"/voices/{address}").status == 404
    assert Pass.objects.get().revoked_at is not None


@pytest.mark.browser
def test_sending_waits_for_what_was_typed_a_moment_ago(live: str, people: Any, page: Any, smtp: Any) -> None:
    _given, token = ask(planned(people), people)
    page.goto(linked(token))
    page.get_by_label("What did you see go well").fill("Reading nights")
    page.locator("[data-save-state='voice-well'][data-state=saved]").wait_for()
    page.get_by_label("What did you see go well").fill("Reading nights brought families in")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("You sent it with your name.").wait_for()
    assert Voice.objects.get().text == "Reading nights brought families in"


@pytest.mark.browser
def test_who_types_on_after_a_lost_answer_does_not_meet_themselves(
    live: str, people: Any, page: Any, smtp: Any, guard: Any
) -> None:
    _given, token = ask(planned(people), people)
    lost: list[Any] = []

    def lose_first(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    page.route("**/well/save/", lose_first)
    page.goto(linked(token))
    box = page.get_by_label("What did you see go well")
    box.fill("Reading nights")
    page.locator("[data-save-state='voice-well'][data-state=kept]").wait_for()
    assert Voice.objects.get().text == "Reading nights"
    box.fill("Reading nights brought families in")
    expect(page.locator("[data-save-state='voice-well']")).to_have_attribute("data-state", "saved")
    assert Voice.objects.get().text == "Reading nights brought families in"
    forgive(guard, "net::ERR_FAILED")


@pytest.mark.browser
def test_the_deputy_steps_in_and_hands_back(live: str, people: Any, sign_in: Any, smtp: Any) -> None:
    session = planned(people)
    home = reverse("cycles:session", args=[session.pk])
    lead = sign_in(people.lead)
    lead.goto(home)
    lead.get_by_role("button", name="No", exact=True).click()
    lead.get_by_label("Why not").fill("Jury duty")
    lead.get_by_role("button", name="Save the reason").click()
    lead.get_by_text("You get no reminders of this meeting.").wait_for()
    look(lead, "session-no")
    leader = sign_in(people.leader)
    leader.goto(home)
    leader.get_by_role("heading", name="Sam O'Brien cannot facilitate").wait_for()
    look(leader, "session-away")
    deputy = sign_in(people.member)
    deputy.goto(home)
    deputy.get_by_role("button", name="I step in").click()
    deputy.get_by_text("You facilitate this meeting.").wait_for()
    look(deputy, "session-stepped-in")
    assert lead.goto(reverse("cycles:facilitate", args=[session.pk])).status == 403
    deputy.goto(reverse("cycles:screen", args=[session.pk]))
    deputy.get_by_text("Malik Johnson facilitates today in place of Sam O'Brien").wait_for()
    look(deputy, "screen-in-place")
    deputy.goto(home)
    deputy.get_by_role("button", name="Hand back to Sam").click()
    deputy.get_by_text("The meeting is handed back.").wait_for()
    assert lead.goto(reverse("cycles:facilitate", args=[session.pk])).status == 200


@pytest.mark.browser
def test_who_came_is_ticked_with_one_tap(live: str, people: Any, sign_in: Any, smtp: Any) -> None:
    session = planned(people)
    ReflectionSession.objects.filter(pk=session.pk).update(meets_on=timezone.localdate(timezone=people.school.zone))
    phone = sign_in(people.teacher)
    phone.set_viewport_size({"width": 360, "height": 740})
    phone.goto(reverse("cycles:attendance", args=[session.pk]))
    line = phone.get_by_role("listitem").filter(has_text="Malik Johnson")
    line.get_by_role("button", name="Came").click()
    line.get_by_role("button", name="Came", pressed=True).wait_for()
    phone.get_by_text("1 of 3 are ticked.").wait_for()
    look(phone, "attendance")
    phone.goto(reverse("cycles:session", args=[session.pk]))
    look(phone, "session-parts")
    leader = sign_in(people.leader)
    leader.goto(reverse("cycles:session", args=[session.pk]))
    leader.get_by_role("heading", name="0 of 3 have prepared").wait_for()
    look(leader, "session-thin")
    leader.get_by_role("button", name="Go ahead").click()
    leader.get_by_text("with 0 of 3 prepared").wait_for()
