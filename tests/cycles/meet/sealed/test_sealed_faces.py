"""Cards without names on real browsers: five people write, one changes theirs after a reload, all see the same."""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.boxes import CardSlip
from cycles.meet.enums import RevealRule
from cycles.meet.models import Card, Meeting, Phase
from cycles.plan.models import Invitation
from teams.enums import Role
from teams.models import Appointment, Membership, Person
from tests.browser import axe, fits, screenshot
from tests.cycles.meet.conftest import fresh

STALLED = [
    ("Multi-step problems: most stop after the first step.", "Unit 3 check: 9 of 24 finished."),
    ("Small groups get cancelled when testing comes up.", "We met 5 of 12 planned times."),
    ("Students who are absent on Mondays never catch up.", ""),
    ("We grade exit tickets, and nobody reads them again.", "The folder in room 12."),
    ("Parents hear from us only when something is wrong.", ""),
]


@pytest.fixture
def sealed(many: Any, held: Meeting, go_to: Any) -> Meeting:
    """The meeting's growth phase without names; five have come."""
    more = Person.objects.bulk_create(
        Person(email=f"more{n}@example.org", name=f"More {n}", password="!") for n in range(2)
    )
    for person in more:
        Appointment.objects.create(person=person, school=many.school, role=Role.STAFF, starts_on=many.year.starts_on)
        Membership.objects.create(team=many.team, person=person, starts_on=many.year.starts_on)
    Invitation.objects.filter(session=held.session).update(has_attended=False)
    for person in (many.teacher, many.member, many.lead, *more):
        came = {"has_attended": True}
        Invitation.objects.update_or_create(session=held.session, person=person, defaults=came)
    Phase.objects.filter(protocol=held.protocol, kind="growth").update(reveal=RevealRule.ANONYMOUS)
    return go_to(held, "growth")


SIZES = {"room": (360, 780), "facilitate": (1280, 900), "screen": (1920, 1080)}


def open_page(meeting: Meeting, person: Any, sign_in: Any, face: str = "room") -> Any:
    page, (width, height) = sign_in(person), SIZES[face]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(reverse(f"cycles:{face}", args=[meeting.session_id]))
    return page


def write(page: Any, text: str, because: str = "") -> None:
    page.get_by_label("Where did growth stall?").fill(text)
    page.get_by_label("What did you see that tells you so?").fill(because)
    page.get_by_role("button", name="Add the card").click()
    page.locator("[data-mine]").get_by_text(text, exact=True).first.wait_for()


def look(name: str, **pages: Any) -> None:
    for face, page in pages.items():
        page.wait_for_timeout(150)
        fits(page)
        size = page.viewport_size
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
        screenshot(page, f"sealed-{name}-{face}")
        page.set_viewport_size(size)
        axe(page)


def shown(page: Any) -> str:
    """The shown cards as this browser got them, but for which words were typed where."""
    return re.sub(r'value="\w{64}"', "", page.locator("#growth-loose").inner_html())


def boxes_kept(page: Any) -> int:
    """Of how many boxes this browser holds tokens, once it has forgotten those that were opened."""
    count = "Object.keys(localStorage).filter((key) => key.startsWith('cards:')).length"
    for _ in range(50):
        if page.evaluate(count) == 1:
            break
        page.wait_for_timeout(100)
    return int(page.evaluate(count))


def test_five_write_one_changes_after_a_reload_and_all_see_the_same(many: Any, sealed: Meeting, sign_in: Any) -> None:
    came = Person.objects.filter(invitations__session=sealed.session, invitations__has_attended=True).order_by("pk")
    phones = [open_page(sealed, person, sign_in) for person in came]
    desk = open_page(sealed, many.facilitator, sign_in, "facilitate")
    wall = open_page(sealed, many.leader, sign_in, "screen")
    version = fresh(sealed.session).version
    for phone, (text, because) in zip(phones, STALLED, strict=True):
        write(phone, text, because)
    assert (fresh(sealed.session).version, CardSlip.objects.count(), Card.objects.count()) == (version, 5, 0)

    first = phones[0]
    first.reload()
    mine = first.locator("[data-mine]")
    mine.get_by_role("button", name="Edit").click()
    mine.get_by_label("Where did growth stall?").fill("Multi-step problems: most stop after the second step.")
    mine.get_by_role("button", name="Keep the change").click()
    mine.get_by_text("after the second step").first.wait_for()
    write(first, "Something I would rather not say.")
    mine.get_by_role("button", name="Take back Something").click()
    mine.get_by_text("Something I would").first.wait_for(state="detached")
    assert CardSlip.objects.count() == 5
    look("writing", phone=first, desk=desk, wall=wall)

    desk.get_by_role("button", name="Show the cards").click()
    for page in (*phones, desk, wall):
        page.get_by_text("after the second step").first.wait_for()
    assert len({shown(phone) for phone in phones}) == 1
    assert set(Card.objects.values_list("author", "written_at")) == {(None, None)}
    first.get_by_text("Late cards are shown once five people").first.wait_for()
    assert first.locator("[data-mine] > li").count() == 0
    assert boxes_kept(first) == 1
    look("shown", phone=first, desk=desk, wall=wall)


def test_a_late_card_waits_or_gets_its_name_and_a_refused_one_keeps_its_words(
    many: Any, sealed: Meeting, sign_in: Any
) -> None:
    phone = open_page(sealed, many.teacher, sign_in)
    write(phone, "Written in time")
    actions.reveal_cards(fresh(sealed.session), by=many.facilitator, at=timezone.now())
    phone.locator("#growth-loose").get_by_text("Written in time").wait_for()
    write(phone, "Written late")
    phone.get_by_role("button", name="Show with my name").click()
    phone.locator("#growth-loose").get_by_text("Written late").wait_for()
    phone.locator("[data-mine] > li").first.wait_for(state="detached")
    assert Card.objects.get(text="Written late").author == many.teacher

    phone.get_by_label("Where did growth stall?").fill("Half a sentence")
    there = fresh(sealed.session)
    actions.advance_phase(there, step=there.step, by=many.facilitator, at=timezone.now())
    phone.get_by_text("The group has moved on").first.wait_for()
    phone.get_by_role("button", name="Add the card").click()
    phone.locator("#growth-write").get_by_text("What you wrote is still here").wait_for()
    assert phone.get_by_label("Where did growth stall?").input_value() == "Half a sentence"
    assert CardSlip.objects.count() == 0
