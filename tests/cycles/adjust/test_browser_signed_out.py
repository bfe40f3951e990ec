"""The sign-in ends while a long form is filled in: its page comes back after it, with the words."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cycles.adjust.models import ActionStep
from cycles.plan.models import ReflectionSession
from tests import moments
from tests.cycles.making import begin_meeting, open_cycle, schedule
from tests.people import People, build_people

BACK = "What you typed here before is back"


def signed_out_while_sending(page: Any, sign_in: Any, person: Any, button: str) -> None:
    """Loses the sign-in, presses the button, and signs in again as it asks for."""
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name=button).click()
    page.wait_for_url("**/accounts/login/**")
    again = sign_in(person).context.cookies()
    page.context.add_cookies([one for one in again if one["name"] in ("sessionid", "csrftoken")])
    page.goto(parse_qs(urlsplit(page.url).query)["next"][0])


@pytest.fixture
def team(transactional_db: None) -> People:
    return build_people(moments.today())


@pytest.fixture
def session(team: People) -> ReflectionSession:
    """The team meets, led by its lead."""
    made = schedule(open_cycle(team), team.team, facilitator=team.lead)
    begin_meeting(made)
    return made


def fresh_form(page: Any, name: str, session: ReflectionSession) -> None:
    """The page of a new one, once what lies on the device is read."""
    page.goto(reverse(f"cycles:{name}-new", args=[session.pk]))
    page.locator(f"#{name}-form[data-drafts-read]").wait_for()


def test_an_adjustment_is_still_there(team: People, session: ReflectionSession, sign_in: Any) -> None:
    page = sign_in(team.lead)
    fresh_form(page, "adjustment", session)
    boxes = page.locator("#adjustment-form textarea, #adjustment-form input[type=text]")
    for number, box in enumerate(boxes.all()):
        box.fill(f"Shared planning {number}")
    page.wait_for_timeout(300)
    signed_out_while_sending(page, sign_in, team.lead, "Propose it")
    expect(boxes.first).to_have_value("Shared planning 0")
    expect(page.get_by_text(BACK)).to_be_visible()
    page.get_by_role("button", name="Propose it").click()
    page.get_by_text("Proposed. Ask for advice, or decide.").wait_for()
    fresh_form(page, "adjustment", session)
    expect(boxes.first).to_have_value("")
    expect(page.get_by_text(BACK)).to_be_hidden()


def test_what_came_back_and_was_sent_stays_away_though_its_page_went_too_soon(
    team: People, session: ReflectionSession, sign_in: Any
) -> None:
    page = sign_in(team.lead)
    page.add_init_script("if (sessionStorage.keepsNothing) IDBObjectStore.prototype.put = () => new Promise(() => {})")
    fresh_form(page, "adjustment", session)
    boxes = page.locator("#adjustment-form textarea, #adjustment-form input[type=text]")
    for box in boxes.all():
        box.fill("Shared planning")
    page.wait_for_timeout(300)
    page.evaluate("sessionStorage.keepsNothing = 'yes'")
    signed_out_while_sending(page, sign_in, team.lead, "Propose it")
    expect(page.get_by_text(BACK)).to_be_visible()
    page.get_by_role("button", name="Propose it").click()
    page.get_by_text("Proposed. Ask for advice, or decide.").wait_for()
    page.evaluate("sessionStorage.removeItem('keepsNothing')")
    fresh_form(page, "adjustment", session)
    expect(boxes.first).to_have_value("")
    expect(page.get_by_text(BACK)).to_be_hidden()


def test_what_comes_back_while_others_are_on_their_way_is_not_taken_with_them(
    team: People, session: ReflectionSession, sign_in: Any
) -> None:
    page = sign_in(team.lead)
    fresh_form(page, "adjustment", session)
    words = page.locator("#adjustment-form textarea").first
    words.fill("Older words")
    page.wait_for_timeout(300)
    held: dict[str, Any] = {}
    page.route("**/drafts/key/give/", lambda route: held.update(key=route))
    page.goto(reverse("cycles:adjustment-new", args=[session.pk]))
    for box in page.locator("#adjustment-form textarea, #adjustment-form input[type=text]").all():
        box.fill("Shared planning")
    page.route("**/record/adjustment/propose/", lambda route: held.update(form=route))
    page.get_by_role("button", name="Propose it").click(no_wait_after=True)
    while not {"key", "form"} <= held.keys():
        page.wait_for_timeout(50)
    held["key"].continue_()
    # nothing of a page can be asked while it is about to go
    page.wait_for_timeout(3000)
    held["form"].continue_()
    page.get_by_text("Proposed. Ask for advice, or decide.").wait_for()
    page.unroute_all()
    fresh_form(page, "adjustment", session)
    expect(words).to_have_value(re.compile("Older words"))


def test_a_step_is_still_there(team: People, session: ReflectionSession, sign_in: Any) -> None:
    page = sign_in(team.lead)
    fresh_form(page, "step", session)
    words = page.locator("#step-form [name=text]")
    words.fill("Plan number talks together")
    page.locator("#step-form [name=owner]").select_option(str(team.teacher.pk))
    page.locator("#step-form [name=due_on]").fill(f"{moments.today() + timedelta(days=9):%Y-%m-%d}")
    page.wait_for_timeout(300)
    signed_out_while_sending(page, sign_in, team.lead, "Take it on")
    expect(words).to_have_value("Plan number talks together")
    expect(page.get_by_text(BACK)).to_be_visible()
    page.get_by_role("button", name="Take it on").click()
    page.get_by_text("Saved.", exact=True).wait_for()
    assert ActionStep.objects.get().owner == team.teacher
    fresh_form(page, "step", session)
    expect(words).to_have_value("")
