"""The planner in a browser: a time given in place, a refusal in place, the packet's page, messages."""

from datetime import date, timedelta
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


def subjects(smtp: Any, person: Any) -> list[str]:
    """What the person's mailbox holds once everything due has gone out; the box is emptied."""
    outbox.send_due(timezone.now)
    found = sorted(" ".join(str(message["Subject"]).split()) for message in smtp.to(person.email))
    smtp.messages.clear()
    return found


def card(page: Any, team: str) -> Any:
    return page.locator("article.meet", has_text=team)


def school_day(after: date, count: int) -> date:
    day = after
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


@pytest.mark.browser
def test_open_confirm_all_move_poll_and_cancel(live: str, people: Any, sign_in: Any, smtp: Any) -> None:
    """A leader's whole way, with keys and by dragging; the mails of everyone invited follow."""
    page = sign_in(people.leader)
    page.goto(reverse("cycles:cycle-new"))
    look(page, "cycle-new")
    page.get_by_role("button", name="Open what is ticked").click()
    page.get_by_text("3 meetings have a proposed time.").wait_for()
    look(page, "planner")
    assert subjects(smtp, people.teacher) == []
    _confirm_all(page, smtp, people)
    _move_by_keys(page, smtp, people)
    _move_by_dragging(page)
    _poll(page, sign_in(people.teacher), smtp, people)
    _cancel(page, smtp, people)


def _confirm_all(page: Any, smtp: Any, people: Any) -> None:
    page.get_by_label("I agree to that time").check()
    page.get_by_role("button", name="Confirm all 3").click()
    page.get_by_text("3 meetings have their time.").wait_for()
    page.get_by_text("Every meeting has its time.").wait_for()
    told = subjects(smtp, people.teacher)
    assert [subject.split(":")[0] for subject in told] == ["Grade 4 reflection"]


def _move_by_keys(page: Any, smtp: Any, people: Any) -> None:
    """The arrow asks for the day before; clashes are told before anything is saved."""
    session = ReflectionSession.objects.get(team=people.team)
    card(page, "Grade 4").locator("[data-move]").focus()
    page.keyboard.press("ArrowLeft")
    mover = page.get_by_role("dialog")
    mover.get_by_text("Everyone invited and the room are free.").wait_for()
    goal = session.meets_on - timedelta(days=1)
    assert mover.get_by_label("Day", exact=True).input_value() == goal.isoformat()
    mover.get_by_label("Day", exact=True).fill(ReflectionSession.objects.get(team=people.ilt).meets_on.isoformat())
    mover.get_by_text("Sam O'Brien is in the meeting of ILT then.").wait_for()
    mover.get_by_label("Day", exact=True).fill(goal.isoformat())
    mover.get_by_label("I agree to time beyond the contract day").check()
    mover.get_by_role("button", name="Move and tell everyone").press("Enter")
    page.get_by_text("Grade 4 is moved. Everyone invited is told.").wait_for()
    session.refresh_from_db()
    assert session.meets_on == goal
    assert [subject.split(":")[0] for subject in subjects(smtp, people.teacher)] == ["Changed"]


def _move_by_dragging(page: Any) -> None:
    session = ReflectionSession.objects.get(team__name="Grade 5")
    goal = school_day(session.meets_on - timedelta(days=7), 1)
    card(page, "Grade 5").drag_to(page.locator(f'.day[data-day="{goal}"]'))
    mover = page.get_by_role("dialog")
    mover.get_by_label("Day", exact=True).wait_for()
    assert mover.get_by_label("Day", exact=True).input_value() == goal.isoformat()
    mover.get_by_label("I agree to time beyond the contract day").check()
    # last, because taking a picture leaves marks on focused boxes that a later answer would copy
    look(page, "mover")
    mover.get_by_role("button", name="Move and tell everyone").click()
    page.get_by_text("Grade 5 is moved. Everyone invited is told.").wait_for()
    session.refresh_from_db()
    assert session.meets_on == goal


def _poll(page: Any, theirs: Any, smtp: Any, people: Any) -> None:
    card(page, "Grade 4").get_by_role("link", name="Poll").click()
    look(page, "poll-new")
    page.get_by_role("button", name="Ask everyone invited").click()
    page.get_by_text("Everyone invited is asked.").wait_for()
    assert subjects(smtp, people.teacher) == ["When can you meet? Grade 4 reflection"]
    theirs.goto(page.url)
    for choice in theirs.get_by_role("radio", name="Yes").all():
        choice.check()
    theirs.get_by_role("button", name="Send my answer").click()
    theirs.get_by_text("Your answer is noted.").wait_for()
    look(theirs, "poll")
    page.reload()
    page.get_by_role("button", name="Take this time").first.click()
    page.get_by_text("Grade 4 has its time. Everyone invited is told.").wait_for()
    assert [subject.split(":")[0] for subject in subjects(smtp, people.teacher)] == ["Changed"]


def _cancel(page: Any, smtp: Any, people: Any) -> None:
    card(page, "Grade 4").get_by_role("link", name="Details").click()
    page.get_by_text("Cancel the meeting").first.click()
    page.get_by_role("button", name="Cancel the meeting").click()
    page.get_by_text("Nobody will be reminded of it any more.").wait_for()
    assert [subject.split(":")[0] for subject in subjects(smtp, people.teacher)] == ["Cancelled"]


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
