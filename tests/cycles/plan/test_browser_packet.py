"""Predict, then see, and notes at cells, in real browsers. The pictures are kept in `test-output/`."""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cycles.meet import actions as meet
from cycles.plan.models import HeldChart, ReflectionSession
from data_imports.models import CellNote
from tests.browser import axe, fits, screenshot
from tests.cycles.making import open_cycle, schedule

from .packets import CHANGE, LEVELS, chart, freeze_by_hand

CANARY = "73.81%"


@pytest.fixture
def session(people: Any, live: str) -> ReflectionSession:
    session = schedule(open_cycle(people), people.team, facilitator=people.facilitator)
    freeze_by_hand(session, chart(winter=CANARY, subject="i-Ready math by grade"), chart(CHANGE), profile="B")
    return session


def look(page: Page, name: str) -> None:
    """At both widths: nothing for axe, nothing too wide; pictures for people."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        fits(page)
        axe(page)
        screenshot(page, f"{name}-{width}")


def is_page(answer: Any) -> bool:
    return bool(answer.ok and "html" in answer.headers.get("content-type", ""))


@pytest.mark.browser
def test_predict_then_see(people: Any, session: ReflectionSession, sign_in: Any) -> None:
    answers: list[str] = []
    leader, teacher = sign_in(people.leader), sign_in(people.teacher)
    leader.goto(reverse("cycles:packet", args=[session.pk]))
    expect(leader.locator("main")).to_contain_text(CANARY)
    leader.get_by_role("button", name="Hold this chart back").first.click()
    expect(leader.locator(".chart-card--held h3")).to_have_text("i-Ready math by grade")
    assert CANARY not in leader.content()
    teacher.on("response", lambda answer: answers.append(answer.text()) if is_page(answer) else None)
    teacher.goto(reverse("cycles:packet", args=[session.pk]))
    look(teacher, "packet-held")
    teacher.get_by_label("I predict …").fill("About half of Grade 4")
    teacher.get_by_role("button", name="Save my prediction").click()
    expect(teacher.locator(".quote-line")).to_contain_text("About half of Grade 4")
    look(teacher, "packet-predicted")
    leader.reload()
    expect(leader.locator(".held-desk")).to_contain_text("1 of 3 have predicted")
    assert "About half" not in leader.content()
    look(leader, "packet-held-desk")
    leader.get_by_role("button", name="Reveal to everyone").click()
    expect(leader.locator("main")).to_contain_text(CANARY)
    assert [answer for answer in answers if CANARY in answer] == []
    teacher.reload()
    expect(teacher.locator(".chart-card").first).to_contain_text(f"moved from 41% to {CANARY}")
    expect(teacher.locator(".chart-card .quote-line")).to_contain_text("About half of Grade 4")
    look(teacher, "packet-revealed")


@pytest.mark.browser
def test_the_room_predicts_and_sees(people: Any, session: ReflectionSession, sign_in: Any) -> None:
    HeldChart.objects.create(session=session, chart=LEVELS, held_by=people.leader, held_at=timezone.now())
    meeting = meet.open_meeting(session, by=people.facilitator, at=timezone.now())
    while meeting.phase.kind != "predict":
        meet.advance_phase(meeting, step=meeting.step, by=people.facilitator, at=timezone.now())
    teacher, desk, screen = sign_in(people.teacher), sign_in(people.facilitator), sign_in(people.teacher)
    teacher.goto(reverse("cycles:room", args=[session.pk]))
    desk.goto(reverse("cycles:facilitate", args=[session.pk]))
    screen.goto(reverse("cycles:screen", args=[session.pk]))
    teacher.get_by_label("I predict …").fill("Two thirds")
    teacher.get_by_role("button", name="Save my prediction").click()
    expect(desk.locator("#room-main")).to_contain_text("1 of 3 have predicted")
    assert CANARY not in teacher.content() + desk.content() + screen.content()
    look(teacher, "room-predict")
    look(desk, "desk-predict")
    screenshot(screen, "screen-predict")
    desk.locator("#room-next-button").click()
    expect(teacher.locator("#room")).to_contain_text(CANARY)
    expect(screen.locator("#room")).to_contain_text(CANARY)
    expect(teacher.locator("#room")).to_contain_text("Two thirds")
    assert CANARY not in desk.content()
    look(teacher, "room-revealed")
    screenshot(screen, "screen-revealed")


@pytest.mark.browser
def test_a_note_is_pinned_with_the_keyboard_and_the_points_are_read(
    people: Any, session: ReflectionSession, sign_in: Any
) -> None:
    page = sign_in(people.teacher)
    page.goto(reverse("cycles:packet", args=[session.pk]))
    points = page.locator(".chart-points").first
    points.focus()
    page.keyboard.press("ArrowRight")
    expect(points).to_have_text("Grade 4, Fall: 41%")
    page.keyboard.press("End")
    expect(points).to_have_text(f"All, Winter: {CANARY}")
    first = page.locator(f"#chart-{LEVELS}-notes")
    first.get_by_text("Add a note").focus()
    page.keyboard.press("Enter")
    first.get_by_label("I wonder").check()
    first.get_by_label("Which cell").select_option(label="Grade 4, Winter")
    first.get_by_label("Your note").fill("   ")
    first.get_by_role("button", name="Pin the note").click()
    expect(first.get_by_text("nothing is pinned yet")).to_be_visible()
    expect(first.get_by_label("Your note")).to_be_focused()
    expect(first.get_by_label("Which cell")).to_have_value("0:2")
    first.get_by_label("Your note").fill("What did they do?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(first.get_by_role("listitem")).to_contain_text("What did they do?")
    expect(page.locator("#toasts")).to_contain_text("Your note is pinned.")
    page.locator(f"#chart-{LEVELS}-numbers summary").click()
    expect(page.locator(f"#chart-{LEVELS}-table").get_by_role("link", name=re.compile("I wonder"))).to_be_visible()
    look(page, "packet-noted")
    assert CellNote.objects.get().by == people.teacher


@pytest.mark.browser
def test_paper_and_difference_fit(people: Any, session: ReflectionSession, sign_in: Any) -> None:
    freeze_by_hand(session, chart(winter="75%", subject="i-Ready math by grade"), profile="B")
    page = sign_in(people.teacher)
    for name in ("packet-print", "packet-difference"):
        page.goto(reverse(f"cycles:{name}", args=[session.pk]))
        look(page, name)
