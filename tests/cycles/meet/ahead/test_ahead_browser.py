"""Written before the meeting on a phone in Spanish, by somebody who is not there; then five others meet."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions, queries
from cycles.meet.boxes import CardSlip
from cycles.meet.early import EarlyCard
from cycles.meet.enums import RevealRule
from cycles.meet.models import Card, Phase
from cycles.plan.models import Invitation, ReflectionSession
from tests.browser import look
from tests.cycles.making import join, open_cycle, schedule
from tests.cycles.meet.conftest import fresh
from tests.cycles.meet.sealed.test_sealed_faces import boxes_kept
from tests.cycles.plan.packets import chart, freeze_by_hand


@pytest.fixture
def growing(many: Any) -> ReflectionSession:
    """Ahead of a meeting with five more people, in which growth is written without names."""
    session = schedule(open_cycle(many), many.team, facilitator=many.facilitator)
    for name in ("Ines", "Omar", "Noor", "Pia", "Raul"):
        join(session, name)
    freeze_by_hand(session, chart(), profile="B")
    rule(session, RevealRule.ANONYMOUS)
    return session


def rule(session: ReflectionSession, reveal: RevealRule) -> None:
    Phase.objects.filter(protocol=queries.current_protocol(session), kind="growth").update(reveal=reveal)


def open_ahead(session: ReflectionSession, person: Any, sign_in: Any) -> Any:
    page = sign_in(person)
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(reverse("cycles:ahead", args=[session.pk]))
    return page


def add(page: Any, kind: str, text: str, because: str) -> None:
    step = page.locator(f"#ahead-{kind}")
    step.locator("textarea[name=text]").first.fill(text)
    step.locator("textarea[name=because]").first.fill(because)
    step.locator(f"#ahead-{kind}-write button[type=submit]").click()
    step.locator(".tile").get_by_text(text, exact=True).first.wait_for()


def meet(session: ReflectionSession, leads: Any, *, count: int, kind: str = "growth") -> None:
    """The meeting is opened, `count` people come, and it goes on to the step."""
    actions.open_meeting(session, by=leads, at=timezone.now())
    asked = Invitation.objects.filter(session=session, person__email__in=[f"{n}@example.org" for n in NAMES[:count]])
    assert asked.update(has_attended=True) == count
    while fresh(session).phase.kind != kind:
        meeting = fresh(session)
        actions.advance_phase(meeting, step=meeting.step, by=leads, at=timezone.now())


NAMES = ("ines", "omar", "noor", "pia", "raul")


def test_an_absent_teacher_writes_ahead_and_both_cards_are_shown(
    many: Any, growing: ReflectionSession, sign_in: Any, live: str
) -> None:
    phone = open_ahead(growing, many.teacher, sign_in)
    phone.context.add_cookies([{"name": "django_language", "value": "es", "url": live}])
    phone.reload()
    assert phone.locator("html").get_attribute("lang") == "es"
    look(phone, "ahead-empty", 360, 1280)
    add(phone, "success", "14 de 22 explican en voz alta", "Acuerdos de conversación")
    # what is typed elsewhere on the page stays while it is drawn anew
    phone.locator("#ahead-success textarea[name=text]").first.fill("Media idea")
    add(phone, "growth", "Los autobuses llegan tarde", "La mitad del grupo")
    assert phone.locator("#ahead-success textarea[name=text]").first.input_value() == "Media idea"
    look(phone, "ahead-written", 360, 1280)
    phone.reload()
    phone.locator("#ahead-growth [data-mine] > li").wait_for()
    phone.locator("#ahead-growth [data-edit]").click()
    phone.locator("#ahead-growth [data-change] textarea[name=text]").fill("Los autobuses llegan tarde los lunes")
    phone.locator("#ahead-growth [data-change] button[type=submit]").click()
    phone.locator("#ahead-growth [data-mine] [data-text]").get_by_text("los lunes").wait_for()
    assert (EarlyCard.objects.count(), CardSlip.objects.count(), Card.objects.count()) == (1, 1, 0)

    meet(growing, many.facilitator, count=5, kind="progress")
    actions.reveal_cards(fresh(growing), by=many.facilitator, at=timezone.now())
    meeting = fresh(growing)
    actions.advance_phase(meeting, step=meeting.step, by=many.facilitator, at=timezone.now())
    phone.goto(reverse("cycles:ahead", args=[growing.pk]))
    assert phone.url.endswith(reverse("cycles:room", args=[growing.pk]))
    phone.locator("[data-mine] [data-text]").get_by_text("los lunes").wait_for()
    actions.reveal_cards(fresh(growing), by=many.facilitator, at=timezone.now())
    phone.locator("#growth-loose").get_by_text("Los autobuses llegan tarde los lunes").wait_for()
    written = Card.objects.order_by("kind").values_list("kind", "text", "author__name")
    assert list(written) == [
        ("growth", "Los autobuses llegan tarde los lunes", None),
        ("success", "14 de 22 explican en voz alta", "Teresa Núñez"),
    ]
    assert boxes_kept(phone) == 1


def test_with_four_present_the_author_is_told_and_puts_it_in_with_a_name(
    many: Any, growing: ReflectionSession, sign_in: Any
) -> None:
    phone = open_ahead(growing, many.teacher, sign_in)
    phone.get_by_text("Cite a figure of the packet").click()
    phone.locator("#cell-choice-growth").select_option(index=1)
    look(phone, "ahead-citing", 360, 1280)
    add(phone, "growth", "Buses come late", "Half the class")
    phone.locator("#ahead-growth [data-cited]").get_by_text("Grade").wait_for()
    other = sign_in(many.member)
    meet(growing, many.facilitator, count=4)
    for page in (phone, other):
        page.set_viewport_size({"width": 360, "height": 780})
        page.goto(reverse("cycles:room", args=[growing.pk]))
    left = phone.locator("[data-left]")
    left.locator("[data-text]").get_by_text("Buses come late").wait_for()
    look(phone, "ahead-left", 360, 1280)
    assert other.locator("[data-left]").is_hidden()
    left.get_by_role("button", name="Put in with my name").click()
    phone.locator("#growth-own").get_by_text("Buses come late").first.wait_for()
    left.wait_for(state="hidden")
    assert (Card.objects.get().author, CardSlip.objects.count()) == (many.teacher, 0)


def test_a_named_card_is_changed_and_taken_back_and_a_step_that_got_names_says_so(
    many: Any, growing: ReflectionSession, sign_in: Any
) -> None:
    phone = open_ahead(growing, many.teacher, sign_in)
    add(phone, "success", "Grew", "We met weekly")
    phone.locator("#ahead-success-own summary").click()
    phone.locator("#ahead-success-own textarea[name=text]").fill("Grew a lot")
    phone.get_by_role("button", name="Keep the change").first.click()
    phone.locator("#ahead-success-own .tile > div:first-child").get_by_text("Grew a lot").first.wait_for()
    phone.get_by_role("button", name="Take back Grew a lot").click()
    phone.locator("#ahead-success-own .tile").wait_for(state="detached")
    assert EarlyCard.objects.count() == 0
    add(phone, "growth", "Buses come late", "")
    rule(growing, RevealRule.NAMED)
    phone.reload()
    left = phone.locator("#left-growth")
    left.locator("[data-text]").get_by_text("Buses come late").wait_for()
    left.get_by_role("button", name="Put in with my name").click()
    phone.locator("#ahead-growth-own").get_by_text("Buses come late").first.wait_for()
    assert (EarlyCard.objects.get().text, CardSlip.objects.count()) == ("Buses come late", 0)


def test_a_named_card_of_a_step_that_lost_its_names_is_put_in_anew(
    many: Any, growing: ReflectionSession, sign_in: Any
) -> None:
    rule(growing, RevealRule.NAMED)
    phone = open_ahead(growing, many.teacher, sign_in)
    add(phone, "growth", "Buses come late", "")
    rule(growing, RevealRule.ANONYMOUS)
    phone.reload()
    phone.locator("#ahead-growth-apart").get_by_text("The step no longer shows names").wait_for()
    phone.locator("#ahead-growth-prepared summary").click()
    line = phone.locator("#ahead-growth-prepared [data-line]")
    line.get_by_role("button", name="Make it a card").click()
    line.locator("[data-line-used]").wait_for()
    look(phone, "ahead-anew", 360, 1280)
    assert CardSlip.objects.count() == 1
